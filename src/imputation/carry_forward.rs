//! The unit's latest observed value of earlier years. Nothing is frozen: it looks only at the unit itself.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "carry-forward",
    name: Said { zh: "沿用上期值", en: "Carry forward" },
    formula: "x̂_t = x_s, s = max{u : t − max_age ≤ u < t, x_u}",
    letters: Said {
        zh: "x_u：本单位 u 年的观测值；t：缺失的年份；季度、月度数据取往年同季、同月",
        en: "x_u: the unit's observed value of year u; t: the year that is missing; of quarters and months the same one of earlier years",
    },
    use_when: Said {
        zh: "变化慢的数，个别年份漏报",
        en: "Numbers that move slowly, and years here and there that were not reported",
    },
    not_when: Said {
        zh: "增长快的数（会低估），或连续多年没有数据",
        en: "Numbers that grow fast (they would be too low), or many years in a row without data",
    },
    edge: Said {
        zh: "只沿用观测值；无效的年份跳过；早于 max_age 年的不用；评价的第一年没有可沿用的值",
        en: "Only observed values are carried; a year with an invalid value is passed over; nothing older than max_age years; the first year has nothing to carry",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Little & Rubin, Statistical Analysis with Missing Data, ISBN 978-0-470-52679-8, ch. 4"],
    example: Some(r#"missing = [ { method = "carry-forward", max_age = 1 } ]"#),
};

/// The value of the nearest earlier year that has one, at most `max_age` years back, and its age in years.
///
/// `observed` answers for a number of years back.
pub fn latest(max_age: u32, mut observed: impl FnMut(u32) -> Option<f64>) -> Option<(f64, u32)> {
    (1..=max_age).find_map(|age| observed(age).map(|value| (value, age)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_year_counts_and_age_has_a_limit() {
        let history = [None, None, Some(4.0), Some(7.0)];
        let ask = |max_age| latest(max_age, |age| history.get(age as usize).copied().flatten());
        assert_eq!(ask(1), None);
        assert_eq!(ask(2), Some((4.0, 2)));
        assert_eq!(ask(9), Some((4.0, 2)));
    }
}
