use serde::{Deserialize, Serialize};

use crate::vocab::Said;

/// What a rank is worth in the holistic acceptability: α₁ = 1 ≥ α₂ ≥ … (Lahdelma & Salminen 2001).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetaWeights {
    /// (n − r) / (n − 1): from 1 down to 0 in equal steps; 1 for a unit alone.
    Linear,
    /// 1 / r.
    Inverse,
    /// Σ from r to n of 1/i, divided by Σ from 1 to n of 1/i: the centroid of all falling sequences.
    Centroid,
    /// 1 for the first so many ranks, 0 for the others.
    Top(u32),
}

impl MetaWeights {
    /// The worth of ranks 1 to n.
    ///
    /// ```
    /// use quanheng::sensitivity::acceptability::MetaWeights;
    /// assert_eq!(MetaWeights::Linear.of(3), [1.0, 0.5, 0.0]);
    /// assert_eq!(MetaWeights::Top(2).of(3), [1.0, 1.0, 0.0]);
    /// ```
    #[must_use]
    pub fn of(self, units: usize) -> Vec<f64> {
        let count = units as f64;
        let tail = |rank: usize| (rank..=units).rev().map(|i| 1.0 / i as f64).sum::<f64>();
        let worth = |rank: usize| match self {
            MetaWeights::Linear if units == 1 => 1.0,
            MetaWeights::Linear => (count - rank as f64) / (count - 1.0),
            MetaWeights::Inverse => 1.0 / rank as f64,
            MetaWeights::Centroid => tail(rank) / tail(1),
            MetaWeights::Top(first) => f64::from(u8::from(rank <= first as usize)),
        };
        (1..=units).map(worth).collect()
    }

    /// What reports call it.
    #[must_use]
    pub fn name(self) -> Said {
        match self {
            MetaWeights::Linear => Said { zh: "线性元权重", en: "linear meta-weights" },
            MetaWeights::Inverse => Said { zh: "位次倒数元权重", en: "inverse-rank meta-weights" },
            MetaWeights::Centroid => Said { zh: "重心元权重", en: "centroid meta-weights" },
            MetaWeights::Top(_) => Said { zh: "前列元权重", en: "top-places meta-weights" },
        }
    }
}
