//! Each alternative resolved by itself: what it would be as a definition of its own.

use super::Check;
use crate::definition::shape::Spot;
use crate::definition::{self, Definition, Documents};
use crate::diagnostic::{Diagnostic, Severity};
use crate::framework::Framework;
use crate::sensitivity::perturbation::{FactorSet, edits};
use crate::sensitivity::setting::{Moved, written};
use crate::sensitivity::targets::{self, Wanted};
use crate::sensitivity::{Alternative, Edit, FactorKind, Targets};
use crate::vocab::{Id, Text};

impl Check<'_> {
    pub(super) fn alternatives(&mut self, editions: &[Definition]) {
        let set = FactorSet::new(self.document, self.definition, editions, None);
        let finite: Vec<usize> = set.finite().map(|(factor, _)| factor).collect();
        for (number, factor) in self.document.factor.iter().enumerate() {
            let spot = self.at.key("factor").entry(number);
            let place = finite.iter().position(|known| *known == number);
            let choices = |state: usize| -> Vec<u32> {
                let of = |at| if Some(at) == place { u32::try_from(state).unwrap_or(0) } else { 0 };
                (0..finite.len()).map(of).collect()
            };
            match &factor.kind {
                FactorKind::Alternatives { alternative, .. } => {
                    for (at, alternative) in alternative.iter().enumerate() {
                        let own = spot.key("alternative").entry(at);
                        if self.written(&factor.id, alternative, own) {
                            let documents = set.documents(&choices(at + 1));
                            self.alone(&format!("{}", alternative.id), documents, own);
                        }
                    }
                }
                FactorKind::LeaveOut { of } => {
                    let nodes = targets::nodes(of, Wanted::Parts, self.framework);
                    for (at, id) in targets::ids(&nodes, self.framework).iter().enumerate() {
                        let own = if matches!(of, Targets::Nodes(_)) {
                            spot.key("of").entry(at)
                        } else {
                            spot.key("of")
                        };
                        self.alone(&format!("leave-out {id}"), set.documents(&choices(at + 1)), own);
                    }
                }
                FactorKind::Power { of, from, to } => {
                    let nodes = targets::nodes(of, Wanted::Aggregates, self.framework);
                    for (key, power) in [("from", *from), ("to", *to)] {
                        let exponents = nodes.iter().map(|node| (*node, power)).collect();
                        let moved = Moved { weights: Vec::new(), exponents };
                        let documents = written(self.definition.documents(), self.framework, &moved);
                        self.power(power, documents, spot.key(key));
                    }
                }
                _ => {}
            }
        }
        self.looked_at(editions);
    }

    /// What is wrong with how an alternative is written. Whether it can be tried.
    fn written(&mut self, factor: &Id, alternative: &Alternative, spot: Spot<'_>) -> bool {
        let before = self.found.len();
        let id = &alternative.id;
        match (&alternative.definition, alternative.set.is_empty()) {
            (Some(_), false) => self.say(
                "std077",
                (
                    format!("备选做法“{id}”既写了 definition，又写了 set"),
                    format!("the alternative `{id}` has both `definition` and `set`"),
                ),
                spot,
                ("只留一个", "keep one of them"),
            ),
            (None, true) => self.say(
                "std077",
                (
                    format!("备选做法“{id}”没有写改什么"),
                    format!("the alternative `{id}` does not say what it does otherwise"),
                ),
                spot,
                (
                    "写 set = [{ ... }]，或 definition = \"另一版的文件夹\"",
                    "write set = [{ ... }], or definition = \"folder of another edition\"",
                ),
            ),
            _ => {}
        }
        for (number, edit) in alternative.set.iter().enumerate() {
            self.edit(factor, edit, spot.key("set").entry(number));
        }
        self.found.len() == before
    }

    fn edit(&mut self, factor: &Id, edit: &Edit, spot: Spot<'_>) {
        let (aggregates, indicators) = (edits::is_about_aggregates(edit), edits::is_about_indicators(edit));
        let wanted = match (aggregates, indicators, edit.weight.is_some() || edit.leave_out) {
            (false, false, false) => {
                return self.say(
                    "std077",
                    ("这一项没有写改什么".to_owned(), "this entry does not say what it sets".to_owned()),
                    spot,
                    (
                        "可写 weighting、aggregation、coverage、weight、formula、denominate、missing、treatment、normalisation、leave_out",
                        "write one of weighting, aggregation, coverage, weight, formula, denominate, missing, treatment, normalisation, leave_out",
                    ),
                );
            }
            (true, false, false) => Wanted::Aggregates,
            (false, true, false) => Wanted::Indicators,
            (false, false, true) => Wanted::Parts,
            _ => {
                // Of both kinds: each takes what is its own, so all that is checked is that names are known.
                if let Targets::Nodes(ids) = &edit.of {
                    for (number, id) in ids.iter().enumerate() {
                        if self.framework.find(id.as_str()).is_none() {
                            self.known(id, spot.key("of").entry(number), Wanted::Parts);
                        }
                    }
                }
                return;
            }
        };
        let by_name = matches!(edit.of, Targets::Nodes(_));
        if (edit.weight.is_some() || edit.leave_out) && !by_name {
            return self.say(
                "std077",
                (
                    "weight 和 leave_out 要用 of = [\"...\"] 写明节点".to_owned(),
                    "`weight` and `leave_out` need nodes by name: of = [\"...\"]".to_owned(),
                ),
                spot,
                ("", ""),
            );
        }
        if self.targets(&edit.of, spot.key("of"), wanted).is_some_and(|nodes| nodes.is_empty()) {
            self.say(
                "std063",
                (
                    format!("因素“{factor}”的这一项不起作用：没有它能作用的节点"),
                    format!(
                        "this entry of the factor `{factor}` has no effect: there is no node it can act on"
                    ),
                ),
                spot,
                ("改 of，或删去这一项", "change `of`, or remove the entry"),
            );
        }
    }

    /// An alternative tried by itself; what is wrong with it is said of it.
    fn alone(&mut self, name: &str, documents: Result<Documents, Text>, spot: Spot<'_>) {
        let documents = match documents {
            Ok(documents) => documents,
            Err(why) => {
                return self.say(
                    "std075",
                    (
                        format!("备选做法“{name}”不成立：{}", why.zh),
                        format!("the alternative `{name}` does not hold: {}", why.en),
                    ),
                    spot,
                    ("", ""),
                );
            }
        };
        if documents == *self.definition.documents() {
            return self.say(
                "std074",
                (
                    format!("备选做法“{name}”与定义本身相同"),
                    format!("the alternative `{name}` is the same as the definition"),
                ),
                spot,
                ("删去它，或改成别的做法", "remove it, or make it do something else"),
            );
        }
        let (definition, problems) = definition::from_documents(documents);
        if definition.is_some() {
            return;
        }
        let errors = problems.into_iter().filter(|problem| problem.severity == Severity::Error);
        for problem in errors {
            let Text { zh, en } = problem.message;
            let said = Diagnostic::error(
                "std075",
                format!("备选做法“{name}”不成立：{zh}（{}）", problem.code.0),
                format!("the alternative `{name}` does not hold: {en} ({})", problem.code.0),
            );
            let said = match problem.hint {
                Some(hint) => said.hint(hint.zh, hint.en),
                None => said,
            };
            // One line of a level is on many cards.
            let said = said.at(spot.place());
            if !self.found.contains(&said) {
                self.found.push(said);
            }
        }
    }

    fn power(&mut self, power: f64, documents: Documents, spot: Spot<'_>) {
        let (definition, problems) = definition::from_documents(documents);
        if definition.is_some() {
            return;
        }
        for problem in problems.into_iter().filter(|problem| problem.severity == Severity::Error) {
            let Text { zh, en } = problem.message;
            let said = Diagnostic::error(
                "std067",
                format!("幂 {power} 用不了：{zh}（{}）", problem.code.0),
                format!("the power {power} cannot be used: {en} ({})", problem.code.0),
            );
            let said = match problem.hint {
                Some(hint) => said.hint(hint.zh, hint.en),
                None => said,
            };
            let said = said.at(spot.place());
            if !self.found.contains(&said) {
                self.found.push(said);
            }
        }
    }

    /// Another edition must have the nodes that are looked at, and the scale.
    fn looked_at(&mut self, editions: &[Definition]) {
        let mut editions = editions.iter();
        let framework = self.framework;
        for (number, factor) in self.document.factor.iter().enumerate() {
            let FactorKind::Alternatives { alternative, .. } = &factor.kind else { continue };
            for (at, alternative) in alternative.iter().enumerate().filter(|(_, a)| a.definition.is_some()) {
                let Some(edition) = editions.next() else { return };
                let spot = self.at.key("factor").entry(number).key("alternative").entry(at).key("definition");
                let other = edition.framework();
                let root = framework.node(framework.root()).id.clone();
                let nodes =
                    if self.document.nodes.is_empty() { vec![root] } else { self.document.nodes.clone() };
                for node in nodes.iter().filter(|node| !is_aggregate(other, node)) {
                    self.say(
                        "std076",
                        (
                            format!("备选做法“{}”的指标体系没有要考察的节点“{node}”", alternative.id),
                            format!("the definition of the alternative `{}` lacks the node `{node}` that is looked at", alternative.id),
                        ),
                        spot,
                        ("只考察各版都有的节点", "look only at nodes that all editions have"),
                    );
                }
                let (own, theirs) = (framework.parts().scale, other.parts().scale);
                if own != theirs {
                    self.say(
                        "std076",
                        (
                            format!(
                                "备选做法“{}”的得分范围是 {} 到 {}，应为 {} 到 {}",
                                alternative.id, theirs.low, theirs.high, own.low, own.high
                            ),
                            format!(
                                "scores of the alternative `{}` run from {} to {}, {} to {} is expected",
                                alternative.id, theirs.low, theirs.high, own.low, own.high
                            ),
                        ),
                        spot,
                        ("", ""),
                    );
                }
            }
        }
    }
}

fn is_aggregate(framework: &Framework, id: &Id) -> bool {
    framework.find(id.as_str()).is_some_and(|node| Wanted::Aggregates.fits(framework, node))
}
