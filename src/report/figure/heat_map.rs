//! A table of numbers shaded by their size.

use serde::Serialize;

use super::frame::{self, TICK_SIZE};
use super::palette::{self, Colour};
use super::scene::{Anchor, Area, Scene};
use super::table::{Datum, FigureTable};
use super::text;
use super::ticks::{extent, number};
use super::words::Words;
use super::{Axis, Labels};

/// Rows × columns of numbers, each printed on a shade from light (low) to dark (high); missing ones are hatched.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HeatMap {
    /// The texts around it.
    pub labels: Labels,
    /// What the rows are, as the heading of a table column: “industry”.
    pub row_heading: String,
    /// What the values are; its range sets the ends of the shades.
    pub axis: Axis,
    /// The names of the rows.
    pub rows: Vec<String>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// A value a column in each row; what is absent or not finite is missing.
    pub values: Vec<Vec<Option<f64>>>,
    /// What the ends of the shades are.
    pub shading: Shading,
}

/// What the lightest and the darkest shade of a heat map stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shading {
    /// The lowest and the highest of all cells, or the ends of the axis.
    #[default]
    Whole,
    /// The lowest and the highest of each column: for columns of different levels, where one would take up all shades.
    ByColumn,
}

/// The places of the cells.
struct Grid {
    plot: Area,
    row: f64,
    column: f64,
    text_size: f64,
    /// The ends of the shades of each column.
    ends: Vec<(f64, f64)>,
}

const LEAST_ROW: f64 = 11.0;
const MOST_ROW: f64 = 40.0;
const SCALE_HEIGHT: f64 = 26.0;
/// Two lines of column names.
const HEADER: f64 = 29.0;

impl HeatMap {
    pub(super) fn natural_height(&self) -> f64 {
        self.rows.len().max(1) as f64 * 24.0 + HEADER + SCALE_HEIGHT + 12.0
    }

    pub(super) fn table(&self) -> FigureTable {
        let mut headings = vec![self.row_heading.clone()];
        headings.extend(self.columns.iter().cloned());
        let row = |(index, label): (usize, &String)| {
            let values = (0..self.columns.len()).map(|column| Datum::number(self.value(index, column)));
            std::iter::once(Datum::text(label)).chain(values).collect()
        };
        let rows = self.rows.iter().enumerate().map(row).collect();
        FigureTable { headings, rows, decimals: self.axis.decimals }
    }

    pub(super) fn draw(&self, scene: &mut Scene) {
        let words = Words::of(self.labels.language);
        let around = frame::height_around(&self.labels, scene.width) + HEADER + SCALE_HEIGHT;
        let fitting = ((scene.height - around) / LEAST_ROW).floor().max(1.0) as usize;
        let left_out = if self.rows.len() > fitting { self.rows.len() - (fitting - 1).max(1) } else { 0 };
        let shown = self.rows.len() - left_out;
        let mut remarks = Vec::new();
        if self.cells_of(shown).any(|(row, column)| self.value(row, column).is_none()) {
            remarks.push(words.missing.to_owned());
        }
        if left_out > 0 {
            remarks.push(words.more(left_out));
        }
        let remark = remarks.join("　");
        let area = frame::open(scene, &self.labels, &remark);
        match self.scale() {
            Some(scale) if shown > 0 && !self.columns.is_empty() => self.cells(scene, area, shown, scale),
            _ => frame::say_nothing(scene, area, words.no_data),
        }
    }

    fn cells(&self, scene: &mut Scene, area: Area, shown: usize, (low, high): (f64, f64)) {
        let area = self.scale_bar(scene, area, (low, high));
        let labels = &self.rows[..shown];
        let row_height = |header: f64| ((area.height() - header) / shown as f64).clamp(1.0, MOST_ROW);
        let label_size = (row_height(HEADER) * 0.6).clamp(7.0, 11.5);
        let label_width = scene.widest(labels.iter().map(String::as_str), label_size).min(area.width() * 0.4);
        let left = area.left + label_width + 8.0;
        let column = (area.right - left) / self.columns.len() as f64;
        let headings = self.column_labels(scene, column);
        let line_height = self.heading_size(scene, column) * 1.15;
        let header = headings.iter().map(Vec::len).max().unwrap_or(0) as f64 * line_height + 6.0;
        let row = row_height(header.max(HEADER));
        let top = area.top + header;
        let plot = Area { left, top, right: area.right, bottom: top + row * shown as f64 };
        let widest = self.widest_value(scene, shown);
        let text_size = (row * 0.56).min(11.0).min(11.0 * (column - 6.0) / widest.max(1.0));
        let ends = (0..self.columns.len()).map(|place| self.ends_of(place, shown, (low, high))).collect();
        let grid = Grid { plot, row, column, text_size, ends };
        for (index, lines) in headings.iter().enumerate() {
            let x = plot.left + (index as f64 + 0.5) * column;
            for (line_index, line) in lines.iter().rev().enumerate() {
                let y = plot.top - 5.0 - line_index as f64 * line_height;
                scene.text(line, (x, y), self.heading_size(scene, column), Anchor::Middle, Colour::INK);
            }
        }
        for (index, label) in labels.iter().enumerate() {
            let label = text::cut(&scene.typeface, label, label_size, label_width);
            let middle = plot.top + (index as f64 + 0.5) * row;
            scene.text_beside(&label, (left - 8.0, middle), label_size, Anchor::End, Colour::INK);
            for place in 0..self.columns.len() {
                self.cell(scene, &grid, index, place);
            }
        }
    }

    fn cell(&self, scene: &mut Scene, grid: &Grid, row: usize, column: usize) {
        let left = grid.plot.left + column as f64 * grid.column;
        let top = grid.plot.top + row as f64 * grid.row;
        let gap = if grid.row > 6.0 && grid.column > 6.0 { 0.75 } else { 0.0 };
        let area = Area {
            left: left + gap,
            top: top + gap,
            right: left + grid.column - gap,
            bottom: top + grid.row - gap,
        };
        let (ground, printed) = match self.value(row, column) {
            Some(value) => {
                let (low, high) = grid.ends[column];
                let share = if high > low { (value - low) / (high - low) } else { 0.5 };
                (palette::sequential(share), number(value, self.axis.decimals))
            }
            None => (Colour::GROUND, "—".to_owned()),
        };
        scene.rectangle(area, ground);
        if self.value(row, column).is_none() {
            scene.hatch(area, Colour::AXIS.tint(0.6));
        }
        // Below 6 pixels print is unreadable; the shade and the table beside still tell.
        if grid.text_size >= 6.0 {
            let centre = (area.centre().x, area.centre().y);
            scene.text_beside(&printed, centre, grid.text_size, Anchor::Middle, ground.text_on());
        }
    }

    /// The names of the columns in two lines each, or, where that would cut one, in up to seven: narrow columns of
    /// Chinese are then read downwards.
    fn column_labels(&self, scene: &Scene, column: f64) -> Vec<Vec<String>> {
        let size = self.heading_size(scene, column);
        let wrap = |lines: usize| -> Vec<Vec<String>> {
            let label = |label: &String| text::wrap_evenly(&scene.typeface, label, size, column - 3.0, lines);
            self.columns.iter().map(label).collect()
        };
        let short = wrap(2);
        let cut = short.iter().flatten().any(|line| line.ends_with('…'));
        if cut { wrap(7) } else { short }
    }

    /// Names too wide for two lines of their column get smaller print before they are cut.
    fn heading_size(&self, scene: &Scene, column: f64) -> f64 {
        let widest = scene.widest(self.columns.iter().map(String::as_str), TICK_SIZE);
        (TICK_SIZE * 1.9 * column / widest.max(1.0)).clamp(8.0, TICK_SIZE)
    }

    /// The scale of shades at the upper right; gives what is left below it.
    fn scale_bar(&self, scene: &mut Scene, area: Area, (low, high): (f64, f64)) -> Area {
        const STEPS: usize = 24;
        let width = (area.width() * 0.25).clamp(40.0, 130.0);
        let (y, height) = (area.top + 2.0, 9.0);
        let words = Words::of(self.labels.language);
        let printed = match self.shading {
            Shading::Whole => [low, high].map(|value| number(value, self.axis.decimals)),
            Shading::ByColumn => [words.lowest_of_column, words.highest_of_column].map(str::to_owned),
        };
        let right = area.right - scene.text_width(&printed[1], TICK_SIZE) - 5.0;
        let left = right - width;
        for step in 0..STEPS {
            let at = |step: usize| left + width * step as f64 / STEPS as f64;
            // Each step reaches under the next, so no seam shows between them.
            let strip =
                Area { left: at(step), top: y, right: (at(step + 1) + 0.5).min(right), bottom: y + height };
            scene.rectangle(strip, palette::sequential(step as f64 / (STEPS - 1) as f64));
        }
        let middle = y + height / 2.0;
        scene.text_beside(&printed[0], (left - 5.0, middle), TICK_SIZE, Anchor::End, Colour::MUTED);
        scene.text_beside(&printed[1], (right + 5.0, middle), TICK_SIZE, Anchor::Start, Colour::MUTED);
        let free = left - 5.0 - scene.text_width(&printed[0], TICK_SIZE) - 8.0 - area.left;
        let heading = text::cut(&scene.typeface, &self.axis.heading(self.labels.language), TICK_SIZE, free);
        let x = area.left + free;
        scene.text_beside(&heading, (x, middle), TICK_SIZE, Anchor::End, Colour::MUTED);
        Area { top: area.top + SCALE_HEIGHT * 0.6, ..area }
    }

    /// The ends of the shades of a column; those of the whole where they are shared.
    fn ends_of(&self, column: usize, shown: usize, whole: (f64, f64)) -> (f64, f64) {
        match self.shading {
            Shading::Whole => whole,
            Shading::ByColumn => {
                let values: Vec<f64> = (0..shown).filter_map(|row| self.value(row, column)).collect();
                let low = values.iter().copied().fold(f64::INFINITY, f64::min);
                let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                (low, high)
            }
        }
    }

    fn widest_value(&self, scene: &Scene, shown: usize) -> f64 {
        let printed = self.cells_of(shown).filter_map(|(row, column)| self.value(row, column));
        printed.map(|value| scene.text_width(&number(value, self.axis.decimals), 11.0)).fold(0.0, f64::max)
    }

    fn scale(&self) -> Option<(f64, f64)> {
        let cells = self.cells_of(self.rows.len());
        let values = extent(cells.filter_map(|(row, column)| self.value(row, column)))?;
        Some(self.axis.fixed().unwrap_or(values))
    }

    /// Row and column of every cell of the first rows.
    fn cells_of(&self, rows: usize) -> impl Iterator<Item = (usize, usize)> {
        let columns = self.columns.len();
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    fn value(&self, row: usize, column: usize) -> Option<f64> {
        self.values.get(row)?.get(column).copied().flatten().filter(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_may_have_all_shades() {
        let values = vec![vec![Some(1.0), Some(90.0)], vec![Some(2.0), None], vec![Some(3.0), Some(90.0)]];
        let map = HeatMap { columns: vec!["a".into(), "b".into()], values, ..HeatMap::default() };
        assert_eq!(map.ends_of(0, 3, (1.0, 90.0)), (1.0, 90.0));
        let map = HeatMap { shading: Shading::ByColumn, ..map };
        assert_eq!(map.ends_of(0, 3, (1.0, 90.0)), (1.0, 3.0));
        assert_eq!(map.ends_of(1, 3, (1.0, 90.0)), (90.0, 90.0));
    }
}
