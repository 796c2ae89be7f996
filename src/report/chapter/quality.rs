//! How complete the data are, and what stood in for what was missing.

use super::super::document::{Block, Cell, Column, Interaction, Level, NumberFormat, Table};
use super::super::results::Results;
use super::draft::Draft;
use super::{screening, treatment};
use crate::framework::{Lifecycle, NodeId};
use crate::panel::Status;

/// Below this share of observed weight a score deserves care.
const LOW_COVERAGE: f64 = 0.8;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    let rows = r.rows(r.order.focus);
    let mut blocks = vec![Block::heading(Level::Chapter, "quality", r.say("数据质量", "Data quality"))];
    let root = r.framework().root();
    let scored: Vec<usize> = rows.iter().copied().filter(|&row| r.index_score(row).is_some()).collect();
    let mean = |value: &dyn Fn(usize) -> f64| {
        #[expect(clippy::cast_precision_loss, reason = "counts of units stay far below 2^53")]
        let n = scored.len() as f64;
        scored.iter().map(|&row| value(row)).sum::<f64>() / n
    };
    let from = r.say("有得分对象的简单平均", "mean over scored units");
    let facts = &mut draft.facts;
    facts.number("coverage.mean", mean(&|row| r.coverage(root, row)), NumberFormat::Percent(1), from);
    facts.number("imputed.mean", mean(&|row| r.imputed(root, row)), NumberFormat::Percent(1), from);
    let template = r.say(
        "{focus}年度有得分的对象，按权重计平均有{coverage.mean}的适用指标取得实际数据，{imputed.mean}由插补得到；其余缺失部分的权重由同组其他指标分担。缺失不作零处理。",
        "In {focus}, scored units had on average {coverage.mean} of the weight of applicable indicators observed and {imputed.mean} imputed; the weight of what remains is shared by the other indicators of its group. Missing is never zero.",
    );
    blocks.extend(draft.sentence(template));
    gather(r, draft, &scored, &rows);
    let templates = [
        r.say(
            "有得分的对象中，{coverage.low}（{coverage.low.units}个）的覆盖率低于80%，其得分应谨慎使用。",
            "The coverage of {coverage.low} of the scored units ({coverage.low.units}) is below 80%; their scores should be used with care.",
        ),
        r.say(
            "数据最不完整的计分指标是{coverage.least}，适用对象中{coverage.least.share}有数据。",
            "The least complete indicator that counts is {coverage.least}: {coverage.least.share} of the units it applies to have data.",
        ),
    ];
    blocks.extend(draft.sentences(&templates, r.say("", " ")));
    blocks.push(Block::Table(indicators(r, &rows)));
    let caption = format!(
        "{} {}",
        r.say("插补值（按方法和可靠性）", "Imputed values by method and reliability"),
        r.order.focus
    );
    blocks.extend(super::imputed::counts(r, &rows, &caption).map(Block::Table));
    blocks.extend(screening::tables(r).into_iter().map(Block::Table));
    blocks.extend(treatment::table(r).map(Block::Table));
    blocks.push(Block::Table(periods(r)));
    blocks.push(Block::Table(sources(r)));
    blocks
}

/// Units with little data, and the indicator with the least.
fn gather(r: &Results<'_>, draft: &mut Draft, scored: &[usize], rows: &[usize]) {
    let root = r.framework().root();
    let low = scored.iter().filter(|&&row| r.coverage(root, row) < LOW_COVERAGE).count();
    let from = format!("{} {}", r.say("覆盖率", "coverage"), r.order.focus);
    if low > 0 {
        draft.facts.count("coverage.low.units", low, &*from);
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of units stay far below 2^53")]
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    draft.facts.number("coverage.low", share(low, scored.len()), NumberFormat::Percent(1), &*from);
    let core = r.framework().indicators().filter(|(_, _, i)| i.status == Lifecycle::Core);
    let observed = core.filter_map(|(node, _, _)| {
        let tally = Tally::of(r, node, rows);
        (tally.applicable > 0).then(|| (node, share(tally.observed, tally.applicable)))
    });
    let least = observed.min_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((node, share)) = least.filter(|(_, share)| *share < 1.0) {
        draft.facts.word("coverage.least", r.name(node), &*from);
        draft.facts.number("coverage.least.share", share, NumberFormat::Percent(1), from);
    }
}

fn indicators(r: &Results<'_>, rows: &[usize]) -> Table {
    let cells = r.say("对象数", "Units");
    let columns = vec![
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("指标", "Indicator")),
        Column::number(r.say("适用", "Applicable"), NumberFormat::Integer).grouped(cells),
        Column::number(r.say("有数据", "Observed"), NumberFormat::Integer).grouped(cells),
        Column::number(r.say("插补", "Imputed"), NumberFormat::Integer).grouped(cells),
        Column::number(r.say("无效", "Invalid"), NumberFormat::Integer).grouped(cells),
        Column::number(r.say("不适用", "Not applicable"), NumberFormat::Integer).grouped(cells),
        Column::number(r.say("数据覆盖率", "Observed share"), NumberFormat::Percent(1)),
        Column::number(r.say("满分占比", "At the top"), NumberFormat::Percent(1)),
        Column::number(r.say("零分占比", "At the bottom"), NumberFormat::Percent(1)),
        Column::text(r.say("状态", "Status")),
    ];
    let caption = format!("{} {}", r.say("各指标数据情况", "Data by indicator"), r.order.focus);
    let mut table = Table::new("data-by-indicator", caption, columns);
    table.interaction = Interaction::Browsable;
    for (node, found, indicator) in r.framework().indicators() {
        if indicator.status == Lifecycle::Retired {
            continue;
        }
        let tally = Tally::of(r, node, rows);
        let share = |part: usize, whole: usize| {
            #[expect(clippy::cast_precision_loss, reason = "counts of units stay far below 2^53")]
            let share = part as f64 / whole as f64;
            if whole == 0 { Cell::Empty } else { Cell::Number(share) }
        };
        table.push(vec![
            Cell::text(found.code.clone().unwrap_or_default()),
            Cell::text(r.name(node)),
            Cell::count(tally.applicable),
            Cell::count(tally.observed),
            Cell::count(tally.imputed),
            Cell::count(tally.invalid),
            Cell::count(rows.len() - tally.applicable),
            share(tally.observed, tally.applicable),
            share(tally.top, tally.observed),
            share(tally.bottom, tally.observed),
            Cell::text(r.lifecycle(indicator.status)),
        ]);
    }
    table.note = Some(r.say(
        "满分、零分占比按有数据的对象计；超过10%说明锚点偏窄，区分度不足。",
        "Shares at the top and bottom are of observed units; above 10 % the anchors are too narrow to tell units apart.",
    ).to_owned());
    table
}

#[derive(Default)]
struct Tally {
    applicable: usize,
    observed: usize,
    imputed: usize,
    invalid: usize,
    top: usize,
    bottom: usize,
}

impl Tally {
    fn of(r: &Results<'_>, node: NodeId, rows: &[usize]) -> Self {
        let scale = r.framework().parts().scale;
        let mut tally = Tally::default();
        for &row in rows {
            let status = r.leaf_status(node, row);
            tally.applicable += usize::from(status != Status::NotApplicable);
            tally.invalid += usize::from(status == Status::Invalid);
            tally.imputed += usize::from(r.is_imputed(node, row));
            if status.is_observed() {
                tally.observed += 1;
                let score = r.score(node, row);
                tally.top += usize::from(score.is_some_and(|s| s >= scale.high));
                tally.bottom += usize::from(score.is_some_and(|s| s <= scale.low));
            }
        }
        tally
    }
}

fn periods(r: &Results<'_>) -> Table {
    let mut columns = vec![Column::text(r.say("期", "Period"))];
    columns.push(Column::number(r.say("平均覆盖率", "Mean coverage"), NumberFormat::Percent(1)));
    columns.push(Column::number(r.say("平均插补占比", "Mean imputed share"), NumberFormat::Percent(1)));
    columns.push(Column::number(r.say("不予计分", "Withheld"), NumberFormat::Integer));
    let mut table = Table::new("data-by-period", r.say("各期数据情况", "Data by period"), columns);
    let root = r.framework().root();
    for &period in &r.order.periods {
        let rows = r.rows(period);
        #[expect(clippy::cast_precision_loss, reason = "counts of units stay far below 2^53")]
        let n = rows.len() as f64;
        let mean = |value: &dyn Fn(usize) -> f64| rows.iter().map(|&row| value(row)).sum::<f64>() / n;
        table.push(vec![
            Cell::text(period.to_string()),
            Cell::Number(mean(&|row| r.coverage(root, row))),
            Cell::Number(mean(&|row| r.imputed(root, row))),
            Cell::count(rows.iter().filter(|&&row| r.index_score(row).is_none()).count()),
        ]);
    }
    table.note = Some(r.say("按全部对象简单平均。", "Simple means over all units.").to_owned());
    table
}

fn sources(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("文件", "File")),
        Column::text(r.say("工作表", "Sheet")),
        Column::text("SHA-256"),
    ];
    let mut table = Table::new("sources", r.say("数据文件", "Data files"), columns);
    for source in r.sources {
        let sheet = source.sheet.clone().unwrap_or_default();
        table.push(vec![
            Cell::text(&*source.file),
            Cell::text(sheet),
            Cell::text(&source.sha256[..source.sha256.len().min(16)]),
        ]);
    }
    table.note = Some(
        r.say("散列值只列前16位，全文见 manifest.json。", "First 16 digits; the whole is in manifest.json.")
            .to_owned(),
    );
    table
}
