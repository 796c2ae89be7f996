use serde::Serialize;

use super::imputed_from::ImputedFrom;
use super::scores::{Grading, Standing, Withheld};
use crate::framework::AdjustmentKind;
use crate::normalisation::{Segment, Side};
use crate::panel::Status;
use crate::treatment::Cut;
use crate::vocab::{Id, Period, Text};

/// Where a score comes from, down to the cells of the files. Serialises to JSON; [`Explanation::render`] makes a text of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The fingerprint of the scorecard.
    pub fingerprint: String,
    /// The unit's id.
    pub unit: String,
    /// The unit's name.
    pub unit_name: String,
    /// The period.
    pub period: Period,
    /// The score asked for.
    pub node: NodeStep,
    /// Gates and grade, when the root was asked for and the framework has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<GradeStep>,
}

/// A node on the way down.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NodeStep {
    /// An aggregate.
    Aggregate(Box<AggregateStep>),
    /// An indicator.
    Indicator(Box<LeafStep>),
}

/// How an aggregate came about.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AggregateStep {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Its score, unrounded; `None` when withheld.
    pub score: Option<f64>,
    /// Why it is withheld.
    pub withheld: Withheld,
    /// Share of the applicable weight below that was observed.
    pub coverage: f64,
    /// Share of the applicable weight below that was imputed.
    pub imputed_share: f64,
    /// The method.
    pub aggregation: Text,
    /// How the weights of the children came about.
    pub weighting: Text,
    /// Whether the data of the base decided them.
    pub weights_from_data: bool,
    /// Children in the order written. The contributions of those with a score add up to the score.
    pub children: Vec<Contribution>,
}

/// What a child brings to its aggregate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Contribution {
    /// Its share as frozen, 0 to 1.
    pub nominal_share: f64,
    /// Its share among the children that have a score, 0 to 1; 0 without score.
    pub share: f64,
    /// Points of the aggregate's score; 0 without score.
    pub points: f64,
    /// The child itself.
    pub node: NodeStep,
}

/// How an indicator's score came about, from the score down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeafStep {
    /// Its id.
    pub id: Id,
    /// Its code.
    pub code: Option<String>,
    /// Its name.
    pub name: Text,
    /// Its unit of measure.
    pub measure: String,
    /// Its score, unrounded.
    pub score: Option<f64>,
    /// Observed, imputed, missing or not applicable.
    pub standing: Standing,
    /// Where on which curve.
    pub curve: Option<CurvePlace>,
    /// What was normalised.
    pub treated: Option<f64>,
    /// Whether and where it was cut.
    pub treatment: Option<TreatedBy>,
    /// What stands in for a missing value.
    pub imputed: Option<ImputedFrom>,
    /// The value by formula.
    pub raw: Option<f64>,
    /// Why there is none.
    pub status: Status,
    /// Why it does not apply.
    pub not_applicable: Option<Text>,
    /// The formula as written.
    pub formula: String,
    /// The formula with names.
    pub formula_in_words: Text,
    /// Numerator and denominator, where the card has both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<RatioStep>,
    /// Every raw cell it reads, and those of what stands in for a missing value.
    pub cells: Vec<RawCell>,
}

/// The two sides of a ratio.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatioStep {
    /// What stands above the line.
    pub numerator: RatioSide,
    /// What stands below it.
    pub denominator: RatioSide,
}

/// One side of a ratio.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatioSide {
    /// Its formula with names.
    pub formula_in_words: Text,
    /// Its value.
    pub value: Option<f64>,
    /// Why there is none.
    pub status: Status,
    /// Its unit of measure, where its variables declare one.
    pub measure: Option<String>,
}

/// A place on a frozen curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurvePlace {
    /// What sort of curve.
    pub form: Text,
    /// The values of the attributes that chose it; empty: the curve for all.
    pub group: Vec<String>,
    /// Whether the unit belongs to a peer group but uses the curve for all.
    pub is_fallback: bool,
    /// The anchors around the value.
    pub segment: Option<Segment>,
    /// Beyond which end it lies.
    pub outside: Option<Side>,
    /// The parameters in one line.
    pub parameters: Text,
}

/// What treatment did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TreatedBy {
    /// The lower limit; `None`: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The upper limit; `None`: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// At which it was cut; `None`: it lay between.
    pub cut: Option<Cut>,
    /// The transformation, and what it made of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transformed: Option<TransformedBy>,
}

/// What a transformation did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransformedBy {
    /// Its name.
    pub name: Text,
    /// Its formula with the frozen numbers, `x` being the value inside the limits.
    pub formula: String,
    /// The value before it, inside the limits.
    pub before: f64,
    /// The value after it, without unit of measure; `None`: it has no answer here.
    pub after: Option<f64>,
    /// Whether the value lay beyond the end of the base where the transformation starts, and counted as that end.
    pub beyond: bool,
}

/// A cell as it was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RawCell {
    /// The variable.
    pub variable: Id,
    /// Its name.
    pub name: Text,
    /// Its unit of measure.
    pub measure: Option<String>,
    /// The period of the cell.
    pub period: Period,
    /// The value as stored, in the variable's measure.
    pub value: Option<f64>,
    /// Why there is none.
    pub status: Status,
    /// The file, if known.
    pub file: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// 1-based row in the file.
    pub row: Option<u32>,
    /// 1-based column in the file.
    pub column: Option<u16>,
}

/// Gates and grade of the root.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GradeStep {
    /// Each bonus and penalty of the framework.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<AdjustmentAnswer>,
    /// The base score; `None` when withheld.
    pub score: Option<f64>,
    /// Bonus, penalty and adjusted score, where the framework has bonuses and penalties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<super::Adjusted>,
    /// Each gate of the framework.
    pub gates: Vec<GateAnswer>,
    /// The numbers behind.
    pub grading: Grading,
    /// The grade of the base score.
    pub base: Option<Text>,
    /// The grade after gates.
    pub last: Text,
}

/// A bonus or penalty and its points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AdjustmentAnswer {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Added or taken off.
    pub kind: AdjustmentKind,
    /// Its condition as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The formula of its points as written.
    pub formula: String,
    /// What is left of points after 0, 1, 2, … years; empty without decay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decay: Vec<f64>,
    /// The most it gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<f64>,
    /// Its points, 0 or more, after decay and its own cap.
    pub points: f64,
    /// Whether it gives any.
    pub state: super::AdjustmentState,
}

/// A gate and its answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GateAnswer {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Its condition as written.
    pub when: String,
    /// Whether it is closed.
    pub state: super::GateState,
}

impl NodeStep {
    /// The node's id.
    #[must_use]
    pub fn id(&self) -> &Id {
        match self {
            NodeStep::Aggregate(step) => &step.id,
            NodeStep::Indicator(step) => &step.id,
        }
    }

    /// The node's name.
    #[must_use]
    pub fn name(&self) -> &Text {
        match self {
            NodeStep::Aggregate(step) => &step.name,
            NodeStep::Indicator(step) => &step.name,
        }
    }

    /// The node's score.
    #[must_use]
    pub fn score(&self) -> Option<f64> {
        match self {
            NodeStep::Aggregate(step) => step.score,
            NodeStep::Indicator(step) => step.score,
        }
    }
}
