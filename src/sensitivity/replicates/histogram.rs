use serde::{Deserialize, Serialize};

/// Places farther from 0 than this are counted at the last one, so that a wild number cannot take all memory.
const FARTHEST: i32 = 1 << 17;

/// How often each whole number came up. It holds no more places than from the least to the greatest number that did, so that equal counts are equal
/// values however they were gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Histogram {
    /// The least number that came up.
    from: i32,
    /// How often it and those that follow did; the first and the last are above 0.
    counts: Vec<u32>,
}

impl Histogram {
    /// Counts a number once; one beyond ±131,072 as that.
    #[inline]
    pub(in crate::sensitivity) fn count(&mut self, number: i32) {
        self.count_times(number, 1);
    }

    #[inline]
    fn count_times(&mut self, number: i32, times: u32) {
        let place = number.clamp(-FARTHEST, FARTHEST).wrapping_sub(self.from);
        match usize::try_from(place).ok().and_then(|place| self.counts.get_mut(place)) {
            Some(count) => *count += times,
            None => self.grow(number.clamp(-FARTHEST, FARTHEST), times),
        }
    }

    #[cold]
    fn grow(&mut self, number: i32, times: u32) {
        if times == 0 {
            return;
        }
        if self.counts.is_empty() {
            self.from = number;
            self.counts.push(times);
        } else if number < self.from {
            let more = usize::try_from(self.from - number).unwrap_or(0);
            self.counts.splice(0..0, std::iter::repeat_n(0, more));
            self.from = number;
            self.counts[0] = times;
        } else {
            let place = usize::try_from(number - self.from).unwrap_or(0);
            self.counts.resize(place + 1, 0);
            self.counts[place] = times;
        }
    }

    /// Adds the counts of another.
    pub(in crate::sensitivity) fn merge(&mut self, other: &Histogram) {
        let (Some(first), Some(last)) = (other.entries().next(), other.entries().last()) else { return };
        // The ends first, so that the places in between are there.
        self.count_times(last.0, last.1);
        self.count_times(first.0, if first.0 == last.0 { 0 } else { first.1 });
        let inner = other.entries().filter(|(number, _)| *number != first.0 && *number != last.0);
        inner.for_each(|(number, times)| self.count_times(number, times));
    }

    /// Numbers that came up, ascending, and how often.
    pub fn entries(&self) -> impl Iterator<Item = (i32, u32)> + '_ {
        (self.from..).zip(self.counts.iter().copied()).filter(|(_, times)| *times > 0)
    }

    /// How many were counted.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// How many were no greater than a number.
    #[must_use]
    pub fn up_to(&self, number: i32) -> u32 {
        self.entries().take_while(|(at, _)| *at <= number).map(|(_, times)| times).sum()
    }

    /// The quantile at p of the numbers counted (type 7 of Hyndman & Fan 1996, <https://doi.org/10.1080/00031305.1996.10473566>): exact. `None`
    /// where nothing was counted.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        self.order_statistics(p, |number, _| f64::from(number))
    }

    /// The same where a number stands for a part of a scale, in the middle of its share of the part: the k-th of c counted in part b lies at
    /// b + (k + ½)/c.
    #[must_use]
    pub fn quantile_within(&self, p: f64) -> Option<f64> {
        self.order_statistics(p, |number, (k, times)| {
            f64::from(number) + (f64::from(k) + 0.5) / f64::from(times)
        })
    }

    fn order_statistics(&self, p: f64, value: impl Fn(i32, (u32, u32)) -> f64) -> Option<f64> {
        let total = self.total();
        if total == 0 {
            return None;
        }
        let place = f64::from(total - 1) * p.clamp(0.0, 1.0);
        let below = place.floor();
        let (mut before, mut low, mut high) = (0_u32, None, None);
        for (number, times) in self.entries() {
            for (wanted, found) in [(below, &mut low), (below + 1.0, &mut high)] {
                let k = wanted - f64::from(before);
                if found.is_none() && k >= 0.0 && k < f64::from(times) {
                    // A whole number below the count of one entry.
                    *found = Some(value(number, (k as u32, times)));
                }
            }
            before += times;
        }
        let low = low?;
        Some(low + (place - below) * (high.unwrap_or(low) - low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[i32]) -> Histogram {
        let mut histogram = Histogram::default();
        numbers.iter().for_each(|number| histogram.count(*number));
        histogram
    }

    #[test]
    fn any_order_and_any_split_give_the_same() {
        let numbers = [5, -3, 5, 900, 17, 17, -3, 0];
        let whole = of(&numbers);
        for cut in 0..=numbers.len() {
            let (mut a, b) = (of(&numbers[..cut]), of(&numbers[cut..]));
            let mut turned = b.clone();
            turned.merge(&a);
            a.merge(&b);
            assert_eq!(a, whole);
            assert_eq!(turned, whole);
        }
        assert_eq!(whole.entries().collect::<Vec<_>>(), [(-3, 2), (0, 1), (5, 2), (17, 2), (900, 1)]);
        assert_eq!((whole.total(), whole.up_to(5), whole.up_to(-9)), (8, 5, 0));
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_numbers() {
        // numpy.quantile of [1, 2, 2, 4, 9] at these places.
        let histogram = of(&[4, 2, 9, 1, 2]);
        for (p, expected) in [(0.0, 1.0), (0.05, 1.2), (0.5, 2.0), (0.75, 4.0), (0.95, 8.0), (1.0, 9.0)] {
            let found = histogram.quantile(p).unwrap();
            assert!((found - expected).abs() < 1e-12, "{p}: {found}");
        }
        assert_eq!(Histogram::default().quantile(0.5), None);
        assert_eq!(of(&[7]).quantile(0.05), Some(7.0));
    }

    #[test]
    fn wild_numbers_are_counted_at_the_end() {
        let histogram = of(&[i32::MAX, i32::MIN]);
        assert_eq!(histogram.entries().collect::<Vec<_>>(), [(-FARTHEST, 1), (FARTHEST, 1)]);
    }
}
