//! How people type what they know: thousands separators or not, full-width digits now and then, many words for nothing.

use super::cell::{Cell, Gap};
use super::random::{Dice, Topic};

/// The habit of whoever fills in a firm's forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Habit {
    /// `1,234.50`
    Separators,
    /// `1234.50`
    Plain,
    /// `１２３４.５０`
    FullWidth,
}

impl Habit {
    pub(crate) fn of_firm(number: usize) -> Self {
        Dice::of_firm(Topic::Typing, number).pick(&[
            (60.0, Habit::Separators),
            (37.0, Habit::Plain),
            (3.0, Habit::FullWidth),
        ])
    }
}

/// The cell as text.
pub(crate) fn typed(cell: &Cell, habit: Habit, dice: &mut Dice) -> String {
    match *cell {
        Cell::Number(value, decimals) => number(value, decimals, habit),
        Cell::Percent(share) => format!("{:.1}%", share * 100.0),
        Cell::Text(text) => text.to_owned(),
        Cell::Gap(gap) => word(gap, dice).to_owned(),
    }
}

/// What stands where there is nothing.
pub(crate) fn word(gap: Gap, dice: &mut Dice) -> &'static str {
    match gap {
        Gap::Unanswered => dice.pick(&[(45.0, ""), (25.0, "未填报"), (20.0, "—"), (10.0, "/")]),
        Gap::NotApplicable => "不适用",
        Gap::NotCollected => "未采集",
        Gap::Withheld => "保密",
        Gap::Pending => "待补",
        Gap::Empty => "",
    }
}

fn number(value: f64, decimals: u8, habit: Habit) -> String {
    // No sign on a zero that only rounding made.
    let value = if value == 0.0
        || format!("{value:.*}", decimals.into()).bytes().all(|b| matches!(b, b'-' | b'0' | b'.'))
    {
        0.0
    } else {
        value
    };
    let plain = format!("{value:.*}", decimals.into());
    match habit {
        Habit::Plain => plain,
        Habit::Separators => separated(&plain),
        Habit::FullWidth => plain.chars().map(full_width).collect(),
    }
}

fn separated(plain: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let whole = rest.find('.').unwrap_or(rest.len());
    let mut text = String::from(sign);
    for (at, digit) in rest.chars().enumerate() {
        if at > 0 && at < whole && (whole - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn full_width(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        assert_eq!(number(-1_234_567.891, 2, Habit::Separators), "-1,234,567.89");
        assert_eq!(number(999.0, 0, Habit::Separators), "999");
        assert_eq!(number(1234.5, 1, Habit::Plain), "1234.5");
        assert_eq!(number(12.0, 0, Habit::FullWidth), "１２");
        assert_eq!(number(-0.001, 2, Habit::Plain), "0.00");
    }
}
