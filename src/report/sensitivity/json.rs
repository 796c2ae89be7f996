//! The whole of a sensitivity analysis as JSON, units by id.

use serde_json::Value;

use super::super::results::Results;
use crate::sensitivity::Robustness;

/// Everything, indented, units by id instead of numbers.
pub(super) fn whole(r: &Results<'_>, all: &Robustness) -> String {
    let mut value = serde_json::to_value(all).unwrap_or_default();
    let units = Units { r };
    units.name(&mut value);
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
}

/// Puts ids where numbers of units stand.
struct Units<'a> {
    r: &'a Results<'a>,
}

impl Units<'_> {
    fn name(&self, all: &mut Value) {
        each(all, "uncertainty", |node| {
            each(node, "units", |unit| self.key(unit, "unit"));
            each(node, "tiers", |tier| each(tier, "units", |unit| self.put(unit)));
            if let Some(wins) = node.get_mut("wins") {
                each(wins, "units", |unit| self.put(unit));
            }
        });
        each(all, "changes", |change| each(change, "units", |unit| self.key(unit, "unit")));
        each(all, "left_out", |one| {
            self.key(one, "first");
            self.head(one, "largest");
        });
        if let Some(reversal) = all.get_mut("reversal") {
            self.head(reversal, "worst");
        }
        if let Some(exact) = all.get_mut("exact") {
            each(exact, "units", |unit| self.key(unit, "unit"));
            each(exact, "overtaking", |pair| ["ahead", "behind"].iter().for_each(|key| self.key(pair, key)));
        }
        if let Some(smaa) = all.get_mut("acceptability") {
            each(smaa, "units", |unit| self.put(unit));
        }
    }

    fn key(&self, object: &mut Value, key: &str) {
        if let Some(value) = object.get_mut(key) {
            self.put(value);
        }
    }

    /// The first of a pair.
    fn head(&self, object: &mut Value, key: &str) {
        if let Some(value) = object.get_mut(key).and_then(|pair| pair.get_mut(0)) {
            self.put(value);
        }
    }

    fn put(&self, value: &mut Value) {
        let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
        if let Some(unit) = number.and_then(|number| self.r.scores.index().units().get(number)) {
            *value = Value::String(unit.id.clone());
        }
    }
}

fn each(object: &mut Value, key: &str, mut change: impl FnMut(&mut Value)) {
    if let Some(entries) = object.get_mut(key).and_then(Value::as_array_mut) {
        entries.iter_mut().for_each(&mut change);
    }
}
