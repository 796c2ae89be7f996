//! A cell as a reader sees it.

use crate::report::document::{Cell, Column};

/// The printed form of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Printed {
    /// The words or digits.
    pub(super) text: String,
    /// What kind of thing it is.
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Words, or nothing.
    Text,
    /// A number with its unrounded value and, where wanted, a tint between 0 and 1.
    Number { value: f64, shade: Option<f64> },
    /// A number that stands in for a missing one.
    Imputed { value: f64 },
    /// A value that should be here.
    Missing,
}

impl Printed {
    pub(super) fn of(cell: Option<&Cell>, column: &Column) -> Self {
        match cell.unwrap_or(&Cell::Empty) {
            Cell::Empty => Printed { text: String::new(), kind: Kind::Text },
            Cell::Text(text) => Printed { text: text.clone(), kind: Kind::Text },
            Cell::Number(value) => Printed::number(*value, None, column),
            Cell::Imputed(value) => match column.format.print(*value) {
                Some(text) => Printed { text, kind: Kind::Imputed { value: *value } },
                None => Printed::missing(""),
            },
            Cell::Heat { value, shade } => {
                let shade = if shade.is_finite() { shade.clamp(0.0, 1.0) } else { 0.0 };
                Printed::number(*value, Some(shade), column)
            }
            Cell::Missing(reason) => Printed::missing(reason),
        }
    }

    fn number(value: f64, shade: Option<f64>, column: &Column) -> Self {
        match column.format.print(value) {
            Some(text) => Printed { text, kind: Kind::Number { value, shade } },
            None => Printed::missing(""),
        }
    }

    fn missing(reason: &str) -> Self {
        let text = if reason.is_empty() { "—" } else { reason };
        Printed { text: text.to_owned(), kind: Kind::Missing }
    }
}

/// The ground of a tinted cell as red, green, blue: one hue, so that it reads in grey and by the colour-blind. Even the deepest
/// tint carries dark text at a contrast above 4.5 : 1.
pub(super) fn tint(shade: f64) -> [u8; 3] {
    const LIGHT: [f64; 3] = [247.0, 250.0, 253.0];
    const DEEP: [f64; 3] = [112.0, 166.0, 214.0];
    let mix = |at: usize| (LIGHT[at] + (DEEP[at] - LIGHT[at]) * shade).round() as u8;
    [mix(0), mix(1), mix(2)]
}

/// Red, green, blue as six hexadecimal digits.
pub(super) fn hex(colour: [u8; 3]) -> String {
    let [red, green, blue] = colour;
    format!("{red:02X}{green:02X}{blue:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::NumberFormat;

    #[test]
    fn what_is_no_number_is_missing() {
        let column = Column::number("x", NumberFormat::Decimals(1));
        for cell in [Cell::Number(f64::NAN), Cell::Heat { value: f64::INFINITY, shade: 0.5 }] {
            let printed = Printed::of(Some(&cell), &column);
            assert_eq!((printed.text.as_str(), printed.kind), ("—", Kind::Missing));
        }
        let heat = Printed::of(Some(&Cell::Heat { value: 1.0, shade: f64::NAN }), &column);
        assert_eq!(heat.kind, Kind::Number { value: 1.0, shade: Some(0.0) });
        assert_eq!(Printed::of(None, &column).text, "");
    }

    #[test]
    fn tints_deepen() {
        assert_eq!(hex(tint(0.0)), "F7FAFD");
        assert_eq!(hex(tint(1.0)), "70A6D6");
    }
}
