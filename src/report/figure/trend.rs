//! Lines over periods.

use serde::Serialize;

use super::frame::{self, AXIS_SIZE, MARGIN, TICK_SIZE};
use super::palette::{self, Colour};
use super::scene::{Anchor, Area, Scene};
use super::table::{Datum, FigureTable};
use super::text;
use super::ticks::{Ticks, extent, number};
use super::words::Words;
use super::{Axis, Emphasis, Labels};

/// One line a series over equally spaced periods, each named at its end.
///
/// Series differ in colour and in the shape of their marks, so a black-and-white copy can be read. A missing value
/// breaks the line. The axis need not begin at zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Trend {
    /// The texts around it.
    pub labels: Labels,
    /// What the periods are, as the heading of a table column: “year”.
    pub period_heading: String,
    /// The periods in order.
    pub periods: Vec<String>,
    /// The axis of the values.
    pub axis: Axis,
    /// The lines.
    pub series: Vec<Series>,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Series {
    /// Its name.
    pub label: String,
    /// A value a period; nothing where it is missing.
    pub values: Vec<Option<f64>>,
    /// A range a period around the value, such as from the 25th to the 75th percentile; empty for none.
    pub band: Vec<Option<(f64, f64)>>,
    /// How much it should be noticed.
    pub emphasis: Emphasis,
}

struct EndLabel {
    text: String,
    colour: Colour,
    point: (f64, f64),
    y: f64,
}

impl Trend {
    pub(super) fn natural_height(&self, width: f64) -> f64 {
        let labels = self.series.len() as f64 * AXIS_SIZE * 1.4 + 40.0;
        (width * 0.42).max(labels)
    }

    pub(super) fn table(&self) -> FigureTable {
        let words = Words::of(self.labels.language);
        let mut headings = vec![self.period_heading.clone()];
        for series in &self.series {
            headings.push(series.label.clone());
            if !series.band.is_empty() {
                headings.extend([words.lower, words.upper].map(|word| format!("{} {word}", series.label)));
            }
        }
        let row = |(index, period): (usize, &String)| {
            let mut row = vec![Datum::text(period)];
            for series in &self.series {
                row.push(Datum::number(series.value(index)));
                if !series.band.is_empty() {
                    let band = series.band_at(index);
                    row.extend([Datum::number(band.map(|b| b.0)), Datum::number(band.map(|b| b.1))]);
                }
            }
            row
        };
        let rows = self.periods.iter().enumerate().map(row).collect();
        FigureTable { headings, rows, decimals: self.axis.decimals }
    }

    pub(super) fn draw(&self, scene: &mut Scene) {
        let area = frame::open(scene, &self.labels, "");
        match frame::ticks(&self.axis, self.extent(), area.height() - TICK_SIZE * 4.0, 44.0) {
            Some(ticks) if self.extent().is_some() => {
                let area = frame::heading_above(scene, area, &self.axis.heading(self.labels.language));
                self.plot(scene, area, &ticks);
            }
            _ => frame::say_nothing(scene, area, Words::of(self.labels.language).no_data),
        }
    }

    fn plot(&self, scene: &mut Scene, area: Area, ticks: &Ticks) {
        let most = area.width() * 0.34;
        let ends: Vec<String> = self.series.iter().map(|series| self.end_text(scene, series, most)).collect();
        let label_width = scene.widest(ends.iter().map(String::as_str), AXIS_SIZE);
        let plot = Area {
            left: area.left + frame::axis_width(scene, ticks),
            top: area.top,
            right: (area.right - label_width - 22.0).max(area.left + 1.0),
            bottom: area.bottom - TICK_SIZE * 1.9,
        };
        for (index, series) in self.series.iter().enumerate() {
            self.band(scene, plot, ticks, series, colour(index, series.emphasis));
        }
        frame::axis_beside(scene, plot, ticks);
        self.period_axis(scene, plot);
        let mut labels = Vec::new();
        for layer in [Emphasis::Faint, Emphasis::Normal, Emphasis::Strong] {
            let of_layer = self.series.iter().enumerate().filter(|(_, series)| series.emphasis == layer);
            for (index, series) in of_layer {
                let points = self.points(plot, ticks, series);
                line(scene, &points, index, series.emphasis);
                if let Some(point) = points.iter().rev().find_map(|point| *point) {
                    let text = text::cut(&scene.typeface, &ends[index], AXIS_SIZE, label_width);
                    labels.push(EndLabel {
                        text,
                        colour: text_colour(index, series.emphasis),
                        point,
                        y: point.1,
                    });
                }
            }
        }
        let distance = AXIS_SIZE * 1.25;
        // Labels were gathered from faint to strong; where there is no room for all, the strong ones stay.
        let room = ((area.bottom - plot.top) / distance).max(1.0) as usize;
        labels.drain(..labels.len().saturating_sub(room));
        spread(&mut labels, (plot.top, area.bottom), distance);
        for label in labels {
            let x = plot.right + 16.0;
            if (label.y - label.point.1).abs() > 3.0 || label.point.0 < plot.right - 1.0 {
                let elbow = [(label.point.0 + 6.0, label.point.1), (x - 4.0, label.y)];
                scene.line(&elbow, Colour::AXIS, 0.6);
            }
            scene.text_beside(&label.text, (x, label.y), AXIS_SIZE, Anchor::Start, label.colour);
        }
    }

    fn period_axis(&self, scene: &mut Scene, plot: Area) {
        scene.horizontal(plot.bottom, (plot.left, plot.right), Colour::AXIS, 1.0);
        let mut free = f64::NEG_INFINITY;
        for (index, period) in self.periods.iter().enumerate() {
            let x = self.period_place(plot, index);
            scene.vertical(x, (plot.bottom, plot.bottom + 4.0), Colour::AXIS, 0.8);
            let room = (plot.width() / self.periods.len() as f64).max(90.0);
            let label = text::cut(&scene.typeface, period, TICK_SIZE, room);
            let half = scene.text_width(&label, TICK_SIZE) / 2.0;
            if x - half > free && x - half >= MARGIN / 2.0 {
                let y = plot.bottom + 6.0 + TICK_SIZE * 0.9;
                scene.text(&label, (x, y), TICK_SIZE, Anchor::Middle, Colour::MUTED);
                free = x + half + 6.0;
            }
        }
    }

    /// Where a period stands: the first and last a little inside, a single one in the middle.
    fn period_place(&self, plot: Area, index: usize) -> f64 {
        let inset = 10.0_f64.min(plot.width() / 4.0);
        match self.periods.len() {
            0 | 1 => plot.centre().x,
            count => plot.left + inset + (plot.width() - 2.0 * inset) * index as f64 / (count - 1) as f64,
        }
    }

    fn points(&self, plot: Area, ticks: &Ticks, series: &Series) -> Vec<Option<(f64, f64)>> {
        let place = |index: usize| {
            let value = series.value(index)?;
            Some((self.period_place(plot, index), plot.up(value, ticks.low, ticks.high)))
        };
        (0..self.periods.len()).map(place).collect()
    }

    fn band(&self, scene: &mut Scene, plot: Area, ticks: &Ticks, series: &Series, colour: Colour) {
        let mut run: Vec<(f64, f64, f64)> = Vec::new();
        for index in 0..=self.periods.len() {
            match series.band_at(index).filter(|_| index < self.periods.len()) {
                Some((low, high)) => {
                    let up = |value: f64| plot.up(value, ticks.low, ticks.high);
                    run.push((self.period_place(plot, index), up(low), up(high)));
                }
                None => {
                    let upper = run.iter().map(|(x, _, high)| (*x, *high));
                    let lower = run.iter().rev().map(|(x, low, _)| (*x, *low));
                    let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
                    if run.len() > 1 {
                        scene.polygon(&outline, colour.tint(0.16));
                    }
                    run.clear();
                }
            }
        }
    }

    /// Name and last value of a series; a name too long is cut, the value never.
    fn end_text(&self, scene: &Scene, series: &Series, most: f64) -> String {
        let last = (0..self.periods.len()).rev().find_map(|index| series.value(index));
        let Some(last) = last else { return String::new() };
        let printed = format!(" {}", number(last, self.axis.decimals));
        let room = most - scene.text_width(&printed, AXIS_SIZE) - scene.text_width(" ", AXIS_SIZE);
        format!("{}{printed}", text::cut(&scene.typeface, &series.label, AXIS_SIZE, room))
    }

    fn extent(&self) -> Option<(f64, f64)> {
        let count = self.periods.len();
        let values = self.series.iter().flat_map(|series| (0..count).filter_map(|index| series.value(index)));
        let bands =
            self.series.iter().flat_map(|series| (0..count).filter_map(|index| series.band_at(index)));
        let (low, high) = extent(values)?;
        extent([low, high].into_iter().chain(bands.flat_map(|(low, high)| [low, high])))
    }
}

impl Series {
    fn value(&self, index: usize) -> Option<f64> {
        self.values.get(index).copied().flatten().filter(|value| value.is_finite())
    }

    fn band_at(&self, index: usize) -> Option<(f64, f64)> {
        let band = self.band.get(index).copied().flatten();
        band.filter(|(low, high)| low.is_finite() && high.is_finite())
    }
}

fn colour(index: usize, emphasis: Emphasis) -> Colour {
    match emphasis {
        Emphasis::Faint => Colour::MUTED.tint(0.5),
        Emphasis::Normal | Emphasis::Strong => palette::category(index),
    }
}

/// Light colours are hard to read as letters, so these are set in ink and told by their line.
fn text_colour(index: usize, emphasis: Emphasis) -> Colour {
    match colour(index, emphasis) {
        _ if emphasis == Emphasis::Faint => Colour::MUTED,
        colour if colour.lightness() > 0.5 => Colour::INK,
        colour => colour,
    }
}

fn line(scene: &mut Scene, points: &[Option<(f64, f64)>], index: usize, emphasis: Emphasis) {
    let (thickness, radius) = match emphasis {
        Emphasis::Faint => (1.1, 2.4),
        Emphasis::Normal => (1.9, 3.4),
        Emphasis::Strong => (2.9, 4.2),
    };
    let colour = colour(index, emphasis);
    for run in points.split(Option::is_none) {
        let run: Vec<(f64, f64)> = run.iter().filter_map(|point| *point).collect();
        if run.len() > 1 {
            scene.line(&run, colour, thickness);
        }
    }
    // Marks that would run into each other are thinned out, counted from the last, which bears the label.
    let spacing = match points {
        [Some(first), .., Some(last)] => (last.0 - first.0) / (points.len() - 1) as f64,
        _ => f64::INFINITY,
    };
    let stride = (radius * 3.2 / spacing).ceil().max(1.0) as usize;
    for point in points.iter().rev().step_by(stride).flatten() {
        mark(scene, *point, radius, index, colour);
    }
}

/// The mark of a series: a shape of its own with a thin white rim.
fn mark(scene: &mut Scene, (x, y): (f64, f64), radius: f64, index: usize, colour: Colour) {
    for (radius, colour) in [(radius + 1.1, Colour::WHITE), (radius, colour)] {
        let square = radius * 0.9;
        let wide = radius * 1.25;
        match index % 5 {
            0 => scene.circle((x, y), radius, colour),
            1 => {
                let area = Area { left: x - square, top: y - square, right: x + square, bottom: y + square };
                scene.rectangle(area, colour);
            }
            2 => scene.polygon(&[(x, y - wide), (x + wide, y + square), (x - wide, y + square)], colour),
            3 => scene.polygon(&[(x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y)], colour),
            _ => scene.polygon(&[(x, y + wide), (x + wide, y - square), (x - wide, y - square)], colour),
        }
    }
}

/// Moves labels apart so that none covers another, as little as that takes, within the range.
///
/// Labels that would touch form a block that stands at the mean of where they want to be: the isotonic regression of
/// their places by pooling adjacent violators.
fn spread(labels: &mut [EndLabel], (top, bottom): (f64, f64), distance: f64) {
    labels.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let mut block = (label.y - index as f64 * distance, 1);
        while let Some((mean, count)) = blocks.pop_if(|(mean, _)| *mean > block.0) {
            let total = count + block.1;
            block = ((mean * count as f64 + block.0 * block.1 as f64) / total as f64, total);
        }
        blocks.push(block);
    }
    let means = blocks.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count));
    for (index, (label, mean)) in labels.iter_mut().zip(means).enumerate() {
        label.y = (mean + index as f64 * distance).max(top + index as f64 * distance);
    }
    let mut limit = bottom - distance / 2.0;
    for label in labels.iter_mut().rev() {
        label.y = label.y.min(limit);
        limit = label.y - distance;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_labels_do_not_touch() {
        let label = |y: f64| EndLabel { text: String::new(), colour: Colour::INK, point: (0.0, y), y };
        let mut labels: Vec<EndLabel> = [50.0, 51.0, 52.0, 99.0].into_iter().map(label).collect();
        spread(&mut labels, (0.0, 100.0), 10.0);
        let places: Vec<f64> = labels.iter().map(|label| label.y).collect();
        assert_eq!(places, [41.0, 51.0, 61.0, 95.0]);
    }
}
