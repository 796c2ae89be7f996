//! Runs that are no draws: each number is a case of its own, such as a node left out or a unit gone.

use super::perturbation::units;
use super::setting::{Moved, Perturbation, Variant};
use crate::definition::Documents;
use crate::panel::Panel;
use crate::scorecard::Scorecard;
use crate::vocab::{Id, Text};

/// One case.
pub(super) enum Case {
    /// Another definition, fitted anew.
    Definition(Result<Box<Documents>, Text>),
    /// The scorecard as it is, with other weights.
    Weights(Vec<(Id, f64)>),
    /// The base with these units, ascending, a unit named again being a copy.
    Base(Vec<u32>),
}

/// All cases of a question.
pub(super) struct Cases<'a> {
    pub(super) documents: &'a Documents,
    pub(super) cases: &'a [Case],
}

impl Cases<'_> {
    fn case(&self, number: u32) -> Option<&Case> {
        self.cases.get(number as usize)
    }
}

impl Perturbation for Cases<'_> {
    fn choices(&self, replicate: u32) -> Vec<u32> {
        // Cases that only have other weights share one fit.
        match self.case(replicate) {
            Some(Case::Weights(_)) => vec![u32::MAX],
            _ => vec![replicate],
        }
    }

    fn combination(&self, _: &[u32]) -> Vec<String> {
        Vec::new()
    }

    fn chosen(&self, choices: &[u32], panel: &Panel) -> Result<Variant, Text> {
        let as_defined = || Variant { documents: self.documents.clone(), base: None, scored: None };
        match choices.first().and_then(|number| self.case(*number)) {
            Some(Case::Definition(documents)) => {
                Ok(Variant { documents: *documents.clone()?, base: None, scored: None })
            }
            Some(Case::Base(chosen)) => {
                Ok(Variant { base: Some(units::selected(panel, chosen)), ..as_defined() })
            }
            _ => Ok(as_defined()),
        }
    }

    fn moved(&self, replicate: u32, card: &Scorecard, into: &mut Moved) -> Result<(), Text> {
        if let Some(Case::Weights(weights)) = self.case(replicate) {
            let framework = card.definition().framework();
            let known =
                weights.iter().filter_map(|(id, weight)| Some((framework.find(id.as_str())?, *weight)));
            into.weights.extend(known);
        }
        Ok(())
    }
}
