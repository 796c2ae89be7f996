//! Winsorising: values beyond two quantiles (type 7) of the base are set to them.
//!
//! Dixon 1960, <https://doi.org/10.1214/aoms/1177705900>. Ties stay ties and the order of values is never turned round.

use super::Limits;
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, MethodNote, Said, Share};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "winsorise-quantiles",
    name: Said { zh: "按分位数缩尾", en: "Winsorise at quantiles" },
    formula: "x′ = min(max(x, q_low), q_high)",
    letters: Said {
        zh: "q_low、q_high：基期按同类组的分位数（第 7 型）",
        en: "q_low, q_high: quantiles (type 7) of the base, by peer group",
    },
    use_when: Said {
        zh: "两端各有少量极端值，且它们的次序无关紧要",
        en: "Both ends have a few extreme values whose order does not matter",
    },
    not_when: Said {
        zh: "极端值正是要奖励的成绩；或一半以上的值相同",
        en: "The extreme values are the very performance to reward, or more than half of the values are the same",
    },
    edge: Said {
        zh: "并列仍并列；分位数相等（常数列）时全部取同一值；样本过小的组用全部基期数据",
        en: "Ties stay ties; a constant column stays as it is; a group that is too small uses the whole base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Dixon 1960, https://doi.org/10.1214/aoms/1177705900"],
    example: Some(
        r#"treatment = { method = "winsorise-quantiles", low = 0.01, high = 0.99, by = ["industry"], min_group = 30 }"#,
    ),
};

pub(super) fn fit(sample: &Sample, low: Share, high: Share) -> Result<Limits, Undetermined> {
    match (sample.quantile(low), sample.quantile(high)) {
        (Some(low), Some(high)) => Ok(Limits { low: Some(low), high: Some(high) }),
        _ => Err(Undetermined::Empty),
    }
}
