//! The full factorial: every combination of finite alternatives, once.
//!
//! Box, Hunter & Hunter 2005, Statistics for Experimenters, 2nd ed., ISBN 978-0-471-71813-0, chapter 5. Nothing is random; the answer of
//! [`crate::sensitivity::indices`] to it is exact.

use super::DesignError;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// The most combinations of a product that is gone through whole.
const MOST: u64 = 1 << 24;

pub(super) const NOTE: MethodNote = MethodNote {
    id: "factorial",
    name: Said { zh: "全因子设计", en: "Full factorial" },
    formula: "{1 … L₁} × {1 … L₂} × … × {1 … L_d}",
    letters: Said {
        zh: "L：各因素的备选方案数", en: "L: the number of alternatives of each factor"
    },
    use_when: Said {
        zh: "备选方案有限，且组合总数不大：结果精确，没有抽样误差",
        en: "Alternatives are finite and their combinations not too many: the answer is exact, without an error of sampling",
    },
    not_when: Said {
        zh: "有连续变动的因素，或组合太多",
        en: "A factor varies continuously, or there are too many combinations",
    },
    edge: Said {
        zh: "超过 16,777,216 个组合时报错", en: "More than 16,777,216 combinations are an error"
    },
    across_years: AcrossYears::Comparable,
    sources: &["Box, Hunter & Hunter 2005, ISBN 978-0-471-71813-0"],
    example: None,
};

/// All combinations of the alternatives of some factors, addressed by number. The last factor changes fastest.
///
/// ```
/// use quanheng::sensitivity::design::Factorial;
/// let plan = Factorial::new(vec![2, 3])?;
/// let mut alternatives = [0; 2];
/// plan.combination(4, &mut alternatives);
/// assert_eq!((plan.combinations(), alternatives), (6, [1, 1]));
/// # Ok::<(), quanheng::sensitivity::design::DesignError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factorial {
    alternatives: Vec<usize>,
    combinations: usize,
}

impl Factorial {
    /// The product of some numbers of alternatives, one a factor.
    ///
    /// # Errors
    /// When there is no factor, a factor has no alternative, or there are more than 2^24 combinations.
    pub fn new(alternatives: Vec<usize>) -> Result<Self, DesignError> {
        if alternatives.is_empty() {
            return Err(DesignError::NoDimensions);
        }
        if let Some(factor) = alternatives.iter().position(|count| *count == 0) {
            return Err(DesignError::NoAlternative { factor });
        }
        let product = alternatives.iter().try_fold(1_usize, |product, count| {
            product.checked_mul(*count).filter(|product| *product as u64 <= MOST)
        });
        match product {
            Some(combinations) => Ok(Factorial { alternatives, combinations }),
            None => Err(DesignError::TooManyCombinations { limit: MOST }),
        }
    }

    /// How many alternatives each factor has.
    #[must_use]
    pub fn alternatives(&self) -> &[usize] {
        &self.alternatives
    }

    /// How many combinations there are; at least 1.
    #[must_use]
    pub fn combinations(&self) -> usize {
        self.combinations
    }

    /// The alternative of each factor in a combination, counted from 0. Beyond the last combination it begins again.
    pub fn combination(&self, number: usize, out: &mut [usize]) {
        let mut rest = number;
        for (at, count) in self.alternatives.iter().enumerate().rev() {
            if let Some(alternative) = out.get_mut(at) {
                *alternative = rest % count;
            }
            rest /= count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_comes_once() {
        let plan = Factorial::new(vec![3, 1, 2]).unwrap();
        let mut all: Vec<[usize; 3]> = Vec::new();
        for number in 0..plan.combinations() {
            let mut out = [9; 3];
            plan.combination(number, &mut out);
            all.push(out);
        }
        assert_eq!(all, [[0, 0, 0], [0, 0, 1], [1, 0, 0], [1, 0, 1], [2, 0, 0], [2, 0, 1]]);
    }

    #[test]
    fn products_without_end_are_refused() {
        assert_eq!(Factorial::new(vec![2, 0]).unwrap_err(), DesignError::NoAlternative { factor: 1 });
        assert_eq!(Factorial::new(Vec::new()).unwrap_err(), DesignError::NoDimensions);
        let refused = Factorial::new(vec![usize::MAX, usize::MAX]).unwrap_err();
        assert_eq!(refused, DesignError::TooManyCombinations { limit: MOST });
    }
}
