//! Who reads the results of a sensitivity analysis, and what units and nodes are called then.

use super::super::diagnosis::columns::Reader;
use super::super::document::{Cell, Column};
use super::super::results::Results;
use crate::sensitivity::{NodeUncertainty, Robustness};
use crate::vocab::Id;

/// Results, and who reads them.
#[derive(Clone, Copy)]
pub(in crate::report) struct View<'a> {
    pub(in crate::report) r: &'a Results<'a>,
    pub(in crate::report) all: &'a Robustness,
    pub(in crate::report) reader: Reader<'a>,
    place: Place,
}

/// Where a table stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A page: units by name.
    Page,
    /// A workbook: units by id and name.
    Workbook,
    /// A file for programs: ids and full precision.
    File,
}

impl<'a> View<'a> {
    pub(in crate::report) fn page(r: &'a Results<'a>, all: &'a Robustness) -> Self {
        View { r, all, reader: Reader::person(r), place: Place::Page }
    }

    pub(in crate::report) fn workbook(r: &'a Results<'a>, all: &'a Robustness) -> Self {
        View { r, all, reader: Reader::person(r), place: Place::Workbook }
    }

    pub(in crate::report) fn file(r: &'a Results<'a>, all: &'a Robustness) -> Self {
        View { r, all, reader: Reader::program(r), place: Place::File }
    }

    pub(in crate::report) fn is_page(self) -> bool {
        self.place == Place::Page
    }

    pub(in crate::report) fn say(self, zh: &'static str, en: &'static str) -> &'static str {
        self.r.say(zh, en)
    }

    /// The first node in its last period: what sentences and figures are about.
    pub(in crate::report) fn main(self) -> Option<&'a NodeUncertainty> {
        self.all.uncertainty.first()
    }

    /// What is on the page: the first node; elsewhere all of them.
    pub(in crate::report) fn nodes(self) -> &'a [NodeUncertainty] {
        let all = &self.all.uncertainty;
        if self.is_page() { &all[..all.len().min(1)] } else { all }
    }

    pub(in crate::report) fn unit_id(self, unit: u32) -> &'a str {
        self.entry(unit).map_or("", |entry| entry.id.as_str())
    }

    pub(in crate::report) fn unit_name(self, unit: u32) -> &'a str {
        self.entry(unit).map_or("", |entry| entry.name.as_str())
    }

    fn entry(self, unit: u32) -> Option<&'a crate::panel::UnitEntry> {
        self.r.scores.index().units().get(unit as usize)
    }

    /// The columns of a unit.
    pub(in crate::report) fn unit_columns(self) -> Vec<Column> {
        let (id, name) = (self.reader.words("unit", "代码", "Id"), self.reader.words("name", "对象", "Unit"));
        if self.is_page() { vec![name] } else { vec![id, name] }
    }

    /// The cells of a unit.
    pub(in crate::report) fn unit_cells(self, unit: u32) -> Vec<Cell> {
        let (id, name) = (Cell::text(self.unit_id(unit)), Cell::text(self.unit_name(unit)));
        if self.is_page() { vec![name] } else { vec![id, name] }
    }

    /// A unit in a column of its own beside others: by name for a person, by id for a program.
    pub(in crate::report) fn unit_cell(self, unit: u32) -> Cell {
        Cell::text(if self.place == Place::File { self.unit_id(unit) } else { self.unit_name(unit) })
    }

    /// A node without its code: pages are narrow.
    pub(in crate::report) fn node_name(self, id: &Id) -> String {
        let found = self.r.framework().find(id.as_str());
        found.map_or_else(|| id.to_string(), |node| self.r.name(node).to_owned())
    }

    /// The columns of a node and a period; none on a page, which says them in the caption.
    pub(in crate::report) fn scene_columns(self) -> Vec<Column> {
        if self.is_page() {
            return Vec::new();
        }
        vec![self.reader.node_column("node", "节点", "Node"), self.reader.words("period", "期", "Period")]
    }

    pub(in crate::report) fn scene_cells(self, of: &NodeUncertainty) -> Vec<Cell> {
        if self.is_page() {
            return Vec::new();
        }
        vec![self.reader.node(&of.node), Cell::text(of.period.to_string())]
    }

    /// Of which node and period a page shows something.
    pub(in crate::report) fn scene(self, of: &NodeUncertainty) -> String {
        format!("{} {}", self.node_name(&of.node), of.period)
    }

    /// “from the 5th to the 95th percentile” in short: `5%–95%`.
    pub(in crate::report) fn ends(self) -> String {
        let tail = (1.0 - self.all.run.interval) / 2.0 * 100.0;
        let print = |value: f64| format!("{}%", (value * 10.0).round() / 10.0);
        format!("{}–{}", print(tail), print(100.0 - tail))
    }
}
