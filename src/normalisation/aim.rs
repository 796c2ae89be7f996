use crate::vocab::Direction;

/// Which way an indicator is good, and around which value or interval where it is good in the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// Which way is good.
    pub direction: Direction,
    /// The ends of the best interval, the same value twice for one best value: the distance to it is what is normalised, as a cost.
    /// `None`: the value itself is normalised.
    pub best: Option<[f64; 2]>,
}

impl From<Direction> for Aim {
    fn from(direction: Direction) -> Self {
        Aim { direction, best: None }
    }
}
