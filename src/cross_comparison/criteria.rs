//! What a ranking compares: the nodes it names, and grades it takes from the framework.

use super::document::RankingDocument;
use crate::framework::{Framework, Lifecycle, NodeId, NodeKind};
use crate::ranking::{FuzzyGrade, RankingMethod};
use crate::vocab::Id;

/// The nodes of a ranking in order; names that the framework does not know are left out.
pub(super) fn nodes(document: &RankingDocument, framework: &Framework) -> Vec<NodeId> {
    let find = |id: &Id| framework.find(id.as_str());
    if !document.nodes.is_empty() {
        return document.nodes.iter().filter_map(find).collect();
    }
    if let Some(parent) = &document.children_of {
        let parent = find(parent).map(|parent| &framework.node(parent).kind);
        return match parent {
            Some(NodeKind::Aggregate(aggregate)) => aggregate.children.clone(),
            _ => Vec::new(),
        };
    }
    let Some(top) = document.leaves_of.as_ref().map_or(Some(framework.root()), find) else {
        return Vec::new();
    };
    let counts = framework.indicators().filter(|(_, _, indicator)| indicator.status == Lifecycle::Core);
    counts.map(|(id, _, _)| id).filter(|id| is_below(framework, *id, top)).collect()
}

fn is_below(framework: &Framework, node: NodeId, top: NodeId) -> bool {
    let mut at = Some(node);
    while let Some(node) = at {
        if node == top {
            return true;
        }
        at = framework.node(node).parent;
    }
    false
}

/// The method with what it takes from the framework: grades of a fuzzy evaluation, each at the middle of its scores.
pub(super) fn method(document: &RankingDocument, framework: &Framework) -> RankingMethod {
    match &document.method {
        RankingMethod::Fuzzy { operator, grades } if grades.is_empty() => {
            RankingMethod::Fuzzy { operator: *operator, grades: middles(framework) }
        }
        method => method.clone(),
    }
}

fn middles(framework: &Framework) -> Vec<FuzzyGrade> {
    let parts = framework.parts();
    let mut upper = parts.scale.high;
    let grade = |grade: &crate::framework::Grade| {
        let lower = grade.from.unwrap_or(parts.scale.low);
        let at = (upper + lower) / 2.0;
        upper = lower;
        FuzzyGrade { name: grade.name.clone(), at }
    };
    parts.grades.iter().map(grade).collect()
}

/// The inputs of a data envelopment analysis, by their place among the nodes.
pub(super) fn inputs(method: &RankingMethod, framework: &Framework, nodes: &[NodeId]) -> Vec<usize> {
    let RankingMethod::Dea { inputs, .. } = method else { return Vec::new() };
    let place = |id: &Id| nodes.iter().position(|node| framework.node(*node).id == *id);
    inputs.iter().filter_map(place).collect()
}
