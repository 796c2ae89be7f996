//! Combination weights (组合赋权), such as subjective with objective ones.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{AcrossYears, MethodNote, Said};
use crate::weighting::{InvalidWeights, shares};

/// How several weightings become one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Combination {
    /// Σ a·w (加法合成, linear): a compromise; a weight stays between those it is made of.
    Linear {
        /// How much each weighting counts, divided by their sum; empty: all the same.
        #[serde(default)]
        coefficients: Vec<f64>,
    },
    /// Π w over their sum (乘法合成): squares extremes, and a weighting that gives 0 has the last word.
    Multiplicative {},
    /// Π w^a over their sum: as multiplicative, but with powers that add up to 1, so that equal weightings stay as they are.
    Geometric {
        /// How much each weighting counts, divided by their sum; empty: all the same.
        #[serde(default)]
        coefficients: Vec<f64>,
    },
}

/// Why weightings cannot be combined. They count from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoCombination {
    /// There is nothing to combine.
    #[error("there is no weighting to combine")]
    Empty,
    /// Lists of different length.
    #[error("weighting {at} has {given} entries, {expected} are expected")]
    Shape {
        /// Which weighting; for the coefficients the number of weightings.
        at: usize,
        /// How many entries it has.
        given: usize,
        /// How many are expected.
        expected: usize,
    },
    /// A weighting that cannot be divided by its sum.
    #[error("weighting {at}: {reason}")]
    Weights {
        /// Which one.
        at: usize,
        /// Why.
        reason: InvalidWeights,
    },
    /// Every child weighs 0 in one of the weightings.
    #[error("no child weighs something in all weightings")]
    NothingLeft,
    /// More weightings than the search can take.
    #[error("{given} weightings are given, no more than {most} can be combined")]
    TooMany {
        /// How many there are.
        given: usize,
        /// How many there may be.
        most: usize,
    },
    /// The weightings depend on each other, so that coefficients are arbitrary.
    #[error("the weightings depend on each other: their coefficients are arbitrary")]
    Dependent,
}

/// One weighting from several, each divided by its sum first. The result has the sum 1.
///
/// ```
/// use quanheng::weighting::{Combination, combined};
/// let subjective = vec![0.5, 0.5];
/// let objective = vec![0.2, 0.8];
/// let both = combined(&[subjective, objective], &Combination::Linear { coefficients: vec![] }).unwrap();
/// assert!((both[0] - 0.35).abs() < 1e-15);
/// ```
///
/// # Errors
/// [`NoCombination`] without weightings, for lists of different length, weights or coefficients that cannot be divided by their sum, and
/// when no child weighs something in all weightings of a product.
pub fn combined(weightings: &[Vec<f64>], rule: &Combination) -> Result<Vec<f64>, NoCombination> {
    let own = checked(weightings)?;
    let count = own.len();
    let (coefficients, product): (Vec<f64>, bool) = match rule {
        Combination::Linear { coefficients } => (coefficients_of(coefficients, count)?, false),
        Combination::Geometric { coefficients } => (coefficients_of(coefficients, count)?, true),
        Combination::Multiplicative {} => (vec![1.0; count], true),
    };
    let pairs = || own.iter().zip(&coefficients);
    let items = own[0].len();
    if !product {
        return Ok((0..items).map(|item| pairs().map(|(weights, a)| a * weights[item]).sum()).collect());
    }
    // In logarithms, as the product of many small weights may vanish.
    let log = |item: usize| {
        // A weighting that does not count has no last word.
        let counted = pairs().filter(|(_, a)| **a > 0.0);
        counted.map(|(weights, a)| a * libm::log(weights[item])).sum::<f64>()
    };
    let logs: Vec<f64> = (0..items).map(log).collect();
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if highest == f64::NEG_INFINITY {
        return Err(NoCombination::NothingLeft);
    }
    let relative: Vec<f64> = logs.into_iter().map(|log| libm::exp(log - highest)).collect();
    let sum: f64 = relative.iter().sum();
    Ok(relative.into_iter().map(|weight| weight / sum).collect())
}

/// Each weighting divided by its sum.
pub(super) fn checked(weightings: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, NoCombination> {
    let expected = weightings.first().ok_or(NoCombination::Empty)?.len();
    let one = |(at, weights): (usize, &Vec<f64>)| {
        if weights.len() != expected {
            return Err(NoCombination::Shape { at, given: weights.len(), expected });
        }
        shares(weights).map_err(|reason| NoCombination::Weights { at, reason })
    };
    weightings.iter().enumerate().map(one).collect()
}

fn coefficients_of(given: &[f64], count: usize) -> Result<Vec<f64>, NoCombination> {
    match given.len() {
        0 => Ok(vec![1.0 / count as f64; count]),
        length if length == count => {
            shares(given).map_err(|reason| NoCombination::Weights { at: count, reason })
        }
        length => Err(NoCombination::Shape { at: count, given: length, expected: count }),
    }
}

pub(in crate::weighting) const LINEAR: MethodNote = MethodNote {
    id: "combination, rule = \"linear\"",
    name: Said { zh: "组合赋权（加法）", en: "Combination, linear" },
    formula: "wⱼ = Σₖ aₖ·wₖⱼ",
    letters: Said {
        zh: "wₖ：各种赋权；aₖ：shares，除以合计，默认相等",
        en: "wₖ: the weightings; aₖ: `shares` divided by their sum, equal by default",
    },
    use_when: Said {
        zh: "主观与客观各有一份，结果落在两者之间",
        en: "Judgement and data each have their part, and the result lies between",
    },
    not_when: Said { zh: "说不出各占多少的理由", en: "Nothing justifies the parts" },
    edge: Said { zh: "各种赋权都是 0 的下级仍是 0", en: "A child that is 0 in all stays 0" },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        "weighting = { method = \"combination\", rule = \"linear\", of = [{ method = \"given\", origin = \"expert-panel\" }, { method = \"entropy\", values = { form = \"min-max\" }, min_units = 10 }] }",
    ),
};

pub(in crate::weighting) const MULTIPLICATIVE: MethodNote = MethodNote {
    id: "combination, rule = \"multiplicative\"",
    name: Said { zh: "组合赋权（乘法）", en: "Combination, multiplicative" },
    formula: "wⱼ = Πₖ wₖⱼ / Σⱼ Πₖ wₖⱼ",
    letters: Said { zh: "wₖ：各种赋权", en: "wₖ: the weightings" },
    use_when: Said {
        zh: "只有各种赋权都看重的下级才该重",
        en: "Only what all weightings find important should weigh much",
    },
    not_when: Said {
        zh: "权重差别大：大者愈大", en: "Weights differ widely: the large become larger still"
    },
    edge: Said {
        zh: "任一赋权给 0 的下级是 0；没有下级在每种赋权里都有权重时不通过",
        en: "A child that is 0 in one is 0; refused when no child weighs something in all",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        "weighting = { method = \"combination\", rule = \"multiplicative\", of = [{ method = \"given\", origin = \"expert-panel\" }, { method = \"entropy\", values = { form = \"min-max\" }, min_units = 10 }] }",
    ),
};

pub(in crate::weighting) const GEOMETRIC: MethodNote = MethodNote {
    id: "combination, rule = \"geometric\"",
    name: Said { zh: "组合赋权（几何）", en: "Combination, geometric" },
    formula: "wⱼ ∝ Πₖ wₖⱼ^aₖ, Σ a = 1",
    letters: Said {
        zh: "wₖ：各种赋权；aₖ：shares，除以合计，默认相等",
        en: "wₖ: the weightings; aₖ: `shares` divided by their sum, equal by default",
    },
    use_when: Said {
        zh: "想用乘法而不放大差别", en: "A product without larger contrasts is wanted"
    },
    not_when: Said {
        zh: "有赋权给 0：该下级就是 0", en: "A weighting gives 0: the child is then 0"
    },
    edge: Said { zh: "系数为 0 的赋权没有一票否决", en: "A weighting with share 0 has no veto" },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        "weighting = { method = \"combination\", rule = \"geometric\", of = [{ method = \"given\", origin = \"expert-panel\" }, { method = \"entropy\", values = { form = \"min-max\" }, min_units = 10 }] }",
    ),
};
