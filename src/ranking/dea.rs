//! Data envelopment analysis (DEA), input-oriented: by which factor a unit's inputs could shrink if it worked as well as the best.
//!
//! Multiplier form: θ(o) = max u·y(o) + u₀ with v·x(o) = 1, u·y(i) + u₀ − v·x(i) ≤ 0 for every unit i, u, v ≥ 0; u₀ = 0 under constant returns to scale (CCR), free under variable ones
//! (BCC). Charnes, Cooper & Rhodes 1978, <https://doi.org/10.1016/0377-2217(78)90138-8>; Banker, Charnes & Cooper 1984, <https://doi.org/10.1287/mnsc.30.9.1078>. When: real inputs and
//! outputs, many more units than both. When not: indices of a few indicators, where nearly everybody is efficient.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::benefit_of_the_doubt::on_the_frontier;
use super::{Appraisal, Matrix, Ranked, RankingError};
use crate::optimisation::{Row, dot, maximise};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

/// Whether size matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Returns {
    /// CCR: twice the input gives twice the output.
    Constant,
    /// BCC: units are compared with mixtures of their own size.
    Variable,
}

/// θ of every unit: above 0 up to 1; 1 is efficient. One column an input (values above 0) or output (values from 0 up).
///
/// # Errors
/// [`RankingError`] for no input or output (criteria count inputs first), columns that do not fit, fewer than two units, a value that is not finite, an input of 0 or below, an output below
/// 0, a unit without any output, and a criterion that is 0 for all.
pub fn efficiency(inputs: &[&[f64]], outputs: &[&[f64]], returns: Returns) -> Result<Ranked, RankingError> {
    let units = check(inputs, outputs)?;
    let largest = |column: &&[f64]| column.iter().copied().fold(0.0, f64::max);
    // In shares of each column's largest value; efficiency does not depend on units of measure.
    let scales: Vec<f64> = inputs.iter().chain(outputs).map(largest).collect();
    let (of_inputs, of_outputs) = scales.split_at(inputs.len());
    let offsets: &[f64] = if returns == Returns::Variable { &[1.0, -1.0] } else { &[] };
    // Variables: v, u, then u₀ as a difference of two.
    let row = |unit: usize| Row {
        terms: (inputs.iter().zip(of_inputs).map(|(column, scale)| -column[unit] / scale))
            .chain(outputs.iter().zip(of_outputs).map(|(column, scale)| column[unit] / scale))
            .chain(offsets.iter().copied())
            .collect(),
        limit: 0.0,
    };
    let rows: Vec<Row> = (0..units).map(row).collect();
    let solved: Vec<Option<f64>> =
        (0..units).into_par_iter().map(|unit| one(&rows, unit, inputs.len())).collect();
    let refused = RankingError::TooHard { units, budget: 200, reason: "a linear programme found no end" };
    let scores: Option<Vec<f64>> = solved.into_iter().collect();
    scores.map(Ranked::higher).ok_or(refused)
}

fn check(inputs: &[&[f64]], outputs: &[&[f64]]) -> Result<usize, RankingError> {
    let (Some(first), false) = (inputs.first(), outputs.is_empty()) else {
        return Err(RankingError::NoCriteria);
    };
    let units = first.len();
    if units < 2 {
        return Err(RankingError::TooFewUnits { given: units });
    }
    for (criterion, column) in inputs.iter().chain(outputs).enumerate() {
        if column.len() != units {
            return Err(RankingError::ColumnLength { criterion, given: column.len(), expected: units });
        }
        for (unit, given) in column.iter().copied().enumerate() {
            if !given.is_finite() {
                return Err(RankingError::NotFinite { criterion, unit });
            }
            if criterion < inputs.len() && given <= 0.0 {
                return Err(RankingError::NotPositive { criterion, unit, given });
            }
            if given < 0.0 {
                return Err(RankingError::Negative { criterion, unit, given });
            }
        }
        if column.iter().all(|value| *value == 0.0) {
            return Err(RankingError::NotPositive { criterion, unit: 0, given: 0.0 });
        }
    }
    match (0..units).find(|unit| outputs.iter().all(|column| column[*unit] == 0.0)) {
        Some(unit) => Err(RankingError::ZeroSum { what: "outputs", unit }),
        None => Ok(units),
    }
}

fn one(rows: &[Row], unit: usize, inputs: usize) -> Option<f64> {
    let own = &rows[unit].terms;
    let objective: Vec<f64> =
        own.iter().enumerate().map(|(at, term)| if at < inputs { 0.0 } else { *term }).collect();
    // v·x ≤ 1 is enough: the objective grows with all multipliers, so that the limit is reached.
    let own_inputs = own.iter().enumerate().map(|(at, term)| if at < inputs { -term } else { 0.0 });
    let fixed = [Row { terms: own_inputs.collect(), limit: 1.0 }];
    let multipliers = maximise(&objective, &fixed, rows, &[unit])?;
    Some(on_the_frontier(dot(&objective, &multipliers)))
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "dea, returns = \"constant\" | \"variable\"",
    name: Said { zh: "数据包络分析（DEA：CCR、BCC）", en: "Data envelopment analysis: CCR, BCC" },
    formula: "θ(o) = max u·y(o) + u₀\nv·x(o) = 1, u·y(i) + u₀ − v·x(i) ≤ 0 for every i, u, v ≥ 0\nconstant (CCR): u₀ = 0; variable (BCC): u₀ free",
    letters: Said {
        zh: "x：投入；y：产出；θ：投入可以缩到的份额，1 为有效",
        en: "x: inputs; y: outputs; θ: the share to which inputs could shrink, 1 is efficient",
    },
    use_when: Said {
        zh: "有真实的投入和产出，对象数远多于指标数",
        en: "Real inputs and outputs, and many more units than both",
    },
    not_when: Said {
        zh: "几个指标的综合指数（几乎人人有效）；跨年比较",
        en: "An index of a few indicators, where nearly everybody is efficient; across years",
    },
    edge: Said {
        zh: "投入须大于 0，产出不得为负；与计量单位无关",
        en: "Inputs above 0, outputs from 0 up; units of measure do not matter",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Charnes, Cooper & Rhodes 1978, https://doi.org/10.1016/0377-2217(78)90138-8",
        "Banker, Charnes & Cooper 1984, https://doi.org/10.1287/mnsc.30.9.1078",
    ],
    example: Some(
        "[[ranking]]\nid = \"dea\"\nmethod = { method = \"dea\", returns = \"variable\", inputs = [\"a\"] }",
    ),
};

/// Efficiency with the inputs that the matrix names; all other criteria are outputs.
pub(super) fn appraisal(matrix: &Matrix<'_>, returns: Returns) -> Result<Appraisal, RankingError> {
    let is_input = |at: &usize| matrix.inputs.contains(at);
    let (inputs, outputs): (Vec<usize>, Vec<usize>) = (0..matrix.columns.len()).partition(is_input);
    if let Some(criterion) =
        outputs.iter().find(|at| matrix.directions.get(**at) != Some(&Direction::Positive))
    {
        return Err(RankingError::OnlyBenefits { criterion: *criterion });
    }
    let take = |places: &[usize]| places.iter().map(|at| matrix.columns[*at]).collect::<Vec<_>>();
    let places: Vec<usize> = inputs.iter().chain(&outputs).copied().collect();
    let ranked =
        efficiency(&take(&inputs), &take(&outputs), returns).map_err(|error| error.relocated(&places))?;
    Ok(Appraisal::of(ranked))
}
