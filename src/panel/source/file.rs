use std::io::ErrorKind;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::vocab::Text;

/// Larger files do not fit the memory of a desk.
const LARGEST: u64 = 8 << 30;

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text; perhaps CSV.
    Delimited,
    /// A zip archive; perhaps an .xlsx workbook.
    Archive,
    /// The container of .xls files and of workbooks with a password.
    Compound,
    /// A web page, which many systems export with the ending .xls.
    Page,
}

/// The bytes of a file and what they are. `path` is what messages show.
///
/// # Errors
/// The file is not there (with the nearest name that is), is a folder, cannot be read, is empty or too large.
pub(super) fn load(folder: &Path, path: &str) -> Result<(Vec<u8>, Kind), Refusal> {
    let full = folder.join(path);
    let metadata = std::fs::metadata(&full).map_err(|error| unreadable(&full, path, &error))?;
    if metadata.is_dir() {
        return Err(about(
            path,
            "dat011",
            Text::new("这是文件夹，应为文件", "this is a folder, a file is expected"),
            Text::new("写出文件夹里那个文件的路径", "write the path of a file in it"),
        ));
    }
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err(about(
            path,
            "dat012",
            Text::new(
                "文件太大（超过 8 GB）或不是普通文件",
                "the file is larger than 8 GB, or no ordinary file",
            ),
            Text::new("按年份或地区拆成几个文件", "split it into several files, by year or district"),
        ));
    }
    let bytes = std::fs::read(&full).map_err(|error| unreadable(&full, path, &error))?;
    if bytes.iter().all(|byte| byte.is_ascii_whitespace()) {
        return Err(about(
            path,
            "dat013",
            Text::new("文件是空的", "the file is empty"),
            Text::new("核对路径，或重新导出", "check the path, or export the file again"),
        ));
    }
    let kind = kind(&bytes);
    Ok((bytes, kind))
}

/// SHA-256, hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Why a file cannot be read at all. Boxed, as it is large and rare.
pub(super) type Refusal = Box<Diagnostic>;

/// An error about a whole file.
pub(super) fn about(path: &str, code: &'static str, message: Text, hint: Text) -> Refusal {
    let diagnostic = Diagnostic::error(code, message.zh, message.en).hint(hint.zh, hint.en);
    Box::new(diagnostic.at(Place::File { file: path.to_owned() }))
}

/// What the first bytes say.
pub(super) fn kind(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Kind::Archive;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Kind::Compound;
    }
    let start = bytes[..bytes.len().min(512)].trim_ascii_start().to_ascii_lowercase();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start);
    let page = ["<html", "<!doctype", "<?xml", "<table", "<meta", "<head"];
    if page.iter().any(|tag| start.starts_with(tag.as_bytes())) { Kind::Page } else { Kind::Delimited }
}

fn unreadable(full: &Path, path: &str, error: &std::io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => missing(full, path),
        ErrorKind::PermissionDenied => about(
            path,
            "dat012",
            Text::new("没有权限读这个文件", "no permission to read the file"),
            Text::new(
                "改文件权限；正在 Excel 或 WPS 里打开的，先关闭",
                "change its permissions; close it if it is open in a spreadsheet",
            ),
        ),
        kind => about(
            path,
            "dat012",
            Text::new(format!("文件读不出来（{kind}）"), format!("the file cannot be read ({kind})")),
            Text::new("把文件复制到本机硬盘再试", "copy it to a local disk and try again"),
        ),
    }
}

fn missing(full: &Path, path: &str) -> Refusal {
    let name = full.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let entries = full.parent().and_then(|parent| std::fs::read_dir(parent).ok());
    let Some(entries) = entries else {
        return about(
            path,
            "dat010",
            Text::new("没有这个文件，它所在的文件夹也没有", "there is no such file, and no such folder"),
            Text::new("路径从 study.toml 所在的文件夹算起", "paths are relative to the folder of the study"),
        );
    };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let same_stem = names.iter().find(|other| stem(other) == stem(&name)).map(String::as_str);
    let hint = match same_stem.or_else(|| nearest(&name, names.iter().map(String::as_str))) {
        Some(near) => Text::new(
            format!("同一文件夹里有 `{near}`，是不是它？"),
            format!("did you mean `{near}`, which is in the same folder?"),
        ),
        None => {
            Text::new("路径从 study.toml 所在的文件夹算起", "paths are relative to the folder of the study")
        }
    };
    about(path, "dat010", Text::new("没有这个文件", "there is no such file"), hint)
}
