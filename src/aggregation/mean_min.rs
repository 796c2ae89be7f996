//! The mean–min function: an arithmetic mean from which the distance to the worst child takes off. Tarabusi & Guarini 2013,
//! <https://doi.org/10.1007/s11205-012-0043-8>.

use super::arithmetic;
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "mean-min, alpha = …, beta = …",
    name: Said { zh: "均值–最小值函数", en: "Mean–min function" },
    formula: "M − α · (√((M − m)² + β²) − β)",
    letters: Said {
        zh: "M：加权算术平均；m：下级得分的最小值；α：0 到 1，0 为平均、1 且 β = 0 为最小值；β：0 及以上，越大惩罚起得越晚",
        en: "M: weighted arithmetic mean; m: lowest score of the children; α: 0 to 1, 0 is the mean, 1 with β = 0 the lowest score; β: 0 and up, the larger the later the penalty sets in",
    },
    use_when: Said {
        zh: "短板要拉低总分，但不必到几何平均那样零分归零",
        en: "A weak child should cost, but a zero should not bring the whole to zero as in a geometric mean",
    },
    not_when: Said {
        zh: "α 没有依据时：它就是可补偿程度，要由决策者定",
        en: "Nobody can say what α is to be: it is the degree of compensation, which somebody must decide",
    },
    edge: Said {
        zh: "零和负分没有问题；结果在最小值与平均之间；缺失的下级不计，权重由其余分担；β 以得分为单位",
        en: "Zeros and negatives are no matter; the result lies between the lowest score and the mean; missing children are left out and the others share their weight; β is in points of the scale",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Tarabusi & Guarini 2013, https://doi.org/10.1007/s11205-012-0043-8"],
    example: Some(r#"aggregation = { method = "mean-min", alpha = 0.5, beta = 0.0 }"#),
};

/// The mean, and how much of it gives way to the lowest score: the result is (1 − give)·mean + give·lowest.
pub(super) fn terms(scores: &[f64], weights: &[f64], total: f64, alpha: f64, beta: f64) -> (f64, f64) {
    let mean = arithmetic::bounded(scores, weights, total);
    let distance = mean - lowest(scores, weights);
    // (√(d² + β²) − β) / d without the difference of two close numbers.
    let give = if distance > 0.0 { alpha * (distance / (libm::hypot(distance, beta) + beta)) } else { 0.0 };
    (mean, give)
}

/// The lowest score that weighs something.
pub(super) fn lowest(scores: &[f64], weights: &[f64]) -> f64 {
    let counted = scores.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    counted.fold(f64::INFINITY, |low, (score, _)| low.min(*score))
}

/// The mean–min of one row.
pub(super) fn mean(scores: &[f64], weights: &[f64], total: f64, alpha: f64, beta: f64) -> f64 {
    let (mean, give) = terms(scores, weights, total, alpha, beta);
    mean - give * (mean - lowest(scores, weights))
}

#[cfg(test)]
mod tests {
    use crate::aggregation::Aggregation;
    use crate::vocab::Share;

    fn mean_min(alpha: f64, beta: f64, scores: &[f64]) -> f64 {
        let alpha = Share::new(alpha).unwrap();
        Aggregation::MeanMin { alpha, beta }.mean(scores, &vec![1.0; scores.len()]).unwrap().value
    }

    #[test]
    fn from_the_mean_to_the_lowest_score() {
        let scores = [20.0, 50.0, 80.0];
        assert_eq!(mean_min(0.0, 0.0, &scores), 50.0);
        assert_eq!(mean_min(1.0, 0.0, &scores), 20.0);
        assert_eq!(mean_min(0.5, 0.0, &scores), 35.0);
        // √(30² + 40²) − 40 = 10.
        assert!((mean_min(0.5, 40.0, &scores) - 45.0).abs() < 1e-13);
        assert_eq!(mean_min(0.5, 1.0, &[5.0; 4]), 5.0);
    }

    #[test]
    fn it_is_of_one_row_only() {
        // Compind's version recycles column means down the rows, so that a unit's score depends on the others.
        let alone = mean_min(0.5, 0.0, &[10.0, 20.0]);
        assert_eq!(alone, 12.5);
    }
}
