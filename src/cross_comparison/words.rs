//! Why a method has no answer, in words that name units and nodes.

use crate::ranking::RankingError;
use crate::vocab::Text;

/// What happened and what to do.
pub(super) fn refusal(
    error: &RankingError,
    node: &dyn Fn(usize) -> String,
    unit: &dyn Fn(usize) -> String,
) -> (Text, Text) {
    let scores = Text::new(
        "改用得分（`values = \"scores\"`），或换一种方法",
        "use scores (`values = \"scores\"`) or another method",
    );
    match error {
        RankingError::Parameter { name, given, allowed } => (
            Text::new(
                format!("`{name}` 是 {given}，超出允许的范围"),
                format!("`{name}` is {given}; expected: {allowed}"),
            ),
            Text::new(format!("应为：{}", in_chinese(allowed)), format!("write {allowed}")),
        ),
        RankingError::Negative { criterion, unit: at, given } => (
            Text::new(
                format!("“{}”的“{}”是 {given}，这种方法不接受负值", unit(*at), node(*criterion)),
                format!(
                    "`{}` of `{}` is {given}; the method takes values from 0 up",
                    node(*criterion),
                    unit(*at)
                ),
            ),
            scores,
        ),
        RankingError::NotPositive { criterion, unit: at, given } => (
            Text::new(
                format!("“{}”的“{}”是 {given}，这种方法只接受大于 0 的值", unit(*at), node(*criterion)),
                format!(
                    "`{}` of `{}` is {given}; the method takes values above 0",
                    node(*criterion),
                    unit(*at)
                ),
            ),
            Text::new(
                "换一种接受任何数的方法，或比较最低分大于 0 的得分",
                "choose a method that takes any numbers, or compare scores on a scale that begins above 0",
            ),
        ),
        RankingError::OnlyBenefits { criterion } => (
            Text::new(
                format!("“{}”是逆向指标，这种方法只接受越大越好的数", node(*criterion)),
                format!(
                    "`{}` counts against a unit; the method takes only what counts for it",
                    node(*criterion)
                ),
            ),
            scores,
        ),
        RankingError::NotAShare { unit: at, given, .. } => (
            Text::new(
                format!("“{}”有一个得分在量表之外（折成份额是 {given}）", unit(*at)),
                format!("`{}` has a score outside the scale (as a share: {given})", unit(*at)),
            ),
            Text::new(
                "让归一化不超出量表，或换一种方法",
                "keep normalised scores within the scale, or choose another method",
            ),
        ),
        RankingError::ZeroSum { unit: at, .. } => (
            Text::new(
                format!("“{}”的数值全为 0，这种方法要除以它们的和", unit(*at)),
                format!("the numbers of `{}` are all 0, and the method divides by their sum", unit(*at)),
            ),
            Text::new("换一种方法，或用 `nodes` 换掉这些节点", "choose another method, or other nodes"),
        ),
        RankingError::AllConstant => (
            Text::new("没有一个有权重的节点能区分对象", "no node with a weight tells two units apart"),
            Text::new("检查数据，或比较别的节点", "check the data, or compare other nodes"),
        ),
        RankingError::NoWeight => (
            Text::new("参加比较的节点权重全为 0", "all nodes that are compared weigh 0"),
            Text::new("改 `weighting`，或比较别的节点", "change `weighting`, or compare other nodes"),
        ),
        RankingError::TooFewUnits { given } => (
            Text::new(
                format!("只有 {given} 个对象，至少要 2 个"),
                format!("units to rank: {given}, where at least 2 are needed"),
            ),
            Text::new("检查数据和缺失处理", "check the data and the rule for gaps"),
        ),
        RankingError::TooHard { units, budget, reason } => (
            Text::new(
                format!("{units} 个对象在 {budget} 步之内得不出精确答案，不给近似结果"),
                format!(
                    "no exact answer for {units} units within {budget} steps ({reason}); no guess is made"
                ),
            ),
            Text::new("减少对象，或改用科普兰法", "rank fewer units, or use Copeland"),
        ),
        other => (Text::new(format!("没有答案（{other}）"), other.to_string()), scores),
    }
}

/// What a parameter may be, as the stage says it in English.
fn in_chinese(allowed: &'static str) -> &'static str {
    match allowed {
        "a number from 0 to 1" => "0 到 1 的数",
        "a number above 0, at most 1" => "大于 0、不超过 1 的数",
        "at most 1 / criteria" => "不超过 1 除以节点数",
        "at least 1 / criteria" => "不小于 1 除以节点数",
        "two or more grades" => "两个以上等级",
        "scores that fall from grade to grade" => "由高到低的分值",
        "a share of the range from 0 to 1" => "占全距的份额，0 到 1",
        "a share of the range above 0, at most 1" => "占全距的份额，大于 0、不超过 1",
        "a share of the range from indifference to 1" => "占全距的份额，从 indifference 到 1",
        "a share of the range above indifference, at most 1" => "占全距的份额，大于 indifference、不超过 1",
        "a share of the range above 0" => "占全距的份额，大于 0",
        "a whole number from 2 to 20" => "2 到 20 的整数",
        other => other,
    }
}
