//! Tables as HTML. A long table that readers leaf through keeps its rows as data, as 300,000 cells would make a page crawl.

use super::super::markup::Markup;
use super::super::numbering::Numbered;
use super::super::printed::{Kind, Printed, hex, tint};
use super::super::width::{Need, group_spans, needs};
use super::super::wording;
use crate::report::document::{Align, Column, Emphasis, Interaction, Row, Table};
use crate::vocab::Language;

/// Rows on the first screen of a long table; the script pages by the same number.
const FIRST_SCREEN: usize = 50;

/// Half-width characters that fit across a printed page; a wider table is set smaller there.
const PAPER_WIDTH: usize = 105;

pub(super) fn write(out: &mut Markup, table: &Table, number: Option<&Numbered>, language: Language) {
    let is_long = table.interaction == Interaction::Browsable && table.rows.len() > FIRST_SCREEN;
    out.raw("<figure class=\"table\"");
    if let Some(numbered) = number {
        out.raw(" id=\"").text(&numbered.anchor).raw("\">\n<figcaption id=\"").text(&numbered.anchor);
        out.raw("-caption\"><span class=\"number\">").text(&numbered.label).raw("</span> ");
        out.text(&table.caption).raw("</figcaption>\n");
    } else {
        out.raw(">\n");
    }
    out.raw("<div class=\"scroll\" tabindex=\"0\" role=\"group\"><table");
    let needs = needs(table);
    if needs.iter().map(|need| need.least + 2).sum::<usize>() > PAPER_WIDTH {
        out.raw(" class=\"wide\"");
    }
    out.raw(match table.interaction {
        Interaction::Static => "",
        Interaction::Sortable => " data-interaction=\"sortable\"",
        Interaction::Browsable => " data-interaction=\"browsable\"",
    });
    if let Some(numbered) = number {
        out.raw(" aria-labelledby=\"").text(&numbered.anchor).raw("-caption\"");
    }
    out.raw(">\n");
    head(out, table, &needs);
    body(out, table, language, if is_long { FIRST_SCREEN } else { table.rows.len() });
    out.raw("</table></div>\n");
    if is_long {
        out.raw("<noscript><p class=\"source\">")
            .text(wording::WITHOUT_SCRIPT.get(language))
            .raw("</p></noscript>\n");
        out.raw("<script type=\"application/json\">").finished(&data(table)).raw("</script>\n");
    }
    if let Some(note) = &table.note {
        out.raw("<p class=\"source\">").text(note).raw("</p>\n");
    }
    out.raw("</figure>\n");
}

fn head(out: &mut Markup, table: &Table, needs: &[Need]) {
    let is_grouped = table.columns.iter().any(|column| column.group.is_some());
    out.raw("<thead>\n");
    if is_grouped {
        out.raw("<tr>");
        for (start, end) in group_spans(&table.columns) {
            match &table.columns[start].group {
                Some(group) => {
                    out.raw("<th class=\"group\" scope=\"colgroup\" colspan=\"").number((end - start) as u64);
                    out.raw("\">").text(group).raw("</th>");
                }
                None => {
                    for (at, column) in table.columns.iter().enumerate().take(end).skip(start) {
                        heading(out, column, at, needs[at], " rowspan=\"2\"");
                    }
                }
            }
        }
        out.raw("</tr>\n");
    }
    out.raw("<tr>");
    for (at, column) in table.columns.iter().enumerate() {
        if !is_grouped || column.group.is_some() {
            heading(out, column, at, needs[at], "");
        }
    }
    out.raw("</tr>\n</thead>\n");
}

fn heading(out: &mut Markup, column: &Column, at: usize, need: Need, span: &'static str) {
    out.raw("<th scope=\"col\"").raw(align(column)).raw(span).raw(" data-column=\"").number(at as u64);
    // Tenths of an em; a half-width character takes about 0.55.
    let tenths = (need.natural.min(need.least.max(18)) * 55 / 10) as u64;
    out.raw("\" style=\"min-width:").number(tenths / 10).raw(".").number(tenths % 10).raw("em\">");
    out.text(&column.heading).raw("</th>");
}

fn align(column: &Column) -> &'static str {
    match column.align {
        Align::Left => "",
        Align::Centre => " class=\"c\"",
        Align::Right => " class=\"r\"",
    }
}

fn body(out: &mut Markup, table: &Table, language: Language, shown: usize) {
    out.raw("<tbody>\n");
    for row in table.rows.iter().take(shown) {
        body_row(out, table, row);
    }
    if table.rows.is_empty() {
        out.raw("<tr><td class=\"missing\" colspan=\"").number(table.columns.len().max(1) as u64).raw("\">");
        out.text(wording::NO_ROWS.get(language)).raw("</td></tr>\n");
    }
    out.raw("</tbody>\n");
}

fn body_row(out: &mut Markup, table: &Table, row: &Row) {
    out.raw(match row.emphasis {
        Emphasis::None => "<tr>",
        Emphasis::Total => "<tr class=\"total\">",
        Emphasis::Highlight => "<tr class=\"highlight\">",
    });
    let naming = table.columns.iter().position(|column| column.align == Align::Left);
    for (at, column) in table.columns.iter().enumerate() {
        let printed = Printed::of(row.cells.get(at), column);
        let is_row_heading = Some(at) == naming && printed.kind == Kind::Text;
        out.raw(if is_row_heading { "<th scope=\"row\"" } else { "<td" });
        out.raw(match (printed.kind, column.align) {
            (Kind::Missing | Kind::Imputed { .. }, Align::Right) => " class=\"r missing\"",
            (Kind::Missing, _) => " class=\"missing\"",
            _ => align(column),
        });
        if let Kind::Number { value, shade } = printed.kind {
            if table.interaction != Interaction::Static {
                out.raw(" data-value=\"").text(&format!("{value:e}")).raw("\"");
            }
            if let Some(shade) = shade {
                out.raw(" data-heat style=\"background:#").text(&hex(tint(shade))).raw("\"");
            }
        }
        out.raw(">").text(&printed.text).raw(if is_row_heading { "</th>" } else { "</td>" });
    }
    out.raw("</tr>\n");
}

/// All rows as JSON: `[emphasis, cell, …]`, where a cell is words, `[printed, number]`, `[printed, number, tint]`, or `[reason]` for
/// a missing value. `<`, `>` and `&` are written as escapes, so that nothing can end the element it stands in.
fn data(table: &Table) -> String {
    let mut json = String::from("{\"align\":[");
    for (at, column) in table.columns.iter().enumerate() {
        json.push_str(if at > 0 { "," } else { "" });
        json.push_str(match column.align {
            Align::Left => "\"\"",
            Align::Centre => "\"c\"",
            Align::Right => "\"r\"",
        });
    }
    json.push_str("],\"rows\":[");
    for (at, row) in table.rows.iter().enumerate() {
        json.push_str(if at > 0 { ",\n[" } else { "[" });
        json.push_str(match row.emphasis {
            Emphasis::None => "0",
            Emphasis::Total => "1",
            Emphasis::Highlight => "2",
        });
        for (at, column) in table.columns.iter().enumerate() {
            json.push(',');
            push_cell(&mut json, &Printed::of(row.cells.get(at), column));
        }
        json.push(']');
    }
    json.push_str("]}");
    json
}

fn push_cell(json: &mut String, printed: &Printed) {
    match printed.kind {
        Kind::Text => push_words(json, &printed.text),
        Kind::Missing => {
            json.push('[');
            push_words(json, &printed.text);
            json.push(']');
        }
        Kind::Imputed { value } => {
            json.push('[');
            push_words(json, &printed.text);
            json.push_str(&format!(",{value:e}]"));
        }
        Kind::Number { value, shade } => {
            json.push('[');
            push_words(json, &printed.text);
            json.push_str(&format!(",{value:e}"));
            if let Some(shade) = shade {
                json.push_str(&format!(",\"{}\"", hex(tint(shade))));
            }
            json.push(']');
        }
    }
}

fn push_words(json: &mut String, words: &str) {
    json.push('"');
    for character in words.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '<' => json.push_str("\\u003c"),
            '>' => json.push_str("\\u003e"),
            '&' => json.push_str("\\u0026"),
            '\u{0}'..='\u{1f}' => json.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => json.push(character),
        }
    }
    json.push('"');
}
