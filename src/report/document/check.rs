use std::collections::BTreeSet;

use super::{Block, Document, Inline, OnPaper};
use crate::diagnostic::{Diagnostic, nearest};

impl Document {
    /// What is wrong with the document itself: ids used twice (`out101`), references that lead nowhere (`out102`), pictures
    /// without a drawing (`out103`). A renderer copes with each, but the reader would see it.
    #[must_use]
    pub fn check(&self) -> Vec<Diagnostic> {
        let mut seen = Seen::default();
        seen.blocks(&self.blocks);
        let mut found = seen.found;
        for target in seen.used.iter().filter(|target| !seen.defined.contains(*target)) {
            let diagnostic = Diagnostic::warning(
                "out102",
                format!("文中引用了“{target}”，但没有这个编号的标题、表或图"),
                format!("the text refers to `{target}`, but no heading, table or figure has this id"),
            );
            found.push(match nearest(target, seen.defined.iter().copied()) {
                Some(near) => diagnostic.hint(format!("是否想写“{near}”"), format!("did you mean `{near}`")),
                None => diagnostic,
            });
        }
        found
    }
}

#[derive(Default)]
struct Seen<'a> {
    defined: BTreeSet<&'a str>,
    used: BTreeSet<&'a str>,
    found: Vec<Diagnostic>,
}

impl<'a> Seen<'a> {
    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.define(&heading.id),
                Block::Paragraph(inlines) => self.inlines(inlines),
                Block::Bullets(items) | Block::Numbered(items) => {
                    items.iter().for_each(|item| self.inlines(item))
                }
                Block::Table(table) if !table.caption.is_empty() => self.define(&table.id),
                Block::Figure(figure) => {
                    self.define(&figure.id);
                    if figure.svg.is_empty() || figure.png.is_empty() {
                        self.found.push(Diagnostic::warning(
                            "out103",
                            format!("图“{}”没有画出来", figure.caption),
                            format!("the figure `{}` was not drawn", figure.caption),
                        ));
                    }
                }
                Block::Callout { blocks, .. }
                | Block::Collapsible { blocks, on_paper: OnPaper::Shown, .. } => self.blocks(blocks),
                Block::Collapsible { blocks, on_paper: OnPaper::LeftOut(_), .. } => {
                    // Nothing in it has a number, so nothing in it is defined.
                    let mut inner = Seen::default();
                    inner.blocks(blocks);
                    self.used.extend(inner.used);
                    self.found.extend(inner.found);
                }
                Block::Table(_) | Block::PageBreak => {}
            }
        }
    }

    fn define(&mut self, id: &'a str) {
        if !self.defined.insert(id) {
            self.found.push(
                Diagnostic::warning(
                    "out101",
                    format!("编号“{id}”用了不止一次，引用只会指向第一处"),
                    format!("the id `{id}` is used more than once; references lead to the first"),
                )
                .hint(
                    "给每个标题、表和图各取一个编号",
                    "give each heading, table and figure an id of its own",
                ),
            );
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            if let Inline::Link { target, .. } | Inline::Reference(target) = inline {
                self.used.insert(target);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;
    use crate::vocab::Language;

    #[test]
    fn says_what_a_reader_would_stumble_over() {
        let mut document = Document::new("t", Language::Zh);
        document.blocks = vec![
            Block::heading(Level::Chapter, "results", "结果"),
            Block::heading(Level::Chapter, "results", "结果"),
            Block::Paragraph(vec![Inline::reference("result"), Inline::reference("results")]),
        ];
        let found = document.check();
        let codes: Vec<_> = found.iter().map(|d| d.code.0).collect();
        assert_eq!(codes, ["out101", "out102"]);
        assert_eq!(found[1].hint.as_ref().map(|hint| hint.en.as_str()), Some("did you mean `results`"));
    }
}
