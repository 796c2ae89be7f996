//! Three-line tables: a thick rule above and below, a thin one under the headings, no upright lines.

use super::super::numbering::Numbered;
use super::super::printed::{Kind, Printed, hex, tint};
use super::super::width::{Need, group_spans, needs, share_out};
use super::super::wording;
use super::body::Writer;
use super::section::Orientation;
use crate::report::document::{Align, Column, Emphasis, Row, Table};

/// Tables up to this many rows are kept on one page.
const KEPT_TOGETHER: usize = 14;
/// So many last rows stay with the note below them.
const KEPT_WITH_NOTE: usize = 3;
/// Left and right padding of a cell in twentieths of a point.
const PADDING: usize = 120;

/// How a table is laid out.
struct Layout {
    orientation: Orientation,
    size: Size,
    /// The columns of each part; a table too wide for any page is cut into parts that repeat its first column.
    parts: Vec<Part>,
}

/// Columns that stand side by side, with their widths in twentieths of a point.
struct Part {
    columns: Vec<usize>,
    widths: Vec<usize>,
}

/// The size of type in a table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    /// 9 pt
    Usual,
    /// 7.5 pt
    Small,
}

impl Size {
    /// The width of a half-width character in twentieths of a point: half the size of type, and a little for capital letters.
    fn half(self) -> usize {
        match self {
            Size::Usual => 96,
            Size::Small => 80,
        }
    }

    fn properties(self) -> &'static str {
        match self {
            Size::Usual => "",
            Size::Small => "<w:sz w:val=\"15\"/><w:szCs w:val=\"15\"/>",
        }
    }
}

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, table: &Table, number: Option<&Numbered>) {
        if table.columns.is_empty() {
            return;
        }
        let layout = layout(table);
        self.turn(layout.orientation);
        for (at, part) in layout.parts.iter().enumerate() {
            match number {
                Some(numbered) if at == 0 => {
                    self.open_here("Caption");
                    self.out.raw("</w:pPr>");
                    self.caption(numbered, &table.caption);
                    self.out.raw("</w:p>");
                }
                Some(numbered) => {
                    let continued = wording::continued(self.language, at);
                    self.open_here("Caption");
                    self.out.raw("</w:pPr>");
                    self.run("", &format!("{}\u{3000}{}{continued}", numbered.label, table.caption));
                    self.out.raw("</w:p>");
                }
                // Two tables without a paragraph between them become one.
                None => self.gap("120"),
            }
            self.part(table, part, layout.size);
        }
        match &table.note {
            Some(note) => {
                self.open_here("Source");
                self.out.raw("</w:pPr>");
                self.run("", note);
                self.out.raw("</w:p>");
            }
            None => self.gap("240"),
        }
    }

    fn gap(&mut self, height: &'static str) {
        self.out.raw("<w:p><w:pPr>").raw(self.sections.begin_content());
        self.out.raw("<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"").raw(height);
        self.out.raw("\" w:lineRule=\"exact\"/></w:pPr></w:p>");
    }

    fn part(&mut self, table: &Table, part: &Part, size: Size) {
        let columns: Vec<Column> = part.columns.iter().map(|at| table.columns[*at].clone()).collect();
        self.out.raw("<w:tbl><w:tblPr><w:tblStyle w:val=\"ThreeLine\"/><w:tblW w:w=\"");
        self.out
            .number(part.widths.iter().sum::<usize>() as u64)
            .raw("\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>");
        self.out.raw("<w:tblLayout w:type=\"fixed\"/>");
        if !table.caption.is_empty() {
            self.out.raw("<w:tblCaption w:val=\"").text(&table.caption).raw("\"/>");
        }
        self.out.raw("</w:tblPr><w:tblGrid>");
        for width in &part.widths {
            self.out.raw("<w:gridCol w:w=\"").number(*width as u64).raw("\"/>");
        }
        self.out.raw("</w:tblGrid>");
        self.head(&columns, &part.widths, size);
        let keep = table.rows.len() <= KEPT_TOGETHER;
        for (at, row) in table.rows.iter().enumerate() {
            let left = table.rows.len() - at;
            // A note does not stand alone on the next page.
            let with_note = table.note.is_some() && left <= KEPT_WITH_NOTE;
            let keep_next = keep && left > 1 || with_note;
            self.row(row, &columns, part, size, if keep_next { "<w:keepNext/>" } else { "" });
        }
        if table.rows.is_empty() {
            self.no_rows(part, size);
        }
        self.out.raw("</w:tbl>");
    }

    fn head(&mut self, columns: &[Column], widths: &[usize], size: Size) {
        let is_grouped = columns.iter().any(|column| column.group.is_some());
        if is_grouped {
            self.out.raw(HEAD_ROW);
            for (start, end) in group_spans(columns) {
                match &columns[start].group {
                    Some(group) => {
                        self.open_cell(widths[start..end].iter().sum());
                        self.out.raw("<w:gridSpan w:val=\"").number((end - start) as u64).raw("\"/>");
                        self.out.raw(RULE_BELOW).raw("</w:tcPr>");
                        self.column_heading(group, size);
                    }
                    None => {
                        for at in start..end {
                            self.open_cell(widths[at]);
                            self.out
                                .raw("<w:vMerge w:val=\"restart\"/><w:vAlign w:val=\"center\"/></w:tcPr>");
                            self.column_heading(&columns[at].heading, size);
                        }
                    }
                }
            }
            self.out.raw("</w:tr>");
        }
        self.out.raw(HEAD_ROW);
        for (column, width) in columns.iter().zip(widths) {
            self.open_cell(*width);
            let is_covered = is_grouped && column.group.is_none();
            self.out.raw(if is_covered { "<w:vMerge/>" } else { "" }).raw(RULE_BELOW);
            self.out.raw("<w:vAlign w:val=\"center\"/></w:tcPr>");
            self.column_heading(if is_covered { "" } else { &column.heading }, size);
        }
        self.out.raw("</w:tr>");
    }

    fn column_heading(&mut self, words: &str, size: Size) {
        self.out.raw("<w:p><w:pPr><w:pStyle w:val=\"TableHeading\"/></w:pPr>");
        self.run(size.properties(), words);
        self.out.raw("</w:p></w:tc>");
    }

    fn open_cell(&mut self, width: usize) {
        self.out.raw("<w:tc><w:tcPr><w:tcW w:w=\"").number(width as u64).raw("\" w:type=\"dxa\"/>");
    }

    fn row(&mut self, row: &Row, columns: &[Column], part: &Part, size: Size, keep_next: &'static str) {
        self.out.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for ((column, width), at) in columns.iter().zip(&part.widths).zip(&part.columns) {
            let printed = Printed::of(row.cells.get(*at), column);
            self.open_cell(*width);
            if row.emphasis == Emphasis::Total {
                self.out.raw(RULE_ABOVE);
            }
            match (printed.kind, row.emphasis) {
                (Kind::Number { shade: Some(shade), .. }, _) => {
                    self.out
                        .raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"")
                        .text(&hex(tint(shade)))
                        .raw("\"/>");
                }
                (_, Emphasis::Highlight) => {
                    self.out.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E8F0F8\"/>");
                }
                _ => {}
            }
            self.out.raw("<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"TableText\"/>");
            self.out.raw(keep_next).raw(match column.align {
                Align::Left => "",
                Align::Centre => "<w:jc w:val=\"center\"/>",
                Align::Right => "<w:jc w:val=\"right\"/>",
            });
            self.out.raw("</w:pPr>");
            self.run(cell_properties(printed.kind, row.emphasis, size), &printed.text);
            self.out.raw("</w:p></w:tc>");
        }
        self.out.raw("</w:tr>");
    }

    fn no_rows(&mut self, part: &Part, size: Size) {
        self.out.raw("<w:tr>");
        self.open_cell(part.widths.iter().sum());
        self.out.raw("<w:gridSpan w:val=\"").number(part.widths.len() as u64).raw("\"/></w:tcPr>");
        self.out.raw("<w:p><w:pPr><w:pStyle w:val=\"TableText\"/><w:jc w:val=\"center\"/></w:pPr>");
        let words = wording::NO_ROWS.get(self.language);
        self.run(cell_properties(Kind::Missing, Emphasis::None, size), words);
        self.out.raw("</w:p></w:tc></w:tr>");
    }
}

const HEAD_ROW: &str = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
const RULE_BELOW: &str =
    "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/></w:tcBorders>";
const RULE_ABOVE: &str =
    "<w:tcBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/></w:tcBorders>";

fn cell_properties(kind: Kind, emphasis: Emphasis, size: Size) -> &'static str {
    match (kind, emphasis, size) {
        (Kind::Missing | Kind::Imputed { .. }, _, Size::Usual) => "<w:rStyle w:val=\"Missing\"/>",
        (Kind::Missing | Kind::Imputed { .. }, _, Size::Small) => {
            "<w:rStyle w:val=\"Missing\"/><w:sz w:val=\"15\"/><w:szCs w:val=\"15\"/>"
        }
        (_, Emphasis::Total, Size::Usual) => "<w:b/><w:bCs/>",
        (_, Emphasis::Total, Size::Small) => "<w:b/><w:bCs/><w:sz w:val=\"15\"/><w:szCs w:val=\"15\"/>",
        _ => size.properties(),
    }
}

/// Which way the page has to stand for a table.
pub(super) fn orientation(table: &Table) -> Orientation {
    layout(table).orientation
}

/// The first that fits: an upright page, the same in small type, a page on its side, the same in small type, parts.
fn layout(table: &Table) -> Layout {
    let needs = needs(table);
    let all: Vec<usize> = (0..needs.len()).collect();
    for orientation in [Orientation::Portrait, Orientation::Landscape] {
        for size in [Size::Usual, Size::Small] {
            if let Some(widths) = share_out(orientation.room(), &in_twips(&needs, size)) {
                return Layout { orientation, size, parts: vec![Part { columns: all, widths }] };
            }
        }
    }
    let parts = parts(Orientation::Landscape.room(), &table.columns, &in_twips(&needs, Size::Small));
    Layout { orientation: Orientation::Landscape, size: Size::Small, parts }
}

fn in_twips(needs: &[Need], size: Size) -> Vec<Need> {
    let twips = |width: usize| width * size.half() + PADDING;
    let in_twips =
        |need: &Need| Need { least: twips(need.least), body: twips(need.body), natural: twips(need.natural) };
    needs.iter().map(in_twips).collect()
}

/// Cuts columns into parts that each fit, the first column at the head of each; between groups where a group fits whole.
fn parts(room: usize, columns: &[Column], needs: &[Need]) -> Vec<Part> {
    let Some(first) = needs.first() else { return Vec::new() };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut used = usize::MAX;
    for piece in pieces(room.saturating_sub(first.least), columns, needs) {
        let width: usize = piece.iter().map(|at| needs[*at].least).sum();
        if used.saturating_add(width) > room {
            groups.push(vec![0]);
            used = first.least;
        }
        used += width;
        if let Some(group) = groups.last_mut() {
            group.extend(piece);
        }
    }
    groups
        .into_iter()
        .map(|columns| {
            let chosen: Vec<Need> = columns.iter().map(|at| needs[*at]).collect();
            let widths =
                share_out(room, &chosen).unwrap_or_else(|| chosen.iter().map(|need| need.least).collect());
            Part { columns, widths }
        })
        .collect()
}

/// The columns after the first in pieces that stay together: a group that fits the room, else each column by itself.
fn pieces(room: usize, columns: &[Column], needs: &[Need]) -> Vec<Vec<usize>> {
    let mut pieces = Vec::new();
    for (start, end) in group_spans(columns) {
        let columns_of: Vec<usize> = (start.max(1)..end).collect();
        let width: usize = columns_of.iter().map(|at| needs[*at].least).sum();
        if columns[start].group.is_some() && width <= room {
            pieces.push(columns_of);
        } else {
            pieces.extend(columns_of.into_iter().map(|at| vec![at]));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::NumberFormat;

    fn table(columns: usize) -> Table {
        let mut table = Table::new("t", "", vec![Column::text("企业名称企业名称")]);
        for at in 1..columns {
            table.columns.push(Column::number(format!("指标{at}"), NumberFormat::Decimals(1)));
        }
        table.push((0..columns).map(|_| 12_345.6.into()).collect());
        table
    }

    #[test]
    fn the_page_turns_before_columns_are_cut() {
        let seen: Vec<_> = [5, 11, 14, 30]
            .map(|columns| {
                let layout = layout(&table(columns));
                (layout.orientation, layout.size == Size::Small, layout.parts.len())
            })
            .into();
        assert_eq!(
            seen,
            [
                (Orientation::Portrait, false, 1),
                (Orientation::Portrait, true, 1),
                (Orientation::Landscape, false, 1),
                (Orientation::Landscape, true, 2),
            ]
        );
    }

    #[test]
    fn a_group_is_not_cut_where_it_fits() {
        let mut wide = table(31);
        for (at, column) in wide.columns.iter_mut().enumerate().skip(1) {
            column.group = Some(format!("{}年", 2020 + (at - 1) / 5));
        }
        for part in layout(&wide).parts {
            assert_eq!((part.columns.len() - 1) % 5, 0, "{:?}", part.columns);
        }
    }

    #[test]
    fn parts_repeat_the_first_column_and_lose_none() {
        let layout = layout(&table(60));
        let mut seen: Vec<usize> = layout.parts.iter().flat_map(|part| part.columns[1..].to_vec()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (1..60).collect::<Vec<_>>());
        for part in &layout.parts {
            assert_eq!(part.columns[0], 0);
            assert_eq!(part.widths.iter().sum::<usize>(), Orientation::Landscape.room());
        }
    }
}
