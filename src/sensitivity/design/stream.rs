//! Random numbers for what is no coordinate of a design: resampling, orders, draws of unknown length.

use super::philox::{open_unit, philox, purpose};
use crate::statistics::normal_quantile;

/// A stream of random numbers that belongs to one seed, one replicate and one purpose.
///
/// The same three always give the same numbers, whatever else was drawn before and on whichever thread; streams never overlap
/// (Philox 4×32-10, Salmon et al. 2011, <https://doi.org/10.1145/2063384.2063405>: the three are its key and counter).
///
/// ```
/// use quanheng::sensitivity::design::Stream;
/// let mut one = Stream::new(42, 7, "bootstrap of units");
/// let mut again = Stream::new(42, 7, "bootstrap of units");
/// assert_eq!(one.uniform(), again.uniform());
/// assert!(one.below(6) < 6);
/// ```
#[derive(Clone, Debug)]
pub struct Stream {
    seed: u64,
    replicate: u32,
    purpose: [u32; 2],
    block: u32,
    bits: [u32; 4],
    left: usize,
}

impl Stream {
    /// The stream of a seed, a replicate and a purpose. Purposes are told apart by their names.
    #[must_use]
    pub fn new(seed: u64, replicate: u32, name: &str) -> Self {
        Stream { seed, replicate, purpose: purpose(name), block: 0, bits: [0; 4], left: 0 }
    }

    /// 64 random bits. A stream has 2^33 of these, then begins again.
    pub fn next_bits(&mut self) -> u64 {
        if self.left == 0 {
            self.bits = philox(self.seed, [self.block, self.replicate, self.purpose[0], self.purpose[1]]);
            self.block = self.block.wrapping_add(1);
            self.left = 4;
        }
        let at = 4 - self.left;
        self.left -= 2;
        u64::from(self.bits[at + 1]) << 32 | u64::from(self.bits[at])
    }

    /// A number in the open interval (0, 1).
    pub fn uniform(&mut self) -> f64 {
        let bits = self.next_bits();
        open_unit(bits as u32, (bits >> 32) as u32)
    }

    /// A standard normal number, by the inverse of the distribution function: one uniform number each. Within ±8.3.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// An exponential number with mean 1; above 0, below 37.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }

    /// A gamma number with scale 1 (Marsaglia & Tsang 2000, <https://doi.org/10.1145/358407.358414>): what a Dirichlet draw is made of.
    /// From 0 up: with a small shape it can be too small for a number that is not 0. 0 where the shape is no finite number above 0.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if !shape.is_finite() || shape <= 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            let power = libm::pow(self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v > 0.0 {
                let cube = v * v * v;
                if libm::log(self.uniform()) < 0.5 * x * x + d - d * cube + d * libm::log(cube) {
                    return d * cube;
                }
            }
        }
    }

    /// A whole number from 0 to below n, each equally likely (Lemire 2019, <https://doi.org/10.1145/3230636>). 0 where n is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let n = n as u64;
        if n == 0 {
            return 0;
        }
        // The share of products that would make some numbers likelier is refused.
        let refused = n.wrapping_neg() % n;
        loop {
            let product = u128::from(self.next_bits()) * u128::from(n);
            if product as u64 >= refused {
                return usize::try_from(product >> 64).unwrap_or(0);
            }
        }
    }

    /// Puts the entries in random order, each order equally likely.
    pub fn shuffle<T>(&mut self, entries: &mut [T]) {
        for at in (1..entries.len()).rev() {
            entries.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_other_seeds_replicates_and_purposes_differ() {
        let first = |seed, replicate, name| Stream::new(seed, replicate, name).next_bits();
        let all = [first(1, 1, "a"), first(2, 1, "a"), first(1, 2, "a"), first(1, 1, "b")];
        for (at, one) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|other| other != one));
        }
    }

    #[test]
    fn moments_are_those_of_the_distribution() {
        let mut stream = Stream::new(3, 0, "moments");
        let n = 200_000;
        let mut of = |draw: &dyn Fn(&mut Stream) -> f64| {
            let draws: Vec<f64> = (0..n).map(|_| draw(&mut stream)).collect();
            let mean = draws.iter().sum::<f64>() / f64::from(n);
            (mean, draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n))
        };
        // Within five standard errors.
        for (draw, mean, variance) in [
            ((&|s: &mut Stream| s.uniform()) as &dyn Fn(&mut Stream) -> f64, 0.5, 1.0 / 12.0),
            (&|s: &mut Stream| s.normal(), 0.0, 1.0),
            (&|s: &mut Stream| s.exponential(), 1.0, 1.0),
            (&|s: &mut Stream| s.gamma(0.3), 0.3, 0.3),
            (&|s: &mut Stream| s.gamma(5.0), 5.0, 5.0),
            (&|s: &mut Stream| s.below(7) as f64, 3.0, 4.0),
        ] {
            let (got_mean, got_variance) = of(draw);
            let error = (variance / f64::from(n)).sqrt();
            assert!((got_mean - mean).abs() < 5.0 * error, "{got_mean} is not {mean}");
            assert!((got_variance - variance).abs() < 0.05 * variance, "{got_variance} is not {variance}");
        }
    }

    #[test]
    fn every_order_comes_up_about_as_often() {
        let mut counts = std::collections::BTreeMap::new();
        for replicate in 0..6000 {
            let mut entries = [0, 1, 2];
            Stream::new(9, replicate, "orders").shuffle(&mut entries);
            *counts.entry(entries).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        // Five standard errors of a count with mean 1000.
        assert!(counts.values().all(|count| i32::abs(count - 1000) < 145), "{counts:?}");
    }

    #[test]
    fn nothing_to_choose_from_and_no_shape_are_harmless() {
        let mut stream = Stream::new(0, 0, "edges");
        assert_eq!(stream.below(0), 0);
        assert_eq!(stream.below(1), 0);
        assert_eq!(stream.gamma(f64::NAN), 0.0);
        assert_eq!(stream.gamma(f64::INFINITY), 0.0);
        assert_eq!(stream.gamma(-1.0), 0.0);
        assert!(stream.gamma(1e-3) >= 0.0);
    }
}
