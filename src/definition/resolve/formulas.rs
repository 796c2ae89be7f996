//! Formulas of cards and gates: problems mapped to line and column, references between cards, the order that follows.

use std::collections::{BTreeMap, BTreeSet};

use super::cards::Card;
use super::denomination;
use crate::definition::IndicatorCard;
use crate::definition::shape::Spot;
use crate::diagnostic::{Code, Diagnostic};
use crate::framework::{Formula, Lifecycle, Names, Shape};
use crate::imputation::Imputation;
use crate::vocab::{Id, Text, UnitOfMeasure};

/// The formulas of one card.
pub(super) struct CardFormulas {
    pub(super) formula: Formula,
    pub(super) applicable: Option<(Formula, Text)>,
    pub(super) numerator: Option<Formula>,
    pub(super) denominator: Option<Formula>,
    /// One for each step of the missing policy.
    pub(super) related: Vec<Option<Formula>>,
}

impl CardFormulas {
    /// The cards that its value depends on.
    fn references(&self) -> BTreeSet<&Id> {
        let applicable = self.applicable.iter().flat_map(|(formula, _)| formula.indicators());
        self.formula.indicators().iter().chain(applicable).collect()
    }
}

/// Reads a formula; every problem points into the text where it is written.
pub(super) fn parse(
    text: &str,
    names: Names<'_>,
    shape: &Shape,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Formula> {
    match Formula::parse(text, names, shape) {
        Ok(formula) => Some(formula),
        Err(problems) => {
            for problem in problems {
                let mut diagnostic = Diagnostic::error(problem.code, problem.message.zh, problem.message.en);
                diagnostic.hint = problem.hint;
                found.push(diagnostic.at(spot.inside(problem.range)));
            }
            None
        }
    }
}

/// All formulas of a card whose result has this unit; `None` where one of them has a problem.
pub(super) fn of_card(
    card: &IndicatorCard,
    unit: &UnitOfMeasure,
    names: Names<'_>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<CardFormulas> {
    if card.denominate.is_some() {
        return denomination::of_card(card, unit, names, spot, found);
    }
    let formula = parse(&card.formula, names, &Shape::Number(unit.clone()), spot.key("formula"), found);
    let mut side = |text: Option<&String>, key: &str| {
        text.map(|text| parse(text, names, &Shape::AnyNumber, spot.key(key), found))
    };
    let numerator = side(card.numerator.as_ref(), "numerator");
    let denominator = side(card.denominator.as_ref(), "denominator");
    let applicable = applicable(card, names, spot, found);
    let related = related(card, names, spot.key("missing"), found);
    Some(CardFormulas {
        formula: formula?,
        related: related?,
        applicable: applicable?,
        numerator: whole(numerator)?,
        denominator: whole(denominator)?,
    })
}

/// Where the card holds; `None` for a condition with a problem.
pub(super) fn applicable(
    card: &IndicatorCard,
    names: Names<'_>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Option<(Formula, Text)>> {
    let written = card.applicable.as_ref().map(|applicable| {
        let when = spot.key("applicable").key("when");
        let condition = parse(&applicable.when, names, &Shape::Condition, when, found);
        condition.map(|condition| (condition, applicable.reason.clone()))
    });
    whole(written)
}

/// What the steps of the missing policy are related to: over variables only, so that no step depends on another indicator's gaps.
pub(super) fn related(
    card: &IndicatorCard,
    names: Names<'_>,
    spot: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<Option<Formula>>> {
    let no_indicators = BTreeMap::new();
    let names = Names { variables: names.variables, indicators: &no_indicators };
    let of = |(at, step): (usize, &Imputation)| {
        let Imputation::Ratio { to, .. } = step else { return Some(None) };
        let before = found.len();
        let formula = parse(to, names, &Shape::AnyNumber, spot.entry(at).key("to"), found);
        // A step knows no indicator at all; to say that this one does not exist would send people looking for it.
        for problem in found[before..].iter_mut().filter(|problem| problem.code.0 == "frm016") {
            problem.code = Code("def156");
            problem.message = Text::new(
                "比率插补的辅助量 to 只能用变量和属性，不能引用指标",
                "what a ratio is related to (`to`) is over variables and attributes; it cannot refer to an indicator",
            );
            problem.hint =
                Some(Text::new("写出该指标公式里的变量", "write the variables of that indicator's formula"));
        }
        formula.map(Some)
    };
    card.missing.iter().enumerate().map(of).collect::<Vec<_>>().into_iter().collect()
}

/// What was left out is in order; what was written must be.
fn whole<T>(written: Option<Option<T>>) -> Option<Option<T>> {
    match written {
        Some(None) => None,
        Some(some) => Some(some),
        None => Some(None),
    }
}

/// The cards in an order in which each comes after those it refers to. Says which go round in a circle.
pub(super) fn order(
    cards: &[Card<'_>],
    index: &BTreeMap<&Id, usize>,
    formulas: &[Option<CardFormulas>],
    preferred: &[usize],
    found: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let references: Vec<Vec<usize>> = formulas
        .iter()
        .map(|formulas| {
            let ids = formulas.iter().flat_map(CardFormulas::references);
            ids.filter_map(|id| index.get(id).copied()).collect()
        })
        .collect();
    for (at, targets) in references.iter().enumerate() {
        for &target in targets {
            retired(&cards[at], &cards[target], found);
        }
    }
    let mut sort = Sort { references: &references, state: vec![State::New; cards.len()], order: Vec::new() };
    for &start in preferred {
        sort.visit(start, |cycle| found.push(circle(cards, cycle)));
    }
    sort.order
}

fn retired(card: &Card<'_>, target: &Card<'_>, found: &mut Vec<Diagnostic>) {
    let is_retired = |card: &Card<'_>| card.indicator().is_some_and(|c| c.status == Lifecycle::Retired);
    if is_retired(target) && !is_retired(card) {
        let (id, other) = (card.id(), target.id());
        let diagnostic = Diagnostic::error(
            "def074",
            format!("`{id}` 用到已退出的指标 `{other}`，它不再计算"),
            format!("`{id}` uses the retired indicator `{other}`, which is no longer computed"),
        )
        .hint("直接用它的公式", "use its formula instead");
        found.push(diagnostic.at(card.spot.key("formula").place()));
    }
}

fn circle(cards: &[Card<'_>], cycle: &[usize]) -> Diagnostic {
    let names: Vec<&str> = cycle.iter().chain(cycle.first()).map(|&at| cards[at].id().as_str()).collect();
    let names = names.join(" → ");
    Diagnostic::error(
        "def070",
        format!("指标的公式绕成了圈：{names}"),
        format!("formulas of indicators go round in a circle: {names}"),
    )
    .hint("改用变量打断这个圈", "break the circle by using variables")
    .at(cards[cycle[0]].spot.key("formula").place())
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

/// Depth-first sort without recursion: a chain of references may be as long as there are cards.
struct Sort<'a> {
    references: &'a [Vec<usize>],
    state: Vec<State>,
    order: Vec<usize>,
}

impl Sort<'_> {
    fn visit(&mut self, start: usize, mut on_cycle: impl FnMut(&[usize])) {
        if self.state[start] != State::New {
            return;
        }
        self.state[start] = State::Open;
        let mut path = vec![(start, 0)];
        while let Some(&mut (at, ref mut next)) = path.last_mut() {
            let Some(&target) = self.references[at].get(*next) else {
                self.state[at] = State::Done;
                self.order.push(at);
                path.pop();
                continue;
            };
            *next += 1;
            match self.state[target] {
                State::New => {
                    self.state[target] = State::Open;
                    path.push((target, 0));
                }
                State::Open => {
                    let from = path.iter().position(|(at, _)| *at == target).unwrap_or(0);
                    let cycle: Vec<usize> = path[from..].iter().map(|(at, _)| *at).collect();
                    on_cycle(&cycle);
                }
                State::Done => {}
            }
        }
    }
}
