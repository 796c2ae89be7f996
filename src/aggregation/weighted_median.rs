//! The weighted median: half of the weight lies at or below it. One extreme child cannot move it.
//!
//! Lower, upper and middle forms are those of Edgeworth 1888 and Cormen et al., Introduction to Algorithms, ISBN 978-0-262-04630-5,
//! problem 9-3; the interpolated form is that of the R package matrixStats (`weightedMedian` with `interpolate = TRUE`), which COINr uses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "weighted-median, form = \"lower\" | \"middle\" | \"upper\" | \"interpolated\"",
    name: Said { zh: "加权中位数", en: "Weighted median" },
    formula: "x₁ ≤ … ≤ xₙ,  C(i) = w₁ + … + w_i,  W = C(n)\n\
              lower  = min{ x_i : C(i) ≥ W/2 },  upper  = min{ x_i : C(i) > W/2 },  middle = (lower + upper) / 2\n\
              interpolated = x_{i−1} + (W/2 − m_{i−1}) / (m_i − m_{i−1}) · (x_i − x_{i−1}),  m_i = C(i) − w_i/2,  m_{i−1} < W/2 ≤ m_i",
    letters: Said {
        zh: "x：下级得分，由低到高；w：权重；C：累计权重；m：累计权重的中点",
        en: "x: scores of the children, ascending; w: weights; C: cumulated weights; m: their midpoints",
    },
    use_when: Said {
        zh: "下级较多，且不愿让一个极端得分左右结果",
        en: "There are many children and one extreme score must not decide",
    },
    not_when: Said {
        zh: "下级只有两三个；或每个下级的进步都应当反映在得分里（中位数只看中间）",
        en: "There are only two or three children, or every child's progress should show in the score: a median looks at the middle only",
    },
    edge: Said {
        zh: "零和负分没有问题；缺失的下级不计；一个下级时就是它；interpolated 在得分相同时各按其平均权重计（matrixStats 按排序碰巧的先后），权重不等时不保证单调（一个下级升高，结果可能略降），要单调请用其余三种",
        en: "Zeros and negatives are no matter; missing children are left out; a single child is the result; `interpolated` counts equal scores with the mean of their weights (matrixStats by whatever order its sort leaves them in), and with unequal weights it is not monotone (a child that rises past another may lower it a little): use one of the other forms where that matters",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Cormen et al., Introduction to Algorithms, ISBN 978-0-262-04630-5, problem 9-3",
        "Bengtsson, matrixStats, https://doi.org/10.32614/CRAN.package.matrixStats",
    ],
    example: Some(r#"aggregation = { method = "weighted-median", form = "middle" }"#),
};

/// Which number between the two middle scores a weighted median is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MedianForm {
    /// The lowest score with half of the weight at or below it.
    Lower,
    /// The mean of lower and upper: the usual median where weights are equal.
    Middle,
    /// The lowest score with more than half of the weight at or below it.
    Upper,
    /// Between the midpoints of the cumulated weights, as matrixStats does.
    Interpolated,
}

impl MedianForm {
    pub(super) fn said(self) -> (String, String) {
        let (zh, en) = match self {
            MedianForm::Lower => ("下中位数", "lower"),
            MedianForm::Middle => ("上下中位数的平均", "mean of lower and upper"),
            MedianForm::Upper => ("上中位数", "upper"),
            MedianForm::Interpolated => ("插值", "interpolated"),
        };
        (zh.to_owned(), en.to_owned())
    }
}

/// How far cumulated weights may miss one half by rounding and still meet it.
const ROUNDING: f64 = 1e-12;

/// What part of each score the median is: non-negative, adding up to 1; children with the same score share alike.
pub(super) fn parts(form: MedianForm, scores: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|at| weights[*at] > 0.0).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    // Equal scores have no order: each counts with the mean of their weights.
    let even = |alike: &[usize]| {
        let whole: f64 = alike.iter().map(|at| weights[*at]).sum();
        std::iter::repeat_n(whole / alike.len() as f64, alike.len())
    };
    let evened: Vec<f64> = order.chunk_by(|a, b| scores[*a] == scores[*b]).flat_map(even).collect();
    let half = evened.iter().sum::<f64>() / 2.0;
    let mut parts = vec![0.0; scores.len()];
    let mut cumulated = 0.0;
    let ends = evened.iter().map(|weight| {
        cumulated += weight;
        cumulated
    });
    let ends: Vec<f64> = ends.collect();
    let last = order.len().saturating_sub(1);
    let first = |meets: &dyn Fn(f64) -> bool| ends.iter().position(|end| meets(*end)).unwrap_or(last);
    let low = || first(&|end| end >= half * (1.0 - ROUNDING));
    let high = || first(&|end| end > half * (1.0 + ROUNDING));
    match form {
        MedianForm::Lower => parts[order[low()]] = 1.0,
        MedianForm::Upper => parts[order[high()]] = 1.0,
        MedianForm::Middle => {
            parts[order[low()]] += 0.5;
            parts[order[high()]] += 0.5;
        }
        MedianForm::Interpolated => {
            let middle = |place: usize| ends[place] - evened[place] / 2.0;
            let right = (0..order.len()).find(|place| middle(*place) >= half).unwrap_or(last);
            let Some(left) = right.checked_sub(1) else {
                parts[order[right]] = 1.0;
                return shared(&parts, scores, weights);
            };
            let share = ((half - middle(left)) / (middle(right) - middle(left))).clamp(0.0, 1.0);
            parts[order[right]] += share;
            parts[order[left]] += 1.0 - share;
        }
    }
    shared(&parts, scores, weights)
}

/// Children with the same score are the same: what one of them has they share by weight.
fn shared(parts: &[f64], scores: &[f64], weights: &[f64]) -> Vec<f64> {
    let alike = |at: usize| (0..scores.len()).filter(move |other| scores[*other] == scores[at]);
    let share = |at: usize| {
        let whole: f64 = alike(at).map(|other| weights[other]).sum();
        let part: f64 = alike(at).map(|other| parts[other]).sum();
        if part > 0.0 { part * (weights[at] / whole) } else { 0.0 }
    };
    (0..scores.len()).map(share).collect()
}

#[cfg(test)]
mod tests {
    use crate::aggregation::{Aggregation, MedianForm};

    fn median(form: MedianForm, scores: &[f64], weights: &[f64]) -> f64 {
        Aggregation::WeightedMedian { form }.mean(scores, weights).unwrap().value
    }

    #[test]
    fn the_forms_differ_where_half_of_the_weight_falls_between_two() {
        let (scores, weights) = ([10.0, 40.0, 20.0, 30.0], [1.0; 4]);
        assert_eq!(median(MedianForm::Lower, &scores, &weights), 20.0);
        assert_eq!(median(MedianForm::Upper, &scores, &weights), 30.0);
        assert_eq!(median(MedianForm::Middle, &scores, &weights), 25.0);
        assert_eq!(median(MedianForm::Interpolated, &scores, &weights), 25.0);
        // matrixStats::weightedMedian(c(10, 20, 30), w = c(1, 2, 3)): midpoints .5, 2, 4.5; half 3.
        assert!(
            (median(MedianForm::Interpolated, &[10.0, 20.0, 30.0], &[1.0, 2.0, 3.0]) - 24.0).abs() < 1e-14
        );
        assert_eq!(median(MedianForm::Lower, &[10.0, 20.0, 30.0], &[1.0, 2.0, 3.0]), 20.0);
        assert_eq!(median(MedianForm::Upper, &[10.0, 20.0, 30.0], &[1.0, 2.0, 3.0]), 30.0);
    }

    #[test]
    fn weights_of_tenths_meet_one_half() {
        let weights = [0.1, 0.2, 0.2, 0.5];
        assert_eq!(median(MedianForm::Lower, &[1.0, 2.0, 3.0, 4.0], &weights), 3.0);
        assert_eq!(median(MedianForm::Middle, &[1.0, 2.0, 3.0, 4.0], &weights), 3.5);
    }

    #[test]
    fn one_heavy_child_and_one_alone() {
        for form in [MedianForm::Lower, MedianForm::Middle, MedianForm::Upper, MedianForm::Interpolated] {
            assert_eq!(median(form, &[7.0], &[2.0]), 7.0);
            assert_eq!(median(form, &[5.0, 5.0, 5.0], &[1.0, 7.0, 2.0]), 5.0);
            assert_eq!(median(form, &[3.0, 9.0], &[0.0, 1.0]), 9.0);
        }
    }
}
