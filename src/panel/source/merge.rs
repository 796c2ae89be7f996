use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::fault::{LISTED, Spot, grouped, place, with_places};
use super::wide::{Block, Cells};
use crate::diagnostic::{Diagnostic, Place};
use crate::panel::{Column, Index, Origin, Panel, Source, Status, UnitEntry, Variables};
use crate::vocab::{Period, Text};

/// The cells of a file (one of [`Source`]), unit numbers being those of the panel.
pub(super) struct Contribution {
    pub(super) source: u16,
    /// Whether a row holds a unit and period, so that no other row may.
    pub(super) wide: bool,
    pub(super) blocks: Vec<Block>,
}

/// What is known of the files, for messages.
pub(super) struct Files<'a> {
    pub(super) sources: &'a [Source],
    pub(super) headings: &'a [Vec<String>],
}

impl Files<'_> {
    fn place(&self, origin: Origin) -> Place {
        let at = usize::from(origin.source);
        let nowhere = Source { file: String::new(), sheet: None, sha256: String::new() };
        let source = self.sources.get(at).unwrap_or(&nowhere);
        let spot = Spot { row: origin.row, column: origin.column, text: String::new() };
        place(source, &spot, |column| {
            let headings = self.headings.get(at)?;
            headings.get(usize::from(column).checked_sub(1)?).cloned()
        })
    }
}

/// Puts the cells of all files into one panel.
///
/// A cell that is empty or not reported in one file gives way to what another file says; otherwise two cells for the same unit,
/// period and variable are an error, even when they are equal.
pub(super) fn merge(
    units: Vec<UnitEntry>,
    variables: &Variables,
    contributions: Vec<Contribution>,
    files: &Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Panel {
    diagnostics.extend(mixed_periods(&contributions, files));
    let mut pairs: Vec<(u32, Period)> =
        Vec::with_capacity(contributions.iter().flat_map(|c| &c.blocks).map(|b| b.rows.len()).sum());
    for block in contributions.iter().flat_map(|c| &c.blocks) {
        pairs.extend_from_slice(&block.rows);
    }
    if !pairs.is_sorted() {
        pairs.par_sort_unstable();
    }
    let index = Arc::new(Index::new(units, pairs));
    let placed: Vec<Placed> = contributions.into_iter().flat_map(|c| Placed::of(c, &index)).collect();
    diagnostics.extend(repeated_rows(&placed, &index, files));
    let mut panel = Panel::new(Arc::clone(&index));
    let (columns, repeated) = columns(placed, &index);
    for (number, repeats) in repeated {
        diagnostics.extend(repeated_cells(&variables.variables()[number].name, &repeats, &index, files));
    }
    for (number, column) in columns {
        panel.insert(variables.variables()[number].id.clone(), column);
    }
    panel
}

/// A block whose rows are found in the index.
struct Placed {
    source: u16,
    wide: bool,
    /// Rows of the panel.
    positions: Vec<u32>,
    lines: Vec<u32>,
    columns: Vec<Cells>,
}

impl Placed {
    fn of(contribution: Contribution, index: &Index) -> Vec<Placed> {
        let Contribution { source, wide, blocks } = contribution;
        let place = |block: Block| {
            let positions = block.rows.iter().map(|&(unit, period)| {
                index.find(unit, period).and_then(|row| u32::try_from(row).ok()).unwrap_or(u32::MAX)
            });
            Placed {
                source,
                wide,
                positions: positions.collect(),
                lines: block.lines,
                columns: block.columns,
            }
        };
        blocks.into_par_iter().map(place).collect()
    }
}

/// Two cells for the same row of the panel.
struct Repeat {
    row: u32,
    first: Origin,
    second: Origin,
}

/// Rows of the same unit and period in a wide table: an error, whatever their cells hold.
fn repeated_rows(placed: &[Placed], index: &Index, files: &Files<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut seen: Vec<u32> = Vec::new();
    for source in placed.chunk_by(|a, b| a.source == b.source).filter(|blocks| blocks[0].wide) {
        seen.clear();
        seen.resize(index.len(), 0);
        let (mut count, mut repeats) = (0_u64, Vec::new());
        for block in source {
            for (&row, &line) in block.positions.iter().zip(&block.lines) {
                let Some(first) = seen.get_mut(row as usize) else { continue };
                if *first == 0 {
                    *first = line;
                    continue;
                }
                count += 1;
                if repeats.len() < LISTED / 2 {
                    let origin = |row| Origin { row, column: 0, source: block.source };
                    repeats.push(Repeat { row, first: origin(*first), second: origin(line) });
                }
            }
        }
        let what = Text::new("两行", "two rows");
        diagnostics.extend(repetition("dat070", &what, count, &repeats, index, files));
    }
    diagnostics
}

fn repeated_cells(name: &Text, repeats: &Repeats, index: &Index, files: &Files<'_>) -> Option<Diagnostic> {
    let what = Text::new(format!("两个“{}”", name.zh), format!("two values of `{}`", name.en));
    repetition("dat071", &what, repeats.count, &repeats.first, index, files)
}

fn repetition(
    code: &'static str,
    what: &Text,
    count: u64,
    repeats: &[Repeat],
    index: &Index,
    files: &Files<'_>,
) -> Option<Diagnostic> {
    let named = |repeat: &Repeat| {
        let unit = index.unit(repeat.row as usize).id.as_str();
        (unit, index.row(repeat.row as usize).period)
    };
    let (unit, period) = named(repeats.first()?);
    let (mut zh, mut en) =
        (format!("{unit} 在 {period} 有{}", what.zh), format!("{unit} has {} for {period}", what.en));
    if count > 1 {
        zh += &format!("（同类共 {} 处）", grouped(count));
        en += &format!(" ({} such cases)", grouped(count));
    }
    let diagnostic = Diagnostic::error(code, zh, en).hint(
        "数值相同也要删去一处，免得以后只改了一处",
        "drop one of the two, even when they are equal: one day only one of them will be corrected",
    );
    let places = repeats.iter().flat_map(|repeat| {
        let (unit, period) = named(repeat);
        [
            (
                files.place(repeat.second),
                Text::new(format!("{unit} {period}，第二处"), format!("{unit} {period}, the second")),
            ),
            (
                files.place(repeat.first),
                Text::new(format!("{unit} {period}，第一处"), format!("{unit} {period}, the first")),
            ),
        ]
    });
    let listed = repeats.len() as u64;
    Some(with_places(diagnostic, 2 * listed + (count - listed), places))
}

/// Repeated cells of a variable: all are counted, the first are kept.
#[derive(Default)]
struct Repeats {
    count: u64,
    first: Vec<Repeat>,
}

type Columns = Vec<(usize, Column)>;

fn columns(placed: Vec<Placed>, index: &Index) -> (Columns, Vec<(usize, Repeats)>) {
    let mut frames = Vec::with_capacity(placed.len());
    let mut by_variable: BTreeMap<usize, Vec<(usize, Cells)>> = BTreeMap::new();
    for Placed { source, wide, positions, lines, columns } in placed {
        for cells in columns {
            by_variable.entry(cells.variable).or_default().push((frames.len(), cells));
        }
        frames.push(Frame { source, wide, positions, lines });
    }
    let by_variable: Vec<(usize, Vec<(usize, Cells)>)> = by_variable.into_iter().collect();
    let built: Vec<(usize, Column, Repeats)> = by_variable
        .into_par_iter()
        .map(|(number, parts)| {
            let (column, repeats) = column(parts, &frames, index.len());
            (number, column, repeats)
        })
        .collect();
    let (mut columns, mut repeated) = (Vec::new(), Vec::new());
    for (number, column, repeats) in built {
        columns.push((number, column));
        if repeats.count > 0 {
            repeated.push((number, repeats));
        }
    }
    (columns, repeated)
}

/// Where the rows of a block come from and go to.
struct Frame {
    source: u16,
    wide: bool,
    positions: Vec<u32>,
    lines: Vec<u32>,
}

fn column(parts: Vec<(usize, Cells)>, frames: &[Frame], rows: usize) -> (Column, Repeats) {
    let mut values = vec![0.0; rows];
    let mut statuses = vec![Status::NotCollected; rows];
    let mut origins = vec![Origin::default(); rows];
    let mut repeats = Repeats::default();
    for (frame, cells) in parts {
        let Frame { source, wide, positions, lines } = &frames[frame];
        let read = cells.values.iter().zip(&cells.statuses).zip(positions).zip(lines);
        for (((&value, &status), &row), &line) in read {
            let at = row as usize;
            if at >= rows {
                continue;
            }
            let origin = Origin { row: line, column: cells.column, source: *source };
            let earlier = origins[at];
            if earlier.is_known() {
                // Rows repeated in a wide table were reported as rows.
                if *wide && earlier.source == *source {
                    continue;
                }
                let same_table = earlier.source == *source;
                let gives_way = |status: Status| status == Status::NotReported && !same_table;
                if gives_way(status) {
                    continue;
                }
                if !gives_way(statuses[at]) {
                    repeats.count += 1;
                    if repeats.first.len() < LISTED / 2 {
                        repeats.first.push(Repeat { row, first: earlier, second: origin });
                    }
                    continue;
                }
            }
            values[at] = value;
            statuses[at] = status;
            origins[at] = origin;
        }
    }
    (Column::new(values, statuses).with_origins(origins), repeats)
}

/// A panel holds years, or quarters, or months.
fn mixed_periods(contributions: &[Contribution], files: &Files<'_>) -> Option<Diagnostic> {
    let mut kinds: BTreeMap<u8, (Period, Origin, u64)> = BTreeMap::new();
    for contribution in contributions {
        for block in &contribution.blocks {
            for (&(_, period), &row) in block.rows.iter().zip(&block.lines) {
                let origin = Origin { row, column: 0, source: contribution.source };
                kinds.entry(period.per_year()).or_insert((period, origin, 0)).2 += 1;
            }
        }
    }
    if kinds.len() < 2 {
        return None;
    }
    let name = |(per_year, (period, ..)): (&u8, &(Period, Origin, u64))| match per_year {
        1 => Text::new(format!("年（{period}）"), format!("years ({period})")),
        4 => Text::new(format!("季（{period}）"), format!("quarters ({period})")),
        _ => Text::new(format!("月（{period}）"), format!("months ({period})")),
    };
    let names: Vec<Text> = kinds.iter().map(name).collect();
    let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|name| name.en.as_str()).collect();
    let diagnostic = Diagnostic::error(
        "dat072",
        format!("数据里混有不同长短的期间：{}", zh.join("、")),
        format!("the data mix periods of different length: {}", en.join(" and ")),
    )
    .hint("一个评价项目只用一种：年、季或月", "use one kind in a study: years, quarters or months");
    let places = kinds.values().map(|(period, origin, count)| {
        let count = grouped(*count);
        (
            files.place(*origin),
            Text::new(format!("{period}，这种行数 {count}"), format!("{period}, rows of this kind: {count}")),
        )
    });
    Some(with_places(diagnostic, kinds.len() as u64, places))
}
