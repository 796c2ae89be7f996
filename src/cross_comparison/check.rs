//! What is wrong with the rankings a study asks for, before any data are read.

use std::collections::BTreeSet;

use super::document::{RankingDocument, RankingWeights, Values};
use super::{criteria, words};
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::{Framework, NodeId, NodeKind};
use crate::ranking::{Matrix, RankingError, RankingMethod, Takes};
use crate::vocab::{Direction, Id, Period};

/// Checks rankings against the framework they are about; `periods` are those a study scores, empty when it scores all. `at` is where the list stands.
#[must_use]
pub fn check(
    list: &[RankingDocument],
    framework: &Framework,
    periods: &[Period],
    at: Spot<'_>,
) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (number, document) in list.iter().enumerate() {
        let task = Task { document, framework, at: at.entry(number) };
        if !seen.insert(&document.id) {
            let (zh, en) = (
                format!("排序“{}”写了两次", document.id),
                format!("the ranking `{}` is there twice", document.id),
            );
            let problem = Diagnostic::error("std030", zh, en).at(task.at.key("id").place());
            found.push(problem.hint("换一个 id", "give one of them another id"));
        }
        task.periods(periods, &mut found);
        let before = found.len();
        task.names(&mut found);
        if found.len() == before {
            task.values(&mut found);
            task.weights(&mut found);
            task.trial(&mut found);
        }
    }
    found
}

/// One ranking under check.
struct Task<'a> {
    document: &'a RankingDocument,
    framework: &'a Framework,
    at: Spot<'a>,
}

impl Task<'_> {
    fn periods(&self, periods: &[Period], found: &mut Vec<Diagnostic>) {
        let wanted = self.document.periods.iter().enumerate();
        for (at, period) in wanted.filter(|(_, period)| !periods.is_empty() && !periods.contains(period)) {
            let zh = format!("排序“{}”要排 {period}，但它不在 `periods` 里", self.document.id);
            let en =
                format!("the ranking `{}` asks for {period}, which is not among `periods`", self.document.id);
            let problem = Diagnostic::error("std032", zh, en).at(self.at.key("periods").entry(at).place());
            found.push(
                problem.hint("把它加进 `periods`，或从这里删去", "add it to `periods`, or remove it here"),
            );
        }
    }

    /// Every name is a node, only one key says what is compared, and something is.
    fn names(&self, found: &mut Vec<Diagnostic>) {
        let document = self.document;
        let said = [document.leaves_of.is_some(), document.children_of.is_some(), !document.nodes.is_empty()];
        if said.iter().filter(|said| **said).count() > 1 {
            let zh = format!(
                "排序“{}”同时写了 `leaves_of`、`children_of`、`nodes` 中的几个，只能写一个",
                document.id
            );
            let en = format!(
                "the ranking `{}` has more than one of `leaves_of`, `children_of` and `nodes`; only one is allowed",
                document.id
            );
            let problem = Diagnostic::error("std037", zh, en).at(self.at.place());
            found.push(problem.hint("留下一个", "keep one of them"));
        }
        for (key, id) in [("leaves_of", &document.leaves_of), ("children_of", &document.children_of)] {
            if let Some(id) = id {
                self.known(id, self.at.key(key), true, found);
            }
        }
        let mut seen = BTreeSet::new();
        for (at, id) in document.nodes.iter().enumerate() {
            self.known(id, self.at.key("nodes").entry(at), false, found);
            if !seen.insert(id) {
                let zh = format!("`nodes` 里“{id}”写了两次");
                let problem = Diagnostic::error("std037", zh, format!("`nodes` lists `{id}` twice"));
                let place = self.at.key("nodes").entry(at).place();
                found.push(problem.at(place).hint("删去一个", "remove one"));
            }
        }
        if let RankingMethod::Dea { inputs, .. } = &document.method {
            let nodes = criteria::nodes(document, self.framework);
            for (at, id) in inputs.iter().enumerate() {
                let spot = self.at.key("method").key("inputs").entry(at);
                self.known(id, spot, false, found);
                if let Some(node) = self.framework.find(id.as_str()).filter(|node| !nodes.contains(node)) {
                    let _ = node;
                    let zh = format!("投入“{id}”不在这个排序比较的节点里");
                    let en = format!("the input `{id}` is not among the nodes that this ranking compares");
                    let problem = Diagnostic::error("std037", zh, en).at(spot.place());
                    found.push(problem.hint("把它加进 `nodes`", "add it to `nodes`"));
                }
            }
        }
    }

    fn known(&self, id: &Id, spot: Spot<'_>, aggregate: bool, found: &mut Vec<Diagnostic>) {
        let node = self.framework.find(id.as_str());
        let fits =
            |node: NodeId| !aggregate || matches!(self.framework.node(node).kind, NodeKind::Aggregate(_));
        if node.is_some_and(fits) {
            return;
        }
        let (zh, en) = if node.is_some() {
            (
                format!("“{id}”是指标，这里要写一个上级节点"),
                format!("`{id}` is an indicator; an aggregate is expected here"),
            )
        } else {
            (format!("指标体系里没有“{id}”"), format!("the definition has no node `{id}`"))
        };
        let problem = Diagnostic::error("std031", zh, en).at(spot.place());
        let ids =
            self.framework.nodes().iter().filter(|n| !aggregate || matches!(n.kind, NodeKind::Aggregate(_)));
        found.push(match nearest(id.as_str(), ids.map(|node| node.id.as_str())) {
            Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
            None => problem.hint("写指标体系里某个节点的 id", "write the id of a node of the definition"),
        });
    }

    /// Values and directions that the method can take.
    fn values(&self, found: &mut Vec<Diagnostic>) {
        let id = &self.document.id;
        let values = self.document.values;
        if values != Values::Scores && self.document.method.takes() != Takes::Anything {
            let zh = format!("排序“{id}”的方法只用于得分，不能用指标值");
            let en = format!("the method of the ranking `{id}` is about scores, not about values");
            let problem = Diagnostic::error("std033", zh, en).at(self.at.key("values").place());
            found.push(problem.hint("写 `values = \"scores\"`", "write `values = \"scores\"`"));
            return;
        }
        if values == Values::Scores {
            return;
        }
        for node in criteria::nodes(self.document, self.framework) {
            let node = self.framework.node(node);
            let (code, zh, en) = match &node.kind {
                NodeKind::Aggregate(_) => (
                    "std033",
                    format!("排序“{id}”要用指标值，但“{}”是上级节点，只有得分", node.id),
                    format!(
                        "the ranking `{id}` is about values, but `{}` is an aggregate and has only scores",
                        node.id
                    ),
                ),
                NodeKind::Indicator(indicator)
                    if matches!(indicator.direction, Direction::Interval | Direction::Tiers) =>
                {
                    (
                        "std034",
                        format!("“{}”的方向没有最好的一端，排序“{id}”不能用它的值", node.id),
                        format!(
                            "the direction of `{}` has no best end, so the ranking `{id}` cannot use its values",
                            node.id
                        ),
                    )
                }
                NodeKind::Indicator(_) => continue,
            };
            let problem = Diagnostic::error(code, zh, en).at(self.at.key("values").place());
            found.push(problem.hint(
                "改用 `values = \"scores\"`，或用 `nodes` 换掉它",
                "use `values = \"scores\"`, or leave it out with `nodes`",
            ));
        }
    }

    fn weights(&self, found: &mut Vec<Diagnostic>) {
        let RankingWeights::Given { weights } = &self.document.weighting else { return };
        let spot = self.at.key("weighting").key("weights");
        let nodes = criteria::nodes(self.document, self.framework);
        let ids: Vec<&Id> = nodes.iter().map(|node| &self.framework.node(*node).id).collect();
        let mut say = |zh: String, en: String, spot: Spot<'_>| {
            let hint = (
                "每个参加比较的节点写一个不小于 0 的数",
                "write one number from 0 up for each node that is compared",
            );
            found.push(Diagnostic::error("std036", zh, en).at(spot.place()).hint(hint.0, hint.1));
        };
        for id in ids.iter().filter(|id| !weights.contains_key(**id)) {
            say(format!("`weights` 里缺“{id}”"), format!("`weights` lacks `{id}`"), spot);
        }
        for (id, weight) in weights {
            if !ids.contains(&id) {
                let zh = format!("`weights` 里的“{id}”不参加这个排序");
                say(
                    zh,
                    format!("`weights` names `{id}`, which this ranking does not compare"),
                    spot.key(id.as_str()),
                );
            } else if !(weight.is_finite() && *weight >= 0.0) {
                let zh = format!("“{id}”的权重是 {weight}，应为不小于 0 的数");
                say(
                    zh,
                    format!("the weight of `{id}` is {weight}; a number from 0 up is expected"),
                    spot.key(id.as_str()),
                );
            }
        }
        if !weights.is_empty() && weights.values().all(|weight| *weight == 0.0) {
            say("权重全为 0".to_owned(), "all weights are 0".to_owned(), spot);
        }
    }

    /// The method tried on two made-up units: what it refuses there it refuses whatever the data.
    fn trial(&self, found: &mut Vec<Diagnostic>) {
        let nodes = criteria::nodes(self.document, self.framework);
        let method = criteria::method(self.document, self.framework);
        let least =
            if matches!(method, RankingMethod::Coupling { .. } | RankingMethod::Dea { .. }) { 2 } else { 1 };
        if nodes.len() < least {
            let zh = format!("排序“{}”只比较 {} 个节点，至少要 {least} 个", self.document.id, nodes.len());
            let en = format!(
                "the ranking `{}` compares {} nodes where at least {least} are needed",
                self.document.id,
                nodes.len()
            );
            let problem = Diagnostic::error("std037", zh, en).at(self.at.place());
            found
                .push(problem.hint("用 `nodes` 写明比较哪些节点", "say with `nodes` what is to be compared"));
            return;
        }
        let column = [0.4, 0.6];
        let columns: Vec<&[f64]> = nodes.iter().map(|_| &column[..]).collect();
        let direction = |node: &NodeId| match (&self.framework.node(*node).kind, self.document.values) {
            (NodeKind::Indicator(indicator), Values::Treated | Values::Raw) => indicator.direction,
            _ => Direction::Positive,
        };
        let directions: Vec<Direction> = nodes.iter().map(direction).collect();
        let weights = vec![1.0; nodes.len()];
        let inputs = criteria::inputs(&method, self.framework, &nodes);
        let matrix = Matrix {
            columns: &columns,
            directions: &directions,
            weights: &weights,
            inputs: &inputs,
            criteria: &[],
        };
        let Err(error) = method.appraise(&matrix) else { return };
        let name = |at: usize| {
            nodes.get(at).map_or_else(String::new, |node| self.framework.node(*node).id.to_string())
        };
        let code = match error {
            RankingError::Parameter { .. } => "std035",
            RankingError::OnlyBenefits { .. } => "std034",
            RankingError::NoCriteria => "std037",
            // Of the two made-up units, or told above.
            _ => return,
        };
        let (said, hint) = words::refusal(&error, &name, &|_| String::new());
        let zh = format!("排序“{}”：{}", self.document.id, said.zh);
        let en = format!("ranking `{}`: {}", self.document.id, said.en);
        found.push(Diagnostic::error(code, zh, en).at(self.at.key("method").place()).hint(hint.zh, hint.en));
    }
}
