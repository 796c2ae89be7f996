//! An anchor curve: how a value becomes a score.

use serde::Serialize;

use super::frame::{self, AXIS_SIZE};
use super::palette::Colour;
use super::scene::{Anchor, Area, Scene};
use super::table::{Datum, FigureTable};
use super::text;
use super::ticks::{Ticks, extent, number};
use super::words::Words;
use super::{Axis, Labels};

/// Straight pieces between anchors, from a value (across) to a score (up), with places on it marked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Curve {
    /// The texts around it.
    pub labels: Labels,
    /// The axis of the values.
    pub across: Axis,
    /// How values are spaced along their axis.
    pub spacing: Spacing,
    /// The axis of the scores.
    pub up: Axis,
    /// Value and score of each anchor, values ascending.
    pub anchors: Vec<(f64, f64)>,
    /// What happens outside the first and last anchor.
    pub beyond: Beyond,
    /// Places to be marked, such as where a unit stands.
    pub marks: Vec<Mark>,
}

/// A marked place of a curve.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Mark {
    /// The value.
    pub value: f64,
    /// The score it gets.
    pub score: f64,
    /// What stands there.
    pub label: String,
}

/// How values are spaced along an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spacing {
    /// Evenly.
    #[default]
    Linear,
    /// By their logarithm; drawn evenly where a value is not positive.
    Logarithmic,
}

/// What happens to values outside the anchors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beyond {
    /// They get the score of the nearest anchor: drawn as a level line.
    #[default]
    Level,
    /// Nothing is said about them.
    Open,
}

/// The axes with the spacing that can really be drawn.
struct Axes {
    plot: Area,
    across: Ticks,
    up: Ticks,
    spacing: Spacing,
}

impl Axes {
    fn place(&self, (value, score): (f64, f64)) -> (f64, f64) {
        (self.x(value), self.plot.up(score, self.up.low, self.up.high))
    }

    fn x(&self, value: f64) -> f64 {
        let Ticks { low, high, .. } = self.across;
        match self.spacing {
            Spacing::Linear => self.plot.across(value, low, high),
            Spacing::Logarithmic => {
                let log = |value: f64| libm::log(value.max(f64::MIN_POSITIVE));
                self.plot.across(log(value), log(low), log(high))
            }
        }
    }
}

impl Curve {
    pub(super) fn table(&self) -> FigureTable {
        let words = Words::of(self.labels.language);
        let language = self.labels.language;
        let headings =
            vec![words.anchor.to_owned(), self.across.heading(language), self.up.heading(language)];
        let row = |label: String, value: f64, score: f64| {
            vec![Datum::Text(label), Datum::number(Some(value)), Datum::number(Some(score))]
        };
        let anchors = self.anchors.iter().enumerate();
        let mut rows: Vec<_> = anchors.map(|(index, (v, s))| row((index + 1).to_string(), *v, *s)).collect();
        rows.extend(self.marks.iter().map(|mark| row(mark.label.clone(), mark.value, mark.score)));
        FigureTable { headings, rows, decimals: self.across.decimals.max(self.up.decimals) }
    }

    pub(super) fn draw(&self, scene: &mut Scene) {
        let area = frame::open(scene, &self.labels, "");
        let anchors = self.anchors.iter().filter(|(value, score)| value.is_finite() && score.is_finite());
        let anchors: Vec<(f64, f64)> = anchors.copied().collect();
        match self.axes(scene, area, &anchors) {
            Some(axes) => self.plot(scene, &axes, &anchors),
            None => frame::say_nothing(scene, area, Words::of(self.labels.language).no_data),
        }
    }

    fn axes(&self, scene: &mut Scene, area: Area, anchors: &[(f64, f64)]) -> Option<Axes> {
        let marks = || self.marks.iter().filter(|mark| mark.value.is_finite() && mark.score.is_finite());
        let (first, last) = extent(anchors.iter().map(|anchor| anchor.0))?;
        let values = extent([first, last].into_iter().chain(marks().map(|mark| mark.value)))?;
        let scores = extent(anchors.iter().map(|anchor| anchor.1).chain(marks().map(|mark| mark.score)))?;
        let area = frame::heading_above(scene, area, &self.up.heading(self.labels.language));
        let below = frame::axis_height(&self.across.heading(self.labels.language));
        let up = frame::ticks(&self.up, Some(scores), area.height() - below, 40.0)?;
        let left = area.left + frame::axis_width(scene, &up);
        let plot = Area { left, top: area.top, right: area.right - 12.0, bottom: area.bottom - below };
        let positive = values.0 > 0.0 && self.across.fixed().is_none_or(|(low, _)| low > 0.0);
        let spacing = if positive { self.spacing } else { Spacing::Linear };
        let across = match (spacing, self.across.fixed()) {
            (Spacing::Logarithmic, Some((low, high))) => Ticks::logarithmic(low, high),
            (Spacing::Logarithmic, None) => Ticks::logarithmic(values.0 / 1.3, values.1 * 1.3),
            (Spacing::Linear, None) => {
                let margin = if self.beyond == Beyond::Level { (last - first) * 0.08 } else { 0.0 };
                let low = if values.0 >= 0.0 { (values.0 - margin).max(0.0) } else { values.0 - margin };
                Ticks::within(low, values.1 + margin, (plot.width() / 70.0).clamp(2.0, 8.0) as usize)
            }
            (Spacing::Linear, Some(_)) => frame::ticks(&self.across, None, plot.width(), 70.0)?,
        };
        Some(Axes { plot, across, up, spacing })
    }

    fn plot(&self, scene: &mut Scene, axes: &Axes, anchors: &[(f64, f64)]) {
        let plot = axes.plot;
        frame::axis_beside(scene, plot, &axes.up);
        self.value_axis(scene, axes);
        scene.horizontal(plot.bottom, (plot.left, plot.right), Colour::AXIS, 1.0);
        scene.vertical(plot.left, (plot.top, plot.bottom), Colour::AXIS, 1.0);
        let points: Vec<(f64, f64)> = anchors.iter().map(|anchor| axes.place(*anchor)).collect();
        if let (Beyond::Level, Some(first), Some(last)) = (self.beyond, points.first(), points.last()) {
            scene.dashed((plot.left, first.1), *first, Colour::MAIN, 1.6);
            scene.dashed(*last, (plot.right, last.1), Colour::MAIN, 1.6);
        }
        if points.len() > 1 {
            scene.line(&points, Colour::MAIN, 2.2);
        }
        for point in points {
            scene.circle(point, 4.0, Colour::WHITE);
            scene.circle(point, 3.0, Colour::MAIN);
        }
        for mark in self.marks.iter().filter(|mark| mark.value.is_finite() && mark.score.is_finite()) {
            self.mark(scene, axes, mark);
        }
    }

    fn value_axis(&self, scene: &mut Scene, axes: &Axes) {
        // The shared axis places marks evenly, so a logarithmic one is handed to it as logarithms.
        let mut ticks = axes.across.clone();
        if axes.spacing == Spacing::Logarithmic {
            ticks.low = libm::log(ticks.low);
            ticks.high = libm::log(ticks.high);
            for mark in &mut ticks.marks {
                mark.at = libm::log(mark.at);
            }
        }
        frame::axis_below(scene, axes.plot, &ticks, &self.across.heading(self.labels.language));
    }

    fn mark(&self, scene: &mut Scene, axes: &Axes, mark: &Mark) {
        let plot = axes.plot;
        let (x, y) = axes.place((mark.value, mark.score));
        scene.dashed((x, plot.bottom), (x, y), Colour::ACCENT, 1.1);
        scene.dashed((plot.left, y), (x, y), Colour::ACCENT, 1.1);
        scene.circle((x, y), 6.0, Colour::WHITE);
        scene.circle((x, y), 4.8, Colour::ACCENT);
        let numbers = format!(
            "{} → {}",
            number(mark.value, self.across.decimals),
            number(mark.score, self.up.decimals)
        );
        let lines = [mark.label.as_str(), &numbers];
        let width = scene.widest(lines, AXIS_SIZE).min(plot.width() * 0.5);
        let drawn: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let plate = self.free_plate(axes, (x, y), (width, AXIS_SIZE * 1.3 * drawn.len() as f64));
        for (index, line) in drawn.into_iter().enumerate() {
            let line = text::cut(&scene.typeface, line, AXIS_SIZE, width + 0.5);
            let place = (plate.left, plate.top + AXIS_SIZE * (1.0 + 1.3 * index as f64));
            scene.text(&line, place, AXIS_SIZE, Anchor::Start, Colour::ACCENT);
        }
    }

    /// A rectangle of this size beside a mark that lies in the plot and off the curve, where there is one.
    fn free_plate(&self, axes: &Axes, (x, y): (f64, f64), (width, height): (f64, f64)) -> Area {
        const GAP: f64 = 9.0;
        // Right below first, where a rising curve leaves room, then nearer before farther.
        let sides = [(1.0, 1.0), (-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)];
        let places = (0..4).flat_map(|step| sides.map(|(across, down)| (across, down, f64::from(step))));
        let plates: Vec<Area> = places
            .map(|(across, down, step)| {
                let left = if across > 0.0 { x + GAP } else { x - GAP - width };
                let shift = GAP + step * height;
                let top = if down > 0.0 { y + shift } else { y - shift - height };
                Area { left, top, right: left + width, bottom: top + height }
            })
            .collect();
        let plot = axes.plot;
        let inside = |plate: &&Area| {
            plate.left > plot.left
                && plate.right <= plot.right + 10.0
                && plate.top >= plot.top - 2.0
                && plate.bottom <= plot.bottom
        };
        let free = plates.iter().filter(inside).find(|plate| !self.crosses(axes, plate));
        let fallback = || plates.iter().find(inside).or(plates.first());
        free.or_else(fallback).copied().unwrap_or(Area {
            left: x,
            top: y,
            right: x + width,
            bottom: y + height,
        })
    }

    /// Whether the curve, or its level continuation, runs through a rectangle.
    fn crosses(&self, axes: &Axes, area: &Area) -> bool {
        let points: Vec<(f64, f64)> = self.anchors.iter().map(|anchor| axes.place(*anchor)).collect();
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return false };
        let ends = [(axes.plot.left, first.1), (axes.plot.right, last.1)];
        let path: Vec<(f64, f64)> =
            std::iter::once(ends[0]).chain(points.iter().copied()).chain([ends[1]]).collect();
        path.windows(2).any(|pair| {
            (0..=64).any(|step| {
                let share = f64::from(step) / 64.0;
                let x = pair[0].0 + (pair[1].0 - pair[0].0) * share;
                let y = pair[0].1 + (pair[1].1 - pair[0].1) * share;
                (area.left..=area.right).contains(&x) && (area.top..=area.bottom).contains(&y)
            })
        })
    }
}
