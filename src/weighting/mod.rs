//! Weighting: how the weights of an aggregate's children came about.
//!
//! [`shares`] and [`equal_shares`] turn what was written into shares that add up to 1. Weights from data: [`entropy`], [`critic`] and the
//! others that return [`DataWeights`]. Weights from judgement: [`JudgementMatrix`] (AHP), [`best_worst_linear`], [`order_relation`] (G1),
//! [`precedence_of_judgements`] (优序图), [`rank_order`], [`budget_allocation`]; a Delphi panel's facts: [`delphi_items`], [`kendall_w`].
//! Finished weights: [`combined`], [`game_combination`], [`capped`].

mod combination;
mod data;
mod determined;
mod judgement;
mod notes;
mod shares;
mod working;

pub use combination::{
    Combination, GameCombination, NoCap, NoCombination, capped, combined, game_combination,
};
pub use data::{
    Conflict, DataWeights, EntropyForm, Factors, Importance, Importances, NegativeEntries, NoWeights,
    RotatedFactors, Scaling, ScatterScale, Scorer, Signs, coefficient_of_variation, critic, entropy, factor,
    first_component, gini, independence, kaiser_components, maximising_deviation, merec, optimised,
    scatter_degree, scatter_degree_panel, standard_deviation, varimax_factors,
};
pub use determined::{Children, CombinedPart, Determined, Undetermined};
pub use judgement::{
    Agreement, BestWorst, BestWorstExpert, BudgetAllocation, BudgetExpert, Consistency, DelphiCounting,
    DelphiExpert, DelphiFacts, DelphiItem, ExpertCheck, Experts, IncompleteMatrix, Joining, Judged,
    JudgementMatrix, NoJudgement, NoTable, OrderExpert, Pair, PairwiseExpert, PairwiseTable, Precedence,
    PrecedenceExpert, Priority, PriorityMean, RandomIndex, RankExpert, RankWeights, Triad, authority,
    best_worst_linear, budget_allocation, delphi_items, joined_judgements, joined_priorities,
    judged_by_best_and_worst, judged_by_best_and_worst_of, judged_by_budget, judged_by_delphi,
    judged_by_order, judged_by_orders, judged_by_pairs, judged_by_precedence, judged_by_ranks, kendall_w,
    order_relation, precedence_of_judgements, precedence_of_scores, rank_order,
};
pub use notes::NOTES;
pub use shares::{InvalidWeights, equal_shares, shares};
pub use working::Labels;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{Id, Share, TableFile, Text};

/// Weighting as written in a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Weighting {
    /// All core children weigh the same.
    Equal {},
    /// Each child carries its weight; they are divided by their sum.
    Given {
        /// Where the weights come from.
        origin: WeightOrigin,
        /// What a reader should know about them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Text>,
    },
    /// Pairwise judgements of experts (AHP).
    Ahp {
        /// How weights are drawn from a matrix.
        priority: Priority,
        /// The table of random indices that CR is measured by.
        random_index: RandomIndex,
        /// How several experts become one.
        #[serde(default)]
        joining: Joining,
        /// What each expert says.
        experts: Experts<PairwiseExpert>,
    },
    /// The most and the least important child against the others: best–worst method, linear form.
    BestWorst {
        /// The most important child, where one person judged.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        best: Option<Id>,
        /// The least important child.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worst: Option<Id>,
        /// How many times as important the best is as each other child, by its id; 1 to 100.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        best_over: BTreeMap<String, f64>,
        /// How many times as important each child between is as the worst, by its id; 1 to 100.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        over_worst: BTreeMap<String, f64>,
        /// What each expert says, where several judged; in place of the four keys above.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        experts: Option<Experts<BestWorstExpert>>,
    },
    /// An order and the ratios of neighbours (G1, 序关系).
    OrderRelation {
        /// The children, the most important first, where one person judged.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        order: Vec<Id>,
        /// For each neighbouring pair how many times as important the earlier is; 1 and up.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        ratios: Vec<f64>,
        /// What each expert says, where several judged; in place of the two keys above.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        experts: Option<Experts<OrderExpert>>,
    },
    /// Points that experts share out.
    BudgetAllocation {
        /// What each expert has to give.
        budget: f64,
        /// What each expert gives.
        experts: Experts<BudgetExpert>,
    },
    /// Who wins against whom (优序图法).
    PrecedenceChart {
        /// The chart of each expert, or scores that decide it.
        experts: Experts<PrecedenceExpert>,
    },
    /// Nothing but the order of importance.
    RankOrder {
        /// How steeply weights fall with rank.
        form: RankWeights,
        /// The ranks each expert gives.
        experts: Experts<RankExpert>,
    },
    /// The mean scores of a Delphi panel (德尔菲法).
    Delphi {
        /// The highest mark one can give.
        full_mark: f64,
        /// What makes the experts count.
        #[serde(default)]
        counting: DelphiCounting,
        /// What each member says in the last round.
        experts: Experts<DelphiExpert>,
    },
    /// By entropy of the children's scores in the base, less the lowest of the scale (熵权法).
    Entropy {
        /// What the shares of the entropy are taken of, and what becomes of zeros.
        values: EntropyForm,
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By spread and conflict of the children's scores in the base (CRITIC).
    Critic {
        /// How the conflict of two children is measured.
        conflict: Conflict,
        /// Whether each child is brought to its own range before its spread is taken.
        #[serde(default)]
        scaling: Scaling,
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By the standard deviation of the children's scores in the base (标准差法).
    StandardDeviation {
        /// Whether each child is brought to its own range first.
        scaling: Scaling,
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By the coefficient of variation of the children's scores in the base, less the lowest of the scale (变异系数法).
    CoefficientOfVariation {
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By the Gini coefficient of the children's scores in the base, less the lowest of the scale (基尼系数法).
    Gini {
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By what the removal of a child changes (MEREC); scores above the lowest of the scale.
    Merec {
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By the distances between units (离差最大化法).
    MaximisingDeviation {
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By how little the other children predict a child (独立性权重).
    Independence {
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By principal components of the correlations (主成分法).
    PrincipalComponents {
        /// The first component, or all with an eigenvalue above 1.
        keep: Components,
        /// What becomes of negative entries.
        #[serde(default)]
        signs: Signs,
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// By the squared loadings of factors after a varimax rotation (因子分析法, OECD/JRC Handbook).
    Factor {
        /// How many components are rotated.
        factors: Factors,
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// The weights under which the scores of the units spread most, all rows of the base together (拉开档次法).
    ScatterDegree {
        /// How the children are brought to one scale first.
        #[serde(default)]
        scale: ScatterScale,
        /// What becomes of negative entries.
        #[serde(default)]
        negative: NegativeEntries,
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// The same over the periods of the base, each with its own matrix (纵横向拉开档次法).
    ScatterDegreePanel {
        /// How the children are brought to one scale first.
        #[serde(default)]
        scale: ScatterScale,
        /// What becomes of negative entries.
        #[serde(default)]
        negative: NegativeEntries,
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// The weights under which each child matters as much as it is meant to (Becker et al. 2017).
    Optimised {
        /// How importance is measured.
        importance: Importance,
        /// How important each child is meant to be, by its id; divided by their sum. Empty: all the same.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        targets: BTreeMap<String, f64>,
        /// The largest distance of a reached importance from its target, both as shares of all importance; above 0 and below 1.
        #[serde(default = "hundredth")]
        tolerance: f64,
        /// Fewer rows of the base in which every child has a score give no weights; 2 or more.
        #[serde(default = "ten")]
        min_units: u32,
    },
    /// Several weightings of the same children as one (组合赋权), such as judgement and data.
    Combination {
        /// How they become one.
        rule: CombinationRule,
        /// How much each counts, divided by their sum; for `linear` and `geometric`. Empty: all the same.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        shares: Vec<f64>,
        /// Two or more weightings; no combination among them, and `given` at most once.
        of: Vec<Weighting>,
        /// No child weighs more; what is above goes to the others in proportion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Share>,
    },
}

fn ten() -> u32 {
    10
}

fn hundredth() -> f64 {
    0.01
}

/// Which principal components make the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Components {
    /// The first: w ∝ v₁.
    First,
    /// All with an eigenvalue above 1 (Kaiser): w ∝ Σ λ·v.
    Kaiser,
}

/// How several weightings become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CombinationRule {
    /// Σ a·w (加法合成).
    Linear,
    /// Π w over their sum (乘法合成).
    Multiplicative,
    /// Π w^a over their sum.
    Geometric,
    /// The combination nearest to all of them, with coefficients that are not negative (博弈论组合赋权).
    GameTheory,
}

impl Weighting {
    /// The file its judgements stand in, where they do.
    #[must_use]
    pub fn expert_file(&self) -> Option<&TableFile> {
        match self {
            Weighting::Ahp { experts, .. } => experts.file(),
            Weighting::BestWorst { experts, .. } => experts.as_ref()?.file(),
            Weighting::OrderRelation { experts, .. } => experts.as_ref()?.file(),
            Weighting::BudgetAllocation { experts, .. } => experts.file(),
            Weighting::PrecedenceChart { experts } => experts.file(),
            Weighting::RankOrder { experts, .. } => experts.file(),
            Weighting::Delphi { experts, .. } => experts.file(),
            _ => None,
        }
    }

    /// All files in which judgements stand, those of a combination's parts included.
    #[must_use]
    pub fn expert_files(&self) -> Vec<&TableFile> {
        match self {
            Weighting::Combination { of, .. } => of.iter().flat_map(Weighting::expert_files).collect(),
            _ => self.expert_file().into_iter().collect(),
        }
    }

    /// Whether the weights come from judgements alone.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        matches!(
            self,
            Weighting::Ahp { .. }
                | Weighting::BestWorst { .. }
                | Weighting::OrderRelation { .. }
                | Weighting::BudgetAllocation { .. }
                | Weighting::PrecedenceChart { .. }
                | Weighting::RankOrder { .. }
                | Weighting::Delphi { .. }
        )
    }

    /// The shares of the children that count, where the definition holds judgements; `None` for all other weights.
    ///
    /// # Errors
    /// [`NoTable`], inside.
    #[must_use]
    pub fn judged(&self, items: &[&Id]) -> Option<Result<Judged, NoTable>> {
        Some(match self {
            Weighting::Equal {} | Weighting::Given { .. } => return None,
            Weighting::Ahp { priority, random_index, joining, experts } => {
                let (priority, random_index, joining) = (*priority, *random_index, *joining);
                let experts = experts.here();
                judged_by_pairs(items, PairwiseTable { priority, random_index, joining, experts })
            }
            Weighting::BestWorst { best, worst, best_over, over_worst, experts } => {
                match (best, worst, experts) {
                    (None, None, Some(experts)) => judged_by_best_and_worst_of(items, experts.here()),
                    (Some(best), Some(worst), None) => {
                        judged_by_best_and_worst(items, (best, worst), best_over, over_worst)
                    }
                    (_, _, Some(_)) => Err(NoTable::Both),
                    (None, _, None) => Err(NoTable::Lacks { key: "best" }),
                    (_, None, None) => Err(NoTable::Lacks { key: "worst" }),
                }
            }
            Weighting::OrderRelation { order, ratios, experts } => match experts {
                Some(_) if !order.is_empty() || !ratios.is_empty() => Err(NoTable::Both),
                Some(experts) => judged_by_orders(items, experts.here()),
                None if order.is_empty() => Err(NoTable::Lacks { key: "order" }),
                None => judged_by_order(items, order, ratios),
            },
            Weighting::BudgetAllocation { budget, experts } => {
                judged_by_budget(items, *budget, experts.here())
            }
            Weighting::PrecedenceChart { experts } => judged_by_precedence(items, experts.here()),
            Weighting::RankOrder { form, experts } => judged_by_ranks(items, *form, experts.here()),
            Weighting::Delphi { full_mark, counting, experts } => {
                judged_by_delphi(items, *full_mark, *counting, experts.here())
            }
            _ => return None,
        })
    }
}

/// Where given weights come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WeightOrigin {
    /// Deliberately the same for all.
    Equal,
    /// A starting point that nobody has decided on yet.
    Default,
    /// A panel of experts (Delphi or a meeting).
    ExpertPanel,
    /// Experts who each shared out a budget of points.
    BudgetAllocation,
    /// Pairwise comparisons (AHP).
    Ahp,
    /// Set by a policy document.
    Policy,
    /// Taken from a publication.
    Literature,
    /// Computed from data elsewhere.
    Statistical,
}
