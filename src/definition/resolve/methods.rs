//! How each aggregate makes one score of its children: its own choice or that of its level, and whether the choice can work.

use super::cards::Card;
use super::tree::Tree;
use crate::aggregation::{Aggregation, Coverage, ZeroRule};
use crate::definition::shape::Spot;
use crate::definition::{AggregateCard, FrameworkDocument, LevelEntry};
use crate::diagnostic::Diagnostic;
use crate::framework::Scale;
use crate::weighting::Weighting;

/// The choices for one card; all `None` for an indicator, or where nobody chose.
#[derive(Clone, Default)]
pub(super) struct Methods {
    pub(super) weighting: Option<Weighting>,
    pub(super) aggregation: Option<Aggregation>,
    pub(super) coverage: Coverage,
}

/// The methods of each card.
pub(super) fn choose(
    document: &FrameworkDocument,
    cards: &[Card<'_>],
    tree: &Tree,
    top: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Methods> {
    let scale = document.scale;
    let levels = top.key("level");
    for (at, level) in document.level.iter().enumerate() {
        let spot = levels.entry(at);
        written(level.aggregation.as_ref(), level.coverage, scale, spot, found);
    }
    for card in cards {
        if let Some(aggregate) = card.aggregate() {
            written(aggregate.aggregation.as_ref(), aggregate.coverage, scale, card.spot, found);
        }
    }
    (0..cards.len())
        .map(|at| match cards[at].aggregate() {
            Some(aggregate) => of_aggregate(aggregate, at, document, cards, tree, found),
            None => Methods::default(),
        })
        .collect()
}

fn of_aggregate(
    aggregate: &AggregateCard,
    at: usize,
    document: &FrameworkDocument,
    cards: &[Card<'_>],
    tree: &Tree,
    found: &mut Vec<Diagnostic>,
) -> Methods {
    let card = &cards[at];
    let Some(depth) = tree.depth[at] else { return Methods::default() };
    let level = document.level.get(depth);
    let from_level = |pick: fn(&LevelEntry) -> bool| level.is_some_and(pick);
    let weighting = aggregate.weighting.clone().or_else(|| level.and_then(|l| l.weighting.clone()));
    let aggregation = aggregate.aggregation.clone().or_else(|| level.and_then(|l| l.aggregation.clone()));
    if weighting.is_none() {
        found.push(undecided(card, depth, "def035", "weighting", "{ method = \"equal\" }"));
    }
    if aggregation.is_none() {
        found.push(undecided(card, depth, "def048", "aggregation", "{ method = \"arithmetic\" }"));
    }
    let coverage = aggregate.coverage.or_else(|| level.and_then(|l| l.coverage)).unwrap_or_default();
    let children = tree.children[at].len();
    if children > 0 && coverage.min_children as usize > children {
        let own = if aggregate.coverage.is_some() { card.spot.key("coverage") } else { card.spot.key("id") };
        let (id, least) = (&aggregate.id, coverage.min_children);
        let diagnostic = Diagnostic::error(
            "def045",
            format!("`{id}` 有 {children} 个下级，但 min_children 是 {least}：永远没有得分"),
            format!(
                "`{id}` has {children} children, but `min_children` is {least}: it can never have a score"
            ),
        );
        found.push(diagnostic.at(own.place()));
    }
    if let Some(aggregation) = &aggregation {
        let own = aggregate.aggregation.is_some() || !from_level(|l| l.aggregation.is_some());
        let spot = if own { card.spot.key("aggregation") } else { card.spot.key("id") };
        check_children(aggregation, document.scale, at, cards, tree, spot, found);
    }
    Methods { weighting, aggregation, coverage }
}

fn undecided(card: &Card<'_>, depth: usize, code: &'static str, key: &str, example: &str) -> Diagnostic {
    let (id, number) = (card.id(), depth + 1);
    Diagnostic::error(
        code,
        format!("`{id}` 没有 {key}：它自己没写，第 {number} 个 [[level]] 也没写"),
        format!("`{id}` has no {key}: neither it nor [[level]] number {number} says"),
    )
    .hint(format!("写 {key} = {example}"), format!("write {key} = {example}"))
    .at(card.spot.key("id").place())
}

/// Problems of the choice itself, said once where it is written.
fn written(
    aggregation: Option<&Aggregation>,
    coverage: Option<Coverage>,
    scale: Scale,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    if let Some(aggregation) = aggregation {
        check_mean(aggregation, scale, spot.key("aggregation"), found);
    }
    let Some(coverage) = coverage else { return };
    let spot = spot.key("coverage");
    if !(0.0..=1.0).contains(&coverage.min_weight) {
        let given = coverage.min_weight;
        let diagnostic = Diagnostic::error(
            "def045",
            format!("min_weight 是 {given}，应为 0 到 1 的数"),
            format!("`min_weight` is {given}, a number from 0 to 1 is expected"),
        )
        .hint("它是份额：三分之二写 0.6667", "it is a share: write 0.6667 for two thirds");
        found.push(diagnostic.at(spot.key("min_weight").place()));
    }
    if coverage.min_children == 0 {
        let diagnostic = Diagnostic::error(
            "def045",
            "min_children 是 0，至少是 1",
            "`min_children` is 0, at least 1 is expected",
        );
        found.push(diagnostic.at(spot.key("min_children").place()));
    }
}

/// The rules for zero of a mean; `None` for the arithmetic one.
fn zero_rules(aggregation: &Aggregation) -> Option<(Option<f64>, Option<ZeroRule>, Option<f64>)> {
    match aggregation {
        Aggregation::Arithmetic {} => None,
        Aggregation::Geometric { zero, floor } => Some((None, *zero, *floor)),
        Aggregation::PowerMean { power, zero, floor } => Some((Some(*power), *zero, *floor)),
    }
}

fn check_mean(aggregation: &Aggregation, scale: Scale, spot: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let Some((power, zero, floor)) = zero_rules(aggregation).filter(|_| scale.low < scale.high) else {
        return;
    };
    if let Some(power) = power.filter(|p| *p == 0.0 || !p.is_finite()) {
        let diagnostic = Diagnostic::error(
            "def044",
            format!("幂 power 是 {power}，应为不等于 0 的数"),
            format!("`power` is {power}, a number other than 0 is expected"),
        )
        .hint(
            "幂为 0 就是几何平均：{ method = \"geometric\" }",
            "power 0 is the geometric mean: { method = \"geometric\" }",
        );
        found.push(diagnostic.at(spot.key("power").place()));
        return;
    }
    if let Some(floor) = floor {
        if zero.is_some() {
            let diagnostic = Diagnostic::error(
                "def043",
                "zero 和 floor 不能同时写",
                "`zero` and `floor` cannot both be given",
            )
            .hint("有下限 floor 就不会有零分：删去 zero", "with a floor no score is zero: remove `zero`");
            found.push(diagnostic.at(spot.key("zero").place()));
        }
        if !(floor > 0.0 && floor < scale.high) {
            let diagnostic = Diagnostic::error(
                "def043",
                format!("floor 是 {floor}，应大于 0、小于 {}", scale.high),
                format!("`floor` is {floor}, a number above 0 and below {} is expected", scale.high),
            );
            found.push(diagnostic.at(spot.key("floor").place()));
        }
        return;
    }
    let reaches_zero = scale.low == 0.0 && power.is_none_or(|p| p < 0.0) && zero != Some(ZeroRule::Zero);
    if scale.low < 0.0 || reaches_zero {
        let low = scale.low;
        let diagnostic = Diagnostic::error(
            "def042",
            format!("得分最低是 {low}，这种平均在那里没有答案"),
            format!("scores begin at {low}, where this mean has no answer"),
        );
        let diagnostic = if low < 0.0 {
            diagnostic.hint("写下限，如 floor = 1.0", "declare a floor, such as floor = 1.0")
        } else {
            diagnostic.hint(
                "写 zero = \"zero\"（一个零分使均值为 0），或写下限，如 floor = 1.0",
                "write zero = \"zero\" (one zero makes the mean 0), or declare a floor, such as floor = 1.0",
            )
        };
        found.push(diagnostic.at(spot.place()));
    }
}

/// Scores that leave the scale may be negative, where only the arithmetic mean has an answer.
fn check_children(
    aggregation: &Aggregation,
    scale: Scale,
    at: usize,
    cards: &[Card<'_>],
    tree: &Tree,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) {
    let floored = zero_rules(aggregation).is_none_or(|(_, _, floor)| floor.is_some());
    if floored || scale.low < 0.0 {
        return;
    }
    for &child in &tree.children[at] {
        let Some(indicator) = cards[child].indicator() else { continue };
        if indicator.normalisation.can_fall_below() && cards[child].counts() {
            let id = &indicator.id;
            let diagnostic = Diagnostic::error(
                "def042",
                format!("下级 `{id}` 的得分可能小于 0，这种平均在那里没有答案"),
                format!("the score of its child `{id}` can fall below 0, where this mean has no answer"),
            )
            .hint(
                "写下限，如 floor = 1.0，或换用不越界的 normalisation",
                "declare a floor, such as floor = 1.0, or a normalisation that stays on the scale",
            );
            let child_place = cards[child].spot.key("normalisation").place();
            found.push(diagnostic.at(spot.place()).related(
                child_place,
                "下级的做法",
                "the child's normalisation",
            ));
        }
    }
}
