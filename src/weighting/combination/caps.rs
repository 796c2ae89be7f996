use crate::vocab::{AcrossYears, MethodNote, Said, Share};
use crate::weighting::{InvalidWeights, shares};

/// Why weights cannot be capped.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoCap {
    /// Even with the cap for everything that weighs something, the weights do not reach 1.
    #[error("with {weighing} weights of at most {cap} the sum 1 is out of reach")]
    OutOfReach {
        /// What no weight may exceed.
        cap: f64,
        /// How many weights are above 0.
        weighing: usize,
    },
    /// Weights that cannot be divided by their sum.
    #[error(transparent)]
    Weights(#[from] InvalidWeights),
}

/// Weights divided by their sum, none above the cap: what one has above it goes to the others in proportion to their weights, until none
/// is above. What weighs 0 keeps 0.
///
/// ```
/// use quanheng::vocab::Share;
/// use quanheng::weighting::capped;
/// let cap = Share::new(0.4).unwrap();
/// assert_eq!(capped(&[70.0, 20.0, 10.0], cap).unwrap().iter().map(|w| (w * 10.0).round()).collect::<Vec<_>>(), [4.0, 4.0, 2.0]);
/// ```
///
/// # Errors
/// [`NoCap`] when the cap is too low for the sum 1, and for weights that cannot be divided by their sum.
pub fn capped(weights: &[f64], cap: Share) -> Result<Vec<f64>, NoCap> {
    let own = shares(weights)?;
    let cap = cap.get();
    let weighing = own.iter().filter(|share| **share > 0.0).count();
    // A cap of 1/n, written in decimals, is within reach.
    if cap * (weighing as f64) < 1.0 - 1e-12 {
        return Err(NoCap::OutOfReach { cap, weighing });
    }
    let mut at_cap = vec![false; own.len()];
    loop {
        let fixed = at_cap.iter().filter(|fixed| **fixed).count() as f64 * cap;
        let free: f64 = own.iter().zip(&at_cap).filter(|(_, fixed)| !**fixed).map(|(share, _)| share).sum();
        let factor = if free > 0.0 { (1.0 - fixed) / free } else { 0.0 };
        let result: Vec<f64> =
            own.iter().zip(&at_cap).map(|(share, fixed)| if *fixed { cap } else { share * factor }).collect();
        let above: Vec<usize> = (0..own.len()).filter(|&at| !at_cap[at] && result[at] > cap).collect();
        if above.is_empty() {
            return Ok(result);
        }
        above.into_iter().for_each(|at| at_cap[at] = true);
    }
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "cap",
    name: Said { zh: "权重上限", en: "Cap on weights" },
    formula: "wⱼ ← min(wⱼ, cap)\nexcess → others ∝ w, until none is above",
    letters: Said { zh: "cap：单个下级权重的上限", en: "cap: the most that a child may weigh" },
    use_when: Said {
        zh: "数据定权时不让一个下级独大", en: "Data would give one child almost everything"
    },
    not_when: Said {
        zh: "权重由判断给定：改判断，不要封顶", en: "Weights are judged: change the judgement"
    },
    edge: Said {
        zh: "上限 × 下级数小于 1 时不通过；权重为 0 的下级仍为 0；封顶前的权重一并列出",
        en: "Refused when cap × children is below 1; what weighs 0 stays 0; the weights before the cap are shown",
    },
    across_years: AcrossYears::Comparable,
    sources: &[],
    example: Some(
        "weighting = { method = \"entropy\", values = { form = \"min-max\" }, cap = 0.5, min_units = 10 }",
    ),
};

#[cfg(test)]
mod tests {
    use super::*;

    fn cap(value: f64) -> Share {
        Share::new(value).unwrap()
    }

    #[test]
    fn the_rest_goes_to_the_others_in_proportion() {
        let got = capped(&[0.6, 0.2, 0.1, 0.1, 0.0], cap(0.4)).unwrap();
        for (got, expected) in got.iter().zip([0.4, 0.3, 0.15, 0.15, 0.0]) {
            assert!((got - expected).abs() < 1e-15, "{got} {expected}");
        }
        // The second only exceeds the cap once it has its part of the first one's excess.
        let got = capped(&[0.70, 0.20, 0.06, 0.04], cap(0.35)).unwrap();
        for (got, expected) in got.iter().zip([0.35, 0.35, 0.18, 0.12]) {
            assert!((got - expected).abs() < 1e-15, "{got} {expected}");
        }
        assert_eq!(capped(&[1.0, 3.0], cap(1.0)), Ok(vec![0.25, 0.75]));
    }

    #[test]
    fn a_cap_out_of_reach_is_refused() {
        assert_eq!(capped(&[1.0, 1.0, 0.0], cap(0.4)), Err(NoCap::OutOfReach { cap: 0.4, weighing: 2 }));
        let thirds = capped(&[5.0, 2.0, 1.0], cap(1.0 / 3.0)).unwrap();
        assert!(thirds.iter().all(|share| (share - 1.0 / 3.0).abs() < 1e-15), "{thirds:?}");
        assert!(matches!(capped(&[-1.0], cap(1.0)), Err(NoCap::Weights(_))));
    }
}
