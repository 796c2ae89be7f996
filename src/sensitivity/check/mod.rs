//! What is wrong with the `[sensitivity]` of a study, before any data are read: names, ranges, and what could have no effect. Every alternative is
//! resolved by itself, so that what is wrong with it is said at its line of the study file.
//!
//! What only data reveal is in `data`. Codes: `std060` to `std099`, and `sen0xx` where data are needed.

mod alternatives;
mod bounds;
mod clashes;
mod data;
mod factors;

pub use data::check_data;

use super::design::Design;
use super::perturbation::FactorSet;
use super::targets::Wanted;
use super::{AttributionMethod, FactorKind, Output, SensitivityDocument, Targets, WeightLaw};
use crate::definition::Definition;
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::{Framework, NodeId, NodeKind};
use crate::vocab::{Id, Period};

/// The most combinations that a full factorial runs.
pub(super) const MOST_COMBINATIONS: usize = 65_536;

/// Checks a document against the definition it is about. `periods` are those a study scores, empty when it scores all; `editions` are the definitions that
/// alternatives name by path, in order; `at` is where the table stands.
#[must_use]
pub fn check(
    document: &SensitivityDocument,
    definition: &Definition,
    editions: &[Definition],
    periods: &[Period],
    at: Spot<'_>,
) -> Vec<Diagnostic> {
    let mut check = Check { document, definition, framework: definition.framework(), at, found: Vec::new() };
    check.head(periods);
    check.factors();
    check.bounds();
    check.acceptability();
    if check.found.is_empty() {
        // What follows from names and numbers that are wrong would only repeat them.
        check.clashes();
        check.alternatives(editions);
        check.attribution(editions);
    }
    check.found
}

pub(super) struct Check<'a> {
    document: &'a SensitivityDocument,
    definition: &'a Definition,
    framework: &'a Framework,
    at: Spot<'a>,
    found: Vec<Diagnostic>,
}

impl Check<'_> {
    fn say(&mut self, code: &'static str, (zh, en): (String, String), spot: Spot<'_>, hint: (&str, &str)) {
        let problem = Diagnostic::error(code, zh, en).at(spot.place());
        self.found.push(if hint.0.is_empty() { problem } else { problem.hint(hint.0, hint.1) });
    }

    fn head(&mut self, periods: &[Period]) {
        let document = self.document;
        let asks = !document.factor.is_empty()
            || document.bounds.is_some()
            || document.acceptability.is_some()
            || document.leave_one_out.is_some()
            || document.reversal.is_some();
        if !asks {
            self.say(
                "std080",
                ("`[sensitivity]` 什么也没有问".to_owned(), "`[sensitivity]` asks nothing".to_owned()),
                self.at,
                (
                    "至少写一个 [[sensitivity.factor]]，或 bounds、acceptability、leave_one_out、reversal 之一",
                    "write at least one [[sensitivity.factor]], or one of `bounds`, `acceptability`, `leave_one_out` and `reversal`",
                ),
            );
        }
        for (key, value, low) in
            [("interval", document.interval, 0.0), ("confidence", document.confidence, 0.5)]
        {
            if !(value > low && value < 1.0) {
                self.out_of_range(self.at.key(key), key, value, &format!("{low}"), "1");
            }
        }
        for (number, k) in document.top.iter().enumerate() {
            if *k == 0 {
                self.say(
                    "std070",
                    ("`top` 里有 0，名次从 1 起".to_owned(), "`top` has 0, ranks begin with 1".to_owned()),
                    self.at.key("top").entry(number),
                    ("写 1 以上的数", "write numbers from 1 up"),
                );
            }
        }
        for (number, node) in document.nodes.iter().enumerate() {
            self.known(node, self.at.key("nodes").entry(number), Wanted::Aggregates);
        }
        for (number, period) in document.periods.iter().enumerate() {
            if !periods.is_empty() && !periods.contains(period) {
                let list = periods.iter().map(ToString::to_string).collect::<Vec<_>>();
                self.say(
                    "std073",
                    (
                        format!("`[sensitivity]` 要看 {period}，但它不计分；计分的期：{}", list.join("、")),
                        format!(
                            "`[sensitivity]` looks at {period}, which is not scored; scored are: {}",
                            list.join(", ")
                        ),
                    ),
                    self.at.key("periods").entry(number),
                    (
                        "改成其中一期，或把它加进研究的 `periods`",
                        "name one of these, or add it to the `periods` of the study",
                    ),
                );
            }
        }
    }

    fn out_of_range(&mut self, spot: Spot<'_>, key: &str, given: f64, low: &str, high: &str) {
        self.say(
            "std064",
            (
                format!("`{key}` 是 {given}，应大于 {low}、小于 {high}"),
                format!("`{key}` is {given}, a number above {low} and below {high} is expected"),
            ),
            spot,
            ("", ""),
        );
    }

    /// The node of an id, where it is one and what is wanted; else it is reported.
    fn known(&mut self, id: &Id, spot: Spot<'_>, wanted: Wanted) -> Option<NodeId> {
        let framework = self.framework;
        let Some(node) = framework.find(id.as_str()) else {
            let message = (format!("指标体系里没有“{id}”"), format!("the definition has no node `{id}`"));
            let fitting =
                (0..framework.nodes().len()).map(NodeId).filter(|node| wanted.fits(framework, *node));
            let problem = Diagnostic::error("std061", message.0, message.1).at(spot.place());
            let near = nearest(id.as_str(), fitting.map(|node| framework.node(node).id.as_str()));
            self.found.push(match near {
                Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => problem.hint("写指标体系里某个节点的 id", "write the id of a node of the definition"),
            });
            return None;
        };
        if wanted.fits(framework, node) {
            return Some(node);
        }
        if node == framework.root() && wanted == Wanted::Parts {
            self.say(
                "std068",
                (format!("“{id}”是根节点，不能剔除"), format!("`{id}` is the root and cannot be left out")),
                spot,
                ("写它下面的节点", "name nodes below it"),
            );
            return None;
        }
        let is_indicator = matches!(framework.node(node).kind, NodeKind::Indicator(_));
        let message = match wanted {
            Wanted::Aggregates => (
                format!("“{id}”是指标，这里要写上级节点"),
                format!("`{id}` is an indicator; an aggregate is expected here"),
            ),
            Wanted::Indicators if !is_indicator => (
                format!("“{id}”是上级节点，这里要写指标"),
                format!("`{id}` is an aggregate; an indicator is expected here"),
            ),
            _ => (format!("“{id}”不计入得分"), format!("`{id}` does not count")),
        };
        self.say("std062", message, spot, ("", ""));
        None
    }

    /// Targets whose names are known and that act on something. The nodes that fit, when nothing is wrong.
    fn targets(&mut self, of: &Targets, spot: Spot<'_>, wanted: Wanted) -> Option<Vec<NodeId>> {
        let before = self.found.len();
        match of {
            Targets::Nodes(ids) => {
                for (number, id) in ids.iter().enumerate() {
                    self.known(id, spot.entry(number), wanted);
                    if ids[..number].contains(id) {
                        self.say(
                            "std060",
                            (format!("“{id}”写了两次"), format!("`{id}` is there twice")),
                            spot.entry(number),
                            ("删去一个", "remove one of them"),
                        );
                    }
                }
            }
            Targets::Below { below } => {
                if self.framework.find(below.as_str()).is_none() {
                    self.known(below, spot.key("below"), Wanted::Aggregates);
                }
            }
            Targets::All | Targets::Level { .. } => {}
        }
        (self.found.len() == before).then(|| super::targets::nodes(of, wanted, self.framework))
    }

    fn acceptability(&mut self) {
        let Some(acceptability) = &self.document.acceptability else { return };
        let spot = self.at.key("acceptability");
        if acceptability.draws == 0 {
            self.say(
                "std070",
                ("`draws` 是 0，至少是 1".to_owned(), "`draws` is 0, at least 1 is expected".to_owned()),
                spot.key("draws"),
                ("", ""),
            );
        }
        let of = acceptability.of.clone();
        let of = if of.is_all() { Targets::Level { level: 1 } } else { of };
        let nodes = self.cover(&of, spot.key("of"));
        self.law(&acceptability.law, spot.key("law"));
        if acceptability.law == WeightLaw::Experts {
            self.say(
                "std066",
                (
                    "SMAA 抽的是节点的有效权重，不能用 `experts`".to_owned(),
                    "SMAA draws effective weights of nodes, for which `experts` has no meaning".to_owned(),
                ),
                spot.key("law"),
                (
                    "写 law = \"simplex\"，或 within、between、dirichlet",
                    "write law = \"simplex\", or `within`, `between`, `dirichlet`",
                ),
            );
        }
        if let (WeightLaw::Between { lower, upper }, Some(nodes)) = (&acceptability.law, nodes) {
            self.between(lower, upper, &nodes, spot.key("law").key("between"));
        }
    }

    fn attribution(&mut self, editions: &[Definition]) {
        let Some(attribution) = &self.document.attribution else { return };
        let spot = self.at.key("attribution");
        for (key, value) in [("base", attribution.base), ("resamples", attribution.resamples)] {
            if value < 2 {
                self.say(
                    "std070",
                    (
                        format!("`{key}` 是 {value}，至少是 2"),
                        format!("`{key}` is {value}, at least 2 is expected"),
                    ),
                    spot.key(key),
                    ("", ""),
                );
            }
        }
        for (number, output) in attribution.outputs.iter().enumerate() {
            if *output == Output::TopMembers(0) {
                self.say(
                    "std070",
                    (
                        "`top-members` 是 0，至少是 1".to_owned(),
                        "`top-members` is 0, at least 1 is expected".to_owned(),
                    ),
                    spot.key("outputs").entry(number),
                    ("", ""),
                );
            }
        }
        if self.document.factor.is_empty() {
            self.say(
                "std079",
                (
                    "没有因素，无从归因".to_owned(),
                    "there are no factors to attribute differences to".to_owned(),
                ),
                spot,
                (
                    "写 [[sensitivity.factor]]，或删去 attribution",
                    "write [[sensitivity.factor]], or remove `attribution`",
                ),
            );
            return;
        }
        self.method(attribution.method, editions, spot);
    }

    fn method(&mut self, method: AttributionMethod, editions: &[Definition], spot: Spot<'_>) {
        let set = FactorSet::new(self.document, self.definition, editions, None);
        let spot = spot.key("method");
        if method == AttributionMethod::Factorial {
            self.factorial(&set, spot);
        }
        if matches!(method, AttributionMethod::Pawn | AttributionMethod::Delta) {
            let streams = |kind: &FactorKind| match kind {
                FactorKind::Weights { law, .. } => !matches!(law, WeightLaw::Spread(_) | WeightLaw::Simplex),
                FactorKind::Units { resample: super::Resampling::Bootstrap { .. } }
                | FactorKind::Error { .. } => true,
                _ => false,
            };
            if let Some(factor) = self.document.factor.iter().find(|factor| streams(&factor.kind)) {
                self.say(
                    "std079",
                    (
                        format!("因素“{}”不能用一个数排出大小，`pawn` 和 `delta` 用不了", factor.id),
                        format!(
                            "the draws of the factor `{}` have no order, which `pawn` and `delta` need",
                            factor.id
                        ),
                    ),
                    spot,
                    ("改用 method = \"sobol\"", "use method = \"sobol\""),
                );
            }
        }
        let doubled = if method == AttributionMethod::Sobol { 2 } else { 1 };
        if self.document.design == super::Design::default()
            && let Err(error) =
                Design::default().sampler(self.document.seed, doubled * set.dimensions().max(1))
        {
            let text = error.text();
            self.say("std079", (text.zh, text.en), self.at.key("design"), ("", ""));
        }
    }

    fn factorial(&mut self, set: &FactorSet, spot: Spot<'_>) {
        let finite: Vec<usize> =
            set.finite().map(|(_, shares)| shares.iter().filter(|s| **s > 0.0).count()).collect();
        let continuous =
            set.factors().iter().enumerate().find(|(at, _)| !set.finite().any(|(f, _)| f == *at));
        let product = finite.iter().try_fold(1_usize, |product, count| product.checked_mul(*count));
        if let Some((_, factor)) = continuous {
            self.say(
                "std079",
                (
                    format!("因素“{}”连续变动，不能用 `factorial`", factor.id),
                    format!(
                        "the factor `{}` varies continuously, which `factorial` cannot go through",
                        factor.id
                    ),
                ),
                spot,
                ("改用 method = \"sobol\"", "use method = \"sobol\""),
            );
        } else if product.is_none_or(|product| product > MOST_COMBINATIONS) {
            self.say(
                "std079",
                (
                    format!("全部组合超过 {MOST_COMBINATIONS} 种"),
                    format!("there are more than {MOST_COMBINATIONS} combinations"),
                ),
                spot,
                (
                    "改用 method = \"sobol\"，或减少备选做法",
                    "use method = \"sobol\", or give fewer alternatives",
                ),
            );
        }
    }
}
