//! Which way the page stands, and where sections end.

/// Which way the page stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Orientation {
    #[default]
    Portrait,
    Landscape,
}

impl Orientation {
    /// The width between the margins in twentieths of a point.
    pub(super) fn room(self) -> usize {
        match self {
            Orientation::Portrait => 8845,
            Orientation::Landscape => 13_777,
        }
    }
}

/// The state of the page while blocks are written.
#[derive(Debug, Default)]
pub(super) struct Sections {
    orientation: Orientation,
    /// Something stands in the section already.
    has_content: bool,
    /// The next paragraph starts a page.
    new_page: bool,
    /// A section after the cover has ended, so that page numbers run on.
    runs_on: bool,
}

impl Sections {
    /// The section of the cover and the contents: small Roman page numbers, none on the cover.
    pub(super) const FRONT: &str = concat!(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"header\"/>",
        "<w:headerReference w:type=\"first\" r:id=\"headerFirst\"/>",
        "<w:footerReference w:type=\"default\" r:id=\"footer\"/>",
        "<w:footerReference w:type=\"first\" r:id=\"footerFirst\"/>",
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\" w:header=\"1134\" w:footer=\"1304\" ",
        "w:gutter=\"0\"/><w:pgNumType w:fmt=\"lowerRoman\" w:start=\"0\"/><w:titlePg/></w:sectPr>"
    );

    pub(super) fn ask_for_new_page(&mut self) {
        self.new_page = self.has_content;
    }

    /// The property of the next paragraph that honours a page break asked for before it.
    pub(super) fn begin_content(&mut self) -> &'static str {
        self.has_content = true;
        if std::mem::take(&mut self.new_page) { "<w:pageBreakBefore/>" } else { "" }
    }

    /// Turns the page; the properties of the section that ends by it, if there is one.
    pub(super) fn turn(&mut self, orientation: Orientation) -> Option<&'static str> {
        if self.orientation == orientation {
            return None;
        }
        let ended = self.has_content.then(|| self.last());
        self.runs_on |= ended.is_some();
        self.orientation = orientation;
        self.has_content = false;
        // A section starts on a new page anyway.
        self.new_page = false;
        ended
    }

    /// The properties of the section being written.
    pub(super) fn last(&self) -> &'static str {
        match (self.orientation, self.runs_on) {
            (Orientation::Portrait, false) => {
                concat!(
                    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" ",
                    "w:bottom=\"1984\" w:left=\"1587\" w:header=\"1134\" w:footer=\"1304\" w:gutter=\"0\"/>",
                    "<w:pgNumType w:fmt=\"decimal\" w:start=\"1\"/></w:sectPr>"
                )
            }
            (Orientation::Portrait, true) => {
                concat!(
                    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" ",
                    "w:bottom=\"1984\" w:left=\"1587\" w:header=\"1134\" w:footer=\"1304\" w:gutter=\"0\"/></w:sectPr>"
                )
            }
            (Orientation::Landscape, false) => {
                concat!(
                    "<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1587\" ",
                    "w:right=\"1587\" w:bottom=\"1474\" w:left=\"1474\" w:header=\"850\" w:footer=\"850\" ",
                    "w:gutter=\"0\"/><w:pgNumType w:fmt=\"decimal\" w:start=\"1\"/></w:sectPr>"
                )
            }
            (Orientation::Landscape, true) => {
                concat!(
                    "<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1587\" ",
                    "w:right=\"1587\" w:bottom=\"1474\" w:left=\"1474\" w:header=\"850\" w:footer=\"850\" ",
                    "w:gutter=\"0\"/></w:sectPr>"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_without_content_does_not_end() {
        let mut sections = Sections::default();
        assert_eq!(sections.turn(Orientation::Landscape), None, "nothing stands before the first wide table");
        assert!(sections.last().contains("w:start=\"1\""));
        sections.begin_content();
        assert_eq!(sections.turn(Orientation::Landscape), None, "it stands that way already");
        let ended = sections.turn(Orientation::Portrait).expect("the wide table ends its section");
        assert!(ended.contains("landscape") && ended.contains("w:start=\"1\""));
        assert!(!sections.last().contains("w:start"), "page numbers run on");
    }

    #[test]
    fn a_page_break_is_spent_once() {
        let mut sections = Sections::default();
        sections.ask_for_new_page();
        assert_eq!(sections.begin_content(), "", "the first page is new already");
        sections.ask_for_new_page();
        assert_eq!(sections.begin_content(), "<w:pageBreakBefore/>");
        assert_eq!(sections.begin_content(), "");
    }
}
