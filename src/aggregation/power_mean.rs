//! The weighted power mean (Σ w·x^p / Σ w)^(1/p): p below 1 punishes imbalance, p above 1 rewards it. Bullen, Handbook of Means and
//! Their Inequalities, ISBN 978-1-4020-1522-9, chapter 3.

use super::NoMean;
use super::arithmetic::Total;
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "power-mean, power = …, zero = \"refuse\" | \"zero\"; floor = …",
    name: Said { zh: "加权幂平均", en: "Weighted power mean" },
    formula: "P = (Σ w_j·x_j^p / Σ w_j)^(1/p),  p ≠ 0",
    letters: Said {
        zh: "x：下级得分；w：权重；p：幂，1 为算术平均，−1 为调和平均，趋于 0 为几何平均",
        en: "x: scores of the children; w: weights; p: the power; 1 is the arithmetic mean, −1 the harmonic one, near 0 the geometric one",
    },
    use_when: Said {
        zh: "要在算术与几何平均之间（或之外）明确选定可替代程度",
        en: "The degree of compensation is to be chosen between the arithmetic and the geometric mean, or beyond them",
    },
    not_when: Said {
        zh: "没有人能说明 p 为什么取这个值", en: "Nobody can say why p has the value it has"
    },
    edge: Said {
        zh: "p < 0 时零分同几何平均的规则；p > 0 时零分没有问题；负分没有结果；缺失的下级不计，权重由其余分担",
        en: "For p < 0 zeros follow the rules of the geometric mean; for p > 0 they are no matter; negatives have no answer; missing children are left out and the others share their weight",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Bullen 2003, ISBN 978-1-4020-1522-9, chapter 3"],
    example: Some(r#"aggregation = { method = "power-mean", power = 0.5 }"#),
};

/// Below it e^y − 1 is y to every digit, and products would be denormal.
const VANISHING: f64 = 1e-100;

/// The mean of one row for p ≠ 0, relative to the largest score so that no power overflows. With `zero_allowed` and p < 0 one zero
/// makes it zero, the limit of the formula; for p > 0 zeros need no rule.
pub(super) fn mean(
    scores: &[f64],
    weights: &[f64],
    total: f64,
    power: f64,
    zero_allowed: bool,
) -> Result<f64, NoMean> {
    let counted = || scores.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    let zero = counted().any(|(score, _)| *score == 0.0);
    if counted().any(|(score, _)| *score < 0.0) || zero && power < 0.0 && !zero_allowed {
        return Err(NoMean::OutsideDomain);
    }
    let largest = counted().map(|(score, _)| *score).fold(0.0, f64::max);
    if largest == 0.0 || zero && power < 0.0 {
        return Ok(0.0);
    }
    if power.abs() >= 1.0 {
        let sum = Total::of(counted().map(|(score, weight)| weight * libm::pow(score / largest, power)));
        return Ok(largest * libm::pow(sum / total, 1.0 / power));
    }
    let logs = counted().map(|(score, weight)| (libm::log(score / largest), weight));
    if power.abs() < VANISHING {
        return Ok(largest * libm::exp(Total::of(logs.map(|(log, weight)| weight * log)) / total));
    }
    // x^p is close to 1 for a small p: what it differs by carries the digits. All terms have one sign, so that none is lost.
    let sum = Total::of(logs.map(|(log, weight)| weight * libm::expm1(power * log)));
    Ok(largest * libm::exp(libm::log1p(sum / total) / power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_power_is_the_geometric_mean_and_a_little() {
        let (scores, weights) = ([20.0, 80.0], [1.0, 1.0]);
        for power in [1e-3, 1e-6, 1e-9, 1e-12, 1e-15, 1e-90, 1e-110, 5e-324] {
            for power in [power, -power] {
                // To the second order, ln M = mean of ln x + p/2 · variance of ln x.
                let expected = 40.0 * libm::exp(power / 2.0 * libm::log(2.0) * libm::log(2.0));
                let found = mean(&scores, &weights, 2.0, power, false).unwrap();
                // What is left out of the expected number: p³/12 · (ln 2)⁴.
                let tolerance = 40.0 * (1e-12 + 0.02 * power.abs() * power * power);
                assert!((found - expected).abs() <= tolerance, "{power}: {found}");
            }
        }
        assert_eq!(mean(&[0.0, 80.0], &weights, 2.0, 1e-12, false), Ok(0.0));
    }
}
