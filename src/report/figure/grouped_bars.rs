//! Several bars an item, each with the whisker of its interval.

use serde::Serialize;

use super::frame::{self, LegendEntry};
use super::palette::{self, Colour};
use super::scene::{Anchor, Area, Scene};
use super::table::{Datum, FigureTable};
use super::text;
use super::ticks::{Ticks, extent, number};
use super::words::Words;
use super::{Axis, Labels};

/// Horizontal bars from zero in groups, in the order given: what each factor accounts for, alone and in all.
///
/// The bars of a group differ in lightness, and stand in the order of the legend.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GroupedBars {
    /// The texts around it.
    pub labels: Labels,
    /// What the groups are, as the heading of a table column: “factor”.
    pub item_heading: String,
    /// The axis of the values.
    pub axis: Axis,
    /// The names of the bars of each group.
    pub series: Vec<String>,
    /// The groups, top to bottom.
    pub groups: Vec<BarGroup>,
}

/// One group of a [`GroupedBars`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BarGroup {
    /// Its name.
    pub label: String,
    /// A value a series; nothing or a number that is not finite is drawn as `—`.
    pub values: Vec<Option<f64>>,
    /// The ends of its interval a series; nothing where there is none.
    pub intervals: Vec<Option<(f64, f64)>>,
}

/// Where a bar is drawn, and how large its value is printed.
struct Place {
    values: Area,
    middle: f64,
    half: f64,
    text_size: f64,
}

const LEAST_BAR: f64 = 7.0;
const MOST_BAR: f64 = 16.0;
const LEGEND: f64 = 22.0;
/// The bars of a group and a gap as high as a bar and a half.
const GAP: f64 = 0.8;

impl GroupedBars {
    pub(super) fn natural_height(&self) -> f64 {
        let group = (self.series.len().max(1) as f64 + GAP) * 13.0;
        self.groups.len().max(1) as f64 * group.max(20.0) + LEGEND + frame::axis_height(&self.heading()) + 8.0
    }

    pub(super) fn table(&self) -> FigureTable {
        let words = Words::of(self.labels.language);
        let mut headings = vec![self.item_heading.clone()];
        for series in &self.series {
            headings.push(series.clone());
            headings.extend([words.lower, words.upper].map(|end| format!("{series} {end}")));
        }
        let row = |group: &BarGroup| {
            let mut row = vec![Datum::text(&group.label)];
            for at in 0..self.series.len() {
                let interval = group.interval(at);
                row.push(Datum::number(group.value(at)));
                row.extend([interval.map(|i| i.0), interval.map(|i| i.1)].map(Datum::number));
            }
            row
        };
        let rows = self.groups.iter().map(row).collect();
        FigureTable { headings, rows, decimals: self.axis.decimals }
    }

    pub(super) fn draw(&self, scene: &mut Scene) {
        let words = Words::of(self.labels.language);
        let around = frame::height_around(&self.labels, scene.width) + frame::axis_height(&self.heading());
        let least = (self.series.len().max(1) as f64 + GAP) * LEAST_BAR;
        let fitting = ((scene.height - around - LEGEND) / least).floor().max(1.0) as usize;
        let count = self.groups.len();
        let left_out = if count > fitting { count - (fitting - 1).max(1) } else { 0 };
        let groups = &self.groups[..count - left_out];
        let remark = if left_out > 0 { words.more(left_out) } else { String::new() };
        let area = frame::open(scene, &self.labels, &remark);
        let series = 0..self.series.len();
        let ends = |group: &BarGroup| -> Vec<f64> {
            let of = |at: usize| {
                let interval = group.interval(at);
                [group.value(at), interval.map(|i| i.0), interval.map(|i| i.1)]
            };
            series.clone().flat_map(of).flatten().collect()
        };
        match extent(groups.iter().flat_map(ends)) {
            Some((low, high)) => {
                // A bar is read by its length, so its axis always begins at zero.
                let (low, high) = (low.min(0.0), high.max(0.0));
                let high = if low == high { 1.0 } else { high };
                let ticks = frame::ticks(&self.axis, Some((low, high)), area.width() * 0.6, 70.0);
                let entry = |(index, label)| LegendEntry { label, colour: colour(index) };
                let entries: Vec<LegendEntry<'_>> =
                    self.series.iter().map(String::as_str).enumerate().map(entry).collect();
                let area = frame::legend(scene, area, &entries);
                if let Some(ticks) = ticks {
                    self.plot(scene, area, groups, &ticks);
                }
            }
            None => frame::say_nothing(scene, area, words.no_data),
        }
    }

    fn plot(&self, scene: &mut Scene, area: Area, groups: &[BarGroup], ticks: &Ticks) {
        let heading = self.heading();
        let bars = self.series.len().max(1) as f64;
        let room = area.height() - frame::axis_height(&heading);
        let bar = (room / groups.len().max(1) as f64 / (bars + GAP)).clamp(1.0, MOST_BAR);
        let group_height = bar * (bars + GAP);
        let text_size = (bar * 0.9).clamp(7.0, 11.0);
        let label_size = text_size.max(9.0);
        let names = groups.iter().map(|group| group.label.as_str());
        let label_width = scene.widest(names, label_size).min(area.width() * 0.4);
        let left = area.left + label_width + 10.0;
        let printed = groups.iter().flat_map(|group| &group.values).flatten();
        let printed = printed.map(|value| number(*value, self.axis.decimals));
        let widest = printed.map(|text| scene.text_width(&text, text_size)).fold(0.0, f64::max) + 8.0;
        let right = (area.right - widest).max(left + 1.0);
        let plot = Area { left, top: area.top, right, bottom: area.top + group_height * groups.len() as f64 };
        frame::axis_below(scene, plot, ticks, &heading);
        for (index, group) in groups.iter().enumerate() {
            let top = plot.top + index as f64 * group_height;
            let label = text::cut(&scene.typeface, &group.label, label_size, label_width);
            let middle = top + group_height / 2.0;
            scene.text_beside(&label, (left - 8.0, middle), label_size, Anchor::End, Colour::INK);
            for at in 0..self.series.len() {
                let middle = top + bar * (GAP / 2.0 + at as f64 + 0.5);
                let place = Place { values: plot, middle, half: bar * 0.42, text_size };
                self.bar(scene, group, at, &place, ticks);
            }
        }
        let zero = plot.across(0.0, ticks.low, ticks.high);
        scene.vertical(zero, (plot.top, plot.bottom), Colour::AXIS, 1.0);
    }

    /// The bar, its whisker, and the value beyond both.
    fn bar(&self, scene: &mut Scene, group: &BarGroup, at: usize, place: &Place, ticks: &Ticks) {
        let across = |value: f64| place.values.across(value, ticks.low, ticks.high);
        let Place { middle, half, text_size, .. } = *place;
        let Some(value) = group.value(at) else {
            let dash = (across(0.0) + 5.0, middle);
            return scene.text_beside("—", dash, text_size, Anchor::Start, Colour::MUTED);
        };
        let (left, right) = (across(value.min(0.0)), across(value.max(0.0)));
        scene.rectangle(Area { left, top: middle - half, right, bottom: middle + half }, colour(at));
        let mut end = right;
        if let Some((low, high)) = group.interval(at) {
            // Dark on light and light on dark both show on white and on the bar.
            scene.horizontal(middle, (across(low), across(high)), Colour::WHITE, 2.6);
            scene.horizontal(middle, (across(low), across(high)), Colour::INK, 1.2);
            for edge in [low, high] {
                scene.vertical(across(edge), (middle - half * 0.6, middle + half * 0.6), Colour::INK, 1.2);
            }
            end = end.max(across(high));
        }
        let printed = number(value, self.axis.decimals);
        scene.text_beside(&printed, (end + 4.0, middle), text_size, Anchor::Start, Colour::INK);
    }

    fn heading(&self) -> String {
        self.axis.heading(self.labels.language)
    }
}

impl BarGroup {
    fn value(&self, at: usize) -> Option<f64> {
        self.values.get(at).copied().flatten().filter(|value| value.is_finite())
    }

    fn interval(&self, at: usize) -> Option<(f64, f64)> {
        let interval = self.intervals.get(at).copied().flatten();
        interval.filter(|(low, high)| low.is_finite() && high.is_finite())
    }
}

/// Dark, light, dark: neighbours differ in a black-and-white copy.
fn colour(at: usize) -> Colour {
    const LIGHT: usize = 3;
    if at == 1 { palette::category(LIGHT) } else { palette::category(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_without_an_interval_has_empty_ends() {
        let group = BarGroup { label: "权重".into(), values: vec![Some(0.25)], intervals: vec![None] };
        let bars = GroupedBars {
            item_heading: "因素".into(),
            axis: Axis { decimals: 2, ..Axis::default() },
            series: vec!["一阶".into()],
            groups: vec![group],
            ..GroupedBars::default()
        };
        assert_eq!(bars.table().headings, ["因素", "一阶", "一阶 下限", "一阶 上限"]);
        assert_eq!(bars.table().printed(), [["权重", "0.25", "—", "—"]]);
    }
}
