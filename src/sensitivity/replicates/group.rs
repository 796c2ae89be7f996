//! A definition that several replicates share, fitted once, its indicators worked out once.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::engine::Failed;
use crate::aggregation::Aggregation;
use crate::definition::{Definition, Documents, from_documents};
use crate::diagnostic::{Diagnostic, Severity};
use crate::framework::{NodeId, NodeKind};
use crate::panel::Panel;
use crate::scorecard::{self, Prepared};
use crate::sensitivity::setting::{Moved, Variant, power_mean, written};
use crate::vocab::{Id, Period, Text};

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Looked<'a> {
    pub(super) panel: &'a Panel,
    pub(super) nodes: &'a [Id],
    pub(super) periods: &'a [Period],
}

/// The sign of each exponent, by aggregate.
type Signs = Vec<(NodeId, i8)>;

/// A fitted definition with its data.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) variant: Variant,
    pub(super) definition: Definition,
    pub(super) prepared: Prepared,
    /// Whether a definition takes power means with exponents of these signs.
    taken: Mutex<BTreeMap<Signs, Result<(), Failed>>>,
}

impl Group {
    pub(super) fn new(variant: Variant, looked: Looked<'_>) -> Result<Self, Failed> {
        let (definition, prepared) = prepare(&variant, variant.documents.clone(), looked)?;
        Ok(Group { variant, definition, prepared, taken: Mutex::new(BTreeMap::new()) })
    }

    /// The aggregations that exponents stand for.
    pub(super) fn means(&self, moved: &Moved) -> Vec<(NodeId, Aggregation)> {
        let framework = self.definition.framework();
        let means =
            moved.exponents.iter().filter_map(|(node, power)| match &framework.nodes().get(node.0)?.kind {
                NodeKind::Aggregate(aggregate) => Some((*node, power_mean(&aggregate.aggregation, *power))),
                NodeKind::Indicator(_) => None,
            });
        means.collect()
    }

    /// Whether the definition with such exponents is one. It depends on their signs alone.
    pub(super) fn takes(&self, moved: &Moved) -> Result<(), Failed> {
        if moved.exponents.is_empty() {
            return Ok(());
        }
        let sign = |power: f64| i8::from(power > 0.0) - i8::from(power < 0.0);
        let signs: Signs = moved.exponents.iter().map(|(node, p)| (*node, sign(*p))).collect();
        if let Some(known) = self.known(&signs) {
            return known;
        }
        let exponents = Moved { weights: Vec::new(), exponents: moved.exponents.clone() };
        let documents = written(&self.variant.documents, self.definition.framework(), &exponents);
        let taken = from_documents(documents);
        let taken = taken.0.map(drop).ok_or_else(|| Failed::because(&taken.1));
        if let Ok(mut all) = self.taken.lock() {
            all.insert(signs, taken.clone());
        }
        taken
    }

    fn known(&self, signs: &[(NodeId, i8)]) -> Option<Result<(), Failed>> {
        self.taken.lock().ok()?.get(signs).cloned()
    }

    /// The same with what moved written on its cards, fitted anew.
    pub(super) fn alone(&self, moved: &Moved, looked: Looked<'_>) -> Result<Prepared, Failed> {
        let documents = written(&self.variant.documents, self.definition.framework(), moved);
        Ok(prepare(&self.variant, documents, looked)?.1)
    }
}

fn prepare(
    variant: &Variant,
    documents: Documents,
    looked: Looked<'_>,
) -> Result<(Definition, Prepared), Failed> {
    let (definition, found) = from_documents(documents);
    let definition = definition.ok_or_else(|| Failed::because(&found))?;
    let scored = variant.scored.as_ref().unwrap_or(looked.panel);
    let base = variant.base.as_ref().unwrap_or(scored);
    let card = scorecard::fit(&definition, base).map_err(|found| Failed::because(&found))?.scorecard;
    let node = |id: &Id| definition.framework().find(id.as_str()).ok_or_else(|| lacks(id));
    let nodes = looked.nodes.iter().map(node).collect::<Result<Vec<_>, _>>()?;
    Ok((definition, Prepared::new(card, scored, &nodes, looked.periods)))
}

fn lacks(id: &Id) -> Failed {
    let why =
        Text::new(format!("没有考察的节点 `{id}`"), format!("there is no node `{id}`, which is looked at"));
    Failed { code: "sen101".to_owned(), why }
}

impl Failed {
    /// The first error.
    pub(super) fn because(found: &[Diagnostic]) -> Failed {
        let error = found.iter().find(|one| one.severity == Severity::Error).or(found.first());
        error.map_or_else(
            || Failed { code: "sen100".to_owned(), why: Text::new("原因不明", "for no known reason") },
            |error| Failed { code: error.code.0.to_owned(), why: error.message.clone() },
        )
    }
}
