//! Finite choices: which state a coordinate stands for, and the definition that some states make together.

use std::ops::Range;

use super::{FactorSet, Kind, edits, leave_out, units};
use crate::definition::{self, Definition, Documents};
use crate::diagnostic::Severity;
use crate::panel::Panel;
use crate::sensitivity::{Alternative, Edit};
use crate::vocab::{Id, Language, Text};

/// A state of a factor that has finitely many.
#[derive(Clone, Debug)]
pub(in crate::sensitivity) enum State {
    /// The definition as it is.
    AsDefined,
    /// Edits of cards.
    Edits { id: Id, set: Vec<Edit> },
    /// Another edition.
    Edition { id: Id, number: usize },
    /// A node left out.
    LeftOut(Id),
    /// The units of one value of an attribute leave the base.
    Dropped { by: Id, value: String },
}

impl State {
    /// That of an alternative; editions are numbered in the order in which they are written.
    pub(super) fn of(alternative: &Alternative, editions: &mut Range<usize>) -> State {
        let id = alternative.id.clone();
        match (&alternative.definition, editions.start < editions.end) {
            (Some(_), true) => State::Edition { id, number: editions.next().unwrap_or_default() },
            _ => State::Edits { id, set: alternative.set.clone() },
        }
    }

    /// How a combination names it.
    pub(in crate::sensitivity) fn label(&self) -> &str {
        match self {
            State::AsDefined => "as-defined",
            State::Edits { id, .. } | State::Edition { id, .. } | State::LeftOut(id) => id.as_str(),
            State::Dropped { value, .. } => value,
        }
    }
}

/// The state whose stretch of (0, 1) a coordinate lies in; stretches are as long as the shares say.
pub(super) fn state_at(shares: &[f64], u: f64) -> u32 {
    let sum: f64 = shares.iter().sum();
    let mut upper = 0.0;
    let mut last = 0;
    for (at, share) in (0..).zip(shares) {
        if *share <= 0.0 {
            continue;
        }
        upper += share;
        last = at;
        if u * sum < upper {
            break;
        }
    }
    last
}

impl FactorSet {
    /// The state of each factor that has finitely many, with its id.
    fn states<'s>(&'s self, choices: &'s [u32]) -> impl Iterator<Item = (&'s Id, &'s State)> + 's {
        let finite = self.factors.iter().filter_map(|factor| match &factor.kind {
            Kind::Choice { states, .. } => Some((&factor.id, states)),
            _ => None,
        });
        finite.zip(choices).filter_map(|((id, states), choice)| Some((id, states.get(*choice as usize)?)))
    }

    /// The choices as people read them: `factor = alternative`.
    #[must_use]
    pub fn combination(&self, choices: &[u32]) -> Vec<String> {
        self.states(choices).map(|(id, state)| format!("{id} = {}", state.label())).collect()
    }

    /// The documents that choices make: another edition first, then the edits in the order of the factors, then what is left out.
    ///
    /// # Errors
    /// What cannot be done, in words.
    pub fn documents(&self, choices: &[u32]) -> Result<Documents, Text> {
        let edition = self.states(choices).find_map(|(_, state)| match state {
            State::Edition { number, .. } => self.editions.get(*number),
            _ => None,
        });
        let start: &Definition = edition.unwrap_or(&self.definition);
        let mut documents = start.documents().clone();
        let mut framework = std::borrow::Cow::Borrowed(start.framework());
        for (_, state) in self.states(choices) {
            let State::Edits { set, .. } = state else { continue };
            for edit in set {
                edits::apply(&mut documents, &framework, edit)?;
            }
            if set.iter().any(|edit| edit.leave_out) {
                framework = std::borrow::Cow::Owned(resolved(&documents)?.framework().clone());
            }
        }
        let left_out: Vec<&Id> = self
            .states(choices)
            .filter_map(|(_, state)| if let State::LeftOut(id) = state { Some(id) } else { None })
            .collect();
        if !left_out.is_empty() {
            let now = resolved(&documents)?;
            let framework = now.framework();
            let nodes: Vec<_> = left_out.iter().filter_map(|id| framework.find(id.as_str())).collect();
            leave_out::apply(&mut documents, framework, &nodes)?;
        }
        Ok(documents)
    }

    /// The base without the groups that choices leave out; `None`: all of it.
    pub(super) fn base(&self, choices: &[u32], panel: &Panel) -> Option<Panel> {
        let base = &self.definition.framework().parts().base;
        let mut left: Option<Panel> = None;
        for (_, state) in self.states(choices) {
            if let State::Dropped { by, value } = state {
                let now = left.as_ref().unwrap_or(panel);
                left = Some(units::selected(now, &units::without_group(now, base, by, value)));
            }
        }
        left
    }
}

/// A definition from documents, or the first thing that is wrong with them.
pub(in crate::sensitivity) fn resolved(documents: &Documents) -> Result<Definition, Text> {
    let (definition, found) = definition::from_documents(documents.clone());
    definition.ok_or_else(|| {
        let first = found.iter().find(|problem| problem.severity == Severity::Error);
        first.map_or_else(
            || Text::new("定义不成立", "the definition does not hold"),
            |problem| Text::new(problem.message.get(Language::Zh), problem.message.get(Language::En)),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::state_at;

    #[test]
    fn a_coordinate_falls_into_stretches_as_long_as_the_shares() {
        let shares = [2.0, 1.0, 1.0];
        let at = [0.001, 0.499, 0.5, 0.749, 0.75, 0.999].map(|u| state_at(&shares, u));
        assert_eq!(at, [0, 0, 1, 1, 2, 2]);
        assert_eq!([0.1, 0.6].map(|u| state_at(&[0.0, 1.0, 1.0], u)), [1, 2]);
        assert_eq!(state_at(&[1.0, 1.0, 0.0], 0.999), 1);
    }
}
