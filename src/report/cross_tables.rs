//! The long tables of whole-sample rankings, for `rankings.csv` and the workbook.

use super::document::{Cell, Column, Interaction, NumberFormat, Table};
use super::results::Results;
use super::tables::{Headings, unit_cells, unit_columns};
use crate::cross_comparison::{Comparison, Ranking};
use crate::vocab::Period;

/// Score, rank, class and intermediate values of every ranking for each unit of the periods that are ranked, the index's rank first.
pub(super) fn rankings(r: &Results<'_>, headings: Headings) -> Table {
    let mut columns = unit_columns(r, headings);
    let head = |name: String, id: String| if headings == Headings::Ids { id } else { name };
    let index = r.framework().node(r.framework().root()).id.as_str();
    let name = format!("{}{}", r.name(r.framework().root()), r.say("位次", " rank"));
    columns.push(Column::number(head(name, format!("{index}_rank")), NumberFormat::Integer));
    let number = NumberFormat::Decimals(4);
    for ranking in r.rankings {
        let (id, name) = (&ranking.document.id, r.text(&ranking.name));
        let of = |what: &str, column: &str| head(format!("{name} · {what}"), format!("{id}_{column}"));
        columns.push(Column::number(of(r.say("得分", "score"), "score"), number));
        columns.push(Column::number(of(r.say("位次", "rank"), "rank"), NumberFormat::Integer));
        if has_classes(ranking) {
            columns.push(Column::text(of(r.say("档次", "class"), "class")));
        }
        for shown in shown(ranking) {
            columns.push(Column::number(of(shown.1.get(r.order.language), shown.0), number));
        }
    }
    let caption = r.say("整样本排序与综合得分位次", "Whole-sample rankings beside the index");
    let mut table = Table::new("rankings", caption, columns);
    table.interaction = Interaction::Browsable;
    for period in periods(r) {
        for row in r.rows(period) {
            let mut cells = unit_cells(r, row, headings);
            let rank = r.rank(r.framework().root(), row);
            cells.push(rank.map_or_else(|| Cell::missing(""), |rank| Cell::Number(f64::from(rank))));
            for ranking in r.rankings {
                cells.extend(of_row(r, ranking, period, row));
            }
            table.push(cells);
        }
    }
    table.note = Some(
        r.say(
            "整样本排序只在同一期的同一批对象之间有意义，不同方法、不同年份之间不比较数值。",
            "A whole-sample ranking means something among the units of one period only; its numbers are not compared across methods or years.",
        )
        .to_owned(),
    );
    table
}

/// How alike the index and each ranking are, pair by pair and period by period.
pub(super) fn agreement(r: &Results<'_>) -> Table {
    let measure = NumberFormat::Decimals(3);
    let columns = vec![
        Column::text(r.say("期", "Period")),
        Column::text(r.say("参照", "Reference")),
        Column::text(r.say("另一排序", "Other ranking")),
        Column::number(r.say("共有对象", "Units in common"), NumberFormat::Integer),
        Column::number(r.say("斯皮尔曼", "Spearman"), measure),
        Column::number(r.say("肯德尔 τ-b", "Kendall τ-b"), measure),
        Column::number(r.say("加权斯皮尔曼", "Weighted Spearman"), measure),
        Column::number("WS", measure),
    ];
    let mut table = Table::new("agreement", r.say("排序两两比较", "Rankings pair by pair"), columns);
    for period in periods(r) {
        let Some(comparison) = comparison(r, period) else { continue };
        for (a, row) in comparison.cells.iter().enumerate() {
            for (b, cell) in row.iter().enumerate().filter(|(b, _)| *b != a) {
                let of = |value: Option<f64>| value.map_or_else(|| Cell::missing(""), Cell::Number);
                table.push(vec![
                    Cell::text(period.to_string()),
                    Cell::text(comparison.names[a].get(r.order.language)),
                    Cell::text(comparison.names[b].get(r.order.language)),
                    Cell::count(comparison.rows.len()),
                    of(cell.map(|c| c.spearman)),
                    of(cell.map(|c| c.kendall)),
                    of(cell.map(|c| c.weighted_spearman)),
                    of(cell.map(|c| c.ws)),
                ]);
            }
        }
    }
    table
}

/// The index and the rankings of a period side by side.
pub(super) fn comparison(r: &Results<'_>, period: Period) -> Option<Comparison> {
    let name = &r.framework().node(r.framework().root()).name;
    Comparison::of(r.rankings, r.scores, name, period)
}

/// The periods that some ranking is about, in order.
pub(super) fn periods(r: &Results<'_>) -> Vec<Period> {
    let mut periods: Vec<Period> =
        r.rankings.iter().flat_map(|ranking| ranking.periods.iter().map(|result| result.period)).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

fn has_classes(ranking: &Ranking) -> bool {
    ranking
        .periods
        .iter()
        .filter_map(|result| result.appraisal())
        .any(|(appraisal, _)| !appraisal.classes.is_empty())
}

/// Id and name of each intermediate value; periods may differ where criteria were left out.
fn shown(ranking: &Ranking) -> Vec<(&str, &crate::vocab::Text)> {
    let mut all: Vec<(&str, &crate::vocab::Text)> = Vec::new();
    for (appraisal, _) in ranking.periods.iter().filter_map(|result| result.appraisal()) {
        for column in &appraisal.columns {
            if !all.iter().any(|(id, _)| *id == column.id) {
                all.push((&column.id, &column.name));
            }
        }
    }
    all
}

fn of_row(r: &Results<'_>, ranking: &Ranking, period: Period, row: usize) -> Vec<Cell> {
    let shown = shown(ranking);
    let classes = usize::from(has_classes(ranking));
    let answer = ranking.of_period(period).and_then(|result| {
        let (appraisal, ranks) = result.appraisal()?;
        Some((appraisal, ranks, result.rows.binary_search(&row).ok()?))
    });
    let Some((appraisal, ranks, at)) = answer else {
        return vec![Cell::missing(""); 2 + classes + shown.len()];
    };
    let mut cells = vec![Cell::Number(appraisal.ranked.scores[at]), Cell::Number(f64::from(ranks[at]))];
    if classes > 0 {
        cells.push(Cell::text(appraisal.classes.get(at).map_or("", |class| class.get(r.order.language))));
    }
    cells.extend(shown.iter().map(|(id, _)| {
        let column = appraisal.columns.iter().find(|column| column.id == *id);
        let value = column.and_then(|column| column.values.get(at).copied().flatten());
        value.map_or_else(|| Cell::missing(""), Cell::Number)
    }));
    cells
}
