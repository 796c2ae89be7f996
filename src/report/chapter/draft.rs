//! A report under way: the facts so far, and the figures still to be drawn.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::document::Block;
use super::super::facts::Facts;
use super::super::figure::{Density, Figure, FigureError, Size};

/// What chapters add to besides their blocks.
#[derive(Debug, Default)]
pub(in crate::report) struct Draft {
    /// Every number of the running text.
    pub(in crate::report) facts: Facts,
    sketches: Vec<Sketch>,
}

/// A figure to be drawn into the block of the same id.
#[derive(Debug)]
struct Sketch {
    id: String,
    figure: Figure,
    size: Size,
}

/// SVG and PNG of one figure.
type Drawing = (String, Vec<u8>);

impl Draft {
    /// Keeps a figure for [`Draft::draw`].
    pub(in crate::report) fn sketch(&mut self, id: &str, figure: Figure, size: Size) {
        self.sketches.push(Sketch { id: id.to_owned(), figure, size });
    }

    /// A paragraph filled from facts, if all it needs is known.
    pub(super) fn sentence(&self, template: &str) -> Option<Block> {
        self.facts.fill(template).map(Block::paragraph)
    }

    /// Several sentences as one paragraph; those that lack a fact are left out.
    pub(super) fn sentences(&self, templates: &[&str], between: &str) -> Option<Block> {
        let told: Vec<String> = templates.iter().filter_map(|template| self.facts.fill(template)).collect();
        (!told.is_empty()).then(|| Block::paragraph(told.join(between)))
    }

    /// Draws all figures, several at a time, each into its block. A drawing depends on its figure alone, so the number of threads
    /// changes nothing.
    pub(in crate::report) fn draw(self, blocks: &mut [Block]) -> Result<Facts, FigureError> {
        let drawn = self.sketches.into_par_iter().map(|sketch| {
            let Sketch { id, figure, size } = sketch;
            let (svg, png) = rayon::join(|| figure.svg(size), || figure.png(size, Density::Double));
            Ok((id, (svg?, png?)))
        });
        let mut drawn = drawn.collect::<Result<BTreeMap<String, Drawing>, FigureError>>()?;
        fill(blocks, &mut drawn);
        Ok(self.facts)
    }
}

fn fill(blocks: &mut [Block], drawn: &mut BTreeMap<String, Drawing>) {
    for block in blocks {
        match block {
            Block::Figure(figure) => {
                if let Some((svg, png)) = drawn.remove(&figure.id) {
                    (figure.svg, figure.png) = (svg, png);
                }
            }
            Block::Callout { blocks, .. } | Block::Collapsible { blocks, .. } => fill(blocks, drawn),
            _ => {}
        }
    }
}
