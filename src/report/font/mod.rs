//! The embedded Chinese font: its bytes, its measures, and small web fonts cut from it.
//!
//! It is a subset of Noto Sans SC (SIL Open Font License, see `OFL.txt` beside this file), so figures and pages look
//! the same on a machine without any Chinese font. It shapes nothing: each character is one glyph. Read next: the
//! `README.md` in this folder says which characters are in it and how it was made.

mod woff;

use std::collections::BTreeSet;

use ab_glyph::{Font, FontRef, Glyph, PxScale, point};

/// The name of the family, as CSS and documents call it.
pub const FAMILY: &str = "Noto Sans SC";

/// The family with what to fall back on, for a `font-family` attribute.
pub const FAMILY_LIST: &str =
    "Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif";

/// The regular weight as a TrueType file.
pub static REGULAR: &[u8] = include_bytes!("NotoSansSC-subset.ttf");

/// A font with only the characters of one text, to be embedded in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebFont {
    /// The family to declare in `@font-face`.
    pub family: &'static str,
    /// The file, a WOFF 1.0.
    pub bytes: Vec<u8>,
    /// The word for `format(…)` in `@font-face`.
    pub format: &'static str,
    /// The media type for a `data:` address.
    pub media_type: &'static str,
}

/// Why no web font could be cut.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebFontError {
    /// The embedded font or its cut could not be read.
    #[error("could not cut a web font from the embedded font: {reason}")]
    Unreadable {
        /// What the reader of the font says.
        reason: String,
    },
}

/// Cuts a font that has the characters of `text` and no others.
///
/// Characters the embedded font does not have are left out (see [`missing_characters`]); the space and the basic
/// Latin letters and digits are always in it, because a page writes numbers of its own.
///
/// # Errors
/// When the embedded font cannot be read, which a test rules out for the one shipped.
pub fn web_font(text: &str) -> Result<WebFont, WebFontError> {
    let unreadable = |reason: String| WebFontError::Unreadable { reason };
    let font = font_subset::Font::opentype(REGULAR).map_err(|e| unreadable(e.to_string()))?;
    let mut wanted: BTreeSet<char> = text.chars().chain(' '..='~').collect();
    wanted.retain(|char| font.contains_char(*char));
    let cut = font.subset(&wanted).map_err(|e| unreadable(e.to_string()))?;
    let bytes = woff::pack(&cut.to_opentype())
        .ok_or_else(|| unreadable("its table directory is cut short".to_owned()))?;
    Ok(WebFont { family: FAMILY, bytes, format: "woff", media_type: "font/woff" })
}

/// The characters of a text that the embedded font cannot show, each once, in the order of their code points.
///
/// Line breaks, tabs and other controls are not counted: they are never drawn.
///
/// ```
/// use quanheng::report::font::missing_characters;
/// assert!(missing_characters("武汉市硚口区 R&D ≥ 5%").is_empty());
/// assert_eq!(missing_characters("𪚥汉𪚥"), ['𪚥']);
/// ```
#[must_use]
pub fn missing_characters(text: &str) -> Vec<char> {
    let typeface = Typeface::regular();
    let used: BTreeSet<char> = text.chars().filter(|char| !char.is_control()).collect();
    used.into_iter().filter(|char| !typeface.has(*char)).collect()
}

/// The embedded font, opened for measuring.
#[derive(Clone)]
pub struct Typeface {
    font: FontRef<'static>,
    units_per_em: f64,
}

impl Typeface {
    /// The regular weight.
    #[must_use]
    pub fn regular() -> Self {
        let font = FontRef::try_from_slice(REGULAR).expect("the embedded font is a valid TrueType file");
        let units_per_em = font.units_per_em().map_or(1000.0, f64::from);
        Typeface { font, units_per_em }
    }

    /// Whether it has a glyph for the character.
    #[must_use]
    pub fn has(&self, char: char) -> bool {
        self.font.glyph_id(char).0 != 0
    }

    /// The width of a text set in one line, in the unit of `size`, the height of the em.
    ///
    /// A character without a glyph is as wide as the replacement that is drawn for it.
    #[must_use]
    pub fn width(&self, text: &str, size: f64) -> f64 {
        let units: f64 =
            text.chars().map(|c| f64::from(self.font.h_advance_unscaled(self.font.glyph_id(c)))).sum();
        units * size / self.units_per_em
    }

    /// Gives each pixel a text set in one line touches, with how much of it is covered, above 0 up to 1.
    ///
    /// The baseline begins at `(x, y)`, in pixels from the upper left corner; `size` is the height of the em. A
    /// character without a glyph gives a box. Pixels where glyphs touch are given once for each.
    pub fn rasterise(&self, text: &str, (x, y): (f64, f64), size: f64, mut pixel: impl FnMut(i32, i32, f32)) {
        // ab_glyph scales by the height of the line, not of the em.
        let line = f64::from(self.font.height_unscaled()) / self.units_per_em;
        let scale = PxScale::from((size * line) as f32);
        let mut pen = x;
        for char in text.chars() {
            let id = self.font.glyph_id(char);
            let glyph = Glyph { id, scale, position: point(pen as f32, y as f32) };
            pen += f64::from(self.font.h_advance_unscaled(id)) * size / self.units_per_em;
            if let Some(outline) = self.font.outline_glyph(glyph) {
                let corner = outline.px_bounds().min;
                let (left, top) = (corner.x as i32, corner.y as i32);
                outline.draw(|dx, dy, cover| {
                    if cover > 0.0 {
                        pixel(
                            left.saturating_add_unsigned(dx),
                            top.saturating_add_unsigned(dy),
                            cover.min(1.0),
                        );
                    }
                });
            }
        }
    }
}

impl std::fmt::Debug for Typeface {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Typeface({FAMILY})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMON: &str = "武汉市硚口区滠口街垸澥氹，。、；：？！“”‘’（）《》「」—…·①⑳←→≤≥±×÷‰℃№％￥−";

    #[test]
    fn has_the_characters_of_reports() {
        assert_eq!(missing_characters(COMMON), Vec::<char>::new());
        let latin: String = (' '..='~').chain('\u{a1}'..='ÿ').collect();
        assert_eq!(missing_characters(&latin), Vec::<char>::new());
    }

    #[test]
    fn has_every_hanzi_of_gb2312() {
        let mut count = 0;
        for row in 0xB0_u8..=0xF7 {
            for cell in 0xA1_u8..=0xFE {
                let pair = [row, cell];
                let (text, _, wrong) = encoding_rs::GBK.decode(&pair);
                // Rows past 55 end early: GB 2312 leaves five places of row D7 empty, GBK maps them to private use.
                if wrong || text.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)) {
                    continue;
                }
                assert!(missing_characters(&text).is_empty(), "{text}");
                count += 1;
            }
        }
        assert_eq!(count, 6763);
    }

    #[test]
    fn measures_in_ems() {
        let typeface = Typeface::regular();
        assert_eq!(typeface.width("武汉", 10.0), 20.0);
        assert_eq!(typeface.width("", 10.0), 0.0);
        assert!(typeface.width("il", 10.0) < typeface.width("WM", 10.0));
    }

    #[test]
    fn a_web_font_is_small_and_repeatable() {
        let text = "创新力竞争力影响力治理力企业评估报告𪚥";
        let font = web_font(text).unwrap();
        assert_eq!(&font.bytes[..4], b"wOFF");
        assert!(font.bytes.len() < 40_000, "{}", font.bytes.len());
        assert_eq!(font, web_font(text).unwrap());
        assert!(web_font("").is_ok());
    }

    #[test]
    fn a_web_font_maps_its_characters_to_the_same_shapes() {
        let unpacked = woff::unpack(&web_font("汉é").unwrap().bytes);
        let cut = FontRef::try_from_slice(&unpacked).unwrap();
        let whole = Typeface::regular().font;
        for char in ['汉', 'é', 'A', '9', ' '] {
            let (a, b) = (cut.glyph_id(char), whole.glyph_id(char));
            assert_ne!(a.0, 0, "{char}");
            assert_eq!(cut.h_advance_unscaled(a), whole.h_advance_unscaled(b), "{char}");
            let boxes = (cut.outline(a).map(|o| o.bounds), whole.outline(b).map(|o| o.bounds));
            assert_eq!(boxes.0, boxes.1, "{char}");
        }
        assert_eq!(cut.glyph_id('武').0, 0);
    }
}
