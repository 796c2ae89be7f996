//! Paints a scene through plotters, as SVG or as pixels.
//!
//! plotters places everything at whole numbers, so both outputs are painted on a grid finer than the pixel: the SVG
//! on tenths, the picture on halves of its own pixels, averaged afterwards. That gives smooth edges and, as no
//! fraction is ever printed, the same bytes everywhere.

use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle, register_font};

use super::palette::Colour;
use super::scene::{Anchor, Point, Scene, Shape};
use super::{Density, FigureError};
use crate::report::font;

/// Grid points a pixel in SVG.
const SVG_GRID: f64 = 10.0;

/// Grid points a pixel of the finished picture, along each side.
const SAMPLES: u32 = 2;

/// What plotters divides a font size by to get the em.
const EM: f64 = 1.24;

/// The scene as SVG without the enclosing element.
pub(super) fn svg_body(scene: &Scene) -> Result<String, FigureError> {
    let size = (grid(scene.width, SVG_GRID), grid(scene.height, SVG_GRID));
    let mut text = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut text, size);
        // In SVG plotters moves the baseline 0.76 em below the top of a text.
        Painter { grid: SVG_GRID, top_to_baseline: 0.76, joins: Joins::Drawn }.paint(scene, &mut backend)?;
        backend.present().map_err(|e| failed(&e))?;
    }
    let body = text.split_once(">\n").map_or("", |(_, body)| body);
    Ok(body.strip_suffix("</svg>\n").unwrap_or(body).to_owned())
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
        // In bitmaps plotters moves the baseline half a line of 1.24 em below the top of a text.
        let grid = scale * f64::from(SAMPLES);
        Painter { grid, top_to_baseline: EM / 2.0, joins: Joins::Missing }.paint(scene, &mut backend)?;
        backend.present().map_err(|e| failed(&e))?;
    }
    Ok((averaged(&fine, width as usize, height as usize), width, height))
}

/// Whether the output rounds the corners of a line by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joins {
    Drawn,
    /// plotters fills the outline of a bent line, which leaves holes where the outline crosses itself.
    Missing,
}

struct Painter {
    grid: f64,
    top_to_baseline: f64,
    joins: Joins,
}

impl Painter {
    fn paint<B: DrawingBackend>(&self, scene: &Scene, backend: &mut B) -> Result<(), FigureError> {
        // plotters keeps fonts by name for the whole process; registering the same bytes again changes nothing.
        register_font(font::FAMILY_LIST, FontStyle::Normal, font::REGULAR)
            .map_err(|_| FigureError::Drawing { reason: "the embedded font is unreadable".to_owned() })?;
        scene.shapes.iter().try_for_each(|shape| self.shape(shape, backend))
    }

    fn shape<B: DrawingBackend>(&self, shape: &Shape, backend: &mut B) -> Result<(), FigureError> {
        let drawn = match shape {
            Shape::Rectangle { area, colour } => {
                let corner = self.place(Point { x: area.left, y: area.top });
                let mut opposite = self.place(Point { x: area.right, y: area.bottom });
                if self.joins == Joins::Missing {
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
            Shape::Text { text, at, size, anchor, colour } => {
                let ink = rgb(*colour);
                let style = TextStyle::from((font::FAMILY_LIST, size_for(size * self.grid)).into_font())
                    .pos(Pos::new(across(*anchor), VPos::Top))
                    .color(&ink);
                let top = Point { x: at.x, y: at.y - self.top_to_baseline * size };
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
        if self.joins == Joins::Drawn {
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

/// Each pixel of the result is the mean of a square of `SAMPLES` × `SAMPLES` fine ones.
fn averaged(fine: &[u8], width: usize, height: usize) -> Vec<u8> {
    const SIDE: usize = SAMPLES as usize;
    let fine_row = width * SIDE * 3;
    let mut result = Vec::with_capacity(width * height * 3);
    for rows in fine.chunks_exact(fine_row * SIDE) {
        for column in 0..width {
            for channel in 0..3 {
                let mut sum = 0_usize;
                for row in 0..SIDE {
                    for step in 0..SIDE {
                        sum += usize::from(rows[row * fine_row + (column * SIDE + step) * 3 + channel]);
                    }
                }
                result.push(u8::try_from((sum + SIDE * SIDE / 2) / (SIDE * SIDE)).unwrap_or(255));
            }
        }
    }
    result
}

fn failed(error: &dyn std::fmt::Display) -> FigureError {
    FigureError::Drawing { reason: error.to_string() }
}
