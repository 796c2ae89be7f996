//! How the numbers came about, for a reader who wants to check them.

use super::super::document::{Block, Inline, Level};
use super::super::font::missing_characters;
use super::super::results::Results;
use super::draft::Draft;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    let steps = [
        r.say(
            "指标值：按指标卡片中的公式由原始变量计算，计量单位自动换算；不适用的指标不进入覆盖率的分母。",
            "Indicator value: by the card's formula from raw variables, units of measure converted; indicators that do not apply leave the denominator of the coverage.",
        ),
        r.say(
            "定标：缺失插补常数、异常值界限、无量纲化曲线和权重只由基期数据与指标体系确定一次，写入评分卡并冻结；以后各期只套用，不重新估计，因此各期得分在同一把尺子上。",
            "Fit: imputation constants, limits, curves and weights are determined once, from the base and the definition, and frozen in the scorecard; later periods only apply it, so that all periods lie on one scale.",
        ),
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
    let mut blocks = vec![Block::heading(Level::Chapter, "method", r.say("方法说明", "Method note"))];
    blocks.push(Block::Numbered(steps.iter().map(|s| vec![Inline::text(*s)]).collect()));
    blocks.extend(super::delphi::tables(r));
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
