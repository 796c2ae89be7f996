//! Which peer group a row of a panel belongs to, answered without comparing texts row by row.

use crate::panel::{Attribute, Panel};
use crate::statistics::Grouped;

/// More combinations of attribute values than this are looked up row by row.
const LARGEST_TABLE: usize = 1 << 20;

/// The group of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// One of those with something of their own.
    Group(usize),
    /// None of them: what was fitted on the whole base.
    Pooled,
    /// Nobody gave an attribute that it takes.
    Unknown,
}

/// Something frozen by group, bound to the attributes of a panel.
pub(super) struct Lookup<'a, T> {
    pooled: T,
    groups: Vec<T>,
    by: Option<By<'a>>,
}

struct By<'a> {
    columns: Vec<Option<&'a Attribute>>,
    /// A group for each combination of codes, an unknown one last; empty when there are too many.
    table: Vec<Peer>,
    when: Vec<Vec<Vec<String>>>,
}

impl<'a, T> Lookup<'a, T> {
    pub(super) fn new<U>(grouped: &Grouped<U>, panel: &'a Panel, mut prepare: impl FnMut(&U) -> T) -> Self {
        let pooled = prepare(&grouped.pooled);
        let groups = grouped.groups.iter().map(|group| prepare(&group.fitted)).collect();
        let by = (!grouped.by.is_empty()).then(|| By::new(grouped, panel));
        Lookup { pooled, groups, by }
    }

    /// The one for all rows, if it never differs.
    pub(super) fn uniform(&self) -> Option<&T> {
        self.by.is_none().then_some(&self.pooled)
    }

    /// The group of a row of the panel.
    pub(super) fn peer(&self, row: usize) -> Peer {
        self.by.as_ref().map_or(Peer::Pooled, |by| by.peer(row))
    }

    /// Whether a group is for all values of some attribute, while others name them: what is left of a period.
    pub(super) fn is_general(&self, group: usize) -> bool {
        let when = self.by.as_ref().and_then(|by| by.when.get(group));
        when.is_some_and(|when| when.iter().any(Vec::is_empty))
    }

    pub(super) fn of(&self, peer: Peer) -> &T {
        match peer {
            Peer::Group(at) => self.groups.get(at).unwrap_or(&self.pooled),
            Peer::Pooled | Peer::Unknown => &self.pooled,
        }
    }
}

impl<'a> By<'a> {
    fn new<U>(grouped: &Grouped<U>, panel: &'a Panel) -> Self {
        let columns: Vec<Option<&Attribute>> =
            grouped.by.iter().map(|id| panel.attribute(id.as_str())).collect();
        let when = grouped.groups.iter().map(|group| group.when.clone()).collect();
        let mut by = By { columns, table: Vec::new(), when };
        let sizes = by.columns.iter().map(|column| column.map_or(1, |c| c.values.len() + 1));
        let size = sizes.fold(1_usize, usize::saturating_mul);
        if size <= LARGEST_TABLE {
            by.table = (0..size).map(|place| by.decide(&by.codes_of(place))).collect();
        }
        by
    }

    /// The codes behind a place of the table, the first attribute counting fastest.
    fn codes_of(&self, mut place: usize) -> Vec<usize> {
        let code = |column: &Option<&Attribute>| {
            let size = column.map_or(1, |c| c.values.len() + 1);
            let code = place % size;
            place /= size;
            code
        };
        self.columns.iter().map(code).collect()
    }

    fn decide(&self, codes: &[usize]) -> Peer {
        let value = |at: usize| self.columns[at].and_then(|c| c.values.get(codes[at])).map(String::as_str);
        let fits = |when: &&Vec<Vec<String>>| {
            when.iter().enumerate().all(|(at, admitted)| {
                admitted.is_empty() || value(at).is_some_and(|value| admitted.iter().any(|a| a == value))
            })
        };
        match self.when.iter().position(|when| fits(&when)) {
            Some(group) => Peer::Group(group),
            None if (0..codes.len()).any(|at| value(at).is_none()) => Peer::Unknown,
            None => Peer::Pooled,
        }
    }

    fn peer(&self, row: usize) -> Peer {
        let code = |column: &Option<&Attribute>| match column {
            Some(column) => {
                let code = column.codes.get(row).map_or(usize::MAX, |code| *code as usize);
                code.min(column.values.len())
            }
            None => 0,
        };
        if self.table.is_empty() {
            return self.decide(&self.columns.iter().map(code).collect::<Vec<_>>());
        }
        let mut place = 0;
        let mut stride = 1;
        for column in &self.columns {
            place += code(column) * stride;
            stride *= column.map_or(1, |c| c.values.len() + 1);
        }
        self.table.get(place).copied().unwrap_or(Peer::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::panel::{Index, UnitEntry};
    use crate::statistics::Group;
    use crate::vocab::{Id, Period};

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn panel(rows: &[(Option<&str>, Option<&str>)]) -> Panel {
        let count = u32::try_from(rows.len()).unwrap();
        let units = (0..count).map(|at| UnitEntry { id: at.to_string(), name: String::new() }).collect();
        let index = Index::new(units, (0..count).map(|at| (at, Period::year(2023))).collect());
        let mut panel = Panel::new(Arc::new(index));
        panel.insert_attribute(id("a"), Attribute::of(&rows.iter().map(|r| r.0).collect::<Vec<_>>()));
        panel.insert_attribute(id("b"), Attribute::of(&rows.iter().map(|r| r.1).collect::<Vec<_>>()));
        panel
    }

    #[test]
    fn table_and_row_by_row_agree() {
        let rows = [
            (Some("x"), Some("1")),
            (Some("y"), Some("2")),
            (None, Some("1")),
            (Some("z"), None),
            (Some("z"), Some("2")),
        ];
        let panel = panel(&rows);
        let group = |a: &[&str], b: &[&str], fitted| Group {
            when: vec![
                a.iter().map(|v| (*v).to_owned()).collect(),
                b.iter().map(|v| (*v).to_owned()).collect(),
            ],
            observed: 1,
            fitted,
        };
        let grouped = Grouped {
            by: vec![id("a"), id("b")],
            groups: vec![group(&["x"], &["1"], 1), group(&["x", "y"], &[], 2), group(&[], &["1"], 3)],
            pooled: 0,
        };
        let mut lookup = Lookup::new(&grouped, &panel, |n| *n);
        let expected = [Peer::Group(0), Peer::Group(1), Peer::Group(2), Peer::Unknown, Peer::Pooled];
        let all = |lookup: &Lookup<'_, i32>| (0..5).map(|row| lookup.peer(row)).collect::<Vec<_>>();
        assert_eq!(all(&lookup), expected);
        lookup.by.as_mut().unwrap().table.clear();
        assert_eq!(all(&lookup), expected);
    }

    #[test]
    fn a_panel_without_the_attribute_is_unknown() {
        let panel = panel(&[(Some("x"), None)]);
        let groups = vec![Group { when: vec![vec!["x".to_owned()]], observed: 1, fitted: 1 }];
        let grouped = Grouped { by: vec![id("absent")], groups, pooled: 0 };
        assert_eq!(Lookup::new(&grouped, &panel, |n| *n).peer(0), Peer::Unknown);
    }
}
