//! Weights from nothing but an order. Stillwell, Seaver & Edwards 1981, <https://doi.org/10.1016/0030-5073(81)90015-5>; Barron & Barrett
//! 1996, <https://doi.org/10.1287/mnsc.42.11.1515>.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::NoJudgement;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// How steeply weights fall with rank, for n items and rank k from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RankWeights {
    /// Rank-order centroid, Σ 1/i from k to n, over n: the mean of all weights that agree with the order.
    Centroid,
    /// Rank sum, 2·(n + 1 − k) / (n·(n + 1)): a straight line.
    Sum,
    /// Rank reciprocal, 1/k over their sum.
    Reciprocal,
}

/// The weights of items with the given ranks, 1 the most important. Items that share a rank (1, 2, 2, 4) share the weights of the places
/// they fill.
///
/// ```
/// use quanheng::weighting::{RankWeights, rank_order};
/// assert_eq!(rank_order(&[2, 1, 2], RankWeights::Sum).unwrap(), [0.25, 0.5, 0.25]);
/// ```
///
/// # Errors
/// [`NoJudgement`] without items, and for ranks that are no competition ranks.
pub fn rank_order(ranks: &[u32], method: RankWeights) -> Result<Vec<f64>, NoJudgement> {
    let items = ranks.len();
    if items == 0 {
        return Err(NoJudgement::NoItem);
    }
    let by_place = places(items, method);
    let mut weights = Vec::with_capacity(items);
    for (at, &rank) in ranks.iter().enumerate() {
        let before = ranks.iter().filter(|other| **other < rank).count();
        if rank as usize != before + 1 {
            let allowed = "1 for the first, the same for equals, and then one more than all before";
            return Err(NoJudgement::Contradiction { at, given: f64::from(rank), allowed });
        }
        let shared = ranks.iter().filter(|other| **other == rank).count();
        weights.push(by_place[before..before + shared].iter().sum::<f64>() / shared as f64);
    }
    Ok(weights)
}

/// The weight of each place, first to last.
fn places(items: usize, method: RankWeights) -> Vec<f64> {
    let count = items as f64;
    match method {
        RankWeights::Centroid => {
            let mut sum = 0.0;
            let mut places: Vec<f64> = (1..=items)
                .rev()
                .map(|rank| {
                    sum += 1.0 / rank as f64;
                    sum / count
                })
                .collect();
            places.reverse();
            places
        }
        RankWeights::Sum => {
            (1..=items).map(|rank| 2.0 * (count + 1.0 - rank as f64) / (count * (count + 1.0))).collect()
        }
        RankWeights::Reciprocal => {
            let sum: f64 = (1..=items).rev().map(|rank| 1.0 / rank as f64).sum();
            (1..=items).map(|rank| 1.0 / rank as f64 / sum).collect()
        }
    }
}

pub(in crate::weighting) const CENTROID: MethodNote = MethodNote {
    id: "rank-order, form = \"centroid\"",
    name: Said { zh: "次序重心法（ROC）", en: "Rank-order centroid" },
    formula: "w_k = (1/m)·Σ_(i=k)^m 1/i",
    letters: Said {
        zh: "k：名次，1 最重要；m：下级个数",
        en: "k: the rank, 1 the most important; m: the number of children",
    },
    use_when: Said {
        zh: "只知道次序，不知道差多少", en: "Only the order is known, not how far apart"
    },
    not_when: Said {
        zh: "能得到更多判断时：次序以外的都是公式假定的",
        en: "More can be asked: all beyond the order is the formula’s own",
    },
    edge: Said {
        zh: "并列者平分所占名次的权重，名次写作 1、2、2、4",
        en: "Ties share the weights of the places they fill; ranks are 1, 2, 2, 4",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Barron & Barrett 1996, https://doi.org/10.1287/mnsc.42.11.1515"],
    example: Some(
        "weighting = { method = \"rank-order\", form = \"centroid\", experts = [{ ranks = { a = 1, b = 2, c = 2 } }] }",
    ),
};

pub(in crate::weighting) const SUM: MethodNote = MethodNote {
    id: "rank-order, form = \"sum\"",
    name: Said { zh: "次序和法", en: "Rank sum" },
    formula: "w_k = 2·(m + 1 − k) / (m·(m + 1))",
    letters: Said {
        zh: "k：名次，1 最重要；m：下级个数",
        en: "k: the rank, 1 the most important; m: the number of children",
    },
    use_when: Said {
        zh: "只知道次序，不知道差多少", en: "Only the order is known, not how far apart"
    },
    not_when: Said {
        zh: "能得到更多判断时：次序以外的都是公式假定的",
        en: "More can be asked: all beyond the order is the formula’s own",
    },
    edge: Said {
        zh: "并列者平分所占名次的权重，名次写作 1、2、2、4",
        en: "Ties share the weights of the places they fill; ranks are 1, 2, 2, 4",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Stillwell, Seaver & Edwards 1981, https://doi.org/10.1016/0030-5073(81)90015-5"],
    example: Some(
        "weighting = { method = \"rank-order\", form = \"sum\", experts = [{ ranks = { a = 1, b = 2, c = 2 } }] }",
    ),
};

pub(in crate::weighting) const RECIPROCAL: MethodNote = MethodNote {
    id: "rank-order, form = \"reciprocal\"",
    name: Said { zh: "次序倒数法", en: "Rank reciprocal" },
    formula: "w_k = (1/k) / Σᵢ 1/i",
    letters: Said {
        zh: "k：名次，1 最重要；m：下级个数",
        en: "k: the rank, 1 the most important; m: the number of children",
    },
    use_when: Said {
        zh: "只知道次序，不知道差多少", en: "Only the order is known, not how far apart"
    },
    not_when: Said {
        zh: "能得到更多判断时：次序以外的都是公式假定的",
        en: "More can be asked: all beyond the order is the formula’s own",
    },
    edge: Said {
        zh: "并列者平分所占名次的权重，名次写作 1、2、2、4",
        en: "Ties share the weights of the places they fill; ranks are 1, 2, 2, 4",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Stillwell, Seaver & Edwards 1981, https://doi.org/10.1016/0030-5073(81)90015-5"],
    example: Some(
        "weighting = { method = \"rank-order\", form = \"reciprocal\", experts = [{ ranks = { a = 1, b = 2, c = 2 } }] }",
    ),
};
