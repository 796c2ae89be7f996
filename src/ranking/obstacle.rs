//! Obstacle degree (障碍度): which indicators keep a unit from a full score.
//!
//! O = w·(1 − z) / Σ w·(1 − z) with z in [0, 1] the directed, normalised value. A share of what is missing, not a cause.

use super::RankingError;
use super::decision::checked_shares;

/// Obstacle degrees by unit, one share an indicator that add up to 1; `None` for a unit that lacks nothing. One column of normalised values an
/// indicator; weights are divided by their sum.
///
/// # Errors
/// [`RankingError`] for lists that do not fit, bad weights, and a value outside 0 to 1.
pub fn obstacle_degrees(
    normalised: &[&[f64]],
    weights: &[f64],
) -> Result<Vec<Option<Vec<f64>>>, RankingError> {
    let weights = checked_shares(weights)?;
    if normalised.len() != weights.len() {
        return Err(RankingError::ListLength { given: normalised.len(), expected: weights.len() });
    }
    let units = normalised[0].len();
    for (criterion, column) in normalised.iter().enumerate() {
        if column.len() != units {
            return Err(RankingError::ColumnLength { criterion, given: column.len(), expected: units });
        }
        if let Some(unit) = column.iter().position(|value| !(0.0..=1.0).contains(value)) {
            return Err(RankingError::NotAShare { what: "a normalised value", unit, given: column[unit] });
        }
    }
    let of_unit = |unit: usize| {
        let gaps: Vec<f64> =
            normalised.iter().zip(&weights).map(|(column, weight)| weight * (1.0 - column[unit])).collect();
        let total: f64 = gaps.iter().sum();
        (total > 0.0).then(|| gaps.iter().map(|gap| gap / total).collect())
    };
    Ok((0..units).map(of_unit).collect())
}
