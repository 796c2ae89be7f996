use super::decision::Decision;
use super::{
    Compromise, Copeland, Copras, Edas, KemenyYoung, Line, Promethee, RankSumRatio, Ranked, RankingError,
    RankingMethod, Topsis, Vikor, borda, grey_relational_grade, waspas,
};
use crate::vocab::{Direction, Text};

/// What a whole-sample method looks at: one column of values a criterion, all of the same length.
#[derive(Clone, Copy, Debug, Default)]
pub struct Matrix<'a> {
    /// The values; finite.
    pub columns: &'a [&'a [f64]],
    /// By criterion, which end is better.
    pub directions: &'a [Direction],
    /// By criterion, any numbers from 0 up; they are divided by their sum.
    pub weights: &'a [f64],
    /// The criteria that are inputs, by their place from 0; for [`RankingMethod::Dea`] alone.
    pub inputs: &'a [usize],
    /// By criterion, its id and what people call it; may be empty, then they are counted.
    pub criteria: &'a [(String, Text)],
}

/// What a method says of every unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Appraisal {
    /// The numbers by which units are put in order.
    pub ranked: Ranked,
    /// Intermediate values, such as the two distances of TOPSIS.
    pub columns: Vec<Shown>,
    /// By unit, the band or grade it falls into; empty for a method that makes none.
    pub classes: Vec<Text>,
    /// Criteria that are the same for all units and therefore weigh nothing, by their place from 0.
    pub constant: Vec<usize>,
    /// What must be said of the whole.
    pub remark: Remark,
}

/// One intermediate value for every unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// A word for headings that programs read.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// By unit; `None` where there is none.
    pub values: Vec<Option<f64>>,
}

/// What a method says of the sample as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    /// Nothing.
    #[default]
    Nothing,
    /// VIKOR: who may call itself first.
    Compromise(Compromise),
    /// Rank-sum ratio: the line through the distribution, and how many bands there are.
    Line(Line, u32),
    /// Kemeny–Young: how many orders are best, and their support as a share of the highest that could be.
    Orders {
        /// How many orders reach the highest support.
        count: f64,
        /// 0 to 1; 1 when no majority is contradicted.
        support: f64,
    },
}

impl<'a> Matrix<'a> {
    /// The checked input of the methods that compare units by criteria.
    ///
    /// # Errors
    /// As [`Decision::new`].
    pub fn decision(&self) -> Result<Decision<'a>, RankingError> {
        Decision::new(self.columns, self.directions, self.weights)
    }

    /// The columns, when more is better in all of them.
    pub(super) fn forwards(&self) -> Result<Vec<&'a [f64]>, RankingError> {
        let turned = self.directions.iter().position(|direction| *direction != Direction::Positive);
        match turned {
            Some(criterion) => Err(RankingError::OnlyBenefits { criterion }),
            None => Ok(self.columns.to_vec()),
        }
    }

    /// What people call a criterion.
    pub(super) fn name(&self, criterion: usize) -> Text {
        match self.criteria.get(criterion) {
            Some((_, name)) => name.clone(),
            None => Text::new((criterion + 1).to_string(), (criterion + 1).to_string()),
        }
    }

    /// A word for a criterion.
    pub(super) fn id(&self, criterion: usize) -> String {
        self.criteria.get(criterion).map_or_else(|| (criterion + 1).to_string(), |(id, _)| id.clone())
    }
}

impl Appraisal {
    pub(super) fn of(ranked: Ranked) -> Appraisal {
        Appraisal {
            ranked,
            columns: Vec::new(),
            classes: Vec::new(),
            constant: Vec::new(),
            remark: Remark::Nothing,
        }
    }

    pub(super) fn column(mut self, id: &str, zh: &str, en: &str, values: Vec<f64>) -> Appraisal {
        let values = values.into_iter().map(Some).collect();
        self.columns.push(Shown { id: id.to_owned(), name: Text::new(zh, en), values });
        self
    }
}

impl RankingMethod {
    /// The methods that compare units by criteria.
    pub(super) fn decide(&self, decision: &Decision<'_>) -> Result<Appraisal, RankingError> {
        Ok(match *self {
            RankingMethod::Topsis { norm, weights } => {
                let topsis = Topsis::of(decision, norm, weights);
                Appraisal::of(topsis.ranked())
                    .column("to_best", "到最优的距离 D⁺", "distance to the best D⁺", topsis.to_best)
                    .column("to_worst", "到最劣的距离 D⁻", "distance to the worst D⁻", topsis.to_worst)
            }
            RankingMethod::Vikor { strategy } => {
                let vikor = Vikor::of(decision, strategy)?;
                let appraisal = Appraisal::of(vikor.ranked())
                    .column("group", "群体损失 S", "group loss S", vikor.group)
                    .column("regret", "最大遗憾 R", "largest regret R", vikor.regret);
                Appraisal { remark: Remark::Compromise(vikor.accepted), ..appraisal }
            }
            RankingMethod::Grey { form, distinguishing } => {
                Appraisal::of(grey_relational_grade(decision, form, distinguishing)?)
            }
            RankingMethod::Copras {} => {
                let copras = Copras::of(decision)?;
                Appraisal::of(copras.ranked())
                    .column("benefits", "效益之和 S⁺", "sum of benefits S⁺", copras.benefits)
                    .column("costs", "成本之和 S⁻", "sum of costs S⁻", copras.costs)
            }
            RankingMethod::Waspas { sum_share } => Appraisal::of(waspas(decision, sum_share)?),
            RankingMethod::Edas {} => {
                let edas = Edas::of(decision)?;
                Appraisal::of(edas.ranked())
                    .column("above", "优于均值 SP", "above the average SP", edas.above)
                    .column("below", "劣于均值 SN", "below the average SN", edas.below)
            }
            RankingMethod::Promethee { preference } => {
                let promethee = Promethee::of(decision, preference)?;
                Appraisal::of(promethee.ranked())
                    .column("leaving", "流出 φ⁺", "leaving flow φ⁺", promethee.leaving)
                    .column("entering", "流入 φ⁻", "entering flow φ⁻", promethee.entering)
            }
            RankingMethod::Copeland {} => {
                let copeland = Copeland::of(decision);
                let count = |of: &[u32]| of.iter().map(|count| f64::from(*count)).collect();
                Appraisal::of(copeland.ranked()).column("wins", "胜", "wins", count(&copeland.wins)).column(
                    "losses",
                    "负",
                    "losses",
                    count(&copeland.losses),
                )
            }
            RankingMethod::Borda {} => Appraisal::of(borda(decision)),
            RankingMethod::KemenyYoung {} => {
                let best = KemenyYoung::of(decision)?;
                let units = decision.units() as f64;
                let support = best.support / (units * (units - 1.0) / 2.0);
                Appraisal {
                    remark: Remark::Orders { count: best.count, support },
                    ..Appraisal::of(best.ranked())
                }
            }
            RankingMethod::RankSumRatio { form, bands } => ratios(decision, form, bands)?,
            // The others have no decision; their callers do not come here.
            _ => Appraisal::of(Ranked::higher(Vec::new())),
        })
    }
}

fn ratios(decision: &Decision<'_>, form: super::RankForm, bands: u32) -> Result<Appraisal, RankingError> {
    let ratio = RankSumRatio::of(decision, form)?;
    let band = |band: &u32| Text::new(format!("第{band}档"), format!("band {band}"));
    let classes = ratio.bands(bands)?.iter().map(band).collect();
    let appraisal = Appraisal::of(ratio.ranked())
        .column("mean_rank", "平均秩次", "mean rank", ratio.mean_rank)
        .column("frequency", "向下累计频率 p", "downward frequency p", ratio.downward_frequency)
        .column("probit", "概率单位", "probit", ratio.probit)
        .column("fitted", "回归值", "fitted", ratio.fitted);
    Ok(Appraisal { classes, remark: Remark::Line(ratio.line, bands), ..appraisal })
}
