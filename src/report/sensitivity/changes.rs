//! Changes from one period to the next, with what may be said of them.

use super::super::document::{Align, Cell, Column, Interaction, NumberFormat, Table};
use super::ranks::SHOWN;
use super::view::View;
use crate::sensitivity::{ChangeUncertainty, Rising, UnitChange};

/// What may be said of a change, in words.
pub(in crate::report) fn verdict(view: View<'_>, verdict: Rising) -> &'static str {
    match verdict {
        Rising::Rises => view.say("升幅可区分", "rises"),
        Rising::Falls => view.say("降幅可区分", "falls"),
        Rising::Indistinguishable => view.say("区间内", "within its interval"),
    }
}

/// Every unit's change of score and rank with intervals; on a page the first node's last change.
pub(in crate::report) fn changes(view: View<'_>) -> Table {
    let reader = view.reader;
    let is_page = view.is_page();
    let mut columns = Vec::new();
    if !is_page {
        columns.push(reader.node_column("node", "节点", "Node"));
        columns.push(reader.words("from", "起", "From"));
        columns.push(reader.words("to", "止", "To"));
    }
    columns.extend(view.unit_columns());
    columns.push(signed(view, "score_change", "得分变化", "Change of score"));
    if is_page {
        let range = format!("{}{}", view.say("区间 ", "Interval "), view.ends());
        columns.push(Column { align: Align::Centre, ..Column::text(range) });
    } else {
        columns.push(signed(view, "score_low", "得分变化区间下限", "Change of score, lower"));
        columns.push(signed(view, "score_median", "得分变化中位数", "Change of score, median"));
        columns.push(signed(view, "score_high", "得分变化区间上限", "Change of score, upper"));
    }
    columns.push(reader.numbers("rises", "得分上升的占比", "Share that rises", 2));
    columns.push(reader.words("verdict", "判断", "Verdict"));
    columns.push(whole(view, "rank_change", "位次变化", "Change of rank"));
    if !is_page {
        columns.push(whole(view, "rank_low", "位次变化区间下限", "Change of rank, lower"));
        columns.push(whole(view, "rank_median", "位次变化中位数", "Change of rank, median"));
        columns.push(whole(view, "rank_high", "位次变化区间上限", "Change of rank, upper"));
    }
    columns.push(reader.numbers("moves_up", "位次上升的占比", "Share that moves up", 2));
    if !is_page {
        columns.push(reader.counts("scored", "两期都得到结果的重算", "Replicates with both scores"));
    }
    let mut table = reader.table("changes", "得分与位次的变化", "Changes of score and rank", columns);
    table.interaction = Interaction::Browsable;
    if let Some(last) = main(view).filter(|_| is_page) {
        table.id = "table-sensitivity-changes".to_owned();
        let (node, from, to) = (view.node_name(&last.node), last.from, last.to);
        table.caption = format!("{} {node} {from}–{to}", table.caption);
        last.units.iter().take(SHOWN).for_each(|unit| table.push(row(view, last, unit)));
    } else {
        for change in &view.all.changes {
            change.units.iter().for_each(|unit| table.push(row(view, change, unit)));
        }
    }
    table
}

/// The last change of the first node: what sentences are about.
pub(in crate::report) fn main<'a>(view: View<'a>) -> Option<&'a ChangeUncertainty> {
    let node = &view.main()?.node;
    view.all.changes.iter().filter(|change| change.node == *node).max_by_key(|change| change.to)
}

fn row(view: View<'_>, change: &ChangeUncertainty, unit: &UnitChange) -> Vec<Cell> {
    let is_page = view.is_page();
    let mut cells = Vec::new();
    if !is_page {
        cells.push(view.reader.node(&change.node));
        cells.extend([change.from, change.to].map(|period| Cell::text(period.to_string())));
    }
    cells.extend(view.unit_cells(unit.unit));
    cells.push(Cell::Number(unit.score));
    let seen = |value: f64| if unit.scored == 0 { Cell::missing("") } else { Cell::Number(value) };
    if is_page {
        let print = |value: f64| view.r.signed().print(value).unwrap_or_default();
        let range =
            format!("{} {} {}", print(unit.scores.low), view.say("至", "to"), print(unit.scores.high));
        cells.push(if unit.scored == 0 { Cell::missing("") } else { Cell::text(range) });
    } else {
        cells.extend([unit.scores.low, unit.scores.median, unit.scores.high].map(seen));
    }
    cells.push(seen(unit.rises));
    cells.push(if view.reader.is_program() {
        let word = match unit.verdict {
            Rising::Rises => "rises",
            Rising::Falls => "falls",
            Rising::Indistinguishable => "indistinguishable",
        };
        Cell::text(word)
    } else {
        Cell::text(verdict(view, unit.verdict))
    });
    #[expect(clippy::cast_precision_loss, reason = "ranks stay far below 2^53")]
    cells.push(Cell::Number(unit.rank as f64));
    if !is_page {
        cells.extend([unit.ranks.low, unit.ranks.median, unit.ranks.high].map(seen));
    }
    cells.push(seen(unit.moves_up));
    if !is_page {
        cells.push(Cell::Number(f64::from(unit.scored)));
    }
    cells
}

fn signed(view: View<'_>, id: &str, zh: &str, en: &str) -> Column {
    Column { format: view.r.signed(), ..view.reader.numbers(id, zh, en, 2) }
}

fn whole(view: View<'_>, id: &str, zh: &str, en: &str) -> Column {
    Column { format: NumberFormat::Signed(0), ..view.reader.counts(id, zh, en) }
}
