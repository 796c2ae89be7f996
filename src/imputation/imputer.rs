use serde::{Deserialize, Serialize};

use super::{Imputation, group_median};
use crate::statistics::{Fallback, Grouped, GroupedFit, GroupedSample, Undetermined};
use crate::vocab::Id;

/// A step of a missing policy with frozen parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Imputer {
    /// The unit's latest observed value.
    CarryForward {
        /// At most so many years old.
        max_age: u32,
    },
    /// A constant by group.
    GroupMedian(Grouped<f64>),
}

/// A frozen step, and which groups fell back.
#[derive(Clone, Debug, PartialEq)]
pub struct ImputerFit {
    /// What is frozen.
    pub imputer: Imputer,
    /// In order of group.
    pub fallbacks: Vec<Fallback>,
}

impl Imputation {
    /// Freezes the step on the observed values of the base, before treatment.
    ///
    /// # Errors
    /// [`Undetermined::Empty`] when a median is asked of a base without values.
    pub fn fit(&self, base: &GroupedSample) -> Result<ImputerFit, Undetermined> {
        match self {
            Imputation::CarryForward { max_age } => {
                Ok(ImputerFit { imputer: Imputer::CarryForward { max_age: *max_age }, fallbacks: Vec::new() })
            }
            Imputation::GroupMedian { by, min_group } => {
                let GroupedFit { grouped, fallbacks } = group_median::fit(base, by, *min_group)?;
                Ok(ImputerFit { imputer: Imputer::GroupMedian(grouped), fallbacks })
            }
        }
    }

    /// Whether it looks at several indicators together, so that the fit needs whole rows of the base.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        match self {
            Imputation::CarryForward { .. } | Imputation::GroupMedian { .. } => false,
        }
    }

    /// Whether it looks at earlier periods of the unit.
    #[must_use]
    pub fn looks_back(&self) -> bool {
        match self {
            Imputation::CarryForward { .. } => true,
            Imputation::GroupMedian { .. } => false,
        }
    }

    /// Whether the card allows it to look at periods after the last one of the base; then the fit keeps them, too.
    #[must_use]
    pub fn looks_ahead(&self) -> bool {
        match self {
            Imputation::CarryForward { .. } | Imputation::GroupMedian { .. } => false,
        }
    }

    /// The attributes whose values choose between constants.
    #[must_use]
    pub fn attributes(&self) -> &[Id] {
        match self {
            Imputation::CarryForward { .. } => &[],
            Imputation::GroupMedian { by, .. } => by,
        }
    }
}
