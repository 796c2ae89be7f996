//! Attribution: which factors differences come from. The runs of a plan over the factors, scored, and their indices.
//!
//! Factors are the groups of a plan, whatever number of coordinates they have. Nothing is estimated here: see [`super::design`] for the plans and
//! [`super::indices`] for what is made of their runs.

use super::design::{Factorial, Factors, Levels, Orders, Part, Saltelli, Trajectories, Trajectory};
use super::indices::{
    self, Bootstrap, Estimate, IndexError, IntervalKind, Runs, borgonovo, factorial, morris, pawn,
    sobol_indices,
};
use super::perturbation::Drawn;
use super::replicates::{Draws, Engine, Failed, View};
use super::run::{Analysis, Stage, Watch, said};
use super::{
    AttributedOutput, Attribution, AttributionDocument, AttributionMethod, FactorIndex, Interval, Output,
};
use crate::diagnostic::Diagnostic;
use crate::panel::Index;
use crate::vocab::Text;

/// Up to so many combinations a product of finite factors is gone through whole where nobody says how.
const SMALL_PRODUCT: usize = 4096;
/// The usual number of levels of a factor in Morris's design.
const LEVELS: u32 = 4;
/// The usual number of slices of PAWN.
const SLICES: usize = 10;

/// How many runs it takes.
pub(super) fn runs(analysis: &Analysis<'_>) -> u32 {
    let Some(asked) = &analysis.subject.document.attribution else { return 0 };
    let factors = u32::try_from(analysis.set.factors().len()).unwrap_or(u32::MAX);
    let of_base = |rows: u32| asked.base.saturating_mul(rows);
    match method(analysis, asked) {
        AttributionMethod::Factorial => {
            u32::try_from(combinations(analysis).unwrap_or(0)).unwrap_or(u32::MAX)
        }
        AttributionMethod::Morris => of_base(factors.saturating_add(1)),
        AttributionMethod::Pawn | AttributionMethod::Delta => analysis.plan().sensitivity.draws,
        _ if asked.second_order => of_base(factors.saturating_mul(2).saturating_add(2)),
        _ => of_base(factors.saturating_add(2)),
    }
}

/// Scores the runs and works out the indices; `None` when it was stopped. A full factorial in which a combination cannot be scored has no exact
/// answer: then it is done by Sobol' indices, and [`Attribution::method`] says so.
pub(super) fn attribute(
    analysis: &Analysis<'_>,
    asked: &AttributionDocument,
    watch: Watch<'_>,
) -> Result<Option<Attribution>, Vec<Diagnostic>> {
    let owners = Factors::new(analysis.set.owners()).map_err(|e| vec![said("sen010", &e.text())])?;
    let work = Work { analysis, asked, owners, watch };
    match method(analysis, asked) {
        AttributionMethod::Factorial => match work.factorial()? {
            Some(done) if done.failed > 0 => work.sobol(),
            done => Ok(done),
        },
        AttributionMethod::Morris => work.morris(),
        AttributionMethod::Pawn => work.sample(AttributionMethod::Pawn),
        AttributionMethod::Delta => work.sample(AttributionMethod::Delta),
        AttributionMethod::Auto | AttributionMethod::Sobol => work.sobol(),
    }
}

/// How it is worked out.
fn method(analysis: &Analysis<'_>, asked: &AttributionDocument) -> AttributionMethod {
    match asked.method {
        AttributionMethod::Auto => match combinations(analysis) {
            Some(product) if product <= SMALL_PRODUCT => AttributionMethod::Factorial,
            _ => AttributionMethod::Sobol,
        },
        method => method,
    }
}

/// How many combinations of alternatives there are; `None` where a factor varies continuously.
fn combinations(analysis: &Analysis<'_>) -> Option<usize> {
    let states = states(analysis);
    (states.len() == analysis.set.factors().len()).then(|| states.iter().map(Vec::len).product())
}

/// The states of each finite factor that are drawn at all.
fn states(analysis: &Analysis<'_>) -> Vec<Vec<usize>> {
    let drawn = |shares: &[f64]| (0..shares.len()).filter(|state| shares[*state] > 0.0).collect();
    analysis.set.finite().map(|(_, shares)| drawn(shares)).collect()
}

/// Where a run lies.
type Point<'p> = &'p (dyn Fn(u32, usize) -> f64 + Sync);

struct Work<'w, 'a> {
    analysis: &'w Analysis<'a>,
    asked: &'w AttributionDocument,
    owners: Factors,
    watch: Watch<'w>,
}

/// Values of the outputs, one column an output, and the rows that have none.
struct Values {
    outputs: Vec<Explained>,
    columns: Vec<Vec<f64>>,
    failed: Vec<usize>,
    rows: u32,
}

impl Work<'_, '_> {
    fn factorial(&self) -> Result<Option<Attribution>, Vec<Diagnostic>> {
        let states = states(self.analysis);
        let plan = Factorial::new(states.iter().map(Vec::len).collect())
            .map_err(|e| vec![said("sen010", &e.text())])?;
        let shares: Vec<&[f64]> = self.analysis.set.finite().map(|(_, shares)| shares).collect();
        let weights: Vec<Vec<f64>> = states
            .iter()
            .zip(&shares)
            .map(|(states, shares)| states.iter().map(|at| shares[*at]).collect())
            .collect();
        // The middle of a state's stretch of (0, 1).
        let middle = |factor: usize, state: usize| {
            let all = shares[factor];
            let sum: f64 = all.iter().sum();
            (all[..state].iter().sum::<f64>() + all[state] / 2.0) / sum
        };
        let owners = self.owners.of();
        let point = |row: u32, dimension: usize| {
            let mut combination = vec![0; states.len()];
            plan.combination(row as usize, &mut combination);
            let factor = owners.get(dimension).copied().unwrap_or(0);
            middle(factor, states[factor][combination[factor]])
        };
        let rows = u32::try_from(plan.combinations()).unwrap_or(u32::MAX);
        let Some(values) = self.values(rows, &point)? else { return Ok(None) };
        if !values.failed.is_empty() {
            return Ok(Some(values.attribution(AttributionMethod::Factorial, Vec::new())));
        }
        let done = values.with(|runs| factorial(runs, &plan, &weights)).map_err(refused)?;
        let outputs = values.outputs.iter().zip(done.outputs).zip(values.moments());
        let outputs = outputs.map(|((explained, done), moments)| {
            explained.answered(done, &moments, |found| {
                let of_pairs = (0..found.first.len())
                    .flat_map(|one| (one + 1..found.first.len()).map(move |other| (one, other)));
                let pairs = of_pairs.filter(|_| self.asked.second_order);
                let pairs =
                    pairs.map(|(one, other)| (one, other, found.share(&[one, other]), None)).collect();
                let index = |(first, total): (&f64, &f64)| FactorIndex {
                    first: *first,
                    first_interval: None,
                    total: Some(*total),
                    total_interval: None,
                    spread: None,
                };
                (found.first.iter().zip(&found.total).map(index).collect(), pairs)
            })
        });
        let outputs = outputs.collect::<Result<Vec<_>, _>>().map_err(refused)?;
        Ok(Some(values.attribution(AttributionMethod::Factorial, outputs)))
    }

    fn sobol(&self) -> Result<Option<Attribution>, Vec<Diagnostic>> {
        let document = self.analysis.subject.document;
        let orders = if self.asked.second_order { Orders::Second } else { Orders::FirstAndTotal };
        let plan = Saltelli::new(document.design, document.seed, self.owners.clone(), orders)
            .map_err(|e| vec![said("sen010", &e.text())])?;
        let dimensions = self.owners.dimensions();
        let base = self.asked.base;
        let mut bases = vec![0.0; 2 * dimensions * base as usize];
        for (point, both) in (0..base).zip(bases.chunks_exact_mut(2 * dimensions)) {
            let (a, b) = both.split_at_mut(dimensions);
            plan.base(point, a, b);
        }
        let owners = self.owners.of();
        let point = |row: u32, dimension: usize| {
            let (base_point, part) = plan.part(u64::from(row));
            let of = |half: usize| bases[(2 * base_point as usize + half) * dimensions + dimension];
            match part {
                Part::A => of(0),
                Part::B => of(1),
                Part::AWithB(factor) => of(usize::from(owners[dimension] == factor)),
                Part::BWithA(factor) => of(usize::from(owners[dimension] != factor)),
            }
        };
        let rows = u32::try_from(plan.rows(base)).unwrap_or(u32::MAX);
        let Some(values) = self.values(rows, &point)? else { return Ok(None) };
        let factors = self.owners.count();
        let done =
            values.with(|runs| sobol_indices(runs, factors, orders, &self.bootstrap())).map_err(refused)?;
        let outputs = values.outputs.iter().zip(done.outputs).zip(values.moments());
        let outputs = outputs.map(|((explained, done), moments)| {
            explained.answered(done, &moments, |found| {
                let index = |(first, total): (&Estimate, &Estimate)| FactorIndex {
                    first: first.value,
                    first_interval: Some(interval(first)),
                    total: Some(total.value),
                    total_interval: Some(interval(total)),
                    spread: None,
                };
                let pairs =
                    found.second.iter().map(|p| (p.one, p.other, p.share.value, Some(interval(&p.share))));
                (found.first.iter().zip(&found.total).map(index).collect(), pairs.collect())
            })
        });
        let outputs = outputs.collect::<Result<Vec<_>, _>>().map_err(refused)?;
        Ok(Some(values.attribution(AttributionMethod::Sobol, outputs)))
    }

    fn morris(&self) -> Result<Option<Attribution>, Vec<Diagnostic>> {
        let seed = self.analysis.subject.document.seed;
        let plan = Trajectories::new(seed, self.owners.clone(), LEVELS, Levels::Midpoints)
            .map_err(|e| vec![said("sen010", &e.text())])?;
        let trajectories: Vec<Trajectory> = (0..self.asked.base).map(|at| plan.trajectory(at)).collect();
        let (each, dimensions) = (plan.runs_of_a_trajectory(), self.owners.dimensions());
        let point = |row: u32, dimension: usize| {
            let (trajectory, at) = (row as usize / each, row as usize % each);
            trajectories.get(trajectory).map_or(0.5, |t| t.points[at * dimensions + dimension])
        };
        let rows = u32::try_from(each * trajectories.len()).unwrap_or(u32::MAX);
        let Some(values) = self.values(rows, &point)? else { return Ok(None) };
        let done = values
            .with(|runs| morris(runs, &self.owners, &trajectories, &self.bootstrap()))
            .map_err(refused)?;
        let outputs = values.outputs.iter().zip(done.outputs).zip(values.moments());
        let outputs = outputs.map(|((explained, done), moments)| {
            explained.answered(done, &moments, |found| {
                let index = |effects: &indices::ElementaryEffects| FactorIndex {
                    first: effects.mean.map_or(effects.mean_size.value, |mean| mean.value),
                    first_interval: effects.mean.as_ref().map(interval),
                    total: Some(effects.mean_size.value),
                    total_interval: Some(interval(&effects.mean_size)),
                    spread: effects.deviation.map(|deviation| deviation.value),
                };
                (found.factors.iter().map(index).collect(), Vec::new())
            })
        });
        let outputs = outputs.collect::<Result<Vec<_>, _>>().map_err(refused)?;
        Ok(Some(values.attribution(AttributionMethod::Morris, outputs)))
    }

    /// From the replicates of the main run. A factor of several coordinates has the largest index of them.
    fn sample(&self, method: AttributionMethod) -> Result<Option<Attribution>, Vec<Diagnostic>> {
        let rows = self.analysis.plan().sensitivity.draws;
        let point = |row: u32, dimension: usize| self.analysis.coordinate(row, dimension);
        let Some(values) = self.values(rows, &point)? else { return Ok(None) };
        let columns: Vec<Vec<f64>> = (0..self.owners.dimensions())
            .map(|dimension| (0..rows).map(|row| point(row, dimension)).collect())
            .collect();
        let factors: Vec<indices::Output<'_>> =
            columns.iter().map(|values| indices::Output { name: "coordinate", values }).collect();
        let owners = self.owners.of();
        let largest = |all: Vec<FactorIndex>| -> Vec<FactorIndex> {
            let of_factor = |factor: usize| {
                let own =
                    all.iter().zip(owners).filter(|(_, owner)| **owner == factor).map(|(index, _)| index);
                own.max_by(|a, b| a.first.total_cmp(&b.first)).cloned()
            };
            (0..self.owners.count()).filter_map(of_factor).collect()
        };
        let explained = values.outputs.iter().zip(values.moments());
        let outputs: Result<Vec<AttributedOutput>, IndexError> = if method == AttributionMethod::Pawn {
            let done =
                values.with(|runs| pawn(runs, &factors, SLICES, &self.bootstrap())).map_err(refused)?;
            let answered = explained.zip(done.outputs).map(|((explained, moments), done)| {
                explained.answered(done, &moments, |found| {
                    let index = |of: &indices::PawnOfFactor| FactorIndex {
                        first: of.median.value,
                        first_interval: Some(interval(&of.median)),
                        total: Some(of.max.value),
                        total_interval: Some(interval(&of.max)),
                        spread: None,
                    };
                    (largest(found.factors.iter().map(index).collect()), Vec::new())
                })
            });
            answered.collect()
        } else {
            let done = values.with(|runs| borgonovo(runs, &factors, &self.bootstrap())).map_err(refused)?;
            let answered = explained.zip(done.outputs).map(|((explained, moments), done)| {
                explained.answered(done, &moments, |found| {
                    let index = |of: &indices::DeltaOfFactor| FactorIndex {
                        first: of.delta.value,
                        first_interval: Some(interval(&of.delta)),
                        total: None,
                        total_interval: None,
                        spread: None,
                    };
                    (largest(found.factors.iter().map(index).collect()), Vec::new())
                })
            });
            answered.collect()
        };
        Ok(Some(values.attribution(method, outputs.map_err(refused)?)))
    }

    fn bootstrap(&self) -> Bootstrap {
        let document = self.analysis.subject.document;
        let (resamples, level, seed) = (self.asked.resamples, document.confidence, document.seed);
        Bootstrap { resamples, level, kind: IntervalKind::Percentile, seed }
    }

    /// The outputs of so many runs at points.
    fn values(&self, rows: u32, point: Point<'_>) -> Result<Option<Values>, Vec<Diagnostic>> {
        let drawn = Drawn { set: &self.analysis.set, point };
        let engine = Engine::new(&self.analysis.foremost(), self.analysis.subject.panel, &drawn)?;
        let Some(view) = engine.as_defined().views.first() else { return Ok(None) };
        let index = self.analysis.subject.panel.index();
        let top = self.analysis.subject.document.top.first().copied().unwrap_or(10);
        let asked = if self.asked.outputs.is_empty() {
            vec![Output::MeanRankShift, Output::TopMembers(top)]
        } else {
            self.asked.outputs.clone()
        };
        let outputs: Vec<Explained> = asked.iter().map(|output| Explained::of(output, view, index)).collect();
        let value = |draws: &[Draws], draw: usize| -> Vec<Option<f64>> {
            outputs.iter().map(|output| output.value(view, draws.first()?, draw)).collect()
        };
        let done = |more| (self.watch.done)(Stage::Attribution, more);
        let Some(runs) = engine.values(0..rows, &value, &done, self.watch.stop) else { return Ok(None) };
        Ok(Some(Values::of(outputs, runs)))
    }
}

/// Mean and variance over the runs that were scored.
struct Moments {
    mean: f64,
    variance: f64,
}

impl Values {
    /// Of each output.
    fn moments(&self) -> Vec<Moments> {
        let of = |column: &Vec<f64>| {
            let scored = || {
                let rows = column.iter().enumerate();
                rows.filter(|(row, _)| self.failed.binary_search(row).is_err()).map(|(_, value)| *value)
            };
            let count = scored().count().max(1) as f64;
            let mean = scored().sum::<f64>() / count;
            Moments {
                mean,
                variance: scored().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count,
            }
        };
        self.columns.iter().map(of).collect()
    }

    fn of(outputs: Vec<Explained>, runs: Vec<Result<Vec<Option<f64>>, Failed>>) -> Values {
        let rows = u32::try_from(runs.len()).unwrap_or(u32::MAX);
        let mut columns: Vec<Vec<f64>> = outputs.iter().map(|_| Vec::with_capacity(runs.len())).collect();
        let mut failed = Vec::new();
        for (row, run) in runs.into_iter().enumerate() {
            let values: Option<Vec<f64>> = run.ok().and_then(|values| values.into_iter().collect());
            if values.is_none() {
                failed.push(row);
            }
            let values = values.unwrap_or_else(|| vec![0.0; columns.len()]);
            columns.iter_mut().zip(values).for_each(|(column, value)| column.push(value));
        }
        Values { outputs, columns, failed, rows }
    }

    fn with<T>(&self, analyse: impl FnOnce(&Runs<'_>) -> T) -> T {
        let names = self.outputs.iter().map(|output| output.id.as_str());
        let outputs: Vec<indices::Output<'_>> =
            names.zip(&self.columns).map(|(name, values)| indices::Output { name, values }).collect();
        analyse(&Runs { outputs: &outputs, failed: &self.failed })
    }

    fn attribution(&self, method: AttributionMethod, outputs: Vec<AttributedOutput>) -> Attribution {
        let failed = u32::try_from(self.failed.len()).unwrap_or(u32::MAX);
        Attribution { method, runs: self.rows, failed, outputs }
    }
}

/// An output with what it takes to read it off a run.
struct Explained {
    id: String,
    name: Text,
    kind: Kind,
}

enum Kind {
    Shift,
    /// Of the unit at a place of the view; `None` where it has no score as defined.
    Rank(Option<usize>),
    Score(Option<usize>),
    Top(u32),
}

impl Explained {
    fn of(output: &Output, view: &View, index: &Index) -> Explained {
        let place = |unit: &str| {
            let number = index.unit_by_id(unit)?;
            view.units.iter().position(|known| *known == number)
        };
        let called = |unit: &str| {
            let number = index.unit_by_id(unit).and_then(|number| index.units().get(number as usize));
            number.map_or_else(|| unit.to_owned(), |entry| entry.name.clone())
        };
        match output {
            Output::MeanRankShift => Explained {
                id: "mean-rank-shift".to_owned(),
                name: Text::new("平均名次变动", "mean shift of ranks"),
                kind: Kind::Shift,
            },
            Output::Rank(unit) => Explained {
                id: format!("rank:{unit}"),
                name: Text::new(format!("“{}”的名次", called(unit)), format!("rank of {}", called(unit))),
                kind: Kind::Rank(place(unit)),
            },
            Output::Score(unit) => Explained {
                id: format!("score:{unit}"),
                name: Text::new(format!("“{}”的得分", called(unit)), format!("score of {}", called(unit))),
                kind: Kind::Score(place(unit)),
            },
            Output::TopMembers(k) => Explained {
                id: format!("top-members:{k}"),
                name: Text::new(format!("前 {k} 名的保留比例"), format!("share of the first {k} that stay")),
                kind: Kind::Top(*k),
            },
        }
    }

    /// Its value in a draw; `None` where there is none.
    fn value(&self, view: &View, draws: &Draws, draw: usize) -> Option<f64> {
        let ranks = draws.ranks(draw);
        let pairs = || view.ranks.iter().copied().zip(ranks.iter().copied()).filter(|(_, now)| *now > 0);
        match self.kind {
            Kind::Shift => {
                let (sum, count) = pairs().fold((0_u64, 0_u64), |(sum, count), (before, now)| {
                    (sum + u64::from(before.abs_diff(now)), count + 1)
                });
                (count > 0).then(|| sum as f64 / count as f64)
            }
            Kind::Rank(place) => ranks.get(place?).filter(|rank| **rank > 0).map(|rank| f64::from(*rank)),
            Kind::Score(place) => draws.scores(draw).get(place?).copied().filter(|score| score.is_finite()),
            Kind::Top(k) => {
                let members = view.ranks.iter().filter(|rank| **rank <= k).count();
                let kept = pairs().filter(|(before, now)| *before <= k && *now <= k).count();
                (members > 0).then(|| kept as f64 / members as f64)
            }
        }
    }

    /// The answer about it; that it is the same in all runs is one.
    fn answered<T>(
        &self,
        done: Result<T, IndexError>,
        moments: &Moments,
        indices: impl FnOnce(&T) -> (Vec<FactorIndex>, Vec<(usize, usize, f64, Option<Interval>)>),
    ) -> Result<AttributedOutput, IndexError> {
        let Moments { mean, variance } = *moments;
        let answer = |factors, pairs, constant| AttributedOutput {
            name: self.name.clone(),
            id: self.id.clone(),
            mean,
            variance,
            factors,
            pairs,
            constant,
        };
        match done {
            Ok(found) => {
                let (factors, pairs) = indices(&found);
                Ok(answer(factors, pairs, false))
            }
            Err(IndexError::Constant { .. }) => Ok(answer(Vec::new(), Vec::new(), true)),
            Err(error) => Err(error),
        }
    }
}

fn interval(estimate: &Estimate) -> Interval {
    Interval { low: estimate.interval.low, median: estimate.value, high: estimate.interval.high }
}

fn refused(error: IndexError) -> Vec<Diagnostic> {
    vec![said("sen011", &error.text())]
}
