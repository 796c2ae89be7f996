//! From a choice of weighting and the children's scores in the base to shares.
//!
//! It decides nothing about which rows are used and what a finding says: that is the scorecard's. Read next: `data` for the methods.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Combination, CombinationRule, Components, DataWeights, Importance, Importances, InvalidWeights, NoCap,
    NoCombination, NoTable, NoWeights, Scorer, Weighting, capped, coefficient_of_variation, combined, critic,
    entropy, equal_shares, factor, first_component, game_combination, gini, independence, kaiser_components,
    maximising_deviation, merec, optimised, scatter_degree, scatter_degree_panel, shares, standard_deviation,
};
use crate::vocab::{Id, Share};

/// The children that count, and what is known of them.
#[derive(Clone, Copy, Debug)]
pub struct Children<'a> {
    /// Their ids, in the order written.
    pub ids: &'a [&'a Id],
    /// A column for each child: its scores in the base, less the lowest of the scale; a row for each unit and period in which every child
    /// has a score.
    pub columns: &'a [&'a [f64]],
    /// For each row which period it is of, any numbers.
    pub periods: &'a [u32],
    /// The weights on the cards, for `given`; 0 where there is none.
    pub given: &'a [f64],
    /// The scores of the aggregate by weights of the children, for `optimised`; `None` where data do not decide.
    pub scorer: Option<Scorer<'a>>,
}

/// Shares, and how they came about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Determined {
    /// In the order of the children, with the sum 1.
    pub shares: Vec<f64>,
    /// Children that are the same in every row, from 0. From data such a child has the share 0.
    pub constant: Vec<usize>,
    /// What the shares were before the cap acted; `None` where it did not.
    pub uncapped: Option<Vec<f64>>,
    /// The weightings of a combination, in the order written; else empty.
    pub parts: Vec<CombinedPart>,
    /// What optimised weights reach.
    pub importances: Option<Importances>,
}

/// One of the weightings of a combination.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CombinedPart {
    /// Its method, as written.
    pub method: String,
    /// Its own shares, in the order of the children that count.
    pub shares: Vec<f64>,
    /// How much it counts; `None` in a product without powers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coefficient: Option<f64>,
    /// What the formula of the game theory gives before negative coefficients are ruled out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<f64>,
}

/// Why a choice of weighting gives no shares.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Undetermined {
    /// Fewer complete rows than asked.
    #[error("{given} complete rows are too few, {needed} are needed")]
    TooFewRows {
        /// How many there are.
        given: usize,
        /// How many are asked for.
        needed: usize,
    },
    /// The data.
    #[error(transparent)]
    Data(#[from] NoWeights),
    /// No weights come near enough to the importances that are meant.
    #[error("the importances meant are missed by {distance} at best", distance = best.distance())]
    OutOfReach {
        /// The best weights of all trials.
        shares: Vec<f64>,
        /// What they reach.
        best: Importances,
        /// How near it should be.
        tolerance: f64,
    },
    /// The judgements.
    #[error(transparent)]
    Judgement(#[from] NoTable),
    /// The weights on the cards.
    #[error(transparent)]
    Given(#[from] InvalidWeights),
    /// The cap.
    #[error(transparent)]
    Cap(#[from] NoCap),
    /// The combination.
    #[error(transparent)]
    Combination(#[from] NoCombination),
}

impl Weighting {
    /// Whether the data of the base decide the weights, so that the fit needs whole rows.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        match self {
            Weighting::Equal {}
            | Weighting::Given { .. }
            | Weighting::Ahp { .. }
            | Weighting::BestWorst { .. }
            | Weighting::OrderRelation { .. }
            | Weighting::BudgetAllocation { .. }
            | Weighting::PrecedenceChart { .. }
            | Weighting::RankOrder { .. }
            | Weighting::Delphi { .. } => false,
            Weighting::Combination { of, .. } => of.iter().any(Weighting::needs_rows),
            _ => true,
        }
    }

    /// Whether children carry weights on their cards.
    #[must_use]
    pub fn reads_cards(&self) -> bool {
        match self {
            Weighting::Given { .. } => true,
            Weighting::Combination { of, .. } => of.iter().any(Weighting::reads_cards),
            _ => false,
        }
    }

    /// The largest share that a child may have; `None`: any.
    #[must_use]
    pub fn cap(&self) -> Option<Share> {
        match self {
            Weighting::Equal {}
            | Weighting::Given { .. }
            | Weighting::Ahp { .. }
            | Weighting::BestWorst { .. }
            | Weighting::OrderRelation { .. }
            | Weighting::BudgetAllocation { .. }
            | Weighting::PrecedenceChart { .. }
            | Weighting::RankOrder { .. }
            | Weighting::Delphi { .. }
            | Weighting::Optimised { .. } => None,
            Weighting::Entropy { cap, .. }
            | Weighting::Critic { cap, .. }
            | Weighting::StandardDeviation { cap, .. }
            | Weighting::CoefficientOfVariation { cap, .. }
            | Weighting::Gini { cap, .. }
            | Weighting::Merec { cap, .. }
            | Weighting::MaximisingDeviation { cap, .. }
            | Weighting::Independence { cap, .. }
            | Weighting::PrincipalComponents { cap, .. }
            | Weighting::Factor { cap, .. }
            | Weighting::ScatterDegree { cap, .. }
            | Weighting::ScatterDegreePanel { cap, .. }
            | Weighting::Combination { cap, .. } => *cap,
        }
    }

    /// How many complete rows it asks for; 0 where data do not decide. Of a combination the most that any part asks for.
    #[must_use]
    pub fn min_units(&self) -> u32 {
        match self {
            Weighting::Equal {}
            | Weighting::Given { .. }
            | Weighting::Ahp { .. }
            | Weighting::BestWorst { .. }
            | Weighting::OrderRelation { .. }
            | Weighting::BudgetAllocation { .. }
            | Weighting::PrecedenceChart { .. }
            | Weighting::RankOrder { .. }
            | Weighting::Delphi { .. } => 0,
            Weighting::Entropy { min_units, .. }
            | Weighting::Critic { min_units, .. }
            | Weighting::StandardDeviation { min_units, .. }
            | Weighting::CoefficientOfVariation { min_units, .. }
            | Weighting::Gini { min_units, .. }
            | Weighting::Merec { min_units, .. }
            | Weighting::MaximisingDeviation { min_units, .. }
            | Weighting::Independence { min_units, .. }
            | Weighting::PrincipalComponents { min_units, .. }
            | Weighting::Factor { min_units, .. }
            | Weighting::ScatterDegree { min_units, .. }
            | Weighting::ScatterDegreePanel { min_units, .. }
            | Weighting::Optimised { min_units, .. } => *min_units,
            Weighting::Combination { of, .. } => of.iter().map(Weighting::min_units).max().unwrap_or(0),
        }
    }

    /// The name of the method as a definition writes it.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Weighting::Equal {} => "equal",
            Weighting::Given { .. } => "given",
            Weighting::Ahp { .. } => "ahp",
            Weighting::BestWorst { .. } => "best-worst",
            Weighting::OrderRelation { .. } => "order-relation",
            Weighting::BudgetAllocation { .. } => "budget-allocation",
            Weighting::PrecedenceChart { .. } => "precedence-chart",
            Weighting::RankOrder { .. } => "rank-order",
            Weighting::Delphi { .. } => "delphi",
            Weighting::Entropy { .. } => "entropy",
            Weighting::Critic { .. } => "critic",
            Weighting::StandardDeviation { .. } => "standard-deviation",
            Weighting::CoefficientOfVariation { .. } => "coefficient-of-variation",
            Weighting::Gini { .. } => "gini",
            Weighting::Merec { .. } => "merec",
            Weighting::MaximisingDeviation { .. } => "maximising-deviation",
            Weighting::Independence { .. } => "independence",
            Weighting::PrincipalComponents { .. } => "principal-components",
            Weighting::Factor { .. } => "factor",
            Weighting::ScatterDegree { .. } => "scatter-degree",
            Weighting::ScatterDegreePanel { .. } => "scatter-degree-panel",
            Weighting::Optimised { .. } => "optimised",
            Weighting::Combination { .. } => "combination",
        }
    }

    /// The shares of the children by whatever is written.
    ///
    /// # Errors
    /// [`Undetermined`]: too few rows, data or judgements that give no weights, a cap or combination that cannot be.
    pub fn determine(&self, children: Children<'_>) -> Result<Determined, Undetermined> {
        let rows = children.columns.first().map_or(0, |column| column.len());
        let needed = self.min_units() as usize;
        if rows < needed {
            return Err(Undetermined::TooFewRows { given: rows, needed });
        }
        let mut determined = self.before_cap(children)?;
        if let Some(cap) = self.cap() {
            let after = capped(&determined.shares, cap)?;
            // The cap divides by the sum once more, which may move a last digit where it did not act.
            if determined.shares.iter().any(|share| *share > cap.get()) {
                determined.uncapped = Some(std::mem::replace(&mut determined.shares, after));
            }
        }
        Ok(determined)
    }

    fn before_cap(&self, children: Children<'_>) -> Result<Determined, Undetermined> {
        let columns = children.columns;
        let from_data = |weights: Result<DataWeights, NoWeights>| {
            let DataWeights { shares, constant } = weights?;
            Ok(Determined { shares, constant, ..Determined::default() })
        };
        match self {
            Weighting::Equal {} => Ok(plain(equal_shares(children.ids.len()))),
            Weighting::Given { .. } => Ok(plain(shares(children.given)?)),
            Weighting::Ahp { .. }
            | Weighting::BestWorst { .. }
            | Weighting::OrderRelation { .. }
            | Weighting::BudgetAllocation { .. }
            | Weighting::PrecedenceChart { .. }
            | Weighting::RankOrder { .. }
            | Weighting::Delphi { .. } => match self.judged(children.ids) {
                Some(judged) => Ok(plain(judged?.shares)),
                None => Ok(plain(equal_shares(children.ids.len()))),
            },
            Weighting::Entropy { values, .. } => from_data(entropy(columns, *values)),
            Weighting::Critic { conflict, scaling, .. } => from_data(critic(columns, *conflict, *scaling)),
            Weighting::StandardDeviation { scaling, .. } => from_data(standard_deviation(columns, *scaling)),
            Weighting::CoefficientOfVariation { .. } => from_data(coefficient_of_variation(columns)),
            Weighting::Gini { .. } => from_data(gini(columns)),
            Weighting::Merec { .. } => from_data(merec(columns)),
            Weighting::MaximisingDeviation { .. } => from_data(maximising_deviation(columns)),
            Weighting::Independence { .. } => from_data(independence(columns)),
            Weighting::PrincipalComponents { keep: Components::First, signs, .. } => {
                from_data(first_component(columns, *signs))
            }
            Weighting::PrincipalComponents { keep: Components::Kaiser, signs, .. } => {
                from_data(kaiser_components(columns, *signs))
            }
            Weighting::Factor { factors, .. } => from_data(factor(columns, *factors)),
            Weighting::ScatterDegree { scale, negative, .. } => {
                from_data(scatter_degree(columns, *scale, *negative))
            }
            Weighting::ScatterDegreePanel { scale, negative, .. } => {
                let parts = by_period(columns, children.periods);
                let slices: Vec<Vec<&[f64]>> =
                    parts.iter().map(|part| part.iter().map(Vec::as_slice).collect()).collect();
                let periods: Vec<&[&[f64]]> = slices.iter().map(Vec::as_slice).collect();
                from_data(scatter_degree_panel(&periods, *scale, *negative))
            }
            Weighting::Optimised { importance, targets, tolerance, .. } => {
                by_importance(*importance, targets, *tolerance, children)
            }
            Weighting::Combination { rule, shares, of, .. } => combination(*rule, shares, of, children),
        }
    }
}

fn plain(shares: Vec<f64>) -> Determined {
    Determined { shares, ..Determined::default() }
}

/// The columns period by period, periods ascending; rows keep their order.
fn by_period(columns: &[&[f64]], periods: &[u32]) -> Vec<Vec<Vec<f64>>> {
    let mut known: Vec<u32> = periods.to_vec();
    known.sort_unstable();
    known.dedup();
    let of = |column: &[f64], period: u32| {
        let rows = column.iter().zip(periods).filter(|(_, own)| **own == period);
        rows.map(|(value, _)| *value).collect()
    };
    known.iter().map(|period| columns.iter().map(|column| of(column, *period)).collect()).collect()
}

fn by_importance(
    importance: Importance,
    targets: &BTreeMap<String, f64>,
    tolerance: f64,
    children: Children<'_>,
) -> Result<Determined, Undetermined> {
    let target =
        |id: &&Id| if targets.is_empty() { 1.0 } else { targets.get(id.as_str()).copied().unwrap_or(0.0) };
    let targets: Vec<f64> = children.ids.iter().map(target).collect();
    let none = |_: &[f64]| None;
    let scorer = children.scorer.unwrap_or(Scorer(&none));
    let (DataWeights { shares, constant }, best) = optimised(children.columns, scorer, importance, &targets)?;
    if best.distance() > tolerance {
        return Err(Undetermined::OutOfReach { shares, best, tolerance });
    }
    Ok(Determined { shares, constant, importances: Some(best), ..Determined::default() })
}

fn combination(
    rule: CombinationRule,
    coefficients: &[f64],
    of: &[Weighting],
    children: Children<'_>,
) -> Result<Determined, Undetermined> {
    let parts: Vec<Determined> =
        of.iter().map(|part| part.determine(children)).collect::<Result<_, Undetermined>>()?;
    let own: Vec<Vec<f64>> = parts.iter().map(|part| part.shares.clone()).collect();
    let mut constant: Vec<usize> = parts.iter().flat_map(|part| part.constant.iter().copied()).collect();
    constant.sort_unstable();
    constant.dedup();
    let counted = || match coefficients {
        [] => Ok(equal_shares(of.len())),
        given => shares(given),
    };
    let (result, used, raw) = match rule {
        CombinationRule::Linear => {
            let rule = Combination::Linear { coefficients: coefficients.to_vec() };
            (combined(&own, &rule)?, Some(counted()?), None)
        }
        CombinationRule::Geometric => {
            let rule = Combination::Geometric { coefficients: coefficients.to_vec() };
            (combined(&own, &rule)?, Some(counted()?), None)
        }
        CombinationRule::Multiplicative => (combined(&own, &Combination::Multiplicative {})?, None, None),
        CombinationRule::GameTheory => {
            let game = game_combination(&own)?;
            (game.weights, Some(game.coefficients), Some(game.raw))
        }
    };
    let part = |(at, (weighting, own)): (usize, (&Weighting, Vec<f64>))| CombinedPart {
        method: weighting.method().to_owned(),
        shares: own,
        coefficient: used.as_ref().and_then(|used| used.get(at).copied()),
        raw: raw.as_ref().and_then(|raw| raw.get(at).copied()),
    };
    let parts = of.iter().zip(own).enumerate().map(part).collect();
    Ok(Determined { shares: result, constant, parts, ..Determined::default() })
}
