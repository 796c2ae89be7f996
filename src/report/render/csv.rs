//! CSV: a table for other programs, and for Excel by double click.

use crate::report::document::{Cell, Table};

/// The table as CSV: UTF-8 with a byte order mark, comma, CRLF, one heading line.
///
/// Numbers have full precision (the shortest text that reads back as the same number) whatever the column's format. A missing
/// value is an empty field. A group heading stands before its heading, joined by ` / `. A text that begins with `=`, `+`, `-`,
/// `@`, a tab or a carriage return gets a `'` in front, as a spreadsheet would run it as a formula.
#[must_use]
pub fn table(table: &Table) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let headings = table.columns.iter().map(|column| match &column.group {
        Some(group) => field(&safe(&format!("{group} / {}", column.heading))),
        None => field(&safe(&column.heading)),
    });
    line(&mut out, headings);
    for row in &table.rows {
        line(&mut out, (0..table.columns.len()).map(|at| value(row.cells.get(at))));
    }
    out.into_bytes()
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    let line = fields.collect::<Vec<_>>().join(",");
    // A reader skips an empty line, and with it a row whose only value is missing.
    out.push_str(if line.is_empty() { "\"\"" } else { &line });
    out.push_str("\r\n");
}

fn value(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Text(text)) => field(&safe(text)),
        Some(Cell::Number(value) | Cell::Heat { value, .. }) if value.is_finite() => number(*value),
        _ => String::new(),
    }
}

fn number(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else if (1e-5..1e15).contains(&value.abs()) {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::{Column, NumberFormat};

    #[test]
    fn keeps_precision_and_disarms_formulas() {
        let columns = vec![
            Column::text("名称"),
            Column::number("得分", NumberFormat::Decimals(1)).grouped("2024年"),
            Column::text("=cmd"),
        ];
        let mut table_of = Table::new("t", "", columns);
        table_of.push(vec!["a,\"b\"\n".into(), (0.1 + 0.2).into(), "=1+1".into()]);
        table_of.push(vec!["-3".into(), Cell::missing("未填报"), "\t@x".into()]);
        table_of.push(vec![Cell::Empty, f64::NAN.into()]);
        table_of.push(vec!["b".into(), Cell::Heat { value: 1e300, shade: 1.0 }, "x-1".into()]);
        let expected = "\u{feff}名称,2024年 / 得分,'=cmd\r\n\
            \"a,\"\"b\"\"\n\",0.30000000000000004,'=1+1\r\n\
            '-3,,'\t@x\r\n\
            ,,\r\n\
            b,1e300,x-1\r\n";
        assert_eq!(String::from_utf8(table(&table_of)).expect("UTF-8"), expected);
    }

    #[test]
    fn an_empty_table_is_a_line() {
        assert_eq!(table(&Table::default()), "\u{feff}\"\"\r\n".as_bytes());
    }
}
