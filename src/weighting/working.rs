//! Tables of intermediate values for every weighting, so that a reader can follow it by hand. The last column of a method's last table are the
//! weights the method gave.

use super::data::working::Sheet;
use super::judgement::working as judged;
use super::{Children, DataWeights, Determined, Undetermined, Weighting, shares};
use crate::vocab::{Text, Working};

/// What rows and columns of the tables are called.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    /// A name for each child that counts.
    pub children: &'a [Text],
    /// A name for each row of the base; empty where data do not decide.
    pub rows: &'a [Text],
}

impl Weighting {
    /// The tables behind [`Weighting::determine`] for the same children: the columns as they enter, what is computed from them, and the
    /// weights; the parts of a combination one after the other; at last what a cap changed. Children that are the same everywhere are left
    /// out of the tables of data.
    ///
    /// # Errors
    /// As [`Weighting::determine`].
    pub fn working(&self, children: Children<'_>, labels: Labels<'_>) -> Result<Vec<Working>, Undetermined> {
        let determined = self.determine(children)?;
        let mut tables = match self {
            Weighting::Combination { of, .. } => {
                let mut tables = Vec::new();
                for part in of {
                    tables
                        .extend(part.working(children, labels)?.into_iter().map(|table| titled(part, table)));
                }
                tables.push(combination(labels.children, &determined));
                tables.extend(coefficients(of, &determined));
                tables
            }
            _ => self.own_working(children, labels, &determined)?,
        };
        if let Some(uncapped) = &determined.uncapped {
            tables.push(capped(labels.children, uncapped, &determined.shares));
        }
        Ok(tables)
    }

    fn own_working(
        &self,
        children: Children<'_>,
        labels: Labels<'_>,
        determined: &Determined,
    ) -> Result<Vec<Working>, Undetermined> {
        let weights = DataWeights {
            shares: determined.uncapped.clone().unwrap_or_else(|| determined.shares.clone()),
            constant: determined.constant.clone(),
        };
        let sheet = || Sheet::new(children.columns, labels.children, labels.rows, &weights);
        let names = labels.children;
        Ok(match self {
            Weighting::Equal {} | Weighting::Given { .. } => {
                let given = match self {
                    Weighting::Given { .. } => children.given.to_vec(),
                    _ => vec![1.0; children.ids.len()],
                };
                let shares = shares(&given)?;
                vec![judged::columns(
                    Text::new("给定的权重", "Weights given"),
                    "w = g / Σ g",
                    names,
                    &[(Text::new("给定", "given"), given), (Text::new("权重", "weight"), shares)],
                )]
            }
            Weighting::Ahp { priority, random_index, joining, experts } => judged::pairs(
                children.ids,
                names,
                (*priority, *random_index, *joining),
                experts.here(),
                &determined.shares,
            )?,
            Weighting::BestWorst { best: Some(best), worst: Some(worst), best_over, over_worst, .. } => {
                let over = (best_over, over_worst);
                judged::best_worst(children.ids, names, (best, worst), over, &determined.shares)
            }
            Weighting::OrderRelation { order, ratios, experts: None } => {
                judged::order(children.ids, names, order, ratios, &determined.shares)
            }
            Weighting::BudgetAllocation { budget, experts } => {
                judged::budget(children.ids, names, *budget, experts.here(), &determined.shares)
            }
            Weighting::BestWorst { .. }
            | Weighting::OrderRelation { .. }
            | Weighting::PrecedenceChart { .. }
            | Weighting::RankOrder { .. }
            | Weighting::Delphi { .. } => vec![judged::panel(self, children.ids, names, &determined.shares)],
            Weighting::Entropy { values, .. } => sheet()?.entropy(*values),
            Weighting::Critic { conflict, scaling, .. } => sheet()?.critic(*conflict, *scaling),
            Weighting::StandardDeviation { scaling, .. } => sheet()?.standard_deviation(*scaling),
            Weighting::CoefficientOfVariation { .. } => sheet()?.coefficient_of_variation(),
            Weighting::Gini { .. } => sheet()?.gini(),
            Weighting::Merec { .. } => sheet()?.merec(),
            Weighting::MaximisingDeviation { .. } => sheet()?.maximising_deviation(),
            Weighting::Independence { .. } => sheet()?.independence(),
            Weighting::PrincipalComponents { keep, .. } => sheet()?.principal_components(*keep),
            Weighting::Factor { factors, .. } => sheet()?.factor(*factors),
            Weighting::ScatterDegree { scale, .. } => {
                let rows = children.periods.len();
                sheet()?.scatter_degree(*scale, &[rows])
            }
            Weighting::ScatterDegreePanel { scale, .. } => {
                let order = by_period(children.periods);
                let turned = |column: &&[f64]| order.iter().map(|row| column[*row]).collect::<Vec<f64>>();
                let columns: Vec<Vec<f64>> = children.columns.iter().map(turned).collect();
                let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
                let rows: Vec<Text> =
                    order.iter().map(|row| labels.rows.get(*row).cloned().unwrap_or_default()).collect();
                let lengths: Vec<usize> = order
                    .chunk_by(|a, b| children.periods[*a] == children.periods[*b])
                    .map(<[usize]>::len)
                    .collect();
                Sheet::new(&slices, labels.children, &rows, &weights)?.scatter_degree(*scale, &lengths)
            }
            Weighting::Optimised { .. } => importances(names, determined).into_iter().collect(),
            Weighting::Combination { .. } => Vec::new(),
        })
    }
}

fn importances(names: &[Text], determined: &Determined) -> Option<Working> {
    let reached = determined.importances.as_ref()?;
    Some(judged::columns(
        Text::new("重要性与权重", "Importance and weights"),
        "min Σ (S / Σ S − t)²",
        names,
        &[
            (Text::new("目标 t", "target t"), reached.target.clone()),
            (Text::new("重要性 S", "importance S"), reached.raw.clone()),
            (Text::same("S / Σ S"), reached.reached.clone()),
            (Text::new("权重", "weight"), determined.shares.clone()),
        ],
    ))
}

/// Rows by period, in each period as they were.
fn by_period(periods: &[u32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..periods.len()).collect();
    order.sort_by_key(|row| periods[*row]);
    order
}

/// The name of the part before the title of its table.
fn titled(part: &Weighting, table: Working) -> Working {
    let name = part.note().name;
    let title =
        Text::new(format!("{}：{}", name.zh, table.title.zh), format!("{}: {}", name.en, table.title.en));
    Working { title, ..table }
}

fn combination(names: &[Text], determined: &Determined) -> Working {
    let mut columns: Vec<(Text, Vec<f64>)> =
        determined.parts.iter().map(|part| (Text::same(part.method.clone()), part.shares.clone())).collect();
    let result = determined.uncapped.clone().unwrap_or_else(|| determined.shares.clone());
    columns.push((Text::new("组合权重", "combined weight"), result));
    judged::columns(Text::new("组合赋权", "Combination of weightings"), "w", names, &columns)
}

fn coefficients(of: &[Weighting], determined: &Determined) -> Option<Working> {
    if determined.parts.iter().all(|part| part.coefficient.is_none()) {
        return None;
    }
    let row = |(weighting, part): (&Weighting, &super::CombinedPart)| {
        let name = weighting.note().name;
        (Text::new(name.zh, name.en), vec![part.raw, part.coefficient])
    };
    Some(Working {
        title: Text::new("组合系数", "Coefficients of the combination"),
        formula: "a / Σ a".to_owned(),
        columns: vec![Text::new("公式给出", "by the formula"), Text::new("采用", "used")],
        rows: of.iter().zip(&determined.parts).map(row).collect(),
    })
}

fn capped(names: &[Text], before: &[f64], after: &[f64]) -> Working {
    judged::columns(
        Text::new("权重上限", "Cap on weights"),
        "min(w, cap), excess to the others in proportion",
        names,
        &[
            (Text::new("封顶前", "before the cap"), before.to_vec()),
            (Text::new("权重", "weight"), after.to_vec()),
        ],
    )
}
