use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::block::{Block, blocks};
use super::frozen::BasePeriod;
use super::rows::{BaseRow, BaseRows, Shape, related};
use super::{fingerprint, raw, screening};
use crate::definition::Definition;
use crate::framework::{Cells, Indicator, Inputs, Lifecycle};
use crate::normalisation::REFERENCE;
use crate::panel::{Attribute, Panel, Source, Status};
use crate::statistics::{GroupedSample, PeerGroup, Sample};
use crate::vocab::Id;

/// All that a fit needs to know of the base: for each indicator its observed values by peer group, sorted; and, only where the definition
/// has something that looks at several indicators together, the rows of the base by unit id and period.
///
/// Summaries of parts of a panel (whole units) merge to the same bits as the summary of the whole, however it was split. It can be
/// written as JSON and sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Of the definition it was made with.
    pub(super) definition: String,
    pub(super) periods: Vec<BasePeriod>,
    pub(super) sources: Vec<Source>,
    /// One for each indicator, in the order of the tree.
    pub(super) indicators: Vec<IndicatorSummary>,
    /// Rows of the base that screening leaves out.
    #[serde(default)]
    pub(super) screened: u64,
    /// `None` where nothing needs them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rows: Option<BaseRows>,
}

/// The base of one indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorSummary {
    pub(super) id: Id,
    pub(super) observed: GroupedSample,
    /// Cells of the base by status, in the order of [`Status::ALL`].
    pub(super) statuses: [u64; 8],
}

/// Two summaries that were made with different definitions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("summaries of different definitions cannot be merged: {first} and {second}")]
pub struct MixedSummaries {
    /// Fingerprint of the definition of one.
    pub first: String,
    /// Fingerprint of the definition of the other.
    pub second: String,
}

/// Gathers the base of a panel, or of a part of it that holds whole units. Rows of other periods are only looked at by formulas that
/// reach back.
#[must_use]
pub fn summarise(definition: &Definition, panel: &Panel) -> Summary {
    let framework = definition.framework();
    let base = &framework.parts().base;
    let shape = Shape::of(framework);
    let Part { indicators: gathered, rows, screened } = gather(definition, panel, shape.as_ref());
    let all = framework.indicators().zip(gathered).map(|((_, node, indicator), gathered)| {
        let by = attributes(indicator);
        IndicatorSummary {
            id: node.id.clone(),
            statuses: gathered.statuses,
            observed: GroupedSample::new(by, gathered.samples(panel, indicator)),
        }
    });
    let indicators = all.collect();
    let mut periods: Vec<BasePeriod> = base
        .iter()
        .map(|&period| BasePeriod { period, rows: panel.index().rows_in(period).count() as u64 })
        .collect();
    periods.sort_by_key(|base| base.period);
    periods.dedup_by_key(|base| base.period);
    let definition = fingerprint::of_definition(definition);
    let rows = shape.map(|shape| shape.gathered(rows));
    Summary { definition, periods, sources: ordered(panel.sources().to_vec()), indicators, screened, rows }
}

impl Summary {
    /// The summary of both parts together.
    ///
    /// # Errors
    /// [`MixedSummaries`] when they were made with different definitions.
    pub fn merge(self, other: Summary) -> Result<Summary, MixedSummaries> {
        if self.definition != other.definition || self.indicators.len() != other.indicators.len() {
            return Err(MixedSummaries { first: self.definition, second: other.definition });
        }
        let rows = self.periods.iter().zip(&other.periods);
        let periods = rows.map(|(a, b)| BasePeriod { period: a.period, rows: a.rows + b.rows }).collect();
        let pairs = self.indicators.into_iter().zip(other.indicators);
        let indicators = pairs.map(|(a, b)| IndicatorSummary {
            id: a.id,
            observed: a.observed.merge(b.observed),
            statuses: std::array::from_fn(|at| a.statuses[at] + b.statuses[at]),
        });
        Ok(Summary {
            definition: self.definition,
            periods,
            sources: ordered(self.sources.into_iter().chain(other.sources).collect()),
            indicators: indicators.collect(),
            screened: self.screened + other.screened,
            rows: match (self.rows, other.rows) {
                (Some(a), Some(b)) => Some(a.merge(b)),
                (one, other) => one.or(other),
            },
        })
    }
}

/// The attributes that any step of an indicator groups by, in order.
pub(super) fn attributes(indicator: &Indicator) -> Vec<Id> {
    let mut all: BTreeSet<Id> = indicator.treatment.attributes().iter().cloned().collect();
    all.extend(indicator.normalisation.base_keys());
    for step in &indicator.missing {
        all.extend(step.attributes().iter().cloned());
    }
    all.into_iter().collect()
}

/// What one indicator has in the base, by the codes of its attributes.
#[derive(Clone, Default)]
struct Gathered {
    values: BTreeMap<Vec<u32>, Vec<f64>>,
    statuses: [u64; 8],
}

impl Gathered {
    fn merge(mut self, other: Gathered) -> Gathered {
        for (key, values) in other.values {
            self.values.entry(key).or_default().extend(values);
        }
        for (count, more) in self.statuses.iter_mut().zip(other.statuses) {
            *count += more;
        }
        self
    }

    fn samples(self, panel: &Panel, indicator: &Indicator) -> Vec<(PeerGroup, Sample)> {
        let by = attributes(indicator);
        let text = |(id, code): (&Id, &u32)| {
            if id.as_str() == REFERENCE {
                return Some(code.to_string());
            }
            let values = &panel.attribute(id.as_str())?.values;
            values.get(usize::try_from(*code).ok()?).cloned()
        };
        let named = |(key, values): (Vec<u32>, Vec<f64>)| {
            (by.iter().zip(&key).map(text).collect(), Sample::new(values))
        };
        self.values.into_iter().map(named).collect()
    }
}

/// What some blocks have of the base.
struct Part {
    indicators: Vec<Gathered>,
    /// In the order of blocks.
    rows: Vec<BaseRow>,
    screened: u64,
}

impl Part {
    fn merge(mut self, other: Part) -> Part {
        let pairs = self.indicators.into_iter().zip(other.indicators);
        self.rows.extend(other.rows);
        let screened = self.screened + other.screened;
        Part { indicators: pairs.map(|(a, b)| a.merge(b)).collect(), rows: self.rows, screened }
    }
}

fn gather(definition: &Definition, panel: &Panel, shape: Option<&Shape>) -> Part {
    let framework = definition.framework();
    let count = framework.indicators().count();
    let nothing = || Part { indicators: vec![Gathered::default(); count], rows: Vec::new(), screened: 0 };
    let referenced = raw::referenced(framework);
    blocks(panel.index())
        .into_par_iter()
        .fold(nothing, |mut part, rows| {
            let block = Block::new(panel.index(), rows);
            let kept = shape.map_or_else(Vec::new, |shape| shape.rows(framework, panel, &block));
            gather_block(definition, panel, &referenced, &block, kept, &mut part);
            part
        })
        .reduce(nothing, Part::merge)
}

fn gather_block(
    definition: &Definition,
    panel: &Panel,
    referenced: &[crate::framework::NodeId],
    block: &Block<'_>,
    mut kept: Vec<(usize, BaseRow)>,
    part: &mut Part,
) {
    let framework = definition.framework();
    let base = &framework.parts().base;
    let mut in_base: Vec<usize> = (0..block.len())
        .filter(|row| base.contains(&panel.index().row(block.rows.start + row).period))
        .collect();
    if in_base.is_empty() {
        return;
    }
    let known = raw::evaluate_referenced(framework, referenced, panel, &block.rows);
    let inputs = Inputs { panel, rows: &block.rows, indicators: &known };
    if let Some(out) = screening::out_of_base(framework, panel, block, &inputs) {
        let before = in_base.len();
        in_base.retain(|row| !out[*row]);
        part.screened += (before - in_base.len()) as u64;
        kept.retain(|(row, _)| {
            !out[*row] || !base.contains(&panel.index().row(block.rows.start + row).period)
        });
    }
    for ((_, _, indicator), into) in framework.indicators().zip(&mut part.indicators) {
        if indicator.status == Lifecycle::Retired {
            continue;
        }
        let cells = raw::evaluate(indicator, &inputs).cells;
        for (row, into) in &mut kept {
            into.push(cells.values[*row], cells.statuses[*row]);
        }
        let by = attributes(indicator);
        let columns: Vec<Option<&Attribute>> = by.iter().map(|id| panel.attribute(id.as_str())).collect();
        let others = in_base.iter().map(|row| cells.statuses[*row]).filter(|status| !status.is_observed());
        let missing: usize = others.map(|status| into.statuses[status as usize] += 1).count();
        into.statuses[Status::Observed as usize] += (in_base.len() - missing) as u64;
        if columns.is_empty() {
            let values = into.values.entry(Vec::new()).or_default();
            push_observed(values, &cells, &in_base);
            continue;
        }
        for row in in_base.iter().copied().filter(|row| cells.statuses[*row].is_observed()) {
            let at = block.rows.start + row;
            let code = |(id, column): (&Id, &Option<&Attribute>)| {
                if id.as_str() == REFERENCE {
                    let unit = Some(panel.index().unit(at).id.as_str());
                    return u32::from(unit == indicator.normalisation.reference_unit());
                }
                column.and_then(|c| c.codes.get(at).copied()).unwrap_or(Attribute::UNKNOWN)
            };
            let key: Vec<u32> = by.iter().zip(&columns).map(code).collect();
            into.values.entry(key).or_default().push(cells.values[row]);
        }
    }
    if !kept.is_empty() {
        for (_, formula) in related(framework) {
            let cells = formula.evaluate(&inputs);
            for (row, into) in &mut kept {
                into.push(cells.values[*row], cells.statuses[*row]);
            }
        }
    }
    part.rows.extend(kept.into_iter().map(|(_, row)| row));
}

/// Appends the observed values of some rows. Without a branch: one cell in twenty missing would be guessed wrong every time.
fn push_observed(values: &mut Vec<f64>, cells: &Cells<'_>, rows: &[usize]) {
    let mut end = values.len();
    values.resize(end + rows.len(), 0.0);
    for &row in rows {
        values[end] = cells.values[row];
        end += usize::from(cells.statuses[row].is_observed());
    }
    values.truncate(end);
}

fn ordered(mut sources: Vec<Source>) -> Vec<Source> {
    sources.sort_by(|a, b| (&a.file, &a.sheet, &a.sha256).cmp(&(&b.file, &b.sheet, &b.sha256)));
    sources.dedup();
    sources
}
