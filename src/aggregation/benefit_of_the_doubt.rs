//! Benefit of the doubt: every unit is scored with the weights that show it best, as long as no unit of the base exceeds the frontier with
//! them. The frontier is the base's and frozen, so that a later year changes nobody's score.
//!
//! Melyn & Moesen 1991; Cherchye et al. 2007, <https://doi.org/10.1007/s11205-006-9029-7>; OECD/JRC Handbook 2008, step 6. As a ranking of one
//! sample see `ranking`; here it is an aggregation, and a unit that comes later can lie beyond the frontier.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::NoMean;
use crate::optimisation::{Frontier, WeightBounds};
use crate::vocab::{AcrossYears, MethodNote, Said, Share};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "benefit-of-the-doubt, weights.bounds = \"none\" | \"weights\" | \"contributions\", beyond = \"clamp\" | \"keep\"",
    name: Said { zh: "疑点利益法（BoD）", en: "Benefit of the doubt" },
    formula: "s = low + (high − low) · max_v Σ v_j·y_j\nΣ v_j·y_ij ≤ 1 (i ∈ base),  v ≥ 0,  y = (x − low)/(high − low)\n\
              weights: a ≤ v_j / Σ v ≤ b\ncontributions: a ≤ v_j·y_j / Σ v·y ≤ b",
    letters: Said {
        zh: "x：下级得分；low、high：得分范围；i：基期的各行（对象·期）；v：对该对象最有利的权重；a、b：份额的下限和上限",
        en: "x: scores of the children; low, high: the scale; i: rows of the base (a unit in a period); v: the weights that show the unit best; a, b: least and greatest share",
    },
    use_when: Said {
        zh: "对权重没有共识：看一个对象“按对它最有利的权重”离基期最好水平有多远；发现各自的长处",
        en: "Weights are disputed: how far a unit is from the best of the base with the weights that favour it, and where its strengths lie",
    },
    not_when: Said {
        zh: "排座次；不设界限而下级很多时（几乎人人满分）；需要对所有对象用同一套权重时",
        en: "Not for a league table; not without bounds over many children, where nearly everybody is at the top; not where all must be judged by the same weights",
    },
    edge: Said {
        zh: "前沿由基期中下级得分齐全的行定出并冻结；之后超出前沿的对象：clamp（默认）取满分，keep 保留超出部分，两者都计数；下级缺失时在其余下级上求解，份额界限按 n/m 放宽；下级的权重不用（必须相等，只用于覆盖率）；contributions 的下限大于 0 时零分要写 zero 或 floor；某个下级在基期无人高于最低分则定标报错；得到最高分的权重可能不唯一",
        en: "The frontier is frozen from the base rows in which all children have a score; a later unit beyond it is `clamp` (the default): gets the full score, or `keep`: keeps what exceeds it, both counted; with missing children it is solved over the others, and shares are widened by n/m; weights of the children are not used (they must be equal, for coverage only); with a lower bound on contributions a zero needs `zero` or `floor`; a child above whose worst score nobody in the base is stops the fit; other weights may give the same score",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "Cherchye et al. 2007, https://doi.org/10.1007/s11205-006-9029-7",
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en, step 6",
    ],
    example: Some(
        r#"aggregation = { method = "benefit-of-the-doubt", weights = { bounds = "weights", low = 0.1, high = 0.6 } }"#,
    ),
};

/// What becomes of a unit beyond the frontier of the base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Beyond {
    /// It gets the best score of the scale, which is counted.
    #[default]
    Clamp,
    /// It keeps what exceeds the scale, which is counted.
    Keep,
}

/// The rows of the base that nobody beats: all that a benefit of the doubt needs to know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseFrontier {
    /// Rows of the base (a unit in a period) in which all children have a score.
    pub base_rows: u64,
    /// Rows of the base in which one of them has none; they are left out.
    pub left_out: u64,
    /// The scores of the children that weigh something, a line a row; ascending, without repetition.
    pub rows: Vec<Vec<f64>>,
}

/// Why the base gives no frontier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownFrontier {
    /// Fewer than two rows in which all children have a score.
    #[error("{given} rows of the base have a score of every child; two are needed")]
    TooFewRows {
        /// How many there are.
        given: usize,
    },
    /// Nobody is above the worst score of a child: its weight would have no limit.
    #[error("no row of the base is above the worst score of child {child}")]
    AllWorst {
        /// The place of the child.
        child: usize,
    },
    /// A score below the scale, which no share of a best score can express.
    #[error("a row of the base is below the scale at child {child}")]
    BelowScale {
        /// The place of the child.
        child: usize,
    },
    /// A linear programme found no end.
    #[error("a linear programme found no end")]
    NoEnd,
}

/// The bounds in words.
pub(super) fn said(bounds: WeightBounds) -> (String, String) {
    match bounds {
        WeightBounds::None {} => ("权重不限".to_owned(), "any weights".to_owned()),
        WeightBounds::Weights { low, high } => {
            let (low, high) = (low.get(), high.get());
            (format!("各权重占 {low}–{high}"), format!("weights of {low}–{high} each"))
        }
        WeightBounds::Contributions { low, high } => {
            let (low, high) = (low.get(), high.get());
            (format!("各下级贡献占 {low}–{high}"), format!("contributions of {low}–{high} each"))
        }
    }
}

/// A row is on the frontier when it reaches it within this; the others are dropped, which moves no score by more than rounding.
pub(super) const NEAR: f64 = 1e-9;

impl BaseFrontier {
    /// The frontier of the children's scores in the base, a column a child, on a scale from `low`; scores below `floor` count as it.
    ///
    /// # Errors
    /// [`UnknownFrontier`].
    pub fn of(
        columns: &[&[f64]],
        left_out: u64,
        low: f64,
        floor: Option<f64>,
    ) -> Result<Self, UnknownFrontier> {
        let given = columns.first().map_or(0, |column| column.len());
        if given < 2 {
            return Err(UnknownFrontier::TooFewRows { given });
        }
        let raised = |score: f64| floor.map_or(score, |floor| score.max(floor));
        for (child, column) in columns.iter().enumerate() {
            if column.iter().any(|score| raised(*score) < low) {
                return Err(UnknownFrontier::BelowScale { child });
            }
            if !column.iter().any(|score| raised(*score) > low) {
                return Err(UnknownFrontier::AllWorst { child });
            }
        }
        let row = |at: usize| columns.iter().map(|column| raised(column[at])).collect::<Vec<f64>>();
        let mut rows: Vec<Vec<f64>> = (0..given).map(row).collect();
        // Neither the order of units nor their names leave a trace.
        rows.sort_by(|a, b| {
            a.iter()
                .zip(b)
                .map(|(a, b)| a.total_cmp(b))
                .find(|o| o.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        rows.dedup();
        let own: Vec<Vec<f64>> =
            rows.iter().map(|row| row.iter().map(|score| score - low).collect()).collect();
        let frontier = frontier(&own, &(0..columns.len()).collect::<Vec<_>>(), WeightBounds::None {});
        let reached: Vec<Option<f64>> =
            own.par_iter().map(|row| frontier.best(row, &[]).map(|best| best.score)).collect();
        if reached.iter().any(Option::is_none) {
            return Err(UnknownFrontier::NoEnd);
        }
        let kept =
            rows.into_iter().zip(reached).filter(|(_, reached)| reached.is_some_and(|r| r >= 1.0 - NEAR));
        Ok(BaseFrontier { base_rows: given as u64, left_out, rows: kept.map(|(row, _)| row).collect() })
    }

    /// Whether a frontier from a file can be computed with: so many children, finite scores from `low` up, no child at the worst everywhere.
    #[must_use]
    pub fn fits(&self, children: usize, low: f64) -> bool {
        let whole = |row: &Vec<f64>| {
            row.len() == children && row.iter().all(|score| score.is_finite() && *score >= low)
        };
        !self.rows.is_empty()
            && self.rows.iter().all(whole)
            && (0..children).all(|child| self.rows.iter().any(|row| row[child] > low))
    }
}

/// The columns of some children.
fn frontier(rows: &[Vec<f64>], children: &[usize], bounds: WeightBounds) -> Frontier {
    let columns: Vec<Vec<f64>> =
        children.iter().map(|child| rows.iter().map(|row| row[*child]).collect()).collect();
    Frontier::new(&columns.iter().map(Vec::as_slice).collect::<Vec<_>>(), bounds)
}

/// A frontier made ready for an aggregate.
#[derive(Clone, Debug)]
pub(super) struct Solver {
    /// Above the lowest of the scale.
    rows: Vec<Vec<f64>>,
    whole: Frontier,
    bounds: WeightBounds,
    children: usize,
    low: f64,
}

/// The best weights of a row.
pub(super) struct Solved {
    /// 1 is the frontier.
    pub(super) ratio: f64,
    /// The parts of the children in it, which add up to it.
    pub(super) parts: Vec<f64>,
    pub(super) weights: Vec<f64>,
}

impl Solver {
    pub(super) fn new(
        base: &BaseFrontier,
        bounds: WeightBounds,
        children: usize,
        low: f64,
    ) -> Option<Solver> {
        if !base.fits(children, low) {
            return None;
        }
        let rows: Vec<Vec<f64>> =
            base.rows.iter().map(|row| row.iter().map(|score| score - low).collect()).collect();
        let whole = frontier(&rows, &(0..children).collect::<Vec<_>>(), bounds);
        Some(Solver { rows, whole, bounds, children, low })
    }

    /// The best weights for the scores of some children, named by their places.
    pub(super) fn solve(&self, scores: &[f64], places: &[usize]) -> Result<Solved, NoMean> {
        let own: Vec<f64> = scores.iter().map(|score| score - self.low).collect();
        if own.iter().any(|own| *own < 0.0) {
            return Err(NoMean::OutsideDomain);
        }
        let best = if places.len() == self.children {
            self.whole.best(&own, &[])
        } else {
            let wider = widened(self.bounds, self.children as f64 / places.len() as f64);
            frontier(&self.rows, places, wider).best(&own, &[])
        };
        let best = best.ok_or(NoMean::Overflow)?;
        let parts: Vec<f64> = best.weights.iter().zip(&own).map(|(weight, own)| weight * own).collect();
        Ok(Solved { ratio: parts.iter().sum(), parts, weights: best.weights })
    }
}

/// Shares that suit fewer children: the same multiples of an equal share.
fn widened(bounds: WeightBounds, by: f64) -> WeightBounds {
    let wider = |share: Share| Share::new((share.get() * by).min(1.0)).unwrap_or(Share::ONE);
    match bounds {
        WeightBounds::None {} => bounds,
        WeightBounds::Weights { low, high } => WeightBounds::Weights { low: wider(low), high: wider(high) },
        WeightBounds::Contributions { low, high } => {
            WeightBounds::Contributions { low: wider(low), high: wider(high) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregation::{Aggregation, Aggregator, Row};

    const COLUMNS: [&[f64]; 2] = [&[100.0, 50.0, 40.0, 100.0], &[50.0, 100.0, 40.0, 50.0]];

    fn method(weights: WeightBounds, beyond: Beyond) -> Aggregation {
        Aggregation::BenefitOfTheDoubt { weights, beyond, zero: None, floor: None }
    }

    fn at(weights: WeightBounds, beyond: Beyond) -> Aggregator {
        let frontier = BaseFrontier::of(&COLUMNS, 0, 0.0, None).unwrap();
        Aggregator::new(&method(weights, beyond), &(0.0..=100.0), 2).with_frontier(Some(&frontier))
    }

    #[test]
    fn only_rows_that_nobody_beats_are_kept() {
        let frontier = BaseFrontier::of(&COLUMNS, 3, 0.0, None).unwrap();
        assert_eq!(frontier.rows, [[50.0, 100.0], [100.0, 50.0]]);
        assert_eq!((frontier.base_rows, frontier.left_out), (4, 3));
        assert!(frontier.fits(2, 0.0) && !frontier.fits(3, 0.0) && !frontier.fits(2, 60.0));
    }

    #[test]
    fn scores_are_shares_of_the_frontier() {
        let at = at(WeightBounds::None {}, Beyond::Clamp);
        let score = |scores: &[f64]| at.mean(scores, &[1.0; 2]).unwrap();
        // Both rows of the frontier bind with 1/150 each.
        assert!((score(&[60.0, 60.0]).value - 80.0).abs() < 1e-12);
        assert_eq!(score(&[100.0, 50.0]).value, 100.0);
        assert!((score(&[0.0, 30.0]).value - 30.0).abs() < 1e-12);
        assert_eq!(score(&[0.0, 0.0]).value, 0.0);
        let beyond = score(&[90.0, 90.0]);
        assert_eq!((beyond.value, beyond.past_frontier), (100.0, true));
        assert!(!score(&[100.0, 50.0]).past_frontier);
        assert_eq!(at.mean(&[-1.0, 50.0], &[1.0; 2]), Err(NoMean::OutsideDomain));
    }

    #[test]
    fn what_exceeds_the_frontier_may_be_kept() {
        let kept = at(WeightBounds::None {}, Beyond::Keep).mean(&[90.0, 90.0], &[1.0; 2]).unwrap();
        assert!((kept.value - 120.0).abs() < 1e-12 && kept.past_frontier);
    }

    #[test]
    fn missing_children_leave_the_others() {
        let half = Share::new(0.5).unwrap();
        let at = at(WeightBounds::Contributions { low: half, high: half }, Beyond::Clamp);
        let mut scores = [45.0];
        let row = Row { scores: &mut scores, weights: &[1.0], places: &[1] };
        assert!((at.mean_of(row).unwrap().value - 45.0).abs() < 1e-12);
    }

    #[test]
    fn contributions_are_the_parts_of_the_best_weights() {
        for beyond in [Beyond::Clamp, Beyond::Keep] {
            let at = at(WeightBounds::None {}, beyond);
            for scores in [[60.0, 60.0], [90.0, 90.0], [0.0, 30.0]] {
                let mean = at.mean(&scores, &[1.0; 2]).unwrap().value;
                let parts = at.contributions(&scores, &[1.0; 2], mean);
                assert!((parts.iter().sum::<f64>() - mean).abs() < 1e-12, "{parts:?}");
            }
        }
    }

    #[test]
    fn a_base_without_a_frontier_says_why() {
        let of = |columns: &[&[f64]]| BaseFrontier::of(columns, 0, 0.0, None).unwrap_err();
        assert_eq!(of(&[&[1.0], &[2.0]]), UnknownFrontier::TooFewRows { given: 1 });
        assert_eq!(of(&[&[1.0, 2.0], &[0.0, 0.0]]), UnknownFrontier::AllWorst { child: 1 });
        assert_eq!(of(&[&[1.0, -2.0], &[1.0, 1.0]]), UnknownFrontier::BelowScale { child: 0 });
        assert_eq!(
            method(WeightBounds::None {}, Beyond::Keep).mean(&[1.0, 2.0], &[1.0; 2]),
            Err(NoMean::NoFrontier)
        );
    }
}
