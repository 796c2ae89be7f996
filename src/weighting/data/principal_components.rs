//! Weights from principal components of the correlation matrix. Jolliffe 2002, <https://doi.org/10.1007/b98835>. Components say what moves
//! together, not what matters; OECD/JRC Handbook 2008, <https://doi.org/10.1787/9789264043466-en>, p. 89.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::columns::{Column, DataWeights, Domain, NoWeights, non_negative, weigh};
use crate::statistics::correlation::pearson;
use crate::statistics::symmetric::{Eigen, eigen};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// What becomes of negative entries of a component.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Signs {
    /// Negative weights are refused.
    #[default]
    Refuse,
    /// Entries count by their magnitude; a column that goes against the others then counts for them.
    Absolute,
}

/// Weights by the entries of the first component, w ∝ v₁.
///
/// # Errors
/// [`NoWeights`] for bad columns, when two components lead, and for negative entries unless they count by magnitude.
pub fn first_component(columns: &[&[f64]], signs: Signs) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        let components = components(columns);
        let leading = components.leading().ok_or(NoWeights::TiedEigenvalues)?;
        signed(leading, signs)
    })
}

/// Weights by all components with an eigenvalue above 1 (Kaiser 1960, <https://doi.org/10.1177/001316446002000116>), w ∝ Σ λₖ·vₖ, each
/// component with a sum that is not negative.
///
/// # Errors
/// As [`first_component`]; also when no eigenvalue is above 1.
pub fn kaiser_components(columns: &[&[f64]], signs: Signs) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        let components = components(columns);
        let kept = components.values.iter().take_while(|value| **value > 1.0 + 1e-12).count();
        if kept == 0 {
            return Err(NoWeights::NoComponent);
        }
        // Vectors of equal eigenvalues are arbitrary, and so would be the weights.
        let next = components.values.windows(2).take(kept);
        if next.into_iter().any(|pair| pair[0] - pair[1] <= 1e-10 * pair[0]) {
            return Err(NoWeights::TiedEigenvalues);
        }
        let mut weights = vec![0.0; columns.len()];
        for (value, vector) in components.values.iter().zip(&components.vectors).take(kept) {
            for (weight, entry) in weights.iter_mut().zip(vector) {
                *weight += value * if signs == Signs::Absolute { entry.abs() } else { *entry };
            }
        }
        signed(&weights, signs)
    })
}

pub(super) fn components(columns: &[Column<'_>]) -> Eigen {
    let correlations = pearson(&columns.iter().map(|column| column.values).collect::<Vec<_>>());
    eigen(&correlations, columns.len())
}

fn signed(vector: &[f64], signs: Signs) -> Result<Vec<f64>, NoWeights> {
    match signs {
        Signs::Refuse => non_negative(vector),
        Signs::Absolute => Ok(vector.iter().map(|entry| entry.abs()).collect()),
    }
}

pub(in crate::weighting) const FIRST: MethodNote = MethodNote {
    id: "principal-components, keep = \"first\"",
    name: Said { zh: "主成分法（第一主成分）", en: "Principal components, first component" },
    formula: "C·v₁ = λ₁·v₁\nwⱼ ∝ v₁ⱼ",
    letters: Said {
        zh: "C：下级得分的相关矩阵；λ、v：特征值与特征向量，方向取各分量之和不为负",
        en: "C: the correlation matrix of the children’s scores; λ, v: eigenvalues and vectors, turned so that the entries do not sum below 0",
    },
    use_when: Said {
        zh: "下级彼此正相关，要一个最能代表共同变动的合成",
        en: "Children are positively correlated and the whole should follow what they share",
    },
    not_when: Said {
        zh: "把权重当作重要性：主成分说的是共同变动",
        en: "Weights are to mean importance: components only say what moves together",
    },
    edge: Said {
        zh: "有负分量时不通过，除非写 signs = \"absolute\"；特征值并列时没有唯一方向，不通过；常数列权重正好是 0",
        en: "Negative entries are refused unless signs = \"absolute\"; tied eigenvalues give no direction and are refused; a constant column weighs exactly 0",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Jolliffe 2002, https://doi.org/10.1007/b98835",
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
    ],
    example: Some("weighting = { method = \"principal-components\", keep = \"first\", min_units = 10 }"),
};

pub(in crate::weighting) const KAISER: MethodNote = MethodNote {
    id: "principal-components, keep = \"kaiser\"",
    name: Said {
        zh: "主成分法（特征值大于 1 的主成分）",
        en: "Principal components, components with an eigenvalue above 1",
    },
    formula: "C·vₖ = λₖ·vₖ\nwⱼ ∝ Σ_(λₖ>1) λₖ·vₖⱼ",
    letters: Said {
        zh: "C：下级得分的相关矩阵；λ、v：特征值与特征向量，方向取各分量之和不为负",
        en: "C: the correlation matrix of the children’s scores; λ, v: eigenvalues and vectors, turned so that the entries do not sum below 0",
    },
    use_when: Said {
        zh: "下级彼此正相关，要一个最能代表共同变动的合成",
        en: "Children are positively correlated and the whole should follow what they share",
    },
    not_when: Said {
        zh: "把权重当作重要性：主成分说的是共同变动",
        en: "Weights are to mean importance: components only say what moves together",
    },
    edge: Said {
        zh: "有负分量时不通过，除非写 signs = \"absolute\"；特征值并列时没有唯一方向，不通过；常数列权重正好是 0",
        en: "Negative entries are refused unless signs = \"absolute\"; tied eigenvalues give no direction and are refused; a constant column weighs exactly 0",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Jolliffe 2002, https://doi.org/10.1007/b98835",
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
    ],
    example: Some("weighting = { method = \"principal-components\", keep = \"kaiser\", min_units = 10 }"),
};
