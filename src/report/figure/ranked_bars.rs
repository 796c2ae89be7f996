//! Horizontal bars, longest first.

use serde::Serialize;

use super::frame::{self, LegendEntry, TICK_SIZE};
use super::palette::{self, Colour};
use super::scene::{Anchor, Area, Scene};
use super::table::{Datum, FigureTable};
use super::text;
use super::ticks::{Ticks, extent, number};
use super::words::Words;
use super::{Axis, Emphasis, Labels};

/// Horizontal bars from zero, sorted from the highest value down, those without a value last.
///
/// A bar may be stacked from parts, such as the contributions of dimensions to a score.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RankedBars {
    /// The texts around it.
    pub labels: Labels,
    /// What the bars are, as the heading of a table column: “enterprise”.
    pub item_heading: String,
    /// The axis of the values.
    pub axis: Axis,
    /// The names of the stacked parts; empty when bars are not stacked.
    pub part_names: Vec<String>,
    /// The bars in any order; equal values keep this order.
    pub bars: Vec<Bar>,
    /// Which of them are drawn.
    pub shown: Shown,
    /// Whether the value stands at the end of its bar.
    pub value_labels: ValueLabels,
    /// A line to compare with.
    pub reference: Option<Reference>,
}

/// One bar.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// Its value; nothing or a number that is not finite is drawn as `—`.
    pub value: Option<f64>,
    /// Its parts in the order of the names, which add up to the value; empty when not stacked.
    pub parts: Vec<f64>,
    /// How much it should be noticed.
    pub emphasis: Emphasis,
}

/// Which bars of the sorted order are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// All that fit.
    #[default]
    All,
    /// The first so many.
    Top(usize),
    /// The last so many that have a value.
    Bottom(usize),
    /// The first and the last so many with a gap between.
    Ends(usize, usize),
}

/// Whether the value stands at the end of its bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueLabels {
    /// It does.
    #[default]
    Shown,
    /// The axis alone gives values.
    Hidden,
}

/// A line to compare with, such as the mean of all.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reference {
    /// Where it stands on the axis.
    pub value: f64,
    /// What it is.
    pub label: String,
}

/// A place in the order drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Bar(usize),
    Gap,
}

/// The places of one row.
struct RowPlace {
    area: Area,
    text_size: f64,
}

const LEAST_ROW: f64 = 15.0;
const MOST_ROW: f64 = 34.0;

impl Bar {
    /// Where it begins and ends on the axis: negative parts reach left of zero, positive ones right.
    fn ends(&self, value: f64) -> (f64, f64) {
        if self.parts.is_empty() {
            return (value.min(0.0), value.max(0.0));
        }
        let sum = |sign: f64| self.parts.iter().filter(|part| part.is_finite() && **part * sign > 0.0).sum();
        (sum(-1.0), sum(1.0))
    }

    /// A stacked bar has no colour of its own left, so notice is drawn by a tinted row.
    fn has_ground(&self) -> bool {
        self.emphasis == Emphasis::Strong && !self.parts.is_empty()
    }
}

impl RankedBars {
    pub(super) fn natural_height(&self) -> f64 {
        let rows = self.rows().len().max(1) as f64;
        let legend = if self.part_names.is_empty() { 0.0 } else { 24.0 };
        let row = if rows > 30.0 { 17.0 } else { 22.0 };
        rows * row + legend + frame::axis_height(&self.heading()) + 8.0
    }

    pub(super) fn table(&self) -> FigureTable {
        let mut headings = vec![self.item_heading.clone(), self.heading()];
        headings.extend(self.part_names.iter().cloned());
        let row = |index: &usize| {
            let bar = &self.bars[*index];
            let mut row = vec![Datum::text(&bar.label), Datum::number(bar.value)];
            row.extend((0..self.part_names.len()).map(|part| Datum::number(bar.parts.get(part).copied())));
            row
        };
        let order = self.rows().into_iter().filter_map(|row| match row {
            Row::Bar(index) => Some(index),
            Row::Gap => None,
        });
        let rows = order.collect::<Vec<_>>().iter().map(row).collect();
        FigureTable { headings, rows, decimals: self.axis.decimals }
    }

    pub(super) fn draw(&self, scene: &mut Scene) {
        let words = Words::of(self.labels.language);
        let mut rows = self.rows();
        let heading = self.heading();
        let frame_height = frame::height_around(&self.labels, scene.width);
        let legend_height = if self.part_names.is_empty() { 0.0 } else { 20.0 };
        let free = scene.height - frame_height - frame::axis_height(&heading) - legend_height;
        let fitting = ((free / LEAST_ROW).floor().max(1.0)) as usize;
        // The remark at the foot takes a row of its own.
        let left_out = if rows.len() > fitting { rows.len() - (fitting - 1).max(1) } else { 0 };
        rows.truncate(rows.len() - left_out);
        let remark = if left_out > 0 { words.more(left_out) } else { String::new() };
        let area = frame::open(scene, &self.labels, &remark);
        match self.ticks(&rows, area) {
            Some(ticks) => {
                let area = frame::legend(scene, area, &self.legend());
                self.plot(scene, area, &rows, &ticks);
            }
            None => frame::say_nothing(scene, area, words.no_data),
        }
    }

    fn legend(&self) -> Vec<LegendEntry<'_>> {
        let entry = |(index, label)| LegendEntry { label, colour: palette::category(index) };
        self.part_names.iter().map(String::as_str).enumerate().map(entry).collect()
    }

    fn plot(&self, scene: &mut Scene, area: Area, rows: &[Row], ticks: &Ticks) {
        let heading = self.heading();
        let reference_height = if self.reference.is_some() { TICK_SIZE * 1.5 } else { 0.0 };
        let room = area.height() - frame::axis_height(&heading) - reference_height;
        let row_height = (room / rows.len() as f64).min(MOST_ROW);
        let text_size = (row_height * 0.62).clamp(7.0, 11.5);
        let names = rows.iter().filter_map(|row| self.bar(*row)).map(|bar| bar.label.as_str());
        let label_width = scene.widest(names, text_size).min(area.width() * 0.42);
        let (before, after) = self.value_room(scene, rows, text_size);
        let left = area.left + label_width + 8.0;
        let top = area.top + reference_height;
        let plot = Area { left, top, right: area.right, bottom: top + row_height * rows.len() as f64 };
        let values = Area {
            left: plot.left + before,
            right: (plot.right - after).max(plot.left + before + 1.0),
            ..plot
        };
        self.ground(scene, area, plot, rows, row_height);
        frame::axis_below(scene, values, ticks, &heading);
        let mut places = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let row_top = plot.top + index as f64 * row_height;
            let row_area = Area { top: row_top, bottom: row_top + row_height, ..values };
            let place = RowPlace { area: row_area, text_size };
            match self.bar(*row) {
                Some(bar) => {
                    self.label(scene, bar, &place, (area.left, left - 8.0));
                    self.bar_shape(scene, bar, &place, ticks);
                }
                None => gap(scene, &place, left - 8.0),
            }
            places.push((*row, place));
        }
        let zero = values.across(0.0, ticks.low, ticks.high);
        scene.vertical(zero, (plot.top, plot.bottom), Colour::AXIS, 1.0);
        self.reference_line(scene, values, ticks);
        for (row, place) in places {
            if let Some(bar) = self.bar(row) {
                self.value_label(scene, bar, &place, ticks);
            }
        }
    }

    /// Marks the rows to be noticed by a tinted ground.
    fn ground(&self, scene: &mut Scene, area: Area, plot: Area, rows: &[Row], row_height: f64) {
        for (index, row) in rows.iter().enumerate() {
            if self.bar(*row).is_some_and(Bar::has_ground) {
                let top = plot.top + index as f64 * row_height;
                let band = Area { left: area.left - 4.0, top, right: plot.right, bottom: top + row_height };
                scene.rectangle(band, Colour::NOTICE);
            }
        }
    }

    fn label(&self, scene: &mut Scene, bar: &Bar, place: &RowPlace, (left, right): (f64, f64)) {
        let colour = match bar.emphasis {
            Emphasis::Strong => Colour::ACCENT,
            Emphasis::Normal => Colour::INK,
            Emphasis::Faint => Colour::MUTED,
        };
        let lines = if place.area.height() >= place.text_size * 2.5 { 2 } else { 1 };
        let wrapped = text::wrap(&scene.typeface, &bar.label, place.text_size, right - left, lines);
        let middle = place.area.centre().y;
        let leading = place.text_size * 1.15;
        for (index, line) in wrapped.iter().enumerate() {
            let y = middle + (index as f64 - (wrapped.len() - 1) as f64 / 2.0) * leading;
            scene.text_beside(line, (right, y), place.text_size, Anchor::End, colour);
        }
    }

    fn bar_shape(&self, scene: &mut Scene, bar: &Bar, place: &RowPlace, ticks: &Ticks) {
        let middle = place.area.centre().y;
        let at = |value: f64| place.area.across(value, ticks.low, ticks.high);
        let Some(value) = finite(bar.value) else {
            let dash = (at(0.0) + 5.0, middle);
            scene.text_beside("—", dash, place.text_size, Anchor::Start, Colour::MUTED);
            return;
        };
        let half = (place.area.height() * 0.34).min(11.0);
        let stretch = |from: f64, to: f64| Area {
            left: at(from.min(to)),
            top: middle - half,
            right: at(from.max(to)),
            bottom: middle + half,
        };
        if bar.parts.is_empty() {
            scene.rectangle(stretch(0.0, value), single_colour(bar.emphasis));
        }
        let (mut low, mut high) = (0.0, 0.0);
        for (index, part) in bar.parts.iter().enumerate().filter(|(_, part)| part.is_finite()) {
            // Negative parts stack to the left of zero, positive ones to the right.
            let from = if *part < 0.0 { &mut low } else { &mut high };
            let area = stretch(*from, *from + part);
            *from += part;
            scene.rectangle(area, palette::category(index));
            if area.width() > 2.0 {
                scene.vertical(area.right, (area.top, area.bottom), Colour::WHITE, 0.8);
            }
        }
    }

    /// The value at the end of its bar, on a plate that keeps grid and reference line off the digits.
    fn value_label(&self, scene: &mut Scene, bar: &Bar, place: &RowPlace, ticks: &Ticks) {
        let Some(value) = finite(bar.value).filter(|_| self.value_labels == ValueLabels::Shown) else {
            return;
        };
        let (low, high) = bar.ends(value);
        let (end, side, anchor) =
            if value < 0.0 { (low, -1.0, Anchor::End) } else { (high, 1.0, Anchor::Start) };
        let x = place.area.across(end, ticks.low, ticks.high) + 4.0 * side;
        let middle = place.area.centre().y;
        let printed = number(value, self.axis.decimals);
        let width = scene.text_width(&printed, place.text_size);
        let half = place.text_size * 0.5;
        let (left, right) = (x.min(x + width * side), x.max(x + width * side));
        let plate = Area { left: left - 1.5, top: middle - half, right: right + 1.5, bottom: middle + half };
        scene.rectangle(plate, if bar.has_ground() { Colour::NOTICE } else { Colour::WHITE });
        scene.text_beside(&printed, (x, middle), place.text_size, anchor, Colour::INK);
    }

    fn reference_line(&self, scene: &mut Scene, values: Area, ticks: &Ticks) {
        let Some(reference) = self.reference.as_ref().filter(|line| line.value.is_finite()) else { return };
        let x = values.across(reference.value, ticks.low, ticks.high);
        scene.dashed((x, values.top - 3.0), (x, values.bottom), Colour::ACCENT, 1.2);
        let printed = format!("{} {}", reference.label, number(reference.value, self.axis.decimals));
        let printed = text::cut(&scene.typeface, &printed, TICK_SIZE, values.width());
        let half = scene.text_width(&printed, TICK_SIZE) / 2.0;
        let x = x.clamp(values.left.min(values.right - half), (values.right - half).max(values.left));
        scene.text(&printed, (x, values.top - 6.0), TICK_SIZE, Anchor::Middle, Colour::ACCENT);
    }

    /// The width that value labels need left and right of the bars.
    fn value_room(&self, scene: &Scene, rows: &[Row], text_size: f64) -> (f64, f64) {
        if self.value_labels == ValueLabels::Hidden {
            return (0.0, 6.0);
        }
        let values: Vec<f64> =
            rows.iter().filter_map(|row| self.bar(*row)).filter_map(|bar| finite(bar.value)).collect();
        let room = |wanted: &dyn Fn(&f64) -> bool| {
            let printed = values.iter().filter(|value| wanted(value)).map(|v| number(*v, self.axis.decimals));
            printed.map(|text| scene.text_width(&text, text_size) + 7.0).fold(0.0, f64::max)
        };
        (room(&|value| *value < 0.0), room(&|value| *value >= 0.0).max(6.0))
    }

    fn ticks(&self, rows: &[Row], area: Area) -> Option<Ticks> {
        let bars = rows.iter().filter_map(|row| self.bar(*row));
        let ends = bars.filter_map(|bar| finite(bar.value).map(|value| (value, bar.ends(value))));
        let ends = ends.flat_map(|(value, (low, high))| [value, low, high]);
        let (low, high) = extent(ends)?;
        let reference = self.reference.as_ref().map(|line| line.value).filter(|value| value.is_finite());
        let reference = reference.unwrap_or(0.0);
        // A bar is read by its length, so its axis always begins at zero.
        let (low, high) = (low.min(0.0).min(reference), high.max(0.0).max(reference));
        let high = if low == high { 1.0 } else { high };
        frame::ticks(&self.axis, Some((low, high)), area.width() * 0.6, 70.0)
    }

    fn rows(&self) -> Vec<Row> {
        let mut order: Vec<usize> = (0..self.bars.len()).collect();
        order.sort_by(|a, b| {
            let (a, b) = (finite(self.bars[*a].value), finite(self.bars[*b].value));
            match (a, b) {
                (Some(a), Some(b)) => b.total_cmp(&a),
                (a, b) => b.is_some().cmp(&a.is_some()),
            }
        });
        let valued = order.iter().filter(|index| finite(self.bars[**index].value).is_some()).count();
        let bars = |indices: &[usize]| indices.iter().map(|index| Row::Bar(*index)).collect::<Vec<_>>();
        match self.shown {
            Shown::All => bars(&order),
            Shown::Top(count) => bars(&order[..count.min(order.len())]),
            Shown::Bottom(count) => bars(&order[valued.saturating_sub(count)..valued]),
            Shown::Ends(top, bottom) if top.saturating_add(bottom) < valued => {
                let mut rows = bars(&order[..top]);
                rows.push(Row::Gap);
                rows.extend(bars(&order[valued - bottom..valued]));
                rows
            }
            Shown::Ends(..) => bars(&order[..valued]),
        }
    }

    fn bar(&self, row: Row) -> Option<&Bar> {
        match row {
            Row::Bar(index) => self.bars.get(index),
            Row::Gap => None,
        }
    }

    fn heading(&self) -> String {
        self.axis.heading(self.labels.language)
    }
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite())
}

fn single_colour(emphasis: Emphasis) -> Colour {
    match emphasis {
        Emphasis::Strong => Colour::ACCENT,
        Emphasis::Normal => Colour::MAIN,
        Emphasis::Faint => Colour::MUTED.tint(0.45),
    }
}

/// Three dots where bars were left out on purpose.
fn gap(scene: &mut Scene, place: &RowPlace, right: f64) {
    let middle = place.area.centre().y;
    for step in [-1.0, 0.0, 1.0] {
        scene.circle((right - 6.0, middle + step * place.area.height().min(18.0) * 0.25), 1.1, Colour::MUTED);
    }
    scene.dashed((place.area.left, middle), (place.area.right, middle), Colour::GRID, 0.8);
}
