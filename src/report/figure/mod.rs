//! Figures as data, drawn to SVG for pages and to PNG for Word.
//!
//! A figure holds everything it shows, texts included; it reads no scores and knows no method. Both outputs come from
//! one layout, use the embedded font, and are the same bytes on every machine. One file a kind of figure; each has its
//! data, its layout and the table behind it. Read next: [`RankedBars`] for a kind, `scene` and `paint` for the drawing.

mod curve;
mod distributions;
mod frame;
mod grouped_bars;
mod heat_map;
mod interval_plot;
mod paint;
mod palette;
mod picture;
mod ranked_bars;
mod scene;
mod size;
mod table;
mod text;
mod ticks;
mod trend;
mod words;

pub use curve::{Beyond, Curve, Mark, Spacing};
pub use distributions::{Distributions, Form, Sample};
pub use grouped_bars::{BarGroup, GroupedBars};
pub use heat_map::{HeatMap, Shading};
pub use interval_plot::{IntervalPlot, IntervalRow};
pub use ranked_bars::{Bar, RankedBars, Reference, Shown, ValueLabels};
pub use size::{Density, Size};
pub use table::{Datum, FigureTable};
pub use trend::{Series, Trend};

use serde::Serialize;

use crate::report::font;
use crate::vocab::Language;
use scene::Scene;

/// A figure of any kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Figure {
    /// Horizontal bars, longest first.
    RankedBars(RankedBars),
    /// How values are spread.
    Distributions(Distributions),
    /// Lines over periods.
    Trend(Trend),
    /// A table of shaded numbers.
    HeatMap(HeatMap),
    /// An anchor curve from value to score.
    Curve(Curve),
    /// A bar from a lower to an upper end a row, with dot and tick.
    IntervalPlot(IntervalPlot),
    /// Several bars an item, with whiskers.
    GroupedBars(GroupedBars),
}

/// The texts around a figure, in the language the reader gets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// The language of the few words a figure adds by itself, such as “no data”.
    pub language: Language,
    /// What it shows; also its accessible name.
    pub title: String,
    /// Whether the title is drawn or stands in a caption outside.
    pub title_place: TitlePlace,
    /// A second line under the title; may be empty.
    pub subtitle: String,
    /// A small line at the foot: source, sample, remarks; may be empty.
    pub note: String,
    /// What a person who cannot see the figure should know; may be empty.
    pub description: String,
}

/// Where the title of a figure stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitlePlace {
    /// Drawn at the top of the figure.
    #[default]
    Inside,
    /// In a caption outside, so not drawn; subtitle and note still are.
    Caption,
}

/// How much a series, a bar or a mark should be noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emphasis {
    /// In the background, in grey.
    Faint,
    /// Like the others.
    #[default]
    Normal,
    /// To be seen first.
    Strong,
}

/// An axis of numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Axis {
    /// What it measures; may be empty.
    pub title: String,
    /// The unit of measure as printed; empty for none.
    pub measure: String,
    /// The range it shows, low before high; without it, what the values need.
    pub range: Option<(f64, f64)>,
    /// Decimals of the values printed beside marks and in cells.
    pub decimals: usize,
}

impl Axis {
    /// Title and unit of measure in one text: `得分（分）`, `score (points)`.
    #[must_use]
    pub fn heading(&self, language: Language) -> String {
        match (self.title.is_empty(), self.measure.is_empty()) {
            (_, true) => self.title.clone(),
            (true, false) => self.measure.clone(),
            (false, false) if language == Language::Zh => format!("{}（{}）", self.title, self.measure),
            (false, false) => format!("{} ({})", self.title, self.measure),
        }
    }

    /// The range given for it, when it is one.
    fn fixed(&self) -> Option<(f64, f64)> {
        self.range.filter(|(low, high)| low.is_finite() && high.is_finite() && low < high)
    }
}

/// Why a figure could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// The drawing library refused.
    #[error("the figure could not be drawn: {reason}")]
    Drawing {
        /// What it says.
        reason: String,
    },
    /// The picture could not be encoded.
    #[error("the figure could not be written as PNG: {reason}")]
    Encoding {
        /// What the encoder says.
        reason: String,
    },
}

impl Figure {
    /// The texts around it.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        match self {
            Figure::RankedBars(figure) => &figure.labels,
            Figure::Distributions(figure) => &figure.labels,
            Figure::Trend(figure) => &figure.labels,
            Figure::HeatMap(figure) => &figure.labels,
            Figure::Curve(figure) => &figure.labels,
            Figure::IntervalPlot(figure) => &figure.labels,
            Figure::GroupedBars(figure) => &figure.labels,
        }
    }

    /// The figure as one `<svg>` element that scales with its surroundings and names itself to a screen reader.
    ///
    /// Text stays text in the family [`font::FAMILY`]; a page that embeds [`font::web_font`] of [`Figure::texts`]
    /// shows it on machines without that font.
    ///
    /// # Errors
    /// [`FigureError::Drawing`] when the drawing library refuses.
    pub fn svg(&self, size: Size) -> Result<String, FigureError> {
        let scene = self.scene(size);
        let body = paint::svg_body(&scene)?;
        let labels = self.labels();
        let (width, height) = paint::svg_grid(&scene);
        let title = escaped(&text::clean(&labels.title));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"100%\" \
             style=\"max-width:{}px;height:auto\" font-family=\"{}\" role=\"img\" lang=\"{}\"",
            size.width(),
            font::FAMILY_LIST,
            labels.language.tag()
        );
        if !title.is_empty() {
            svg += &format!(" aria-label=\"{title}\"");
        }
        svg += ">\n";
        for (element, content) in [("title", title), ("desc", escaped(&text::clean(&labels.description)))] {
            if !content.is_empty() {
                svg += &format!("<{element}>{content}</{element}>\n");
            }
        }
        svg += "<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n";
        svg += &body;
        svg += "</svg>\n";
        Ok(svg)
    }

    /// The figure as a PNG picture with its resolution written in.
    ///
    /// # Errors
    /// [`FigureError::Drawing`] when the drawing library refuses, [`FigureError::Encoding`] when the picture cannot
    /// be encoded.
    pub fn png(&self, size: Size, density: Density) -> Result<Vec<u8>, FigureError> {
        let (pixels, width, height) = paint::pixels(&self.scene(size), density)?;
        picture::encode(&pixels, (width, height), density)
    }

    /// The size of the given width whose height suits the number of rows, lines or facets.
    #[must_use]
    pub fn natural_size(&self, width: u32) -> Size {
        let frame = frame::height_around(self.labels(), f64::from(width));
        let inner = match self {
            Figure::RankedBars(figure) => figure.natural_height(),
            Figure::Distributions(figure) => figure.natural_height(f64::from(width)),
            Figure::Trend(figure) => figure.natural_height(f64::from(width)),
            Figure::HeatMap(figure) => figure.natural_height(),
            Figure::Curve(_) => f64::from(width) * 0.5,
            Figure::IntervalPlot(figure) => figure.natural_height(),
            Figure::GroupedBars(figure) => figure.natural_height(),
        };
        Size::nearest(f64::from(width), frame + inner)
    }

    /// The numbers behind the figure, for a table beside it.
    #[must_use]
    pub fn table(&self) -> FigureTable {
        match self {
            Figure::RankedBars(figure) => figure.table(),
            Figure::Distributions(figure) => figure.table(),
            Figure::Trend(figure) => figure.table(),
            Figure::HeatMap(figure) => figure.table(),
            Figure::Curve(figure) => figure.table(),
            Figure::IntervalPlot(figure) => figure.table(),
            Figure::GroupedBars(figure) => figure.table(),
        }
    }

    /// Every text the figure draws at some size, one a line: what a web font for it must hold.
    #[must_use]
    pub fn texts(&self, size: Size) -> String {
        let scene = self.scene(size);
        let drawn = scene.shapes.iter().filter_map(|shape| match shape {
            scene::Shape::Text { text, .. } => Some(text.as_str()),
            _ => None,
        });
        drawn.collect::<Vec<_>>().join("\n")
    }

    /// The characters it draws that the embedded font does not have; a box stands in their place.
    #[must_use]
    pub fn missing_characters(&self, size: Size) -> Vec<char> {
        font::missing_characters(&self.texts(size))
    }

    fn scene(&self, size: Size) -> Scene {
        let mut scene = Scene::new(f64::from(size.width()), f64::from(size.height()));
        match self {
            Figure::RankedBars(figure) => figure.draw(&mut scene),
            Figure::Distributions(figure) => figure.draw(&mut scene),
            Figure::Trend(figure) => figure.draw(&mut scene),
            Figure::HeatMap(figure) => figure.draw(&mut scene),
            Figure::Curve(figure) => figure.draw(&mut scene),
            Figure::IntervalPlot(figure) => figure.draw(&mut scene),
            Figure::GroupedBars(figure) => figure.draw(&mut scene),
        }
        scene
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
