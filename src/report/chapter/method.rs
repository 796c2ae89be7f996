//! How the numbers came about, for a reader who wants to check them.

use super::super::document::{Block, Inline, Level};
use super::super::font::missing_characters;
use super::super::results::Results;
use super::draft::Draft;
use crate::framework::BaseValues;
use crate::vocab::AcrossYears;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    let fit = if r.has_common_scale() {
        r.say(
            "定标：缺失插补常数、异常值界限、无量纲化曲线和权重只由基期数据与指标体系确定一次，写入评分卡并冻结；以后各期只套用，不重新估计，因此各期得分在同一把尺子上。",
            "Fit: imputation constants, limits, curves and weights are determined once, from the base and the definition, and frozen in the scorecard; later periods only apply it, so that all periods lie on one scale.",
        )
    } else {
        r.say(
            "定标：缺失插补常数、异常值界限、无量纲化曲线和权重只由基期数据与指标体系确定一次，写入评分卡并冻结；以后只套用，不重新估计；部分指标各期分别定标（见下），因此各期得分不在同一把尺子上。",
            "Fit: imputation constants, limits, curves and weights are determined once, from the base and the definition, and frozen in the scorecard; later it is only applied; some indicators have parameters of their own in each period (see below), so that periods do not lie on one scale.",
        )
    };
    let steps = [
        r.say(
            "指标值：按指标卡片中的公式由原始变量计算，计量单位自动换算；不适用的指标不进入覆盖率的分母。",
            "Indicator value: by the card's formula from raw variables, units of measure converted; indicators that do not apply leave the denominator of the coverage.",
        ),
        fit,
        r.say(
            "计分：指标值 → 插补 → 异常值处理 → 无量纲化 → 逐级合成。下级得分缺失时按该级的覆盖规则处理：分担权重，或不予计分。",
            "Score: value → imputation → treatment → normalisation → aggregation upwards. Where a child has no score the level's coverage rule decides: the others share its weight, or the score is withheld.",
        ),
        r.say(
            "一票否决只限制等级，不改变得分；得分、否决情形和最终等级分别列示。",
            "Gates limit the grade and never change a score; score, gates and final grade are shown separately.",
        ),
        r.say(
            "位次与等级按未取整得分确定；取整只发生在打印时。",
            "Ranks and grades are decided on unrounded scores; rounding happens only in print.",
        ),
    ];
    let completed = r.say(
        "基期取值：异常值处理和无量纲化的参数由补全后的基期（观测值加插补值）定出；插补的参数只用观测值。",
        "Base: treatment and normalisation are frozen on the completed base (observed and imputed values); imputation rests on observed values.",
    );
    let adjusted = r.say(
        "加分和扣分在基础得分之外另计：基础得分、加分、扣分、否决情形和最终等级是五个分开的数，位次与各项分析只用基础得分。",
        "Bonuses and penalties stand beside the base score: base score, bonus, penalty, gates and final grade are five separate numbers; ranks and analysis use the base score only.",
    );
    let parts = r.framework().parts();
    let completed = (parts.base_values == BaseValues::Completed).then_some(completed);
    let adjusted = (!parts.adjustments.is_empty()).then_some(adjusted);
    let steps = steps.into_iter().chain(completed).chain(adjusted);
    let mut blocks = vec![Block::heading(Level::Chapter, "method", r.say("方法说明", "Method note"))];
    blocks.push(Block::Numbered(steps.map(|s| vec![Inline::text(s)]).collect()));
    blocks.extend(comparability(r));
    blocks.extend(super::weights::write(r));
    blocks.extend(super::delphi::tables(r));
    blocks.push(Block::heading(Level::Section, "checking", r.say("复核", "To check the numbers")));
    blocks.push(Block::Paragraph(vec![
        Inline::text(
            r.say("任何一个得分都可以追到原始单元格：运行 ", "Every score can be traced to its cells: run "),
        ),
        Inline::Code("quanheng explain study.toml UNIT".to_owned()),
        Inline::text(r.say(
            "。重新运行并逐字节核对全部输出：",
            ". To run again and compare every output byte by byte: ",
        )),
        Inline::Code("quanheng verify study.toml".to_owned()),
        Inline::text(r.say("。", ".")),
    ]));
    blocks.push(Block::Bullets(made_with(r)));
    gather(r, draft);
    let template = r.say(
        "名称中有{font.missing.count}个字符不在内嵌字体之内（{font.missing}）：图中以方框代替，网页和文档改用系统字体，表格和数据不受影响。",
        "Names contain {font.missing.count} characters that the embedded font lacks ({font.missing}): figures show a box in their place, page and document fall back on fonts of the system; tables and data are not affected.",
    );
    blocks.extend(draft.sentence(template));
    blocks.push(Block::paragraph(r.say(
        "本报告只描述得分及其变化，不作因果推断；相邻位次之间的微小差距不具有实际意义。",
        "This report describes scores and their changes; it infers no causes. Small distances between neighbouring ranks mean nothing in practice.",
    )));
    blocks
}

/// Which indicators do not measure rises and falls between periods.
fn comparability(r: &Results<'_>) -> Vec<Block> {
    let sorts = [
        (
            AcrossYears::NotComparable,
            r.say(
                "下列指标各期分别定标，其得分以及由其合成的得分不能跨期比较：",
                "These indicators have parameters of their own in each period; their scores, and scores made of them, may not be compared between periods: ",
            ),
        ),
        (
            AcrossYears::RelativeToBase,
            r.say(
                "下列指标的得分是相对于基期样本的位置或份额，跨期比较时不表示进步或退步的幅度：",
                "Scores of these indicators are places or shares relative to the base; between periods they do not measure how far a unit rose or fell: ",
            ),
        ),
    ];
    let said = |(sort, text): (AcrossYears, &str)| {
        let names: Vec<&str> = r.indicators_that_are(sort).into_iter().map(|node| r.name(node)).collect();
        let listed = names.join(r.say("、", ", "));
        (!names.is_empty()).then(|| Block::paragraph(format!("{text}{listed}{}", r.say("。", "."))))
    };
    sorts.into_iter().filter_map(said).collect()
}

/// What the numbers can be held to: edition, base, fingerprint, program.
fn made_with(r: &Results<'_>) -> Vec<Vec<Inline>> {
    let parts = r.framework().parts();
    let edition = format!("{} {} {}", parts.set, parts.edition, parts.version);
    let base: Vec<String> = r.scorecard.base().periods.iter().map(|p| p.period.to_string()).collect();
    let items = [
        (r.say("指标体系：", "Definition: "), edition),
        (r.say("基期：", "Base: "), base.join(r.say("、", ", "))),
        (r.say("评分卡指纹：", "Fingerprint of the scorecard: "), r.scorecard.fingerprint().to_owned()),
        (r.say("编制工具：", "Made with: "), super::PROGRAM.to_owned()),
    ];
    items.into_iter().map(|(label, value)| vec![Inline::text(label), Inline::Code(value)]).collect()
}

/// Characters of names that the embedded font cannot show.
fn gather(r: &Results<'_>, draft: &mut Draft) {
    let index = r.scores.index();
    let mut names: String = index.units().iter().map(|unit| &*unit.name).collect();
    names.extend(r.framework().nodes().iter().map(|node| r.text(&node.name)));
    for attribute in &r.order.by {
        names.extend(r.groups(attribute, &r.rows(r.order.focus)).into_iter().map(|(group, _)| group));
    }
    let missing = missing_characters(&names);
    if missing.is_empty() {
        return;
    }
    let from = r.say("名称", "names");
    draft.facts.count("font.missing.count", missing.len(), from);
    let listed: Vec<String> = missing.iter().take(20).map(char::to_string).collect();
    draft.facts.word("font.missing", listed.join(r.say("、", ", ")), from);
}
