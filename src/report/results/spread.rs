use crate::statistics::Sample;
use crate::vocab::Share;

/// Simple statistics of some scores. Quantiles are of type 7.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Number of scores.
    pub count: usize,
    /// Arithmetic mean, every unit counting the same.
    pub mean: f64,
    /// Standard deviation (n − 1); 0 for one score.
    pub deviation: f64,
    /// Lowest.
    pub min: f64,
    /// Lower quartile.
    pub lower: f64,
    /// Median.
    pub median: f64,
    /// Upper quartile.
    pub upper: f64,
    /// Highest.
    pub max: f64,
}

impl Spread {
    /// Of some finite numbers; `None` of none.
    #[must_use]
    pub fn of(values: Vec<f64>) -> Option<Self> {
        let sample = Sample::new(values);
        let at = |share| Share::new(share).ok().and_then(|share| sample.quantile(share));
        Some(Spread {
            count: sample.len(),
            mean: sample.mean()?,
            deviation: sample.deviation().unwrap_or(0.0),
            min: sample.min()?,
            lower: at(0.25)?,
            median: sample.median()?,
            upper: at(0.75)?,
            max: sample.max()?,
        })
    }
}
