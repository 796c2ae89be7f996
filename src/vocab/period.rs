use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A year, quarter or month. Written `2023`, `2023-Q1`, `2023-05`.
///
/// Periods of one kind are ordered and can be stepped; a panel holds one kind only.
///
/// ```
/// use quanheng::vocab::Period;
/// let period: Period = "2023年".parse().unwrap();
/// assert_eq!(period, Period::year(2023));
/// assert_eq!(period.back(2), Period::year(2021));
/// assert_eq!("2023-Q1".parse::<Period>().unwrap().back(1).to_string(), "2022-Q4");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$"))]
pub struct Period {
    per_year: u8,
    /// Steps since year 0.
    ordinal: i32,
}

impl Period {
    /// A calendar year.
    #[must_use]
    pub const fn year(year: i32) -> Self {
        Period { per_year: 1, ordinal: year }
    }

    /// The period this many steps earlier.
    #[must_use]
    pub const fn back(self, steps: i32) -> Self {
        Period { per_year: self.per_year, ordinal: self.ordinal - steps }
    }

    /// The same period this many years earlier.
    #[must_use]
    pub const fn years_back(self, years: i32) -> Self {
        self.back(years * self.per_year as i32)
    }

    /// How many periods of this kind make a year: 1, 4 or 12.
    #[must_use]
    pub const fn per_year(self) -> u8 {
        self.per_year
    }

    /// Steps from `earlier` to this one; `None` between kinds.
    #[must_use]
    pub const fn since(self, earlier: Period) -> Option<i32> {
        if self.per_year == earlier.per_year { Some(self.ordinal - earlier.ordinal) } else { None }
    }

    /// The calendar year it lies in.
    #[must_use]
    pub const fn calendar_year(self) -> i32 {
        self.ordinal.div_euclid(self.per_year as i32)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.calendar_year();
        let step = self.ordinal.rem_euclid(i32::from(self.per_year)) + 1;
        match self.per_year {
            1 => write!(f, "{year}"),
            4 => write!(f, "{year}-Q{step}"),
            _ => write!(f, "{year}-{step:02}"),
        }
    }
}

impl std::str::FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        parse(text.trim()).ok_or_else(|| InvalidPeriod { given: text.to_owned() })
    }
}

fn parse(text: &str) -> Option<Period> {
    let folded: String = text
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(c as u32 - 0xFF10 + 0x30).unwrap_or(c),
            '年' | '/' | '.' => '-',
            other => other,
        })
        .filter(|c| !matches!(c, '月' | '第' | '度' | ' '))
        .collect();
    let folded = folded.replace("季", "Q").replace("--", "-");
    let year: i32 = folded.get(..4)?.parse().ok().filter(|y| (1000..=9999).contains(y))?;
    let rest = folded[4..].trim_start_matches('-').to_ascii_uppercase();
    if rest.is_empty() || rest == "0" && folded.ends_with(".0") {
        return Some(Period::year(year));
    }
    if rest.contains('Q') {
        let quarter: i32 = rest.replace('Q', "").parse().ok().filter(|q| (1..=4).contains(q))?;
        return Some(Period { per_year: 4, ordinal: year * 4 + quarter - 1 });
    }
    let month: i32 = rest.parse().ok().filter(|m| (1..=12).contains(m) && rest.len() <= 2)?;
    folded[4..].starts_with('-').then_some(())?;
    Some(Period { per_year: 12, ordinal: year * 12 + month - 1 })
}

impl TryFrom<String> for Period {
    type Error = InvalidPeriod;
    fn try_from(text: String) -> Result<Self, InvalidPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

/// A text that cannot be read as a [`Period`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a period: write a year (2023), a quarter (2023-Q1) or a month (2023-05)")]
pub struct InvalidPeriod {
    /// What was given.
    pub given: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_periods_in_many_ways() {
        for (text, expected) in [
            ("2023", "2023"),
            (" 2023年 ", "2023"),
            ("２０２３年度", "2023"),
            ("2023年第1季度", "2023-Q1"),
            ("2023Q4", "2023-Q4"),
            ("2023年5月", "2023-05"),
            ("2023/12", "2023-12"),
        ] {
            assert_eq!(text.parse::<Period>().map(|p| p.to_string()).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", "23", "2023-13", "2023-Q5", "year", "20233", "2023.5.1"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
