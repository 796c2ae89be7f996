//! A row an item: a bar from a lower to an upper end, with a dot and a tick on it.

use serde::Serialize;

use super::frame::{self, AXIS_SIZE};
use super::palette::Colour;
use super::scene::{Anchor, Area, Scene};
use super::table::{Datum, FigureTable};
use super::text;
use super::ticks::{Ticks, extent, number};
use super::words::Words;
use super::{Axis, Emphasis, Labels};

/// Intervals in the order given: ranks of units over all replicates, ranges of weights.
///
/// Dot, tick, bar and thin line differ in shape, not only in colour, so that a black-and-white copy can be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct IntervalPlot {
    /// The texts around it.
    pub labels: Labels,
    /// What the rows are, as the heading of a table column: “enterprise”.
    pub item_heading: String,
    /// The axis of the values. Without decimals only whole numbers are marked.
    pub axis: Axis,
    /// What the dot is, for the legend; empty where no row has one.
    pub point_name: String,
    /// What the bar is.
    pub bar_name: String,
    /// What the tick on the bar is; empty where no row has one.
    pub tick_name: String,
    /// What the thin line beyond the bar is; empty where no row has one.
    pub reach_name: String,
    /// The rows, top to bottom.
    pub rows: Vec<IntervalRow>,
}

/// One row of an [`IntervalPlot`]. What is absent or not finite is not drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct IntervalRow {
    /// Its name.
    pub label: String,
    /// The dot.
    pub point: Option<f64>,
    /// The ends of the bar.
    pub bar: Option<(f64, f64)>,
    /// The tick.
    pub tick: Option<f64>,
    /// The ends of the thin line.
    pub reach: Option<(f64, f64)>,
    /// How much it should be noticed.
    pub emphasis: Emphasis,
}

/// The shape of an entry of the legend.
#[derive(Clone, Copy)]
enum Sign {
    Point,
    Bar,
    Tick,
    Reach,
}

/// Where a row is drawn.
struct Place {
    values: Area,
    middle: f64,
    half: f64,
}

const LEAST_ROW: f64 = 12.0;
const MOST_ROW: f64 = 30.0;
const LEGEND: f64 = 22.0;

impl IntervalPlot {
    pub(super) fn natural_height(&self) -> f64 {
        let rows = self.rows.len().max(1) as f64;
        let row = if rows > 30.0 { 16.0 } else { 20.0 };
        rows * row + LEGEND + frame::axis_height(&self.heading()) + 8.0
    }

    pub(super) fn table(&self) -> FigureTable {
        let words = Words::of(self.labels.language);
        let has = |name: &String| !name.is_empty();
        let ends = |name: &String| [words.lower, words.upper].map(|end| format!("{name} {end}"));
        let mut headings = vec![self.item_heading.clone()];
        headings.extend(Some(&self.point_name).filter(|name| has(name)).cloned());
        headings.extend(Some(&self.tick_name).filter(|name| has(name)).cloned());
        headings.extend(ends(&self.bar_name));
        if has(&self.reach_name) {
            headings.extend(ends(&self.reach_name));
        }
        let row = |row: &IntervalRow| {
            let mut cells = vec![Datum::text(&row.label)];
            let both = |ends: Option<(f64, f64)>| [ends.map(|e| e.0), ends.map(|e| e.1)].map(Datum::number);
            cells.extend(has(&self.point_name).then(|| Datum::number(row.point)));
            cells.extend(has(&self.tick_name).then(|| Datum::number(row.tick)));
            cells.extend(both(row.bar));
            if has(&self.reach_name) {
                cells.extend(both(row.reach));
            }
            cells
        };
        let rows = self.rows.iter().map(row).collect();
        FigureTable { headings, rows, decimals: self.axis.decimals }
    }

    pub(super) fn draw(&self, scene: &mut Scene) {
        let words = Words::of(self.labels.language);
        let around = frame::height_around(&self.labels, scene.width) + frame::axis_height(&self.heading());
        let fitting = ((scene.height - around - LEGEND) / LEAST_ROW).floor().max(1.0) as usize;
        let left_out = if self.rows.len() > fitting { self.rows.len() - (fitting - 1).max(1) } else { 0 };
        let rows = &self.rows[..self.rows.len() - left_out];
        let remark = if left_out > 0 { words.more(left_out) } else { String::new() };
        let area = frame::open(scene, &self.labels, &remark);
        let values = extent(rows.iter().flat_map(IntervalRow::numbers));
        let ticks = values.and_then(|ends| frame::ticks(&self.axis, Some(ends), area.width() * 0.6, 60.0));
        match ticks {
            Some(ticks) => {
                let area = self.legend(scene, area);
                let ticks = if self.axis.decimals == 0 { whole(ticks) } else { ticks };
                self.plot(scene, area, rows, &ticks);
            }
            None => frame::say_nothing(scene, area, words.no_data),
        }
    }

    fn plot(&self, scene: &mut Scene, area: Area, rows: &[IntervalRow], ticks: &Ticks) {
        let heading = self.heading();
        let room = area.height() - frame::axis_height(&heading);
        let row_height = (room / rows.len().max(1) as f64).clamp(1.0, MOST_ROW);
        let text_size = (row_height * 0.62).clamp(7.0, 11.5);
        let names = rows.iter().map(|row| row.label.as_str());
        let label_width = scene.widest(names, text_size).min(area.width() * 0.42);
        let left = area.left + label_width + 14.0;
        let bottom = area.top + row_height * rows.len() as f64;
        let plot = Area { left, top: area.top, right: (area.right - 8.0).max(left + 1.0), bottom };
        for (index, _) in rows.iter().enumerate().filter(|(_, row)| row.emphasis == Emphasis::Strong) {
            let top = plot.top + index as f64 * row_height;
            let ground = Area { left: area.left, top, right: area.right, bottom: top + row_height };
            scene.rectangle(ground, Colour::NOTICE);
        }
        frame::axis_below(scene, plot, ticks, &heading);
        for (index, row) in rows.iter().enumerate() {
            let middle = plot.top + (index as f64 + 0.5) * row_height;
            let label = text::cut(&scene.typeface, &row.label, text_size, label_width);
            let colour = match row.emphasis {
                Emphasis::Strong => Colour::ACCENT,
                Emphasis::Normal => Colour::INK,
                Emphasis::Faint => Colour::MUTED,
            };
            scene.text_beside(&label, (left - 12.0, middle), text_size, Anchor::End, colour);
            row.draw(scene, &Place { values: plot, middle, half: (row_height * 0.27).min(5.5) }, ticks);
        }
    }

    /// What dot, tick, bar and thin line are, along the top; gives what is left below.
    fn legend(&self, scene: &mut Scene, area: Area) -> Area {
        let entries = [
            (Sign::Point, &self.point_name),
            (Sign::Tick, &self.tick_name),
            (Sign::Bar, &self.bar_name),
            (Sign::Reach, &self.reach_name),
        ];
        let (mut x, mut y) = (area.left, area.top + 7.0);
        for (sign, name) in entries.into_iter().filter(|(_, name)| !name.is_empty()) {
            let width = sign.width();
            let name = text::cut(&scene.typeface, name, AXIS_SIZE, (area.width() - width - 5.0).max(1.0));
            let whole = width + 5.0 + scene.text_width(&name, AXIS_SIZE);
            if x > area.left && x + whole > area.right {
                (x, y) = (area.left, y + AXIS_SIZE * 1.6);
            }
            sign.draw(scene, (x, y));
            scene.text_beside(&name, (x + width + 5.0, y), AXIS_SIZE, Anchor::Start, Colour::INK);
            x += whole + 16.0;
        }
        Area { top: y + 14.0, ..area }
    }

    fn heading(&self) -> String {
        self.axis.heading(self.labels.language)
    }
}

impl IntervalRow {
    fn numbers(&self) -> impl Iterator<Item = f64> {
        let ends = |pair: Option<(f64, f64)>| [pair.map(|p| p.0), pair.map(|p| p.1)];
        let all = ends(self.bar).into_iter().chain(ends(self.reach)).chain([self.point, self.tick]);
        all.flatten().filter(|value| value.is_finite())
    }

    fn draw(&self, scene: &mut Scene, place: &Place, ticks: &Ticks) {
        let at = |value: f64| place.values.across(value, ticks.low, ticks.high);
        let finite = |ends: &(f64, f64)| ends.0.is_finite() && ends.1.is_finite();
        let Place { middle, half, .. } = *place;
        if let Some((low, high)) = self.reach.filter(finite) {
            scene.horizontal(middle, (at(low), at(high)), Colour::MUTED, 1.0);
            for end in [low, high] {
                scene.vertical(at(end), (middle - half * 0.7, middle + half * 0.7), Colour::MUTED, 1.0);
            }
        }
        if let Some((low, high)) = self.bar.filter(finite) {
            // An interval of one rank is still to be seen.
            let (left, right) = (at(low.min(high)) - 1.5, at(low.max(high)) + 1.5);
            let bar = Area { left, top: middle - half, right, bottom: middle + half };
            scene.rectangle(bar, Colour::MAIN.tint(0.35));
        }
        if let Some(value) = self.tick.filter(|value| value.is_finite()) {
            scene.vertical(at(value), (middle - half - 1.0, middle + half + 1.0), Colour::INK, 1.6);
        }
        if let Some(value) = self.point.filter(|value| value.is_finite()) {
            dot(scene, (at(value), middle), half);
        }
    }
}

impl Sign {
    fn width(self) -> f64 {
        match self {
            Sign::Point => 8.0,
            Sign::Tick => 4.0,
            Sign::Bar | Sign::Reach => 20.0,
        }
    }

    fn draw(self, scene: &mut Scene, (x, y): (f64, f64)) {
        match self {
            Sign::Point => dot(scene, (x + 4.0, y), 4.5),
            Sign::Tick => scene.vertical(x + 2.0, (y - 6.0, y + 6.0), Colour::INK, 1.6),
            Sign::Bar => {
                let bar = Area { left: x, top: y - 4.5, right: x + 20.0, bottom: y + 4.5 };
                scene.rectangle(bar, Colour::MAIN.tint(0.35));
            }
            Sign::Reach => {
                scene.horizontal(y, (x, x + 20.0), Colour::MUTED, 1.0);
                for end in [x, x + 20.0] {
                    scene.vertical(end, (y - 3.0, y + 3.0), Colour::MUTED, 1.0);
                }
            }
        }
    }
}

/// A dot with a white rim, so that it stands out from bar and tick.
fn dot(scene: &mut Scene, at: (f64, f64), half: f64) {
    let radius = (half * 0.75).clamp(2.0, 4.0);
    scene.circle(at, radius + 1.0, Colour::WHITE);
    scene.circle(at, radius, Colour::ACCENT);
}

/// The marks at whole numbers only.
fn whole(mut ticks: Ticks) -> Ticks {
    ticks.marks.retain(|mark| (mark.at - mark.at.round()).abs() < 1e-9);
    for mark in &mut ticks.marks {
        mark.label = number(mark.at, 0);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_have_whole_marks() {
        let ticks = whole(Ticks::within(0.5, 10.5, 4));
        let printed: Vec<&str> = ticks.marks.iter().map(|mark| mark.label.as_str()).collect();
        assert_eq!(printed, ["5", "10"]);
    }

    #[test]
    fn the_table_has_the_columns_that_are_named() {
        let row = IntervalRow {
            label: "甲".into(),
            point: Some(2.0),
            bar: Some((1.0, 4.0)),
            tick: Some(3.0),
            ..IntervalRow::default()
        };
        let plot = IntervalPlot {
            item_heading: "对象".into(),
            point_name: "位次".into(),
            bar_name: "区间".into(),
            rows: vec![row],
            ..IntervalPlot::default()
        };
        let table = plot.table();
        assert_eq!(table.headings, ["对象", "位次", "区间 下限", "区间 上限"]);
        assert_eq!(table.printed(), [["甲", "2", "1", "4"]]);
    }
}
