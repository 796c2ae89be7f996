//! Competition ranks of one draw after another over the same units.

/// Scores in a bucket of which more than this are close together are put in order by comparison of all.
const CROWDED: u32 = 24;

/// Memory for ranking, used again from draw to draw.
#[derive(Debug, Default)]
pub(super) struct Ranker {
    buckets: Vec<u32>,
    counts: Vec<u32>,
    sorted: Vec<(f64, u32)>,
}

/// What the scores of a draw were like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// All different.
    Strict,
    /// Some are equal.
    Ties,
    /// Some units have none.
    Gaps,
}

impl Ranker {
    /// The rank of each score, 1 the greatest, equal scores sharing the better rank; 0 where there is no score (NaN).
    ///
    /// Scores are dealt to twice as many buckets as there are scores, in proportion to their distance from the greatest; what is in a bucket or next to
    /// it is put in order by insertion. The distance rounds monotonically, so that the order is exact.
    pub(super) fn rank(&mut self, scores: &[f64], ranks: &mut [u32]) -> Order {
        let (mut least, mut greatest, mut gaps) = (f64::INFINITY, f64::NEG_INFINITY, false);
        for &score in scores {
            least = if score < least { score } else { least };
            greatest = if score > greatest { score } else { greatest };
            gaps |= score.is_nan();
        }
        self.sorted.clear();
        let width = greatest - least;
        if gaps || !width.is_finite() || width <= 0.0 || scores.len() < 16 {
            self.sorted.extend(scores.iter().copied().zip(0..).filter(|(score, _)| !score.is_nan()));
            self.compare();
        } else if self.deal(scores, greatest, width) <= CROWDED {
            self.insert();
        } else {
            self.compare();
        }
        if gaps {
            ranks.fill(0);
        }
        let ties = self.share(ranks);
        match (gaps, ties) {
            (true, _) => Order::Gaps,
            (false, true) => Order::Ties,
            (false, false) => Order::Strict,
        }
    }

    /// Into `sorted`, bucket by bucket; answers how many are in the fullest.
    fn deal(&mut self, scores: &[f64], greatest: f64, width: f64) -> u32 {
        let buckets = scores.len() * 2;
        let scale = (buckets - 1) as f64 / width;
        let scale = if scale.is_finite() { scale } else { return self.all(scores) };
        self.counts.clear();
        self.counts.resize(buckets + 1, 0);
        self.buckets.clear();
        // A distance is at least 0 and at most the width, so that no bucket is beyond the last but by rounding.
        let last = buckets as u32 - 1;
        self.buckets.extend(scores.iter().map(|score| (((greatest - score) * scale) as u32).min(last)));
        for bucket in &self.buckets {
            self.counts[*bucket as usize + 1] += 1;
        }
        let (mut before, mut fullest) = (0, 0);
        for count in &mut self.counts {
            fullest = fullest.max(*count);
            before += *count;
            *count = before;
        }
        self.sorted.resize(scores.len(), (0.0, 0));
        for ((score, at), bucket) in scores.iter().zip(0..).zip(&self.buckets) {
            let place = &mut self.counts[*bucket as usize];
            self.sorted[*place as usize] = (*score, at);
            *place += 1;
        }
        fullest
    }

    fn all(&mut self, scores: &[f64]) -> u32 {
        self.sorted.extend(scores.iter().copied().zip(0..));
        u32::MAX
    }

    fn insert(&mut self) {
        let sorted = &mut self.sorted[..];
        for at in 1..sorted.len() {
            let one = sorted[at];
            let mut place = at;
            while place > 0 && sorted[place - 1].0 < one.0 {
                sorted[place] = sorted[place - 1];
                place -= 1;
            }
            sorted[place] = one;
        }
    }

    fn compare(&mut self) {
        self.sorted.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    }

    /// Ranks from the order; whether any two share one.
    fn share(&self, ranks: &mut [u32]) -> bool {
        let (mut before, mut rank, mut ties) = (f64::NAN, 0, false);
        for ((score, at), place) in self.sorted.iter().zip(1_u32..) {
            let same = *score == before;
            ties |= same;
            rank = if same { rank } else { place };
            before = *score;
            ranks[*at as usize] = rank;
        }
        ties
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ranking::competition_ranks;

    fn check(scores: &[f64]) -> Order {
        let mut ranks = vec![9; scores.len()];
        let order = Ranker::default().rank(scores, &mut ranks);
        let some: Vec<Option<f64>> = scores.iter().map(|s| (!s.is_nan()).then_some(*s)).collect();
        let expected: Vec<u32> = competition_ranks(&some).iter().map(|r| r.unwrap_or(0)).collect();
        assert_eq!(ranks, expected, "{scores:?}");
        order
    }

    #[test]
    fn ranks_are_competition_ranks() {
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        for n in [0, 1, 2, 15, 16, 17, 100, 1000] {
            let uniform: Vec<f64> = (0..n).map(|_| next() * 100.0).collect();
            check(&uniform);
            check(&uniform.iter().map(|x| x * 1e-310).collect::<Vec<_>>());
            check(&uniform.iter().map(|x| (x - 50.0) * 1e306).collect::<Vec<_>>());
            check(&uniform.iter().map(|x| x.floor()).collect::<Vec<_>>());
            check(&uniform.iter().map(|x| if *x < 1.0 { 1e9 } else { *x * 1e-9 }).collect::<Vec<_>>());
            check(&uniform.iter().map(|x| if *x < 9.0 { f64::NAN } else { *x }).collect::<Vec<_>>());
            check(&vec![3.5; n]);
        }
        check(&[0.0, -0.0]);
    }

    #[test]
    fn the_kind_of_order_is_told() {
        let some: Vec<f64> = (0..40).map(|at| f64::from(at * 7 % 40)).collect();
        assert_eq!(check(&some), Order::Strict);
        let mut tied = some.clone();
        tied[3] = tied[9];
        assert_eq!(check(&tied), Order::Ties);
        tied[0] = f64::NAN;
        assert_eq!(check(&tied), Order::Gaps);
    }
}
