use serde::{Deserialize, Serialize};

use super::Tally;
use crate::sensitivity::polytope::{CriterionScores, PolytopeError};

/// Confidence factors: the share of the scores drawn with which a unit is first when its own central weights hold. With scores that do not vary it is 0 or 1.
///
/// Below about 0.05 a unit is hardly ever first, whatever one prefers; below 0.5 not even its most typical supporters can rely on it.
///
/// ```
/// use quanheng::sensitivity::acceptability::{Confidence, Pairs, Tally};
/// use quanheng::sensitivity::polytope::CriterionScores;
/// let scores = CriterionScores::complete(&[&[8.0, 6.0], &[4.0, 7.0]]).unwrap();
/// let mut tally = Tally::new(2, 2, Pairs::Left);
/// tally.add(&scores, &[0.7, 0.3]).unwrap();
/// let mut confidence = Confidence::of(&tally);
/// confidence.add(&scores).unwrap();
/// assert_eq!(confidence.factors(), [Some(1.0), None]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confidence {
    central: Vec<Option<Vec<f64>>>,
    first: Vec<u64>,
    draws: u64,
}

impl Confidence {
    /// For the central weights of a tally that is complete.
    #[must_use]
    pub fn of(tally: &Tally) -> Self {
        let central: Vec<_> = (0..tally.units()).map(|unit| tally.central_weights(unit)).collect();
        Confidence { first: vec![0; central.len()], central, draws: 0 }
    }

    /// One draw of the scores.
    ///
    /// # Errors
    /// [`PolytopeError::Length`] for scores of other units or criteria.
    pub fn add(&mut self, scores: &CriterionScores) -> Result<(), PolytopeError> {
        if scores.units() != self.central.len() {
            return Err(PolytopeError::Length { given: scores.units(), expected: self.central.len() });
        }
        if let Some(weights) =
            self.central.iter().flatten().find(|weights| weights.len() != scores.criteria())
        {
            return Err(PolytopeError::Length { given: scores.criteria(), expected: weights.len() });
        }
        self.draws += 1;
        for (unit, weights) in self.central.iter().enumerate() {
            let Some(weights) = weights else { continue };
            let Some(own) = scores.score(unit, weights) else { continue };
            let ahead = |other| scores.score(other, weights).is_some_and(|score| score > own);
            self.first[unit] += u64::from(!(0..scores.units()).any(ahead));
        }
        Ok(())
    }

    /// The draws of both.
    ///
    /// # Errors
    /// [`PolytopeError::Length`] when they are of different units.
    pub fn merge(&mut self, other: &Confidence) -> Result<(), PolytopeError> {
        if other.first.len() != self.first.len() {
            return Err(PolytopeError::Length { given: other.first.len(), expected: self.first.len() });
        }
        self.draws += other.draws;
        self.first.iter_mut().zip(&other.first).for_each(|(sum, count)| *sum += count);
        Ok(())
    }

    /// The factor of every unit, from 0 to 1; `None` without central weights or draws.
    #[must_use]
    pub fn factors(&self) -> Vec<Option<f64>> {
        let factor = |(central, first): (&Option<Vec<f64>>, &u64)| {
            (central.is_some() && self.draws > 0).then(|| *first as f64 / self.draws as f64)
        };
        self.central.iter().zip(&self.first).map(factor).collect()
    }
}
