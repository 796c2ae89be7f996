/// How the numbers of a column are printed; the only place where a number is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NumberFormat {
    /// As the shortest text that reads back as the same number; for columns that hold words.
    #[default]
    Text,
    /// No decimals, thousands set off by commas: `12,345`.
    Integer,
    /// No decimals and no separators: years, codes.
    Plain,
    /// A fixed number of decimals, thousands set off by commas.
    Decimals(u8),
    /// A share (0 to 1) as a percentage with a fixed number of decimals.
    Percent(u8),
    /// A change: like decimals, with `+` before a rise.
    Signed(u8),
}

/// Numbers from here on are printed as powers of ten, as nobody reads sixteen digits.
const LARGE: f64 = 1e15;

impl NumberFormat {
    /// The number as people read it; `None` when it is NaN or infinite, which is never printed.
    ///
    /// Rounds the exact binary value; a rounded zero has no sign.
    ///
    /// ```
    /// use quanheng::report::document::NumberFormat;
    /// assert_eq!(NumberFormat::Decimals(1).print(-1234.56).as_deref(), Some("-1,234.6"));
    /// assert_eq!(NumberFormat::Percent(1).print(0.1234).as_deref(), Some("12.3%"));
    /// assert_eq!(NumberFormat::Signed(2).print(0.5).as_deref(), Some("+0.50"));
    /// assert_eq!(NumberFormat::Integer.print(f64::NAN), None);
    /// ```
    #[must_use]
    pub fn print(self, value: f64) -> Option<String> {
        if !value.is_finite() {
            return None;
        }
        Some(match self {
            NumberFormat::Text => shortest(value),
            NumberFormat::Integer => grouped(value, 0),
            NumberFormat::Plain => unsigned_zero(fixed(value, 0)),
            NumberFormat::Decimals(decimals) => grouped(value, decimals),
            NumberFormat::Percent(decimals) => percent(value, decimals),
            NumberFormat::Signed(decimals) => signed(value, decimals),
        })
    }

    /// The format code a spreadsheet uses for the same look; `None` for the general format.
    #[must_use]
    pub fn spreadsheet_code(self) -> Option<String> {
        match self {
            NumberFormat::Text => None,
            NumberFormat::Integer => Some("#,##0".to_owned()),
            NumberFormat::Plain => Some("0".to_owned()),
            NumberFormat::Decimals(decimals) => Some(format!("#,##0{}", zeros(decimals))),
            NumberFormat::Percent(decimals) => Some(format!("0{}%", zeros(decimals))),
            NumberFormat::Signed(decimals) => {
                let digits = format!("#,##0{}", zeros(decimals));
                Some(format!("+{digits};-{digits};{digits}"))
            }
        }
    }
}

fn zeros(decimals: u8) -> String {
    if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(usize::from(decimals))) }
}

fn shortest(value: f64) -> String {
    if value != 0.0 && !(1e-5..LARGE).contains(&value.abs()) {
        format!("{value:e}")
    } else {
        unsigned_zero(value.to_string())
    }
}

fn fixed(value: f64, decimals: u8) -> String {
    if value.abs() >= LARGE { format!("{value:.4e}") } else { format!("{value:.*}", usize::from(decimals)) }
}

fn percent(value: f64, decimals: u8) -> String {
    let hundredfold = value * 100.0;
    if hundredfold.is_finite() { grouped(hundredfold, decimals) + "%" } else { fixed(value, 0) + "×100%" }
}

fn signed(value: f64, decimals: u8) -> String {
    let digits = grouped(value, decimals);
    let is_zero = !digits.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if value > 0.0 && !is_zero { format!("+{digits}") } else { digits }
}

fn grouped(value: f64, decimals: u8) -> String {
    let text = unsigned_zero(fixed(value, decimals));
    if text.contains('e') {
        return text;
    }
    let digits_start = usize::from(text.starts_with('-'));
    let digits_end = text.find('.').unwrap_or(text.len());
    let mut out = String::with_capacity(text.len() + 6);
    for (at, character) in text.char_indices() {
        if at > digits_start && at < digits_end && (digits_end - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(character);
    }
    out
}

fn unsigned_zero(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if !rest.bytes().any(|b| (b'1'..=b'9').contains(&b)) => rest.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::NumberFormat::{Decimals, Integer, Percent, Plain, Signed, Text};

    #[test]
    fn prints_what_people_read() {
        let cases = [
            (Text, 0.1, "0.1"),
            (Text, 1e300, "1e300"),
            (Text, -0.0, "0"),
            (Integer, 1_234_567.5, "1,234,568"),
            (Integer, -999.6, "-1,000"),
            (Integer, 100.0, "100"),
            (Plain, 2025.0, "2025"),
            (Decimals(2), -0.001, "0.00"),
            (Decimals(2), 1e300, "1.0000e300"),
            (Decimals(3), 1234.0, "1,234.000"),
            (Percent(0), 0.995, "100%"),
            (Percent(1), -0.05, "-5.0%"),
            (Percent(1), f64::MAX, "1.7977e308×100%"),
            (Signed(1), 0.04, "0.0"),
            (Signed(1), -0.04, "0.0"),
            (Signed(1), 1234.0, "+1,234.0"),
            (Signed(1), -2.25, "-2.2"),
        ];
        for (format, value, expected) in cases {
            assert_eq!(format.print(value).as_deref(), Some(expected), "{format:?} {value}");
        }
    }

    #[test]
    fn never_prints_what_is_no_number() {
        for format in [Text, Integer, Plain, Decimals(2), Percent(1), Signed(1)] {
            for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                assert_eq!(format.print(value), None);
            }
        }
    }

    #[test]
    fn spreadsheets_show_the_same() {
        assert_eq!(Percent(1).spreadsheet_code().as_deref(), Some("0.0%"));
        assert_eq!(Signed(2).spreadsheet_code().as_deref(), Some("+#,##0.00;-#,##0.00;#,##0.00"));
        assert_eq!(Text.spreadsheet_code(), None);
    }
}
