//! Errors of measurement in the raw values of indicators.
//!
//! A disturbed indicator takes its value from a variable of its own, which holds what the formula gave with the error in it: so that the replicate is
//! an ordinary definition with ordinary data. Cells that are not observed stay what they are; values stay within the card's valid range.

use crate::definition::{Definition, Documents, VariableEntry};
use crate::framework::{NodeKind, ValidRange};
use crate::panel::{Column, OriginClass, Panel, VariableKind};
use crate::scorecard::raw_values;
use crate::sensitivity::ErrorLaw;
use crate::sensitivity::design::Stream;
use crate::statistics::normal_quantile;
use crate::vocab::{Id, Text};

/// What disturbs.
pub(super) struct Disturbance<'a> {
    pub(super) of: &'a [Id],
    pub(super) law: ErrorLaw,
    /// The share of the variance that all indicators of a unit have in common.
    pub(super) correlated: f64,
    /// What the streams hang on.
    pub(super) key: u64,
}

/// Puts the errors into a panel, and the variables that hold them onto the cards.
///
/// # Errors
/// An indicator that cannot have a variable of its own.
pub(super) fn disturb(
    disturbance: &Disturbance<'_>,
    definition: &Definition,
    documents: &mut Documents,
    panel: &mut Panel,
) -> Result<(), Text> {
    let framework = definition.framework();
    let columns = raw_values(definition, panel);
    for id in disturbance.of {
        let Some(node) = framework.find(id.as_str()) else { continue };
        let NodeKind::Indicator(indicator) = &framework.node(node).kind else { continue };
        let Some((_, column)) = columns.iter().find(|(known, _)| known == id) else { continue };
        let name = variable(id, documents)?;
        let disturbed = disturbance.column(id, column, indicator.valid, panel);
        let entry = VariableEntry {
            id: name.clone(),
            name: Text::new(format!("{}（含测量误差）", name), format!("{name} (with its error)")),
            measure: Some(indicator.measure.clone()),
            kind: VariableKind::Level,
            origin: OriginClass::Public,
            range: None,
            aliases: Vec::new(),
            codes: std::collections::BTreeMap::new(),
            note: None,
        };
        documents.variables.variable.push(entry);
        for card in documents.parts.iter_mut().flat_map(|part| &mut part.indicator) {
            if card.id == *id {
                card.formula = name.as_str().to_owned();
                card.denominate = None;
            }
        }
        panel.insert(name, disturbed);
    }
    Ok(())
}

/// A name that no variable, indicator or attribute has, of letters that formulas can read.
fn variable(id: &Id, documents: &Documents) -> Result<Id, Text> {
    let plain: String = id.as_str().chars().map(|c| if c == '-' { '_' } else { c }).take(40).collect();
    let taken = |name: &str| {
        documents.variables.variable.iter().any(|known| known.id.as_str() == name)
            || documents.variables.attribute.iter().any(|known| known.id.as_str() == name)
            || documents.parts.iter().flat_map(|part| &part.indicator).any(|card| card.id.as_str() == name)
    };
    let names = (0..1000)
        .map(|at| if at == 0 { format!("{plain}_measured") } else { format!("{plain}_measured_{at}") });
    let free = names.filter(|name| !taken(name)).find_map(|name| Id::new(name).ok());
    free.ok_or_else(|| {
        Text::new(
            format!("给不出 `{id}` 的变量名"),
            format!("there is no free name for a variable of `{id}`"),
        )
    })
}

impl Disturbance<'_> {
    fn column(&self, id: &Id, column: &Column, valid: ValidRange, panel: &Panel) -> Column {
        let index = panel.index();
        let values = column.values().iter().enumerate().map(|(row, value)| {
            if !column.status(row).is_observed() {
                return *value;
            }
            let name = format!("{} {}", index.unit(row).id, index.row(row).period);
            let own = Stream::new(self.key, 0, &format!("{name} {id}")).uniform();
            let shared = Stream::new(self.key, 0, &name).uniform();
            let value = with_error(*value, self.law, self.correlated, own, shared);
            let value = valid.min.map_or(value, |least| value.max(least));
            valid.max.map_or(value, |most| value.min(most))
        });
        Column::new(values.collect(), column.statuses().to_vec())
    }
}

/// A value with its error, from the indicator's own coordinate and that of its unit. The two are joined as normal scores, so that each law keeps its
/// distribution whatever they share.
fn with_error(value: f64, law: ErrorLaw, correlated: f64, own: f64, shared: f64) -> f64 {
    let score = if correlated > 0.0 {
        correlated.sqrt() * normal_quantile(shared)
            + (1.0 - correlated).max(0.0).sqrt() * normal_quantile(own)
    } else {
        normal_quantile(own)
    };
    let uniform = || {
        if correlated > 0.0 { libm::erfc(-score / std::f64::consts::SQRT_2) - 1.0 } else { 2.0 * own - 1.0 }
    };
    match law {
        ErrorLaw::RelativeUniform(share) => value * (1.0 + share * uniform()),
        ErrorLaw::RelativeNormal(share) => value * (1.0 + share * score),
        ErrorLaw::Uniform(most) => value + most * uniform(),
        ErrorLaw::Normal(deviation) => value + deviation * score,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(law: ErrorLaw, correlated: f64) -> (Vec<f64>, Vec<f64>) {
        let one = |at: u32| {
            let mut stream = Stream::new(3, at, "errors");
            let (a, b, shared) = (stream.uniform(), stream.uniform(), stream.uniform());
            (
                with_error(10.0, law, correlated, a, shared) - 10.0,
                with_error(10.0, law, correlated, b, shared) - 10.0,
            )
        };
        (0..20_000).map(one).unzip()
    }

    #[test]
    fn each_law_has_its_deviation_and_shares_what_it_should() {
        for correlated in [0.0, 0.5, 1.0] {
            for (law, deviation) in [
                (ErrorLaw::RelativeUniform(0.3), 3.0 / 3.0_f64.sqrt()),
                (ErrorLaw::RelativeNormal(0.1), 1.0),
                (ErrorLaw::Uniform(2.0), 2.0 / 3.0_f64.sqrt()),
                (ErrorLaw::Normal(0.5), 0.5),
            ] {
                let (one, other) = errors(law, correlated);
                let n = one.len() as f64;
                let variance = one.iter().map(|e| e * e).sum::<f64>() / n;
                let shared = one.iter().zip(&other).map(|(a, b)| a * b).sum::<f64>() / n;
                assert!((variance.sqrt() / deviation - 1.0).abs() < 0.03, "{law:?} {variance}");
                // Uniform errors share (6/π)·asin(c/2), at most 0.018 less than c.
                assert!((shared / variance - correlated).abs() < 0.06, "{law:?} {correlated} {shared}");
            }
        }
        assert!(errors(ErrorLaw::Uniform(2.0), 0.5).0.iter().all(|error| error.abs() <= 2.0));
    }
}
