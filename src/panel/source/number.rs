use super::fault::{Fault, Subject, excerpt};
use super::raw::Raw;
use super::wording::{Wording, wording};
use crate::diagnostic::Diagnostic;
use crate::panel::folding::half_width;
use crate::panel::{Status, Variable};
use crate::vocab::{Measures, UnitOfMeasure};

/// How the cells of one column (or, in the long layout, of one variable in one unit of measure) become values.
#[derive(Clone, Debug)]
pub(super) struct Gauge<'a> {
    variable: &'a Variable,
    measures: &'a Measures,
    /// The unit of the column where it is not the variable's own.
    written: Option<String>,
    conversion: Conversion,
    commas: Commas,
}

/// What a number in one unit becomes in another. Division by a whole number is kept a division, so that 12345 万元 are exactly
/// 1.2345 亿元.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Conversion {
    Same,
    Times(f64),
    Over(f64),
}

/// What a single comma in a number is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Commas {
    /// A thousands separator.
    Thousands,
    /// It may be a decimal comma: files with `;` between fields come from places that write 1,5 for 1.5.
    Doubtful,
}

/// A cell as read: the value where the status is observed, and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) value: f64,
    pub(super) status: Status,
    pub(super) fault: Option<Fault>,
}

impl Cell {
    fn missing(status: Status) -> Self {
        Cell { value: 0.0, status, fault: None }
    }

    fn faulty(fault: Fault) -> Self {
        Cell { value: 0.0, status: Status::Invalid, fault: Some(fault) }
    }
}

impl<'a> Gauge<'a> {
    /// For numbers in the unit `written`, or in the variable's own.
    ///
    /// # Errors
    /// [`Fault::UnknownMeasure`], [`Fault::OtherDimension`] or [`Fault::NoMeasure`] when `written` cannot be converted.
    pub(super) fn new(
        variable: &'a Variable,
        measures: &'a Measures,
        written: Option<&str>,
        commas: Commas,
    ) -> Result<Self, Fault> {
        let mut gauge = Gauge { variable, measures, written: None, conversion: Conversion::Same, commas };
        if let Some(written) = written {
            gauge.conversion = gauge.conversion_from(written)?;
            gauge.written = Some(written.to_owned());
        }
        Ok(gauge)
    }

    pub(super) fn variable(&self) -> &'a Variable {
        self.variable
    }

    /// The unit that a number without one is in, as written.
    pub(super) fn measure(&self) -> Option<&str> {
        self.written.as_deref().or_else(|| self.variable.measure_text())
    }

    pub(super) fn read(&self, raw: &Raw<'_>) -> Cell {
        match raw {
            Raw::Empty => Cell::missing(Status::NotReported),
            Raw::Text(text) => self.text(text),
            Raw::Number { value, percent } => self.stored(*value, *percent),
            Raw::Failed(_) => Cell::faulty(Fault::Formula),
            Raw::Date(_) => Cell::faulty(Fault::Date),
            Raw::Flag(_) => Cell::faulty(Fault::Flag),
        }
    }

    fn text(&self, text: &str) -> Cell {
        if self.variable.codes.is_empty() {
            if let Some(number) = plain(text) {
                return self.finish(self.conversion.apply(number));
            }
            if text.is_empty() {
                return Cell::missing(Status::NotReported);
            }
        }
        self.typed(text.trim())
    }

    /// Everything that is not simply a number.
    #[cold]
    fn typed(&self, text: &str) -> Cell {
        if let Some(code) = self.code(text) {
            return self.finish(code);
        }
        if text.len() > LONGEST {
            return Cell::faulty(Fault::NotANumber);
        }
        if let Some(status) = Status::from_text(text) {
            return Cell::missing(status);
        }
        let text = half_width(text);
        let text = text.trim();
        if text.starts_with('#') {
            return Cell::faulty(if FAILURES.contains(&text) { Fault::Formula } else { Fault::NotANumber });
        }
        if matches!(text, "无" | "没有" | "有" | "是" | "否") {
            return Cell::faulty(Fault::Word);
        }
        match self.number(text) {
            Ok(value) => self.finish(value),
            Err(fault) => Cell::faulty(fault),
        }
    }

    fn code(&self, text: &str) -> Option<f64> {
        let codes = &self.variable.codes;
        if codes.is_empty() {
            return None;
        }
        codes.get(text).or_else(|| codes.get(half_width(text).trim())).copied()
    }

    /// A number as a workbook stores it; one shown as a percentage is stored as a fraction.
    fn stored(&self, value: f64, percent: bool) -> Cell {
        if !self.variable.codes.is_empty()
            && let Some(code) = self.code(&value.to_string())
        {
            return self.finish(code);
        }
        if !percent {
            return self.finish(self.conversion.apply(value));
        }
        match self.conversion_from("1") {
            Ok(conversion) => self.finish(conversion.apply(value)),
            Err(fault) => Cell::faulty(fault),
        }
    }

    fn finish(&self, value: f64) -> Cell {
        if !value.is_finite() {
            return Cell::faulty(Fault::TooLarge);
        }
        if !self.variable.range.contains(value) {
            return Cell::faulty(Fault::OutOfRange);
        }
        Cell { value, status: Status::Observed, fault: None }
    }

    /// Sign, digits with separators, exponent, unit: `-1,234.5`, `(123)`, `1e5`, `12.5%`, `3.5亿元`, `12万`, `¥1,234.50`.
    fn number(&self, text: &str) -> Result<f64, Fault> {
        let inside = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
        let (negative, text) = match inside {
            Some(inner) if !inner.starts_with(['-', '+', '−', '–']) => (true, inner.trim()),
            Some(_) => return Err(Fault::NotANumber),
            None => match text.strip_prefix(['-', '−', '–']) {
                Some(rest) => (true, rest.trim_start()),
                None => (false, text.strip_prefix('+').unwrap_or(text)),
            },
        };
        let (currency, text) = match text.strip_prefix(['¥']) {
            Some(rest) => (Some("元"), rest.trim_start()),
            None => (None, text),
        };
        let digits =
            text.find(|c: char| !matches!(c, '0'..='9' | ',' | '.' | ' ' | '\'')).unwrap_or(text.len());
        let (digits, rest) = text.split_at(digits);
        let (exponent, unit) = rest.split_at(exponent_length(rest));
        let mut plain = ungrouped(digits.trim_end(), self.commas)?;
        plain.push_str(exponent);
        let magnitude: f64 = plain.parse().map_err(|_| Fault::NotANumber)?;
        let value = if negative { -magnitude } else { magnitude };
        let unit = unit.trim();
        let conversion = match (unit, currency) {
            ("", None) => self.conversion,
            ("", Some(unit)) => self.conversion_from(unit)?,
            (unit, Some(currency)) => self.conversion_from(&format!("{unit}{currency}"))?,
            (unit, None) if MULTIPLIERS.contains(&unit) => self.conversion_from_multiplier(unit)?,
            (unit, None) => self.conversion_from(unit)?,
        };
        Ok(conversion.apply(value))
    }

    fn conversion_from(&self, written: &str) -> Result<Conversion, Fault> {
        let wordy = written.starts_with(char::is_alphabetic);
        let unknown = if wordy { Fault::UnknownMeasure } else { Fault::NotANumber };
        let given = self.measures.parse(written).map_err(|_| unknown)?;
        let Some(own) = self.variable.unit_of_measure() else { return Err(Fault::NoMeasure) };
        Conversion::between(&given, own).ok_or(Fault::OtherDimension)
    }

    /// `12万` in a column of 亿元 means 12 万元: the multiplier takes the place of the one in the column's unit.
    fn conversion_from_multiplier(&self, multiplier: &str) -> Result<Conversion, Fault> {
        let measure = self.measure().ok_or(Fault::NoMeasure)?;
        // A percentage, or a unit with its own multiplier behind it (`EUR million`), has no place for another.
        let base = MULTIPLIERS.iter().find_map(|m| measure.strip_prefix(m)).unwrap_or(measure);
        if base.starts_with(['%', '％', '‰', '百']) || base.contains(' ') {
            return Err(Fault::OtherDimension);
        }
        let base = if base == "1" || base == "倍" { "" } else { base };
        self.conversion_from(&format!("{multiplier}{base}"))
    }
}

impl Conversion {
    fn between(from: &UnitOfMeasure, to: &UnitOfMeasure) -> Option<Self> {
        let factor = from.factor_to(to)?;
        let inverse = (1.0 / factor).round();
        Some(if factor == 1.0 {
            Conversion::Same
        } else if factor < 1.0 && 1.0 / inverse == factor {
            Conversion::Over(inverse)
        } else {
            Conversion::Times(factor)
        })
    }

    #[inline]
    fn apply(self, value: f64) -> f64 {
        match self {
            Conversion::Same => value,
            Conversion::Times(factor) => value * factor,
            Conversion::Over(divisor) => value / divisor,
        }
    }
}

/// A number of a table beside a definition, read as a cell of the variable in a data file, unit in the cell included; `None` where the cell is
/// empty or says that there is none.
///
/// # Errors
/// What is wrong with the text, without a place.
pub(crate) fn number_in(
    text: &str,
    variable: &Variable,
    measures: &Measures,
) -> Result<Option<f64>, Diagnostic> {
    let (conversion, commas) = (Conversion::Same, Commas::Thousands);
    let gauge = Gauge { variable, measures, written: None, conversion, commas };
    let cell = gauge.read(&Raw::Text(text));
    let Some(fault) = cell.fault else { return Ok(cell.status.is_observed().then_some(cell.value)) };
    let subject = Subject::of(variable, gauge.measure());
    let Wording { code, zh, en, hint, .. } = wording(fault, &excerpt(text), &subject);
    let diagnostic = Diagnostic::error(code, zh, en);
    let is_number =
        !matches!(fault, Fault::NotANumber | Fault::Word | Fault::Date | Fault::Flag | Fault::Formula);
    Err(match hint.filter(|_| is_number) {
        Some(hint) => Diagnostic { hint: Some(hint), ..diagnostic },
        None => diagnostic.hint("写一个数，如 12.5 或 12.5%", "write a number, such as 12.5 or 12.5%"),
    })
}

/// Longer than any number with its unit; what is longer is not read further.
const LONGEST: usize = 400;

/// Results of formulas that failed, as Excel saves them in a CSV file.
const FAILURES: &[&str] =
    &["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DATA!", "#SPILL!", "#CALC!"];

/// Multipliers people type behind a number, longest first.
const MULTIPLIERS: &[&str] = &["万亿", "千亿", "百亿", "十亿", "亿", "千万", "百万", "十万", "万", "千"];

/// A number in the plain form nearly all cells have.
#[inline]
fn plain(text: &str) -> Option<f64> {
    match text.as_bytes().first()? {
        b'0'..=b'9' | b'-' | b'+' | b'.' => text.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn exponent_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    if !matches!(bytes.first(), Some(b'e' | b'E')) {
        return 0;
    }
    let sign = usize::from(matches!(bytes.get(1), Some(b'-' | b'+')));
    let digits = bytes.iter().skip(1 + sign).take_while(|b| b.is_ascii_digit()).count();
    if digits == 0 { 0 } else { 1 + sign + digits }
}

/// The digits without thousands separators, which must stand before groups of three.
fn ungrouped(digits: &str, commas: Commas) -> Result<String, Fault> {
    if !digits.contains(|c: char| c.is_ascii_digit()) {
        return Err(Fault::NotANumber);
    }
    if !digits.contains([',', ' ', '\'']) {
        // 1.234.567 has points for thousands.
        return if digits.matches('.').count() > 1 {
            Err(Fault::DecimalComma)
        } else {
            Ok(digits.to_owned())
        };
    }
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if fraction.contains([',', ' ', '\'', '.']) => {
            let european = digits.contains(',') && !whole.contains(',');
            return Err(if european { Fault::DecimalComma } else { Fault::NotANumber });
        }
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let groups: Vec<&str> = whole.split([',', ' ', '\'']).collect();
    let grouped = groups.iter().skip(1).all(|g| g.len() == 3) && (1..=3).contains(&groups[0].len());
    let single_comma = groups.len() == 2 && whole.contains(',') && fraction.is_none();
    if single_comma && (!grouped || commas == Commas::Doubtful) {
        return Err(Fault::DecimalComma);
    }
    if !grouped {
        return Err(Fault::NotANumber);
    }
    let mut plain = groups.concat();
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::{OriginClass, ValueRange, VariableKind};
    use crate::vocab::{Id, Text};

    fn variable(measure: Option<&str>) -> Variable {
        let measures = Measures::standard();
        let id = Id::new("x").unwrap();
        Variable {
            measure: measure.map(|m| (m.to_owned(), measures.parse(m).unwrap())),
            ..Variable::new(id, Text::same("x"), VariableKind::Flow, OriginClass::Public)
        }
    }

    fn read(measure: Option<&str>, written: Option<&str>, text: &str) -> Result<f64, Fault> {
        let (variable, measures) = (variable(measure), Measures::standard());
        let gauge = Gauge::new(&variable, &measures, written, Commas::Thousands)?;
        let cell = gauge.read(&Raw::Text(text));
        match cell.fault {
            None if cell.status.is_observed() => Ok(cell.value),
            None => panic!("{text} is {:?}", cell.status),
            Some(fault) => Err(fault),
        }
    }

    #[test]
    fn numbers_as_people_type_them() {
        for (text, value) in [
            ("12", 12.0),
            ("-1.5", -1.5),
            ("1,234.5", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("１２３", 123.0),
            ("１，２３４．５", 1234.5),
            (" 7 ", 7.0),
            ("\u{3000}8\u{a0}", 8.0),
            ("1 234 567", 1_234_567.0),
            ("1\u{2009}234.5", 1234.5),
            ("1\u{202f}234", 1234.0),
            ("(123)", -123.0),
            ("（1,234.5）", -1234.5),
            ("−5", -5.0),
            ("–5", -5.0),
            ("+5", 5.0),
            ("1e5", 1e5),
            ("1.5E-3", 1.5e-3),
            (".5", 0.5),
            ("5.", 5.0),
        ] {
            assert_eq!(read(None, None, text), Ok(value), "{text}");
        }
    }

    #[test]
    fn units_in_cells_and_columns_are_converted_exactly() {
        for (measure, written, text, value) in [
            ("亿元", Some("万元"), "12345", 1.2345),
            ("亿元", Some("万元"), "3.5亿元", 3.5),
            ("亿元", None, "12万", 0.0012),
            ("元", None, "12万", 120_000.0),
            ("万元", None, "1.2亿", 12_000.0),
            ("人", None, "1.2万人", 12_000.0),
            ("人", None, "3千", 3000.0),
            ("1", None, "12.5%", 0.125),
            ("%", None, "12.5%", 12.5),
            ("%", None, "12.5％", 12.5),
            ("%", None, "12.5", 12.5),
            ("%", Some("1"), "0.125", 12.5),
            ("%", Some("1"), "12.5%", 12.5),
            ("‰", None, "1.2%", 12.0),
            ("万元", None, "¥1,234.50", 0.12345),
            ("万元", None, "￥3万", 3.0),
        ] {
            assert_eq!(read(Some(measure), written, text), Ok(value), "{measure} {written:?} {text}");
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for (measure, text, fault) in [
            (None, "abc", Fault::NotANumber),
            (None, "1.234,5", Fault::DecimalComma),
            (None, "12,5", Fault::DecimalComma),
            (None, "1,2345", Fault::DecimalComma),
            (None, "1.234.567", Fault::DecimalComma),
            (None, "1,23,456", Fault::NotANumber),
            (None, "1,234,5", Fault::NotANumber),
            (None, "(-5)", Fault::NotANumber),
            (None, "--5", Fault::NotANumber),
            (None, "inf", Fault::NotANumber),
            (None, "-inf", Fault::NotANumber),
            (None, "1e999", Fault::TooLarge),
            (None, "12.5%", Fault::NoMeasure),
            (None, "12万", Fault::NoMeasure),
            (Some("亿元"), "12.5%", Fault::OtherDimension),
            (Some("亿元"), "3人", Fault::OtherDimension),
            (Some("亿元"), "3圆", Fault::UnknownMeasure),
            (Some("%"), "3万", Fault::OtherDimension),
            (None, "无", Fault::Word),
            (None, "#DIV/0!", Fault::Formula),
            (None, "5-7", Fault::NotANumber),
            (None, ",", Fault::NotANumber),
            (None, "e5", Fault::NotANumber),
        ] {
            assert_eq!(read(measure, None, text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_single_comma_is_doubtful_where_semicolons_part_the_fields() {
        let (variable, measures) = (variable(None), Measures::standard());
        let gauge = Gauge::new(&variable, &measures, None, Commas::Doubtful).unwrap();
        assert_eq!(gauge.read(&Raw::Text("1,234")).fault, Some(Fault::DecimalComma));
        assert_eq!(gauge.read(&Raw::Text("1,234.5")).value, 1234.5);
        assert_eq!(gauge.read(&Raw::Text("1,234,567")).value, 1_234_567.0);
    }

    #[test]
    fn codes_come_first_and_the_range_last() {
        let mut variable = variable(Some("分"));
        variable.codes.insert("A".into(), 5.0);
        variable.codes.insert("—".into(), 0.0);
        variable.range = ValueRange { min: Some(0.0), max: Some(5.0) };
        let measures = Measures::standard();
        let gauge = Gauge::new(&variable, &measures, None, Commas::Thousands).unwrap();
        assert_eq!(gauge.read(&Raw::Text("Ａ")).value, 5.0);
        assert_eq!(gauge.read(&Raw::Text("—")), Cell { value: 0.0, status: Status::Observed, fault: None });
        assert_eq!(gauge.read(&Raw::Text("6")), Cell::faulty(Fault::OutOfRange));
        assert_eq!(gauge.read(&Raw::Text("4")).value, 4.0);
    }

    #[test]
    fn a_cell_shown_as_a_percentage_holds_a_fraction() {
        let measures = Measures::standard();
        for (measure, expected) in
            [("%", Ok(12.5)), ("1", Ok(0.125)), ("亿元", Err(Some(Fault::OtherDimension)))]
        {
            let variable = variable(Some(measure));
            let gauge = Gauge::new(&variable, &measures, None, Commas::Thousands).unwrap();
            let cell = gauge.read(&Raw::Number { value: 0.125, percent: true });
            let got = if cell.fault.is_none() { Ok(cell.value) } else { Err(cell.fault) };
            assert_eq!(got, expected, "{measure}");
        }
    }
}
