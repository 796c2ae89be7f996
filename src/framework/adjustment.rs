//! Bonuses and penalties (加分、扣分): points beside the base score, from events that no indicator measures.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Formula;
use crate::vocab::{Id, Text};

/// A bonus or a penalty. It never enters the base score.
#[derive(Clone, Debug)]
pub struct Adjustment {
    /// Its stable name.
    pub id: Id,
    /// What people read.
    pub name: Text,
    /// Added or taken off.
    pub kind: AdjustmentKind,
    /// Where it holds; `None`: wherever there are points. A row where it has no answer gets no points and is counted.
    pub when: Option<Formula>,
    /// The points, 0 or more, a plain number.
    pub points: Formula,
    /// What becomes of them as years go by; `None`: only events of the row's own period count, fully.
    pub decay: Option<Decay>,
    /// The most points it gives, after decay.
    pub cap: Option<f64>,
    /// The group whose cap it shares: an index into [`Adjusting::groups`].
    pub group: Option<usize>,
    /// Legal basis.
    pub basis: Option<Text>,
}

/// Added or taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AdjustmentKind {
    /// Points are added.
    Bonus,
    /// Points are taken off.
    Penalty,
}

/// How points fade.
#[derive(Clone, Debug)]
pub struct Decay {
    /// What is left of points after 0, 1, 2, … years, each 0 to 1; nothing after the last.
    pub factors: Vec<f64>,
    /// Years since the event, a plain number; `None`: an event is of the period of its data, and earlier periods are looked up.
    pub since: Option<Formula>,
}

/// What becomes of all bonuses and penalties of a unit together.
#[derive(Clone, Debug, Default)]
pub struct Adjusting {
    /// The most that bonuses add.
    pub bonus_cap: Option<f64>,
    /// The most that penalties take off.
    pub penalty_cap: Option<f64>,
    /// Bonuses, or penalties, with a cap together.
    pub groups: Vec<AdjustmentGroup>,
    /// Whether the adjusted score stays on the scale.
    pub limit: AdjustedLimit,
    /// Which score decides the grade.
    pub grade: GradedScore,
}

/// Bonuses, or penalties, with a cap together.
#[derive(Clone, Debug, PartialEq)]
pub struct AdjustmentGroup {
    /// Its stable name.
    pub id: Id,
    /// What people read.
    pub name: Text,
    /// The most points that all of it gives.
    pub cap: f64,
}

/// Whether the adjusted score stays on the scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AdjustedLimit {
    /// It is cut at the ends of the scale, which is counted.
    #[default]
    Scale,
    /// It may lie beyond them.
    None,
}

/// Which score decides the grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GradedScore {
    /// The base score.
    #[default]
    Base,
    /// The score after bonuses and penalties.
    Adjusted,
}
