//! Opponents that cannot be overtaken together, and how many must therefore stay on the wrong side.
//!
//! If the sum of some opponents' forms is above 0 with all weights, one of them is always on the wrong side. In a set of opponents of which any two are so, all but one stay
//! there; where any three are so, all but two; and so on.

use super::super::extremes::Extremes;
use super::super::preference::Screen;
use super::super::{PolytopeError, WeightPolytope};
use super::opponents::Opponents;

/// How many opponents are on the wrong side with any weights, at least.
pub(super) fn at_least(
    opponents: &Opponents,
    polytope: &WeightPolytope,
    comparisons: usize,
    extremes: &mut Extremes<'_>,
) -> Result<usize, PolytopeError> {
    if opponents.len() < 2 {
        return Ok(0);
    }
    // From those that are hardest to overtake.
    let mut hardest = Vec::with_capacity(opponents.len());
    for (at, form) in opponents.forms().enumerate() {
        hardest.push((extremes.both(form)?.0, at));
    }
    hardest.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let order: Vec<usize> = hardest.into_iter().map(|(_, at)| at).collect();
    let mut work = Work { opponents, screen: Screen::new(polytope), left: comparisons, sums: Vec::new() };
    let mut most = 0;
    let mut rest_of_work = comparisons;
    for together in 2..=LARGEST {
        // Half of what is left for each size: smaller sets cost less and tell more.
        work.left = rest_of_work / 2;
        rest_of_work -= work.left;
        let mut rest = order.clone();
        let mut against = 0;
        // Sets that share nobody add up.
        while work.left > 0 {
            let set = work.set(&rest, together);
            if set.len() < together {
                break;
            }
            against += set.len() + 1 - together;
            rest.retain(|at| !set.contains(at));
        }
        rest_of_work += work.left;
        most = most.max(against);
    }
    Ok(most)
}

struct Work<'a> {
    opponents: &'a Opponents,
    screen: Screen,
    left: usize,
    /// The sum of the forms chosen, by how many are chosen; with what of it is rounding.
    sums: Vec<(Vec<f64>, f64)>,
}

impl Work<'_> {
    /// Opponents of which no so many can be overtaken together, or fewer than that.
    fn set(&mut self, order: &[usize], together: usize) -> Vec<usize> {
        let mut set: Vec<usize> = Vec::new();
        let mut misses = 0;
        self.sums = vec![(vec![0.0; self.opponents.criteria], 0.0); together];
        for at in order {
            self.choose(*at, 0);
            if self.never_with(&set, 1, together) {
                set.push(*at);
                misses = 0;
            } else {
                misses += 1;
            }
            if misses > MISSES || self.left == 0 {
                break;
            }
        }
        set
    }

    /// Whether those chosen cannot be overtaken together with any of a set that make them so many; `false` also when the work is used up.
    fn never_with(&mut self, set: &[usize], chosen: usize, together: usize) -> bool {
        if chosen == together {
            self.left = self.left.saturating_sub(1);
            let (sum, negligible) = &self.sums[chosen - 1];
            return self.left > 0 && self.screen.outer(sum).lowest > *negligible;
        }
        // The easiest members are the likeliest to fail.
        (0..set.len()).rev().all(|at| {
            self.choose(set[at], chosen);
            self.never_with(&set[..at], chosen + 1, together)
        })
    }

    /// Adds an opponent to those chosen so far.
    fn choose(&mut self, at: usize, chosen: usize) {
        let form = self.opponents.form(at);
        let (before, from) = self.sums.split_at_mut(chosen);
        let (into, rounding) = &mut from[0];
        *rounding = self.opponents.negligible[at];
        match before.last() {
            None => into.copy_from_slice(form),
            Some((sum, negligible)) => {
                into.iter_mut().zip(sum).zip(form).for_each(|((into, sum), term)| *into = sum + term);
                *rounding += negligible;
            }
        }
    }
}

/// How many opponents are looked at together.
const LARGEST: usize = 6;

/// Candidates in a row that do not fit before a set is closed.
const MISSES: usize = 40;
