//! Tables for following a ranking by hand: the values, what becomes of them step by step, and the result.

use super::decision::{Criterion, Decision};
use super::{
    Appraisal, Matrix, RankingError, RankingMethod, borda, copeland, copras, coupling, edas, fuzzy, grey,
    obstacle, promethee, rank_sum_ratio, topsis, vikor, waspas,
};
use crate::vocab::{Text, Working};

/// What tables call units and criteria.
pub(super) struct Labels<'a> {
    pub(super) matrix: &'a Matrix<'a>,
    pub(super) units: &'a [Text],
}

impl RankingMethod {
    /// The tables of intermediate values: values as given, what they become, and the result. `units` are what people call the units.
    ///
    /// # Errors
    /// As [`RankingMethod::rank`].
    pub fn working(&self, matrix: &Matrix<'_>, units: &[Text]) -> Result<Vec<Working>, RankingError> {
        let appraisal = self.appraise(matrix)?;
        let labels = Labels { matrix, units };
        let mut tables = vec![labels.given()];
        tables.extend(match self {
            RankingMethod::BenefitOfTheDoubt { .. } | RankingMethod::Dea { .. } => Vec::new(),
            RankingMethod::Coupling { form } => coupling::working(&labels, *form),
            RankingMethod::Fuzzy { grades, .. } => fuzzy::working(&labels, grades),
            RankingMethod::Obstacle {} => obstacle::working(&labels),
            _ => self.steps(&matrix.decision()?, &labels)?,
        });
        tables.push(labels.result(self, &appraisal));
        Ok(tables)
    }

    fn steps(&self, decision: &Decision<'_>, labels: &Labels<'_>) -> Result<Vec<Working>, RankingError> {
        Ok(match *self {
            RankingMethod::Topsis { norm, weights } => topsis::working(decision, norm, weights, labels),
            RankingMethod::Vikor { .. } => vikor::working(decision, labels),
            RankingMethod::Grey { form, distinguishing } => {
                grey::working(decision, form, distinguishing, labels)
            }
            RankingMethod::Copras {} => copras::working(decision, labels),
            RankingMethod::Waspas { .. } => waspas::working(decision, labels),
            RankingMethod::Edas {} => edas::working(decision, labels),
            RankingMethod::Promethee { preference } => promethee::working(decision, preference, labels),
            RankingMethod::Copeland {} | RankingMethod::KemenyYoung {} => copeland::working(decision, labels),
            RankingMethod::Borda {} => borda::working(decision, labels),
            RankingMethod::RankSumRatio { form, .. } => rank_sum_ratio::working(decision, form, labels),
            _ => Vec::new(),
        })
    }
}

impl Labels<'_> {
    pub(super) fn unit(&self, unit: usize) -> Text {
        let number = || Text::new((unit + 1).to_string(), (unit + 1).to_string());
        self.units.get(unit).cloned().unwrap_or_else(number)
    }

    fn given(&self) -> Working {
        let criteria = 0..self.matrix.columns.len();
        let units = self.matrix.columns.first().map_or(0, |column| column.len());
        Working {
            title: Text::new("原始数值", "Values as given"),
            formula: "x".to_owned(),
            columns: criteria.map(|criterion| self.matrix.name(criterion)).collect(),
            rows: (0..units)
                .map(|unit| {
                    (
                        self.unit(unit),
                        self.matrix.columns.iter().map(|column| column.get(unit).copied()).collect(),
                    )
                })
                .collect(),
        }
    }

    fn result(&self, method: &RankingMethod, appraisal: &Appraisal) -> Working {
        let mut columns: Vec<Text> = appraisal.columns.iter().map(|column| column.name.clone()).collect();
        columns.extend([Text::new("得分", "score"), Text::new("位次", "rank")]);
        let ranks = appraisal.ranked.ranks();
        let row = |(unit, score): (usize, &f64)| {
            let mut cells: Vec<Option<f64>> =
                appraisal.columns.iter().map(|column| column.values.get(unit).copied().flatten()).collect();
            cells.extend([Some(*score), Some(f64::from(ranks[unit]))]);
            (self.unit(unit), cells)
        };
        let rows = appraisal.ranked.scores.iter().enumerate().map(row).collect();
        let formula = method.note().formula.to_owned();
        Working { title: Text::new("结果", "Result"), formula, columns, rows }
    }

    /// A row a unit and a column a criterion that counts.
    pub(super) fn by_criterion(
        &self,
        decision: &Decision<'_>,
        (zh, en): (&str, &str),
        formula: &str,
        cells: impl Fn(&Criterion<'_>) -> Vec<f64>,
    ) -> Working {
        let columns: Vec<Vec<f64>> = decision.criteria().iter().map(cells).collect();
        Working {
            title: Text::new(zh, en),
            formula: formula.to_owned(),
            columns: decision.criteria().iter().map(|criterion| self.matrix.name(criterion.at)).collect(),
            rows: (0..decision.units())
                .map(|unit| {
                    (self.unit(unit), columns.iter().map(|column| column.get(unit).copied()).collect())
                })
                .collect(),
        }
    }

    /// A row a criterion that counts; its weight comes first.
    pub(super) fn of_criteria(
        &self,
        decision: &Decision<'_>,
        (zh, en): (&str, &str),
        formula: &str,
        facts: &[(&str, &str)],
        cells: impl Fn(&Criterion<'_>) -> Vec<f64>,
    ) -> Working {
        let row = |criterion: &Criterion<'_>| {
            let facts = std::iter::once(criterion.weight).chain(cells(criterion));
            (self.matrix.name(criterion.at), facts.map(Some).collect())
        };
        let heads = std::iter::once(&("权重", "weight")).chain(facts);
        Working {
            title: Text::new(zh, en),
            formula: formula.to_owned(),
            columns: heads.map(|(zh, en)| Text::new(*zh, *en)).collect(),
            rows: decision.criteria().iter().map(row).collect(),
        }
    }

    /// A row a unit with columns that are worked out already.
    pub(super) fn by_unit(
        &self,
        (zh, en): (&str, &str),
        formula: &str,
        columns: Vec<(Text, Vec<f64>)>,
    ) -> Working {
        let units = columns.first().map_or(0, |(_, values)| values.len());
        let row = |unit: usize| {
            (self.unit(unit), columns.iter().map(|(_, values)| values.get(unit).copied()).collect())
        };
        Working {
            title: Text::new(zh, en),
            formula: formula.to_owned(),
            rows: (0..units).map(row).collect(),
            columns: columns.into_iter().map(|(name, _)| name).collect(),
        }
    }
}

impl Criterion<'_> {
    /// The best and the worst value, in the unit of measure given.
    pub(super) fn ends(&self) -> (f64, f64) {
        let (min, max) = (self.profile.min, self.profile.max);
        if self.cost { (min, max) } else { (max, min) }
    }
}
