//! Weights that move: from the shares of an aggregate's children and a point of the design to the weights of one replicate.
//!
//! What comes out is what would be written on the cards: numbers of 0 or more that are divided by their sum.

use crate::sensitivity::WeightLaw;
use crate::sensitivity::design::Stream;
use crate::vocab::{Id, Text};

/// A child whose weight moves.
pub(in crate::sensitivity) struct Child<'a> {
    pub(in crate::sensitivity) id: &'a Id,
    /// Its share as it stands; above 0.
    pub(in crate::sensitivity) share: f64,
    /// Its coordinate in the design, in the open interval (0, 1).
    pub(in crate::sensitivity) u: f64,
}

/// The weights of the children by a law. `stream` is for laws that need more than a coordinate a child.
///
/// - spread s: share × (1 + s(2u − 1)).
/// - Dirichlet c: gamma draws with shapes c × share; the mean of the shares is the shares.
/// - simplex: −ln u, which divided by their sum are uniform on the simplex (Devroye 1986, ISBN 978-1-4613-8645-2, V.2).
/// - within, between: uniform on the simplex cut by the bounds, by Gibbs steps on pairs of children: see [`bounded`].
///
/// # Errors
/// Bounds that leave no weights, and draws that are all 0.
pub(in crate::sensitivity) fn drawn(
    law: &WeightLaw,
    children: &[Child<'_>],
    stream: &mut Stream,
) -> Result<Vec<f64>, Text> {
    let weights: Vec<f64> = match law {
        WeightLaw::Spread(spread) => {
            children.iter().map(|child| child.share * (1.0 + spread * (2.0 * child.u - 1.0))).collect()
        }
        WeightLaw::Dirichlet(concentration) => {
            let sum: f64 = children.iter().map(|child| child.share).sum();
            children.iter().map(|child| stream.gamma(concentration * child.share / sum)).collect()
        }
        WeightLaw::Simplex => to_one(children.iter().map(|child| -libm::log(child.u)).collect()),
        WeightLaw::Within(share) => {
            let sum: f64 = children.iter().map(|child| child.share).sum();
            let own: Vec<f64> = children.iter().map(|child| child.share / sum).collect();
            let lower: Vec<f64> = own.iter().map(|own| (own * (1.0 - share)).max(0.0)).collect();
            let upper: Vec<f64> = own.iter().map(|own| (own * (1.0 + share)).min(1.0)).collect();
            bounded(&lower, &upper, stream)?
        }
        WeightLaw::Between { lower, upper } => {
            let bound = |of: &std::collections::BTreeMap<Id, f64>, otherwise: f64| -> Vec<f64> {
                children.iter().map(|child| of.get(child.id).copied().unwrap_or(otherwise)).collect()
            };
            bounded(&bound(lower, 0.0), &bound(upper, 1.0), stream)?
        }
        // The table of judgements is drawn again before this; nothing else moves.
        WeightLaw::Experts => children.iter().map(|child| child.share).collect(),
    };
    if weights.iter().any(|weight| *weight > 0.0) && weights.iter().all(|weight| weight.is_finite()) {
        Ok(weights)
    } else {
        Err(Text::new("抽到的权重全为 0", "all weights drawn are 0"))
    }
}

fn to_one(mut weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= sum);
    }
    weights
}

/// Gibbs steps for each child; after so many the start is forgotten.
const STEPS: usize = 40;

/// Uniform on the simplex where each weight keeps its bounds: from a point inside, again and again two weights share their sum anew, uniformly
/// between what the bounds of both leave (a Gibbs sampler; the uniform distribution is its only invariant one). Bounds hold in every draw; for two
/// weights one step is exact.
fn bounded(lower: &[f64], upper: &[f64], stream: &mut Stream) -> Result<Vec<f64>, Text> {
    let (least, most): (f64, f64) = (lower.iter().sum(), upper.iter().sum());
    // Shares that add up to 1 within rounding.
    const ROUNDING: f64 = 1e-12;
    if least > 1.0 + ROUNDING
        || most < 1.0 - ROUNDING
        || lower.iter().zip(upper).any(|(low, high)| low > high)
    {
        return Err(Text::new(
            format!("权重上下限之内没有可取的权重：下限合计 {least}，上限合计 {most}"),
            format!("no weights keep their bounds: lower bounds add up to {least}, upper bounds to {most}"),
        ));
    }
    let room = most - least;
    let part = if room > 0.0 { ((1.0 - least) / room).clamp(0.0, 1.0) } else { 0.0 };
    let mut weights: Vec<f64> =
        lower.iter().zip(upper).map(|(low, high)| low + part * (high - low)).collect();
    let count = weights.len();
    if count < 2 || room <= 0.0 {
        return Ok(weights);
    }
    for _ in 0..STEPS * count {
        let one = stream.below(count);
        let other = (one + 1 + stream.below(count - 1)) % count;
        let sum = weights[one] + weights[other];
        let low = lower[one].max(sum - upper[other]);
        let high = upper[one].min(sum - lower[other]);
        let u = stream.uniform();
        if low < high {
            weights[one] = (low + u * (high - low)).clamp(lower[one], upper[one]);
            weights[other] = (sum - weights[one]).clamp(lower[other], upper[other]);
        }
    }
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const DRAWS: u32 = 20_000;

    fn ids(count: usize) -> Vec<Id> {
        (0..count).map(|at| Id::new(format!("c{at}")).unwrap()).collect()
    }

    /// The shares of many draws, child by child.
    fn shares(law: &WeightLaw, own: &[f64]) -> Vec<Vec<f64>> {
        let ids = ids(own.len());
        let mut columns = vec![Vec::new(); own.len()];
        for replicate in 0..DRAWS {
            let mut stream = Stream::new(5, replicate, "shares");
            let children: Vec<Child<'_>> = ids
                .iter()
                .zip(own)
                .map(|(id, share)| Child { id, share: *share, u: stream.uniform() })
                .collect();
            let weights = drawn(law, &children, &mut stream).unwrap();
            let shares = crate::weighting::shares(&weights).unwrap();
            columns.iter_mut().zip(shares).for_each(|(column, share)| column.push(share));
        }
        columns
    }

    fn moments(column: &[f64]) -> (f64, f64) {
        let n = column.len() as f64;
        let mean = column.iter().sum::<f64>() / n;
        (mean, column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0))
    }

    #[test]
    fn weights_spread_evenly_around_what_they_are() {
        let own = [0.5, 0.3, 0.2];
        let ids = ids(3);
        for (u, expected) in [(0.5, 1.0), (0.0, 0.75), (1.0, 1.25)] {
            let children: Vec<Child<'_>> =
                ids.iter().zip(own).map(|(id, share)| Child { id, share, u }).collect();
            let weights = drawn(&WeightLaw::Spread(0.25), &children, &mut Stream::new(1, 1, "x")).unwrap();
            weights.iter().zip(own).for_each(|(weight, own)| assert_eq!(*weight, own * expected));
        }
        for (column, own) in shares(&WeightLaw::Spread(0.25), &own).iter().zip(own) {
            // Division by the sum bends the mean by less than a thousandth.
            assert!((moments(column).0 - own).abs() < 1e-3 + 5.0 * 0.1 / f64::from(DRAWS).sqrt());
        }
    }

    #[test]
    fn a_dirichlet_has_its_mean_and_variance() {
        let own = [0.5, 0.3, 0.2];
        for concentration in [2.0, 50.0] {
            for (column, own) in shares(&WeightLaw::Dirichlet(concentration), &own).iter().zip(own) {
                let (mean, variance) = moments(column);
                let expected = own * (1.0 - own) / (concentration + 1.0);
                // Five standard errors of the mean.
                assert!((mean - own).abs() < 5.0 * (expected / f64::from(DRAWS)).sqrt(), "{mean} {own}");
                assert!((variance / expected - 1.0).abs() < 0.1, "{variance} {expected}");
            }
        }
    }

    #[test]
    fn the_simplex_is_filled_evenly() {
        for (count, law) in [
            (3, WeightLaw::Simplex),
            (4, WeightLaw::Between { lower: BTreeMap::new(), upper: BTreeMap::new() }),
        ] {
            let n = count as f64;
            let own = vec![1.0 / n; count];
            for column in shares(&law, &own) {
                let (mean, variance) = moments(&column);
                // Each share is Beta(1, n − 1).
                let expected = (n - 1.0) / (n * n * (n + 1.0));
                assert!((mean - 1.0 / n).abs() < 5.0 * (expected / f64::from(DRAWS)).sqrt(), "{mean}");
                assert!((variance / expected - 1.0).abs() < 0.06, "{variance} {expected}");
                let below = column.iter().filter(|x| **x < 0.2).count() as f64 / f64::from(DRAWS);
                let exact = 1.0 - libm::pow(0.8, n - 1.0);
                assert!((below - exact).abs() < 5.0 * (exact * (1.0 - exact) / f64::from(DRAWS)).sqrt());
            }
        }
    }

    #[test]
    fn bounds_hold_in_every_draw() {
        let own = [0.4, 0.25, 0.2, 0.1, 0.05];
        for column in shares(&WeightLaw::Within(0.2), &own).iter().zip(own) {
            for share in column.0 {
                assert!((0.8 * column.1 - 1e-12..=1.2 * column.1 + 1e-12).contains(share));
            }
            // Both ends are reached.
            let (low, high) = column.0.iter().fold((1.0_f64, 0.0_f64), |(l, h), s| (l.min(*s), h.max(*s)));
            assert!(low < 0.83 * column.1 && high > 1.17 * column.1, "{low} {high} {}", column.1);
        }
        let bounds = |pairs: &[(&str, f64)]| -> BTreeMap<Id, f64> {
            pairs.iter().map(|(id, bound)| (Id::new(*id).unwrap(), *bound)).collect()
        };
        let law = WeightLaw::Between { lower: bounds(&[("c0", 0.5)]), upper: bounds(&[("c1", 0.1)]) };
        let columns = shares(&law, &[0.3, 0.3, 0.4]);
        assert!(columns[0].iter().all(|share| *share >= 0.5 - 1e-12));
        assert!(columns[1].iter().all(|share| *share <= 0.1 + 1e-12));
    }

    #[test]
    fn bounds_that_leave_nothing_are_refused() {
        let ids = ids(2);
        let children: Vec<Child<'_>> = ids.iter().map(|id| Child { id, share: 0.5, u: 0.5 }).collect();
        let upper = [(ids[0].clone(), 0.3), (ids[1].clone(), 0.3)].into_iter().collect();
        let law = WeightLaw::Between { lower: BTreeMap::new(), upper };
        let why = drawn(&law, &children, &mut Stream::new(1, 1, "x")).unwrap_err();
        insta::assert_snapshot!(why.en, @"no weights keep their bounds: lower bounds add up to 0, upper bounds to 0.6");
    }
}
