use unicode_normalization::UnicodeNormalization;

/// A text as it is compared: half-width (NFKC), small letters, runs of white space as one blank, none at the ends.
///
/// `营业收入（万元）`, `营业收入(万元)` and ` 营业收入(万元) ` are the same heading.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in half_width(text).split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

/// Half-width forms (NFKC) without invisible characters, otherwise as typed.
pub(crate) fn half_width(text: &str) -> String {
    text.nfkc().filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_case_and_spaces_do_not_matter() {
        assert_eq!(fold(" 营业收入\u{3000}（万元）\n"), "营业收入 (万元)");
        assert_eq!(fold("Ｒ＆Ｄ\u{a0} Intensity"), "r&d intensity");
        assert_eq!(fold("\u{feff}id"), "id");
    }
}
