//! The checked definition: a tree of aggregates with indicators as leaves, and the rules around it.
//!
//! Everything in a [`Framework`] has been checked: ids are unique, the tree has one root and no cycle, weights of the children of an
//! aggregate add up to 1, formulas name declared variables in fitting units of measure. It holds no data and no file positions.
//! [`crate::definition`] makes it from files; [`crate::scorecard`] fits it.

mod about;
mod adjustment;
mod denomination;
mod formula;
mod others;
mod rules;
mod tree;

pub use about::{
    About, AnchorOrigin, Basis, BasisPeriod, BasisType, Change, Frequency, Kind, Lifecycle, Prices,
    Provenance, Scope, SourceNote,
};
pub use adjustment::{
    AdjustedLimit, Adjusting, Adjustment, AdjustmentGroup, AdjustmentKind, Decay, GradedScore,
};
pub use denomination::DENOMINATION;
pub use formula::{
    CellRef, Cells, Formula, FormulaProblem, IndicatorRef, Inputs, Names, RESERVED_WORDS, Shape, Wording,
};
pub use rules::{BaseValues, Gate, Grade, GradeLimit, Scale};
pub use tree::{Aggregate, Framework, FrameworkParts, Indicator, Node, NodeId, NodeKind, ValidRange};
