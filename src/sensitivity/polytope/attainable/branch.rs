//! Branch and bound over the opponents that stay on the wrong side.
//!
//! At a node some opponents are conceded. If weights overtake all others, the node is solved. Otherwise the dual of the programme names a few of them that cannot
//! be overtaken together (Gleeson & Ryan 1990, <https://doi.org/10.1287/ijoc.2.1.61>): one of these must be conceded, and each is tried. Disjoint sets of this kind bound a
//! node from below. Every such set is checked by itself: its weighted sum must be above 0 with all weights.

use super::super::extremes::Extremes;
use super::super::{PolytopeError, WeightPolytope};
use super::Found;
use super::opponents::Opponents;
use crate::optimisation::{Programme, Row, dot, most_broken};

/// How many opponents are on the wrong side with any weights, at least; offers the weights found on the way.
pub(super) fn branch(
    opponents: &Opponents,
    polytope: &WeightPolytope,
    extremes: &mut Extremes<'_>,
    programmes: usize,
    found: &mut Found<'_>,
) -> Result<usize, PolytopeError> {
    if opponents.len() == 0 {
        return Ok(0);
    }
    let scale = |form: &[f64]| form.iter().fold(0.0, |most: f64, term| most.max(term.abs()));
    let scales: Vec<f64> = opponents.forms().map(|form| scale(form).max(f64::MIN_POSITIVE)).collect();
    let state = vec![State::Open; opponents.len()];
    let mut search = Branching {
        opponents,
        polytope,
        extremes,
        found,
        scales,
        state,
        left: programmes,
        floor: usize::MAX,
        root: 0,
    };
    search.explore(0, true)?;
    let best = search.found.against(opponents);
    Ok(if search.floor == usize::MAX { best } else { search.floor.max(search.root).min(best) })
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    /// May stay on the wrong side.
    Conceded,
    /// Must be overtaken here: all answers in which it is not have been looked at.
    Forced,
}

enum Answer {
    /// Weights that overtake all that are asked.
    Weights(Vec<f64>),
    /// Opponents that cannot be overtaken together.
    Never(Vec<usize>),
    /// Rounding or the limit of work.
    Unknown,
}

struct Branching<'a, 'e, 'f> {
    opponents: &'a Opponents,
    polytope: &'a WeightPolytope,
    extremes: &'a mut Extremes<'e>,
    found: &'a mut Found<'f>,
    scales: Vec<f64>,
    state: Vec<State>,
    left: usize,
    /// The least number conceded where something was left open.
    floor: usize,
    /// The bound at the root.
    root: usize,
}

impl Branching<'_, '_, '_> {
    fn explore(&mut self, conceded: usize, root: bool) -> Result<(), PolytopeError> {
        if conceded >= self.found.against(self.opponents) {
            return Ok(());
        }
        let asked: Vec<usize> =
            (0..self.state.len()).filter(|at| self.state[*at] != State::Conceded).collect();
        let first = match self.overtake(&asked)? {
            Answer::Weights(weights) => {
                self.found.offer(&weights);
                if conceded < self.found.against(self.opponents) {
                    // Level but for rounding: such weights may exist, and could not be shown.
                    self.floor = self.floor.min(conceded);
                }
                return Ok(());
            }
            Answer::Unknown => {
                self.floor = self.floor.min(conceded);
                return Ok(());
            }
            Answer::Never(set) => set,
        };
        let choices: Vec<usize> = first.iter().copied().filter(|at| self.state[*at] == State::Open).collect();
        if choices.is_empty() {
            return Ok(());
        }
        let sets = 1 + self.disjoint(&asked, &first, conceded)?;
        if root {
            self.root = sets;
        }
        if conceded + sets >= self.found.against(self.opponents) {
            return Ok(());
        }
        for choice in &choices {
            self.state[*choice] = State::Conceded;
            self.explore(conceded + 1, false)?;
            self.state[*choice] = State::Forced;
        }
        for choice in choices {
            self.state[choice] = State::Open;
        }
        Ok(())
    }

    /// How many more sets that cannot be overtaken, disjoint from each other and from the first; no more than are of use.
    fn disjoint(
        &mut self,
        asked: &[usize],
        first: &[usize],
        conceded: usize,
    ) -> Result<usize, PolytopeError> {
        // What is forced may be in every set.
        let forced = |at: &usize, state: &[State]| state[*at] == State::Forced;
        let mut rest: Vec<usize> = asked.to_vec();
        rest.retain(|at| forced(at, &self.state) || !first.contains(at));
        let mut sets = 0;
        while conceded + 1 + sets < self.found.against(self.opponents) {
            let Answer::Never(set) = self.overtake(&rest)? else { break };
            sets += 1;
            if set.iter().all(|at| forced(at, &self.state)) {
                return Ok(usize::MAX / 2);
            }
            rest.retain(|at| forced(at, &self.state) || !set.contains(at));
        }
        Ok(sets)
    }

    /// max t with form·w + t ≤ 0 for all asked: not below 0 when they can be overtaken together. Rows enter when broken.
    fn overtake(&mut self, asked: &[usize]) -> Result<Answer, PolytopeError> {
        if self.left == 0 {
            return Ok(Answer::Unknown);
        }
        self.left -= 1;
        let count = self.opponents.criteria;
        let widened =
            |row: Row| Row { terms: row.terms.into_iter().chain([0.0]).collect(), limit: row.limit };
        let mut rows: Vec<Row> = self.polytope.programme_rows().into_iter().map(widened).collect();
        // t + 1 from 0 to 2: scaled forms are between −1 and 1.
        let mut shifted = vec![0.0; count + 1];
        shifted[count] = 1.0;
        rows.push(Row { terms: shifted.clone(), limit: 2.0 });
        let fixed = rows.len();
        let mut programme = Programme::within(count + 1, rows).ok_or(PolytopeError::NoEnd)?;
        programme.set_cost(&shifted);
        let mut present: Vec<usize> = Vec::new();
        let mut weights = vec![0.0; count];
        loop {
            let Some(x) = programme.solve() else { return Ok(Answer::Unknown) };
            self.polytope.settle(&x[..count], &mut weights);
            let depth = x[count] - 1.0;
            let excess = |at: usize| dot(self.opponents.form(at), &weights) / self.scales[at] + depth;
            let missing = asked.iter().filter(|at| !present.contains(at));
            let broken = most_broken(missing.map(|at| (excess(*at), *at)));
            if broken.is_empty() {
                self.found.offer(&weights);
                if depth >= -LEVEL {
                    return Ok(Answer::Weights(weights));
                }
                break;
            }
            for at in broken {
                present.push(at);
                programme.add(self.row(at));
            }
        }
        let multipliers = programme.multipliers();
        self.certify(&present, &multipliers[fixed..])
    }

    fn row(&self, at: usize) -> Row {
        let form = self.opponents.form(at);
        let terms = form.iter().map(|term| term / self.scales[at]).chain([1.0]).collect();
        Row { terms, limit: 1.0 - dot(form, self.polytope.lower()) / self.scales[at] }
    }

    /// The opponents that bind, if their weighted sum is above 0 with all weights.
    fn certify(&mut self, present: &[usize], multipliers: &[f64]) -> Result<Answer, PolytopeError> {
        let mut sum = vec![0.0; self.opponents.criteria];
        let mut set = Vec::new();
        for (at, multiplier) in present.iter().zip(multipliers).filter(|(_, multiplier)| **multiplier > LEVEL)
        {
            let form = self.opponents.form(*at).iter();
            sum.iter_mut().zip(form).for_each(|(sum, term)| *sum += multiplier / self.scales[*at] * term);
            set.push(*at);
        }
        let (lowest, _) = self.extremes.both(&sum)?;
        Ok(if lowest > LEVEL { Answer::Never(set) } else { Answer::Unknown })
    }
}

/// Depths below this are rounding; forms are scaled to 1.
const LEVEL: f64 = 1e-10;
