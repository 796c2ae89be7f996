use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::as_defined::{AsDefined, Place};
use super::block::Draws;
use super::group::{Group, Looked};
use super::plan::Plan;
use super::ranking::Ranker;
use super::summary::{FailureCount, Summary};
use crate::definition::{Definition, from_documents};
use crate::diagnostic::Diagnostic;
use crate::panel::Panel;
use crate::scorecard::{Drawn, Prepared, Scorecard, Scratch, fit};
use crate::sensitivity::setting::{Moved, Perturbation, Setting, Variant, written};
use crate::vocab::{Id, Period, Text};

/// Draws that are counted together.
const BLOCK: usize = 32;

/// Runs replicates of a plan and says what they came to. Threads are those of the rayon pool this is called in; `done` hears of every few
/// replicates, and `stop` ends the run early.
///
/// # Errors
/// Those of [`Engine::new`]. `None` when it was stopped.
pub fn run_replicates(
    plan: &Plan,
    panel: &Panel,
    perturbation: &dyn Perturbation,
    range: Range<u32>,
    done: &(dyn Fn(u32) + Sync),
    stop: &AtomicBool,
) -> Result<Option<Summary>, Vec<Diagnostic>> {
    Ok(Engine::new(plan, panel, perturbation)?.run(range, done, stop))
}

/// A plan with its data, ready to run any replicates.
pub struct Engine<'a> {
    panel: &'a Panel,
    perturbation: &'a dyn Perturbation,
    draws: u32,
    nodes: Vec<Id>,
    periods: Vec<Period>,
    fingerprint: String,
    scorecard: Scorecard,
    as_defined: AsDefined,
    places: Vec<Place>,
}

/// Why a replicate has no scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The code of the reason.
    pub code: String,
    /// The reason.
    pub why: Text,
}

/// A replicate written out, for anyone to run alone.
#[derive(Clone, Debug)]
pub struct Replicate {
    /// The definition, with all that was drawn on its cards.
    pub definition: Definition,
    /// The data it is fitted on where these are not those it scores.
    pub base: Option<Panel>,
    /// The data it scores; `None`: those of the study.
    pub scored: Option<Panel>,
    /// What was drawn.
    pub setting: Setting,
}

impl std::fmt::Debug for Engine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("nodes", &self.nodes).field("periods", &self.periods).finish()
    }
}

/// Where the scores of replicates go. Each thread fills parts of its own; their order means nothing.
trait Sink: Sync {
    type Part: Send;
    fn part(&self) -> Self::Part;
    fn scored(&self, part: &mut Self::Part, replicates: &[u32], draws: &[Draws]);
    fn failed(&self, part: &mut Self::Part, replicates: &[u32], combination: &[String], failed: &Failed);
}

/// What a thread works with.
struct Worker<P> {
    part: P,
    scratch: Scratch,
    ranker: Ranker,
    columns: Vec<Vec<f64>>,
    scores: Vec<f64>,
    draws: Vec<Draws>,
    numbers: Vec<u32>,
    moved: Moved,
}

impl<'a> Engine<'a> {
    /// Fits and scores the definition as it is.
    ///
    /// # Errors
    /// Those of the definition, of its fit, and a node that is not there.
    pub fn new(
        plan: &Plan,
        panel: &'a Panel,
        perturbation: &'a dyn Perturbation,
    ) -> Result<Self, Vec<Diagnostic>> {
        let (definition, found) = from_documents(plan.documents.clone());
        let definition = definition.ok_or(found)?;
        let scorecard = fit(&definition, panel)?.scorecard;
        let framework = definition.framework();
        let nodes = plan.nodes.iter().filter_map(|id| framework.find(id.as_str())).collect::<Vec<_>>();
        if nodes.len() != plan.nodes.len() {
            let lacking = plan.nodes.iter().find(|id| framework.find(id.as_str()).is_none());
            let id = lacking.map_or_else(String::new, ToString::to_string);
            let problem = Diagnostic::error(
                "sen104",
                format!("要考察的节点 `{id}` 不在定义里"),
                format!("the node `{id}` that is to be looked at is not in the definition"),
            );
            return Err(vec![problem]);
        }
        let prepared = Prepared::new(scorecard, panel, &nodes, &plan.periods);
        let (as_defined, places) = AsDefined::of(&prepared, framework, &plan.nodes, &plan.periods);
        let fingerprint = plan.fingerprint(prepared.card().fingerprint());
        Ok(Engine {
            panel,
            perturbation,
            draws: plan.sensitivity.draws,
            nodes: plan.nodes.clone(),
            periods: plan.periods.clone(),
            fingerprint,
            scorecard: prepared.card().clone(),
            as_defined,
            places,
        })
    }

    /// What replicates are compared with.
    #[must_use]
    pub fn as_defined(&self) -> &AsDefined {
        &self.as_defined
    }

    /// The scorecard as defined.
    #[must_use]
    pub fn scorecard(&self) -> &Scorecard {
        &self.scorecard
    }

    /// Of the plan and the data: ranges of the same fingerprint belong together.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// What a range of replicates comes to; `None` when it was stopped.
    pub fn run(&self, range: Range<u32>, done: &(dyn Fn(u32) + Sync), stop: &AtomicBool) -> Option<Summary> {
        let range = range.start.min(self.draws)..range.end.min(self.draws);
        let counting = Counting { engine: self, done };
        let parts = self.each(&counting, range.clone(), stop)?;
        let mut whole = counting.part();
        parts.iter().for_each(|part| whole.add(part));
        whole.cover(range.start, range.end);
        Some(whole)
    }

    /// A value of each replicate in a range, from its scores and ranks: one [`Draws`] for each view, and the number of the draw in them. `None` when it
    /// was stopped. Numbers may go beyond the draws of the plan, as far as the perturbation draws them.
    pub fn values<T: Send + Sync>(
        &self,
        range: Range<u32>,
        value: &(dyn Fn(&[Draws], usize) -> T + Sync),
        done: &(dyn Fn(u32) + Sync),
        stop: &AtomicBool,
    ) -> Option<Vec<Result<T, Failed>>> {
        let valuing = Valuing { value, done };
        let parts = self.each(&valuing, range, stop)?;
        let mut all: Vec<(u32, Result<T, Failed>)> = parts.into_iter().flatten().collect();
        all.sort_by_key(|(replicate, _)| *replicate);
        Some(all.into_iter().map(|(_, value)| value).collect())
    }

    /// A replicate written out. Fitted and scored alone it has the bits that it has here.
    ///
    /// # Errors
    /// Why it has none.
    pub fn replicate(&self, replicate: u32) -> Result<Replicate, Failed> {
        let choices = self.perturbation.choices(replicate);
        let group = self.group(&choices)?;
        let own = self.own(replicate, &group)?;
        let group = own.unwrap_or(group);
        let mut moved = Moved::default();
        self.move_it(replicate, &group, &mut moved)?;
        let framework = group.definition.framework();
        let (definition, found) = from_documents(written(&group.variant.documents, framework, &moved));
        let definition = definition.ok_or_else(|| Failed::because(&found))?;
        let setting = moved.setting(framework, self.perturbation.combination(&choices));
        let Variant { base, scored, .. } = group.variant;
        Ok(Replicate { definition, base, scored, setting })
    }

    fn looked(&self) -> Looked<'_> {
        Looked { panel: self.panel, nodes: &self.nodes, periods: &self.periods }
    }

    fn group(&self, choices: &[u32]) -> Result<Group, Failed> {
        let variant = self.perturbation.chosen(choices, self.panel).map_err(no_definition)?;
        Group::new(variant, self.looked())
    }

    /// The replicate's own definition and data, fitted, where it has some.
    fn own(&self, replicate: u32, group: &Group) -> Result<Option<Group>, Failed> {
        let own = self.perturbation.own(replicate, &group.variant, &group.definition, self.panel);
        own.map_err(no_definition)?.map(|variant| Group::new(variant, self.looked())).transpose()
    }

    fn move_it(&self, replicate: u32, group: &Group, moved: &mut Moved) -> Result<(), Failed> {
        moved.clear();
        let drawn = self.perturbation.moved(replicate, group.prepared.card(), moved);
        drawn.map_err(|why| Failed { code: "sen103".to_owned(), why })?;
        group.takes(moved)
    }

    /// All replicates of a range, each thread into parts of its own.
    fn each<S: Sink>(&self, sink: &S, range: Range<u32>, stop: &AtomicBool) -> Option<Vec<S::Part>> {
        let mut alike: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for replicate in range {
            alike.entry(self.perturbation.choices(replicate)).or_default().push(replicate);
        }
        let groups: Vec<(Vec<u32>, Vec<u32>)> = alike.into_iter().collect();
        let pool: Pool<S::Part> = Pool { idle: Mutex::new(Vec::new()) };
        // Many groups go side by side, each on one thread; few go one after the other, each on all threads. So few are in memory at a time.
        if groups.len() >= 4 * rayon::current_num_threads() {
            groups.into_par_iter().with_max_len(1).for_each(|(choices, replicates)| {
                self.alike(sink, &pool, &choices, &replicates, stop, replicates.len());
            });
        } else {
            let threads = rayon::current_num_threads();
            for (choices, replicates) in groups {
                let part = replicates.len().div_ceil(threads * 4).clamp(BLOCK, 1024);
                self.alike(sink, &pool, &choices, &replicates, stop, part);
            }
        }
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let idle = pool.idle.into_inner().unwrap_or_default();
        Some(idle.into_iter().map(|worker| worker.part).collect())
    }

    /// Replicates that choose alike, in parts that threads take.
    fn alike<S: Sink>(
        &self,
        sink: &S,
        pool: &Pool<S::Part>,
        choices: &[u32],
        replicates: &[u32],
        stop: &AtomicBool,
        part: usize,
    ) {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let combination = self.perturbation.combination(choices);
        let group = match self.group(choices) {
            Ok(group) => group,
            Err(failed) => {
                let mut worker = pool.take(|| self.worker(sink));
                sink.failed(&mut worker.part, replicates, &combination, &failed);
                return pool.give(worker);
            }
        };
        let work = |replicates: &[u32]| {
            let mut worker = pool.take(|| self.worker(sink));
            let mut drawn = group.prepared.as_defined();
            for block in replicates.chunks(BLOCK) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                self.block(sink, &group, &mut drawn, block, &combination, &mut worker);
            }
            pool.give(worker);
        };
        if part >= replicates.len() {
            work(replicates);
        } else {
            replicates.par_chunks(part).for_each(work);
        }
    }

    fn worker<S: Sink>(&self, sink: &S) -> Worker<S::Part> {
        Worker {
            part: sink.part(),
            scratch: Scratch::default(),
            ranker: Ranker::default(),
            columns: vec![Vec::new(); self.nodes.len()],
            scores: Vec::new(),
            draws: self.places.iter().map(|place| Draws::new(place.rows.len())).collect(),
            numbers: Vec::new(),
            moved: Moved::default(),
        }
    }

    fn block<S: Sink>(
        &self,
        sink: &S,
        group: &Group,
        drawn: &mut Drawn,
        replicates: &[u32],
        combination: &[String],
        worker: &mut Worker<S::Part>,
    ) {
        worker.draws.iter_mut().for_each(Draws::clear);
        worker.numbers.clear();
        for &replicate in replicates {
            match self.score(replicate, group, drawn, worker).and_then(|()| self.rank(worker)) {
                Ok(()) => worker.numbers.push(replicate),
                Err(failed) => sink.failed(&mut worker.part, &[replicate], combination, &failed),
            }
        }
        sink.scored(&mut worker.part, &worker.numbers, &worker.draws);
    }

    /// The scores of a replicate, into the columns of the worker.
    fn score<P>(
        &self,
        replicate: u32,
        group: &Group,
        drawn: &mut Drawn,
        worker: &mut Worker<P>,
    ) -> Result<(), Failed> {
        if let Some(own) = self.own(replicate, group)? {
            return self.score_in(replicate, &own, &mut own.prepared.as_defined(), worker);
        }
        self.score_in(replicate, group, drawn, worker)
    }

    fn score_in<P>(
        &self,
        replicate: u32,
        group: &Group,
        drawn: &mut Drawn,
        worker: &mut Worker<P>,
    ) -> Result<(), Failed> {
        self.move_it(replicate, group, &mut worker.moved)?;
        let means = group.means(&worker.moved);
        match group.prepared.draw(&worker.moved.weights, &means, drawn) {
            Ok(()) => group.prepared.score(drawn, &mut worker.scratch, &mut worker.columns),
            Err(_) => {
                let alone = group.alone(&worker.moved, self.looked())?;
                alone.score(&alone.as_defined(), &mut worker.scratch, &mut worker.columns);
            }
        }
        Ok(())
    }

    /// The ranks of the scores in the columns of the worker, view by view.
    fn rank<P>(&self, worker: &mut Worker<P>) -> Result<(), Failed> {
        let mut any = self.places.is_empty();
        for (place, draws) in self.places.iter().zip(&mut worker.draws) {
            let column = &worker.columns[place.node];
            worker.scores.clear();
            worker.scores.extend(place.rows.iter().map(|row| column[*row]));
            any |= worker.scores.iter().any(|score| !score.is_nan());
            let from = draws.ranks.len();
            draws.scores.extend_from_slice(&worker.scores);
            draws.ranks.resize(from + place.rows.len(), 0);
            draws.orders.push(worker.ranker.rank(&worker.scores, &mut draws.ranks[from..]));
        }
        if any {
            return Ok(());
        }
        for (place, draws) in self.places.iter().zip(&mut worker.draws) {
            let kept = draws.ranks.len() - place.rows.len();
            draws.scores.truncate(kept);
            draws.ranks.truncate(kept);
            draws.orders.pop();
        }
        let why = Text::new("没有一个对象有得分", "no unit has a score");
        Err(Failed { code: "sen102".to_owned(), why })
    }
}

/// Workers that nobody uses at the moment.
struct Pool<P> {
    idle: Mutex<Vec<Worker<P>>>,
}

impl<P> Pool<P> {
    fn take(&self, make: impl FnOnce() -> Worker<P>) -> Worker<P> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        idle.unwrap_or_else(make)
    }

    fn give(&self, worker: Worker<P>) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(worker);
        }
    }
}

/// Into summaries.
struct Counting<'e, 'a> {
    engine: &'e Engine<'a>,
    done: &'e (dyn Fn(u32) + Sync),
}

impl Sink for Counting<'_, '_> {
    type Part = Summary;

    fn part(&self) -> Summary {
        let Engine { fingerprint, draws, as_defined, .. } = self.engine;
        Summary::empty(fingerprint.clone(), *draws, as_defined.clone())
    }

    fn scored(&self, part: &mut Summary, replicates: &[u32], draws: &[Draws]) {
        part.count(replicates, draws);
        (self.done)(u32::try_from(replicates.len()).unwrap_or(u32::MAX));
    }

    fn failed(&self, part: &mut Summary, replicates: &[u32], combination: &[String], failed: &Failed) {
        let count = u32::try_from(replicates.len()).unwrap_or(u32::MAX);
        part.fail(&FailureCount {
            combination: combination.to_vec(),
            code: failed.code.clone(),
            why: failed.why.clone(),
            first: replicates.iter().copied().min().unwrap_or(0),
            replicates: count,
        });
        (self.done)(count);
    }
}

/// Into a value each.
struct Valuing<'v, T> {
    value: &'v (dyn Fn(&[Draws], usize) -> T + Sync),
    done: &'v (dyn Fn(u32) + Sync),
}

impl<T: Send + Sync> Sink for Valuing<'_, T> {
    type Part = Vec<(u32, Result<T, Failed>)>;

    fn part(&self) -> Self::Part {
        Vec::new()
    }

    fn scored(&self, part: &mut Self::Part, replicates: &[u32], draws: &[Draws]) {
        let values = replicates.iter().enumerate();
        part.extend(values.map(|(draw, replicate)| (*replicate, Ok((self.value)(draws, draw)))));
        (self.done)(u32::try_from(replicates.len()).unwrap_or(u32::MAX));
    }

    fn failed(&self, part: &mut Self::Part, replicates: &[u32], _: &[String], failed: &Failed) {
        part.extend(replicates.iter().map(|replicate| (*replicate, Err(failed.clone()))));
        (self.done)(u32::try_from(replicates.len()).unwrap_or(u32::MAX));
    }
}

fn no_definition(why: Text) -> Failed {
    Failed { code: "sen100".to_owned(), why }
}
