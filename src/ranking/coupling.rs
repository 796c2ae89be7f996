//! Coupling coordination degree (耦合协调度): how much subsystems develop together, and how far.
//!
//! With p subsystems U in [0, 1]: standard C = p·(ΠU)^(1/p) / ΣU; modified C = √((1 − mean |Ui − Uj| over pairs)·(Π U/max U)^(1/(p − 1))), which spreads over
//! [0, 1] where the standard form crowds near 1; T = Σ α·U; D = √(C·T). 廖重斌 1999, 热带地理 19(2); modified: 王淑佳 et al. 2021, 自然资源学报 36(3), <https://doi.org/10.31497/zrzyxb.20210319>. Not a measure
//! of cause; not comparable across studies with other limits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decision::checked_shares;
use super::steps::Labels;
use super::{Appraisal, Ranked, RankingError};
use crate::vocab::{AcrossYears, MethodNote, Said, Text, Working};

/// Which formula gives the coupling degree C.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CouplingForm {
    /// p·geometric mean / sum.
    Standard,
    /// Wang et al. 2021.
    Modified,
}

/// Coupling of one unit's subsystems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coupling {
    /// C: 0 to 1.
    pub coupling: f64,
    /// T: weighted mean of the subsystems; 0 to 1.
    pub development: f64,
    /// D = √(C·T): 0 to 1.
    pub coordination: f64,
}

impl Coupling {
    /// Coupling of every unit. One column a subsystem with values from 0 to 1; weights α are divided by their sum.
    ///
    /// # Errors
    /// [`RankingError`] for fewer than two subsystems, lists that do not fit, bad weights, a value outside 0 to 1, and a unit whose subsystems are all 0.
    pub fn of(
        subsystems: &[&[f64]],
        weights: &[f64],
        form: CouplingForm,
    ) -> Result<Vec<Coupling>, RankingError> {
        let weights = checked_shares(weights)?;
        if subsystems.len() != weights.len() || subsystems.len() < 2 {
            return Err(RankingError::ListLength { given: subsystems.len(), expected: weights.len().max(2) });
        }
        let units = subsystems[0].len();
        for (criterion, column) in subsystems.iter().enumerate() {
            if column.len() != units {
                return Err(RankingError::ColumnLength { criterion, given: column.len(), expected: units });
            }
            if let Some(unit) = column.iter().position(|value| !(0.0..=1.0).contains(value)) {
                return Err(RankingError::NotAShare { what: "a subsystem", unit, given: column[unit] });
            }
        }
        (0..units)
            .map(|unit| {
                let values: Vec<f64> = subsystems.iter().map(|column| column[unit]).collect();
                one(&values, &weights, form).ok_or(RankingError::ZeroSum { what: "subsystems", unit })
            })
            .collect()
    }

    /// The usual ten grades of D, from 0 (extreme disorder) to 9; a limit belongs to the better grade.
    #[must_use]
    pub fn grade(&self) -> usize {
        // Ten times the decimal limits is exact, D times ten would round up just below them.
        (1..=9).filter(|limit| self.coordination >= f64::from(*limit) / 10.0).count()
    }

    /// The name of the grade.
    #[must_use]
    pub fn grade_name(&self) -> Text {
        let (zh, en) = GRADES[self.grade()];
        Text { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// 廖重斌 1999.
const GRADES: [(&str, &str); 10] = [
    ("极度失调", "extreme disorder"),
    ("严重失调", "severe disorder"),
    ("中度失调", "moderate disorder"),
    ("轻度失调", "slight disorder"),
    ("濒临失调", "near disorder"),
    ("勉强协调", "bare coordination"),
    ("初级协调", "primary coordination"),
    ("中级协调", "intermediate coordination"),
    ("良好协调", "good coordination"),
    ("优质协调", "high-quality coordination"),
];

fn one(values: &[f64], weights: &[f64], form: CouplingForm) -> Option<Coupling> {
    let largest = values.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return None;
    }
    // Shares of the largest, so that products of small numbers do not vanish; both formulas are blind to the factor or ask for it.
    let shares: Vec<f64> = values.iter().map(|value| value / largest).collect();
    let product: f64 = shares.iter().product();
    let count = values.len() as f64;
    let coupling = match form {
        CouplingForm::Standard => count * libm::pow(product, 1.0 / count) / shares.iter().sum::<f64>(),
        CouplingForm::Modified => {
            let pairs = count * (count - 1.0) / 2.0;
            let spread: f64 = values
                .iter()
                .enumerate()
                .flat_map(|(i, a)| values[..i].iter().map(move |b| (a - b).abs()))
                .sum();
            ((1.0 - spread / pairs) * libm::pow(product, 1.0 / (count - 1.0))).sqrt()
        }
    }
    .min(1.0);
    let development: f64 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    Some(Coupling { coupling, development, coordination: (coupling * development).sqrt() })
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "coupling, form = \"standard\" | \"modified\"",
    name: Said { zh: "耦合协调度", en: "Coupling coordination degree" },
    formula: "standard: C = p·(ΠU)^(1/p) / ΣU\nmodified: C = √((1 − Σ|Uᵢ − Uⱼ| / (p(p − 1)/2))·(Π U / max U)^(1/(p − 1)))\nT = Σ w·U, D = √(C·T)",
    letters: Said {
        zh: "U：子系统得分，折成 0–1；p：子系统个数；C：耦合度；T：综合发展水平；D：协调度，十级",
        en: "U: scores of the subsystems as shares, 0 to 1; p: how many; C: coupling; T: development; D: coordination, ten grades",
    },
    use_when: Said {
        zh: "两个以上子系统是否同步、发展到什么程度",
        en: "Whether two or more subsystems go together, and how far they have come",
    },
    not_when: Said {
        zh: "当作因果；与用别的上下限的研究比较；标准形式在 C 接近 1 处拥挤，宜用修正形式",
        en: "As a sign of cause; against studies with other limits; the standard form crowds near 1, where the modified one spreads",
    },
    edge: Said {
        zh: "子系统全为 0 的对象没有答案，拒绝；0–1 之外的值被拒绝",
        en: "Refused for a unit whose subsystems are all 0, and for values outside 0 to 1",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "廖重斌 1999，热带地理 19(2)",
        "王淑佳等 2021，自然资源学报 36(3)，https://doi.org/10.31497/zrzyxb.20210319",
    ],
    example: Some("[[ranking]]\nid = \"coupling\"\nmethod = { method = \"coupling\", form = \"modified\" }"),
};

/// By D, with the usual ten grades.
pub(super) fn appraisal(couplings: &[Coupling]) -> Appraisal {
    let take = |what: fn(&Coupling) -> f64| couplings.iter().map(what).collect::<Vec<_>>();
    let appraisal = Appraisal::of(Ranked::higher(take(|coupling| coupling.coordination)))
        .column("coupling", "耦合度 C", "coupling C", take(|coupling| coupling.coupling))
        .column("development", "发展水平 T", "development T", take(|coupling| coupling.development));
    Appraisal { classes: couplings.iter().map(Coupling::grade_name).collect(), ..appraisal }
}

pub(super) fn working(labels: &Labels<'_>, form: CouplingForm) -> Vec<Working> {
    if form == CouplingForm::Standard {
        return Vec::new();
    }
    let columns = labels.matrix.columns;
    let units = columns.first().map_or(0, |column| column.len());
    let pairs = (columns.len() * columns.len().saturating_sub(1)) as f64 / 2.0;
    let apart = |unit: usize| {
        let values: Vec<f64> = columns.iter().map(|column| column[unit]).collect();
        let all = values.iter().enumerate().flat_map(|(i, a)| values[..i].iter().map(move |b| (a - b).abs()));
        all.sum::<f64>() / pairs
    };
    let name = Text::new("平均差距", "mean distance");
    let column = (name, (0..units).map(apart).collect());
    vec![labels.by_unit(
        ("子系统之间的差距", "How far subsystems are apart"),
        "Σ|Uᵢ − Uⱼ| / pairs",
        vec![column],
    )]
}
