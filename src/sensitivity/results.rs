//! What a sensitivity analysis comes to: numbers only, for tables, figures and sentences.

use serde::{Deserialize, Serialize};

use super::{AttributionMethod, Design};
use crate::vocab::{Id, Period, Text};

/// Everything a study's `[sensitivity]` asks for. Units are named by their number in the index of the scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Robustness {
    /// How it was worked out.
    pub run: RunFacts,
    /// Per node and period; the first node in its last period comes first.
    pub uncertainty: Vec<NodeUncertainty>,
    /// Per node and pair of neighbouring periods.
    pub changes: Vec<ChangeUncertainty>,
    /// Which factors the differences come from.
    pub attribution: Option<Attribution>,
    /// Without each indicator, aggregate, unit.
    pub left_out: Vec<LeftOut>,
    /// Whether others change order.
    pub reversal: Option<Reversal>,
    /// Exact answers within bounds of weights.
    pub exact: Option<ExactAnswers>,
    /// What each weight vector supports.
    pub acceptability: Option<UnitAcceptability>,
}

/// How the replicates were made, and how many of them gave a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunFacts {
    /// Replicates asked for.
    pub draws: u32,
    /// The seed.
    pub seed: u64,
    /// The design.
    pub design: Design,
    /// The share of replicates an interval covers.
    pub interval: f64,
    /// The share of replicates that tells two units apart.
    pub confidence: f64,
    /// For each k of `top`.
    pub top: Vec<u32>,
    /// The factors' ids, names, and in a few words what varies.
    pub factors: Vec<(Id, Text, Text)>,
    /// Replicates that gave scores.
    pub scored: u32,
    /// Combinations that could not be scored.
    pub failures: Vec<Failure>,
    /// Whether so many replicates are enough.
    pub convergence: Convergence,
}

/// A combination of alternatives that could not be scored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// The chosen alternative of each factor that has alternatives, as `factor = alternative`.
    pub combination: Vec<String>,
    /// How many replicates drew it.
    pub replicates: u32,
    /// The first of them.
    pub first: u32,
    /// Why.
    pub why: Text,
}

/// How much the answers still moved over the last half of the replicates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// After how many replicates, doubling, and at the end.
    pub at: Vec<u32>,
    /// The largest move since the stage before of an end of a unit's rank interval, as a share of the number of units.
    pub rank_ends: Vec<f64>,
    /// The largest move since the stage before of a probability of a rank of k or better.
    pub probabilities: Vec<f64>,
    /// Whether the last moves are within the stated tolerances.
    pub is_enough: bool,
    /// How many replicates would be, by the usual 1/√n; at least `draws`.
    pub suggested: u32,
}

/// A lower end, a middle and an upper end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// Upper end.
    pub high: f64,
}

/// A node in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeUncertainty {
    /// The node.
    pub node: Id,
    /// The period.
    pub period: Period,
    /// Units with a score as defined, in the order of their rank, then of the index.
    pub units: Vec<UnitUncertainty>,
    /// Tiers of units that can't be told apart, best first; every unit is in one.
    pub tiers: Vec<Tier>,
    /// In which share of replicates one unit is above another; none where there are too many units.
    pub wins: Option<PairWins>,
    /// Mean over units and replicates of |rank − rank as defined|.
    pub mean_rank_shift: f64,
    /// Mean over replicates of Spearman's rank correlation with the ranking as defined.
    pub mean_rank_correlation: Option<f64>,
    /// Of the first k as defined, the share of replicates in which each stays, averaged; for each k of `top`.
    pub kept: Vec<f64>,
}

/// A unit in a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitUncertainty {
    /// The unit, a number of the index.
    pub unit: u32,
    /// Its rank as defined.
    pub rank: u32,
    /// Its score as defined.
    pub score: f64,
    /// Replicates in which it has a score.
    pub scored: u32,
    /// Of its rank.
    pub ranks: Interval,
    /// Of its score.
    pub scores: Interval,
    /// Mean of the score.
    pub mean: f64,
    /// Standard deviation of the score.
    pub deviation: f64,
    /// Mean of |rank − rank as defined|.
    pub rank_shift: f64,
    /// For each k of `top`, the share of replicates with a rank of k or better.
    pub top: Vec<f64>,
    /// For each grade from best to worst, the share of replicates (of the base score, gates aside); empty without grades.
    pub grades: Vec<f64>,
    /// (rank, replicates) for every rank it took, ascending.
    pub taken: Vec<(u32, u32)>,
    /// The tier it is in, a number of `tiers`.
    pub tier: u32,
}

/// Units that can't be told apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tier {
    /// Its units, in the order of their rank as defined.
    pub units: Vec<u32>,
    /// Whether it was cut because pairs that far apart were not counted.
    pub cut: bool,
}

/// In which share of replicates one unit is above another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairWins {
    /// Units in the order of their rank as defined.
    pub units: Vec<u32>,
    /// Row by row: the share of replicates in which the row's unit scores higher than the column's; a tie counts half.
    pub share: Vec<f64>,
}

/// A node from one period to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeUncertainty {
    /// The node.
    pub node: Id,
    /// From this period.
    pub from: Period,
    /// To this one.
    pub to: Period,
    /// Units with a score in both as defined, in the order of their rank in the later one.
    pub units: Vec<UnitChange>,
}

/// A unit from one period to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitChange {
    /// The unit, a number of the index.
    pub unit: u32,
    /// Change of its score as defined.
    pub score: f64,
    /// Change of its rank as defined; below 0 it moved up.
    pub rank: i64,
    /// Replicates in which it has a score in both.
    pub scored: u32,
    /// Of the change of score.
    pub scores: Interval,
    /// Of the change of rank.
    pub ranks: Interval,
    /// The share of replicates in which its score rises.
    pub rises: f64,
    /// The share in which it moves up.
    pub moves_up: f64,
    /// What may be said of the score.
    pub verdict: Rising,
}

/// What may be said of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rising {
    /// It rises in at least the stated share of replicates.
    Rises,
    /// It falls in at least the stated share.
    Falls,
    /// Neither.
    Indistinguishable,
}

/// Which factors the differences come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// How it was worked out; never `auto`.
    pub method: AttributionMethod,
    /// Runs it took.
    pub runs: u32,
    /// Runs that could not be scored; their base points are left out.
    pub failed: u32,
    /// What is explained.
    pub outputs: Vec<AttributedOutput>,
}

/// An explained number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributedOutput {
    /// What it is, in words.
    pub name: Text,
    /// As written, such as `mean-rank-shift` or `rank:U07`.
    pub id: String,
    /// Its mean over the runs.
    pub mean: f64,
    /// Its variance over the runs.
    pub variance: f64,
    /// One for each factor, in their order; empty where the output is constant.
    pub factors: Vec<FactorIndex>,
    /// Pairs of factors (their numbers), second order; empty where not asked for.
    pub pairs: Vec<(usize, usize, f64, Option<Interval>)>,
    /// Whether it is the same in all runs: nothing to explain.
    pub constant: bool,
}

/// What one factor does to an output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorIndex {
    /// First order (Sobol', factorial), mean effect μ (Morris), the median KS (PAWN), δ (Borgonovo).
    pub first: f64,
    /// Bootstrap interval of it; the median is the estimate.
    pub first_interval: Option<Interval>,
    /// Total order (Sobol', factorial), μ* (Morris), the largest KS (PAWN); none for δ.
    pub total: Option<f64>,
    /// Bootstrap interval of it.
    pub total_interval: Option<Interval>,
    /// σ of Morris.
    pub spread: Option<f64>,
}

/// The ranking without something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The node, or the unit's id.
    pub what: String,
    /// Its name.
    pub name: Text,
    /// Whether it is a unit.
    pub is_unit: bool,
    /// Whether parameters were determined again.
    pub refitted: bool,
    /// Mean of |rank − rank as defined| over the units that remain; none where it could not be scored.
    pub mean_rank_shift: Option<f64>,
    /// The largest of them, and whose.
    pub largest: Option<(u32, u32)>,
    /// Spearman's rank correlation with the ranking as defined.
    pub rank_correlation: Option<f64>,
    /// Who is first then.
    pub first: Option<u32>,
    /// Of the first k of the first `top`, how many are still among them.
    pub kept: Option<u32>,
    /// Why it could not be scored.
    pub why: Option<Text>,
}

/// Whether the others change order when a unit leaves or joins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reversal {
    /// Units that left, one at a time.
    pub removed: u32,
    /// In how many of these some other two changed order, parameters determined again.
    pub reversed: u32,
    /// The same with the scorecard as frozen: 0 unless a method looks at the sample.
    pub reversed_frozen: u32,
    /// Units of which a copy joined.
    pub copied: u32,
    /// In how many of these some other two changed order.
    pub reversed_by_copy: u32,
    /// The unit that changed most pairs by leaving, and how many.
    pub worst: Option<(u32, u64)>,
}

/// Exact answers over all weights within bounds; nothing is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExactAnswers {
    /// The period.
    pub period: Period,
    /// The nodes whose weights move, with nominal, least and greatest effective weight.
    pub weights: Vec<(Id, f64, f64, f64)>,
    /// Why only some answers are there, such as that the index is no weighted mean.
    pub limits: Vec<Text>,
    /// Units in the order of their rank as defined.
    pub units: Vec<UnitExact>,
    /// When the second overtakes the first.
    pub overtaking: Vec<Overtaking>,
    /// Per weight, the range in which something stays as it is.
    pub stability: Vec<StabilityInterval>,
}

/// What a unit can reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitExact {
    /// The unit, a number of the index.
    pub unit: u32,
    /// Its rank as defined.
    pub rank: u32,
    /// Least and greatest score.
    pub scores: (f64, f64),
    /// No weights give a better rank than this.
    pub best: u32,
    /// A rank that is reached; `best` where that is exact.
    pub best_reached: u32,
    /// No weights give a worse rank.
    pub worst: u32,
    /// A rank that is reached; `worst` where that is exact.
    pub worst_reached: u32,
    /// How many units it stands above with all weights.
    pub always_above: u32,
    /// How many units stand above it with all weights.
    pub always_below: u32,
}

/// When one unit overtakes another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overtaking {
    /// Ahead as defined.
    pub ahead: u32,
    /// Behind as defined.
    pub behind: u32,
    /// The smallest change of weights, Σ|Δw|, by which it overtakes; none: within the bounds it never does.
    pub least_l1: Option<f64>,
    /// The smallest change, √Σ Δw².
    pub least_l2: Option<f64>,
    /// For each weight of [`ExactAnswers::weights`], the others in proportion: the values at which the order of the two changes, ascending.
    pub thresholds: Vec<Vec<f64>>,
}

/// The range of one weight, the others in proportion, in which something stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StabilityInterval {
    /// The node.
    pub node: Id,
    /// Its effective weight as defined.
    pub weight: f64,
    /// In which the first place stays.
    pub first: (f64, f64),
    /// In which the set of the first k of the first `top` stays.
    pub top: (f64, f64),
    /// In which the whole order stays.
    pub order: (f64, f64),
}

/// SMAA: what each weight vector supports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitAcceptability {
    /// The period.
    pub period: Period,
    /// The nodes whose weights were drawn.
    pub nodes: Vec<Id>,
    /// Weight vectors drawn.
    pub draws: u32,
    /// Units in the order of their rank as defined.
    pub units: Vec<u32>,
    /// For each unit (rank, share of weight vectors), ascending by rank, those above 0.
    pub ranks: Vec<Vec<(u32, f64)>>,
    /// For each unit the mean of the weight vectors that put it first; none where none does.
    pub central: Vec<Option<Vec<f64>>>,
    /// For each unit how likely it is first when its central weights hold; none without them.
    pub confidence: Vec<Option<f64>>,
}
