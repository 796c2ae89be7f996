//! Size bias: whether scores follow how large a unit is.

use rayon::prelude::*;
use serde::Serialize;

use super::ValueStep;
use super::finding::{Finding, places};
use super::view::View;
use crate::diagnostic::Severity;
use crate::framework::NodeId;
use crate::statistics::{Association, CorrelationKind, Gapped, associate};
use crate::vocab::{Id, Text};

/// A node and a size variable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SizeBias {
    /// The indicator or aggregate.
    pub node: Id,
    /// `Raw`: the indicator's values by formula; `Normalised`: scores.
    pub step: ValueStep,
    /// The variable.
    pub size: Id,
    /// By Pearson.
    pub pearson: Association,
    /// By Spearman, which a few giants do not move.
    pub spearman: Association,
}

impl SizeBias {
    /// The higher magnitude of the two correlations.
    #[must_use]
    pub fn magnitude(&self) -> f64 {
        [self.pearson.value, self.spearman.value].into_iter().flatten().fold(0.0, |most, r| most.max(r.abs()))
    }
}

pub(super) fn size(view: &View<'_>) -> Vec<SizeBias> {
    let mut wanted: Vec<(NodeId, ValueStep, &Id)> = Vec::new();
    for size in &view.settings().size {
        for node in &view.nodes {
            let steps: &[ValueStep] = if view.is_indicator(*node) {
                &[ValueStep::Raw, ValueStep::Normalised]
            } else {
                &[ValueStep::Normalised]
            };
            wanted.extend(steps.iter().map(|step| (*node, *step, size)));
        }
    }
    let one = |(node, step, size): (NodeId, ValueStep, &Id)| {
        let variable = view.subject.panel.variable(size.as_str());
        let amounts: Vec<Option<f64>> =
            view.rows.iter().map(|row| variable.and_then(|column| column.get(*row))).collect();
        let values: Vec<Option<f64>> = match (step, view.leaf(node)) {
            (ValueStep::Raw, Some(column)) => view.rows.iter().map(|row| column.raw(*row)).collect(),
            _ => view.scores(node).to_vec(),
        };
        let (values, amounts) = (Gapped::new(&values), Gapped::new(&amounts));
        SizeBias {
            node: view.id(node),
            step,
            size: size.clone(),
            pearson: associate(&values, &amounts, CorrelationKind::Pearson),
            spearman: associate(&values, &amounts, CorrelationKind::Spearman),
        }
    };
    wanted.into_par_iter().map(one).collect()
}

pub(super) fn findings(view: &View<'_>, all: &[SizeBias], out: &mut Vec<Finding>) {
    let scores = all.iter().filter(|one| one.step == ValueStep::Normalised);
    for one in scores.filter(|one| one.magnitude() > view.settings().size_bias.get()) {
        let Some(node) = view.framework().find(one.node.as_str()) else { continue };
        let name = view.name(node);
        let variable = view.framework().parts().variables.variable(one.size.as_str());
        let size = variable.map_or_else(|| Text::same(one.size.as_str()), |variable| variable.name.clone());
        let value =
            |association: &Association| association.value.map_or_else(|| "—".to_owned(), |r| places(r, 2));
        let (r, rho) = (value(&one.pearson), value(&one.spearman));
        let falls = one.pearson.value.or(one.spearman.value).is_some_and(|r| r < 0.0);
        let (zh, en) = if falls { ("反着走", "fall with") } else { ("走", "follow") };
        let message = Text::new(
            format!("“{}”的得分随“{}”{zh}（r = {r}，ρ = {rho}），测的多半是规模", name.zh, size.zh),
            format!(
                "the scores of `{}` {en} `{}` (r = {r}, ρ = {rho}): they largely measure size",
                name.en, size.en
            ),
        );
        let hint = Text::new(
            "改成比率（除以收入、人数等），或在报告里说明规模本就是要评的",
            "make it a ratio (to revenue, employees, ...), or say in the report that size is meant to count",
        );
        let finding = Finding::new("dia022", Severity::Warning, message, hint);
        out.push(finding.about(one.node.clone()).valued(one.magnitude()));
    }
    if view.settings().size.is_empty() {
        let message = Text::new(
            "没有声明规模变量，未检查得分是否随规模走",
            "no size variable is declared, so size bias was not checked",
        );
        let hint = Text::new(
            "在 study.toml 写 [diagnosis] size = [\"revenue\"]（用 variables.toml 里的标识）",
            "write [diagnosis] size = [\"revenue\"] in study.toml, with ids of variables.toml",
        );
        out.push(Finding::new("dia023", Severity::Note, message, hint));
    }
}
