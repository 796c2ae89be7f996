use super::sobol::{block, up_to};
use super::{Analysis, Bootstrap, Estimate, IndexError, Runs, SobolIndices};
use crate::sensitivity::design::Orders;

/// How far the first half of a plan was from the whole of it: what tells whether more draws are needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The largest change of an estimate, in shares of the variance; 0 or more.
    pub estimate: f64,
    /// The largest change of the width of an interval; 0 or more.
    pub width: f64,
    /// The widest interval of the whole plan; 0 or more. With four times the base points it is about half as wide.
    pub widest: f64,
}

/// What changed between the first half of the base points and all of them, for each output of an analysis by
/// [`sobol_indices`](super::sobol_indices) of the same runs. `None` for an output without indices from the half or the whole.
///
/// # Errors
/// As [`sobol_indices`](super::sobol_indices), for the half.
pub fn sobol_convergence(
    runs: &Runs<'_>,
    factors: usize,
    orders: Orders,
    bootstrap: &Bootstrap,
    whole: &Analysis<SobolIndices>,
) -> Result<Vec<Option<Change>>, IndexError> {
    let block = block(factors, orders, bootstrap)?;
    let base_points = runs.rows(block)? / block;
    let half = up_to(runs, factors, orders, bootstrap, base_points / 2)?;
    let changes = half.outputs.iter().zip(&whole.outputs).map(|(half, whole)| match (half, whole) {
        (Ok(half), Ok(whole)) => Some(change(half, whole)),
        _ => None,
    });
    Ok(changes.collect())
}

fn change(half: &SobolIndices, whole: &SobolIndices) -> Change {
    let all = |indices: &SobolIndices| -> Vec<Estimate> {
        let second = indices.second.iter().map(|pair| pair.share);
        indices.first.iter().chain(&indices.total).copied().chain(second).collect()
    };
    let none = Change { estimate: 0.0, width: 0.0, widest: 0.0 };
    all(half).iter().zip(&all(whole)).fold(none, |most, (half, whole)| Change {
        estimate: most.estimate.max((whole.value - half.value).abs()),
        width: most.width.max((whole.width() - half.width()).abs()),
        widest: most.widest.max(whole.width()),
    })
}
