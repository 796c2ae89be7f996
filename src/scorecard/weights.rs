//! Weights that the base decides: from the children's scores in the base to frozen shares, and what has to be said about them.

use super::base_scores::BaseScores;
use super::finding::{Finding, number};
use super::frozen::WeightingFacts;
use crate::aggregation::{Aggregation, Aggregator};
use crate::diagnostic::{Diagnostic, Severity};
use crate::framework::{Aggregate, Framework, Node, NodeId};
use crate::vocab::{Id, Text};
use crate::weighting::{Children, CombinedPart, Determined, NoWeights, Scorer, Undetermined};

/// The shares of the children that count, in the order of `base.children`.
pub(super) fn freeze(
    framework: &Framework,
    node: NodeId,
    aggregate: &Aggregate,
    base: &BaseScores,
    findings: &mut Vec<Finding>,
) -> Result<(Vec<f64>, WeightingFacts), Box<Diagnostic>> {
    let scene = Scene { framework, node: framework.node(node), aggregate, base };
    let columns = columns(framework, base);
    let determined = determine(framework, aggregate, base, &columns);
    let determined = determined.map_err(|why| Box::new(scene.problem(&why)))?;
    scene.findings(&determined, findings);
    let facts = WeightingFacts {
        rows: base.periods.len() as u64,
        left_out: base.left_out,
        constant: determined.constant.iter().map(|at| scene.id(*at).clone()).collect(),
        uncapped: determined.uncapped,
        parts: determined.parts,
        importances: determined.importances,
    };
    Ok((determined.shares, facts))
}

/// The children that weigh something, or may: the data of the base decide.
pub(super) fn counting(framework: &Framework, aggregate: &Aggregate) -> Vec<NodeId> {
    let counts = |child: &&NodeId| framework.node(**child).weight != Some(0.0);
    aggregate.children.iter().filter(counts).copied().collect()
}

/// The scores less the lowest of the scale: ratios are taken of what a unit has above nothing.
pub(super) fn columns(framework: &Framework, base: &BaseScores) -> Vec<Vec<f64>> {
    let low = framework.parts().scale.low;
    let above = |column: &Vec<f64>| column.iter().map(|score| score - low).collect();
    base.columns.iter().map(above).collect()
}

/// The shares by the weighting of an aggregate, of [`columns`].
pub(super) fn determine(
    framework: &Framework,
    aggregate: &Aggregate,
    base: &BaseScores,
    columns: &[Vec<f64>],
) -> Result<Determined, Undetermined> {
    let ids: Vec<&Id> = base.children.iter().map(|child| &framework.node(*child).id).collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let given: Vec<f64> =
        base.children.iter().map(|child| framework.node(*child).given_weight.unwrap_or(0.0)).collect();
    let scores = |weights: &[f64]| scores(framework, aggregate, base, weights);
    let scorer = Some(Scorer(&scores));
    let children = Children { ids: &ids, columns: &slices, periods: &base.periods, given: &given, scorer };
    aggregate.weighting.determine(children)
}

/// The scores of the aggregate in the rows of the base with these weights of the children; `None` where a row has none.
pub(super) fn scores(
    framework: &Framework,
    aggregate: &Aggregate,
    base: &BaseScores,
    weights: &[f64],
) -> Option<Vec<f64>> {
    let scale = framework.parts().scale;
    let counted = weights.iter().filter(|weight| **weight > 0.0).count();
    let aggregator = Aggregator::new(&aggregate.aggregation, &(scale.low..=scale.high), counted);
    let rows = base.periods.len();
    if matches!(aggregate.aggregation, Aggregation::Arithmetic {}) {
        // Column by column: the search asks for this thousands of times.
        let mut sums = vec![0.0; rows];
        for (column, weight) in base.columns.iter().zip(weights) {
            sums.iter_mut().zip(column).for_each(|(sum, score)| *sum += weight * score);
        }
        return Some(sums);
    }
    let own: Vec<f64> = weights.iter().copied().filter(|weight| *weight > 0.0).collect();
    let row = |row: usize| {
        let children = base.columns.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
        let scores: Vec<f64> = children.map(|(column, _)| column[row]).collect();
        aggregator.mean(&scores, &own).ok().map(|mean| mean.value)
    };
    (0..rows).map(row).collect()
}

struct Scene<'s> {
    framework: &'s Framework,
    node: &'s Node,
    aggregate: &'s Aggregate,
    base: &'s BaseScores,
}

impl Scene<'_> {
    fn id(&self, child: usize) -> &Id {
        &self.framework.node(self.base.children[child]).id
    }

    /// Children by their ids, quoted.
    fn names(&self, children: &[usize]) -> (String, String) {
        let quoted: Vec<String> = children.iter().map(|at| format!("`{}`", self.id(*at))).collect();
        (quoted.join("、"), quoted.join(", "))
    }

    /// The children that lack a score in most rows of the base, each with how many; the three worst.
    fn lacking(&self) -> (String, String) {
        let mut lacking: Vec<(usize, u64)> = self.base.lacking.iter().copied().enumerate().collect();
        lacking.retain(|(_, rows)| *rows > 0);
        // Of children that lack as many the one written first comes first.
        lacking.sort_by_key(|(at, rows)| (std::cmp::Reverse(*rows), *at));
        lacking.truncate(3);
        if lacking.is_empty() {
            return (String::new(), String::new());
        }
        let all = self.base.left_out + self.base.periods.len() as u64;
        let one = |&(at, rows): &(usize, u64)| {
            let id = self.id(at);
            if rows == all {
                (format!("`{id}` 一行也没有"), format!("`{id}` has one in no row"))
            } else {
                (format!("`{id}` 缺 {rows} 行"), format!("`{id}` lacks it in {rows}"))
            }
        };
        let (zh, en): (Vec<String>, Vec<String>) = lacking.iter().map(one).unzip();
        (format!("：{}", zh.join("，")), format!(": {}", en.join(", ")))
    }

    fn findings(&self, determined: &Determined, findings: &mut Vec<Finding>) {
        let id = &self.node.id;
        if !determined.constant.is_empty() {
            let (zh, en) = self.names(&determined.constant);
            let message = Text::new(
                format!("下级 {zh} 在基期各行得分全都相同，数据给它的权重正好是 0"),
                format!(
                    "the scores of {en} are the same in every row of the base: from data they weigh exactly 0"
                ),
            );
            findings.push(Finding::new("fit116", Severity::Warning, message).about(id));
        }
        if self.base.left_out > 0 {
            let (left_out, rows) = (self.base.left_out, self.base.periods.len());
            let (zh, en) = self.lacking();
            let message = Text::new(
                format!(
                    "数据定权只用各下级都有得分的 {rows} 行；基期另有 {left_out} 行缺下级得分，没有用{zh}"
                ),
                format!(
                    "weights from data rest on the {rows} rows of the base in which every child has a score; {left_out} rows were left out{en}"
                ),
            );
            findings.push(Finding::new("fit117", Severity::Note, message).about(id).counted(left_out));
        }
        findings.extend(self.raw_coefficients(determined));
        if let Some(uncapped) = &determined.uncapped {
            let above = (0..uncapped.len()).filter(|at| uncapped[*at] > determined.shares[*at]);
            let above: Vec<usize> = above.collect();
            let (zh, en) = self.names(&above);
            let cap = number(self.aggregate.weighting.cap().map_or(1.0, crate::vocab::Share::get));
            let message = Text::new(
                format!("{zh} 的权重超过上限 {cap}，超出部分按比例分给其余下级"),
                format!(
                    "the weights of {en} exceed the cap {cap}: what is above went to the others in proportion"
                ),
            );
            let before = above.iter().map(|at| format!("{}: {}", self.id(*at), number(uncapped[*at])));
            let finding = Finding::new("fit119", Severity::Note, message).about(id);
            findings.push(finding.counted(above.len() as u64).examples(before.collect()));
        }
    }

    /// Coefficients of the game theory that are negative before they are ruled out.
    fn raw_coefficients(&self, determined: &Determined) -> Option<Finding> {
        let raw: Vec<f64> = determined.parts.iter().filter_map(|part| part.raw).collect();
        let negative = raw.iter().any(|a| *a < 0.0);
        let unused = determined.parts.iter().any(|part| part.raw.is_some() && part.coefficient == Some(0.0));
        if !negative && !unused {
            return None;
        }
        // A part that the formula would have used, and that has no say once others may not be negative.
        let pushed =
            |part: &CombinedPart| part.raw.is_some_and(|raw| raw > 0.0) && part.coefficient == Some(0.0);
        let (mut zh, mut en) = (
            "博弈论组合的公式给出不大于 0 的系数：已改求非负系数，其中为 0 的赋权不起作用".to_owned(),
            "the formula of the game-theory combination gives coefficients of 0 or below: coefficients that are not negative were found instead, and a weighting with 0 has no say".to_owned(),
        );
        if determined.parts.iter().any(pushed) {
            zh += "；公式系数为正而改为 0 的，是因为公式用它来抵消负系数的赋权：不用负系数以后，给它任何份额都会使组合离各种赋权更远";
            en += "; a weighting whose coefficient in the formula is above 0 and is 0 now was there to make up for a negative one: without negative coefficients any share for it takes the combination farther from the weightings";
        }
        let message = Text::new(zh, en);
        let shown = determined.parts.iter().map(|part| {
            let text = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), number);
            format!("{}: {} → {}", part.method, text(part.raw), text(part.coefficient))
        });
        let finding = Finding::new("fit118", Severity::Warning, message).about(&self.node.id);
        Some(finding.examples(shown.collect()))
    }

    fn problem(&self, why: &Undetermined) -> Diagnostic {
        let (id, method) = (&self.node.id, self.aggregate.weighting.method());
        let (zh_name, en_name) = (&self.node.name.zh, &self.node.name.en);
        let error = |code: &'static str, zh: String, en: String| {
            Diagnostic::error(
                code,
                format!("`{id}`（{zh_name}）的下级权重（{method}）定不出来：{zh}"),
                format!(
                    "the weights of the children of `{id}` ({en_name}) by {method} cannot be determined: {en}"
                ),
            )
        };
        match why {
            Undetermined::TooFewRows { given, needed }
            | Undetermined::Data(NoWeights::TooFewUnits { given, needed }) => {
                let left_out = self.base.left_out;
                let (zh, en) = self.lacking();
                error(
                    "fit110",
                    format!("基期各下级都有得分的只有 {given} 行，至少要 {needed} 行（另有 {left_out} 行缺下级得分{zh}）"),
                    format!(
                        "every child has a score in {given} rows of the base, {needed} are needed ({left_out} rows lack one{en})"
                    ),
                )
                .hint(
                    "补上基期数据，为缺失值写 missing，调低 min_units，或改用给定权重",
                    "add base data, impute what is missing, lower `min_units`, or give the weights",
                )
            }
            Undetermined::Data(NoWeights::AllConstant) => error(
                "fit111",
                "每个下级在基期各行得分全都相同".to_owned(),
                "the scores of every child are the same in all rows of the base".to_owned(),
            )
            .hint(
                "检查基期数据和归一化，或改用 { method = \"equal\" }",
                "check the base data and the normalisation, or use { method = \"equal\" }",
            ),
            Undetermined::Data(NoWeights::MixedSigns { negative, raw }) => {
                let (zh, en) = self.names(negative);
                let raw: Vec<String> =
                    raw.iter().enumerate().map(|(at, w)| format!("{} {}", self.id(at), number(*w))).collect();
                let raw = raw.join(", ");
                error(
                    "fit112",
                    format!("{zh} 的权重会是负数（公式给出 {raw}）：它与其余下级方向相反"),
                    format!("{en} would weigh less than nothing (the formula gives {raw}): it runs against the others"),
                )
                .hint(
                    "检查这些指标的方向；主成分可写 signs = \"absolute\"，拉开档次可写 negative = \"non-negative\"，或换一种方法",
                    "check the direction of these; principal components take signs = \"absolute\", the scatter degree negative = \"non-negative\"; or choose another method",
                )
            }
            Undetermined::Data(NoWeights::OutsideDomain { column, given, zero_allowed, .. }) => {
                let child = self.id(*column);
                let given = number(*given);
                let (zh, en) = if *zero_allowed { ("不小于", "not below") } else { ("大于", "above") };
                error(
                    "fit113",
                    format!("下级 `{child}` 的得分减去最低分后有 {given}，这种方法只能用{zh} 0 的数"),
                    format!(
                        "the scores of `{child}`, less the lowest of the scale, reach {given}; the method takes only numbers {en} 0"
                    ),
                )
                .hint(
                    "熵权可用 values = { form = \"min-max\" } 一类按极差的形式；或换用不越界、不取零的归一化",
                    "entropy has forms that take the range first, such as values = { form = \"min-max\" }; or choose a normalisation that stays on the scale or above its lowest",
                )
            }
            Undetermined::OutOfReach { shares, best, tolerance } => {
                let shown = |at: usize| {
                    let (reached, target) = (best.reached[at], best.target[at]);
                    let (id, share) = (self.id(at), shares[at]);
                    (
                        format!("{id} 权重 {share:.4}，达到 {reached:.4}，目标 {target:.4}"),
                        format!("{id} weighs {share:.4}, reaches {reached:.4} of {target:.4}"),
                    )
                };
                let (zh, en): (Vec<String>, Vec<String>) = (0..shares.len()).map(shown).unzip();
                let (distance, tolerance) = (number(best.distance()), number(*tolerance));
                let trials = best.trials;
                error(
                    "fit115",
                    format!(
                        "试了 {trials} 组权重，最好的一组与目标重要性最多还差 {distance}，超过 {tolerance}：{}",
                        zh.join("；")
                    ),
                    format!(
                        "of {trials} trials the best misses the importances meant by up to {distance}, more than {tolerance}: {}",
                        en.join("; ")
                    ),
                )
                .hint(
                    "改 targets，调大 tolerance，或检查与其余下级反向的下级",
                    "change `targets`, allow a larger `tolerance`, or look at children that run against the others",
                )
            }
            other => {
                let (zh, en) = self.other(other);
                error("fit114", zh, en)
                    .hint("换一种赋权方法，或给定权重", "choose another weighting, or give the weights")
            }
        }
    }

    fn other(&self, why: &Undetermined) -> (String, String) {
        let zh = match why {
            Undetermined::Data(NoWeights::NoConflict) => "各下级完全相关，没有冲突可以定权".to_owned(),
            Undetermined::Data(NoWeights::Collinear) => "有下级完全由其余下级决定".to_owned(),
            Undetermined::Data(NoWeights::Uncorrelated { column }) => {
                format!("下级 `{}` 与其余下级都不相关，权重会是无穷大", self.id(*column))
            }
            Undetermined::Data(NoWeights::TiedEigenvalues) => {
                "最大的两个特征值相等，没有唯一的方向".to_owned()
            }
            Undetermined::Data(NoWeights::NoComponent) => "没有大于 1 的特征值".to_owned(),
            Undetermined::Data(NoWeights::TooWide { column }) => {
                format!("下级 `{}` 的得分相差太大，无法计算", self.id(*column))
            }
            Undetermined::Data(NoWeights::TooManyColumns { columns }) => {
                format!("{columns} 个下级太多，搜索不完")
            }
            Undetermined::Data(NoWeights::NoRotation) => "因子旋转不收敛".to_owned(),
            Undetermined::Cap(_) => "上限太低，有权重的下级都到上限也凑不到 1".to_owned(),
            Undetermined::Combination(_) => {
                "几种赋权合不到一起（线性相关，或没有下级在每种赋权里都有权重）".to_owned()
            }
            Undetermined::Given(_) => "卡片上给定的权重不可用".to_owned(),
            _ => "参数或数据不可用".to_owned(),
        };
        let en = match why {
            Undetermined::Data(NoWeights::Uncorrelated { column }) => {
                format!(
                    "`{}` is not correlated with the others: its weight would be infinite",
                    self.id(*column)
                )
            }
            Undetermined::Data(NoWeights::TooWide { column }) => {
                format!("the scores of `{}` are too far apart to compute with", self.id(*column))
            }
            other => other.to_string(),
        };
        (format!("{zh}（{why}）"), en)
    }
}
