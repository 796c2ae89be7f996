use crate::vocab::Direction;

/// Why a ranking, or what belongs to it, has no answer. Criteria and units are named by their place, from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RankingError {
    /// There is no criterion.
    #[error("there is no criterion")]
    NoCriteria,
    /// One unit cannot be ranked.
    #[error("units to rank: {given}, where at least 2 are needed")]
    TooFewUnits {
        /// How many there are.
        given: usize,
    },
    /// A list does not have one entry for each criterion.
    #[error("a list has {given} entries where {expected} are expected")]
    ListLength {
        /// How many it has.
        given: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A column does not have one value for each unit.
    #[error("criterion {criterion} has {given} values where {expected} are expected")]
    ColumnLength {
        /// Which criterion.
        criterion: usize,
        /// How many values it has.
        given: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A value is missing, NaN or infinite; whoever calls decides what a missing value becomes.
    #[error("criterion {criterion} has no finite number for unit {unit}")]
    NotFinite {
        /// Which criterion.
        criterion: usize,
        /// Which unit.
        unit: usize,
    },
    /// A weight is negative or no finite number.
    #[error("the weight of criterion {criterion} is {given}: a number from 0 up is expected")]
    Weight {
        /// Which criterion.
        criterion: usize,
        /// What was given.
        given: f64,
    },
    /// All weights are zero.
    #[error("no weight is above 0")]
    NoWeight,
    /// A direction that has no best end: such an indicator is ranked on its score.
    #[error("criterion {criterion} is of direction {direction:?}: give its score instead of its value")]
    Direction {
        /// Which criterion.
        criterion: usize,
        /// What was given.
        direction: Direction,
    },
    /// A method that knows only "more is better" got a cost.
    #[error(
        "criterion {criterion} counts against a unit: the method takes only what counts for it; give scores"
    )]
    OnlyBenefits {
        /// Which criterion.
        criterion: usize,
    },
    /// No criterion that weighs something tells two units apart.
    #[error("no criterion with a weight differs between units")]
    AllConstant,
    /// The method divides by values and needs none below zero.
    #[error("criterion {criterion} has {given} for unit {unit}: the method needs values from 0 up")]
    Negative {
        /// Which criterion.
        criterion: usize,
        /// Which unit.
        unit: usize,
        /// Its value.
        given: f64,
    },
    /// The method divides by values or takes their logarithm and needs them above zero.
    #[error("criterion {criterion} has {given} for unit {unit}: the method needs values above 0")]
    NotPositive {
        /// Which criterion.
        criterion: usize,
        /// Which unit.
        unit: usize,
        /// Its value.
        given: f64,
    },
    /// A sum that the method divides by is zero for a unit.
    #[error("all {what} of unit {unit} are zero: the method divides by their sum")]
    ZeroSum {
        /// What adds up to zero.
        what: &'static str,
        /// Which unit.
        unit: usize,
    },
    /// A number of the method is outside what it allows.
    #[error("{name} is {given}: {allowed} is expected")]
    Parameter {
        /// Its name.
        name: &'static str,
        /// What was given.
        given: f64,
        /// What is allowed.
        allowed: &'static str,
    },
    /// A number that must be a share is not.
    #[error("{what} of unit {unit} is {given}: a number from 0 to 1 is expected")]
    NotAShare {
        /// What it is.
        what: &'static str,
        /// Which unit.
        unit: usize,
        /// What was given.
        given: f64,
    },
    /// An exact answer would take too long; it is refused rather than guessed.
    #[error("no exact answer for {units} units within {budget} steps: {reason}")]
    TooHard {
        /// How many units there are.
        units: usize,
        /// The steps allowed.
        budget: u64,
        /// Why it is hard.
        reason: &'static str,
    },
}

impl RankingError {
    /// The same with criteria as the caller counts them.
    pub(super) fn relocated(self, places: &[usize]) -> RankingError {
        let place = |criterion: usize| places.get(criterion).copied().unwrap_or(criterion);
        match self {
            RankingError::NotFinite { criterion, unit } => {
                RankingError::NotFinite { criterion: place(criterion), unit }
            }
            RankingError::Negative { criterion, unit, given } => {
                RankingError::Negative { criterion: place(criterion), unit, given }
            }
            RankingError::NotPositive { criterion, unit, given } => {
                RankingError::NotPositive { criterion: place(criterion), unit, given }
            }
            RankingError::ColumnLength { criterion, given, expected } => {
                RankingError::ColumnLength { criterion: place(criterion), given, expected }
            }
            other => other,
        }
    }
}
