//! The weighted arithmetic mean Σ w·x / Σ w: full compensation, weights are trade-off rates. OECD/JRC Handbook 2008, step 6.
//!
//! Sums keep what rounding cut off ([`Total`]), and no mean leaves the scores that entered it: the order of the children and the
//! rounding of a third must not move a score across the limit of a grade.

use crate::statistics::vectorised::{Kernel, vectorised};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "arithmetic",
    name: Said { zh: "加权算术平均", en: "Weighted arithmetic mean" },
    formula: "M = Σ w_j·x_j / Σ w_j",
    letters: Said { zh: "x：下级得分；w：权重", en: "x: scores of the children; w: weights" },
    use_when: Said {
        zh: "下级是同一件事的可互换的侧面；要一目了然",
        en: "The children are interchangeable sides of one thing, and the score must be easy to follow",
    },
    not_when: Said {
        zh: "一个下级的短板不应由别的下级补足",
        en: "A weak child must not be made up for by another",
    },
    edge: Said {
        zh: "零和负分没有问题；缺失的下级不计，权重由其余分担；权重是可替代率，不是重要性",
        en: "Zeros and negatives are no matter; missing children are left out and the others share their weight; weights are rates of exchange, not importance",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en, step 6"],
    example: Some(r#"aggregation = { method = "arithmetic" }"#),
};

/// Rows worked out side by side, so that their sums stay in registers.
const LANES: usize = 8;
/// The same where less has to be kept for each.
const WIDE: usize = 16;

/// A sum and what rounding cut off while adding up: the two-sum of Knuth, which is the sum of Neumaier (1974,
/// <https://doi.org/10.1002/zamm.19740540106>) without a branch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Total {
    sum: f64,
    rest: f64,
}

impl Total {
    pub(super) fn of(terms: impl Iterator<Item = f64>) -> f64 {
        let mut total = Total::default();
        terms.for_each(|term| total.add(term));
        total.value()
    }

    #[inline(always)]
    pub(super) fn add(&mut self, term: f64) {
        let sum = self.sum + term;
        let added = sum - self.sum;
        self.rest += (self.sum - (sum - added)) + (term - added);
        self.sum = sum;
    }

    #[inline(always)]
    pub(super) fn value(self) -> f64 {
        self.sum + self.rest
    }
}

/// One child on many rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column<'c> {
    /// 0 or more.
    pub(crate) weight: f64,
    /// 0 in a row without score.
    pub(crate) scores: &'c [f64],
    /// 1 in a row with a score and 0 without; `None`: every row has one.
    pub(crate) has: Option<&'c [f64]>,
}

/// The mean of one row, children in order; `total` is the sum of the weights. The caller keeps it between the scores.
pub(super) fn mean(scores: &[f64], weights: &[f64], total: f64) -> f64 {
    Total::of(scores.iter().zip(weights).map(|(score, weight)| weight * score)) / total
}

/// The same, kept between the lowest and the highest score that weighs something.
pub(super) fn bounded(scores: &[f64], weights: &[f64], total: f64) -> f64 {
    let counted = scores.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    let (lowest, highest) =
        counted.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (s, _)| (low.min(*s), high.max(*s)));
    let mean = mean(scores, weights, total);
    if mean.is_finite() { between(mean, lowest, highest) } else { mean }
}

/// The mean of each row, with the bits that [`Aggregation::mean`](super::Aggregation::mean) has for it. A row without any score has
/// no finite number.
pub(crate) fn means(columns: &[Column<'_>], means: &mut [f64]) {
    vectorised(Means { columns, means });
}

struct Means<'m> {
    columns: &'m [Column<'m>],
    means: &'m mut [f64],
}

impl Kernel for Means<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Means { columns, means } = self;
        let mut whole = Total::default();
        columns.iter().for_each(|column| whole.add(column.weight));
        let whole = whole.value();
        let complete = columns.iter().all(|column| column.has.is_none());
        let (chunks, rest) = means.as_chunks_mut::<LANES>();
        let end = chunks.len() * LANES;
        for (chunk, means) in chunks.iter_mut().enumerate() {
            let from = chunk * LANES;
            *means = if complete { all::<LANES>(columns, from, whole) } else { some::<LANES>(columns, from) };
        }
        for (row, mean) in (end..).zip(rest) {
            [*mean] = if complete { all::<1>(columns, row, whole) } else { some::<1>(columns, row) };
        }
    }
}

/// The same for rows in which every child has a score, whose least and greatest scores are known.
pub(crate) fn means_within(columns: &[Column<'_>], lowest: &[f64], highest: &[f64], means: &mut [f64]) {
    let whole = Total::of(columns.iter().map(|column| column.weight));
    let (chunks, rest) = means.as_chunks_mut::<WIDE>();
    let end = chunks.len() * WIDE;
    for (chunk, means) in chunks.iter_mut().enumerate() {
        *means = within::<WIDE>(columns, chunk * WIDE, whole, lowest, highest);
    }
    for (row, mean) in (end..).zip(rest) {
        [*mean] = within::<1>(columns, row, whole, lowest, highest);
    }
}

#[inline(always)]
fn within<const N: usize>(
    columns: &[Column<'_>],
    from: usize,
    whole: f64,
    lowest: &[f64],
    highest: &[f64],
) -> [f64; N] {
    let mut sums = [Total::default(); N];
    for column in columns {
        let Some(scores) = rows::<N>(column.scores, from) else { continue };
        for lane in 0..N {
            sums[lane].add(column.weight * scores[lane]);
        }
    }
    let lowest = rows::<N>(lowest, from).unwrap_or(&[f64::NEG_INFINITY; N]);
    let highest = rows::<N>(highest, from).unwrap_or(&[f64::INFINITY; N]);
    std::array::from_fn(|lane| between(sums[lane].value() / whole, lowest[lane], highest[lane]))
}

/// The means of a few rows in which every child has a score.
#[inline(always)]
fn all<const N: usize>(columns: &[Column<'_>], from: usize, whole: f64) -> [f64; N] {
    let mut sums = [Total::default(); N];
    let (mut lowest, mut highest) = ([f64::INFINITY; N], [f64::NEG_INFINITY; N]);
    for column in columns {
        let Some(scores) = rows::<N>(column.scores, from) else { continue };
        for lane in 0..N {
            sums[lane].add(column.weight * scores[lane]);
            lowest[lane] = least(lowest[lane], scores[lane]);
            highest[lane] = greatest(highest[lane], scores[lane]);
        }
    }
    std::array::from_fn(|lane| between(sums[lane].value() / whole, lowest[lane], highest[lane]))
}

/// The means of a few rows in which some children have none.
#[inline(always)]
fn some<const N: usize>(columns: &[Column<'_>], from: usize) -> [f64; N] {
    let (mut sums, mut totals) = ([Total::default(); N], [Total::default(); N]);
    let (mut lowest, mut highest) = ([f64::INFINITY; N], [f64::NEG_INFINITY; N]);
    for column in columns {
        let Some(scores) = rows::<N>(column.scores, from) else { continue };
        let has = column.has.and_then(|has| rows::<N>(has, from)).unwrap_or(&[1.0; N]);
        for lane in 0..N {
            // A score of 0 and a weight of 0 leave the sums as they are.
            sums[lane].add(column.weight * scores[lane]);
            totals[lane].add(column.weight * has[lane]);
            let low = if has[lane] > 0.0 { scores[lane] } else { f64::INFINITY };
            let high = if has[lane] > 0.0 { scores[lane] } else { f64::NEG_INFINITY };
            lowest[lane] = least(lowest[lane], low);
            highest[lane] = greatest(highest[lane], high);
        }
    }
    std::array::from_fn(|lane| {
        between(sums[lane].value() / totals[lane].value(), lowest[lane], highest[lane])
    })
}

#[inline(always)]
fn rows<const N: usize>(values: &[f64], from: usize) -> Option<&[f64; N]> {
    values.get(from..from + N)?.try_into().ok()
}

/// A mean kept between the lowest and highest score that entered it; what is no number stays none. Selections only, for vector code.
#[inline(always)]
pub(super) fn between(mean: f64, lowest: f64, highest: f64) -> f64 {
    let mean = if mean < lowest { lowest } else { mean };
    if mean > highest { highest } else { mean }
}

#[inline(always)]
fn least(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

#[inline(always)]
fn greatest(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregation::Aggregation;

    #[test]
    fn rows_and_columns_give_the_same_bits() {
        let scores: Vec<Vec<f64>> = (0..4_u32)
            .map(|child| (0..19_u32).map(|row| f64::from((row * 37 + child * 11) % 101) / 1.01).collect())
            .collect();
        let has: Vec<Vec<f64>> = (0..4_u32)
            .map(|child| (0..19_u32).map(|row| f64::from(u8::from((row + child) % 3 != 0))).collect())
            .collect();
        let weights = [0.2, 0.5, 0.3, 1.7];
        for gaps in [false, true] {
            let kept: Vec<Vec<f64>> = scores
                .iter()
                .zip(&has)
                .map(|(s, h)| s.iter().zip(h).map(|(s, h)| if gaps { s * h } else { *s }).collect())
                .collect();
            let columns: Vec<Column<'_>> = (0..4)
                .map(|at| Column {
                    weight: weights[at],
                    scores: &kept[at],
                    has: gaps.then_some(has[at].as_slice()),
                })
                .collect();
            let (mut found, mut plain) = (vec![0.0; 19], vec![0.0; 19]);
            means(&columns, &mut found);
            Means { columns: &columns, means: &mut plain }.run();
            for row in 0..19 {
                let there: Vec<usize> = (0..4).filter(|&at| !gaps || has[at][row] > 0.0).collect();
                let one: Vec<f64> = there.iter().map(|&at| scores[at][row]).collect();
                let own: Vec<f64> = there.iter().map(|&at| weights[at]).collect();
                let mean = Aggregation::Arithmetic {}.mean(&one, &own).unwrap().value;
                assert_eq!(found[row].to_bits(), mean.to_bits(), "row {row}");
                assert_eq!(plain[row].to_bits(), mean.to_bits(), "row {row} without wider instructions");
            }
        }
    }

    #[test]
    fn rounding_is_made_up_for() {
        let mean =
            |scores: &[f64], weights: &[f64]| Aggregation::Arithmetic {}.mean(scores, weights).unwrap().value;
        assert_eq!(mean(&[50.0; 3], &[1.0 / 3.0; 3]), 50.0);
        assert_eq!(mean(&[45.0, 55.0, 50.0], &[1.0; 3]), 50.0);
        assert_eq!(mean(&[0.1; 10], &[0.1; 10]), 0.1);
        assert_eq!(mean(&[1e16, 1.0, -1e16], &[1.0; 3]), 1.0 / 3.0);
    }
}
