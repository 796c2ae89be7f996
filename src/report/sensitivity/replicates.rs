//! What each replicate drew, as a table for programs.

use super::super::document::{Cell, Column, NumberFormat, Table};
use super::super::render;
use crate::sensitivity::Setting;

/// One row a replicate, in order of number: the alternative of each factor that has some, then weights and exponents as drawn. A replicate without a
/// definition has empty cells.
#[must_use]
pub fn replicates_csv(settings: &[Option<Setting>]) -> Vec<u8> {
    let mut headings: Vec<String> = Vec::new();
    let rows: Vec<Vec<(String, Cell)>> =
        settings.iter().map(|one| one.as_ref().map_or_else(Vec::new, cells)).collect();
    for (heading, _) in rows.iter().flatten() {
        if !headings.contains(heading) {
            headings.push(heading.clone());
        }
    }
    let mut columns = vec![Column::number("replicate", NumberFormat::Plain)];
    columns.extend(headings.iter().map(Column::text));
    let mut table = Table::new("replicates", "", columns);
    for (number, row) in rows.iter().enumerate() {
        let mut line = vec![Cell::count(number)];
        line.extend(headings.iter().map(|heading| {
            let found = row.iter().find(|(known, _)| known == heading);
            found.map_or(Cell::Empty, |(_, cell)| cell.clone())
        }));
        table.push(line);
    }
    render::csv::table(&table)
}

fn cells(setting: &Setting) -> Vec<(String, Cell)> {
    let choice = |text: &String| match text.split_once(" = ") {
        Some((factor, alternative)) => (factor.to_owned(), Cell::text(alternative)),
        None => (text.clone(), Cell::Empty),
    };
    let mut all: Vec<(String, Cell)> = setting.choices.iter().map(choice).collect();
    for (kind, numbers) in [("weight", &setting.weights), ("exponent", &setting.exponents)] {
        all.extend(numbers.iter().map(|(id, value)| (format!("{kind}:{id}"), Cell::Number(*value))));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Id;

    #[test]
    fn a_row_a_replicate() {
        let drawn = Setting {
            choices: vec!["scaling = z-score".into()],
            weights: vec![(Id::new("a").unwrap(), 0.25)],
            exponents: vec![(Id::new("index").unwrap(), 0.5)],
        };
        let text = String::from_utf8(replicates_csv(&[Some(drawn), None])).unwrap();
        assert_eq!(
            text,
            "\u{feff}replicate,scaling,weight:a,exponent:index\r\n0,z-score,0.25,0.5\r\n1,,,\r\n"
        );
    }
}
