//! How wide texts and columns are, counted in half-width characters: a Chinese character is two.

use super::printed::{Kind, Printed};
use crate::report::document::{Column, Table};

/// Rows looked at when a column is measured; a longer table is sampled evenly.
const SAMPLE: usize = 500;

/// The width of a text in half-width characters.
pub(super) fn display_width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(character: char) -> usize {
    match character {
        '\u{0}'..='\u{1f}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2014}'
        | '\u{2018}'..='\u{201d}'
        | '\u{2026}'
        | '\u{2460}'..='\u{24ff}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// The width of the longest stretch that does not break: a Latin word or a number; a Chinese character stands alone.
fn unbreakable_width(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        let width = char_width(character);
        run = match (width, character) {
            (2, _) => 0,
            (_, c) if c.is_whitespace() => 0,
            (_, '-' | '/') => {
                longest = longest.max(run + width);
                0
            }
            _ => run + width,
        };
        longest = longest.max(run).max(width);
    }
    // Capitals are about half as wide again as digits.
    longest + capitals_in_a_word(text).div_ceil(2)
}

/// The most capitals in one word.
fn capitals_in_a_word(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.map(|word| word.bytes().filter(u8::is_ascii_uppercase).count()).max().unwrap_or(0)
}

/// The room a column needs, in half-width characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// Below this, words break inside or numbers wrap.
    pub(super) least: usize,
    /// From here on, no cell wraps; headings may.
    pub(super) body: usize,
    /// From here on, nothing wraps, but for long headings.
    pub(super) natural: usize,
}

/// The need of each column, measured over heading and cells.
pub(super) fn needs(table: &Table) -> Vec<Need> {
    let step = table.rows.len().div_ceil(SAMPLE).max(1);
    table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = table.rows.iter().step_by(step).map(|row| Printed::of(row.cells.get(at), column));
            need(column, cells)
        })
        .collect()
}

fn need(column: &Column, cells: impl Iterator<Item = Printed>) -> Need {
    // A heading takes up to three lines before it widens its column, but is never set one Chinese character a line.
    let heading = display_width(&column.heading);
    // It is bold, which shows in short words, where no other letter makes up for it.
    let word = unbreakable_width(&column.heading);
    let word = word + usize::from(word <= 6);
    let mut least = word.max(heading.div_ceil(3)).max(heading.min(6));
    let mut natural = heading.min(24);
    let mut body = 0;
    for cell in cells {
        let width = display_width(&cell.text);
        body = body.max(width);
        // A short name stays on one line; the reason of a missing value may wrap.
        let kept = if cell.kind == Kind::Missing { 0 } else { width.min(12) };
        let kept = kept.max(unbreakable_width(&cell.text));
        // Digits of some fonts are wider than half a character, which shows in short numbers such as years.
        least = least.max(kept + usize::from(kept <= 6));
    }
    natural = natural.max(body);
    let wish = column.width.map(|wish| usize::from(wish).max(1));
    let least = least.clamp(2, 30);
    let of = |width: usize| wish.unwrap_or(width).max(least).min(80);
    Need { least, body: of(body), natural: of(natural) }
}

/// Shares a room out among columns: each gets what it needs at least, then what is left goes to cells that would wrap (each costs a line in its
/// row), then to headings, then evenly in proportion. `None` when not even the least fits. The result adds up to the room exactly.
pub(super) fn share_out(room: usize, needs: &[Need]) -> Option<Vec<usize>> {
    let least: usize = needs.iter().map(|need| need.least).sum();
    let body: usize = needs.iter().map(|need| need.body).sum();
    let natural: usize = needs.iter().map(|need| need.natural).sum();
    if needs.is_empty() || least > room {
        return None;
    }
    let exact = |need: &Need| -> usize {
        if natural <= room {
            need.natural * room / natural.max(1)
        } else if body <= room {
            need.body + (need.natural - need.body) * (room - body) / (natural - body).max(1)
        } else {
            need.least + (need.body - need.least) * (room - least) / (body - least).max(1)
        }
    };
    let mut shares: Vec<usize> = needs.iter().map(exact).collect();
    let rest = room - shares.iter().sum::<usize>();
    if let Some(widest) = shares.iter_mut().max() {
        *widest += rest;
    }
    Some(shares)
}

/// Neighbouring columns with the same group heading, as half-open ranges in order; columns without one stand together too.
pub(super) fn group_spans(columns: &[Column]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = 0;
    for run in columns.chunk_by(|left, right| left.group == right.group) {
        spans.push((start, start + run.len()));
        start += run.len();
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::NumberFormat;

    #[test]
    fn a_chinese_character_is_two() {
        assert_eq!(display_width("研发R&D"), 7);
        assert_eq!(display_width("（12.5％）"), 10);
        assert_eq!(unbreakable_width("研发经费 expenditure on R&D"), 12);
        assert_eq!(unbreakable_width("F04a"), 5);
        assert_eq!(unbreakable_width("rd-intensity"), 9);
    }

    #[test]
    fn a_number_never_wraps_and_a_name_may() {
        let mut table = Table::new(
            "t",
            "",
            vec![Column::text("企业名称"), Column::number("得分", NumberFormat::Decimals(2))],
        );
        table.push(vec!["武汉光谷长飞先进半导体科技有限责任公司".into(), 1_234_567.0.into()]);
        let name = Need { least: 12, body: 38, natural: 38 };
        assert_eq!(needs(&table), [name, Need { least: 12, body: 12, natural: 12 }]);
    }

    #[test]
    fn shares_add_up() {
        let need = |least, body, natural| Need { least, body, natural };
        let needs = [need(5, 30, 40), need(7, 7, 7), need(3, 3, 9)];
        // Cells first, then headings.
        assert_eq!(share_out(40, &needs), Some(vec![30, 7, 3]));
        for room in [15, 16, 40, 41, 56, 57, 1000] {
            let shares = share_out(room, &needs).expect("room is at least the least");
            assert_eq!(shares.iter().sum::<usize>(), room);
            assert!(
                shares.iter().zip(&needs).all(|(share, need)| *share >= need.least),
                "{room}: {shares:?}"
            );
        }
        assert_eq!(share_out(14, &needs), None);
        assert_eq!(share_out(14, &[]), None);
    }
}
