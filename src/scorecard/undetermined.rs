//! What to say when the base does not determine a parameter.

use super::finding::{Finding, measured, number};
use super::fit::Stage;
use super::frozen::BasePeriod;
use crate::diagnostic::{Diagnostic, Severity};
use crate::framework::{Framework, Indicator, Node};
use crate::statistics::Undetermined;
use crate::vocab::Text;

pub(super) fn stage_name(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Imputation => ("缺失值插补", "imputation"),
        Stage::Treatment => ("异常值处理", "treatment"),
        Stage::Normalisation => ("无量纲化", "normalisation"),
    }
}

pub(super) fn other_definition() -> Diagnostic {
    Diagnostic::error(
        "fit001",
        "这份基期汇总是用另一个定义做的",
        "this summary of the base was made with another definition",
    )
    .hint("用现在的定义重新汇总基期数据", "summarise the base again with this definition")
}

pub(super) fn empty_periods(periods: &[BasePeriod]) -> Vec<Diagnostic> {
    let empty = periods.iter().filter(|base| base.rows == 0);
    let said = empty.map(|base| {
        let period = base.period;
        Diagnostic::error(
            "fit002",
            format!("基期 {period} 在数据里一行也没有，无法定标"),
            format!("the data have no row in the base period {period}, so nothing can be frozen on it"),
        )
        .hint(
            format!("加入 {period} 的数据，或在 framework.toml 或 study.toml 里另选 base"),
            format!("add the data of {period}, or choose another `base` in framework.toml or study.toml"),
        )
    });
    said.collect()
}

pub(super) fn diagnostic(
    framework: &Framework,
    node: &Node,
    indicator: &Indicator,
    stage: Stage,
    why: Undetermined,
    observed: usize,
) -> Diagnostic {
    let (zh_stage, en_stage) = stage_name(stage);
    let base = &framework.parts().base;
    let listed = |between: &str| base.iter().map(ToString::to_string).collect::<Vec<_>>().join(between);
    let (zh_base, en_base) = (listed("、"), listed(", "));
    let measure = &indicator.measure;
    let (id, name) = (&node.id, &node.name);
    let zh = |said: String| format!("指标 `{id}`（{}）的{zh_stage}：{said}", name.zh);
    let en = |said: String| format!("{en_stage} of indicator `{id}` ({}): {said}", name.en);
    match why {
        Undetermined::Empty => Diagnostic::error(
            "fit003",
            zh(format!("基期 {zh_base} 没有可用的观测值（共 {observed} 个观测值）")),
            en(format!("the base {en_base} has no usable value ({observed} observed)")),
        )
        .hint(
            "补上基期数据，或改用固定的上下限，或把指标改为 pilot（试行，不计分）",
            "add base data, give fixed goalposts, or make the indicator a `pilot` that weighs nothing",
        ),
        Undetermined::Constant { value } => Diagnostic::error(
            "fit004",
            zh(format!(
                "基期 {zh_base} 的 {observed} 个观测值把上下限都定在 {}，拉不开差距",
                measured(value, measure)
            )),
            en(format!(
                "the {observed} observed values of the base {en_base} put both limits at {}, so they tell no units apart",
                measured(value, measure)
            )),
        )
        .hint(
            "改用固定的上下限（goalposts 或 anchors），放宽分位数，为零值设 hurdle，或把指标改为 pilot",
            "give fixed `goalposts` or `anchors`, wider quantiles, a `hurdle` for a heap of zeros, or make the indicator a `pilot`",
        ),
        Undetermined::TooFew { given, needed } => Diagnostic::error(
            "fit005",
            zh(format!("基期 {zh_base} 只有 {given} 个观测值，至少要 {needed} 个")),
            en(format!("the base {en_base} gives too few observed values: {given}, where {needed} are needed")),
        )
        .hint("补上基期数据，或改用固定的上下限", "add base data, or give fixed goalposts"),
        Undetermined::OutOfDomain { value } => Diagnostic::error(
            "fit120",
            zh(format!("方法在基期 {zh_base} 的 {} 上没有结果：它要用不小于 0 的数，取倒数或对数时要用大于 0 的数", measured(value, measure))),
            en(format!("the method has no answer for {} in the base {en_base}: it needs values that are not below 0, and values above 0 where it takes reciprocals or logarithms", measured(value, measure))),
        )
        .hint(
            "改用 min-max、base-goalposts 或 percentile，或把 cost 改为 `reflected`",
            "take min-max, base-goalposts or percentile, or make `cost` `reflected`",
        ),
        Undetermined::NoReference => Diagnostic::error(
            "fit121",
            zh(format!("参照对象在基期 {zh_base} 没有观测值")),
            en(format!("the reference unit has no observed value in the base {en_base}")),
        )
        .hint("检查 unit 是不是数据里的标识，或补上它的基期数据", "check that `unit` is an id of the data, or add its base data"),
        Undetermined::NoImage { value } => Diagnostic::error(
            "fit129",
            zh(format!("基期 {zh_base} 的值 {} 不能这样变换", measured(value, measure))),
            en(format!("the value {} of the base {en_base} cannot be transformed so", measured(value, measure))),
        )
        .hint(
            "对数和 Box–Cox（shift = \"none\"）只用于正数，log-gii 要求 factor × 最大值大于 1：改用 log-shift-range、yeo-johnson，或写 shift、factor",
            "`log` and `box-cox` with shift = \"none\" take positive values only, `log-gii` needs `factor` × the highest value above 1: use `log-shift-range` or `yeo-johnson`, or give `shift` or `factor`",
        ),
        Undetermined::TooWide { low, high } => Diagnostic::error(
            "fit006",
            zh(format!("上下限 {} 和 {} 相差太大，无法计算", measured(low, measure), measured(high, measure))),
            en(format!("the limits {} and {} are too far apart to compute with", measured(low, measure), measured(high, measure))),
        )
        .hint("检查数据的计量单位", "check the unit of measure of the data"),
        Undetermined::NoRatio { below } => Diagnostic::error(
            "fit131",
            zh(format!("基期 {zh_base} 辅助量的均值是 {}，比率没有意义", number(below))),
            en(format!("the mean of the related quantity in the base {en_base} is {}, so there is no ratio", number(below))),
        )
        .hint(
            "换一个总和不为零的辅助量（`to`），或换一种插补方法",
            "choose another `to` whose sum is not zero, or another way to impute",
        ),
        Undetermined::Singular => Diagnostic::error(
            "fit132",
            zh(format!("基期 {zh_base} 的协方差矩阵是奇异的：有指标可由其他指标算出，或行数太少")),
            en(format!("the covariance of the base {en_base} is singular: an indicator follows from others, or there are too few rows")),
        )
        .hint(
            "用 `on` 只选相互独立的指标，或写 ridge = 0.01，或改用 nearest-neighbours",
            "choose independent indicators with `on`, write `ridge = 0.01`, or take `nearest-neighbours`",
        ),
        Undetermined::NoConvergence { iterations } => Diagnostic::error(
            "fit133",
            zh(format!("EM 迭代 {iterations} 次仍未收敛")),
            en(format!("EM did not settle within {iterations} iterations")),
        )
        .hint(
            "加大 max_iterations，放宽 tolerance，写 ridge = 0.01，或用 `on` 减少指标",
            "raise `max_iterations`, loosen `tolerance`, write `ridge = 0.01`, or take fewer indicators with `on`",
        ),
    }
}

/// The same about an indicator that weighs nothing: the rest can be scored without it.
pub(super) fn without_weight(node: &Node, problem: &Diagnostic) -> Finding {
    let message = Text::new(
        format!("{}；它不计权重，因此不计得分，其余照常", problem.message.zh),
        format!("{}; it weighs nothing, so it gets no score and the rest goes on", problem.message.en),
    );
    Finding::new("fit103", Severity::Warning, message).about(&node.id)
}
