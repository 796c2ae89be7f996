//! Freezing the steps of missing policies: what each may look at in the base, and which rows of it the scorecard keeps as donors.

use std::collections::BTreeSet;

use super::finding::Finding;
use super::frozen::FrozenIndicator;
use super::raw::related_id;
use super::summary::{IndicatorSummary, Summary};
use crate::diagnostic::Severity;
use crate::framework::{Framework, Indicator, Lifecycle, Node, NodeId, NodeKind};
use crate::imputation::{Donors, Given, Imputation, Imputer, ImputerFit, Models, Other, Remark, Side};
use crate::statistics::{GroupedSample, PeerGroup, Sample, Undetermined};
use crate::vocab::{Id, Text};

/// The base as steps of missing policies see it.
pub(super) struct ImputationBase<'s> {
    framework: &'s Framework,
    summary: &'s Summary,
    /// Whole rows; empty where no step needs them.
    rows: Donors,
    models: Models,
}

impl<'s> ImputationBase<'s> {
    pub(super) fn new(framework: &'s Framework, summary: &'s Summary) -> Self {
        let mut indicators: BTreeSet<Id> = BTreeSet::new();
        let mut attributes: BTreeSet<Id> = BTreeSet::new();
        for (node, known, indicator) in framework.indicators() {
            if indicator.status == Lifecycle::Retired {
                continue;
            }
            for (at, step) in indicator.missing.iter().enumerate().filter(|(_, step)| step.needs_rows()) {
                indicators.insert(known.id.clone());
                let others = framework.imputation_others(node, step);
                indicators.extend(others.iter().map(|other| framework.node(*other).id.clone()));
                indicators.extend(related_id(framework, node, at));
                attributes.extend(step.attributes().iter().cloned());
            }
        }
        let list = |ids: BTreeSet<Id>| ids.into_iter().collect::<Vec<Id>>();
        let rows = summary.rows.as_ref().filter(|_| !indicators.is_empty());
        let base = &framework.parts().base;
        let rows = rows.map(|rows| rows.donors(base, &list(indicators), &list(attributes)));
        ImputationBase { framework, summary, rows: rows.unwrap_or_default(), models: Models::default() }
    }

    /// Freezes one step of an indicator.
    pub(super) fn fit(
        &mut self,
        node: NodeId,
        indicator: &Indicator,
        base: &IndicatorSummary,
        (at, step): (usize, &Imputation),
    ) -> Result<ImputerFit, Undetermined> {
        let framework = self.framework;
        let related = self.related(node, (at, step));
        let others = framework.imputation_others(node, step);
        let others: Vec<Other<'_>> = others.iter().filter_map(|other| self.other(node, *other)).collect();
        let given = Given {
            id: &framework.node(node).id,
            direction: indicator.direction,
            own: &base.observed,
            related: related.as_ref().map(|(values, related)| (values, related)),
            others: &others,
            rows: &self.rows,
        };
        step.fit(&given, &mut self.models)
    }

    fn other(&self, node: NodeId, other: NodeId) -> Option<Other<'s>> {
        let known = self.framework.node(other);
        let NodeKind::Indicator(indicator) = &known.kind else { return None };
        let base = self.summary.indicators.iter().find(|base| base.id == known.id)?;
        let stands = if other < node { Side::Before } else { Side::After };
        let values = base.observed.pooled().into_owned();
        Some(Other { id: &known.id, direction: indicator.direction, values, stands })
    }

    /// The values of an indicator and of what it is related to, in the rows of the base that have both, by group.
    fn related(
        &self,
        node: NodeId,
        (at, step): (usize, &Imputation),
    ) -> Option<(GroupedSample, GroupedSample)> {
        let Imputation::Ratio { by, .. } = step else { return None };
        let own = self.rows.column(&self.framework.node(node).id)?;
        let related = self.rows.column(&related_id(self.framework, node, at)?)?;
        let columns: Vec<Option<&[Option<String>]>> = by.iter().map(|id| self.rows.attribute(id)).collect();
        let mut values: Vec<(PeerGroup, Sample)> = Vec::new();
        let mut others: Vec<(PeerGroup, Sample)> = Vec::new();
        for (row, pair) in own.iter().zip(related).enumerate() {
            if let (Some(value), Some(other)) = pair {
                let key: PeerGroup =
                    columns.iter().map(|column| column.and_then(|c| c[row].clone())).collect();
                values.push((key.clone(), Sample::new(vec![*value])));
                others.push((key, Sample::new(vec![*other])));
            }
        }
        Some((GroupedSample::new(by.clone(), values), GroupedSample::new(by.clone(), others)))
    }

    /// The rows that frozen steps look for neighbours in, with the columns they need and no others.
    pub(super) fn donors(&self, indicators: &[FrozenIndicator]) -> Donors {
        let mut needed: BTreeSet<&Id> = BTreeSet::new();
        let mut attributes: BTreeSet<&Id> = BTreeSet::new();
        for frozen in indicators {
            for step in &frozen.imputation {
                if let Imputer::NearestNeighbours(step) = step {
                    needed.insert(&frozen.id);
                    needed.extend(step.features.iter().map(|feature| &feature.id));
                    attributes.extend(&step.groups.by);
                }
            }
        }
        if needed.is_empty() {
            return Donors::default();
        }
        let mut donors = self.rows.clone();
        donors.columns.retain(|column| needed.contains(&column.id));
        donors.attributes.retain(|attribute| attributes.contains(&attribute.id));
        donors
    }
}

/// What to say of a frozen step.
pub(super) fn remarks(node: &Node, step: usize, remarks: &[Remark]) -> Vec<Finding> {
    let number = step + 1;
    let told = remarks.iter().map(|remark| match remark {
        Remark::NoAnswer => {
            let message = Text::new(
                format!("missing 的第 {number} 步永远没有结果：基期在这个指标或所有其他指标上拉不开差距"),
                format!("step {number} of `missing` never has an answer: the base does not tell units apart on the indicator or on any of the others"),
            );
            Finding::new("fit130", Severity::Warning, message).about(&node.id)
        }
        Remark::LeftOut(ids) => {
            let count = ids.len();
            let message = Text::new(
                format!("missing 的第 {number} 步没有用其中 {count} 个指标：基期没有值、为常数或相差太大"),
                format!("step {number} of `missing` does without {count} indicators that have no value in the base, are constant there or too far apart"),
            );
            let examples = ids.iter().take(5).map(ToString::to_string).collect();
            Finding::new("fit134", Severity::Note, message).about(&node.id).counted(count as u64).examples(examples)
        }
        Remark::Settled { rows, iterations } => {
            let message = Text::new(
                format!("missing 的第 {number} 步：EM 在 {rows} 行上迭代 {iterations} 次收敛"),
                format!("step {number} of `missing`: EM settled on {rows} rows after {iterations} iterations"),
            );
            Finding::new("fit135", Severity::Note, message).about(&node.id).counted(*rows as u64)
        }
    });
    told.collect()
}
