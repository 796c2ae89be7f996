//! Figures of the report: from results to figure data, drawn for page and paper.

use super::super::document::{Block, Cell, Column, FigureBlock, NumberFormat, PictureSize, Table};
use super::super::figure::{
    Axis, Bar, Datum, Distributions, Emphasis, Figure, FigureTable, Form, HeatMap, Labels, RankedBars,
    Reference, Sample, Series, Shading, Shown, Size, TitlePlace, Trend, ValueLabels,
};
use super::super::results::Results;
use super::draft::Draft;
use super::groups::SMALLEST_GROUP;
use crate::cross_comparison::Comparison;
use crate::vocab::{Id, Language};

/// Most groups a heat map shows; more make it unreadable, the table has them all.
const MOST_GROUPS: usize = 30;

pub(in crate::report) fn labels(r: &Results<'_>, title: String, description: String) -> Labels {
    Labels {
        language: r.order.language,
        title,
        title_place: TitlePlace::Caption,
        description,
        ..Labels::default()
    }
}

fn score_axis(r: &Results<'_>, title: &str) -> Axis {
    let scale = r.framework().parts().scale;
    let decimals = if scale.width() >= 50.0 { 1 } else { 3 };
    Axis { title: title.to_owned(), decimals, ..Axis::default() }
}

/// The whole scale on the axis.
fn full_axis(r: &Results<'_>, title: &str) -> Axis {
    let scale = r.framework().parts().scale;
    Axis { range: Some((scale.low, scale.high)), ..score_axis(r, title) }
}

/// The distribution of index scores by period.
pub(super) fn index_distribution(r: &Results<'_>, draft: &mut Draft) -> Block {
    let root = r.framework().root();
    let samples = r.order.periods.iter().map(|&period| Sample {
        label: period.to_string(),
        category: String::new(),
        values: r.rows(period).into_iter().filter_map(|row| r.score(root, row)).collect(),
    });
    let title = r.say("各期综合得分分布", "Index scores by period").to_owned();
    let figure = Figure::Distributions(Distributions {
        labels: labels(
            r,
            title.clone(),
            r.say("各期综合得分的箱线图", "box plots of index scores by period").to_owned(),
        ),
        form: Form::Boxes,
        sample_heading: r.say("期", "Period").to_owned(),
        axis: full_axis(r, r.say("综合得分", "Index score")),
        samples: samples.collect(),
    });
    block(r, draft, "figure-index", title, figure)
}

/// The leading units with what each dimension contributes.
pub(super) fn leaders(r: &Results<'_>, draft: &mut Draft) -> Block {
    let root = r.framework().root();
    let mut rows = r.ranked();
    rows.truncate(r.order.movers.clamp(10, 20));
    let bars = rows.iter().map(|&(_, row)| Bar {
        label: r.unit_name(row).to_owned(),
        value: r.score(root, row),
        parts: r.contributions(row),
        emphasis: Emphasis::Normal,
    });
    let title = format!(
        "{} {}",
        r.say("综合得分居前的对象及各维度贡献", "Leading units and what each dimension contributes"),
        r.order.focus
    );
    let mean = r.spread(root, &r.rows(r.order.focus)).map(|s| s.mean);
    let figure = Figure::RankedBars(RankedBars {
        labels: labels(
            r,
            title.clone(),
            r.say(
                "横条长度为综合得分，分段为各维度贡献",
                "bar length is the index score, its parts the dimensions' contributions",
            )
            .to_owned(),
        ),
        item_heading: r.say("对象", "Unit").to_owned(),
        axis: score_axis(r, r.say("综合得分", "Index score")),
        part_names: r.dimensions().iter().map(|&d| r.name(d).to_owned()).collect(),
        bars: bars.collect(),
        shown: Shown::All,
        value_labels: ValueLabels::Shown,
        reference: mean.map(|value| Reference { value, label: r.say("均值", "mean").to_owned() }),
    });
    block(r, draft, "figure-leaders", title, figure)
}

/// Means by period of the index and the dimensions, over the matched sample.
pub(super) fn trend(r: &Results<'_>, draft: &mut Draft) -> Block {
    let matched = r.matched_units();
    let root = r.framework().root();
    let nodes = std::iter::once(root).chain(r.dimensions());
    let series = nodes.map(|node| Series {
        label: r.name(node).to_owned(),
        values: r
            .order
            .periods
            .iter()
            .map(|&p| r.spread(node, &r.rows_of(&matched, p)).map(|s| s.mean))
            .collect(),
        band: Vec::new(),
        emphasis: if node == root { Emphasis::Strong } else { Emphasis::Normal },
    });
    let title = r.say("各维度同样本均值的走势", "Means by dimension over the matched sample").to_owned();
    let figure = Figure::Trend(Trend {
        labels: labels(
            r,
            title.clone(),
            r.say("各期均有得分的对象的均值", "means of the units scored in every period").to_owned(),
        ),
        period_heading: r.say("期", "Period").to_owned(),
        periods: r.order.periods.iter().map(ToString::to_string).collect(),
        axis: score_axis(r, r.say("得分", "Score")),
        series: series.collect(),
    });
    block(r, draft, "figure-trend", title, figure)
}

/// The distribution of each dimension's scores in the focus period.
pub(super) fn dimensions(r: &Results<'_>, draft: &mut Draft) -> Block {
    let rows = r.rows(r.order.focus);
    let samples = r.dimensions().into_iter().map(|d| Sample {
        label: r.name(d).to_owned(),
        category: String::new(),
        values: rows.iter().filter_map(|&row| r.score(d, row)).collect(),
    });
    let title = format!("{} {}", r.say("各维度得分分布", "Scores by dimension"), r.order.focus);
    let figure = Figure::Distributions(Distributions {
        labels: labels(
            r,
            title.clone(),
            r.say("各维度得分的直方图", "histograms of scores by dimension").to_owned(),
        ),
        form: Form::Histograms,
        sample_heading: r.say("维度", "Dimension").to_owned(),
        axis: full_axis(r, r.say("得分", "Score")),
        samples: samples.collect(),
    });
    block(r, draft, "figure-dimensions", title, figure)
}

/// Means of dimensions by group; `None` where fewer than two groups have enough units.
pub(super) fn groups(r: &Results<'_>, draft: &mut Draft, attribute: &Id, name: &str) -> Option<Block> {
    let nodes: Vec<_> = std::iter::once(r.framework().root()).chain(r.dimensions()).collect();
    let mut labels_of_rows = Vec::new();
    let mut values = Vec::new();
    for (group, rows) in r.groups(attribute, &r.rows(r.order.focus)) {
        let means: Vec<Option<f64>> = nodes
            .iter()
            .map(|&node| r.spread(node, &rows).filter(|s| s.count >= SMALLEST_GROUP).map(|s| s.mean))
            .collect();
        if means[0].is_some() {
            labels_of_rows.push(group);
            values.push(means);
        }
    }
    if values.len() < 2 || values.len() > MOST_GROUPS {
        return None;
    }
    let title =
        format!("{}{name} {}", r.say("各维度均值热力图：按", "Mean scores by dimension and "), r.order.focus);
    let figure = Figure::HeatMap(HeatMap {
        labels: labels(
            r,
            title.clone(),
            r.say("在每一列内，颜色越深均值越高", "within each column, the darker, the higher the mean")
                .to_owned(),
        ),
        row_heading: name.to_owned(),
        axis: score_axis(r, r.say("均值", "Mean")),
        rows: labels_of_rows,
        columns: nodes.iter().map(|&n| r.name(n).to_owned()).collect(),
        values,
        shading: Shading::ByColumn,
    });
    Some(block(r, draft, &format!("figure-{attribute}"), title, figure))
}

/// Spearman's correlations of the index and all rankings.
pub(super) fn agreement(r: &Results<'_>, draft: &mut Draft, comparison: &Comparison) -> Block {
    let names: Vec<String> =
        comparison.names.iter().map(|name| name.get(r.order.language).to_owned()).collect();
    let title = format!(
        "{} {}",
        r.say("排序两两之间的斯皮尔曼相关", "Spearman's correlations of every pair of rankings"),
        r.order.focus
    );
    let values = comparison.cells.iter().map(|row| row.iter().map(|cell| cell.map(|c| c.spearman)).collect());
    let figure = Figure::HeatMap(HeatMap {
        labels: labels(
            r,
            title.clone(),
            r.say("颜色越深，两种次序越像", "the darker, the more alike two orders are").to_owned(),
        ),
        row_heading: r.say("排序", "Ranking").to_owned(),
        axis: Axis {
            title: r.say("斯皮尔曼相关", "Spearman").to_owned(), decimals: 2, ..Axis::default()
        },
        rows: names.clone(),
        columns: names,
        values: values.collect(),
        shading: Shading::Whole,
    });
    block(r, draft, "figure-cross", title, figure)
}

pub(in crate::report) fn block(
    r: &Results<'_>,
    draft: &mut Draft,
    id: &str,
    caption: String,
    figure: Figure,
) -> Block {
    let size = figure.natural_size(Size::WIDE.width());
    let table = figure.table();
    let alt = match r.order.language {
        Language::Zh => format!("{}。数据见图下表格。", figure.labels().description),
        Language::En => {
            format!("{}; the numbers stand in the table below the figure", figure.labels().description)
        }
    };
    let id = draft.sketch(id, figure, size);
    Block::Figure(FigureBlock {
        table: Some(data_table(&id, &table)),
        id,
        caption,
        note: None,
        alt,
        svg: String::new(),
        png: Vec::new(),
        size: PictureSize { width: size.width(), height: size.height() },
    })
}

/// The data behind a figure, as a table of the document.
fn data_table(id: &str, data: &FigureTable) -> Table {
    let decimals = u8::try_from(data.decimals).unwrap_or(2);
    let is_number = |at: usize| data.rows.iter().any(|row| matches!(row.get(at), Some(Datum::Number(_))));
    let is_count = |at: usize| data.rows.iter().any(|row| matches!(row.get(at), Some(Datum::Count(_))));
    let columns = data.headings.iter().enumerate().map(|(at, heading)| {
        if is_number(at) {
            Column::number(heading, NumberFormat::Decimals(decimals))
        } else if is_count(at) {
            Column::number(heading, NumberFormat::Integer)
        } else {
            Column::text(heading)
        }
    });
    let mut table = Table::new(format!("{id}-data"), "", columns.collect());
    for row in &data.rows {
        table.push(row.iter().map(cell).collect());
    }
    table
}

fn cell(datum: &Datum) -> Cell {
    match datum {
        Datum::Text(text) => Cell::text(&**text),
        Datum::Count(count) => Cell::count(*count),
        Datum::Number(number) => Cell::Number(*number),
        Datum::Missing => Cell::Empty,
    }
}
