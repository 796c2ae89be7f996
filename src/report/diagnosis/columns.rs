//! Who reads a table: a person, with names and rounded numbers, or a program, with ids.

use super::super::document::{Cell, Column, NumberFormat, Table};
use super::super::results::Results;
use crate::framework::NodeId;
use crate::vocab::Id;

/// Results, and who reads them.
#[derive(Clone, Copy)]
pub(in crate::report) struct Reader<'a> {
    pub(in crate::report) r: &'a Results<'a>,
    who: Who,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Person,
    Program,
}

impl<'a> Reader<'a> {
    pub(in crate::report) fn person(r: &'a Results<'a>) -> Self {
        Reader { r, who: Who::Person }
    }

    pub(in crate::report) fn program(r: &'a Results<'a>) -> Self {
        Reader { r, who: Who::Program }
    }

    pub(in crate::report) fn is_program(self) -> bool {
        self.who == Who::Program
    }

    /// The column of a node.
    pub(in crate::report) fn node_column(self, id: &str, zh: &str, en: &str) -> Column {
        Column::text(self.heading(id, zh, en))
    }

    pub(in crate::report) fn words(self, id: &str, zh: &str, en: &str) -> Column {
        Column::text(self.heading(id, zh, en))
    }

    pub(in crate::report) fn numbers(self, id: &str, zh: &str, en: &str, decimals: u8) -> Column {
        Column::number(self.heading(id, zh, en), NumberFormat::Decimals(decimals))
    }

    pub(in crate::report) fn counts(self, id: &str, zh: &str, en: &str) -> Column {
        Column::number(self.heading(id, zh, en), NumberFormat::Integer)
    }

    pub(in crate::report) fn shares(self, id: &str, zh: &str, en: &str) -> Column {
        Column::number(self.heading(id, zh, en), NumberFormat::Percent(1))
    }

    fn heading(self, id: &str, zh: &str, en: &str) -> String {
        match self.who {
            Who::Program => id.to_owned(),
            Who::Person => self.r.say(zh, en).to_owned(),
        }
    }

    /// A node as this reader knows it: by id, or by code and name.
    pub(in crate::report) fn node(self, id: &Id) -> Cell {
        Cell::text(self.node_name(id))
    }

    pub(in crate::report) fn node_name(self, id: &Id) -> String {
        match (self.who, self.r.framework().find(id.as_str())) {
            (Who::Person, Some(node)) => self.named(node),
            _ => id.to_string(),
        }
    }

    pub(in crate::report) fn named(self, node: NodeId) -> String {
        let code = self.r.framework().node(node).code.as_ref().map(|code| format!("{code} "));
        format!("{}{}", code.unwrap_or_default(), self.r.name(node))
    }

    /// A word of a program, or the same for a person.
    pub(in crate::report) fn word(self, id: &str, zh: &str, en: &str) -> Cell {
        Cell::text(self.heading(id, zh, en))
    }

    /// The value of an attribute.
    pub(in crate::report) fn value(self, attribute: &Id, value: &str) -> Cell {
        match self.who {
            Who::Program => Cell::text(value),
            Who::Person => Cell::text(self.r.value_name(attribute, value)),
        }
    }

    pub(in crate::report) fn table(self, id: &str, zh: &str, en: &str, columns: Vec<Column>) -> Table {
        Table::new(
            if self.is_program() { id.to_owned() } else { format!("table-{id}") },
            self.r.say(zh, en),
            columns,
        )
    }

    /// A p-value: a person is told when it is too small to print.
    pub(in crate::report) fn p(self, p: Option<f64>) -> Cell {
        match p {
            Some(p) if self.who == Who::Person && p < 0.001 => Cell::text("<0.001"),
            other => Cell::number(other),
        }
    }
}
