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
    /// Keeps a figure for [`Draft::draw`] and says what its block is called: `id`, or `id-2` and so on where that is taken, since ids are made of names
    /// that a definition chooses.
    pub(in crate::report) fn sketch(&mut self, id: &str, figure: Figure, size: Size) -> String {
        let is_free = |id: &String| self.sketches.iter().all(|sketch| sketch.id != *id);
        let numbered = (2_usize..).map(|number| format!("{id}-{number}"));
        let free = std::iter::once(id.to_owned()).chain(numbered).find(is_free).unwrap_or_default();
        self.sketches.push(Sketch { id: free.clone(), figure, size });
        free
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

#[cfg(test)]
mod tests {
    use super::super::super::document::{FigureBlock, PictureSize};
    use super::super::super::figure::HeatMap;
    use super::*;

    /// A table of one row as a block that is still to be drawn.
    fn sketched(draft: &mut Draft, row: &str) -> Block {
        let map = HeatMap {
            rows: vec![row.to_owned()],
            columns: vec!["c".to_owned()],
            values: vec![vec![Some(1.0)]],
            ..HeatMap::default()
        };
        let figure = Figure::HeatMap(map);
        let size = figure.natural_size(Size::WIDE.width());
        Block::Figure(FigureBlock {
            id: draft.sketch("figure-influence", figure, size),
            caption: row.to_owned(),
            note: None,
            alt: String::new(),
            svg: String::new(),
            png: Vec::new(),
            size: PictureSize { width: size.width(), height: size.height() },
            table: None,
        })
    }

    #[test]
    fn figures_of_the_same_id_keep_their_own_pictures() {
        let mut draft = Draft::default();
        let mut blocks = vec![sketched(&mut draft, "first"), sketched(&mut draft, "second")];
        draft.draw(&mut blocks).unwrap();
        for (block, row) in blocks.iter().zip(["first", "second"]) {
            let Block::Figure(figure) = block else { panic!("a figure") };
            assert!(figure.svg.contains(row) && !figure.png.is_empty(), "{row}: {}", figure.id);
        }
    }
}
