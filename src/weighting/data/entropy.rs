//! Entropy weights: a column whose values are spread unevenly over the units tells them apart better. Shannon 1948,
//! <https://doi.org/10.1002/j.1538-7305.1948.tb01338.x>; Hwang & Yoon 1981, <https://doi.org/10.1007/978-3-642-48318-9>.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{Column, DataWeights, Domain, NoWeights, each, weigh};

/// What the shares of the entropy are taken of. The forms give different weights: measured distances are up to half of all weight.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "form", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum EntropyForm {
    /// The values as they are, all above zero; zeros are refused.
    Positive {},
    /// The values as they are, with 0·ln 0 = 0; negative values are refused.
    ZeroTimesLog {},
    /// The values as they are; each column with a value of zero or below is raised by the magnitude of its lowest value plus `by`.
    /// `by` is in the unit of measure of the column, so the weights depend on that unit.
    Shifted {
        /// What the lowest value becomes; above 0.
        by: f64,
    },
    /// Min–max values from 0 to 1, with 0·ln 0 = 0.
    MinMax {},
    /// Min–max values, all raised by `by`.
    MinMaxShifted {
        /// Above 0; 0.01, 0.001 and 0.0001 are in use.
        by: f64,
    },
    /// Min–max values mapped to an interval above zero.
    Rescaled {
        /// What the lowest value becomes, as 0.002; above 0.
        low: f64,
        /// What the highest value becomes, as 0.998; above `low`.
        high: f64,
    },
}

/// Weights by w ∝ 1 − e, e = −Σ p·ln p / ln n over the n units, p = v / Σ v. Each column is on its own; more is better.
///
/// 1 − e is summed as Σ (p·ln(n·p) − p + 1/n) / ln n, whose terms are never negative: near-even columns keep their digits, which the plain
/// form loses.
///
/// ```
/// use quanheng::weighting::{EntropyForm, entropy};
/// let even_and_uneven: [&[f64]; 2] = [&[4.0, 5.0, 6.0], &[1.0, 5.0, 9.0]];
/// let weights = entropy(&even_and_uneven, EntropyForm::Positive {}).unwrap();
/// assert!(weights.shares[0] < 0.1 && weights.constant.is_empty());
/// ```
///
/// # Errors
/// [`NoWeights`] for values the form does not take, parameters out of range, one unit, or when no column varies.
pub fn entropy(columns: &[&[f64]], form: EntropyForm) -> Result<DataWeights, NoWeights> {
    let domain = match form {
        EntropyForm::Positive {} => Domain::Positive,
        EntropyForm::ZeroTimesLog {} => Domain::NonNegative,
        EntropyForm::Shifted { by } | EntropyForm::MinMaxShifted { by } => above_zero("by", by)?,
        EntropyForm::Rescaled { low, high } => {
            above_zero("low", low)?;
            if !high.is_finite() || high <= low {
                return Err(NoWeights::Parameter {
                    name: "high",
                    given: high,
                    allowed: "a number above `low`",
                });
            }
            Domain::Any
        }
        EntropyForm::MinMax {} => Domain::Any,
    };
    weigh(columns, domain, |columns| Ok(each(columns, |column| divergence(&values(column, form)))))
}

fn above_zero(name: &'static str, given: f64) -> Result<Domain, NoWeights> {
    if given.is_finite() && given > 0.0 {
        Ok(Domain::Any)
    } else {
        Err(NoWeights::Parameter { name, given, allowed: "a number above 0" })
    }
}

fn values(column: Column<'_>, form: EntropyForm) -> Vec<f64> {
    match form {
        EntropyForm::Shifted { by } if column.min <= 0.0 => {
            // Relative to the largest result, which may be far above 1.
            let largest = column.max - column.min + by;
            column.values.iter().map(|value| ((value - column.min) + by) / largest).collect()
        }
        EntropyForm::Positive {} | EntropyForm::ZeroTimesLog {} | EntropyForm::Shifted { .. } => {
            column.scaled().collect()
        }
        EntropyForm::MinMax {} => column.min_max().collect(),
        EntropyForm::MinMaxShifted { by } => column.min_max().map(|value| value + by).collect(),
        EntropyForm::Rescaled { low, high } => {
            column.min_max().map(|value| low + (high - low) * value).collect()
        }
    }
}

/// (ln n + Σ p·ln p) / ln n of the shares of non-negative values.
fn divergence(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let sum: f64 = values
        .iter()
        .map(|value| {
            // n·p = 1 + d
            let d = (value - mean) / mean;
            if *value == 0.0 { 1.0 } else { (1.0 + d) * libm::log1p(d) - d }
        })
        .sum();
    sum / count / libm::log(count)
}
