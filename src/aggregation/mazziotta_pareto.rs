//! The Mazziotta–Pareto indices: an arithmetic mean less (or more) the standard deviation times the coefficient of variation of the
//! unit's own scores, so that imbalance costs.
//!
//! M ∓ S·cv = M ∓ S²/M. De Muro, Mazziotta & Pareto 2011, <https://doi.org/10.1007/s11205-010-9699-6>; adjusted form: Mazziotta & Pareto
//! 2016, <https://doi.org/10.1007/s11205-015-0998-2>. Nothing is rounded on the way.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NoMean, arithmetic};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "mazziotta-pareto, penalty = \"subtract\" | \"add\", deviation = \"sample\" | \"population\"",
    name: Said { zh: "Mazziotta–Pareto 指数（MPI）", en: "Mazziotta–Pareto index (MPI)" },
    formula: "M ∓ S · cv = M ∓ S²/M\nM = Σ w_j·x_j,  S² = c · Σ w_j·(x_j − M)²,  c = n/(n − 1) | 1",
    letters: Said {
        zh: "x：下级得分（原文用均值 100、标准差 10 的标准分）；w：归一化的权重；n：有得分的下级个数；c：样本方差（sample，默认）或总体方差（population）；∓：subtract 减（得分越高越好时），add 加",
        en: "x: scores of the children (z-scores with mean 100 and spread 10 in the paper); w: weights divided by their sum; n: children with a score; c: sample (default) or population variance; ∓: `subtract` where more is better, `add` where more is worse",
    },
    use_when: Said {
        zh: "各下级不可相互替代，发展不均衡要扣分，且不想选一个幂",
        en: "The children cannot replace each other, imbalance should cost, and nobody wants to choose a power",
    },
    not_when: Said {
        zh: "得分会到零或以下（变异系数没有意义）；跨年比较用标准分而基期未冻结时",
        en: "Scores reach zero or less, where a coefficient of variation means nothing",
    },
    edge: Said {
        zh: "得分范围须大于 0，或写 range（如 [70, 130]）先换到该范围、算完换回；平均不为正则不计分；一个下级时没有惩罚；不保证单调：远高于其余的下级再升高，总分可能略降；结果可能低于最低的下级、超出得分范围，照实保留并计数",
        en: "The scale must lie above 0, or `range` (such as [70, 130]) names one that scores are carried onto and back; without a positive mean there is no score; a single child has no penalty; it is not monotone: a child far above the others that rises further may lower the score a little; the result may lie below the lowest child and off the scale: it is kept and counted",
    },
    across_years: AcrossYears::Comparable,
    sources: &["De Muro, Mazziotta & Pareto 2011, https://doi.org/10.1007/s11205-010-9699-6"],
    example: Some(
        r#"aggregation = { method = "mazziotta-pareto", penalty = "subtract", deviation = "sample", range = [70.0, 130.0] }"#,
    ),
};

pub(super) const ADJUSTED: MethodNote = MethodNote {
    id: "adjusted-mazziotta-pareto, penalty = \"subtract\" | \"add\"",
    name: Said {
        zh: "调整的 Mazziotta–Pareto 指数（AMPI）", en: "Adjusted Mazziotta–Pareto index (AMPI)"
    },
    formula: "r_j = 70 + 60 · (x_j − low)/(high − low)\nA = M ∓ S²/M,  M = Σ w_j·r_j,  S² = Σ w_j·(r_j − M)²\nlow + (high − low) · (A − 70)/60",
    letters: Said {
        zh: "x：下级得分；low、high：得分范围；r：换到 range（默认 70 至 130）的得分；w：归一化的权重；S²：总体方差；∓：subtract 减，add 加。原文的阈值是参考值 ± 全部年份极差的一半：把它们写进指标的 normalisation（goalposts）",
        en: "x: scores of the children; low, high: the scale; r: scores on the `range` (70 to 130 unless named); w: weights divided by their sum; S²: population variance; ∓: `subtract` or `add`. The paper's goalposts are a reference value ± half the range over all years: write them into the indicators' normalisation (goalposts)",
    },
    use_when: Said {
        zh: "要惩罚不均衡，又要跨年可比（阈值固定）",
        en: "Imbalance should cost and years must be comparable (fixed goalposts)",
    },
    not_when: Said {
        zh: "得分由各年自身数据标准化时；惩罚力度随 range 的位置而变，不要随意改动",
        en: "Scores are standardised within each year; how much imbalance costs depends on where `range` lies, so leave it alone",
    },
    edge: Said {
        zh: "零分没有问题（换到 70）；不做 3 位小数取整；一个下级时没有惩罚；不保证单调，见 MPI；结果可能略超出得分范围，照实保留并计数",
        en: "A zero is no matter (it becomes 70); nothing is rounded to 3 decimals; a single child has no penalty; not monotone, as MPI; the result may leave the scale a little: it is kept and counted",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Mazziotta & Pareto 2016, https://doi.org/10.1007/s11205-015-0998-2"],
    example: Some(r#"aggregation = { method = "adjusted-mazziotta-pareto", penalty = "subtract" }"#),
};

/// Which way imbalance moves the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Penalty {
    /// Down: more is better (MPI⁻).
    Subtract,
    /// Up: more is worse (MPI⁺).
    Add,
}

/// By what squares are divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Deviation {
    /// n − 1.
    #[default]
    Sample,
    /// n.
    Population,
}

/// Sign and deviation in words.
pub(super) fn said(penalty: Penalty, deviation: Deviation) -> (String, String) {
    let sign = if penalty == Penalty::Subtract { "M − S²/M" } else { "M + S²/M" };
    let by = if deviation == Deviation::Sample { "n − 1" } else { "n" };
    (format!("{sign}，S 除以 {by}"), format!("{sign}, S over {by}"))
}

/// The form of an index: sign, deviation, and the range that scores on the scale are carried onto, if any.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    penalty: Penalty,
    deviation: Deviation,
    /// Where the scale begins, where the range begins, and how long a point of the scale is on the range.
    carried: (f64, f64, f64),
}

impl Form {
    pub(super) fn new(
        penalty: Penalty,
        deviation: Deviation,
        range: Option<[f64; 2]>,
        (low, high): (f64, f64),
    ) -> Self {
        let carried = |[from, to]: [f64; 2]| (low, from, (to - from) / (high - low));
        Form { penalty, deviation, carried: range.map_or((0.0, 0.0, 1.0), carried) }
    }

    /// The mean, and what each child takes off it or adds to it, both in points of the scale.
    pub(super) fn terms(
        &self,
        scores: &[f64],
        weights: &[f64],
        total: f64,
    ) -> Result<(f64, Vec<f64>), NoMean> {
        let mean = arithmetic::bounded(scores, weights, total);
        let (low, from, factor) = self.carried;
        let on_range = from + (mean - low) * factor;
        if on_range.is_nan() || on_range <= 0.0 {
            return Err(NoMean::OutsideDomain);
        }
        let counted = weights.iter().filter(|weight| **weight > 0.0).count() as f64;
        let correction = match self.deviation {
            Deviation::Population => 1.0,
            Deviation::Sample if counted > 1.0 => counted / (counted - 1.0),
            Deviation::Sample => 0.0,
        };
        let sign = if self.penalty == Penalty::Subtract { -1.0 } else { 1.0 };
        let penalty = |(score, weight): (&f64, &f64)| {
            let away = score - mean;
            // The quotient comes first, so that squares neither overflow nor vanish.
            sign * (weight / total) * correction * away * (away * factor / on_range)
        };
        Ok((mean, scores.iter().zip(weights).map(penalty).collect()))
    }

    /// The index of one row.
    pub(super) fn mean(&self, scores: &[f64], weights: &[f64], total: f64) -> Result<f64, NoMean> {
        let (mean, penalties) = self.terms(scores, weights, total)?;
        Ok(mean + arithmetic::Total::of(penalties.into_iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregation::{Aggregation, Aggregator};

    fn index(penalty: Penalty, deviation: Deviation, scores: &[f64]) -> f64 {
        let method = Aggregation::MazziottaPareto { penalty, deviation, range: None };
        method.mean(scores, &vec![1.0; scores.len()]).unwrap().value
    }

    #[test]
    fn the_golden_numbers() {
        let scores = [90.0, 100.0, 110.0];
        // S 8.16497, cv .0816497 with n; S 10, cv .1 with n − 1.
        let close =
            |got: f64, expected: f64| assert!((got - expected).abs() < 1e-12, "{got} is not {expected}");
        close(index(Penalty::Subtract, Deviation::Population, &scores), 100.0 - 2.0 / 3.0);
        close(index(Penalty::Subtract, Deviation::Sample, &scores), 99.0);
        close(index(Penalty::Add, Deviation::Sample, &scores), 101.0);
        close(index(Penalty::Subtract, Deviation::Sample, &[100.0]), 100.0);
    }

    #[test]
    fn both_signs_of_the_adjusted_index_differ_and_nothing_is_rounded() {
        let method = |penalty| Aggregation::AdjustedMazziottaPareto { penalty, range: [70.0, 130.0] };
        let at = |penalty| Aggregator::new(&method(penalty), &(70.0..=130.0), 3);
        let scores = [81.0, 94.5, 127.25];
        let (down, up) = (
            at(Penalty::Subtract).mean(&scores, &[1.0; 3]).unwrap().value,
            at(Penalty::Add).mean(&scores, &[1.0; 3]).unwrap().value,
        );
        assert!(up > down);
        let mean = scores.iter().sum::<f64>() / 3.0;
        assert!((up + down - 2.0 * mean).abs() < 1e-12);
        assert_ne!(down, (down * 1000.0).round() / 1000.0);
    }

    #[test]
    fn a_scale_from_zero_is_carried_onto_the_range_and_back() {
        let method =
            Aggregation::AdjustedMazziottaPareto { penalty: Penalty::Subtract, range: [70.0, 130.0] };
        let on_hundred =
            Aggregator::new(&method, &(0.0..=100.0), 2).mean(&[0.0, 100.0], &[1.0; 2]).unwrap().value;
        let on_range =
            Aggregator::new(&method, &(70.0..=130.0), 2).mean(&[70.0, 130.0], &[1.0; 2]).unwrap().value;
        assert!((on_range - 91.0).abs() < 1e-12);
        assert!((on_hundred - (on_range - 70.0) / 0.6).abs() < 1e-12);
    }

    #[test]
    fn a_mean_that_is_not_positive_has_no_answer() {
        let method = Aggregation::MazziottaPareto {
            penalty: Penalty::Subtract,
            deviation: Deviation::Sample,
            range: None,
        };
        assert_eq!(method.mean(&[-1.0, 1.0], &[1.0; 2]), Err(NoMean::OutsideDomain));
        assert_eq!(method.mean(&[0.0, 0.0], &[1.0; 2]), Err(NoMean::OutsideDomain));
        for factor in [1e-300, 1e300] {
            let got = method.mean(&[9.0 * factor, 11.0 * factor], &[1.0; 2]).unwrap().value;
            assert!((got / factor - 9.8).abs() < 1e-12, "{got}");
        }
    }
}
