//! How values are spread: boxes on one axis, or a histogram a sample.

use serde::Serialize;

use super::frame::{self, LegendEntry, TICK_SIZE};
use super::palette::{self, Colour};
use super::scene::{Anchor, Area, Scene};
use super::table::{Datum, FigureTable};
use super::text;
use super::ticks::{Ticks, extent, number};
use super::words::Words;
use super::{Axis, Labels};

/// The spread of several samples on the same axis, with median and mean marked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Distributions {
    /// The texts around it.
    pub labels: Labels,
    /// How the spread is drawn.
    pub form: Form,
    /// What the samples are, as the heading of a table column: “dimension”.
    pub sample_heading: String,
    /// The axis of the values.
    pub axis: Axis,
    /// The samples in the order drawn; neighbours of the same label form one group of boxes.
    pub samples: Vec<Sample>,
}

/// One sample.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sample {
    /// Its name.
    pub label: String,
    /// What tells it from others of the same name, given a colour and a legend; may be empty.
    pub category: String,
    /// The values in any order; those that are not finite are left out.
    pub values: Vec<f64>,
}

/// How a spread is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A box over the middle half, whiskers from the 5th to the 95th percentile.
    #[default]
    Boxes,
    /// Small histograms with the same classes, as shares of their sample.
    Histograms,
}

/// What is marked of a sample.
struct Summary {
    sorted: Vec<f64>,
    mean: f64,
}

/// The classes all histograms of a figure share.
struct Classes {
    ticks: Ticks,
    count: usize,
    highest: f64,
}

const LEAST_ROW: f64 = 9.0;
const MOST_ROW: f64 = 46.0;
const LEAST_HISTOGRAM: f64 = 110.0;
const CLASSES: usize = 20;

impl Distributions {
    pub(super) fn natural_height(&self, width: f64) -> f64 {
        match self.form {
            Form::Boxes => {
                let row = if self.categories().is_empty() { 38.0 } else { 22.0 };
                let groups = groups(&self.samples).len() as f64;
                self.samples.len() as f64 * row + groups * 10.0 + 60.0
            }
            Form::Histograms => {
                let columns = columns(self.samples.len(), width);
                self.samples.len().max(1).div_ceil(columns) as f64 * 170.0
            }
        }
    }

    pub(super) fn table(&self) -> FigureTable {
        let words = Words::of(self.labels.language);
        let categories = !self.categories().is_empty();
        let mut headings = vec![self.sample_heading.clone()];
        if categories {
            headings.push(words.category.to_owned());
        }
        let columns = [
            words.count,
            words.mean,
            words.least,
            words.low_quartile,
            words.median,
            words.high_quartile,
            words.greatest,
        ];
        headings.extend(columns.map(str::to_owned));
        let row = |sample: &Sample| {
            let mut row = vec![Datum::text(&sample.label)];
            if categories {
                row.push(Datum::text(&sample.category));
            }
            let summary = Summary::of(sample);
            row.push(Datum::Count(summary.as_ref().map_or(0, |summary| summary.sorted.len())));
            row.push(Datum::number(summary.as_ref().map(|summary| summary.mean)));
            let at = |share: f64| Datum::number(summary.as_ref().map(|summary| summary.quantile(share)));
            row.extend([0.0, 0.25, 0.5, 0.75, 1.0].map(at));
            row
        };
        FigureTable { headings, rows: self.samples.iter().map(row).collect(), decimals: self.axis.decimals }
    }

    pub(super) fn draw(&self, scene: &mut Scene) {
        let words = Words::of(self.labels.language);
        let Some(extent) = self.extent() else {
            let area = frame::open(scene, &self.labels, "");
            return frame::say_nothing(scene, area, words.no_data);
        };
        let shown = self.samples.len().min(self.fitting(scene));
        let mut remarks = Vec::new();
        if self.form == Form::Boxes {
            remarks.push(words.box_key.to_owned());
        }
        if shown < self.samples.len() {
            remarks.push(words.more(self.samples.len() - shown));
        }
        let area = frame::open(scene, &self.labels, &remarks.join("　"));
        match self.form {
            Form::Boxes => self.boxes(scene, area, &self.samples[..shown], extent),
            Form::Histograms => self.histograms(scene, area, &self.samples[..shown], extent),
        }
    }

    /// The range to be shown: all values in histograms, from whisker to whisker for boxes.
    fn extent(&self) -> Option<(f64, f64)> {
        match self.form {
            Form::Histograms => extent(self.samples.iter().flat_map(|sample| sample.values.iter().copied())),
            Form::Boxes => {
                let summaries = self.samples.iter().filter_map(Summary::of);
                extent(summaries.flat_map(|s| [s.quantile(0.05), s.mean, s.quantile(0.95)]))
            }
        }
    }

    /// How many samples there is room for; always one.
    fn fitting(&self, scene: &Scene) -> usize {
        let heading = frame::axis_height(&self.axis.heading(self.labels.language));
        let free = scene.height - frame::height_around(&self.labels, scene.width) - heading - 20.0;
        let fitting = match self.form {
            Form::Boxes => free / LEAST_ROW,
            Form::Histograms => {
                let columns = columns(self.samples.len(), scene.width);
                (free / LEAST_HISTOGRAM).floor() * columns as f64
            }
        };
        fitting.max(1.0) as usize
    }

    fn boxes(&self, scene: &mut Scene, area: Area, samples: &[Sample], extent: (f64, f64)) {
        let categories = self.categories();
        let entry = |(index, label)| LegendEntry { label, colour: palette::category(index) };
        let entries: Vec<LegendEntry<'_>> = categories.iter().copied().enumerate().map(entry).collect();
        let area = frame::legend(scene, area, &entries);
        let heading = self.axis.heading(self.labels.language);
        let groups = groups(samples);
        let label_width = scene.widest(groups.iter().map(|group| group[0].label.as_str()), 11.5);
        let label_width = label_width.min(area.width() * 0.35);
        let room = area.height() - frame::axis_height(&heading);
        let spacing = if categories.is_empty() { 0.0 } else { (room * 0.02).min(8.0) };
        let row = ((room - spacing * groups.len() as f64) / samples.len() as f64).clamp(1.0, MOST_ROW);
        let bottom = area.top + row * samples.len() as f64 + spacing * groups.len() as f64;
        let plot =
            Area { left: area.left + label_width + 10.0, top: area.top, right: area.right - 10.0, bottom };
        let Some(ticks) = frame::ticks(&self.axis, Some(extent), plot.width(), 70.0) else { return };
        frame::axis_below(scene, plot, &ticks, &heading);
        let mut top = plot.top;
        for group in groups {
            let bottom = top + row * group.len() as f64 + spacing;
            let middle = (top + bottom) / 2.0;
            let label = text::cut(&scene.typeface, &group[0].label, 11.5, label_width);
            scene.text_beside(&label, (area.left + label_width, middle), 11.5, Anchor::End, Colour::INK);
            for (index, sample) in group.iter().enumerate() {
                let place = categories.iter().position(|category| *category == sample.category);
                let colour = place.map_or(Colour::MAIN, palette::category);
                let row_top = top + spacing / 2.0 + row * index as f64;
                let area = Area { top: row_top, bottom: row_top + row, ..plot };
                match Summary::of(sample) {
                    Some(summary) => summary.draw_box(scene, area, &ticks, colour),
                    None => {
                        let at = (plot.left + 6.0, area.centre().y);
                        scene.text_beside("—", at, TICK_SIZE, Anchor::Start, Colour::MUTED);
                    }
                }
            }
            top = bottom;
            scene.horizontal(top, (area.left, area.right), Colour::GRID, 0.6);
        }
        scene.horizontal(plot.bottom, (plot.left, plot.right), Colour::AXIS, 1.0);
    }

    fn histograms(&self, scene: &mut Scene, area: Area, samples: &[Sample], extent: (f64, f64)) {
        const GAP: f64 = 18.0;
        let columns = columns(samples.len(), scene.width);
        let rows = samples.len().div_ceil(columns);
        let width = (area.width() - GAP * (columns - 1) as f64) / columns as f64;
        let heading = self.axis.heading(self.labels.language);
        // Only the lowest row names the axis.
        let heading_height = frame::axis_height(&heading) - frame::axis_height("");
        let height = (area.height() - heading_height - GAP * 0.6 * (rows - 1) as f64) / rows as f64;
        let Some(classes) = self.classes(extent, width) else { return };
        for (index, sample) in samples.iter().enumerate() {
            let left = area.left + (index % columns) as f64 * (width + GAP);
            let top = area.top + (index / columns) as f64 * (height + GAP * 0.6);
            let lowest = index + columns >= samples.len();
            let place = Area { left, top, right: left + width, bottom: top + height };
            self.histogram(scene, place, sample, &classes, if lowest { &heading } else { "" });
        }
    }

    fn histogram(&self, scene: &mut Scene, area: Area, sample: &Sample, classes: &Classes, heading: &str) {
        let joined = [sample.label.as_str(), sample.category.as_str()];
        let label = joined.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ");
        let label = text::cut(&scene.typeface, &label, 12.0, area.width());
        scene.text(&label, (area.left, area.top + 11.0), 12.0, Anchor::Start, Colour::INK);
        let upright = Ticks::nice(0.0, classes.highest * 100.0, 3);
        let left = area.left + frame::axis_width(scene, &upright);
        let top = area.top + 36.0;
        let bottom = (area.bottom - frame::axis_height("")).max(top);
        let plot = Area { left, top, right: area.right - 4.0, bottom };
        let Some(summary) = Summary::of(sample) else {
            return frame::say_nothing(scene, plot, Words::of(self.labels.language).no_data);
        };
        frame::axis_beside(scene, plot, &upright);
        frame::axis_below(scene, plot, &classes.ticks, heading);
        let ticks = &classes.ticks;
        let class_width = plot.width() / classes.count as f64;
        let shares = classes.shares(&summary.sorted).into_iter().enumerate();
        for (index, share) in shares.filter(|(_, share)| *share > 0.0) {
            let left = plot.left + class_width * index as f64;
            let top = plot.up(share * 100.0, upright.low, upright.high);
            let bar = Area { left: left + 0.5, top, right: left + class_width - 0.5, bottom: plot.bottom };
            scene.rectangle(bar, Colour::MAIN.tint(0.6));
        }
        scene.horizontal(plot.bottom, (plot.left, plot.right), Colour::AXIS, 1.0);
        let (median, mean) = (summary.quantile(0.5), summary.mean);
        let x = plot.across(median, ticks.low, ticks.high);
        scene.vertical(x, (plot.top - 3.0, plot.bottom), Colour::ACCENT, 1.6);
        let x = plot.across(mean, ticks.low, ticks.high);
        scene.dashed((x, plot.top - 3.0), (x, plot.bottom), Colour::INK, 1.2);
        self.histogram_key(scene, area, (median, mean), summary.sorted.len());
    }

    /// A line under the name of a histogram that says what its two upright lines are.
    fn histogram_key(&self, scene: &mut Scene, area: Area, (median, mean): (f64, f64), count: usize) {
        const SIZE: f64 = 10.0;
        let words = Words::of(self.labels.language);
        let y = area.top + 22.0;
        let mut x = area.left;
        for (word, value, colour) in [(words.median, median, Colour::ACCENT), (words.mean, mean, Colour::INK)]
        {
            if colour == Colour::ACCENT {
                scene.horizontal(y, (x, x + 12.0), colour, 1.6);
            } else {
                scene.dashed((x, y), (x + 12.0, y), colour, 1.2);
            }
            let printed = format!("{word} {}", number(value, self.axis.decimals));
            scene.text_beside(&printed, (x + 15.0, y), SIZE, Anchor::Start, Colour::MUTED);
            x += 15.0 + scene.text_width(&printed, SIZE) + 9.0;
        }
        let printed = format!("n = {count}　{}", words.share_of_units);
        if x + scene.text_width(&printed, SIZE) <= area.right {
            scene.text_beside(&printed, (x, y), SIZE, Anchor::Start, Colour::MUTED);
        }
    }

    fn classes(&self, (low, high): (f64, f64), width: f64) -> Option<Classes> {
        let ticks = frame::ticks(&self.axis, Some((low, high)), width, 55.0)?;
        let mut classes = Classes { ticks, count: CLASSES, highest: 0.0 };
        for sample in &self.samples {
            if let Some(summary) = Summary::of(sample) {
                classes.highest = classes.shares(&summary.sorted).into_iter().fold(classes.highest, f64::max);
            }
        }
        Some(classes)
    }

    /// The categories in the order they first appear.
    fn categories(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for sample in self.samples.iter().filter(|sample| !sample.category.is_empty()) {
            if !found.contains(&sample.category.as_str()) {
                found.push(&sample.category);
            }
        }
        found
    }
}

impl Classes {
    /// The share of the values in each class; what lies outside the axis counts in the class at its end.
    fn shares(&self, sorted: &[f64]) -> Vec<f64> {
        let mut counts = vec![0_usize; self.count];
        let width = self.ticks.high - self.ticks.low;
        for value in sorted {
            let place = ((value - self.ticks.low) / width * self.count as f64).max(0.0) as usize;
            counts[place.min(self.count - 1)] += 1;
        }
        counts.into_iter().map(|count| count as f64 / sorted.len().max(1) as f64).collect()
    }
}

impl Summary {
    fn of(sample: &Sample) -> Option<Self> {
        let mut sorted: Vec<f64> = sample.values.iter().copied().filter(|value| value.is_finite()).collect();
        if sorted.is_empty() {
            return None;
        }
        sorted.sort_by(f64::total_cmp);
        let mean = sorted.iter().map(|value| value / sorted.len() as f64).sum();
        Some(Summary { sorted, mean })
    }

    /// The quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan).
    fn quantile(&self, share: f64) -> f64 {
        let place = share * (self.sorted.len() - 1) as f64;
        let below = place.floor() as usize;
        let above = (below + 1).min(self.sorted.len() - 1);
        let (low, high) = (self.sorted[below], self.sorted[above]);
        low + (high - low) * (place - below as f64)
    }

    fn draw_box(&self, scene: &mut Scene, area: Area, ticks: &Ticks, colour: Colour) {
        let middle = area.centre().y;
        let half = (area.height() * 0.32).min(11.0);
        let at = |value: f64| area.across(value, ticks.low, ticks.high);
        let place = |share: f64| at(self.quantile(share));
        scene.horizontal(middle, (place(0.05), place(0.95)), colour, 1.3);
        for end in [place(0.05), place(0.95)] {
            scene.vertical(end, (middle - half * 0.5, middle + half * 0.5), colour, 1.3);
        }
        let (left, right) = (place(0.25), place(0.75));
        let body = Area { left, top: middle - half, right: right.max(left + 1.0), bottom: middle + half };
        scene.rectangle(body, colour);
        let inner = 1.2_f64.min(half * 0.3);
        let inside = Area {
            left: body.left + inner,
            top: body.top + inner,
            right: body.right - inner,
            bottom: body.bottom - inner,
        };
        if inside.width() > 0.5 {
            scene.rectangle(inside, colour.tint(0.35));
        }
        scene.vertical(place(0.5), (body.top, body.bottom), Colour::INK, 2.2);
        let (x, size) = (at(self.mean), (half * 0.45).clamp(2.0, 4.0));
        for (size, colour) in [(size + 1.0, Colour::INK), (size, Colour::WHITE)] {
            scene.polygon(
                &[(x, middle - size), (x + size, middle), (x, middle + size), (x - size, middle)],
                colour,
            );
        }
    }
}

/// Neighbouring samples of the same label; never an empty group.
fn groups(samples: &[Sample]) -> Vec<&[Sample]> {
    samples.chunk_by(|a, b| a.label == b.label && !b.category.is_empty()).collect()
}

/// How many histograms stand side by side: no narrower than 150 pixels.
fn columns(count: usize, width: f64) -> usize {
    let most = (width / 165.0).floor().clamp(1.0, 4.0) as usize;
    let balanced = if count <= 4 { 2 } else { 3 };
    balanced.min(most).min(count.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let sample = Sample { values: vec![4.0, 1.0, 3.0, 2.0, f64::NAN], ..Sample::default() };
        let summary = Summary::of(&sample).unwrap();
        assert_eq!(summary.quantile(0.0), 1.0);
        assert_eq!(summary.quantile(0.5), 2.5);
        assert_eq!(summary.quantile(1.0), 4.0);
        assert_eq!(summary.mean, 2.5);
        assert!(Summary::of(&Sample::default()).is_none());
    }

    #[test]
    fn every_value_falls_in_one_class() {
        let classes = Classes { ticks: Ticks::nice(0.0, 100.0, 5), count: 20, highest: 0.0 };
        let shares = classes.shares(&[-5.0, 0.0, 50.0, 100.0, 130.0]);
        assert_eq!(shares[0], 0.4);
        assert_eq!(shares[19], 0.4);
        assert_eq!(shares[10], 0.2);
    }
}
