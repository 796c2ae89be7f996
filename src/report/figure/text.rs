//! Fits text into a width: cleans it, wraps it, cuts it with an ellipsis.
//!
//! Widths are those of the embedded font; nothing is drawn here.

use crate::report::font::Typeface;

const ELLIPSIS: char = '…';

/// Characters no line may begin with.
const NOT_FIRST: &str = "，。、；：？！）》」』】〉”’％‰℃,.;:?!)]}%·—…";

/// Characters no line may end with.
const NOT_LAST: &str = "（《「『【〈“‘([{￥¥$№";

/// The text as it can stand in a picture: one line, without controls and marks that turn the writing direction.
///
/// SVG is XML, which forbids most control characters whatever way they are written.
pub(super) fn clean(text: &str) -> String {
    let visible = text.chars().filter_map(|char| match char {
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        '\u{fffe}' | '\u{ffff}' => Some('\u{fffd}'),
        char if char.is_control() || (char.is_whitespace() && char != '\u{3000}') => Some(' '),
        char => Some(char),
    });
    let spaced: String = visible.collect();
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text, cut with `…` where it is wider than `limit`.
pub(super) fn cut(typeface: &Typeface, text: &str, size: f64, limit: f64) -> String {
    let text = clean(text);
    if typeface.width(&text, size) <= limit {
        return text;
    }
    let mut kept = String::new();
    let mut width = typeface.width("…", size);
    for char in text.chars() {
        width += typeface.width(char.encode_utf8(&mut [0; 4]), size);
        if width > limit {
            break;
        }
        kept.push(char);
    }
    let mut kept = kept.trim_end().to_owned();
    kept.push(ELLIPSIS);
    kept
}

/// The text in at most `lines` lines no wider than `limit`; what does not fit is cut from the last with `…`.
///
/// Chinese breaks between any two characters, but no line begins with closing or ends with opening punctuation;
/// Latin words and numbers stay whole unless wider than a line.
pub(super) fn wrap(typeface: &Typeface, text: &str, size: f64, limit: f64, lines: usize) -> Vec<String> {
    let text = clean(text);
    if text.is_empty() || lines == 0 {
        return Vec::new();
    }
    let mut wrapped: Vec<String> = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        if wrapped.len() + 1 == lines {
            wrapped.push(cut(typeface, rest, size, limit));
            break;
        }
        let end = line_end(typeface, rest, size, limit);
        wrapped.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    wrapped
}

/// As [`wrap`], with lines of about the same length: no last line of a single character.
pub(super) fn wrap_evenly(
    typeface: &Typeface,
    text: &str,
    size: f64,
    limit: f64,
    lines: usize,
) -> Vec<String> {
    let widest = wrap(typeface, text, size, limit, lines);
    if widest.len() < 2 || widest.last().is_some_and(|line| line.ends_with(ELLIPSIS)) {
        return widest;
    }
    // Half an em at a time from an equal share up; the full limit is always good enough.
    let mut narrower = typeface.width(&clean(text), size) / widest.len() as f64;
    while narrower < limit {
        let lines = wrap(typeface, text, size, narrower, widest.len() + 1);
        if lines.len() <= widest.len() {
            return lines;
        }
        narrower += size / 2.0;
    }
    widest
}

/// Where the first line of `text` ends, in bytes: never 0.
fn line_end(typeface: &Typeface, text: &str, size: f64, limit: f64) -> usize {
    let mut width = 0.0;
    let mut allowed = None;
    let mut previous = None;
    for (at, char) in text.char_indices() {
        if previous.is_some_and(|previous| may_break(previous, char)) {
            allowed = Some(at);
        }
        width += typeface.width(char.encode_utf8(&mut [0; 4]), size);
        if width > limit && at > 0 && char != ' ' {
            return allowed.unwrap_or(at);
        }
        previous = Some(char);
    }
    text.len()
}

fn may_break(before: char, after: char) -> bool {
    if NOT_FIRST.contains(after) || NOT_LAST.contains(before) || after == ' ' {
        return false;
    }
    let word = |char: char| char != ' ' && char < '\u{2e80}';
    !(word(before) && word(after)) || before == '-' || before == '/'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, ems: f64, lines: usize) -> Vec<String> {
        wrap(&Typeface::regular(), text, 10.0, ems * 10.0, lines)
    }

    #[test]
    fn cuts_with_an_ellipsis_that_fits() {
        let typeface = Typeface::regular();
        assert_eq!(cut(&typeface, "武汉市光谷", 10.0, 50.0), "武汉市光谷");
        assert_eq!(cut(&typeface, "武汉市光谷科技", 10.0, 50.0), "武汉市光…");
        assert_eq!(cut(&typeface, "武汉市", 10.0, 1.0), "…");
        assert_eq!(cut(&typeface, "", 10.0, 0.0), "");
    }

    #[test]
    fn wraps_chinese_anywhere_but_before_closing_punctuation() {
        assert_eq!(wrapped("武汉光谷科技有限公司", 4.0, 9), ["武汉光谷", "科技有限", "公司"]);
        assert_eq!(wrapped("武汉光谷，科技", 4.0, 9), ["武汉光", "谷，科技"]);
        assert_eq!(wrapped("武汉光（科技）", 4.0, 9), ["武汉光", "（科技）"]);
    }

    #[test]
    fn keeps_words_whole_and_spends_every_line() {
        assert_eq!(wrapped("R&D intensity 研发", 5.0, 9), ["R&D", "intensity", "研发"]);
        assert_eq!(wrapped("incomprehensible", 3.0, 2).len(), 2);
        assert_eq!(wrapped("武汉光谷科技有限公司", 4.0, 2), ["武汉光谷", "科技有…"]);
        assert!(wrapped("武汉", 0.0, 9).iter().all(|line| !line.is_empty()));
        assert!(wrapped("", 4.0, 2).is_empty());
        assert!(wrapped("  ", 4.0, 2).is_empty());
    }

    #[test]
    fn even_lines_leave_no_single_character() {
        let typeface = Typeface::regular();
        assert_eq!(wrap_evenly(&typeface, "综合得分", 10.0, 30.0, 2), ["综合", "得分"]);
        assert_eq!(wrap_evenly(&typeface, "综合", 10.0, 30.0, 2), ["综合"]);
        assert_eq!(wrap_evenly(&typeface, "综合得分综合得分", 10.0, 30.0, 2), ["综合得", "分综…"]);
        assert!(wrap_evenly(&typeface, "综合", 10.0, 0.0, 2).len() <= 2);
    }

    #[test]
    fn cleans_what_xml_forbids() {
        assert_eq!(clean("a\u{0}b\tc\r\nd\u{202e}e\u{ffff}"), "a b c de\u{fffd}");
    }
}
