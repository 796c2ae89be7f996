//! The exact decomposition of an output's variance over all combinations of finite alternatives: each main effect and each interaction.
//!
//! Functional analysis of variance, Sobol' 1993 (Mathematical Modelling and Computational Experiments 1, 407–414); Owen 2013, <https://doi.org/10.1137/130910804>. f = Σ f_u
//! over sets u of factors, Var f = Σ Var f_u. Factors are independent; each has the weights of its alternatives. Every axis is turned into its mean and orthonormal
//! contrasts, whose squares add up to the weighted variance (Welford 1962, <https://doi.org/10.1080/00401706.1962.10490022>); a contrast is a difference, so that an
//! alternative that changes nothing gives exactly 0. Shares lie in [0, 1] and add up to 1.

use super::{Analysis, IndexError, Output, Runs};
use crate::sensitivity::design::Factorial;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// One share for each set of factors: 2^20 of them.
const MOST_FACTORS: usize = 20;

pub(super) const NOTE: MethodNote = MethodNote {
    id: "factorial-decomposition",
    name: Said { zh: "全因子方差分解", en: "Exact decomposition of the variance" },
    formula: "f = Σ_u f_u; D_u = Var f_u / Var f; Tᵢ = Σ_{u ∋ i} D_u",
    letters: Said {
        zh: "u：因素的集合；D_u：这些因素的交互作用占方差的份额；Tᵢ：因素 i 的总效应",
        en: "u: a set of factors; D_u: the share of the variance that comes from just their interaction; Tᵢ: the total effect of factor i",
    },
    use_when: Said {
        zh: "所有因素都是有限备选方案，且已运行全部组合",
        en: "All factors are finite alternatives and every combination was run",
    },
    not_when: Said {
        zh: "有连续变动的因素，或有组合无法计分",
        en: "A factor varies continuously, or a combination could not be scored",
    },
    edge: Said {
        zh: "份额之和为 1；不起作用的因素恰为 0；最多 20 个因素；权数可以为 0；结果不变时报错",
        en: "Shares add up to 1; a factor that cannot matter has exactly 0; at most 20 factors; weights may be 0; a constant output is an error",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Owen 2013, https://doi.org/10.1137/130910804"],
    example: None,
};

/// The decomposition of one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// The name of the output.
    pub output: String,
    /// The weighted mean over all combinations.
    pub mean: f64,
    /// The weighted standard deviation over all combinations; above 0.
    pub deviation: f64,
    /// By factor: the share of the variance that comes from it alone.
    pub first: Vec<f64>,
    /// By factor: the share with all its interactions.
    pub total: Vec<f64>,
    /// By set of factors: the share of just their interaction. Factor i is in the set of number n when bit i of n is 1; the empty set has 0.
    shares: Vec<f64>,
}

impl Decomposition {
    /// The share that comes from just the interaction of some factors; of one, its main effect. 0 for none, and for a factor that is not there.
    #[must_use]
    pub fn share(&self, factors: &[usize]) -> f64 {
        let mut set = 0;
        for factor in factors {
            if *factor >= self.first.len() {
                return 0.0;
            }
            set |= 1 << factor;
        }
        self.shares[set]
    }

    /// All sets with a share above 0, largest first; ties with fewer and earlier factors first.
    #[must_use]
    pub fn largest(&self) -> Vec<(Vec<usize>, f64)> {
        let members = |set: usize| (0..self.first.len()).filter(|at| set >> at & 1 == 1).collect::<Vec<_>>();
        let present = self.shares.iter().enumerate().filter(|(_, share)| **share > 0.0);
        let mut all: Vec<(Vec<usize>, f64)> = present.map(|(set, share)| (members(set), *share)).collect();
        all.sort_by(|(one, a), (other, b)| {
            b.total_cmp(a).then(one.len().cmp(&other.len())).then_with(|| one.cmp(other))
        });
        all
    }
}

/// The decomposition of each output over the combinations of a plan. `weights` holds for each factor the weights of its alternatives, which need not add up to 1; an empty list
/// means equal weights.
///
/// ```
/// use quanheng::sensitivity::design::Factorial;
/// use quanheng::sensitivity::indices::{Output, Runs, factorial};
/// let plan = Factorial::new(vec![2, 2])?;
/// let shifts = [0.0, 2.0, 2.0, 8.0]; // the second factor changes fastest
/// let outputs = [Output { name: "mean shift of ranks", values: &shifts }];
/// let analysis = factorial(&Runs { outputs: &outputs, failed: &[] }, &plan, &[vec![], vec![]])?;
/// let parts = analysis.outputs[0].as_ref().unwrap();
/// assert_eq!((parts.share(&[0]), parts.share(&[0, 1])), (4.0 / 9.0, 1.0 / 9.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When rows and combinations or weights do not fit, a combination failed, or there are more than 20 factors.
pub fn factorial(
    runs: &Runs<'_>,
    plan: &Factorial,
    weights: &[Vec<f64>],
) -> Result<Analysis<Decomposition>, IndexError> {
    let factors = plan.alternatives().len();
    if factors > MOST_FACTORS {
        return Err(IndexError::TooManyFactors { given: factors, most: MOST_FACTORS });
    }
    let (given, expected) = (runs.rows(1)?, plan.combinations());
    if given != expected {
        return Err(IndexError::Length { output: "combinations".to_owned(), given, expected });
    }
    if let Some(row) = runs.failed.iter().min().filter(|row| **row < given) {
        return Err(IndexError::Failed { row: *row });
    }
    let weights = weights_of(plan, weights)?;
    let of = |output: &Output<'_>| {
        let scaled = output.scaled(&[0], given)?;
        decomposed(output, scaled.values, scaled.exponent, plan, &weights)
    };
    Ok(Analysis { used: given, dropped: 0, outputs: runs.outputs.iter().map(of).collect() })
}

fn weights_of(plan: &Factorial, weights: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, IndexError> {
    let counts = plan.alternatives();
    if weights.len() != counts.len() {
        let (given, expected) = (weights.len(), counts.len());
        return Err(IndexError::Length { output: "weights".to_owned(), given, expected });
    }
    let each = weights.iter().zip(counts).enumerate().map(|(factor, (weights, count))| {
        if weights.is_empty() {
            return Ok(vec![1.0 / *count as f64; *count]);
        }
        let largest = weights.iter().copied().fold(0.0, f64::max);
        let usable = weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0);
        if !usable || weights.len() != *count || largest <= 0.0 {
            return Err(IndexError::Weights { factor });
        }
        let sum: f64 = weights.iter().map(|weight| weight / largest).sum();
        Ok(weights.iter().map(|weight| weight / largest / sum).collect())
    });
    each.collect()
}

fn decomposed(
    output: &Output<'_>,
    mut values: Vec<f64>,
    exponent: i32,
    plan: &Factorial,
    weights: &[Vec<f64>],
) -> Result<Decomposition, IndexError> {
    let counts = plan.alternatives();
    let mut inner = values.len();
    for (count, weights) in counts.iter().zip(weights) {
        inner /= count;
        for axis in values.chunks_exact_mut(count * inner) {
            contrasts(axis, inner, weights);
        }
    }
    let mut shares = vec![0.0; 1 << counts.len()];
    let mut alternatives = vec![0; counts.len()];
    for (number, value) in values.iter().enumerate().skip(1) {
        plan.combination(number, &mut alternatives);
        let set = alternatives.iter().enumerate().filter(|(_, at)| **at > 0).map(|(factor, _)| 1 << factor);
        shares[set.sum::<usize>()] += value * value;
    }
    let variance: f64 = shares.iter().sum();
    if variance.is_nan() || variance <= 0.0 {
        return Err(output.constant());
    }
    for share in &mut shares {
        *share /= variance;
    }
    let of = |factor: usize| {
        let own = shares.iter().enumerate().filter(|(set, _)| set >> factor & 1 == 1);
        own.map(|(_, share)| share).sum::<f64>()
    };
    let factors = 0..counts.len();
    Ok(Decomposition {
        output: output.name.to_owned(),
        mean: libm::scalbn(values[0], exponent),
        deviation: libm::scalbn(variance.sqrt(), exponent),
        first: factors.clone().map(|factor| shares[1 << factor]).collect(),
        total: factors.map(of).collect(),
        shares,
    })
}

/// Turns an axis, whose alternatives lie `inner` apart, into its weighted mean and contrasts between each alternative and the mean of those before it.
fn contrasts(axis: &mut [f64], inner: usize, weights: &[f64]) {
    let (means, rest) = axis.split_at_mut(inner);
    let mut before = weights.first().copied().unwrap_or(0.0);
    for (alternative, weight) in rest.chunks_exact_mut(inner).zip(&weights[1..]) {
        let sum = before + weight;
        let (pull, size) =
            if sum > 0.0 { (weight / sum, (before * weight / sum).sqrt()) } else { (1.0, 0.0) };
        for (mean, value) in means.iter_mut().zip(alternative) {
            let difference = *value - *mean;
            *mean += pull * difference;
            *value = size * difference;
        }
        before = sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analyse(counts: Vec<usize>, weights: &[Vec<f64>], of: impl Fn(&[usize]) -> f64) -> Decomposition {
        let plan = Factorial::new(counts).unwrap();
        let mut at = vec![0; plan.alternatives().len()];
        let values: Vec<f64> = (0..plan.combinations())
            .map(|number| {
                plan.combination(number, &mut at);
                of(&at)
            })
            .collect();
        let outputs = [Output { name: "y", values: &values }];
        let mut analysis = factorial(&Runs { outputs: &outputs, failed: &[] }, &plan, weights).unwrap();
        analysis.outputs.remove(0).unwrap()
    }

    #[test]
    fn a_product_with_weights_has_known_shares() {
        // y = a·b with a ∈ {0, 1, 4} of weights 1, 2, 1 and b ∈ {1, 3} of weights 1, 3: moments of independent factors.
        let (a, b) = ([0.0, 1.0, 4.0], [1.0, 3.0]);
        let parts = analyse(vec![3, 2], &[vec![1.0, 2.0, 1.0], vec![1.0, 3.0]], |at| a[at[0]] * b[at[1]]);
        let (mean_a, var_a) = (1.5, 0.5 + 4.0 - 2.25);
        let (mean_b, var_b) = (2.5, 0.75);
        let parts_of: [f64; 3] = [mean_b * mean_b * var_a, mean_a * mean_a * var_b, var_a * var_b];
        let variance: f64 = parts_of.iter().sum();
        for (got, expected) in
            [parts.share(&[0]), parts.share(&[1]), parts.share(&[1, 0])].into_iter().zip(parts_of)
        {
            assert!((got - expected / variance).abs() < 1e-15);
        }
        assert!((parts.mean - mean_a * mean_b).abs() < 1e-15);
        assert!((parts.deviation - variance.sqrt()).abs() < 1e-14);
        assert_eq!(parts.largest()[0].0, [0]);
    }

    #[test]
    fn shares_add_up_to_one_and_inert_factors_have_exactly_none() {
        let rough = |at: &[usize]| 0.1 + libm::sin((at[0] * 7 + at[1] * 3 * (at[3] + 1)) as f64) / 3.0;
        let parts =
            analyse(vec![3, 4, 5, 2], &[vec![], vec![0.1, 0.2, 0.3, 0.7], vec![], vec![0.3, 0.7]], rough);
        let sum: f64 = parts.largest().iter().map(|(_, share)| share).sum();
        assert!((sum - 1.0).abs() < 1e-15, "{sum}");
        assert_eq!((parts.first[2], parts.total[2]), (0.0, 0.0));
        assert!(parts.share(&[0, 1, 3]) > 0.0);
        assert_eq!(parts.share(&[9]), 0.0);
    }

    #[test]
    fn an_additive_output_has_no_interaction_and_total_is_first() {
        let parts = analyse(vec![4, 3], &[vec![], vec![]], |at| at[0] as f64 * 2.0 + (at[1] * at[1]) as f64);
        assert!(parts.share(&[0, 1]) < 1e-30);
        assert!((parts.first[0] + parts.first[1] - 1.0).abs() < 1e-15);
    }

    #[test]
    fn the_order_of_factors_and_alternatives_does_not_matter() {
        let of = |a: usize, b: usize, c: usize| libm::exp((a * b) as f64 / 3.0) + (c * a) as f64;
        let one = analyse(vec![3, 2, 4], &[vec![], vec![], vec![]], |at| of(at[0], at[1], at[2]));
        let other = analyse(vec![4, 3, 2], &[vec![], vec![], vec![]], |at| of(2 - at[1], at[2], 3 - at[0]));
        assert!((one.total[0] - other.total[1]).abs() < 1e-14);
        assert!((one.share(&[1, 2]) - other.share(&[2, 0])).abs() < 1e-14);
    }

    #[test]
    fn alternatives_without_weight_and_single_alternatives_count_for_nothing() {
        let weighted =
            analyse(vec![3, 2], &[vec![0.0, 1.0, 1.0], vec![]], |at| [99.0, 1.0, 2.0][at[0]] + at[1] as f64);
        assert!((weighted.first[0] - 0.5).abs() < 1e-15);
        let single = analyse(vec![1, 2], &[vec![], vec![]], |at| at[1] as f64);
        assert_eq!(single.total, [0.0, 1.0]);
    }

    #[test]
    fn what_it_cannot_use_is_refused() {
        let plan = Factorial::new(vec![2, 2]).unwrap();
        let outputs = [Output { name: "y", values: &[1.0, 1.0, 1.0, 1.0] }];
        let runs = Runs { outputs: &outputs, failed: &[] };
        let none = [vec![], vec![]];
        assert!(matches!(
            factorial(&runs, &plan, &none).unwrap().outputs[0],
            Err(IndexError::Constant { .. })
        ));
        let weights = [vec![], vec![1.0, -1.0]];
        assert_eq!(factorial(&runs, &plan, &weights).unwrap_err(), IndexError::Weights { factor: 1 });
        let failed = Runs { outputs: &outputs, failed: &[2] };
        assert_eq!(factorial(&failed, &plan, &none).unwrap_err(), IndexError::Failed { row: 2 });
        let many = Factorial::new(vec![1; 21]).unwrap();
        assert!(matches!(factorial(&runs, &many, &none).unwrap_err(), IndexError::TooManyFactors { .. }));
    }

    #[test]
    fn extreme_magnitudes_are_only_a_matter_of_scale() {
        for size in [1e-300, 1e300] {
            let parts = analyse(vec![2, 2], &[vec![], vec![]], |at| (at[0] * 2 + at[1]) as f64 * size / 3.0);
            assert!((parts.first[0] - 0.8).abs() < 1e-14);
        }
    }
}
