//! What was evaluated and what came out, in a few sentences.

use super::super::document::{Align, Block, Callout, Cell, Column, Inline, Level, NumberFormat, Table};
use super::super::facts::Facts;
use super::super::results::{Results, Spread};
use super::draft::Draft;
use super::picture;
use crate::framework::GradedScore;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    gather(r, &mut draft.facts);
    let mut blocks = vec![Block::heading(Level::Chapter, "overview", r.say("评价概况", "Overview"))];
    blocks.push(Block::Callout {
        kind: Callout::Key,
        blocks: vec![Block::Bullets(key_points(r, &draft.facts))],
    });
    blocks.extend(basis(r, draft));
    blocks.push(picture::index_distribution(r, draft));
    if let Some(grades) = grades(r) {
        blocks.push(Block::Table(grades));
    }
    blocks.extend(super::adjustments::write(r));
    blocks.push(picture::leaders(r, draft));
    blocks
}

fn gather(r: &Results<'_>, facts: &mut Facts) {
    let focus = r.order.focus;
    let rows = r.rows(focus);
    let root = r.framework().root();
    let from = format!("{} {}", r.say("综合得分", "index scores"), focus);
    facts.word("focus", focus.to_string(), r.say("study.toml", "study.toml"));
    facts.count("units", rows.len(), format!("{} {focus}", r.say("名录与数据", "register and data")));
    let scored: Vec<usize> = rows.iter().copied().filter(|&row| r.index_score(row).is_some()).collect();
    facts.count("scored", scored.len(), from.clone());
    let withheld = rows.len() - scored.len();
    facts.count("withheld", withheld, from.clone());
    // Two wordings of one sentence, of which exactly one finds its fact.
    if withheld > 0 {
        facts.count("withheld.some", withheld, from.clone());
    } else {
        facts.count("units.all", rows.len(), from.clone());
    }
    facts.count("indicators.core", core_count(r), r.say("指标体系", "definition"));
    facts.count("indicators.all", r.framework().indicators().count(), r.say("指标体系", "definition"));
    facts.count("dimensions", r.dimensions().len(), r.say("指标体系", "definition"));
    if let Some(spread) = r.spread(root, &scored) {
        put_spread(r, facts, "index", &spread, &from);
    }
    if let Some(previous) = r.previous() {
        gather_change(r, facts, previous);
    }
    let names: Vec<&str> = r.ranked().iter().take(3).map(|(_, row)| r.unit_name(*row)).collect();
    if !names.is_empty() {
        facts.word("leaders", names.join(r.say("、", ", ")), from);
    }
}

fn gather_change(r: &Results<'_>, facts: &mut Facts, previous: crate::vocab::Period) {
    let root = r.framework().root();
    let from = format!("{} {previous}–{}", r.say("综合得分", "index scores"), r.order.focus);
    facts.word("previous", previous.to_string(), "study.toml");
    let mean = |rows: &[usize]| r.spread(root, rows).map(|s| s.mean);
    let rows_before = r.rows(previous);
    if let (Some(before), Some(now)) = (mean(&rows_before), mean(&r.rows(r.order.focus))) {
        facts.number("index.change.current", now - before, r.signed(), from.clone());
    }
    let both = r.scored_in_both(previous, r.order.focus);
    facts.count("matched.units", both.len(), from.clone());
    let (before, now): (Vec<usize>, Vec<usize>) = both.into_iter().unzip();
    if let (Some(before), Some(now)) = (mean(&before), mean(&now)) {
        facts.number("index.change.matched", now - before, r.signed(), from);
    }
}

/// Puts the statistics of a node into the facts.
pub(super) fn put_spread(r: &Results<'_>, facts: &mut Facts, name: &str, spread: &Spread, from: &str) {
    let numbers = [
        ("mean", spread.mean),
        ("median", spread.median),
        ("lower", spread.lower),
        ("upper", spread.upper),
        ("min", spread.min),
        ("max", spread.max),
    ];
    for (suffix, value) in numbers {
        facts.number(format!("{name}.{suffix}"), value, r.format(), from);
    }
}

fn core_count(r: &Results<'_>) -> usize {
    r.framework().indicators().filter(|(_, _, i)| i.status == crate::framework::Lifecycle::Core).count()
}

fn key_points(r: &Results<'_>, facts: &Facts) -> Vec<Vec<Inline>> {
    let templates = [
        r.say(
            "{focus}年度共有{units}个评价对象，其中{scored}个有综合得分；另有{withheld.some}个因可用数据不足，未予计分。",
            "In {focus} there were {units} units: {scored} have an index score, {withheld.some} have none because too little was observed.",
        ),
        r.say(
            "{focus}年度共有{units.all}个评价对象，全部有综合得分。",
            "In {focus} there were {units.all} units, all of which have an index score.",
        ),
        r.say(
            "综合得分均值为{index.mean}，中位数为{index.median}；居中的一半对象在{index.lower}至{index.upper}之间，最低{index.min}，最高{index.max}。",
            "The mean index score is {index.mean}, the median {index.median}; the middle half lies between {index.lower} and {index.upper}, the lowest is {index.min}, the highest {index.max}.",
        ),
        r.say(
            "与{previous}年度相比，现样本均值变化{index.change.current}，两期均有得分的{matched.units}个对象（同样本）均值变化{index.change.matched}。两期使用同一评分卡，可以直接比较。",
            "Against {previous} the mean of the current sample changed by {index.change.current}, that of the {matched.units} units scored in both periods by {index.change.matched}. Both periods use the same scorecard and may be compared.",
        ),
        r.say("综合得分居前的是：{leaders}。", "The highest index scores: {leaders}."),
    ];
    templates.iter().filter_map(|t| facts.fill(t)).map(|text| vec![Inline::text(text)]).collect()
}

fn basis(r: &Results<'_>, draft: &Draft) -> Option<Block> {
    let template = r.say(
        "本次评价的指标体系含{dimensions}个维度、{indicators.all}项指标，其中计分指标{indicators.core}项；其余如有，为试行或备选指标，只计算、不计入综合得分。得分按冻结的评分卡逐个计算，与样本中的其他对象无关；位次依未取整得分排列，得分相同者位次相同。",
        "The definition has {dimensions} dimensions and {indicators.all} indicators, {indicators.core} of which count; any others are computed but weigh nothing. Each unit is scored by the frozen scorecard, without regard to the other units; ranks are by unrounded scores, ties share a rank.",
    );
    draft.sentence(template)
}

fn grades(r: &Results<'_>) -> Option<Table> {
    let grades = &r.framework().parts().grades;
    if grades.is_empty() {
        return None;
    }
    let mut columns = vec![Column::text(r.say("等级", "Grade")), Column::text(r.say("得分", "Score"))];
    for period in &r.order.periods {
        columns.push(Column::number(period.to_string(), NumberFormat::Integer));
    }
    let mut table = Table::new("grades", r.say("各等级对象数", "Units by grade"), columns);
    for (at, grade) in grades.iter().enumerate() {
        let limit = grade.from.map_or_else(
            || r.say("其余", "below").to_owned(),
            |from| format!("≥ {}", NumberFormat::Text.print(from).unwrap_or_default()),
        );
        let mut cells = vec![Cell::text(format!("{} {}", grade.id, r.text(&grade.name))), Cell::text(limit)];
        cells.extend(r.order.periods.iter().map(|p| Cell::count(r.count_of_grade(*p, Some(at)))));
        table.push(cells);
    }
    let mut cells = vec![Cell::text(r.say("不定等级", "not graded")), Cell::Empty];
    cells.extend(r.order.periods.iter().map(|p| Cell::count(r.count_of_grade(*p, None))));
    table.push(cells);
    table.columns[1].align = Align::Centre;
    let note = match r.framework().parts().adjusting.grade {
        GradedScore::Base => r.say(
            "等级为一票否决规则生效后的最终等级；“不定等级”含未获得综合得分者。",
            "Final grades, after gates; `not graded` includes units without an index score.",
        ),
        GradedScore::Adjusted => r.say(
            "等级按加分、扣分之后的得分确定，为一票否决规则生效后的最终等级；“不定等级”含未获得综合得分者。",
            "Final grades, by the score after bonuses and penalties and after gates; `not graded` includes units without an index score.",
        ),
    };
    table.note = Some(note.to_owned());
    Some(table)
}
