//! The `[sensitivity]` table of `study.toml` as written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::design::Design;
use crate::aggregation::{Aggregation, Coverage};
use crate::definition::Denomination;
use crate::imputation::Imputation;
use crate::normalisation::Normalisation;
use crate::treatment::Treatment;
use crate::vocab::{Id, Period, Text};
use crate::weighting::Weighting;

/// What could have been decided otherwise, and what is asked about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SensitivityDocument {
    /// How many replicates (重算次数).
    #[serde(default = "thousand")]
    #[schemars(range(min = 1))]
    pub draws: u32,
    /// The seed (随机种子): the same seed, the same numbers.
    #[serde(default = "one")]
    pub seed: u64,
    /// How settings are drawn (抽样设计).
    #[serde(default)]
    pub design: Design,
    /// Periods that are looked at, and the changes between neighbours among them (考察的期). Default: the focus and the scored period before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Period>,
    /// Aggregates that are looked at (考察的节点). Default: the root.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<Id>,
    /// For each k the probability of a rank of k or better (前 k 名的概率).
    #[serde(default = "ten")]
    pub top: Vec<u32>,
    /// The share of replicates that an interval covers (区间覆盖率): 0.9 is from the 5th to the 95th percentile.
    #[serde(default = "nine_tenths")]
    pub interval: f64,
    /// In which share of replicates one unit must stand above another to be told apart from it (可区分的把握).
    #[serde(default = "nineteen_twentieths")]
    pub confidence: f64,
    /// What could have been decided otherwise (可另作选择之处).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factor: Vec<FactorDocument>,
    /// Which factors the differences come from (归因).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<AttributionDocument>,
    /// Exact answers within bounds of the weights (权重范围内的确定结论).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<BoundsDocument>,
    /// What each weight vector supports (SMAA).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptability: Option<AcceptabilityDocument>,
    /// Scored again without each indicator, aggregate or unit (逐一剔除).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_one_out: Option<LeaveOneOutDocument>,
    /// Whether the others change order when a unit leaves or a copy of one joins (逆序检验).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversal: Option<ReversalDocument>,
}

fn thousand() -> u32 {
    1000
}
fn one() -> u64 {
    1
}
fn ten() -> Vec<u32> {
    vec![10]
}
fn nine_tenths() -> f64 {
    0.9
}
fn nineteen_twentieths() -> f64 {
    0.95
}

/// One thing that could have been decided otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FactorDocument {
    /// Its id.
    pub id: Id,
    /// What people call it. Default: made from its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// What varies, and how.
    #[serde(flatten)]
    pub kind: FactorKind,
}

/// What varies, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum FactorKind {
    /// Weights of the children of aggregates (权重). Weights that come from data move around what the base determined.
    Weights {
        /// Aggregates whose children's weights move. Default: every aggregate.
        #[serde(default)]
        of: Targets,
        /// How they move.
        law: WeightLaw,
    },
    /// Finitely many alternatives, and the definition as it is (备选做法).
    Alternatives {
        /// The others.
        alternative: Vec<Alternative>,
        /// Relative frequency of the definition as it is; 0 leaves it out.
        #[serde(default = "whole")]
        as_defined: f64,
    },
    /// The exponent of power means (幂平均指数), uniform between two numbers.
    Power {
        /// Aggregates that become power means.
        #[serde(default)]
        of: Targets,
        /// Least exponent; 1 is the arithmetic mean, 0 the geometric, −1 the harmonic.
        from: f64,
        /// Greatest exponent.
        to: f64,
    },
    /// Anchors of normalisation curves (评分标准), each moved by up to a share of the distance between the first and the last.
    Anchors {
        /// Indicators.
        #[serde(default)]
        of: Targets,
        /// The largest move, as a share of the distance between the first and the last anchor, above 0 and below 0.5.
        spread: f64,
    },
    /// One of the nodes left out, or none (剔除一个).
    LeaveOut {
        /// Indicators or aggregates of which one is left out.
        #[serde(default)]
        of: Targets,
    },
    /// The sample the base is fitted on (样本).
    Units {
        /// How it changes.
        resample: Resampling,
    },
    /// Errors of measurement (测量误差) in the raw values of indicators.
    Error {
        /// Indicators.
        #[serde(default)]
        of: Targets,
        /// How large.
        law: ErrorLaw,
        /// The share of the error's variance that all indicators of a unit have in common, 0 to 1.
        #[serde(default)]
        correlated: f64,
    },
}

fn whole() -> f64 {
    1.0
}

/// The nodes something acts on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Targets {
    /// All that fit.
    #[default]
    All,
    /// Those of one depth: 0 is the root.
    Level {
        /// Steps from the root.
        level: u32,
    },
    /// Those below an aggregate, itself included.
    Below {
        /// The aggregate.
        below: Id,
    },
    /// These.
    Nodes(Vec<Id>),
}

/// How weights move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum WeightLaw {
    /// Each weight times 1 + U(−spread, spread), then divided by their sum.
    Spread(f64),
    /// Dirichlet around the weights, with this concentration: the larger, the closer.
    Dirichlet(f64),
    /// Any weights: uniform on the simplex.
    Simplex,
    /// Uniform on the simplex where every share stays within ± this share of itself.
    Within(f64),
    /// Uniform on the simplex between bounds on shares.
    Between {
        /// Least shares by child, 0 where none is named.
        #[serde(default)]
        lower: std::collections::BTreeMap<Id, f64>,
        /// Greatest shares by child, 1 where none is named.
        #[serde(default)]
        upper: std::collections::BTreeMap<Id, f64>,
    },
    /// The experts drawn again with replacement from the table of a budget allocation, an AHP group or their like.
    Experts,
}

/// An alternative: edits of the definition, or another edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// Its id.
    pub id: Id,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Relative frequency.
    #[serde(default = "whole")]
    pub share: f64,
    /// What it does otherwise, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Edit>,
    /// The folder of another edition, from the study file; then nothing else is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
}

/// An edit of cards: what is given here stands on each of them instead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The cards. Default: all that have what is set.
    #[serde(default)]
    pub of: Targets,
    /// Of aggregates: how the children's weights come about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighting: Option<Weighting>,
    /// Of aggregates: how children become one score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// Of aggregates: what missing children do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// The weight on the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Of indicators: the formula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// Of indicators: the denominator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominate: Option<Denomination>,
    /// Of indicators: what stands in for missing values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<Imputation>>,
    /// Of indicators: what is done about outliers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<Treatment>,
    /// Of indicators: how a value becomes a score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normalisation: Option<Normalisation>,
    /// The cards are left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leave_out: bool,
}

/// How the sample of the base changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Resampling {
    /// As many units drawn with replacement, within the values of an attribute if one is named.
    Bootstrap {
        /// The attribute.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Id>,
    },
    /// All units of one value of an attribute leave the base, or none.
    DropGroup {
        /// The attribute.
        by: Id,
    },
}

/// How large errors of measurement are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ErrorLaw {
    /// Uniform within ± this share of the value.
    RelativeUniform(f64),
    /// Normal, the standard deviation being this share of the value.
    RelativeNormal(f64),
    /// Uniform within ± this much, in the indicator's measure.
    Uniform(f64),
    /// Normal with this standard deviation, in the indicator's measure.
    Normal(f64),
}

/// Which factors differences come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributionDocument {
    /// How it is worked out. Default: exactly where all factors are finite and their product is small, else Sobol' indices.
    #[serde(default)]
    pub method: AttributionMethod,
    /// Base points (基点数): Sobol' takes N(d + 2) runs.
    #[serde(default = "thousand")]
    pub base: u32,
    /// Second-order indices too.
    #[serde(default)]
    pub second_order: bool,
    /// Bootstrap resamples for the intervals.
    #[serde(default = "hundreds")]
    pub resamples: u32,
    /// What is explained. Default: the mean absolute rank shift, and the membership of the first `top`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<Output>,
}

fn hundreds() -> u32 {
    500
}

/// How attribution is worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AttributionMethod {
    /// Factorial where possible, else Sobol'.
    #[default]
    Auto,
    /// Sobol' indices.
    Sobol,
    /// Every combination, exact variance decomposition.
    Factorial,
    /// Elementary effects (Morris).
    Morris,
    /// PAWN, from the replicates of the main run.
    Pawn,
    /// Borgonovo's δ, from the replicates of the main run.
    Delta,
}

/// A number that a replicate gives and attribution explains; of the first of `nodes`, in the last of `periods`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Output {
    /// Mean of |rank − rank as defined| over units.
    MeanRankShift,
    /// The rank of a unit.
    Rank(String),
    /// The score of a unit.
    Score(String),
    /// How many of the first k as defined are still among the first k, as a share.
    TopMembers(u32),
}

/// Bounds of weights for exact answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoundsDocument {
    /// The nodes whose effective weights move; they must cover the index once. Default: all indicators that weigh something.
    #[serde(default)]
    pub of: Targets,
    /// Each effective weight within ± this share of itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<f64>,
    /// Least effective weights by node.
    #[serde(default)]
    pub lower: std::collections::BTreeMap<Id, f64>,
    /// Greatest effective weights by node.
    #[serde(default)]
    pub upper: std::collections::BTreeMap<Id, f64>,
    /// Nodes from the most to the least important: each weighs no less than the next.
    #[serde(default)]
    pub order: Vec<Id>,
    /// Pairs of units of which the question is when the second overtakes the first. Default: neighbours in the ranking among the first of `top`.
    #[serde(default)]
    pub pairs: Vec<[String; 2]>,
}

/// What each weight vector supports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptabilityDocument {
    /// The nodes whose effective weights are drawn; they must cover the index once. Default: the children of the root.
    #[serde(default)]
    pub of: Targets,
    /// From which weights. Default: any (uniform on the simplex).
    #[serde(default = "any_weights")]
    pub law: WeightLaw,
    /// How many weight vectors. Default: 10,000.
    #[serde(default = "ten_thousand")]
    pub draws: u32,
}

fn any_weights() -> WeightLaw {
    WeightLaw::Simplex
}
fn ten_thousand() -> u32 {
    10_000
}

/// Scored again without each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveOneOutDocument {
    /// Each indicator that weighs something.
    #[serde(default = "yes")]
    pub indicators: bool,
    /// Each aggregate but the root.
    #[serde(default = "yes")]
    pub aggregates: bool,
    /// Each of these units leaves the base (and the ranking): the first so many as defined.
    #[serde(default)]
    pub units: u32,
    /// Whether parameters and weights from data are determined again without it.
    #[serde(default = "yes")]
    pub refit: bool,
}

fn yes() -> bool {
    true
}

/// Whether others change order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReversalDocument {
    /// Units that leave, one at a time: the first so many as defined. Default: all, at most 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove: Option<u32>,
    /// Units of which a copy joins, one at a time: the first so many as defined.
    #[serde(default)]
    pub copy: u32,
}
