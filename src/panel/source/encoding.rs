use super::file::{Refusal, about};
use super::format::Encoding;
use crate::vocab::Text;

/// The text of a file, in UTF-8. UTF-8 input is not copied.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// Where the text begins, behind a byte order mark.
    pub(super) start: usize,
    /// The bytes as they were, when `text` is a translation of them.
    pub(super) original: Option<Vec<u8>>,
}

/// Reads bytes in the declared encoding, or in the one they show: a byte order mark first, then UTF-8, then GB18030.
///
/// # Errors
/// The bytes are no text in that encoding, or hold NUL, as only binary files do.
pub(super) fn decode(bytes: Vec<u8>, encoding: Encoding, path: &str) -> Result<Decoded, Refusal> {
    let decoded = match (encoding_rs::Encoding::for_bom(&bytes), encoding) {
        (Some((mark, length)), _) if mark != encoding_rs::UTF_8 => {
            let text = mark.decode_without_bom_handling_and_without_replacement(&bytes[length..]);
            let text = text.ok_or_else(|| undecodable(path, &bytes, mark.name()))?.into_owned();
            Decoded { text, start: 0, original: Some(bytes) }
        }
        (Some((_, length)), _) => utf8(bytes, length).map_err(|bytes| undecodable(path, &bytes, "UTF-8"))?,
        (None, Encoding::Utf8) => utf8(bytes, 0).map_err(|bytes| undecodable(path, &bytes, "UTF-8"))?,
        (None, Encoding::Gb18030) => gb18030(bytes).map_err(|bytes| undecodable(path, &bytes, "GB18030"))?,
        (None, Encoding::Auto) => match utf8(bytes, 0) {
            Ok(decoded) => decoded,
            Err(bytes) => gb18030(bytes).map_err(|bytes| undecodable(path, &bytes, "auto"))?,
        },
    };
    if memchr::memchr(0, decoded.text.as_bytes()).is_some() {
        return Err(binary(path));
    }
    Ok(with_line_feeds(decoded))
}

/// Excel for Mac once ended lines by a lone carriage return.
fn with_line_feeds(decoded: Decoded) -> Decoded {
    let bytes = decoded.text.as_bytes();
    if memchr::memchr(b'\n', bytes).is_some() || memchr::memchr(b'\r', bytes).is_none() {
        return decoded;
    }
    let text = decoded.text.replace('\r', "\n");
    let original = decoded.original.unwrap_or_else(|| decoded.text.into_bytes());
    Decoded { text, start: decoded.start, original: Some(original) }
}

fn utf8(bytes: Vec<u8>, start: usize) -> Result<Decoded, Vec<u8>> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text, start, original: None }),
        Err(error) => Err(error.into_bytes()),
    }
}

fn gb18030(bytes: Vec<u8>) -> Result<Decoded, Vec<u8>> {
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) => {
            let text = text.into_owned();
            Ok(Decoded { text, start: 0, original: Some(bytes) })
        }
        None => Err(bytes),
    }
}

fn binary(path: &str) -> Refusal {
    about(
        path,
        "dat016",
        Text::new("不是文本文件：里面有空字符（NUL）", "this is no text file: it holds NUL characters"),
        Text::new(
            "在 Excel 里另存为“CSV UTF-8（逗号分隔）”或 .xlsx",
            "save it as `CSV UTF-8 (comma delimited)` or as .xlsx in Excel",
        ),
    )
}

/// Names the first line that cannot be read, and its bytes.
fn undecodable(path: &str, bytes: &[u8], tried: &str) -> Refusal {
    if memchr::memchr(0, bytes).is_some() && !tried.starts_with("UTF-16") {
        return binary(path);
    }
    let readable = |line: &[u8]| match tried {
        "UTF-8" => std::str::from_utf8(line).is_ok(),
        "GB18030" => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(line).is_some(),
        _ => {
            std::str::from_utf8(line).is_ok()
                || encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(line).is_some()
        }
    };
    let bad = bytes.split(|byte| *byte == b'\n').enumerate().find(|(_, line)| !readable(line));
    let (zh, en) = match bad {
        Some((at, line)) => {
            let from = std::str::from_utf8(line).map_or_else(|error| error.valid_up_to(), str::len);
            let shown: Vec<String> = line[from..].iter().take(4).map(|byte| format!("{byte:02X}")).collect();
            let (row, shown) = (at + 1, shown.join(" "));
            (format!("，第 {row} 行有字节 {shown}"), format!(", line {row} has the bytes {shown}"))
        }
        // No line alone is at fault: the file mixes encodings.
        None => ("，文件里混有几种编码".to_owned(), ", the file mixes encodings".to_owned()),
    };
    let (expected_zh, expected_en) = match tried {
        "auto" => ("既不是 UTF-8 也不是 GB18030".to_owned(), "is neither UTF-8 nor GB18030".to_owned()),
        name => (format!("不是 {name}"), format!("is not {name}")),
    };
    about(
        path,
        "dat015",
        Text::new(format!("文件的编码{expected_zh}{zh}"), format!("the file {expected_en}{en}")),
        Text::new(
            "在 Excel 里另存为“CSV UTF-8（逗号分隔）”；或写 encoding = \"auto\"",
            "save it as `CSV UTF-8 (comma delimited)` in Excel, or write encoding = \"auto\"",
        ),
    )
}
