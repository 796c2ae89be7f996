use super::run::Ranking;
use crate::ranking::{RankComparison, Ranked};
use crate::scorecard::Scores;
use crate::vocab::{Id, Period, Text};

/// How alike the index and the rankings of a period are, over the units that all of them have.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The index first, then each ranking that puts units in order and has an answer.
    pub names: Vec<Text>,
    /// Their ids; the root's for the index.
    pub ids: Vec<Id>,
    /// The rows they have in common, in order of unit.
    pub rows: Vec<usize>,
    /// By ranking, the rank of each of these rows among them.
    pub ranks: Vec<Vec<u32>>,
    /// Row by row, the row being the reference; `None` where one of the two puts all units on one place.
    pub cells: Vec<Vec<Option<RankComparison>>>,
}

impl Comparison {
    /// Compares what there is for a period; `None` for fewer than two orders, or fewer than two units in common.
    #[must_use]
    pub fn of(
        rankings: &[Ranking],
        scores: &Scores,
        index_name: &Text,
        period: Period,
    ) -> Option<Comparison> {
        let root = scores.root()?;
        let ordered: Vec<_> = rankings
            .iter()
            .filter(|ranking| ranking.method.orders_units())
            .filter_map(|ranking| {
                let result = ranking.of_period(period)?;
                Some((ranking, result, result.appraisal()?.0))
            })
            .collect();
        if ordered.is_empty() {
            return None;
        }
        let all = scores.index().rows_in(period).filter(|row| root.get(*row).is_some());
        let is_common =
            |row: &usize| ordered.iter().all(|(_, result, _)| result.rows.binary_search(row).is_ok());
        let rows: Vec<usize> = all.filter(is_common).collect();
        if rows.len() < 2 {
            return None;
        }
        let of_index = rows.iter().filter_map(|row| root.get(*row)).collect();
        let mut ranks = vec![Ranked { scores: of_index, better: crate::ranking::Better::Higher }.ranks()];
        for (_, result, appraisal) in &ordered {
            let place = |row: &usize| result.rows.binary_search(row).ok();
            let scores = rows.iter().filter_map(place).map(|at| appraisal.ranked.scores[at]).collect();
            ranks.push(Ranked { scores, better: appraisal.ranked.better }.ranks());
        }
        let numbers: Vec<Vec<f64>> =
            ranks.iter().map(|ranks| ranks.iter().map(|rank| f64::from(*rank)).collect()).collect();
        let cells =
            numbers.iter().map(|a| numbers.iter().map(|b| RankComparison::of(a, b).ok()).collect()).collect();
        let names = std::iter::once(index_name.clone()).chain(ordered.iter().map(|(r, _, _)| r.name.clone()));
        let ids =
            std::iter::once(root.id.clone()).chain(ordered.iter().map(|(r, _, _)| r.document.id.clone()));
        Some(Comparison { names: names.collect(), ids: ids.collect(), rows, ranks, cells })
    }
}
