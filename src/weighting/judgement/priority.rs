//! Weights of a judgement matrix, and how far it contradicts itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{JudgementMatrix, NoJudgement};
use crate::statistics::symmetric::{perron, times};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// How weights are drawn from a judgement matrix. They agree where the judgements do not contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// The leading eigenvector (特征根法), Saaty 1980.
    Eigenvector,
    /// Geometric means of the rows (方根法), Crawford & Williams 1985, <https://doi.org/10.1016/0022-2496(85)90002-1>.
    RowGeometricMean,
    /// Means of the rows after each column is divided by its sum (和积法). Row totals over the grand total are something else, although
    /// some libraries give them the same name.
    NormalisedColumnMean,
}

/// A named table of random indices: mean consistency indices of random matrices. The tables differ, and with them the ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RandomIndex {
    /// Saaty 1980: 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, … for 3 to 15 items.
    #[serde(rename = "saaty-1980")]
    Saaty1980,
    /// As printed in many Chinese textbooks: 0.52, 0.89, 1.12, 1.26, 1.36, 1.41, … for 3 to 15 items.
    ChineseTextbook,
}

/// How far judgements contradict each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Consistency {
    /// λ, the mean of (A·w)ᵢ / wᵢ; with the eigenvector its eigenvalue. At least the number of items but for rounding.
    pub lambda: f64,
    /// (λ − n) / (n − 1); 0 without contradiction, and for one or two items.
    pub index: f64,
    /// The index over the random index; 0.1 and above is commonly held too contradictory to use. 0 for one or two items.
    pub ratio: f64,
}

impl JudgementMatrix {
    /// The weights of the items, with the sum 1.
    #[must_use]
    pub fn priorities(&self, method: Priority) -> Vec<f64> {
        let (side, cells) = (self.items(), self.cells());
        let weights: Vec<f64> = match method {
            Priority::Eigenvector => return perron(cells, side),
            Priority::RowGeometricMean => {
                let logs = cells.chunks(side).map(|row| row.iter().map(|cell| libm::log(*cell)).sum::<f64>());
                let logs: Vec<f64> = logs.map(|sum| sum / side as f64).collect();
                let highest = logs.iter().copied().fold(f64::MIN, f64::max);
                logs.into_iter().map(|log| libm::exp(log - highest)).collect()
            }
            Priority::NormalisedColumnMean => {
                let sums: Vec<f64> =
                    (0..side).map(|column| (0..side).map(|row| cells[row * side + column]).sum()).collect();
                cells
                    .chunks(side)
                    .map(|row| row.iter().zip(&sums).map(|(cell, sum)| cell / sum).sum())
                    .collect()
            }
        };
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }

    /// λ, CI and CR of the judgements against weights drawn from them.
    ///
    /// # Errors
    /// [`NoJudgement::NoRandomIndex`] beyond the table, [`NoJudgement::Shape`] for another number of weights.
    pub fn consistency(&self, weights: &[f64], table: RandomIndex) -> Result<Consistency, NoJudgement> {
        let side = self.items();
        if weights.len() != side {
            return Err(NoJudgement::Shape { given: weights.len(), expected: side });
        }
        let random = table.of(side)?;
        let images = times(self.cells(), weights);
        let lambda =
            images.iter().zip(weights).map(|(image, weight)| image / weight).sum::<f64>() / side as f64;
        if side < 3 {
            return Ok(Consistency { lambda, index: 0.0, ratio: 0.0 });
        }
        let index = (lambda - side as f64) / (side as f64 - 1.0);
        Ok(Consistency { lambda, index, ratio: index / random })
    }
}

impl RandomIndex {
    /// The random index for so many items; 0 for one and two, which cannot contradict each other.
    ///
    /// # Errors
    /// [`NoJudgement::NoRandomIndex`] beyond 15 items: split the items into groups.
    pub fn of(self, items: usize) -> Result<f64, NoJudgement> {
        let table: &[f64] = match self {
            RandomIndex::Saaty1980 => {
                &[0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59]
            }
            RandomIndex::ChineseTextbook => {
                &[0.0, 0.0, 0.52, 0.89, 1.12, 1.26, 1.36, 1.41, 1.46, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59]
            }
        };
        let entry = items.checked_sub(1).and_then(|at| table.get(at));
        entry.copied().ok_or(NoJudgement::NoRandomIndex { items, most: table.len() })
    }
}

pub(in crate::weighting) const EIGENVECTOR: MethodNote = MethodNote {
    id: "ahp, priority = \"eigenvector\"",
    name: Said { zh: "层次分析法（特征向量法）", en: "AHP, eigenvector" },
    formula: "A·w = λmax·w, Σ w = 1\nCI = (λmax − m) / (m − 1)\nCR = CI / RI",
    letters: Said {
        zh: "A：判断矩阵，aⱼₖ 是 j 对 k 的重要性倍数；m：下级个数；RI：随机一致性指标，按写明的表",
        en: "A: the judgements, aⱼₖ how many times as important j is as k; m: the number of children; RI: the random index of the table named",
    },
    use_when: Said {
        zh: "专家能两两比较，下级不多于 9 个；这是原始做法",
        en: "Experts can compare pairs and there are no more than about 9 children; this is the original form",
    },
    not_when: Said {
        zh: "下级很多（判断数按平方增长），或专家只能给次序",
        en: "There are many children, as judgements grow with the square, or experts can only say an order",
    },
    edge: Said {
        zh: "CR 不小于 0.1 时警告，并列出最矛盾的三元组，不改判断；超过 15 个下级没有随机一致性指标，不通过；几位专家用几何平均合并判断（AIJ）或合并权重（AIP）",
        en: "CR of 0.1 and above is a warning with the most contradicting triads, and nothing is changed; beyond 15 children there is no random index, which is refused; several experts are joined by geometric means of judgements (AIJ) or by weights (AIP)",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Saaty 1980, ISBN 978-0-07-054371-3"],
    example: Some(
        "weighting = { method = \"ahp\", priority = \"eigenvector\", random_index = \"saaty-1980\", experts = [{ pairs = [{ item = \"a\", over = \"b\", times = 2 }, { item = \"a\", over = \"c\", times = 4 }, { item = \"b\", over = \"c\", times = 2 }] }] }",
    ),
};

pub(in crate::weighting) const ROW_GEOMETRIC_MEAN: MethodNote = MethodNote {
    id: "ahp, priority = \"row-geometric-mean\"",
    name: Said { zh: "层次分析法（方根法）", en: "AHP, row geometric mean" },
    formula: "wⱼ ∝ (Π aⱼₖ)^(1/m)\nλmax = (1/m)·Σ (A·w)ⱼ / wⱼ",
    letters: Said {
        zh: "A：判断矩阵；m：下级个数", en: "A: the judgements; m: the number of children"
    },
    use_when: Said {
        zh: "要能手算；或要求左右特征向量结果一致",
        en: "It must be done by hand; or left and right answers must agree",
    },
    not_when: Said {
        zh: "矩阵有缺漏：只有特征向量法可用",
        en: "Judgements are missing: only the eigenvector takes gaps",
    },
    edge: Said {
        zh: "CR 不小于 0.1 时警告，并列出最矛盾的三元组，不改判断；超过 15 个下级没有随机一致性指标，不通过；几位专家用几何平均合并判断（AIJ）或合并权重（AIP）",
        en: "CR of 0.1 and above is a warning with the most contradicting triads, and nothing is changed; beyond 15 children there is no random index, which is refused; several experts are joined by geometric means of judgements (AIJ) or by weights (AIP)",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Saaty 1980, ISBN 978-0-07-054371-3"],
    example: Some(
        "weighting = { method = \"ahp\", priority = \"row-geometric-mean\", random_index = \"saaty-1980\", experts = [{ pairs = [{ item = \"a\", over = \"b\", times = 2 }, { item = \"a\", over = \"c\", times = 4 }, { item = \"b\", over = \"c\", times = 2 }] }] }",
    ),
};

pub(in crate::weighting) const NORMALISED_COLUMN_MEAN: MethodNote = MethodNote {
    id: "ahp, priority = \"normalised-column-mean\"",
    name: Said { zh: "层次分析法（和积法）", en: "AHP, mean of normalised columns" },
    formula: "wⱼ = (1/m)·Σₖ aⱼₖ / Σᵢ aᵢₖ",
    letters: Said {
        zh: "A：判断矩阵；m：下级个数", en: "A: the judgements; m: the number of children"
    },
    use_when: Said {
        zh: "教材和课程里要求这种算法，或要手算",
        en: "A textbook or course asks for it, or it must be done by hand",
    },
    not_when: Said {
        zh: "判断矛盾较大：它与特征向量法的差别随矛盾增大",
        en: "Judgements contradict each other: its distance from the eigenvector grows with that",
    },
    edge: Said {
        zh: "CR 不小于 0.1 时警告，并列出最矛盾的三元组，不改判断；超过 15 个下级没有随机一致性指标，不通过；几位专家用几何平均合并判断（AIJ）或合并权重（AIP）",
        en: "CR of 0.1 and above is a warning with the most contradicting triads, and nothing is changed; beyond 15 children there is no random index, which is refused; several experts are joined by geometric means of judgements (AIJ) or by weights (AIP)",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Saaty 1980, ISBN 978-0-07-054371-3"],
    example: Some(
        "weighting = { method = \"ahp\", priority = \"normalised-column-mean\", random_index = \"saaty-1980\", experts = [{ pairs = [{ item = \"a\", over = \"b\", times = 2 }, { item = \"a\", over = \"c\", times = 4 }, { item = \"b\", over = \"c\", times = 2 }] }] }",
    ),
};
