//! Independence weights (独立性权重): what the other columns predict already weighs less.

use super::columns::{DataWeights, Domain, NoWeights, weigh};
use crate::statistics::correlation::pearson;
use crate::statistics::symmetric::inverse_diagonal;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Weights by w ∝ 1 / R, R the multiple correlation of a column with all others, R² = 1 − 1 / (C⁻¹)ⱼⱼ, C the correlation matrix.
///
/// # Errors
/// [`NoWeights`] for bad columns, with no more units than columns, when a column is determined by the others or uncorrelated with them.
pub fn independence(columns: &[&[f64]]) -> Result<DataWeights, NoWeights> {
    weigh(columns, Domain::Any, |columns| {
        let (rows, side) = (columns[0].values.len(), columns.len());
        // With no more units than columns every column is predicted without error, whatever the data.
        if rows <= side {
            return Err(NoWeights::TooFewUnits { given: rows, needed: side + 1 });
        }
        let correlations = pearson(&columns.iter().map(|column| column.values).collect::<Vec<_>>());
        let inverse = inverse_diagonal(&correlations, side).ok_or(NoWeights::Collinear)?;
        inverse
            .iter()
            .enumerate()
            .map(|(column, entry)| {
                let squared = 1.0 - 1.0 / entry;
                // Below 10⁻¹² of the variance, what is explained is rounding.
                if squared > 1e-12 {
                    Ok(1.0 / squared.sqrt())
                } else {
                    Err(NoWeights::Uncorrelated { column })
                }
            })
            .collect()
    })
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "independence",
    name: Said { zh: "独立性权重", en: "Independence weights" },
    formula: "Rⱼ² = 1 − 1 / (C⁻¹)ⱼⱼ\nwⱼ ∝ 1 / Rⱼ",
    letters: Said {
        zh: "C：相关矩阵；Rⱼ：下级 j 与其余下级的复相关系数",
        en: "C: the correlation matrix; Rⱼ: the multiple correlation of child j with the others",
    },
    use_when: Said { zh: "信息重复是主要的担心", en: "Repeated information is the main worry" },
    not_when: Said {
        zh: "行数不比下级多许多：复相关会虚高",
        en: "Rows are not many more than children: multiple correlations are then inflated",
    },
    edge: Said {
        zh: "行数须多于下级数；有下级由其余决定、或与其余都不相关时不通过；权重在基期上冻结",
        en: "There must be more rows than children; a child determined by the others, or uncorrelated with all, is refused; weights are frozen on the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &["SPSSAU, 独立性权重, https://spssau.com"],
    example: Some("weighting = { method = \"independence\", min_units = 10 }"),
};
