use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The one seed of the demonstration data; `origin.toml` names it.
pub(crate) const SEED: u64 = 20_240_716;

/// What a draw is for. Each firm, year and topic has its own stream, so that a new topic moves none of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    Deck = 0,
    Profile,
    Path,
    Finance,
    Statements,
    Innovation,
    Market,
    Honours,
    Governance,
    Credit,
    Administration,
    Typing,
}

/// Random numbers that are the same bits on every platform: ChaCha12, and `libm` where a function is needed.
pub(crate) struct Dice(ChaCha12Rng);

impl Dice {
    /// The stream of a firm as a whole.
    pub(crate) fn of_firm(topic: Topic, firm: usize) -> Self {
        Self::stream(topic, firm, 31)
    }

    /// The stream of a firm in one year, counted from the first simulated one.
    pub(crate) fn of_year(topic: Topic, firm: usize, year: usize) -> Self {
        Self::stream(topic, firm, year)
    }

    fn stream(topic: Topic, firm: usize, year: usize) -> Self {
        let mut generator = ChaCha12Rng::seed_from_u64(SEED);
        generator.set_stream(((firm as u64) << 16) | ((year as u64) << 8) | topic as u64);
        Dice(generator)
    }

    /// Between 0 and 1, never either.
    pub(crate) fn uniform(&mut self) -> f64 {
        // 53 bits, moved by half a step off zero.
        ((self.0.next_u64() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Standard normal, by Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// exp(spread × standard normal): a factor around 1.
    pub(crate) fn factor(&mut self, spread: f64) -> f64 {
        libm::exp(spread * self.normal())
    }

    /// Poisson with this mean; above 60 by the normal approximation.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        if mean <= 0.0 {
            return 0;
        }
        if mean > 60.0 {
            return (mean + mean.sqrt() * self.normal()).max(0.0).round() as u32;
        }
        let limit = libm::exp(-mean);
        let mut product = self.uniform();
        let mut count = 0;
        while product > limit {
            product *= self.uniform();
            count += 1;
        }
        count
    }

    /// An index, with these weights.
    pub(crate) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let total: f64 = weights.clone().sum();
        let mut left = self.uniform() * total;
        let mut last = 0;
        for (at, weight) in weights.enumerate() {
            if weight > 0.0 {
                last = at;
                left -= weight;
                if left < 0.0 {
                    break;
                }
            }
        }
        last
    }

    /// One of these, with the weights beside them.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[(f64, T)]) -> T {
        choices[self.weighted(choices.iter().map(|choice| choice.0))].1
    }

    /// 0, 1, ..., count − 1 in random order.
    pub(crate) fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            let other = (self.uniform() * (at + 1) as f64) as usize;
            order.swap(at, other.min(at));
        }
        order
    }
}

/// 1 / (1 + exp(−x)).
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_draws_have_mean_0_and_deviation_1() {
        let mut dice = Dice::of_firm(Topic::Deck, 7);
        let draws: Vec<f64> = (0..20_000).map(|_| dice.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 20_000.0;
        // Four standard errors of each.
        assert!(mean.abs() < 0.029, "{mean}");
        assert!((variance - 1.0).abs() < 0.04, "{variance}");
    }

    #[test]
    fn streams_differ_and_repeat() {
        let draw = |firm, year| Dice::of_year(Topic::Path, firm, year).uniform().to_bits();
        assert_eq!(draw(3, 1), draw(3, 1));
        assert_ne!(draw(3, 1), draw(3, 2));
        assert_ne!(draw(3, 1), draw(4, 1));
    }

    #[test]
    fn a_shuffle_keeps_every_element_once() {
        let mut order = Dice::of_firm(Topic::Deck, 1).shuffled(100);
        order.sort_unstable();
        assert_eq!(order, (0..100).collect::<Vec<_>>());
    }
}
