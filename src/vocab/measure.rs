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
    fn an_unknown_part_is_named_with_its_nearest() {
        let error = Measures::standard().parse("万圆/人").unwrap_err();
        assert_eq!(error.part, "万圆");
    }
}
