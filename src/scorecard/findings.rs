//! From counts to findings: one sentence each, in the order of the tree, of periods, and of the steps of a row.

use super::Scorecard;
use super::finding::{Finding, measured, number};
use super::plan::{LeafPlan, Plan};
use super::scores::{NodeScores, Withheld};
use super::tally::{
    ADJUSTED_LIMITED, BEYOND, BONUS_CAPPED, Count, Event, FLOORED, ITEM_CAPPED, ITEM_GIVEN, ITEM_NO_ANSWER,
    ITEM_SHORT, PAST_FRONTIER, PENALTY_CAPPED, STEPS, Tally,
};
use crate::aggregation::{Aggregation, Beyond};
use crate::diagnostic::Severity;
use crate::framework::{AdjustmentKind, Node};
use crate::imputation::Imputer;
use crate::normalisation::Normalisation;
use crate::panel::Status;
use crate::vocab::{AcrossYears, Period, Text};

/// A larger share of units than this at one end of the scale is worth saying.
const SATURATED: f64 = 0.10;
/// Fewer scores than this say nothing about saturation.
const FEW: u64 = 10;

pub(super) fn of(
    card: &Scorecard,
    plan: &Plan<'_>,
    tally: &Tally,
    root: Option<&NodeScores>,
) -> Vec<Finding> {
    let periods = plan.panel.index().periods().to_vec();
    let mut findings = Vec::new();
    for (at, leaf) in plan.leaves.iter().enumerate() {
        findings.extend(comparability(plan.framework.node(leaf.node), leaf, periods.len()));
        for (number, &period) in periods.iter().enumerate() {
            let scene = Scene { plan, node: plan.framework.node(leaf.node), period };
            of_leaf(card, &scene, leaf, (tally, at, number), &mut findings);
        }
    }
    for (at, aggregate) in plan.aggregates.iter().enumerate() {
        for (number, &period) in periods.iter().enumerate() {
            let scene = Scene { plan, node: plan.framework.node(aggregate.node), period };
            of_aggregate(&scene, (tally, at, number), &mut findings);
        }
    }
    findings.extend(
        root.into_iter().flat_map(|root| periods.iter().filter_map(|&period| nobody(plan, root, period))),
    );
    for (at, gate) in plan.gates.iter().enumerate() {
        for (number, &period) in periods.iter().enumerate() {
            let scene = Scene { plan, node: plan.framework.node(plan.framework.root()), period };
            let name = &gate.name;
            let closed = Text::new(
                format!("一票否决“{}”对 {{n}} 个对象成立，等级受限，得分不变", name.zh),
                format!("gate `{}` is closed and limits the grade, not the score: {{n}}", name.en),
            );
            let open = Text::new(
                format!("一票否决“{}”对 {{n}} 个对象无法判断，按未触发处理", name.zh),
                format!("gate `{}` has no answer and stays open: {{n}}", name.en),
            );
            findings.extend(scene.finding(
                "scr130",
                Severity::Note,
                closed,
                tally.of_gate(at, number, 0),
                "",
            ));
            findings.extend(scene.finding(
                "scr131",
                Severity::Warning,
                open,
                tally.of_gate(at, number, 1),
                "",
            ));
        }
    }
    of_adjustments(plan, tally, &periods, &mut findings);
    findings
}

/// What bonuses and penalties did: each item, then all together.
fn of_adjustments(plan: &Plan<'_>, tally: &Tally, periods: &[Period], findings: &mut Vec<Finding>) {
    let items = &plan.framework.parts().adjustments;
    let node = plan.framework.node(plan.framework.root());
    for (at, item) in items.iter().enumerate() {
        let (zh, en) = match item.kind {
            AdjustmentKind::Bonus => ("加分", "bonus"),
            AdjustmentKind::Penalty => ("扣分", "penalty"),
        };
        let name = &item.name;
        let said = |zh_rest: &str, en_rest: &str| {
            Text::new(format!("{zh}“{}”{zh_rest}", name.zh), format!("{en} `{}` {en_rest}", name.en))
        };
        let all = [
            (
                "scr171",
                Severity::Note,
                ITEM_GIVEN,
                said("给了 {n} 个对象，不进入基础得分", "gives points outside the base score: {n}"),
                "1",
            ),
            (
                "scr172",
                Severity::Warning,
                ITEM_NO_ANSWER,
                said(
                    "对 {n} 个对象无法判断，无法判断的部分按 0 分计",
                    "has no answer, which counts as 0 points: {n}",
                ),
                "",
            ),
            (
                "scr173",
                Severity::Note,
                ITEM_SHORT,
                said(
                    "要回看的年份里有 {n} 个对象没有数据，那些年份按 0 分计",
                    "looks back on years without data, which count as 0 points: {n}",
                ),
                "",
            ),
            (
                "scr174",
                Severity::Note,
                ITEM_CAPPED,
                said("对 {n} 个对象达到单项封顶", "reaches its cap: {n}"),
                "1",
            ),
        ];
        for (number, &period) in periods.iter().enumerate() {
            let scene = Scene { plan, node, period };
            for (code, severity, event, message, measure) in &all {
                let count = tally.of_adjustment(at, number, *event);
                findings.extend(scene.finding(code, *severity, message.clone(), count, measure));
            }
        }
    }
    if items.is_empty() {
        return;
    }
    let together = [
        (
            "scr175",
            BONUS_CAPPED,
            "{n} 个对象的加分超过组封顶或总封顶，超出部分不计",
            "units whose bonuses exceed the cap of a group or of all, and lose what exceeds it: {n}",
        ),
        (
            "scr175",
            PENALTY_CAPPED,
            "{n} 个对象的扣分超过组封顶或总封顶，超出部分不计",
            "units whose penalties exceed the cap of a group or of all, and are spared what exceeds it: {n}",
        ),
        (
            "scr176",
            ADJUSTED_LIMITED,
            "{n} 个对象的调整后得分超出得分范围，取其端点",
            "units whose adjusted score is cut at an end of the scale: {n}",
        ),
    ];
    for (number, &period) in periods.iter().enumerate() {
        let scene = Scene { plan, node, period };
        for (code, event, zh, en) in together {
            let count = tally.of_adjustment(items.len(), number, event);
            findings.extend(scene.finding(code, Severity::Note, Text::new(zh, en), count, "1"));
        }
    }
}

/// Scores of several periods that may not be compared, or only with care.
fn comparability(node: &Node, leaf: &LeafPlan<'_>, periods: usize) -> Option<Finding> {
    let normalisation = &leaf.indicator.normalisation;
    let (code, severity, zh, en) = match normalisation.across_years() {
        _ if periods < 2 => return None,
        AcrossYears::Comparable => return None,
        AcrossYears::RelativeToBase => (
            "scr145",
            Severity::Note,
            "得分是相对于基期样本的位置或份额，跨期比较时不能当作进步或退步的幅度",
            "scores are places or shares relative to the base; between periods they do not measure how far a unit rose or fell",
        ),
        AcrossYears::NotComparable => (
            "scr146",
            Severity::Warning,
            "各期分别定标，得分不能跨期比较",
            "each period has parameters of its own, so scores may not be compared between periods",
        ),
    };
    let method = normalisation.note().name;
    let message = Text::new(format!("{}：{zh}", method.zh), format!("{}: {en}", method.en));
    Some(Finding::new(code, severity, message).about(&node.id).counted(periods as u64))
}

/// A period in which no unit at all has an index score: a result without a result.
fn nobody(plan: &Plan<'_>, root: &NodeScores, period: Period) -> Option<Finding> {
    let rows: Vec<usize> = plan.panel.index().rows_in(period).collect();
    let units = rows.len() as u64;
    if units == 0 || rows.into_iter().any(|row| root.get(row).is_some()) {
        return None;
    }
    let node = plan.framework.node(plan.framework.root());
    let all = Text::new(
        "这一期没有一个对象有综合得分（共 {n} 个）",
        "no unit has an index score in this period: {n}",
    );
    Scene { plan, node, period }.finding("scr122", Severity::Warning, all, &Count::of(units), "")
}

/// What a finding is about.
struct Scene<'p> {
    plan: &'p Plan<'p>,
    node: &'p Node,
    period: Period,
}

impl Scene<'_> {
    /// Nothing for a count of 0. `{n}` in the message becomes the count; examples show values with `measure` behind.
    fn finding(
        &self,
        code: &'static str,
        severity: Severity,
        message: Text,
        count: &Count,
        measure: &str,
    ) -> Option<Finding> {
        if count.count == 0 {
            return None;
        }
        let told = |text: &str| text.replace("{n}", &count.count.to_string());
        let message = Text::new(told(&message.zh), told(&message.en));
        let index = self.plan.panel.index();
        let example = |&(row, value): &(u32, f64)| {
            let unit = index.unit(row as usize);
            let name =
                if unit.name.is_empty() { unit.id.clone() } else { format!("{} ({})", unit.name, unit.id) };
            if measure.is_empty() { name } else { format!("{name}: {}", measured(value, measure)) }
        };
        let examples = count.examples().iter().map(example).collect();
        let mut finding = Finding::new(code, severity, message)
            .about(&self.node.id)
            .counted(count.count)
            .examples(examples);
        finding.period = Some(self.period);
        Some(finding)
    }
}

fn of_leaf(
    card: &Scorecard,
    scene: &Scene<'_>,
    leaf: &LeafPlan<'_>,
    (tally, at, period): (&Tally, usize, usize),
    findings: &mut Vec<Finding>,
) {
    of_cells(scene, leaf, (tally, at, period), findings);
    let measure = leaf.indicator.measure.as_str();
    for step in 0..STEPS {
        let (zh, en) = method(card, scene.node, step);
        let message =
            Text::new(format!("{{n}} 个缺失值由{zh}代替"), format!("missing values replaced by {en}: {{n}}"));
        let count = tally.of_leaf(at, period, Event::Imputed as usize + step);
        findings.extend(scene.finding("scr105", Severity::Note, message, count, measure));
    }
    for (code, severity, event, zh, en) in STAND_INS {
        let count = tally.of_leaf(at, period, event as usize);
        findings.extend(scene.finding(code, severity, Text::new(zh, en), count, measure));
    }
    let is_distance = leaf.indicator.best.is_some();
    let is_trapezoid = matches!(leaf.indicator.normalisation, Normalisation::Trapezoid { .. });
    for (code, severity, event, zh, en) in SCORING {
        // The ends of a trapezoid are where it is meant to have no slope.
        if is_trapezoid && matches!(event, Event::Below | Event::Above) {
            continue;
        }
        let (zh, en) = match event {
            Event::Below if is_distance => (
                "{n} 个值到最优值的距离小于下限",
                "values nearer to the best than the lowest distance covered: {n}",
            ),
            Event::Above if is_distance => (
                "{n} 个值到最优值的距离大于上限",
                "values farther from the best than the highest distance covered: {n}",
            ),
            _ => (zh, en),
        };
        let of_groups = matches!(event, Event::FellBack | Event::UnknownGroup);
        let count = tally.of_leaf(at, period, event as usize);
        let measure = match event {
            _ if of_groups => "",
            Event::Below | Event::Above => scored_measure(leaf),
            _ => measure,
        };
        findings.extend(scene.finding(code, severity, Text::new(zh, en), count, measure));
    }
    saturation(scene, leaf, (tally, at, period), findings);
    let jump = Text::new(
        "{n} 个对象的值与上年相比变化过大（倍数超过 max_change）",
        "values that changed by more than `max_change` against the year before: {n}",
    );
    let count = |event: Event| tally.of_leaf(at, period, event as usize);
    findings.extend(scene.finding("scr113", Severity::Warning, jump, count(Event::Jump), "×"));
    let unscored = Text::new(
        "{n} 个对象缺失且没有可用的插补，没有得分",
        "units without value and without anything to stand in for it, hence without score: {n}",
    );
    findings.extend(scene.finding("scr106", Severity::Note, unscored, count(Event::Unscored), ""));
}

/// The unit of measure of what is normalised: none after a transformation.
fn scored_measure<'l>(leaf: &'l LeafPlan<'_>) -> &'l str {
    if leaf.indicator.treatment.last_transform().is_some() { "1" } else { &leaf.indicator.measure }
}

/// What treatment and normalisation say, in the order of the steps.
const SCORING: [(&str, Severity, Event, &str, &str); 9] = [
    (
        "scr107",
        Severity::Note,
        Event::CutLow,
        "{n} 个值低于缩尾下限，取下限",
        "values cut at the lower limit of the treatment: {n}",
    ),
    (
        "scr107",
        Severity::Note,
        Event::CutHigh,
        "{n} 个值高于缩尾上限，取上限",
        "values cut at the upper limit of the treatment: {n}",
    ),
    (
        "scr150",
        Severity::Note,
        Event::BeyondOrigin,
        "{n} 个值超出对数起点所在的基期端点，按该端点计",
        "values beyond the end of the base where the logarithm starts, taken as that end: {n}",
    ),
    (
        "scr103",
        Severity::Warning,
        Event::NoAnswer,
        "{n} 个值没有得分：对数只能用于正数，比值只能用于不小于 0 的数，或结果超出可表示的范围",
        "values without score (a logarithm takes positive values only, a ratio none below 0, or the result is no finite number): {n}",
    ),
    (
        "scr147",
        Severity::Warning,
        Event::NoPeriod,
        "{n} 个对象没有得分：各期分别定标，这一期没有自己的参数",
        "units without score, as each base period has its own parameters and this period has none: {n}",
    ),
    (
        "scr111",
        Severity::Note,
        Event::FellBack,
        "{n} 个对象所在的组没有自己的参数，用全体的",
        "units of peer groups without parameters of their own, scored with those of all units: {n}",
    ),
    (
        "scr112",
        Severity::Warning,
        Event::UnknownGroup,
        "{n} 个对象的分组属性不明，用全体的参数",
        "units without the attribute that makes the peer groups, scored with the parameters of all units: {n}",
    ),
    ("scr108", Severity::Note, Event::Below, "{n} 个值低于最低锚点", "values below the lowest anchor: {n}"),
    ("scr109", Severity::Note, Event::Above, "{n} 个值高于最高锚点", "values above the highest anchor: {n}"),
];

/// What the values are before anything stands in for them.
fn of_cells(
    scene: &Scene<'_>,
    leaf: &LeafPlan<'_>,
    (tally, at, period): (&Tally, usize, usize),
    findings: &mut Vec<Finding>,
) {
    let mut say = |code, severity, zh: &str, en: &str, count: &Count, measure: &str| {
        findings.extend(scene.finding(code, severity, Text::new(zh, en), count, measure));
    };
    let not_applicable = tally.status(at, period, Status::NotApplicable);
    let applicable = tally.rows_of(at, period) - not_applicable.count;
    if applicable > 0 && tally.observed(at, period) == 0 {
        say(
            "scr114",
            Severity::Warning,
            "这一期一个观测值也没有（适用对象 {n} 个）",
            "no observed value in this period; units it applies to: {n}",
            &Count::of(applicable),
            "",
        );
    }
    let outside = tally.of_leaf(at, period, Event::OutOfRange as usize);
    say(
        "scr101",
        Severity::Warning,
        "{n} 个值超出有效范围，按无效处理",
        "values outside the valid range, taken as invalid: {n}",
        outside,
        &leaf.indicator.measure,
    );
    let denominator = tally.of_leaf(at, period, Event::BadDenominator as usize);
    say(
        "scr115",
        Severity::Warning,
        "{n} 个对象的分母为零或负数，按无效处理",
        "units whose denominator is zero or negative, taken as invalid: {n}",
        denominator,
        "1",
    );
    let invalid = tally.status(at, period, Status::Invalid).without(outside).without(denominator);
    say(
        "scr102",
        Severity::Warning,
        "{n} 个值无效：数据无效，或公式在这里没有结果（如除以零）",
        "invalid values (invalid data, or no answer of the formula, such as a division by zero): {n}",
        &invalid,
        "",
    );
    say(
        "scr104",
        Severity::Note,
        "{n} 个对象不适用，不计入覆盖率分母",
        "units it does not apply to, which leave the coverage denominator: {n}",
        not_applicable,
        "",
    );
}

/// Many units at an end of the scale: the anchors no longer tell them apart.
fn saturation(
    scene: &Scene<'_>,
    leaf: &LeafPlan<'_>,
    (tally, at, period): (&Tally, usize, usize),
    findings: &mut Vec<Finding>,
) {
    let (worst, best) = leaf.indicator.normalisation.saturates();
    // Inside the best interval everyone is meant to have full marks.
    let best = best && leaf.indicator.best.is_none();
    let unscored = tally.of_leaf(at, period, Event::Unscored as usize).count;
    let not_applicable = tally.status(at, period, Status::NotApplicable).count;
    let scored = tally.rows_of(at, period).saturating_sub(unscored + not_applicable);
    let mut say = |wanted: bool, event: Event, zh: &str, en: &str| {
        let count = tally.of_leaf(at, period, event as usize);
        let share = count.count as f64 / scored.max(1) as f64;
        if wanted && scored >= FEW && share > SATURATED {
            let percent = number((share * 1000.0).round() / 10.0);
            let message = Text::new(
                format!("锚点饱和：{{n}} 个对象（{percent}%）{zh}，彼此拉不开差距"),
                format!(
                    "anchor saturation: {percent}% of the units {en}, which tells them no longer apart: {{n}}"
                ),
            );
            findings.extend(scene.finding("scr110", Severity::Warning, message, count, scored_measure(leaf)));
        }
    };
    say(worst, Event::AtWorst, "得最低分", "have the lowest score");
    say(best, Event::AtBest, "得满分", "have the full score");
}

fn method(card: &Scorecard, node: &Node, step: usize) -> (&'static str, &'static str) {
    match card.indicator(node.id.as_str()).and_then(|frozen| frozen.imputation.get(step)) {
        Some(Imputer::CarryForward { .. }) => ("沿用上期值", "the value carried forward"),
        Some(Imputer::LinearInterpolation { .. }) => ("线性插值", "linear interpolation"),
        Some(Imputer::Mean { .. }) => ("基期均值", "the mean of the base"),
        Some(Imputer::Median { .. }) => ("基期中位数", "the median of the base"),
        Some(Imputer::GroupMean(_)) => ("基期组均值", "the group mean of the base"),
        Some(Imputer::GroupMedian(_)) => ("基期组中位数", "the group median of the base"),
        Some(Imputer::Ratio(_)) => ("比率插补", "ratio imputation"),
        Some(Imputer::ByRow(_)) => ("按行插补", "imputation by row"),
        Some(Imputer::NearestNeighbours(_)) => ("k 近邻插补", "nearest neighbours"),
        Some(Imputer::EmNormal(_)) => ("EM 插补", "the normal model (EM)"),
        None => ("后续步骤", "a later step"),
    }
}

/// What is worth saying of stand-ins beside the step.
const STAND_INS: [(&str, Severity, Event, &str, &str); 3] = [
    (
        "scr160",
        Severity::Warning,
        Event::UsedLater,
        "{n} 个插补值用了以后年份的数据（later = \"allowed\"），得分会随以后的数据变动",
        "imputed values that rest on data of later years (later = \"allowed\"), so that scores change with later data: {n}",
    ),
    (
        "scr161",
        Severity::Note,
        Event::WholeBase,
        "{n} 个插补值所在的组没有自己的参数，用全体的（可靠性 C）",
        "imputed values of units whose group has nothing of its own, taken from the whole base (reliability C): {n}",
    ),
    (
        "scr162",
        Severity::Note,
        Event::FewNeighbours,
        "{n} 个插补值的近邻不足 k 个，用了现有的",
        "imputed values that rest on fewer neighbours than `k`: {n}",
    ),
];

fn of_aggregate(scene: &Scene<'_>, (tally, at, period): (&Tally, usize, usize), findings: &mut Vec<Finding>) {
    let reasons = [
        (Withheld::NotApplicable, Severity::Note, "下属指标都不适用", "no indicator below applies"),
        (Withheld::NoData, Severity::Warning, "下级都没有得分", "no child has a score"),
        (Withheld::TooFewChildren, Severity::Warning, "有得分的下级太少", "too few children have a score"),
        (Withheld::MissingChild, Severity::Warning, "有下级缺失", "a child has no score"),
        (
            Withheld::LowCoverage,
            Severity::Warning,
            "观测到的权重不足",
            "too little of the weight was observed",
        ),
        (
            Withheld::NoMean,
            Severity::Warning,
            "下级得分使合成没有结果",
            "the mean has no answer for the children's scores",
        ),
    ];
    for (reason, severity, zh, en) in reasons {
        let message = Text::new(format!("{{n}} 个对象不予计分：{zh}"), format!("withheld, as {en}: {{n}}"));
        let count = tally.of_aggregate(at, period, reason as usize);
        findings.extend(scene.finding("scr120", severity, message, count, ""));
    }
    let floored = Text::new(
        "{n} 个对象有下级得分低于声明的下限，按下限合成",
        "units with a child below the declared floor, which counts as the floor: {n}",
    );
    findings.extend(scene.finding(
        "scr121",
        Severity::Note,
        floored,
        tally.of_aggregate(at, period, FLOORED),
        "",
    ));
    let beyond = Text::new(
        "{n} 个对象的合成得分超出得分范围（不均衡的惩罚所致），照实保留",
        "scores off the scale, where the penalty for imbalance takes them; they are kept: {n}",
    );
    let count = tally.of_aggregate(at, period, BEYOND);
    findings.extend(scene.finding("scr170", Severity::Note, beyond, count, "1"));
    let kept = matches!(
        scene.plan.aggregates.get(at).map(|aggregate| aggregate.aggregator.method()),
        Some(Aggregation::BenefitOfTheDoubt { beyond: Beyond::Keep, .. })
    );
    let (zh, en) =
        if kept { ("照实保留", "keep what exceeds it") } else { ("取满分", "get the full score") };
    let past = Text::new(
        format!("{{n}} 个对象超出基期前沿，{zh}"),
        format!("units beyond the frontier of the base, which {en}: {{n}}"),
    );
    let count = tally.of_aggregate(at, period, PAST_FRONTIER);
    findings.extend(scene.finding("scr177", Severity::Note, past, count, "1"));
}
