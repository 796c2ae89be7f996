use super::population::{Entry, Firm, State};
use super::random::{Dice, Topic};

/// A firm that is on the list of a year: one row of most files.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) firm: &'a Firm,
    /// Years since the first simulated one.
    pub(crate) year: usize,
    pub(crate) state: &'a State,
    pub(crate) entry: Entry,
}

impl Case<'_> {
    pub(crate) fn of_year(&self, topic: Topic) -> Dice {
        Dice::of_year(topic, self.firm.number, self.year)
    }

    pub(crate) fn of_firm(&self, topic: Topic) -> Dice {
        Dice::of_firm(topic, self.firm.number)
    }

    /// The firm so many years earlier, if it existed.
    pub(crate) fn earlier(&self, years: usize) -> Option<&State> {
        self.firm.years.get(self.year.checked_sub(years)?)?.as_ref()
    }

    /// Revenue, 100 million yuan.
    pub(crate) fn size(&self) -> f64 {
        self.state.revenue / 1e4
    }
}

/// What stands in a cell before anyone typed it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// A number with so many decimals.
    Number(f64, u8),
    /// A share, 0 to 1, that people type as a percentage.
    Percent(f64),
    Text(&'static str),
    Gap(Gap),
}

/// Why there is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Somebody did not answer.
    Unanswered,
    NotApplicable,
    NotCollected,
    Withheld,
    Pending,
    /// Nothing to say, such as the age of an award nobody won.
    Empty,
}

impl Cell {
    pub(crate) fn money(value: f64) -> Cell {
        Cell::Number(value, 2)
    }

    pub(crate) fn count(value: impl Into<f64>) -> Cell {
        Cell::Number(value.into(), 0)
    }

    /// The number, if it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Cell::Number(value, _) | Cell::Percent(value) => Some(*value),
            Cell::Text(_) | Cell::Gap(_) => None,
        }
    }

    pub(crate) fn not_applicable() -> Cell {
        Cell::Gap(Gap::NotApplicable)
    }

    /// The cell, or a gap with this probability.
    pub(crate) fn unless(self, dice: &mut Dice, probability: f64, gap: Gap) -> Cell {
        // The draw comes first, so that what follows does not depend on the cell.
        if dice.chance(probability) && !matches!(self, Cell::Gap(_)) { Cell::Gap(gap) } else { self }
    }
}
