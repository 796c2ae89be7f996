use serde::{Deserialize, Serialize};

use crate::vocab::Text;

/// Whether a cell holds a value, and if not, why. Missing is never zero.
///
/// One byte, so that a column of statuses costs an eighth of its values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Status {
    /// A value was observed.
    Observed = 0,
    /// The question does not apply to this unit (不适用). Leaves the coverage denominator; all others stay in it.
    NotApplicable = 1,
    /// The unit was asked and did not answer (未填报).
    NotReported = 2,
    /// Nobody asked (未采集). Also a row or column that is not there at all.
    #[default]
    NotCollected = 3,
    /// Expected later (缺失待补).
    Pending = 4,
    /// Known, but withheld for confidentiality (保密抑制).
    Suppressed = 5,
    /// Looked for and not found (查无).
    NotFound = 6,
    /// A value was given that cannot be right, or a formula has no answer here (无效).
    Invalid = 7,
}

impl Status {
    /// All of them, in order of their byte.
    pub const ALL: [Status; 8] = [
        Status::Observed,
        Status::NotApplicable,
        Status::NotReported,
        Status::NotCollected,
        Status::Pending,
        Status::Suppressed,
        Status::NotFound,
        Status::Invalid,
    ];

    /// Whether there is a value.
    #[must_use]
    pub fn is_observed(self) -> bool {
        self == Status::Observed
    }

    /// Its name for tables and messages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Status::Observed => Text::new("有值", "observed"),
            Status::NotApplicable => Text::new("不适用", "not applicable"),
            Status::NotReported => Text::new("未填报", "not reported"),
            Status::NotCollected => Text::new("未采集", "not collected"),
            Status::Pending => Text::new("缺失待补", "pending"),
            Status::Suppressed => Text::new("保密抑制", "suppressed"),
            Status::NotFound => Text::new("查无", "not found"),
            Status::Invalid => Text::new("无效", "invalid"),
        }
    }

    /// The status of a result that needs both cells: a missing operand makes it missing; not-applicable wins, as no amount of
    /// collecting would make the result exist.
    #[must_use]
    pub fn and(self, other: Status) -> Status {
        match (self, other) {
            (Status::Observed, s) | (s, Status::Observed) => s,
            (Status::NotApplicable, _) | (_, Status::NotApplicable) => Status::NotApplicable,
            (first, _) => first,
        }
    }
}
