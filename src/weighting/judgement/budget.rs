//! Budget allocation: each expert shares out points. OECD/JRC Handbook 2008, <https://doi.org/10.1787/9789264043466-en>, step 6.

use super::NoJudgement;
use super::group::expert_shares;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Weights from points, and how far the experts agree.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetAllocation {
    /// The weights of the items, with the sum 1.
    pub weights: Vec<f64>,
    /// The standard deviation (n − 1) over the experts of the share each gives an item; 0 for a single expert.
    pub deviations: Vec<f64>,
}

/// The mean of the shares that the experts give the items. `points` has a row an expert; each row adds up to `budget` within 10⁻⁹ of it.
/// `experts` are their weights, divided by their sum; empty: all the same.
///
/// # Errors
/// [`NoJudgement`] without experts or items, for rows of different length, negative points, and points that do not add up to the budget.
pub fn budget_allocation(
    points: &[Vec<f64>],
    budget: f64,
    experts: &[f64],
) -> Result<BudgetAllocation, NoJudgement> {
    let items = points.first().ok_or(NoJudgement::NoExpert)?.len();
    if items == 0 {
        return Err(NoJudgement::NoItem);
    }
    let powers = expert_shares(experts, points.len())?;
    for (expert, given) in points.iter().enumerate() {
        check(expert, given, items, budget)?;
    }
    let own = |expert: usize, item: usize| points[expert][item] / points[expert].iter().sum::<f64>();
    let all = || 0..points.len();
    let weights: Vec<f64> =
        (0..items).map(|item| all().map(|expert| powers[expert] * own(expert, item)).sum()).collect();
    let deviation = |item: usize| {
        let mean = all().map(|expert| own(expert, item)).sum::<f64>() / points.len() as f64;
        let squares: f64 = all().map(|expert| (own(expert, item) - mean) * (own(expert, item) - mean)).sum();
        if points.len() > 1 { (squares / (points.len() as f64 - 1.0)).sqrt() } else { 0.0 }
    };
    Ok(BudgetAllocation { weights, deviations: (0..items).map(deviation).collect() })
}

fn check(expert: usize, given: &[f64], items: usize, budget: f64) -> Result<(), NoJudgement> {
    if given.len() != items {
        return Err(NoJudgement::Shape { given: given.len(), expected: items });
    }
    if let Some(column) = given.iter().position(|points| !(points.is_finite() && *points >= 0.0)) {
        let allowed = "a number from 0 up";
        return Err(NoJudgement::Entry { row: expert, column, given: given[column], allowed });
    }
    let sum: f64 = given.iter().sum();
    if !(budget > 0.0 && (sum - budget).abs() <= 1e-9 * budget) {
        return Err(NoJudgement::Budget { expert, given: sum, budget });
    }
    Ok(())
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "budget-allocation",
    name: Said { zh: "预算分配法", en: "Budget allocation" },
    formula: "wⱼ = Σₑ vₑ·bₑⱼ / Bₑ",
    letters: Said {
        zh: "bₑⱼ：专家 e 给下级 j 的分数；Bₑ：其合计；vₑ：专家的权重",
        en: "bₑⱼ: the points of expert e for child j; Bₑ: their sum; vₑ: the weight of the expert",
    },
    use_when: Said {
        zh: "专家熟悉全部下级，下级不多于 10 个左右",
        en: "Experts know all children, and there are no more than about ten",
    },
    not_when: Said {
        zh: "下级很多：分数会被平均摊开",
        en: "There are many children: points then spread evenly",
    },
    edge: Said {
        zh: "每位专家的分数合计须等于预算；不允许负分",
        en: "The points of each expert add up to the budget; negative points are refused",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        "weighting = { method = \"budget-allocation\", budget = 100, experts = [{ points = { a = 50, b = 30, c = 20 } }] }",
    ),
};
