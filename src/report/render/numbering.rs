//! The numbers of headings, tables and figures, and the labels that references show.
//!
//! Renderers walk a document in the same order, so the n-th heading they meet is the n-th here.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::document::{Block, Document, Level, OnPaper};
use crate::vocab::Language;

/// All numbers of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// One entry a heading, in order.
    pub(super) headings: Vec<Numbered>,
    /// One entry a captioned table, in order.
    pub(super) tables: Vec<Numbered>,
    /// One entry a figure, in order.
    pub(super) figures: Vec<Numbered>,
    targets: BTreeMap<String, Target>,
}

/// A heading, table or figure with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    /// The number as printed before a heading (`一、`, `1.1`) or a caption (`表3`, `Table 3`).
    pub(super) label: String,
    /// A unique name made of safe characters, for links.
    pub(super) anchor: String,
    /// The words after the number.
    pub(super) text: String,
    /// The depth of a heading; tables and figures say [`Level::Chapter`].
    pub(super) level: Level,
    /// 1 for the first heading, table or figure of the document, and so on; for formats that name places by short words.
    pub(super) serial: u64,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// What a reference says.
    pub(super) label: String,
    /// Where it leads.
    pub(super) anchor: String,
    /// Which kind of thing it is, for formats that keep references up to date themselves.
    pub(super) kind: TargetKind,
    /// The serial of what it leads to.
    pub(super) serial: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TargetKind {
    Heading,
    Table,
    Figure,
}

impl Numbered {
    /// What stands between a heading's number and its words: nothing after Chinese punctuation, else a space.
    pub(super) fn separator(&self) -> &'static str {
        if self.label.ends_with(['、', '）']) { "" } else { " " }
    }
}

impl Numbering {
    pub(super) fn of(document: &Document) -> Self {
        let mut walk = Walk {
            language: document.language,
            numbering: Numbering::default(),
            taken: BTreeSet::new(),
            counts: [0; 3],
        };
        walk.blocks(&document.blocks);
        walk.numbering
    }

    /// Where an id leads; `None` when nothing has it.
    pub(super) fn target(&self, id: &str) -> Option<&Target> {
        self.targets.get(id)
    }
}

struct Walk {
    language: Language,
    numbering: Numbering,
    taken: BTreeSet<String>,
    counts: [usize; 3],
}

impl Walk {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.heading(heading.level, &heading.id, &heading.text),
                Block::Table(table) if !table.caption.is_empty() => {
                    let number = self.numbering.tables.len() + 1;
                    let label = match self.language {
                        Language::Zh => format!("表{number}"),
                        Language::En => format!("Table {number}"),
                    };
                    let numbered =
                        self.numbered(TargetKind::Table, &table.id, label.clone(), label, &table.caption);
                    self.numbering.tables.push(numbered);
                }
                Block::Figure(figure) => {
                    let number = self.numbering.figures.len() + 1;
                    let label = match self.language {
                        Language::Zh => format!("图{number}"),
                        Language::En => format!("Figure {number}"),
                    };
                    let numbered =
                        self.numbered(TargetKind::Figure, &figure.id, label.clone(), label, &figure.caption);
                    self.numbering.figures.push(numbered);
                }
                Block::Callout { blocks, .. }
                | Block::Collapsible { blocks, on_paper: OnPaper::Shown, .. } => self.blocks(blocks),
                _ => {}
            }
        }
    }

    fn heading(&mut self, level: Level, id: &str, text: &str) {
        let depth = level as usize;
        self.counts[depth] += 1;
        self.counts[depth + 1..].fill(0);
        let label = heading_label(self.language, depth, &self.counts);
        let reference = match self.language {
            Language::Zh => format!("“{label}{text}”"),
            Language::En => format!("section {label}"),
        };
        let numbered = Numbered { level, ..self.numbered(TargetKind::Heading, id, label, reference, text) };
        self.numbering.headings.push(numbered);
    }

    fn numbered(
        &mut self,
        kind: TargetKind,
        id: &str,
        label: String,
        reference: String,
        text: &str,
    ) -> Numbered {
        let anchor = self.unique_anchor(id);
        let serial = self.taken.len() as u64;
        let target = Target { label: reference, anchor: anchor.clone(), kind, serial };
        self.numbering.targets.entry(id.to_owned()).or_insert(target);
        Numbered { label, anchor, text: text.to_owned(), level: Level::Chapter, serial }
    }

    fn unique_anchor(&mut self, id: &str) -> String {
        let safe: String =
            id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
        let base = format!("at-{safe}");
        let mut anchor = base.clone();
        let mut count = 1;
        while !self.taken.insert(anchor.clone()) {
            count += 1;
            anchor = format!("{base}-{count}");
        }
        anchor
    }
}

fn heading_label(language: Language, depth: usize, counts: &[usize; 3]) -> String {
    match (language, depth) {
        (Language::Zh, 0) => format!("{}、", chinese(counts[0])),
        (Language::Zh, 1) => format!("（{}）", chinese(counts[1])),
        (Language::Zh, _) => format!("{}.", counts[2]),
        (Language::En, _) => counts[..=depth].iter().map(usize::to_string).collect::<Vec<_>>().join("."),
    }
}

/// A counting number in Chinese characters, up to 99; Arabic digits beyond.
pub(super) fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0 => "〇".to_owned(),
        1..=9 => DIGITS[number].to_owned(),
        10..=19 => format!("十{}", DIGITS[number - 10]),
        20..=99 => format!("{}十{}", DIGITS[number / 10], DIGITS[number % 10]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::document::Table;

    fn document(language: Language) -> Document {
        let mut document = Document::new("t", language);
        document.blocks = vec![
            Block::heading(Level::Chapter, "a", "甲"),
            Block::heading(Level::Section, "b", "乙"),
            Block::heading(Level::Subsection, "c", "丙"),
            Block::heading(Level::Section, "b", "重复"),
            Block::heading(Level::Chapter, "d<>", "丁"),
            Block::heading(Level::Section, "e", "戊"),
            Block::Collapsible {
                summary: "s".into(),
                blocks: vec![Block::Table(Table::new("t", "表题", vec![]))],
                on_paper: OnPaper::Shown,
            },
            Block::Collapsible {
                summary: "s".into(),
                blocks: vec![Block::Table(Table::new("v", "不编号", vec![]))],
                on_paper: OnPaper::LeftOut("见工作簿".into()),
            },
            Block::Table(Table::new("plain", "", vec![])),
            Block::Table(Table::new("u", "又", vec![])),
        ];
        document
    }

    fn labels(numbered: &[Numbered]) -> Vec<&str> {
        numbered.iter().map(|n| n.label.as_str()).collect()
    }

    #[test]
    fn follows_the_custom_of_each_language() {
        let chinese = Numbering::of(&document(Language::Zh));
        assert_eq!(labels(&chinese.headings), ["一、", "（一）", "1.", "（二）", "二、", "（一）"]);
        assert_eq!(labels(&chinese.tables), ["表1", "表2"]);
        let english = Numbering::of(&document(Language::En));
        assert_eq!(labels(&english.headings), ["1", "1.1", "1.1.1", "1.2", "2", "2.1"]);
        assert_eq!(english.target("u").map(|t| t.label.as_str()), Some("Table 2"));
        assert_eq!(english.target("plain"), None);
    }

    #[test]
    fn anchors_are_safe_and_unique() {
        let numbering = Numbering::of(&document(Language::Zh));
        let anchors: Vec<_> = numbering.headings.iter().map(|h| h.anchor.as_str()).collect();
        assert_eq!(anchors, ["at-a", "at-b", "at-c", "at-b-2", "at-d--", "at-e"]);
        assert_eq!(numbering.target("b").map(|t| t.anchor.as_str()), Some("at-b"));
    }

    #[test]
    fn counts_in_chinese() {
        let words: Vec<_> = [1, 10, 11, 20, 35, 99, 100].into_iter().map(chinese).collect();
        assert_eq!(words, ["一", "十", "十一", "二十", "三十五", "九十九", "100"]);
    }
}
