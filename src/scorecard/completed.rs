//! The base with its gaps filled: what treatment and normalisation are frozen on where a definition asks for `base_values = "completed"`.
//!
//! The gaps are filled by the frozen steps of the missing policies, with the code that scores a panel; those steps themselves always rest on
//! observed values. Read next: [`super::fit`].

use std::collections::BTreeMap;

use super::block::Block;
use super::finding::Finding;
use super::frozen::FrozenIndicator;
use super::leaf::LeafCells;
use super::plan::{Parameters, Plan};
use super::rows::BaseRows;
use super::score::score_leaves;
use super::scores::Standing;
use super::summary::attributes;
use super::tally::Tally;
use crate::diagnostic::Severity;
use crate::framework::{Framework, Indicator, Inputs};
use crate::imputation::Donors;
use crate::normalisation::REFERENCE;
use crate::panel::Panel;
use crate::statistics::{GroupedSample, PeerGroup, Sample};
use crate::vocab::{Id, Text};

/// The completed base.
pub(super) struct Completed {
    /// Observed and imputed values together, one for each indicator in the order of the tree; `None` for a retired one.
    pub(super) samples: Vec<Option<GroupedSample>>,
    /// How many of them are imputed.
    pub(super) imputed: u64,
}

impl Completed {
    /// Fills the gaps of the base with steps that are frozen: `indicators` need no more than those.
    pub(super) fn of(
        framework: &Framework,
        rows: &BaseRows,
        indicators: &[FrozenIndicator],
        donors: &Donors,
    ) -> Completed {
        let panel = rows.panel();
        let known = Parameters { framework, indicators, weights: &[], aggregates: &[], donors };
        let (plan, _) = Plan::of_whole_base(&known, &panel);
        let block = Block::new(panel.index(), 0..panel.index().len());
        // What is counted here is counted again when the base is scored.
        let mut tally = Tally::new(plan.leaves.len(), 0, 0, panel.index().periods().len());
        let inputs = Inputs { panel: &panel, rows: &block.rows, indicators: &BTreeMap::new() };
        let leaves = score_leaves(&plan, &block, &inputs, &mut tally);
        let mut completed = Completed { samples: Vec::with_capacity(indicators.len()), imputed: 0 };
        for (node, _, indicator) in framework.indicators() {
            let cells = plan.leaves.iter().zip(&leaves).find(|(leaf, _)| leaf.node == node);
            let sample = cells.map(|(_, cells)| completed.sample(framework, &panel, indicator, cells));
            completed.samples.push(sample);
        }
        completed
    }

    fn sample(
        &mut self,
        framework: &Framework,
        panel: &Panel,
        indicator: &Indicator,
        cells: &LeafCells<'_>,
    ) -> GroupedSample {
        let by = attributes(indicator);
        let base = &framework.parts().base;
        let mut groups: BTreeMap<PeerGroup, Vec<f64>> = BTreeMap::new();
        for (row, known) in panel.index().rows().iter().enumerate() {
            let standing = cells.standings.as_ref().map_or(Standing::Observed, |standings| standings[row]);
            if !base.contains(&known.period) || !standing.has_value() {
                continue;
            }
            self.imputed += u64::from(standing == Standing::Imputed);
            let key = |id: &Id| value(panel, indicator, row, id);
            groups.entry(by.iter().map(key).collect()).or_default().push(cells.treated[row]);
        }
        let samples = groups.into_iter().map(|(key, values)| (key, Sample::new(values)));
        let samples = samples.collect();
        GroupedSample::new(by, samples)
    }

    /// What a reader must know.
    pub(super) fn finding(&self) -> Finding {
        let count = self.imputed;
        let message = Text::new(
            format!("异常值处理和无量纲化的参数由补全后的基期定出，其中 {count} 个值是插补的"),
            format!(
                "treatment and normalisation are frozen on the completed base, of which {count} values are imputed"
            ),
        );
        Finding::new("fit147", Severity::Note, message).counted(count)
    }
}

/// The value of an attribute that makes peer groups; whether the row is the reference unit's is one of them.
fn value(panel: &Panel, indicator: &Indicator, row: usize, id: &Id) -> Option<String> {
    if id.as_str() == REFERENCE {
        let unit = Some(panel.index().unit(row).id.as_str());
        return Some(u32::from(unit == indicator.normalisation.reference_unit()).to_string());
    }
    panel.attribute(id.as_str())?.get(row).map(str::to_owned)
}
