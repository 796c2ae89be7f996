//! A text under construction that keeps markup and words apart.

/// Builds HTML or XML. Markup is `'static`, so that no word from data can become markup by mistake; everything else goes
/// through [`Markup::text`], which escapes it for element content and for double-quoted attributes alike.
#[derive(Debug, Default)]
pub(super) struct Markup {
    out: String,
}

impl Markup {
    /// Markup written in this library's source.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// Words from anywhere, escaped. Characters that XML forbids become U+FFFD.
    pub(super) fn text(&mut self, words: &str) -> &mut Self {
        for character in words.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                _ => self.out.push(allowed(character)),
            }
        }
        self
    }

    /// A whole number, as in a size or a count.
    pub(super) fn number(&mut self, number: impl Into<u64>) -> &mut Self {
        self.out.push_str(&number.into().to_string());
        self
    }

    /// A finished piece: from another `Markup`, a drawing of this library, or data already encoded for its place.
    pub(super) fn finished(&mut self, piece: &str) -> &mut Self {
        self.out.push_str(piece);
        self
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// The character itself where XML 1.0 allows it, else U+FFFD.
fn allowed(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => character,
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// Base64 with padding, for `data:` addresses and content hashes.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            if place > chunk.len() {
                out.push('=');
            } else {
                let index = (group >> (18 - 6 * place)) & 63;
                out.push(char::from(ALPHABET[index as usize]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_markup() {
        let mut markup = Markup::default();
        markup.raw("<p title=\"").text("\"><script>'&]]>\u{0}\u{b}\u{ffff}").raw("\">");
        assert_eq!(
            markup.finish(),
            "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;]]&gt;\u{fffd}\u{fffd}\u{fffd}\">"
        );
    }

    #[test]
    fn base64_of_the_rfc() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, encoded) in cases {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }
}
