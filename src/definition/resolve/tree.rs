//! The tree: unknown parents, cycles, roots, aggregates without children.

use std::collections::BTreeMap;

use super::cards::Card;
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::vocab::Id;

/// Who belongs to whom, by card number. Complete only where no problem was found.
pub(super) struct Tree {
    pub(super) children: Vec<Vec<usize>>,
    /// The one root, when there is one.
    pub(super) root: Option<usize>,
    /// Steps from the first root; `None` where the way up does not lead there.
    pub(super) depth: Vec<Option<usize>>,
}

impl Tree {
    /// All cards below the root in depth-first order, each parent before its children.
    pub(super) fn depth_first(&self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut open: Vec<usize> = self.root.into_iter().collect();
        while let Some(at) = open.pop() {
            order.push(at);
            open.extend(self.children[at].iter().rev());
        }
        order
    }
}

pub(super) fn build<'a>(
    cards: &[Card<'a>],
    index: &BTreeMap<&'a Id, usize>,
    top: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Tree {
    let before = found.len();
    let parents: Vec<Option<usize>> = cards.iter().map(|card| parent_of(card, cards, index, found)).collect();
    let orphans = found.len() > before;
    cycles(cards, &parents, found);
    let roots: Vec<usize> = (0..cards.len()).filter(|&at| cards[at].parent().is_none()).collect();
    let depth = (0..cards.len()).map(|at| depth_of(at, &parents, roots.first().copied())).collect();
    check_roots(&roots, cards, top, found);
    let mut children = vec![Vec::new(); cards.len()];
    for (at, parent) in parents.iter().enumerate() {
        // A second card of the same id is no child: its id has been reported.
        if let Some(parent) = parent.filter(|_| index.get(cards[at].id()) == Some(&at)) {
            children[parent].push(at);
        }
    }
    // A misspelt parent leaves some aggregate childless: only the cause is reported.
    if !orphans {
        childless(cards, &children, found);
    }
    Tree { children, root: roots.first().copied().filter(|_| roots.len() == 1), depth }
}

fn parent_of<'a>(
    card: &Card<'a>,
    cards: &[Card<'a>],
    index: &BTreeMap<&'a Id, usize>,
    found: &mut Vec<Diagnostic>,
) -> Option<usize> {
    let parent = card.parent()?;
    let (id, place) = (card.id(), card.spot.key("parent").place());
    let Some(&at) = index.get(parent) else {
        let aggregates = cards.iter().filter(|c| c.aggregate().is_some()).map(|c| c.id().as_str());
        let diagnostic = Diagnostic::error(
            "def022",
            format!("`{id}` 的上级 `{parent}` 没有定义"),
            format!("the parent `{parent}` of `{id}` is not defined"),
        );
        found.push(match nearest(parent.as_str(), aggregates) {
            Some(near) => {
                diagnostic.hint(format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")).at(place)
            }
            None => diagnostic
                .hint(
                    "写一个 [[aggregate]] 的标识，并把它所在的文件列入 parts",
                    "name an [[aggregate]], and list its file in `parts`",
                )
                .at(place),
        });
        return None;
    };
    if cards[at].indicator().is_some() {
        let diagnostic = Diagnostic::error(
            "def023",
            format!("`{id}` 的上级 `{parent}` 是指标，指标不能有下级"),
            format!("the parent `{parent}` of `{id}` is an indicator, which cannot have children"),
        )
        .hint("上级要写 [[aggregate]] 的标识", "name an [[aggregate]] as parent");
        found.push(diagnostic.at(place).related(
            cards[at].spot.key("id").place(),
            "指标在这里",
            "the indicator",
        ));
        return None;
    }
    Some(at)
}

fn depth_of(at: usize, parents: &[Option<usize>], root: Option<usize>) -> Option<usize> {
    let (mut at, mut steps) = (at, 0);
    while let Some(parent) = parents[at] {
        at = parent;
        steps += 1;
        if steps > parents.len() {
            return None;
        }
    }
    (root == Some(at)).then_some(steps)
}

/// Each cycle once, from its first card in order of the files.
fn cycles(cards: &[Card<'_>], parents: &[Option<usize>], found: &mut Vec<Diagnostic>) {
    for start in 0..cards.len() {
        let mut path = vec![start];
        let mut at = start;
        while let Some(parent) = parents[at] {
            if parent == start {
                let names: Vec<&str> = path.iter().chain([&start]).map(|&n| cards[n].id().as_str()).collect();
                let names = names.join(" → ");
                let diagnostic = Diagnostic::error(
                    "def024",
                    format!("上下级绕成了圈：{names}"),
                    format!("parents go round in a circle: {names}"),
                )
                .hint("改正其中一个 parent", "correct one `parent`");
                found.push(diagnostic.at(cards[start].spot.key("parent").place()));
                break;
            }
            if parent < start || path.contains(&parent) {
                break;
            }
            path.push(parent);
            at = parent;
        }
    }
}

fn check_roots(roots: &[usize], cards: &[Card<'_>], top: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let Some((first, others)) = roots.split_first() else {
        let diagnostic = Diagnostic::error("def025", "没有根节点", "there is no root").hint(
            "写一个没有 parent 的 [[aggregate]]，它就是总指数",
            "write one [[aggregate]] without `parent`: the index itself",
        );
        found.push(diagnostic.at(top.place()));
        return;
    };
    for &other in others {
        let (id, root) = (cards[other].id(), cards[*first].id());
        let diagnostic = Diagnostic::error(
            "def025",
            format!("`{id}` 没有上级，但根节点已经是 `{root}`"),
            format!("`{id}` has no parent, but the root is already `{root}`"),
        )
        .hint(
            format!("写 parent = \"{root}\" 或别的上级"),
            format!("write parent = \"{root}\" or another aggregate"),
        );
        let first_place = cards[*first].spot.key("id").place();
        found.push(diagnostic.at(cards[other].spot.key("id").place()).related(
            first_place,
            "根节点",
            "the root",
        ));
    }
}

fn childless(cards: &[Card<'_>], children: &[Vec<usize>], found: &mut Vec<Diagnostic>) {
    for (card, children) in cards.iter().zip(children) {
        if card.aggregate().is_some() && children.is_empty() {
            let id = card.id();
            let diagnostic =
                Diagnostic::error("def026", format!("`{id}` 没有下级"), format!("`{id}` has no children"))
                    .hint(
                        format!("给它加指标（parent = \"{id}\"），或删去它"),
                        format!("give it indicators (parent = \"{id}\"), or remove it"),
                    );
            found.push(diagnostic.at(card.spot.key("id").place()));
        }
    }
}
