//! Factors one by one: names, ranges, and whether they act on anything.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, nearest};
use crate::framework::NodeId;
use crate::sensitivity::perturbation::{can_move, has_anchors};
use crate::sensitivity::targets::{self, Wanted};
use crate::sensitivity::{Alternative, ErrorLaw, FactorKind, Resampling, Targets, WeightLaw};
use crate::vocab::Id;

impl Check<'_> {
    pub(super) fn factors(&mut self) {
        let mut seen = BTreeSet::new();
        for (number, factor) in self.document.factor.iter().enumerate() {
            let spot = self.at.key("factor").entry(number);
            if !seen.insert(&factor.id) {
                self.twice("因素", "factor", &factor.id, spot.key("id"));
            }
            match &factor.kind {
                FactorKind::Weights { of, law } => self.weights(&factor.id, of, law, spot),
                FactorKind::Alternatives { alternative, as_defined } => {
                    self.shares(&factor.id, alternative, *as_defined, spot);
                }
                FactorKind::Power { of, from, to } => {
                    let nodes = self.targets(of, spot.key("of"), Wanted::Aggregates);
                    self.acts(&factor.id, nodes.as_deref(), spot);
                    self.powers(*from, *to, spot);
                }
                FactorKind::Anchors { of, spread } => {
                    let nodes = self.targets(of, spot.key("of"), Wanted::Indicators);
                    self.anchored(&factor.id, of, nodes, spot);
                    if !(*spread > 0.0 && *spread < 0.5) {
                        self.out_of_range(spot.key("spread"), "spread", *spread, "0", "0.5");
                    }
                }
                FactorKind::LeaveOut { of } => {
                    let nodes = self.targets(of, spot.key("of"), Wanted::Parts);
                    self.acts(&factor.id, nodes.as_deref(), spot);
                }
                FactorKind::Units { resample } => self.resampling(resample, spot.key("resample")),
                FactorKind::Error { of, law, correlated } => {
                    let nodes = self.targets(of, spot.key("of"), Wanted::Indicators);
                    self.acts(&factor.id, nodes.as_deref(), spot);
                    self.error_law(*law, spot.key("law"));
                    self.correlated(*correlated, spot.key("correlated"));
                }
            }
        }
    }

    fn powers(&mut self, from: f64, to: f64, spot: Spot<'_>) {
        let fits = |power: f64| (-100.0..=100.0).contains(&power);
        if !(fits(from) && fits(to) && from < to) {
            self.say(
                "std064",
                (
                    format!("`from` 是 {from}、`to` 是 {to}，应由小到大、在 −100 到 100 之间"),
                    format!(
                        "`from` is {from} and `to` is {to}, two numbers from −100 to 100 and ascending are expected"
                    ),
                ),
                spot.key("from"),
                ("", ""),
            );
        }
    }

    fn correlated(&mut self, share: f64, spot: Spot<'_>) {
        if !(0.0..=1.0).contains(&share) {
            self.say(
                "std064",
                (
                    format!("`correlated` 是 {share}，应为 0 到 1 的数"),
                    format!("`correlated` is {share}, a number from 0 to 1 is expected"),
                ),
                spot,
                ("", ""),
            );
        }
    }

    fn twice(&mut self, zh: &str, en: &str, id: &Id, spot: Spot<'_>) {
        self.say(
            "std060",
            (format!("{zh}“{id}”写了两次"), format!("the {en} `{id}` is there twice")),
            spot,
            ("换一个 id", "give one of them another id"),
        );
    }

    fn acts(&mut self, id: &Id, nodes: Option<&[NodeId]>, spot: Spot<'_>) {
        if nodes.is_some_and(<[NodeId]>::is_empty) {
            self.say(
                "std063",
                (
                    format!("因素“{id}”不起作用：没有它能作用的节点"),
                    format!("the factor `{id}` has no effect: there is no node it can act on"),
                ),
                spot.key("of"),
                ("改 of，或删去这个因素", "change `of`, or remove the factor"),
            );
        }
    }

    fn weights(&mut self, id: &Id, of: &Targets, law: &WeightLaw, spot: Spot<'_>) {
        self.law(law, spot.key("law"));
        let Some(nodes) = self.targets(of, spot.key("of"), Wanted::Aggregates) else { return };
        let movable: Vec<NodeId> =
            nodes.iter().copied().filter(|node| can_move(self.framework, *node, law)).collect();
        let named = matches!(of, Targets::Nodes(_));
        if named || movable.is_empty() {
            for (number, node) in nodes.iter().enumerate().filter(|(_, node)| !movable.contains(node)) {
                self.cannot_move(id, *node, law, spot.key("of").entry(number));
            }
            if nodes.is_empty() {
                self.acts(id, Some(&[]), spot);
            }
        }
        if let WeightLaw::Between { lower, upper } = law {
            match movable.as_slice() {
                [node] => {
                    let children = targets::counting(self.framework, *node);
                    self.between(lower, upper, &children, spot.key("law").key("between"));
                }
                [] => {}
                _ => self.say(
                    "std065",
                    (
                        format!("因素“{id}”的 `between` 只能用于一个上级节点"),
                        format!("`between` of the factor `{id}` is for one aggregate only"),
                    ),
                    spot.key("of"),
                    (
                        "写 of = [\"...\"]，每个上级节点一个因素",
                        "write of = [\"...\"], one factor for each aggregate",
                    ),
                ),
            }
        }
    }

    fn cannot_move(&mut self, id: &Id, node: NodeId, law: &WeightLaw, spot: Spot<'_>) {
        let aggregate = &self.framework.node(node).id;
        let many = targets::counting(self.framework, node).len() > 1;
        if many && *law == WeightLaw::Experts {
            self.say(
                "std066",
                (
                    format!("“{aggregate}”的权重不是由多位专家的表得出的，不能重抽专家"),
                    format!("the weights of `{aggregate}` do not come from a table of several experts who could be drawn again"),
                ),
                spot,
                ("换一个 law，如 { spread = 0.2 }", "use another `law`, such as { spread = 0.2 }"),
            );
            return;
        }
        let (zh, en) = if many {
            ("它的合成方法不用权重", "its aggregation has no use for weights")
        } else {
            ("它只有一个计分的下级", "it has only one child that counts")
        };
        self.say(
            "std063",
            (
                format!("因素“{id}”对“{aggregate}”不起作用：{zh}"),
                format!("the factor `{id}` has no effect on `{aggregate}`: {en}"),
            ),
            spot,
            ("从 of 里删去它", "remove it from `of`"),
        );
    }

    pub(super) fn law(&mut self, law: &WeightLaw, spot: Spot<'_>) {
        match law {
            WeightLaw::Spread(spread) if !(*spread > 0.0 && *spread < 1.0) => {
                self.out_of_range(spot.key("spread"), "spread", *spread, "0", "1");
            }
            WeightLaw::Within(share) if !(*share > 0.0 && *share <= 1.0) => {
                self.say(
                    "std064",
                    (
                        format!("`within` 是 {share}，应大于 0、不大于 1"),
                        format!("`within` is {share}, a number above 0 and up to 1 is expected"),
                    ),
                    spot.key("within"),
                    ("", ""),
                );
            }
            WeightLaw::Dirichlet(concentration) if !(*concentration > 0.0 && *concentration <= 1e9) => {
                self.out_of_range(spot.key("dirichlet"), "dirichlet", *concentration, "0", "1e9");
            }
            _ => {}
        }
    }

    fn error_law(&mut self, law: ErrorLaw, spot: Spot<'_>) {
        let (key, size) = match law {
            ErrorLaw::RelativeUniform(size) => ("relative-uniform", size),
            ErrorLaw::RelativeNormal(size) => ("relative-normal", size),
            ErrorLaw::Uniform(size) => ("uniform", size),
            ErrorLaw::Normal(size) => ("normal", size),
        };
        if !(size > 0.0 && size.is_finite()) {
            self.say(
                "std064",
                (
                    format!("`{key}` 是 {size}，应为大于 0 的数"),
                    format!("`{key}` is {size}, a number above 0 is expected"),
                ),
                spot.key(key),
                ("", ""),
            );
        }
    }

    /// Bounds on shares of children, or on effective weights.
    pub(super) fn between(
        &mut self,
        lower: &BTreeMap<Id, f64>,
        upper: &BTreeMap<Id, f64>,
        nodes: &[NodeId],
        spot: Spot<'_>,
    ) {
        let before = self.found.len();
        for (key, bounds) in [("lower", lower), ("upper", upper)] {
            for (id, bound) in bounds {
                self.one_bound(key, id, *bound, nodes, spot.key(key).key(id.as_str()));
            }
        }
        for (id, low) in lower {
            if let Some(high) = upper.get(id).filter(|high| low > *high) {
                self.say(
                    "std065",
                    (
                        format!("“{id}”的下限 {low} 大于上限 {high}"),
                        format!("the lower bound {low} of `{id}` is above its upper bound {high}"),
                    ),
                    spot.key("lower").key(id.as_str()),
                    ("", ""),
                );
            }
        }
        if self.found.len() > before {
            return;
        }
        let least: f64 = lower.values().sum();
        let bound = |node: &NodeId| upper.get(&self.framework.node(*node).id).copied().unwrap_or(1.0);
        let most: f64 = nodes.iter().map(bound).sum();
        self.feasible(least, most, spot);
    }

    fn one_bound(&mut self, key: &str, id: &Id, bound: f64, nodes: &[NodeId], spot: Spot<'_>) {
        let framework = self.framework;
        let ids = || nodes.iter().map(|node| framework.node(*node).id.as_str());
        if !ids().any(|known| known == id.as_str()) {
            let problem = Diagnostic::error(
                "std065",
                format!("`{key}` 里的“{id}”不在变动的节点里"),
                format!("`{key}` names `{id}`, whose weight does not move here"),
            );
            let problem = match nearest(id.as_str(), ids()) {
                Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => problem,
            };
            self.found.push(problem.at(spot.place()));
        } else if !(0.0..=1.0).contains(&bound) {
            self.say(
                "std065",
                (
                    format!("“{id}”的界限是 {bound}，应为 0 到 1 的数"),
                    format!("the bound of `{id}` is {bound}, a number from 0 to 1 is expected"),
                ),
                spot,
                ("", ""),
            );
        }
    }

    pub(super) fn feasible(&mut self, least: f64, most: f64, spot: Spot<'_>) {
        // As people would add them up.
        let [least, most] = [least, most].map(|sum| (sum * 1e9).round() / 1e9);
        if least > 1.0 + 1e-9 {
            self.say(
                "std065",
                (
                    format!("下限合计 {least}，超过 1：没有可取的权重"),
                    format!("the lower bounds add up to {least}, more than 1: no weights are left"),
                ),
                spot.key("lower"),
                ("降低下限", "lower them"),
            );
        } else if most < 1.0 - 1e-9 {
            self.say(
                "std065",
                (
                    format!("上限合计 {most}，不足 1：没有可取的权重"),
                    format!("the upper bounds add up to {most}, less than 1: no weights are left"),
                ),
                spot.key("upper"),
                ("提高上限", "raise them"),
            );
        }
    }

    fn anchored(&mut self, id: &Id, of: &Targets, nodes: Option<Vec<NodeId>>, spot: Spot<'_>) {
        let Some(nodes) = nodes else { return };
        let (with, without): (Vec<NodeId>, Vec<NodeId>) =
            nodes.iter().partition(|node| has_anchors(self.framework, **node));
        if with.is_empty() && !matches!(of, Targets::Nodes(_)) {
            self.acts(id, Some(&[]), spot);
        }
        if matches!(of, Targets::Nodes(_)) {
            for node in without {
                let known = &self.framework.node(node).id;
                let number = nodes.iter().position(|other| *other == node).unwrap_or_default();
                self.say(
                    "std063",
                    (
                        format!("因素“{id}”对“{known}”不起作用：它的卡片上没有可移动的评分标准"),
                        format!("the factor `{id}` has no effect on `{known}`: its card has no anchors that could move"),
                    ),
                    spot.key("of").entry(number),
                    ("只写 normalisation 为 goalposts 或 anchors 的指标", "name indicators whose normalisation is `goalposts` or `anchors`"),
                );
            }
        }
    }

    fn resampling(&mut self, resample: &Resampling, spot: Spot<'_>) {
        let (attribute, spot) = match resample {
            Resampling::Bootstrap { within: Some(within) } => (within, spot.key("bootstrap").key("within")),
            Resampling::Bootstrap { within: None } => return,
            Resampling::DropGroup { by } => (by, spot.key("drop-group").key("by")),
        };
        let declared = || self.framework.parts().variables.attributes().iter().map(|a| a.id.as_str());
        if declared().any(|known| known == attribute.as_str()) {
            return;
        }
        let problem = Diagnostic::error(
            "std072",
            format!("“{attribute}”不是已声明的属性"),
            format!("`{attribute}` is not a declared attribute"),
        );
        let problem = match nearest(attribute.as_str(), declared()) {
            Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
            None => problem.hint("属性在 variables.toml 里声明", "attributes are declared in variables.toml"),
        };
        self.found.push(problem.at(spot.place()));
    }

    /// Ids and frequencies of alternatives.
    fn shares(&mut self, id: &Id, list: &[Alternative], as_defined: f64, spot: Spot<'_>) {
        let mut seen = BTreeSet::new();
        for (number, alternative) in list.iter().enumerate() {
            let own = spot.key("alternative").entry(number);
            if !seen.insert(&alternative.id) {
                self.twice("备选做法", "alternative", &alternative.id, own.key("id"));
            }
            if alternative.id.as_str() == "as-defined" {
                self.say(
                    "std060",
                    (
                        "“as-defined”是定义本身的名称".to_owned(),
                        "`as-defined` is the name of the definition itself".to_owned(),
                    ),
                    own.key("id"),
                    ("换一个 id", "choose another id"),
                );
            }
            self.share("share", alternative.share, own);
        }
        self.share("as_defined", as_defined, spot);
        if list.is_empty() {
            self.say(
                "std063",
                (
                    format!("因素“{id}”不起作用：没有备选做法"),
                    format!("the factor `{id}` has no effect: there is no alternative"),
                ),
                spot,
                ("写 [[sensitivity.factor.alternative]]", "write [[sensitivity.factor.alternative]]"),
            );
        } else if std::iter::once(as_defined).chain(list.iter().map(|a| a.share)).all(|share| share == 0.0) {
            self.say(
                "std064",
                ("各做法的 share 全是 0".to_owned(), "the shares of all alternatives are 0".to_owned()),
                spot,
                ("至少一个大于 0", "give at least one a share above 0"),
            );
        }
    }

    fn share(&mut self, key: &str, share: f64, spot: Spot<'_>) {
        if !(share >= 0.0 && share.is_finite()) {
            self.say(
                "std064",
                (
                    format!("`{key}` 是 {share}，应为不小于 0 的数"),
                    format!("`{key}` is {share}, a number from 0 up is expected"),
                ),
                spot.key(key),
                ("", ""),
            );
        }
    }
}
