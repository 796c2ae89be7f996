//! The parts all figures share: title, subtitle, legend, note, axis numbers; what is left is the plot.

use super::palette::Colour;
use super::scene::{Anchor, Area, MIDDLE, Scene};
use super::text;
use super::ticks::Ticks;
use super::{Axis, Labels, TitlePlace};

/// White space around everything.
pub(super) const MARGIN: f64 = 14.0;
/// Axis numbers and row labels.
pub(super) const TICK_SIZE: f64 = 11.0;
/// Axis titles and legends.
pub(super) const AXIS_SIZE: f64 = 11.0;
const TITLE_SIZE: f64 = 15.0;
const SUBTITLE_SIZE: f64 = 11.5;
const NOTE_SIZE: f64 = 10.0;
const LEADING: f64 = 1.35;
const SWATCH: f64 = 10.0;

/// One entry of a legend.
pub(super) struct LegendEntry<'a> {
    pub(super) label: &'a str,
    pub(super) colour: Colour,
}

/// Draws title and subtitle at the top and the note at the foot; gives what is left between them.
///
/// `remark` is a sentence of the figure itself, put before the note.
pub(super) fn open(scene: &mut Scene, labels: &Labels, remark: &str) -> Area {
    let (left, right) = (MARGIN, scene.width - MARGIN);
    let mut top = MARGIN;
    for (content, size, colour) in heads(labels) {
        for line in text::wrap(&scene.typeface, content, size, right - left, 2) {
            scene.text(&line, (left, top + size * 0.9), size, Anchor::Start, colour);
            top += size * LEADING;
        }
        top += 1.0;
    }
    if top > MARGIN {
        top += 7.0;
    }
    let note = joined_note(labels, remark);
    let lines = text::wrap(&scene.typeface, &note, NOTE_SIZE, right - left, 3);
    let mut bottom = scene.height - MARGIN;
    for line in lines.iter().rev() {
        scene.text(line, (left, bottom - NOTE_SIZE * 0.2), NOTE_SIZE, Anchor::Start, Colour::MUTED);
        bottom -= NOTE_SIZE * LEADING;
    }
    if !lines.is_empty() {
        bottom -= 6.0;
    }
    Area { left, top, right, bottom }
}

/// The height that [`open`] takes of a figure of this width.
pub(super) fn height_around(labels: &Labels, width: f64) -> f64 {
    let mut scene = Scene::new(width, 4000.0);
    let area = open(&mut scene, labels, "");
    4000.0 - area.height()
}

/// Says in the middle of the area that there is nothing to show.
pub(super) fn say_nothing(scene: &mut Scene, area: Area, words: &str) {
    scene.rectangle(area, Colour::GROUND);
    let centre = area.centre();
    scene.text_beside(words, (centre.x, centre.y), 14.0, Anchor::Middle, Colour::MUTED);
}

/// Draws a legend along the top of the area, in as many rows as it needs, and gives what is left below it.
pub(super) fn legend(scene: &mut Scene, area: Area, entries: &[LegendEntry<'_>]) -> Area {
    const GAP: f64 = 16.0;
    let mut x = area.left;
    let mut y = area.top + SWATCH / 2.0;
    for entry in entries {
        let label = text::cut(&scene.typeface, entry.label, AXIS_SIZE, area.width() - SWATCH - 5.0);
        let width = SWATCH + 5.0 + scene.text_width(&label, AXIS_SIZE);
        if x > area.left && x + width > area.right {
            x = area.left;
            y += AXIS_SIZE * 1.6;
        }
        let swatch = Area { left: x, top: y - SWATCH / 2.0, right: x + SWATCH, bottom: y + SWATCH / 2.0 };
        scene.rectangle(swatch, entry.colour);
        scene.text_beside(&label, (x + SWATCH + 5.0, y), AXIS_SIZE, Anchor::Start, Colour::INK);
        x += width + GAP;
    }
    if entries.is_empty() { area } else { Area { top: y + SWATCH / 2.0 + 10.0, ..area } }
}

/// The height that an axis of numbers takes below a plot.
pub(super) fn axis_height(axis_heading: &str) -> f64 {
    TICK_SIZE * 1.7 + if axis_heading.is_empty() { 0.0 } else { AXIS_SIZE * 1.5 }
}

/// Draws grid lines up the plot and their numbers and heading below it.
pub(super) fn axis_below(scene: &mut Scene, plot: Area, ticks: &Ticks, heading: &str) {
    let mut free = f64::NEG_INFINITY;
    for mark in &ticks.marks {
        let x = plot.across(mark.at, ticks.low, ticks.high);
        scene.vertical(x, (plot.top, plot.bottom), Colour::GRID, 0.8);
        let half = scene.text_width(&mark.label, TICK_SIZE) / 2.0;
        // A number that would touch the one before it is left out; its line stays.
        if x - half > free {
            let y = plot.bottom + 4.0 + TICK_SIZE * 0.85;
            scene.text(&mark.label, (x, y), TICK_SIZE, Anchor::Middle, Colour::MUTED);
            free = x + half + 6.0;
        }
    }
    let y = plot.bottom + TICK_SIZE * 1.7 + AXIS_SIZE * 0.95;
    let heading = text::cut(&scene.typeface, heading, AXIS_SIZE, scene.width - 2.0 * MARGIN);
    let half = scene.text_width(&heading, AXIS_SIZE) / 2.0;
    let x = plot.centre().x.clamp(MARGIN + half, (scene.width - MARGIN - half).max(MARGIN + half));
    scene.text(&heading, (x, y), AXIS_SIZE, Anchor::Middle, Colour::MUTED);
}

/// Draws the heading of an upright axis above its numbers and gives what is left below it.
pub(super) fn heading_above(scene: &mut Scene, area: Area, heading: &str) -> Area {
    if heading.is_empty() {
        return Area { top: area.top + TICK_SIZE * MIDDLE, ..area };
    }
    let heading = text::cut(&scene.typeface, heading, AXIS_SIZE, area.width());
    scene.text(&heading, (area.left, area.top + AXIS_SIZE * 0.85), AXIS_SIZE, Anchor::Start, Colour::MUTED);
    Area { top: area.top + AXIS_SIZE * 1.9, ..area }
}

/// Draws grid lines across the plot and their numbers to its left.
pub(super) fn axis_beside(scene: &mut Scene, plot: Area, ticks: &Ticks) {
    for mark in &ticks.marks {
        let y = plot.up(mark.at, ticks.low, ticks.high);
        scene.horizontal(y, (plot.left, plot.right), Colour::GRID, 0.8);
        scene.text_beside(&mark.label, (plot.left - 6.0, y), TICK_SIZE, Anchor::End, Colour::MUTED);
    }
}

/// The width that the numbers of an upright axis take.
pub(super) fn axis_width(scene: &Scene, ticks: &Ticks) -> f64 {
    scene.widest(ticks.marks.iter().map(|mark| mark.label.as_str()), TICK_SIZE) + 8.0
}

/// The marks for an axis: those of its own range, or round ones around the values.
pub(super) fn ticks(axis: &Axis, values: Option<(f64, f64)>, length: f64, room: f64) -> Option<Ticks> {
    let count = (length / room).clamp(2.0, 8.0) as usize;
    match (axis.fixed(), values) {
        (Some((low, high)), _) => Some(Ticks::within(low, high, count)),
        (None, Some((low, high))) => Some(Ticks::nice(low, high, count)),
        (None, None) => None,
    }
}

fn heads(labels: &Labels) -> impl Iterator<Item = (&str, f64, Colour)> {
    let title = match labels.title_place {
        TitlePlace::Inside => labels.title.as_str(),
        TitlePlace::Caption => "",
    };
    [(title, TITLE_SIZE, Colour::INK), (labels.subtitle.as_str(), SUBTITLE_SIZE, Colour::MUTED)]
        .into_iter()
        .filter(|(content, _, _)| !content.is_empty())
}

fn joined_note(labels: &Labels, remark: &str) -> String {
    let between = if remark.is_empty() || labels.note.is_empty() { "" } else { "　" };
    format!("{remark}{between}{}", labels.note)
}
