//! The terms of one score, so that it can be followed by hand.

use super::{Aggregation, Aggregator, Row, harmonic};
use crate::vocab::{Text, Working};

impl Aggregator {
    /// The children of one row with their shares, their scores, the terms of the formula and their contributions; the last line is the
    /// score. Children without a score have empty cells.
    #[must_use]
    pub fn working(&self, children: &[Text], scores: &[Option<f64>], weights: &[f64]) -> Working {
        let counted: Vec<usize> =
            (0..children.len()).filter(|&at| scores[at].is_some() && weights[at] > 0.0).collect();
        let values: Vec<f64> = counted.iter().filter_map(|&at| scores[at]).collect();
        let own: Vec<f64> = counted.iter().map(|&at| weights[at]).collect();
        let total: f64 = own.iter().sum();
        let weighed: Vec<usize> = (0..children.len()).filter(|at| weights[*at] > 0.0).collect();
        let places: Vec<usize> = counted.iter().filter_map(|at| weighed.binary_search(at).ok()).collect();
        let row = Row { scores: &mut values.clone(), weights: &own, places: &places };
        let mean = self.mean_of(row).ok().map(|mean| mean.value);
        let contributions = mean.map(|mean| self.contributions_of(&values, &own, &places, mean));
        let terms = self.terms((&values, &own, &places), total);
        let mut columns = vec![Text::new("权重", "weight"), Text::new("得分", "score")];
        columns.extend(terms.iter().map(|(name, _)| name.clone()));
        columns.push(Text::new("贡献", "contribution"));
        let line = |at: usize| {
            let place = counted.iter().position(|&c| c == at);
            let mut cells = vec![place.map(|place| own[place] / total), scores[at]];
            cells.extend(
                terms.iter().map(|(_, values)| values.get(place?).copied().filter(|v| v.is_finite())),
            );
            cells
                .push(place.zip(contributions.as_ref()).and_then(|(place, parts)| parts.get(place).copied()));
            (children[at].clone(), cells)
        };
        let mut rows: Vec<_> = (0..children.len()).map(line).collect();
        let mut last = vec![mean.map(|_| 1.0), mean];
        last.extend(terms.iter().map(|_| None));
        last.push(contributions.map(|parts| parts.iter().sum()));
        rows.push((Text::new("合成得分", "score of the aggregate"), last));
        Working {
            title: self.method().name(),
            formula: self.method().note().formula.to_owned(),
            columns,
            rows,
        }
    }

    /// The method's own columns.
    fn terms(
        &self,
        (scores, weights, places): (&[f64], &[f64], &[usize]),
        total: f64,
    ) -> Vec<(Text, Vec<f64>)> {
        let floor = self.method().floor();
        let raised: Vec<f64> = scores.iter().map(|s| floor.map_or(*s, |floor| s.max(floor))).collect();
        let weighted = |of: &[f64]| of.iter().zip(weights).map(|(x, w)| w / total * x).collect::<Vec<f64>>();
        let powers = |power: f64| {
            let terms: Vec<f64> = raised.iter().map(|x| libm::pow(*x, power)).collect();
            let products = weighted(&terms);
            vec![(Text::same(format!("x^{power}")), terms), (Text::same(format!("w·x^{power}")), products)]
        };
        match self.method() {
            Aggregation::Arithmetic {} => Vec::new(),
            Aggregation::Geometric { .. } => {
                let terms: Vec<f64> = raised.iter().map(|x| libm::log(*x)).collect();
                let products = weighted(&terms);
                vec![(Text::same("ln x"), terms), (Text::same("w·ln x"), products)]
            }
            Aggregation::Harmonic { .. } => powers(harmonic::POWER),
            Aggregation::PowerMean { power, .. } => powers(*power),
            Aggregation::WeightedMedian { .. } | Aggregation::Owa { .. } => {
                let parts = self.parts(scores, weights).unwrap_or_default();
                vec![(Text::new("在结果中的份额", "part of the result"), parts)]
            }
            Aggregation::BenefitOfTheDoubt { .. } => {
                let shares: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
                let solved = self.solved(scores, &shares, places);
                solved
                    .map(|(best, _)| vec![(Text::new("最有利的权重 v", "best weight v"), best)])
                    .unwrap_or_default()
            }
            Aggregation::MeanMin { .. } => vec![(Text::same("w·x"), weighted(scores))],
            Aggregation::MazziottaPareto { .. } | Aggregation::AdjustedMazziottaPareto { .. } => {
                let Some((mean, penalties)) = self.form().and_then(|f| f.terms(scores, weights, total).ok())
                else {
                    return Vec::new();
                };
                let away = scores.iter().map(|score| score - mean).collect();
                vec![
                    (Text::same("w·x"), weighted(scores)),
                    (Text::same("x − M"), away),
                    (Text::new("惩罚", "penalty"), penalties),
                ]
            }
        }
    }
}
