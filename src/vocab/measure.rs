//! Units of measure: 万元, 亿元, 件/百人, %, and the factor that leads from one to another.

use std::collections::BTreeMap;
use std::fmt;

/// A unit of measure: a factor times powers of base quantities (money in one currency, persons, pieces, years, ...).
///
/// `万元/人` is 10⁴ × CNY¹ × person⁻¹; `%` is 10⁻² without dimension.
///
/// ```
/// use quanheng::vocab::Measures;
/// let measures = Measures::standard();
/// let from = measures.parse("万元").unwrap();
/// let to = measures.parse("亿元").unwrap();
/// assert_eq!(from.factor_to(&to), Some(1e-4));
/// assert_eq!(from.factor_to(&measures.parse("人").unwrap()), None);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct UnitOfMeasure {
    /// Numerator and denominator of the factor, kept apart so that 1e-4 comes out exactly rounded.
    over: f64,
    under: f64,
    powers: BTreeMap<String, i32>,
}

impl UnitOfMeasure {
    /// A plain number: no dimension, factor 1.
    #[must_use]
    pub fn one() -> Self {
        UnitOfMeasure { over: 1.0, under: 1.0, powers: BTreeMap::new() }
    }

    /// What one of this unit is worth in base units.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.over / self.under
    }

    /// Whether it has no dimension: a ratio, a share, a count of nothing in particular.
    #[must_use]
    pub fn is_ratio(&self) -> bool {
        self.powers.is_empty()
    }

    /// What a number in this unit is multiplied by to be in `other`; `None` when the dimensions differ.
    #[must_use]
    pub fn factor_to(&self, other: &UnitOfMeasure) -> Option<f64> {
        (self.powers == other.powers).then(|| (self.over * other.under) / (self.under * other.over))
    }

    /// The same as two whole numbers without common factor, the one to multiply by and the one to divide by; `None` when the
    /// dimensions differ. A quotient `a / b` converted as `(a × first) / (b × second)` is rounded as little as can be.
    ///
    /// ```
    /// use quanheng::vocab::Measures;
    /// let measures = Measures::standard();
    /// let ratio = measures.parse("万元").unwrap().per(&measures.parse("亿元").unwrap());
    /// assert_eq!(ratio.ratio_to(&measures.parse("%").unwrap()), Some((1.0, 100.0)));
    /// ```
    #[must_use]
    pub fn ratio_to(&self, other: &UnitOfMeasure) -> Option<(f64, f64)> {
        let (over, under) = (self.over * other.under, self.under * other.over);
        (self.powers == other.powers).then(|| reduced(over, under))
    }

    /// Whether its factor can be written as a number; units multiplied many times over can grow beyond that.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        self.over.is_finite() && self.under.is_finite() && self.over > 0.0 && self.under > 0.0
    }

    /// The highest power any base quantity has in it, below or above the line.
    #[must_use]
    pub fn highest_power(&self) -> u32 {
        self.powers.values().map(|power| power.unsigned_abs()).max().unwrap_or(0)
    }

    /// The unit of a product.
    #[must_use]
    pub fn times(&self, other: &UnitOfMeasure) -> UnitOfMeasure {
        self.combine(other, 1)
    }

    /// The unit of a quotient.
    #[must_use]
    pub fn per(&self, other: &UnitOfMeasure) -> UnitOfMeasure {
        self.combine(other, -1)
    }

    /// The names of the base quantities above (sign 1) or below (sign -1) the line, as often as their power says.
    fn bases(&self, sign: i32) -> Vec<&str> {
        let named = |base: &str| {
            STANDARD.iter().find(|entry| entry.3 == base && entry.1 == entry.2).map(|entry| entry.0)
        };
        self.powers
            .iter()
            .flat_map(|(base, power)| {
                let times = usize::try_from(power * sign).unwrap_or(0);
                std::iter::repeat_n(named(base).unwrap_or(base), times)
            })
            .collect()
    }

    fn combine(&self, other: &UnitOfMeasure, sign: i32) -> UnitOfMeasure {
        let (over, under) = if sign > 0 { (other.over, other.under) } else { (other.under, other.over) };
        let mut powers = self.powers.clone();
        for (base, power) in &other.powers {
            *powers.entry(base.clone()).or_insert(0) += sign * power;
        }
        powers.retain(|_, power| *power != 0);
        UnitOfMeasure { over: self.over * over, under: self.under * under, powers }
    }
}

/// As people write it, in Chinese where the base quantity has a Chinese name: `万元/人`, `%`, `kWh/1000人`. [`Measures::parse`] reads it back.
impl fmt::Display for UnitOfMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (over, under) = reduced(self.over, self.under);
        let single = match self.powers.iter().next() {
            None => Some(""),
            Some((base, 1)) if self.powers.len() == 1 => Some(base.as_str()),
            Some(_) => None,
        };
        let known =
            STANDARD.iter().find(|entry| Some(entry.3) == single && (entry.1, entry.2) == (over, under));
        if let Some((name, ..)) = known {
            return f.write_str(name);
        }
        let above: Vec<&str> = self.bases(1);
        let below: Vec<&str> = self.bases(-1);
        if below.is_empty() && under != 1.0 {
            return write!(f, "{}{}", multiplied(over / under, ""), above.join("·"));
        }
        f.write_str(&multiplied(over, &above.join("·")))?;
        for (position, base) in below.iter().enumerate() {
            let factor = if position == 0 { under } else { 1.0 };
            write!(f, "/{}", multiplied(factor, base))?;
        }
        Ok(())
    }
}

/// A multiplier and a name: `万元`, `1000人`; the number alone without a name.
fn multiplied(factor: f64, name: &str) -> String {
    let word = MULTIPLIERS.iter().find(|(word, value)| *value == factor && !word.is_ascii());
    match word {
        _ if name.is_empty() => factor.to_string(),
        _ if factor == 1.0 => name.to_owned(),
        Some((word, _)) => format!("{word}{name}"),
        None => format!("{factor}{name}"),
    }
}

/// Numerator and denominator without common factor; both are whole numbers, for which the remainder is exact at any size.
fn reduced(over: f64, under: f64) -> (f64, f64) {
    let (mut a, mut b) = (over, under);
    while b > 0.0 && a.is_finite() && b.is_finite() {
        (a, b) = (b, a % b);
    }
    if a.is_finite() && a > 1.0 { (over / a, under / a) } else { (over, under) }
}

/// The units of measure that may be named: the standard ones and those a definition declares.
#[derive(Clone, Debug)]
pub struct Measures {
    names: BTreeMap<String, UnitOfMeasure>,
}

/// Name, factor (over, under), base quantity (empty: none).
const STANDARD: &[(&str, f64, f64, &str)] = &[
    ("1", 1.0, 1.0, ""),
    ("倍", 1.0, 1.0, ""),
    ("%", 1.0, 100.0, ""),
    ("％", 1.0, 100.0, ""),
    ("百分点", 1.0, 100.0, ""),
    ("‰", 1.0, 1000.0, ""),
    ("bp", 1.0, 10_000.0, ""),
    ("元", 1.0, 1.0, "CNY"),
    ("人民币元", 1.0, 1.0, "CNY"),
    ("CNY", 1.0, 1.0, "CNY"),
    ("USD", 1.0, 1.0, "USD"),
    ("美元", 1.0, 1.0, "USD"),
    ("EUR", 1.0, 1.0, "EUR"),
    ("欧元", 1.0, 1.0, "EUR"),
    ("PPP$", 1.0, 1.0, "PPP$"),
    ("人", 1.0, 1.0, "person"),
    ("名", 1.0, 1.0, "person"),
    ("人年", 1.0, 1.0, "person"),
    ("person", 1.0, 1.0, "person"),
    ("persons", 1.0, 1.0, "person"),
    ("件", 1.0, 1.0, "piece"),
    ("项", 1.0, 1.0, "piece"),
    ("个", 1.0, 1.0, "piece"),
    ("家", 1.0, 1.0, "piece"),
    ("次", 1.0, 1.0, "piece"),
    ("起", 1.0, 1.0, "piece"),
    ("台", 1.0, 1.0, "piece"),
    ("篇", 1.0, 1.0, "piece"),
    ("count", 1.0, 1.0, "piece"),
    ("分", 1.0, 1.0, "point"),
    ("points", 1.0, 1.0, "point"),
    ("级", 1.0, 1.0, "level"),
    ("level", 1.0, 1.0, "level"),
    ("年", 1.0, 1.0, "year"),
    ("years", 1.0, 1.0, "year"),
    ("year", 1.0, 1.0, "year"),
    ("月", 1.0, 12.0, "year"),
    ("天", 1.0, 365.0, "year"),
    ("吨", 1.0, 1.0, "tonne"),
    ("千克", 1.0, 1000.0, "tonne"),
    ("t", 1.0, 1.0, "tonne"),
    ("kg", 1.0, 1000.0, "tonne"),
    ("吨标准煤", 1.0, 1.0, "tce"),
    ("tce", 1.0, 1.0, "tce"),
    ("kWh", 1.0, 1.0, "kWh"),
    ("千瓦时", 1.0, 1.0, "kWh"),
    ("平方米", 1.0, 1.0, "m2"),
    ("公顷", 10_000.0, 1.0, "m2"),
    ("亩", 2000.0, 3.0, "m2"),
    ("平方公里", 1e6, 1.0, "m2"),
];

/// Multipliers that stand before a unit: 亿元, 百人, 1000 persons, kEUR is not among them.
const MULTIPLIERS: &[(&str, f64)] = &[
    ("万亿", 1e12),
    ("千亿", 1e11),
    ("百亿", 1e10),
    ("十亿", 1e9),
    ("亿", 1e8),
    ("千万", 1e7),
    ("百万", 1e6),
    ("十万", 1e5),
    ("万", 1e4),
    ("千", 1e3),
    ("百", 1e2),
    ("十", 1e1),
    ("billion", 1e9),
    ("million", 1e6),
    ("thousand", 1e3),
];

impl Measures {
    /// The standard units.
    #[must_use]
    pub fn standard() -> Self {
        let names = STANDARD
            .iter()
            .map(|&(name, over, under, base)| {
                let powers =
                    if base.is_empty() { BTreeMap::new() } else { BTreeMap::from([(base.to_owned(), 1)]) };
                (name.to_owned(), UnitOfMeasure { over, under, powers })
            })
            .collect();
        Measures { names }
    }

    /// Adds a unit of its own dimension, such as `points of a survey`.
    pub fn declare(&mut self, name: &str) {
        let unit = UnitOfMeasure { over: 1.0, under: 1.0, powers: BTreeMap::from([(name.to_owned(), 1)]) };
        self.names.insert(name.to_owned(), unit);
    }

    /// All names, in order, without multipliers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Reads a unit such as `万元`, `万元/人`, `件/百人`, `%`, `EUR million`, `kWh/1000 persons`.
    ///
    /// # Errors
    /// [`InvalidMeasure`] naming the part that is not known.
    pub fn parse(&self, text: &str) -> Result<UnitOfMeasure, InvalidMeasure> {
        let text = text.trim();
        if let Some(unit) = self.names.get(text) {
            return Ok(unit.clone());
        }
        let mut result = UnitOfMeasure::one();
        for (position, factor) in text.split(['/', '／']).enumerate() {
            let mut unit = UnitOfMeasure::one();
            for part in factor.split(['*', '·', '×']) {
                let known = self.part(part.trim()).ok_or_else(|| InvalidMeasure {
                    given: text.to_owned(),
                    part: part.trim().to_owned(),
                    nearest: self.nearest(part.trim()),
                })?;
                unit = unit.times(&known);
            }
            result = if position == 0 { unit } else { result.per(&unit) };
        }
        Ok(result)
    }

    fn part(&self, part: &str) -> Option<UnitOfMeasure> {
        if let Some(unit) = self.names.get(part) {
            return Some(unit.clone());
        }
        let scaled = |rest: &str, factor: f64| {
            let rest = rest.trim();
            let unit = if rest.is_empty() { Some(UnitOfMeasure::one()) } else { self.part(rest) };
            unit.map(|u| UnitOfMeasure { over: u.over * factor, ..u })
        };
        for (word, factor) in MULTIPLIERS {
            if let Some(rest) = part.strip_prefix(word) {
                return scaled(rest, *factor);
            }
            if let Some(rest) = part.strip_suffix(word).filter(|rest| rest.ends_with(' ')) {
                return scaled(rest, *factor);
            }
        }
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return None;
        }
        let factor: f64 = part[..digits].parse().ok().filter(|f| *f > 0.0 && *f < 1e15)?;
        scaled(&part[digits..], factor)
    }

    fn nearest(&self, part: &str) -> Option<String> {
        super::nearest(part, self.names.keys().map(String::as_str)).map(str::to_owned)
    }
}

/// A unit of measure nobody declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidMeasure {
    /// The whole text.
    pub given: String,
    /// The part that is not known.
    pub part: String,
    /// The known name nearest to it.
    pub nearest: Option<String>,
}

impl fmt::Display for InvalidMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a known unit of measure", self.part)?;
        match &self.nearest {
            Some(nearest) => write!(f, ", did you mean `{nearest}`"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InvalidMeasure {}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(from: &str, to: &str) -> Option<f64> {
        let measures = Measures::standard();
        measures.parse(from).unwrap().factor_to(&measures.parse(to).unwrap())
    }

    #[test]
    fn factors_between_units_are_exact() {
        assert_eq!(factor("万元", "亿元"), Some(1e-4));
        assert_eq!(factor("亿元/人", "万元/人"), Some(1e4));
        assert_eq!(factor("件/人", "件/百人"), Some(100.0));
        assert_eq!(factor("1", "%"), Some(100.0));
        assert_eq!(factor("EUR million", "EUR"), Some(1e6));
        assert_eq!(factor("1000 persons", "人"), Some(1000.0));
        assert_eq!(factor("元", "EUR"), None);
    }

    #[test]
    fn a_unit_is_written_as_it_can_be_read() {
        let measures = Measures::standard();
        for (given, shown) in [
            ("万元", "万元"),
            ("亿元/人", "亿元/人"),
            ("件/百人", "件/百人"),
            ("万元/百人", "百元/人"),
            ("％", "%"),
            ("月", "月"),
            ("kWh/1000 persons", "kWh/千人"),
            ("EUR million", "百万EUR"),
            ("元/人/年", "元/人/年"),
            ("元*元", "元·元"),
            ("千克", "千克"),
        ] {
            let unit = measures.parse(given).unwrap();
            assert_eq!(unit.to_string(), shown);
            assert_eq!(measures.parse(shown).unwrap().ratio_to(&unit), Some((1.0, 1.0)), "{given}");
        }
    }

    #[test]
    fn a_ratio_has_no_common_factor() {
        let measures = Measures::standard();
        let ratio =
            |from: &str, to: &str| measures.parse(from).unwrap().ratio_to(&measures.parse(to).unwrap());
        assert_eq!(ratio("万元", "亿元"), Some((1.0, 10_000.0)));
        assert_eq!(ratio("亩", "公顷"), Some((1.0, 15.0)));
        assert_eq!(ratio("元", "人"), None);
    }

    #[test]
    fn an_unknown_part_is_named_with_its_nearest() {
        let error = Measures::standard().parse("万圆/人").unwrap_err();
        assert_eq!(error.part, "万圆");
    }
}
