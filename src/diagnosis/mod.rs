//! What a framework is like on its data, before anyone believes its scores: columns, correlations, structure, size, influence, inequality.
//!
//! It changes no score. [`diagnose`] looks at a scored panel and answers a [`Diagnosis`]; the functions on plain columns
//! ([`ColumnFacts::of`], [`structure`], [`reliability`]) can be used alone. What people read is made of it in [`crate::report`].

mod coherence;
mod correlations;
mod facts;
mod finding;
mod importance;
mod indicators;
mod notes;
mod own_group;
mod reliability;
mod settings;
mod size;
mod spread;
mod structure;
mod view;

pub use coherence::{Coherence, Items};
pub use correlations::{Correlations, Pair, Relation, Tested};
pub use facts::{ColumnFacts, Flag};
pub use finding::Finding;
pub use importance::{Importance, PartImportance};
pub use indicators::{IndicatorFacts, Saturation, ValueStep};
pub use notes::NOTES;
pub use own_group::OwnGroup;
pub use reliability::{ItemReliability, Reliability, reliability};
pub use settings::Settings;
pub use size::SizeBias;
pub use spread::{GroupSpread, Inequality};
pub use structure::{Bartlett, NoStructure, OfInverse, Structure, structure};
pub use view::Subject;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::vocab::{Period, Text};
use view::View;

/// Fewer units than this say little about correlations.
const FEW_UNITS: usize = 20;

/// Everything a diagnosis finds. Units are those of one period (the cross-section), but for the facts, which cover the base and every period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnosis {
    /// The period whose units are compared with each other.
    pub period: Period,
    /// Units of the period.
    pub units: usize,
    /// Those with an index score.
    pub scored: usize,
    /// Fingerprint of the scorecard.
    pub fingerprint: String,
    /// What a reader should look at, the most severe first.
    pub findings: Vec<Finding>,
    /// Facts about each indicator.
    pub indicators: Vec<IndicatorFacts>,
    /// Correlations of all pairs.
    pub correlations: Correlations,
    /// Of each aggregate.
    pub coherence: Vec<Coherence>,
    /// Of each indicator below the first level.
    pub own_groups: Vec<OwnGroup>,
    /// Scores and values against the declared size variables.
    pub size: Vec<SizeBias>,
    /// Nominal and effective weights.
    pub importance: Vec<Importance>,
    /// Of index scores: over all units, then by each attribute.
    pub inequality: Vec<Inequality>,
}

/// Diagnoses a scored panel. Works on any data: what cannot be determined is `None`, and where that matters a finding says why.
#[must_use]
pub fn diagnose(subject: Subject<'_>) -> Diagnosis {
    let view = View::new(subject);
    let root = view.framework().root();
    let scored = view.scores(root).iter().flatten().count();
    let mut findings = Vec::new();
    general(&view, scored, &mut findings);
    let indicators = indicators::facts(&view);
    indicators::findings(&view, &indicators, &mut findings);
    let (correlations, matrix) = correlations::correlations(&view);
    let coherence = coherence::coherence(&view);
    let own_groups = own_group::own_groups(&view, &matrix);
    let size = size::size(&view);
    let importance = importance::importance(&view);
    let inequality = spread::inequality(&view);
    // With few units every correlation is large somewhere: one finding says so, and these stay silent.
    if scored >= 3 {
        correlations::findings(&view, &correlations, &mut findings);
        coherence::findings(&view, &coherence, &mut findings);
        own_group::findings(&view, &own_groups, &mut findings);
        importance::findings(&view, &importance, &mut findings);
    }
    size::findings(&view, &size, &mut findings);
    spread::findings(&inequality, &mut findings);
    findings.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.code.0));
    Diagnosis {
        period: subject.period,
        units: view.rows.len(),
        scored,
        fingerprint: subject.scorecard.fingerprint().to_owned(),
        findings,
        indicators,
        correlations,
        coherence,
        own_groups,
        size,
        importance,
        inequality,
    }
}

/// What concerns the whole: indicators the base does not determine, no score at all, few units.
fn general(view: &View<'_>, scored: usize, findings: &mut Vec<Finding>) {
    for (id, problem) in view.subject.undetermined {
        let message = Text::new(
            format!("{}；诊断暂按不计分处理", problem.message.zh),
            format!("{}; the diagnosis goes on as if it weighed nothing", problem.message.en),
        );
        let hint = problem.hint.clone().unwrap_or_default();
        findings.push(Finding::new("dia002", Severity::Error, message, hint).about(id.clone()));
    }
    let period = view.subject.period;
    if scored == 0 {
        let message = Text::new(
            format!("{period} 没有任何对象有综合得分，除指标统计外无可诊断"),
            format!("no unit has an index score in {period}: only the facts of indicators can be looked at"),
        );
        let hint = Text::new("看覆盖率规则和缺失数据", "look at the coverage rules and at what is missing");
        findings.push(Finding::new("dia001", Severity::Error, message, hint));
    } else if scored < FEW_UNITS {
        let message = Text::new(
            format!("{period} 只有 {scored} 个对象有综合得分，相关、结构和影响的数字很不稳定"),
            format!(
                "few units have an index score in {period} ({scored}): correlations, structure and influence are very uncertain"
            ),
        );
        let hint = Text::new("只作参考；对象多时再下结论", "take them as hints; conclude with more units");
        findings.push(Finding::new("dia003", Severity::Warning, message, hint));
    }
}
