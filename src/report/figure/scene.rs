//! What a laid-out figure is made of: filled shapes, lines and texts at places in pixels.
//!
//! The layouts write it, the painters read it; both outputs show the same scene. Coordinates grow to the right and
//! down from the upper left corner. Read next: [`super::paint`].

use super::palette::Colour;
use super::text::clean;
use crate::report::font::Typeface;

/// A drawing in the making.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
    pub(super) typeface: Typeface,
}

/// One thing to draw; later ones cover earlier ones.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// A filled rectangle.
    Rectangle { area: Area, colour: Colour },
    /// A line through points.
    Line { points: Vec<Point>, colour: Colour, thickness: f64 },
    /// A filled polygon.
    Polygon { points: Vec<Point>, colour: Colour },
    /// A filled circle.
    Circle { centre: Point, radius: f64, colour: Colour },
    /// One line of text; `at` is where its baseline begins, ends or has its middle.
    Text { text: String, at: Point, size: f64, anchor: Anchor, colour: Colour },
}

/// A place in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn width(&self) -> f64 {
        (self.right - self.left).max(0.0)
    }

    pub(super) fn height(&self) -> f64 {
        (self.bottom - self.top).max(0.0)
    }

    pub(super) fn centre(&self) -> Point {
        Point { x: (self.left + self.right) / 2.0, y: (self.top + self.bottom) / 2.0 }
    }

    /// The place of a value along the width, when `low` is at the left and `high` at the right.
    pub(super) fn across(&self, value: f64, low: f64, high: f64) -> f64 {
        self.left + share(value, low, high) * self.width()
    }

    /// The place of a value along the height, when `low` is at the bottom and `high` at the top.
    pub(super) fn up(&self, value: f64, low: f64, high: f64) -> f64 {
        self.bottom - share(value, low, high) * self.height()
    }
}

/// How far `value` is from `low` to `high`, kept within 0 to 1 so that nothing is drawn outside its area.
fn share(value: f64, low: f64, high: f64) -> f64 {
    let share = (value - low) / (high - low);
    if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }
}

impl Scene {
    /// An empty scene; the outputs put white under it.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Scene { width, height, shapes: Vec::new(), typeface: Typeface::regular() }
    }

    pub(super) fn rectangle(&mut self, area: Area, colour: Colour) {
        self.shapes.push(Shape::Rectangle { area, colour });
    }

    pub(super) fn line(&mut self, points: &[(f64, f64)], colour: Colour, thickness: f64) {
        let points = points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
        self.shapes.push(Shape::Line { points, colour, thickness });
    }

    pub(super) fn horizontal(&mut self, y: f64, (left, right): (f64, f64), colour: Colour, thickness: f64) {
        self.line(&[(left, y), (right, y)], colour, thickness);
    }

    pub(super) fn vertical(&mut self, x: f64, (top, bottom): (f64, f64), colour: Colour, thickness: f64) {
        self.line(&[(x, top), (x, bottom)], colour, thickness);
    }

    /// A line of dashes from one point to another.
    pub(super) fn dashed(&mut self, from: (f64, f64), to: (f64, f64), colour: Colour, thickness: f64) {
        const DASH: f64 = 4.0;
        const GAP: f64 = 3.0;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = (dx * dx + dy * dy).sqrt();
        let mut at = 0.0;
        while at < length {
            let (a, b) = (at / length, ((at + DASH) / length).min(1.0));
            let ends = [(from.0 + dx * a, from.1 + dy * a), (from.0 + dx * b, from.1 + dy * b)];
            self.line(&ends, colour, thickness);
            at += DASH + GAP;
        }
    }

    pub(super) fn polygon(&mut self, points: &[(f64, f64)], colour: Colour) {
        let points = points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
        self.shapes.push(Shape::Polygon { points, colour });
    }

    pub(super) fn circle(&mut self, (x, y): (f64, f64), radius: f64, colour: Colour) {
        self.shapes.push(Shape::Circle { centre: Point { x, y }, radius, colour });
    }

    /// Thin diagonal lines over an area: the sign of a missing value.
    pub(super) fn hatch(&mut self, area: Area, colour: Colour) {
        const STEP: f64 = 6.0;
        let (width, height) = (area.width(), area.height());
        let mut shift = STEP / 2.0;
        while shift < width + height {
            // The line x + y = shift from the lower left to the upper right, cut at the four sides.
            let from = (area.left + (shift - height).max(0.0), area.top + shift.min(height));
            let to = (area.left + shift.min(width), area.top + (shift - width).max(0.0));
            self.line(&[from, to], colour, 0.6);
            shift += STEP;
        }
    }

    /// A text whose baseline is at `y`.
    pub(super) fn text(&mut self, text: &str, (x, y): (f64, f64), size: f64, anchor: Anchor, colour: Colour) {
        let text = clean(text);
        if !text.is_empty() {
            self.shapes.push(Shape::Text { text, at: Point { x, y }, size, anchor, colour });
        }
    }

    /// A text whose figures and hanzi have their middle at `y`.
    pub(super) fn text_beside(
        &mut self,
        text: &str,
        (x, y): (f64, f64),
        size: f64,
        anchor: Anchor,
        colour: Colour,
    ) {
        self.text(text, (x, y + size * MIDDLE), size, anchor, colour);
    }

    /// The width of a text.
    pub(super) fn text_width(&self, text: &str, size: f64) -> f64 {
        self.typeface.width(&clean(text), size)
    }

    /// The width of the widest of several texts.
    pub(super) fn widest<'a>(&self, texts: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
        texts.into_iter().map(|text| self.text_width(text, size)).fold(0.0, f64::max)
    }
}

/// From the middle of digits and hanzi down to their baseline, in ems: their middle lies between 0.365 and 0.38.
pub(super) const MIDDLE: f64 = 0.37;
