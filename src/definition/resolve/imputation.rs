//! What a card says about missing values: numbers that make sense, steps that can act, other indicators that exist.

use std::collections::BTreeMap;

use super::attributes;
use super::cards::Card;
use super::tree::Tree;
use crate::definition::IndicatorCard;
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::Lifecycle;
use crate::imputation::{Ends, Imputation, Later};
use crate::panel::Variables;
use crate::vocab::{Direction, Id};

/// More neighbours than this are a mean of the base under another name.
const MOST_NEIGHBOURS: u32 = 1000;

/// All that can be said of the steps without other cards.
pub(super) fn check(
    steps: &[Imputation],
    variables: Option<&Variables>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    for (at, step) in steps.iter().enumerate() {
        let spot = spot.entry(at);
        match step {
            Imputation::CarryForward { max_age: 0 } => {
                let diagnostic = Diagnostic::error(
                    "def063",
                    "max_age 是 0 年，至少是 1",
                    "`max_age` is 0 years, at least 1 is expected",
                )
                .hint("最多沿用一年前的值写 1", "write 1 to use values at most one year old");
                found.push(diagnostic.at(spot.key("max_age").place()));
            }
            Imputation::LinearInterpolation { max_gap, later, .. } => {
                interpolation(*max_gap, *later, spot, found)
            }
            Imputation::GroupMean { by, min_group }
            | Imputation::GroupMedian { by, min_group }
            | Imputation::Ratio { by, min_group, .. } => {
                attributes::groups(by, *min_group, variables, spot, found)
            }
            Imputation::ByRow { min_others, .. } => at_least_one("min_others", *min_others, spot, found),
            Imputation::NearestNeighbours { k, min_shared, by, min_group, .. } => {
                at_least_one("k", *k, spot, found);
                at_least_one("min_shared", *min_shared, spot, found);
                too_many_neighbours(*k, spot, found);
                attributes::groups(by, *min_group, variables, spot, found);
            }
            Imputation::EmNormal { tolerance, max_iterations, ridge, .. } => {
                settling(*tolerance, *ridge, spot, found);
                at_least_one("max_iterations", *max_iterations, spot, found);
            }
            Imputation::CarryForward { .. } | Imputation::Mean {} | Imputation::Median {} => {}
        }
    }
    idle_steps(steps, spot, found);
}

/// The other indicators that steps of all cards ask for.
pub(super) fn others<'a>(
    cards: &[Card<'a>],
    index: &BTreeMap<&'a Id, usize>,
    tree: &Tree,
    found: &mut Vec<Diagnostic>,
) {
    let scene = Scene { cards, index, tree };
    for (at, card) in cards.iter().enumerate() {
        let Some(indicator) = card.indicator().filter(|card| card.status != Lifecycle::Retired) else {
            continue;
        };
        for (step, method) in indicator.missing.iter().enumerate() {
            let spot = card.spot.key("missing").entry(step);
            scene.step(at, indicator, method, spot, found);
        }
    }
}

fn interpolation(max_gap: Option<u32>, later: Later, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if max_gap == Some(0) {
        let diagnostic = Diagnostic::error(
            "def157",
            "max_gap 是 0 年，什么缺口都补不了",
            "`max_gap` is 0 years, so that no gap can be filled",
        )
        .hint(
            "从有值的年份到有值的年份：中间缺一年写 2；删去它则不限",
            "it counts from value to value: 2 fills one missing year; leave it out for no limit",
        );
        found.push(diagnostic.at(spot.key("max_gap").place()));
    }
    if later == Later::Allowed {
        let diagnostic = Diagnostic::warning(
            "def158",
            "later = \"allowed\"：插补会用以后年份的数据，新数据到来时已有的得分会变",
            "later = \"allowed\": values of later years are used, so that scores change when new data come",
        )
        .hint(
            "要得分不变就删去它；保留时，每次计分都会计数提示",
            "leave it out to keep scores as they are; if it stays, every run counts and says it",
        );
        found.push(diagnostic.at(spot.key("later").place()));
    }
}

fn at_least_one(key: &str, given: u32, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if given == 0 {
        let diagnostic = Diagnostic::error(
            "def154",
            format!("{key} 是 0，至少是 1"),
            format!("`{key}` is 0, at least 1 is expected"),
        );
        found.push(diagnostic.at(spot.key(key).place()));
    }
}

fn too_many_neighbours(k: u32, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if k > MOST_NEIGHBOURS {
        let diagnostic = Diagnostic::error(
            "def154",
            format!("k 是 {k}，最多 {MOST_NEIGHBOURS}"),
            format!("`k` is {k}, at most {MOST_NEIGHBOURS} is expected"),
        )
        .hint("取这么多邻居就是组均值：用 group-mean", "so many neighbours are a mean: take `group-mean`");
        found.push(diagnostic.at(spot.key("k").place()));
    }
}

fn settling(tolerance: f64, ridge: f64, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    if !(tolerance > 0.0 && tolerance < 1.0) {
        let diagnostic = Diagnostic::error(
            "def155",
            format!("tolerance 是 {tolerance}，应大于 0、小于 1"),
            format!("`tolerance` is {tolerance}, a number above 0 and below 1 is expected"),
        )
        .hint("通常写 1e-11", "1e-11 is usual");
        found.push(diagnostic.at(spot.key("tolerance").place()));
    }
    if !(0.0..=1.0).contains(&ridge) {
        let diagnostic = Diagnostic::error(
            "def155",
            format!("ridge 是 {ridge}，应在 0 到 1 之间"),
            format!("`ridge` is {ridge}, a number from 0 to 1 is expected"),
        )
        .hint("0 是不加；协方差奇异时试 0.01", "0 adds nothing; for a singular covariance try 0.01");
        found.push(diagnostic.at(spot.key("ridge").place()));
    }
}

/// Steps that can never act, as one before them always has an answer where they do: what was meant is probably the other order.
fn idle_steps(steps: &[Imputation], spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    for (at, step) in steps.iter().enumerate() {
        let Some((before, (zh, en))) =
            steps[..at].iter().enumerate().find_map(|(number, before)| Some((number, covers(before, step)?)))
        else {
            continue;
        };
        let (step, before) = (at + 1, before + 1);
        let diagnostic = Diagnostic::warning(
            "def066",
            format!("missing 的第 {step} 步永远用不上：前面的第 {before} 步，{zh}"),
            format!("step {step} of `missing` can never act: step {before} comes first, and {en}"),
        )
        .hint(
            "删去这一步，或调换顺序：先沿用上期值，再用组中位数",
            "remove it, or change the order: carry forward first, then the group median",
        );
        found.push(diagnostic.at(spot.entry(at).place()));
    }
}

/// Why a step before another leaves it nothing to do.
fn covers(before: &Imputation, after: &Imputation) -> Option<(&'static str, &'static str)> {
    match (before, after) {
        (Imputation::Mean {} | Imputation::GroupMean { .. }, _) => {
            Some(("均值总有值", "the mean always has a value"))
        }
        (Imputation::Median {}, _) => Some(("中位数总有值", "the median always has a value")),
        (Imputation::GroupMedian { .. }, _) => {
            Some(("组中位数总有值", "the group median always has a value"))
        }
        (Imputation::CarryForward { max_age }, Imputation::CarryForward { max_age: later }) => {
            (max_age >= later).then_some(("它已沿用同样早或更早的值", "it already goes back as far"))
        }
        (
            Imputation::LinearInterpolation { ends: Ends::Constant, max_gap: None, .. },
            Imputation::CarryForward { .. },
        ) => Some(("它在末端已沿用最近的值", "it already carries the last value on")),
        _ => None,
    }
}

struct Scene<'a, 'c> {
    cards: &'c [Card<'a>],
    index: &'c BTreeMap<&'a Id, usize>,
    tree: &'c Tree,
}

impl Scene<'_, '_> {
    fn step(
        &self,
        at: usize,
        card: &IndicatorCard,
        step: &Imputation,
        spot: Spot<'_>,
        found: &mut Vec<Diagnostic>,
    ) {
        let Some((on, within)) = step.others() else { return };
        let directed = matches!(step, Imputation::ByRow { .. });
        if directed && !is_directed(card) {
            let diagnostic = Diagnostic::error(
                "def153",
                format!("`{}` 不是正向或逆向指标，没有可比的方向，不能按行插补", card.id),
                format!(
                    "`{}` is neither positive nor negative, so it has no place to take over by row",
                    card.id
                ),
            )
            .hint("改用 group-median 或 nearest-neighbours", "take `group-median` or `nearest-neighbours`");
            found.push(diagnostic.at(spot.place()));
        }
        if !on.is_empty() && within.is_some() {
            let diagnostic = Diagnostic::error(
                "def159",
                "on 和 within 同时写了，只能用一个",
                "`on` and `within` are both given; only one can count",
            )
            .hint(
                "on 逐个列出指标，within 取一个上级下面的全部",
                "`on` lists indicators, `within` takes all below an aggregate",
            );
            found.push(diagnostic.at(spot.key("within").place()));
            return;
        }
        if !on.is_empty() {
            self.named(at, on, spot.key("on"), found);
        } else if let Some(top) = self.top(at, within, spot, found)
            && !self.below(top).any(|other| other != at && self.serves(other, directed))
        {
            let id = self.cards[top].id();
            let diagnostic = Diagnostic::error(
                "def152",
                format!("`{id}` 下面没有别的计分指标可作来源"),
                format!("there is no other core indicator below `{id}` to go by"),
            )
            .hint(
                "用 within 写更上一级，或用 on 列出指标",
                "name a higher aggregate with `within`, or indicators with `on`",
            );
            found.push(diagnostic.at(spot.place()));
        }
    }

    /// The aggregate whose indicators serve: one above the card.
    fn top(
        &self,
        at: usize,
        within: Option<&Id>,
        spot: Spot<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let above = self.above(at);
        let Some(within) = within else { return above.first().copied() };
        let known = above.iter().copied().find(|&top| self.cards[top].id() == within);
        if known.is_none() && !above.is_empty() {
            let names: Vec<&str> = above.iter().map(|&top| self.cards[top].id().as_str()).collect();
            let (zh, en) = match nearest(within.as_str(), names.iter().copied()) {
                Some(near) => (format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?")),
                None => (format!("可选：{}", names.join("、")), format!("allowed: {}", names.join(", "))),
            };
            let id = self.cards[at].id();
            let diagnostic = Diagnostic::error(
                "def151",
                format!("`{within}` 不是 `{id}` 的上级"),
                format!("`{within}` is no aggregate above `{id}`"),
            );
            found.push(diagnostic.hint(zh, en).at(spot.key("within").place()));
        }
        known
    }

    /// The aggregates above a card, from its parent to the root.
    fn above(&self, at: usize) -> Vec<usize> {
        let mut above = Vec::new();
        let mut parent = self.cards[at].parent().and_then(|id| self.index.get(id).copied());
        while let Some(top) = parent.filter(|top| !above.contains(top)) {
            above.push(top);
            parent = self.cards[top].parent().and_then(|id| self.index.get(id).copied());
        }
        above
    }

    fn below(&self, top: usize) -> impl Iterator<Item = usize> {
        let mut all = Vec::new();
        let mut open = vec![top];
        while let Some(at) = open.pop() {
            open.extend(&self.tree.children[at]);
            all.push(at);
        }
        all.into_iter()
    }

    fn serves(&self, at: usize, directed: bool) -> bool {
        self.cards[at]
            .indicator()
            .is_some_and(|card| card.status == Lifecycle::Core && (!directed || is_directed(card)))
    }

    fn named(&self, at: usize, on: &[Id], list: Spot<'_>, found: &mut Vec<Diagnostic>) {
        for (entry, id) in on.iter().enumerate() {
            let place = list.entry(entry).place();
            let card = self.index.get(id).map(|&at| &self.cards[at]);
            let (zh, en) = match card.map(Card::indicator) {
                _ if on[..entry].contains(id) => {
                    (format!("`{id}` 写了两次"), format!("`{id}` is written twice"))
                }
                None => (format!("没有指标 `{id}`"), format!("there is no indicator `{id}`")),
                Some(None) => (
                    format!("`{id}` 是汇总项，不是指标"),
                    format!("`{id}` is an aggregate, not an indicator"),
                ),
                Some(_) if id == self.cards[at].id() => {
                    (format!("`{id}` 是它自己"), format!("`{id}` is the indicator itself"))
                }
                Some(Some(card)) if card.status == Lifecycle::Retired => {
                    (format!("`{id}` 已退出，不再计算"), format!("`{id}` is retired and no longer computed"))
                }
                Some(Some(_)) => continue,
            };
            let known =
                self.cards.iter().filter(|card| card.indicator().is_some()).map(|card| card.id().as_str());
            let diagnostic = Diagnostic::error("def150", zh, en).at(place);
            found.push(
                match nearest(id.as_str(), known).filter(|near| card.is_none() && *near != id.as_str()) {
                    Some(near) => {
                        diagnostic.hint(format!("是不是要写 `{near}`？"), format!("did you mean `{near}`?"))
                    }
                    None => {
                        diagnostic.hint("on 里列出别的指标的标识", "list ids of other indicators in `on`")
                    }
                },
            );
        }
    }
}

fn is_directed(card: &IndicatorCard) -> bool {
    matches!(card.direction, Direction::Positive | Direction::Negative)
}
