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

/// What people write where a value is missing, in small half-width letters. Dashes, `n/a` and the like say that there is no
/// number, not that there cannot be one: they count as not reported, so that a gap never leaves the coverage denominator unseen.
const WORDS: &[(Status, &[&str])] = &[
    (Status::NotApplicable, &["不适用", "not applicable", "not-applicable"]),
    (
        Status::NotReported,
        &[
            "",
            "-",
            "--",
            "---",
            "—",
            "——",
            "–",
            "―",
            "/",
            "\\",
            ".",
            "..",
            "...",
            "…",
            "……",
            "n/a",
            "n.a.",
            "na",
            "nan",
            "null",
            "none",
            "nil",
            "未填报",
            "未填",
            "未报",
            "未提供",
            "未披露",
            "缺失",
            "缺",
            "空",
            "空白",
            "blank",
            "missing",
            "not reported",
            "not-reported",
            "not disclosed",
            "not available",
        ],
    ),
    (Status::NotCollected, &["未采集", "未收集", "未统计", "未调查", "not collected", "not-collected"]),
    (Status::Pending, &["缺失待补", "待补", "待补充", "待定", "待报", "待核", "pending", "to follow", "tbd"]),
    (Status::Suppressed, &["保密抑制", "保密", "不公开", "涉密", "suppressed", "confidential"]),
    (Status::NotFound, &["查无", "查无此项", "查无数据", "未查到", "查不到", "not found", "not-found"]),
    (Status::Invalid, &["无效", "无效值", "invalid"]),
];

impl Status {
    /// The status that a text in a cell means, `None` when it means none: `不适用`, `未填报`, `—`, `N/A`, `not found`, an empty text.
    ///
    /// Case, full-width forms and surrounding spaces do not matter. Never [`Status::Observed`].
    ///
    /// ```
    /// use quanheng::panel::Status;
    /// assert_eq!(Status::from_text("不适用"), Some(Status::NotApplicable));
    /// assert_eq!(Status::from_text(" N/A "), Some(Status::NotReported));
    /// assert_eq!(Status::from_text("12"), None);
    /// ```
    #[must_use]
    pub fn from_text(text: &str) -> Option<Status> {
        let text = text.trim();
        if let Some(status) = Status::from_folded(text) {
            return Some(status);
        }
        // Longer than any word: do not fold a novel.
        if text.len() > 64 {
            return None;
        }
        Status::from_folded(super::fold(text).as_str())
    }

    fn from_folded(text: &str) -> Option<Status> {
        let found = WORDS.iter().find(|(_, words)| words.contains(&text));
        found.map(|(status, _)| *status)
    }

    /// The wordings that [`Status::from_text`] knows for it.
    #[must_use]
    pub fn wordings(self) -> &'static [&'static str] {
        WORDS.iter().find(|(status, _)| *status == self).map_or(&[], |(_, words)| words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_means_its_status_however_it_is_typed() {
        for status in Status::ALL {
            for word in status.wordings() {
                assert_eq!(Status::from_text(word), Some(status), "{word}");
                assert_eq!(
                    Status::from_text(&format!(" {}\u{3000}", word.to_uppercase())),
                    Some(status),
                    "{word}"
                );
            }
        }
        assert_eq!(Status::from_text("Ｎ／Ａ"), Some(Status::NotReported));
        assert_eq!(Status::from_text("无"), None);
    }
}
