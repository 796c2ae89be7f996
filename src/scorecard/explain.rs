//! Why a score is what it is: the unit is scored again alone, which gives the same bits, and each step is written down.

use std::collections::{BTreeMap, BTreeSet};

use super::Scorecard;
use super::explain_forms;
use super::explain_imputed;
use super::explanation::{
    AdjustmentAnswer, AggregateStep, Contribution, CurvePlace, Explanation, GateAnswer, GradeStep, LeafStep,
    NodeStep, RatioSide, RatioStep, RawCell, TransformedBy, TreatedBy,
};
use super::finding::number;
use super::lookup::{Lookup, Peer};
use super::raw::{evaluate_referenced, referenced};
use super::scores::{FinalGrade, Leaves, Scores};
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::{Aggregate, Formula, Framework, Indicator, Inputs, NodeId, NodeKind, Wording};
use crate::normalisation::Normaliser;
use crate::panel::{Panel, Status};
use crate::statistics::Grouped;
use crate::treatment::Treater;
use crate::vocab::{Id, Language, Period, Text};

/// Takes a score apart: contributions, curve, treatment, imputation, raw value, and every raw cell with its file, sheet, row and
/// column. `node` is the id of an aggregate or indicator.
///
/// # Errors
/// When the panel has no such unit or no row of it in that period, or the scorecard has no such node; each with the nearest known.
pub fn explain(
    card: &Scorecard,
    panel: &Panel,
    unit: &str,
    period: Period,
    node: &str,
) -> Result<Explanation, Vec<Diagnostic>> {
    let framework = card.definition().framework();
    let (found, alone) = find(framework, panel, unit, period, node)?;
    let (scores, leaves) = card.score_with_leaves(&alone.panel);
    let scene =
        Scene { card, framework, panel: &alone.panel, row: alone.row, scores: &scores, leaves: &leaves };
    let entry = alone.panel.index().unit(alone.row);
    Ok(Explanation {
        fingerprint: card.fingerprint().to_owned(),
        unit: entry.id.clone(),
        unit_name: entry.name.clone(),
        period,
        node: scene.node(found),
        grade: (found == framework.root()).then(|| scene.grade()).flatten(),
    })
}

/// One unit of a panel, and the row asked for.
pub(super) struct Alone {
    pub(super) panel: Panel,
    pub(super) row: usize,
}

pub(super) fn find(
    framework: &Framework,
    panel: &Panel,
    unit: &str,
    period: Period,
    node: &str,
) -> Result<(NodeId, Alone), Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let found = framework.find(node);
    if found.is_none() {
        let known = framework.nodes().iter().map(|node| node.id.as_str());
        problems.push(unknown("scr010", ("节点", "node"), node, nearest(node, known)));
    }
    let alone = alone(panel, unit, period).map_err(|problem| problems.push(*problem));
    match (found, alone) {
        (Some(found), Ok(alone)) => Ok((found, alone)),
        _ => Err(problems),
    }
}

pub(super) fn alone(panel: &Panel, unit: &str, period: Period) -> Result<Alone, Box<Diagnostic>> {
    let Some(number) = panel.index().unit_by_id(unit) else {
        let known = panel.index().units().iter().flat_map(|unit| [unit.id.as_str(), unit.name.as_str()]);
        return Err(Box::new(unknown("scr011", ("对象", "unit"), unit, nearest(unit, known))));
    };
    let alone = panel.partition(|entry| entry.id == unit);
    if let Some(row) = alone.index().find(0, period) {
        return Ok(Alone { panel: alone, row });
    }
    let rows = panel.index().rows_of(number);
    let has: Vec<String> = rows.map(|row| panel.index().row(row).period.to_string()).collect();
    let diagnostic = Diagnostic::error(
        "scr012",
        format!("对象 `{unit}` 在 {period} 没有数据，有数据的时期：{}", has.join("、")),
        format!("unit `{unit}` has no row in {period}; it has {}", has.join(", ")),
    );
    Err(Box::new(diagnostic.hint("另选一个时期", "choose another period")))
}

fn unknown(code: &'static str, (zh, en): (&str, &str), given: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(code, format!("没有{zh} `{given}`"), format!("there is no {en} `{given}`"));
    match near {
        Some(near) => diagnostic.hint(format!("是不是 `{near}`？"), format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

/// A row of a panel of one unit, scored.
pub(super) struct Scene<'s> {
    pub(super) card: &'s Scorecard,
    pub(super) framework: &'s Framework,
    pub(super) panel: &'s Panel,
    pub(super) row: usize,
    pub(super) scores: &'s Scores,
    pub(super) leaves: &'s Leaves,
}

impl Scene<'_> {
    fn node(&self, node: NodeId) -> NodeStep {
        match &self.framework.node(node).kind {
            NodeKind::Aggregate(aggregate) => NodeStep::Aggregate(Box::new(self.aggregate(node, aggregate))),
            NodeKind::Indicator(indicator) => NodeStep::Indicator(Box::new(self.leaf(node, indicator))),
        }
    }

    fn aggregate(&self, node: NodeId, aggregate: &Aggregate) -> AggregateStep {
        let known = self.framework.node(node);
        let own = self.scores.node(node);
        let score = own.and_then(|own| own.get(self.row));
        let steps: Vec<NodeStep> = aggregate.children.iter().map(|child| self.node(*child)).collect();
        let shares: Vec<f64> = aggregate.children.iter().map(|child| self.card.share(*child)).collect();
        let counted: Vec<usize> =
            (0..steps.len()).filter(|&at| shares[at] > 0.0 && steps[at].score().is_some()).collect();
        let values: Vec<f64> = counted.iter().map(|&at| steps[at].score().unwrap_or(0.0)).collect();
        let weights: Vec<f64> = counted.iter().map(|&at| shares[at]).collect();
        let total: f64 = weights.iter().sum();
        let weighed: Vec<usize> = (0..steps.len()).filter(|&at| shares[at] > 0.0).collect();
        let places: Vec<usize> = counted.iter().filter_map(|at| weighed.binary_search(at).ok()).collect();
        let points = score.zip(self.card.aggregator(node)).map_or_else(
            || vec![0.0; counted.len()],
            |(score, aggregator)| aggregator.contributions_of(&values, &weights, &places, score),
        );
        let children = steps.into_iter().enumerate().map(|(at, node)| {
            let place = counted.iter().position(|&c| c == at);
            Contribution {
                nominal_share: shares[at],
                share: place.map_or(0.0, |_| shares[at] / total),
                points: place.map_or(0.0, |place| points[place]),
                node,
            }
        });
        let weighting = aggregate.weighting.note().name;
        AggregateStep {
            id: known.id.clone(),
            name: known.name.clone(),
            score,
            withheld: own.map_or(super::Withheld::NoData, |own| own.withheld(self.row)),
            coverage: own.map_or(0.0, |own| own.coverage(self.row)),
            imputed_share: own.map_or(0.0, |own| own.imputed_share(self.row)),
            aggregation: aggregate.aggregation.name(),
            weighting: Text::new(weighting.zh, weighting.en),
            weights_from_data: aggregate
                .children
                .iter()
                .any(|child| self.framework.node(*child).weight.is_none()),
            children: children.collect(),
        }
    }

    fn leaf(&self, node: NodeId, indicator: &Indicator) -> LeafStep {
        let known = self.framework.node(node);
        let column = self.leaves.column(node);
        let frozen = self.card.indicator(known.id.as_str());
        let raw = column.and_then(|column| column.raw(self.row));
        let status = column.map_or(Status::NotCollected, |column| column.status(self.row));
        let treated = column.and_then(|column| column.treated(self.row));
        let (imputed, behind) = explain_imputed::of(self, node, indicator).unzip();
        let before = imputed.as_ref().map(|imputed| imputed.value).or(raw);
        let treater = frozen.and_then(|frozen| frozen.treatment.as_ref()).map(|t| *self.chosen(t).0);
        let treatment = treater.zip(before).map(|(treater, x)| treated_by(indicator, &treater, x));
        let normalisers = frozen.and_then(|frozen| frozen.normaliser.as_ref());
        // A period without parameters of its own has no curve at all.
        let by_period = indicator.normalisation.is_by_period();
        let curve = normalisers
            .zip(treated)
            .map(|(n, x)| self.curve(indicator, n, x))
            .filter(|curve| !(by_period && curve.is_fallback));
        LeafStep {
            id: known.id.clone(),
            code: known.code.clone(),
            name: known.name.clone(),
            measure: indicator.measure.clone(),
            score: column.and_then(|column| column.score(self.row)),
            standing: column.map_or(super::Standing::Missing, |column| column.standing(self.row)),
            cells: self.cells(indicator, behind.unwrap_or_default()),
            curve,
            treated,
            treatment,
            imputed,
            raw,
            status,
            not_applicable: indicator
                .applicable
                .as_ref()
                .filter(|_| status == Status::NotApplicable)
                .map(|(_, reason)| reason.clone()),
            ratio: self.ratio(indicator),
            formula: indicator.formula.text().to_owned(),
            formula_in_words: in_words(self.framework, &indicator.formula),
        }
    }

    fn ratio(&self, indicator: &Indicator) -> Option<RatioStep> {
        let known = evaluate_referenced(
            self.framework,
            &referenced(self.framework),
            self.panel,
            &(0..self.panel.index().len()),
        );
        let side = |formula: &Formula| {
            let rows = 0..self.panel.index().len();
            let cells = formula.evaluate(&Inputs { panel: self.panel, rows: &rows, indicators: &known });
            let status = cells.statuses[self.row];
            RatioSide {
                formula_in_words: in_words(self.framework, formula),
                value: status.is_observed().then(|| cells.values[self.row]),
                status,
                measure: formula.unit_of_measure().map(ToString::to_string),
            }
        };
        let both = indicator.numerator.as_ref().zip(indicator.denominator.as_ref())?;
        Some(RatioStep { numerator: side(both.0), denominator: side(both.1) })
    }

    /// What this row gets of something frozen by group, the group, and whether it fell back.
    pub(super) fn chosen<'g, T>(&self, grouped: &'g Grouped<T>) -> (&'g T, Vec<String>, bool) {
        let peer = Lookup::new(grouped, self.panel, |_| ()).peer(self.row);
        let values = || {
            let value =
                |id: &Id| self.panel.attribute(id.as_str()).and_then(|a| a.get(self.row)).map(str::to_owned);
            grouped.by.iter().filter_map(value).collect()
        };
        match peer {
            Peer::Group(at) => (grouped.get(Some(at)), values(), false),
            Peer::Pooled | Peer::Unknown => (&grouped.pooled, Vec::new(), !grouped.by.is_empty()),
        }
    }

    fn curve(&self, indicator: &Indicator, normalisers: &Grouped<Normaliser>, value: f64) -> CurvePlace {
        let (normaliser, group, is_fallback) = self.chosen(normalisers);
        let segment = match normaliser {
            Normaliser::Curve(curve) => curve.segment(value),
            _ => None,
        };
        let (form, parameters) = explain_forms::described(normaliser, value);
        let method = indicator.normalisation.note().name;
        let form = if method.zh == form.zh {
            form
        } else {
            Text::new(format!("{}，{}", method.zh, form.zh), format!("{}, {}", method.en, form.en))
        };
        CurvePlace { form, group, is_fallback, segment, outside: normaliser.side(value), parameters }
    }

    /// Every raw cell behind an indicator: of its own row, through other indicators too, and `behind` what stands in for it.
    fn cells(&self, indicator: &Indicator, behind: Vec<(Id, usize)>) -> Vec<RawCell> {
        let mut cells = cells_behind(self.framework, self.panel, indicator, self.row);
        for cell in behind {
            if !cells.contains(&cell) {
                cells.push(cell);
            }
        }
        cells.into_iter().map(|(variable, row)| self.cell(variable, row)).collect()
    }

    fn cell(&self, variable: Id, row: usize) -> RawCell {
        let spec = self.framework.parts().variables.variable(variable.as_str());
        let column = self.panel.variable(variable.as_str());
        let origin = column.and_then(|column| column.origin(row));
        let source = origin.and_then(|origin| self.panel.sources().get(usize::from(origin.source)));
        RawCell {
            name: spec.map_or_else(|| Text::same(variable.as_str()), |spec| spec.name.clone()),
            measure: spec.and_then(|spec| spec.measure.as_ref()).map(|(written, _)| written.clone()),
            variable,
            period: self.panel.index().row(row).period,
            value: column.and_then(|column| column.get(row)),
            status: column.map_or(Status::NotCollected, |column| column.status(row)),
            file: source.map(|source| source.file.clone()),
            sheet: source.and_then(|source| source.sheet.clone()),
            row: origin.map(|origin| origin.row),
            column: origin.map(|origin| origin.column),
        }
    }

    fn grade(&self) -> Option<GradeStep> {
        let parts = self.framework.parts();
        if parts.grades.is_empty() && parts.gates.is_empty() && parts.adjustments.is_empty() {
            return None;
        }
        let grading = self.scores.grading(self.row);
        let items = parts.adjustments.iter().zip(self.scores.adjustments(self.row));
        let adjustments = items.map(|(item, (points, state))| AdjustmentAnswer {
            id: item.id.clone(),
            name: item.name.clone(),
            kind: item.kind,
            when: item.when.as_ref().map(|when| when.text().to_owned()),
            formula: item.points.text().to_owned(),
            decay: item.decay.as_ref().map(|decay| decay.factors.clone()).unwrap_or_default(),
            cap: item.cap,
            points,
            state,
        });
        let answers = parts.gates.iter().zip(self.scores.gates(self.row)).map(|(gate, state)| GateAnswer {
            id: gate.id.clone(),
            name: gate.name.clone(),
            when: gate.when.text().to_owned(),
            state,
        });
        let name = |grade: usize| parts.grades.get(grade).map(|grade| grade.name.clone());
        let last = match grading.last {
            FinalGrade::Grade(grade) => name(grade),
            FinalGrade::NotGraded => Some(Text::new("不定等级", "not graded")),
            FinalGrade::None => None,
        };
        Some(GradeStep {
            adjustments: adjustments.collect(),
            score: self.scores.root().and_then(|root| root.get(self.row)),
            adjusted: self.scores.adjusted(self.row),
            gates: answers.collect(),
            grading,
            base: grading.base.and_then(name),
            last: last.unwrap_or_else(|| Text::new("无等级", "no grade")),
        })
    }
}

/// The raw cells (variable and row of the panel) that an indicator's value in a row depends on, in order of appearance.
pub(super) fn cells_behind(
    framework: &Framework,
    panel: &Panel,
    indicator: &Indicator,
    row: usize,
) -> Vec<(Id, usize)> {
    let mut seen: BTreeSet<(Id, usize)> = BTreeSet::new();
    let mut visited: BTreeSet<(Id, usize)> = BTreeSet::new();
    let mut cells = Vec::new();
    let mut open: Vec<(&Indicator, usize)> = vec![(indicator, row)];
    while let Some((indicator, row)) = open.pop() {
        let formulas = [Some(&indicator.formula), indicator.applicable.as_ref().map(|(when, _)| when)];
        for formula in formulas.into_iter().flatten() {
            for cell in formula.cells(panel, row) {
                if seen.insert((cell.variable.clone(), cell.row)) {
                    cells.push((cell.variable, cell.row));
                }
            }
            for other in formula.indicator_cells(panel, row) {
                let found = framework.find(other.indicator.as_str()).map(|node| &framework.node(node).kind);
                if let Some(NodeKind::Indicator(next)) = found
                    && visited.insert((other.indicator.clone(), other.row))
                {
                    open.push((next, other.row));
                }
            }
        }
    }
    cells
}

fn treated_by(indicator: &Indicator, treater: &Treater, value: f64) -> TreatedBy {
    let treated = treater.treat(value);
    let transformed = treater.transformation.as_ref().map(|transformation| {
        let name =
            indicator.treatment.last_transform().map_or(indicator.treatment.note(), |then| then.note()).name;
        TransformedBy {
            name: Text::new(name.zh, name.en),
            formula: transformation.in_numbers(number),
            before: treater.limits.apply(value),
            after: treated.value,
            beyond: treated.beyond,
        }
    });
    TreatedBy { low: treater.limits.low, high: treater.limits.high, cut: treated.cut, transformed }
}

pub(super) fn in_words(framework: &Framework, formula: &Formula) -> Text {
    let indicators: BTreeMap<Id, Text> =
        framework.indicators().map(|(_, node, _)| (node.id.clone(), node.name.clone())).collect();
    let wording = Wording { variables: &framework.parts().variables, indicators: &indicators };
    Text::new(formula.in_words(Language::Zh, wording), formula.in_words(Language::En, wording))
}
