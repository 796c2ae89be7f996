use crate::vocab::{AcrossYears, MethodNote, Said};

/// Why weights cannot be divided by their sum.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidWeights {
    /// A weight is negative or no finite number.
    #[error("weight {at} is {given}: a number from 0 up is expected")]
    OutOfRange {
        /// Which one, from 0.
        at: usize,
        /// What was given.
        given: f64,
    },
    /// All are zero, or there are none.
    #[error("no weight is above 0")]
    AllZero,
}

/// Weights divided by their sum, so that they add up to 1. Any factor common to all of them drops out.
///
/// ```
/// use quanheng::weighting::shares;
/// assert_eq!(shares(&[25.0, 75.0]), Ok(vec![0.25, 0.75]));
/// ```
///
/// # Errors
/// [`InvalidWeights`] for a weight that is negative or not finite, and when no weight is above zero.
pub fn shares(weights: &[f64]) -> Result<Vec<f64>, InvalidWeights> {
    if let Some(at) = weights.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        return Err(InvalidWeights::OutOfRange { at, given: weights[at] });
    }
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(InvalidWeights::AllZero);
    }
    // The sum of huge weights may overflow; relative to the largest it cannot. Whole numbers stay exact without the division.
    let direct: f64 = weights.iter().sum();
    if direct.is_finite() {
        return Ok(weights.iter().map(|weight| weight / direct).collect());
    }
    let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
    Ok(weights.iter().map(|weight| weight / largest / sum).collect())
}

/// The same share for each of `count` children that count; none when there are none.
#[must_use]
pub fn equal_shares(count: usize) -> Vec<f64> {
    vec![1.0 / count.max(1) as f64; count]
}

pub(in crate::weighting) const EQUAL: MethodNote = MethodNote {
    id: "equal",
    name: Said { zh: "等权", en: "Equal weights" },
    formula: "wⱼ = 1 / m",
    letters: Said { zh: "m：计分的下级个数", en: "m: the number of children that count" },
    use_when: Said {
        zh: "没有理由说哪个下级更重要，或要一个谁都能复核的起点",
        en: "Nothing says that one child matters more, or a starting point is wanted that anyone can check",
    },
    not_when: Said {
        zh: "下级彼此高度相关：同一件事被数了几遍；各维度的指标数不同而又不分层",
        en: "Children are highly correlated, so that one thing is counted several times; or dimensions of different size stand on one level",
    },
    edge: Said {
        zh: "试行、备选和停用的指标不分权重；只有一个下级时权重是 1",
        en: "Pilot, candidate and retired indicators get none; a single child weighs 1",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("weighting = { method = \"equal\" }"),
};

pub(in crate::weighting) const GIVEN: MethodNote = MethodNote {
    id: "given",
    name: Said { zh: "给定权重", en: "Given weights" },
    formula: "wⱼ = gⱼ / Σ g",
    letters: Said {
        zh: "gⱼ：卡片上写的 weight，不小于 0", en: "gⱼ: the `weight` on the card, 0 or more"
    },
    use_when: Said {
        zh: "权重由政策文件、专家会议或文献定下，并且有出处可查",
        en: "A policy document, a meeting of experts or a publication has set the weights, and the source can be cited",
    },
    not_when: Said {
        zh: "没有人说得清数字从哪里来时", en: "Nobody can say where the numbers come from"
    },
    edge: Said {
        zh: "除以合计；全为 0 或有负数时定义不通过；不计分的指标写了权重只作提示",
        en: "Divided by their sum; all zero or a negative number is refused; a weight on an indicator that does not count is kept with a warning",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some("weighting = { method = \"given\", origin = \"expert-panel\" }"),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_become_shares() {
        // OECD Better Life Index: ratings 5, 5 and nine 3s.
        let mut ratings = vec![5.0, 5.0];
        ratings.extend([3.0; 9]);
        let got = shares(&ratings).unwrap();
        assert!((got[0] - 0.1351).abs() < 5e-5, "four decimals are published");
        assert!((got[10] - 0.0811).abs() < 5e-5, "four decimals are published");
    }

    #[test]
    fn bad_weights_are_named() {
        assert_eq!(shares(&[1.0, -2.0]), Err(InvalidWeights::OutOfRange { at: 1, given: -2.0 }));
        assert!(matches!(shares(&[f64::NAN]), Err(InvalidWeights::OutOfRange { at: 0, .. })));
        assert_eq!(shares(&[0.0, 0.0]), Err(InvalidWeights::AllZero));
        assert_eq!(shares(&[]), Err(InvalidWeights::AllZero));
        assert_eq!(shares(&[f64::MAX, f64::MAX]), Ok(vec![0.5, 0.5]));
    }
}
