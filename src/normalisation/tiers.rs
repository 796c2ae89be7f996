//! Ordered classes: the score of the highest class that the value reaches. Below the lowest class scores go on as they came: the
//! bottom of the scale where they rise from class to class, the score of the lowest class where they fall and it is the best.

use std::ops::RangeInclusive;

use super::{Normaliser, Steps, Tier};
use crate::statistics::Undetermined;
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "tiers",
    name: Said { zh: "分档", en: "Tiers" },
    formula: "s = score_k,  k = max{i : x ≥ at_i}",
    letters: Said {
        zh: "at_i、score_i：各档的起点和得分",
        en: "at_i, score_i: where each class begins, and its score",
    },
    use_when: Said {
        zh: "指标本身就是等级：奖项级别、认证级别",
        en: "The indicator is a grade in itself: a level of award or certificate",
    },
    not_when: Said {
        zh: "连续的数值：档内的差别全部丢失",
        en: "Numbers that vary continuously: differences inside a class are lost",
    },
    edge: Said {
        zh: "离起点 1e-12（相对）以内算达到；低于最低一档按各档升降的方向取值",
        en: "A value within 1e-12 (relative) of a limit reaches it; below the lowest class scores go on as they came",
    },
    across_years: AcrossYears::Comparable,
    sources: &["GB/T 36132-2018"],
    example: Some(
        r#"normalisation = { method = "tiers", tiers = [{ at = 1.0, score = 60.0 }, { at = 2.0, score = 100.0 }] }"#,
    ),
};

pub(super) fn freeze(tiers: &[Tier], scale: &RangeInclusive<f64>) -> Result<Normaliser, Undetermined> {
    let lowest = tiers.iter().min_by(|a, b| a.at.total_cmp(&b.at));
    let falls = |first: &&Tier| tiers.iter().any(|tier| tier.score < first.score);
    let below = lowest.filter(falls).map_or(*scale.start(), |first| first.score);
    let steps = tiers.iter().map(|tier| [tier.at, tier.score]).collect();
    Steps::new(steps, below).map(Normaliser::Steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_lowest_class_scores_go_on_as_they_came() {
        let below = |scores: [f64; 3]| {
            let tier = |(at, score)| Tier { at, score, name: None };
            let tiers: Vec<Tier> = [6.0, 1.0, 3.0].into_iter().zip(scores).map(tier).collect();
            freeze(&tiers, &(0.0..=100.0)).unwrap().apply(0.0)
        };
        assert_eq!(below([100.0, 20.0, 60.0]), Some(0.0));
        assert_eq!(below([0.0, 90.0, 40.0]), Some(90.0));
    }
}
