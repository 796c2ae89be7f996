//! In how many draws one unit stands above another.

use serde::{Deserialize, Serialize};

use super::ranking::Order;

/// With so many units or fewer all pairs are counted.
pub(super) const ALL_PAIRS: usize = 1000;
/// With more only those within so many places of each other in the order as defined.
pub(super) const WINDOW: usize = 256;
/// Opponents counted side by side.
const LANES: usize = 32;

/// Counts of pairs of units, which are in the order of their rank as defined. Exact whole numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairs {
    units: u32,
    /// A pair of units is counted where one is within so many places of the other.
    window: u32,
    /// For each unit and each of those after it within the window: twice the draws in which the first stands above the second, and once those in which
    /// they are equal.
    halves: Vec<u32>,
    /// For the same pairs the draws in which one of them has no score; empty where there is none.
    apart: Vec<u32>,
}

impl Pairs {
    pub(super) fn new(units: usize) -> Self {
        let window = if units <= ALL_PAIRS { units.saturating_sub(1) } else { WINDOW };
        let mut pairs = Pairs {
            // Indexes have no more units than that.
            units: u32::try_from(units).unwrap_or(u32::MAX),
            window: u32::try_from(window).unwrap_or(u32::MAX),
            halves: Vec::new(),
            apart: Vec::new(),
        };
        pairs.halves = vec![0; pairs.start(units)];
        pairs
    }

    /// Where the opponents of a unit begin.
    fn start(&self, unit: usize) -> usize {
        let (units, window) = (self.units as usize, self.window as usize);
        // Units that have a full window after them, then those that have ever less.
        let full = unit.min(units.saturating_sub(window));
        let rest = unit - full;
        full * window + rest * window.saturating_sub(1) - rest * rest.saturating_sub(1) / 2
    }

    /// Counts some draws. `ranks` has a row for each draw, of so many units; those counted here come first.
    pub(super) fn count(&mut self, ranks: &[u32], row: usize, orders: &[Order]) {
        let units = self.units as usize;
        if units < 2 {
            return;
        }
        let of = |order: Order| -> Vec<&[u32]> {
            let rows = ranks.chunks_exact(row).zip(orders);
            rows.filter(|(_, kind)| **kind == order).map(|(row, _)| &row[..units]).collect()
        };
        let (strict, ties, gaps) = (of(Order::Strict), of(Order::Ties), of(Order::Gaps));
        if row <= i16::MAX as usize {
            self.count_as(&strict, &ties, |rank| rank as i16);
        } else {
            self.count_as(&strict, &ties, |rank| i32::try_from(rank).unwrap_or(i32::MAX));
        }
        for row in gaps {
            self.count_gaps(row);
        }
    }

    fn count_as<T: Copy + PartialOrd>(
        &mut self,
        strict: &[&[u32]],
        ties: &[&[u32]],
        number: impl Fn(u32) -> T,
    ) {
        let narrow = |rows: &[&[u32]]| -> Vec<Vec<T>> {
            rows.iter().map(|row| row.iter().map(|rank| number(*rank)).collect()).collect()
        };
        let (strict, ties) = (narrow(strict), narrow(ties));
        let (units, window) = (self.units as usize, self.window as usize);
        for unit in 0..units {
            let others = unit + 1..(unit + 1 + window).min(units);
            let start = self.start(unit);
            let halves = &mut self.halves[start..start + others.len()];
            let (chunks, rest) = halves.as_chunks_mut::<LANES>();
            for (at, chunk) in chunks.iter_mut().enumerate() {
                add_up(&strict, &ties, unit, others.start + at * LANES, chunk);
            }
            let from = others.end - rest.len();
            for (at, half) in rest.iter_mut().enumerate() {
                add_up(&strict, &ties, unit, from + at, std::array::from_mut(half));
            }
        }
    }

    fn count_gaps(&mut self, row: &[u32]) {
        if self.apart.is_empty() {
            self.apart = vec![0; self.halves.len()];
        }
        let (units, window) = (self.units as usize, self.window as usize);
        for unit in 0..units {
            let start = self.start(unit);
            for other in unit + 1..(unit + 1 + window).min(units) {
                let place = start + other - unit - 1;
                let (mine, theirs) = (row[unit], row[other]);
                if mine == 0 || theirs == 0 {
                    self.apart[place] += 1;
                } else {
                    self.halves[place] += u32::from(mine < theirs) + u32::from(mine <= theirs);
                }
            }
        }
    }

    /// Adds the counts of another over the same units.
    pub(super) fn merge(&mut self, other: &Pairs) {
        self.halves.iter_mut().zip(&other.halves).for_each(|(mine, theirs)| *mine += theirs);
        if self.apart.is_empty() {
            self.apart.clone_from(&other.apart);
        } else {
            self.apart.iter_mut().zip(&other.apart).for_each(|(mine, theirs)| *mine += theirs);
        }
    }

    /// Whether all pairs are counted.
    #[must_use]
    pub fn has_all(&self) -> bool {
        self.window.saturating_add(1) >= self.units
    }

    /// Whether a pair is counted; units by their place in the order as defined.
    #[must_use]
    pub fn covers(&self, unit: usize, other: usize) -> bool {
        unit.abs_diff(other) <= self.window as usize
    }

    /// In which share of `draws` one unit stands above another, a tie counting half, of those in which both have a score; units by their place in the order
    /// as defined. `None` where the pair was not counted, or both never had a score.
    #[must_use]
    pub fn share(&self, unit: usize, other: usize, draws: u32) -> Option<f64> {
        let (first, second) = (unit.min(other), unit.max(other));
        if first == second || second >= self.units as usize || second - first > self.window as usize {
            return None;
        }
        let place = self.start(first) + second - first - 1;
        let compared = draws - self.apart.get(place).copied().unwrap_or(0).min(draws);
        if compared == 0 {
            return None;
        }
        let twice = 2 * u64::from(compared);
        let halves = u64::from(*self.halves.get(place)?);
        Some(if unit < other { halves } else { twice - halves.min(twice) } as f64 / twice as f64)
    }
}

/// Adds to the counts of a unit against some that follow each other.
#[inline(always)]
fn add_up<T: Copy + PartialOrd, const N: usize>(
    strict: &[Vec<T>],
    ties: &[Vec<T>],
    unit: usize,
    from: usize,
    halves: &mut [u32; N],
) {
    // Blocks of draws are short: 16 bits hold their counts.
    let mut above = [0_u16; N];
    for row in strict {
        let mine = row[unit];
        let Some(theirs) = row.get(from..from + N) else { continue };
        for lane in 0..N {
            above[lane] += u16::from(mine < theirs[lane]);
        }
    }
    for lane in 0..N {
        halves[lane] += 2 * u32::from(above[lane]);
    }
    for row in ties {
        let mine = row[unit];
        let Some(theirs) = row.get(from..from + N) else { continue };
        for lane in 0..N {
            halves[lane] += u32::from(mine < theirs[lane]) + u32::from(mine <= theirs[lane]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_counted_one_by_one() {
        for units in [2, 3, 40, 1300] {
            let mut state = 5_u64;
            let mut rows: Vec<u32> = Vec::new();
            let mut orders = Vec::new();
            for draw in 0..12 {
                for _ in 0..units {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99);
                    let rank = 1 + (state >> 40) as u32 % (units as u32);
                    rows.push(if draw > 9 && rank.is_multiple_of(5) { 0 } else { rank });
                }
                orders.push(if draw > 9 { Order::Gaps } else { Order::Ties });
            }
            let mut pairs = Pairs::new(units);
            pairs.count(&rows, units, &orders);
            let mut parts = Pairs::new(units);
            for (rows, order) in rows.chunks(units).zip(&orders).rev() {
                let mut one = Pairs::new(units);
                one.count(rows, units, &[*order]);
                parts.merge(&one);
            }
            assert_eq!(parts, pairs);
            for unit in 0..units.min(50) {
                for other in 0..units {
                    let both = rows
                        .chunks(units)
                        .map(|row| (row[unit], row[other]))
                        .filter(|(a, b)| *a > 0 && *b > 0);
                    let both: Vec<(u32, u32)> = both.collect();
                    let above = both.iter().map(|(a, b)| f64::from(u8::from(a < b) + u8::from(a <= b)) / 2.0);
                    let expected = above.sum::<f64>() / both.len() as f64;
                    match pairs.share(unit, other, 12) {
                        Some(found) => assert!((found - expected).abs() < 1e-15),
                        None => assert!(
                            unit == other
                                || both.is_empty()
                                || units > ALL_PAIRS && unit.abs_diff(other) > WINDOW
                        ),
                    }
                }
            }
        }
    }

    #[test]
    fn strict_orders_are_counted_without_looking_for_ties() {
        let units = 100;
        let rows: Vec<u32> =
            (0..8).flat_map(|d| (0..100).map(move |at| (at * 7 + d * 13) % 100 + 1)).collect();
        let (mut fast, mut slow) = (Pairs::new(units), Pairs::new(units));
        fast.count(&rows, units, &[Order::Strict; 8]);
        slow.count(&rows, units, &[Order::Ties; 8]);
        assert_eq!(fast, slow);
    }
}
