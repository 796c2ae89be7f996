//! What only data reveal of a `[sensitivity]`: units, and how many there are.

use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::panel::Panel;
use crate::sensitivity::perturbation::units;
use crate::sensitivity::{FactorKind, Output, Resampling, SensitivityDocument};
use crate::vocab::Period;

/// Checks a document against the data. `base` are the periods of the base, `period` the last that is looked at.
#[must_use]
pub fn check_data(
    document: &SensitivityDocument,
    panel: &Panel,
    base: &[Period],
    period: Period,
    at: Spot<'_>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let count = panel.index().rows_in(period).count();
    for (number, k) in document.top.iter().enumerate() {
        let spot = at.key("top").entry(number);
        // The default is written nowhere; it just has no use for fewer units.
        if spot.is_written() && *k as usize > count {
            let zh = format!("`top` 里有 {k}，而 {period} 只有 {count} 个对象");
            let en = format!("`top` has {k}, but there are only {count} units in {period}");
            found.push(Diagnostic::error("sen002", zh, en).at(spot.place()).hint("改小", "make it smaller"));
        }
    }
    if let Some(attribution) = &document.attribution {
        for (number, output) in attribution.outputs.iter().enumerate() {
            let spot = at.key("attribution").key("outputs").entry(number);
            if let Output::Rank(unit) | Output::Score(unit) = output {
                found.extend(unknown(unit, panel, spot));
            }
        }
    }
    if let Some(bounds) = &document.bounds {
        for (number, pair) in bounds.pairs.iter().enumerate() {
            for (side, unit) in pair.iter().enumerate() {
                found.extend(unknown(unit, panel, at.key("bounds").key("pairs").entry(number).entry(side)));
            }
        }
    }
    for (number, factor) in document.factor.iter().enumerate() {
        let FactorKind::Units { resample: Resampling::DropGroup { by } } = &factor.kind else { continue };
        let groups = units::groups(panel, base, by).len();
        if groups < 2 {
            let zh = format!("基期的对象在“{by}”上只有 {groups} 组，没有可剔除的");
            let en =
                format!("units of the base have {groups} values of `{by}`, two are needed to leave one out");
            let spot = at.key("factor").entry(number).key("resample");
            found.push(
                Diagnostic::error("sen003", zh, en)
                    .at(spot.place())
                    .hint("换一个属性", "choose another attribute"),
            );
        }
    }
    found
}

fn unknown(id: &str, panel: &Panel, spot: Spot<'_>) -> Option<Diagnostic> {
    let index = panel.index();
    if index.unit_by_id(id).is_some() {
        return None;
    }
    let problem =
        Diagnostic::error("sen001", format!("数据里没有对象“{id}”"), format!("the data have no unit `{id}`"));
    let near = nearest(id, index.units().iter().map(|unit| unit.id.as_str()));
    let problem = match near {
        Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => problem.hint("写对象的标识，不是名称", "write the id of a unit, not its name"),
    };
    Some(problem.at(spot.place()))
}
