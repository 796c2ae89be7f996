//! Grey relational analysis (灰色关联分析): how closely a unit follows the best series.
//!
//! z = normalised value, δ = 1 − z (the reference series reaches 1 in every criterion); grade = Σ w·(δmin + ρ·δmax) / (δ + ρ·δmax), with δmin
//! and δmax over the whole matrix. Deng 1982, <https://doi.org/10.1016/S0167-6911(82)80025-X>; Liu & Lin, Grey Information, ISBN 978-1-85233-995-1.
//! The weighted grade is not divided by the number of units. When: few units, no idea of a distribution. When not: across years.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decision::{Criterion, Decision, Lowest};
use super::steps::Labels;
use super::{Ranked, RankingError};
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

/// What a value becomes before it is compared with the reference series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GreyForm {
    /// (x − min) / (max − min), turned round where less is better.
    MinMax,
    /// x / max; min / x where less is better. Needs values above 0.
    Ratio,
}

/// The grey relational grade of every unit; 0 to 1, higher is better. `distinguishing` is ρ: above 0 up to 1, usually 0.5.
///
/// # Errors
/// [`RankingError::Parameter`] for ρ outside its range; [`RankingError::NotPositive`] for the ratio form.
pub fn grey_relational_grade(
    decision: &Decision<'_>,
    form: GreyForm,
    distinguishing: f64,
) -> Result<Ranked, RankingError> {
    if !(distinguishing > 0.0 && distinguishing <= 1.0) {
        return Err(RankingError::Parameter {
            name: "distinguishing",
            given: distinguishing,
            allowed: "a number above 0, at most 1",
        });
    }
    let farthest = match form {
        GreyForm::MinMax => 1.0,
        GreyForm::Ratio => {
            decision.criteria().iter().try_for_each(|criterion| criterion.require(Lowest::AboveZero))?;
            let least = |criterion: &Criterion<'_>| criterion.profile.min / criterion.profile.max;
            decision.criteria().iter().map(|criterion| 1.0 - least(criterion)).fold(0.0, f64::max)
        }
    };
    // The nearest difference is 0: in every criterion some unit reaches the reference.
    let near = distinguishing * farthest;
    let [grades] = decision.gather([0.0], |_, criterion, values, [grade]| {
        let distance = differences(criterion, form);
        for (value, grade) in values.iter().zip(grade.iter_mut()) {
            *grade += criterion.weight * (near / (distance(*value) + near));
        }
    });
    Ok(Ranked::higher(grades))
}

/// δ: how far a value stays behind the reference.
fn differences(criterion: &Criterion<'_>, form: GreyForm) -> impl Fn(f64) -> f64 {
    let share = criterion.distance();
    let (cost, min, max) = (criterion.cost, criterion.profile.min, criterion.profile.max);
    move |value| match form {
        GreyForm::MinMax => share(value),
        GreyForm::Ratio if cost => 1.0 - min / value,
        GreyForm::Ratio => 1.0 - value / max,
    }
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "grey, form = \"min-max\" | \"ratio\"",
    name: Said { zh: "灰色关联分析", en: "Grey relational analysis" },
    formula: "min-max: z = (x − min) / (max − min); ratio: z = x / max (benefit), min / x (cost)\nδ = 1 − z\nγ = Σ w·(δmin + ρ·δmax) / (δ + ρ·δmax)",
    letters: Said {
        zh: "δ：与参考序列（各准则最优值）之差；δmin、δmax：整个矩阵的最小和最大差；ρ：分辨系数，通常 0.5；γ 越大越好",
        en: "δ: distance from the reference series, the best of each criterion; δmin, δmax: over the whole matrix; ρ: distinguishing coefficient, usually 0.5; higher γ is better",
    },
    use_when: Said { zh: "样本小、分布不明时", en: "Few units and no idea of a distribution" },
    not_when: Said {
        zh: "跨年比较；把关联度当作距离或概率",
        en: "Across years; or reading the grade as a distance or a probability",
    },
    edge: Said {
        zh: "常数列权重恰为 0 并说明；ratio 形式要求数值大于 0",
        en: "A constant column weighs exactly 0 and is named; the ratio form needs values above 0",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Deng 1982, https://doi.org/10.1016/S0167-6911(82)80025-X",
        "Liu & Lin 2006, ISBN 978-1-85233-995-1",
    ],
    example: Some(
        "[[ranking]]\nid = \"grey\"\nmethod = { method = \"grey\", form = \"min-max\", distinguishing = 0.5 }",
    ),
};

pub(super) fn working(
    decision: &Decision<'_>,
    form: GreyForm,
    distinguishing: f64,
    labels: &Labels<'_>,
) -> Vec<Working> {
    let distances = |criterion: &Criterion<'_>| -> Vec<f64> {
        let distance = differences(criterion, form);
        criterion.values.iter().map(|value| distance(*value)).collect()
    };
    let farthest = decision.criteria().iter().flat_map(&distances).fold(0.0, f64::max);
    let near = distinguishing * farthest;
    let coefficients = |criterion: &Criterion<'_>| {
        distances(criterion).iter().map(|distance| near / (distance + near)).collect()
    };
    vec![
        labels.by_criterion(decision, ("与参考序列之差", "Distances from the reference"), "δ", distances),
        labels.by_criterion(
            decision,
            ("关联系数", "Relational coefficients"),
            "(δmin + ρ·δmax) / (δ + ρ·δmax)",
            coefficients,
        ),
    ]
}
