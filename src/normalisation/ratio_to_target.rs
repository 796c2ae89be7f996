//! Attainment of a given target: the proportion of it that is reached, with a cap.

use super::{CostForm, Normaliser, Ratio};
use crate::statistics::Undetermined;
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "ratio-to-target",
    name: Said { zh: "目标完成度", en: "Attainment of a target" },
    formula: "r = x / target\nr = target / x    (cost = inverse)\ns = L + (H − L)·min(r, cap)",
    letters: Said {
        zh: "target：给定的目标值，大于 0；L、H：量表两端；cap：计入的最大完成度，如 1.2",
        en: "target: given, above 0; L, H: the ends of the scale; cap: the greatest attainment that counts, such as 1.2",
    },
    use_when: Said {
        zh: "考核规则写明按目标完成比例给分，封顶 100% 至 120%",
        en: "A rule gives points in proportion to the target reached, capped at 100–120 %",
    },
    not_when: Said {
        zh: "目标为零或为负，或起点不为零（改用 distance-to-target）",
        en: "The target is zero or negative, or the start is not zero (take distance-to-target)",
    },
    edge: Said {
        zh: "负值没有得分；越小越好时 0 只有在有 cap 时才有得分",
        en: "Negative values have no score; where less is better 0 has a score only under a cap",
    },
    across_years: AcrossYears::Comparable,
    sources: &["《中央企业负责人经营业绩考核办法》，国资委令第 40 号"],
    example: Some(r#"normalisation = { method = "ratio-to-target", target = 5.0, cap = 1.2 }"#),
};

pub(super) fn freeze(
    target: f64,
    direction: Direction,
    (zero, one): (f64, f64),
    cap: Option<f64>,
) -> Result<Normaliser, Undetermined> {
    let cost = (direction == Direction::Negative).then_some(CostForm::Inverse);
    let ratio = Ratio { divisor: target, zero, one, cost, cap };
    ratio.check().map(|()| Normaliser::Ratio(ratio))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_that_moves_changes_the_score_of_a_unit_that_does_not() {
        // A published rule: the tax an acre over a base, on 30 points; the base went from 26.01 to 24.097 in a year.
        let score = |base: f64| {
            freeze(base, Direction::Positive, (0.0, 30.0), Some(1.0)).unwrap().apply(0.8 * 26.01).unwrap()
        };
        assert!((score(26.01) - 24.0).abs() < 1e-13);
        assert!((score(24.097) - 25.91).abs() < 0.005);
    }

    #[test]
    fn attainment_is_capped_and_turned_round() {
        let up = freeze(5.0, Direction::Positive, (0.0, 100.0), Some(1.2)).unwrap();
        assert_eq!(
            [0.0, 2.5, 6.0, 99.0].map(|x| up.apply(x)),
            [Some(0.0), Some(50.0), Some(120.0), Some(120.0)]
        );
        let down = freeze(5.0, Direction::Negative, (0.0, 100.0), Some(1.2)).unwrap();
        assert_eq!(
            [0.0, 2.5, 5.0, 10.0].map(|x| down.apply(x)),
            [Some(120.0), Some(120.0), Some(100.0), Some(50.0)]
        );
        assert_eq!(freeze(5.0, Direction::Negative, (0.0, 100.0), None).unwrap().apply(0.0), None);
        assert!(freeze(0.0, Direction::Positive, (0.0, 100.0), None).is_err());
    }
}
