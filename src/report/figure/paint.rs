//! Paints a scene through plotters, as SVG or as pixels.
//!
//! plotters places everything at whole numbers, so both outputs are painted on a grid finer than the pixel: the SVG
//! on tenths, the picture on halves of its own pixels, averaged afterwards. That gives smooth edges and, as no
//! fraction is ever printed, the same bytes everywhere. Letters of the picture are set here, glyph by glyph: plotters
//! forgets the space before a glyph, which tears Chinese brackets from their words, and keeps fonts in a global.

use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

use super::palette::Colour;
use super::scene::{Anchor, Point, Scene, Shape};
use super::{Density, FigureError};
use crate::report::font::{self, Typeface};

/// Grid points a pixel in SVG.
const SVG_GRID: f64 = 10.0;

/// Grid points a pixel of the finished picture, along each side: what [`averaged`] puts together.
const SAMPLES: u32 = 2;

/// What plotters divides a font size by to get the em of an SVG.
const EM: f64 = 1.24;

/// How far below the top of a text plotters puts its baseline in SVG, in ems.
const TOP_TO_BASELINE: f64 = 0.76;

/// The scene as SVG without the enclosing element.
pub(super) fn svg_body(scene: &Scene) -> Result<String, FigureError> {
    let size = (grid(scene.width, SVG_GRID), grid(scene.height, SVG_GRID));
    let mut text = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut text, size);
        Painter { grid: SVG_GRID, output: Output::Elements }.paint(scene, &mut backend)?;
        backend.present().map_err(|e| failed(&e))?;
    }
    let body = text.split_once(">\n").map_or("", |(_, body)| body);
    Ok(tidied(body.strip_suffix("</svg>\n").unwrap_or(body)))
}

/// The elements without what each repeats, each text in one line with its tags.
///
/// Only markup is touched: in content the quotes of such attributes would be escaped.
fn tidied(body: &str) -> String {
    let family = format!(" font-family=\"{}\"", font::FAMILY_LIST);
    let lean = body.replace(&family, "").replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "");
    let mut tidy = String::with_capacity(lean.len());
    let mut lines = lean.lines();
    while let Some(line) = lines.next() {
        tidy.push_str(line);
        if line.starts_with("<text ") {
            // plotters puts the content and the closing tag on lines of their own.
            tidy.extend(lines.by_ref().take(2));
        }
        tidy.push('\n');
    }
    tidy
}

/// The width and height of the SVG's own coordinates.
pub(super) fn svg_grid(scene: &Scene) -> (u32, u32) {
    (grid(scene.width, SVG_GRID), grid(scene.height, SVG_GRID))
}

/// The scene as red, green and blue bytes, with its width and height in pixels.
pub(super) fn pixels(scene: &Scene, density: Density) -> Result<(Vec<u8>, u32, u32), FigureError> {
    let scale = f64::from(density.pixels_per_pixel());
    let (width, height) = (grid(scene.width, scale), grid(scene.height, scale));
    let (fine_width, fine_height) = (width * SAMPLES, height * SAMPLES);
    let mut fine = vec![255; fine_width as usize * fine_height as usize * 3];
    {
        let mut backend = BitMapBackend::with_buffer(&mut fine, (fine_width, fine_height));
        let grid = scale * f64::from(SAMPLES);
        Painter { grid, output: Output::Pixels }.paint(scene, &mut backend)?;
        backend.present().map_err(|e| failed(&e))?;
    }
    Ok((averaged(&fine, width as usize), width, height))
}

/// What the backend makes of what it is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    /// Elements of SVG, which draw bent lines and texts by themselves.
    Elements,
    /// Pixels: a bent line would get holes where its outline crosses itself, so it is put together from pieces.
    Pixels,
}

struct Painter {
    grid: f64,
    output: Output,
}

impl Painter {
    fn paint<B: DrawingBackend>(&self, scene: &Scene, backend: &mut B) -> Result<(), FigureError> {
        scene.shapes.iter().try_for_each(|shape| self.shape(shape, &scene.typeface, backend))
    }

    fn shape<B: DrawingBackend>(
        &self,
        shape: &Shape,
        typeface: &Typeface,
        backend: &mut B,
    ) -> Result<(), FigureError> {
        let drawn = match shape {
            Shape::Rectangle { area, colour } => {
                let corner = self.place(Point { x: area.left, y: area.top });
                let mut opposite = self.place(Point { x: area.right, y: area.bottom });
                if self.output == Output::Pixels {
                    // Pixels include the last one, SVG ends at it.
                    opposite = (opposite.0 - 1, opposite.1 - 1);
                }
                if opposite.0 < corner.0 || opposite.1 < corner.1 {
                    return Ok(());
                }
                backend.draw_rect(corner, opposite, &filled(*colour), true)
            }
            Shape::Line { points, colour, thickness } => {
                return self.line(points, *colour, *thickness, backend);
            }
            Shape::Polygon { points, colour } => {
                backend.fill_polygon(points.iter().map(|point| self.place(*point)), &filled(*colour))
            }
            Shape::Circle { centre, radius, colour } => {
                backend.draw_circle(self.place(*centre), self.length(*radius), &filled(*colour), true)
            }
            Shape::Text { text, at, size, anchor, colour } if self.output == Output::Pixels => {
                let start = Point { x: at.x - typeface.width(text, *size) * before(*anchor), y: at.y };
                return self.letters(text, start, *size, *colour, typeface, backend);
            }
            Shape::Text { text, at, size, anchor, colour } => {
                let ink = rgb(*colour);
                let style = TextStyle::from((font::FAMILY_LIST, size_for(size * self.grid)).into_font())
                    .pos(Pos::new(across(*anchor), VPos::Top))
                    .color(&ink);
                let top = Point { x: at.x, y: at.y - TOP_TO_BASELINE * size };
                backend.draw_text(text, &style, self.place(top))
            }
        };
        drawn.map_err(|error| failed(&error))
    }

    fn line<B: DrawingBackend>(
        &self,
        points: &[Point],
        colour: Colour,
        thickness: f64,
        backend: &mut B,
    ) -> Result<(), FigureError> {
        let width = self.length(thickness);
        if self.output == Output::Elements {
            let style = ShapeStyle { stroke_width: width, ..filled(colour) };
            let path = points.iter().map(|point| self.place(*point));
            return backend.draw_path(path, &style).map_err(|error| failed(&error));
        }
        for pair in points.windows(2) {
            let outline = outline(pair[0], pair[1], thickness.max(1.0 / self.grid));
            let corners = outline.map(|point| self.place(point));
            backend.fill_polygon(corners, &filled(colour)).map_err(|error| failed(&error))?;
        }
        if thickness * self.grid > 3.0 {
            for corner in points.iter().skip(1).take(points.len().saturating_sub(2)) {
                let round = backend.draw_circle(self.place(*corner), width / 2, &filled(colour), true);
                round.map_err(|error| failed(&error))?;
            }
        }
        Ok(())
    }

    fn letters<B: DrawingBackend>(
        &self,
        text: &str,
        start: Point,
        size: f64,
        colour: Colour,
        typeface: &Typeface,
        backend: &mut B,
    ) -> Result<(), FigureError> {
        let (width, height) = backend.get_size();
        let inside = |at: i32, length: u32| u32::try_from(at).is_ok_and(|at| at < length);
        let mut result = Ok(());
        let place = (start.x * self.grid, start.y * self.grid);
        typeface.rasterise(text, place, size * self.grid, |x, y, cover| {
            if result.is_ok() && inside(x, width) && inside(y, height) {
                let ink = rgb(colour).mix(f64::from(cover)).to_backend_color();
                result = backend.draw_pixel((x, y), ink);
            }
        });
        result.map_err(|error| failed(&error))
    }

    fn place(&self, point: Point) -> (i32, i32) {
        ((point.x * self.grid).round() as i32, (point.y * self.grid).round() as i32)
    }

    fn length(&self, length: f64) -> u32 {
        grid(length, self.grid)
    }
}

/// The four corners of a line of some thickness.
fn outline(from: Point, to: Point, thickness: f64) -> [Point; 4] {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = (dx * dx + dy * dy).sqrt().max(1e-9);
    let (nx, ny) = (-dy / length * thickness / 2.0, dx / length * thickness / 2.0);
    [(from, 1.0), (to, 1.0), (to, -1.0), (from, -1.0)]
        .map(|(point, side)| Point { x: point.x + nx * side, y: point.y + ny * side })
}

fn grid(length: f64, points: f64) -> u32 {
    ((length * points).round() as u32).max(1)
}

fn filled(colour: Colour) -> ShapeStyle {
    ShapeStyle { color: rgb(colour).into(), filled: true, stroke_width: 1 }
}

fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// How much of a text lies before its place.
fn before(anchor: Anchor) -> f64 {
    match anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => 0.5,
        Anchor::End => 1.0,
    }
}

fn across(anchor: Anchor) -> HPos {
    match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    }
}

/// The font size that plotters turns into this em, without a tail of nines in the SVG.
fn size_for(em: f64) -> f64 {
    let size = em * EM;
    [size, size.next_up(), size.next_down()].into_iter().find(|size| size / EM == em).unwrap_or(size)
}

/// Each pixel of the result is the mean of a square of two by two fine ones.
fn averaged(fine: &[u8], width: usize) -> Vec<u8> {
    let fine_row = width * 2 * 3;
    let mut result = Vec::with_capacity(fine.len() / 4);
    for rows in fine.chunks_exact(fine_row * 2) {
        let (upper, lower) = rows.split_at(fine_row);
        for (a, b) in upper.chunks_exact(6).zip(lower.chunks_exact(6)) {
            if a == b && a[..3] == a[3..] {
                result.extend_from_slice(&a[..3]);
                continue;
            }
            let mean = |at: usize| {
                let sum = u16::from(a[at]) + u16::from(a[at + 3]) + u16::from(b[at]) + u16::from(b[at + 3]);
                ((sum + 2) / 4) as u8
            };
            result.extend([mean(0), mean(1), mean(2)]);
        }
    }
    result
}

fn failed(error: &dyn std::fmt::Display) -> FigureError {
    FigureError::Drawing { reason: error.to_string() }
}
