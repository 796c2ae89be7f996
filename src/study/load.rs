//! Reading `study.toml` and what it points to, except the data.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::document::StudyDocument;
use super::manifest::{InputFile, sha256};
use crate::definition::{self, Definition, shape};
use crate::diagnostic::{Diagnostic, Place, any_error, nearest};
use crate::vocab::Period;

/// The newest version of `study.toml` this program reads.
const FORMAT: u32 = 1;

/// A study that has been read and checked, its data still to come.
#[derive(Clone, Debug)]
pub struct Study {
    /// What was written.
    pub document: StudyDocument,
    /// The folder that its paths start from.
    pub folder: PathBuf,
    /// The study file as the user named it.
    pub file: String,
    /// The definition it names.
    pub definition: Definition,
    /// The files read so far: the study and its definition.
    pub(super) inputs: Vec<InputFile>,
    /// Where the things of the study file stand.
    pub(super) positions: shape::Positions,
}

impl Study {
    /// Reads a study file, or the `study.toml` in a folder, and its definition. The study is there when no diagnostic is an error.
    #[must_use]
    pub fn load(path: &Path) -> (Option<Study>, Vec<Diagnostic>) {
        let path = if path.is_dir() { path.join("study.toml") } else { path.to_owned() };
        let shown = path.display().to_string();
        let text = match read_text(&path, &shown) {
            Ok(text) => text,
            Err(problem) => return (None, vec![problem]),
        };
        let (read, mut found) = shape::read::<StudyDocument>(&shown, &text);
        let Some((document, positions)) = read else { return (None, found) };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        found.extend(check(&document, &positions));
        let (definition, problems) = load_definition(&document, &folder, &positions);
        found.extend(problems);
        let Some(definition) = definition.filter(|_| !any_error(&found)) else { return (None, found) };
        found.extend(check_against(&document, &definition, &positions));
        if any_error(&found) {
            return (None, found);
        }
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut inputs = vec![InputFile { path: name, sha256: sha256(text.as_bytes()), outside: false }];
        for file in definition.files() {
            let path = format!("{}/{}", document.definition.trim_end_matches('/'), file.name);
            inputs.push(InputFile { outside: is_outside(&path), path, sha256: file.sha256.clone() });
        }
        match rebased(definition, &document.base) {
            Ok(definition) => (Some(Study { document, folder, file: shown, definition, inputs, positions }), found),
            Err(problems) => (None, problems),
        }
    }

    /// The same study under another definition: that of a scorecard its data are to be scored with.
    #[must_use]
    pub fn with_definition(self, definition: Definition) -> Study {
        Study { definition, ..self }
    }
}

/// The definition with the base periods a study asks for.
fn rebased(definition: Definition, base: &[Period]) -> Result<Definition, Vec<Diagnostic>> {
    if base.is_empty() {
        return Ok(definition);
    }
    let mut documents = definition.documents().clone();
    documents.framework.base = base.to_vec();
    let (definition, problems) = definition::from_documents(documents);
    definition.ok_or(problems)
}

fn read_text(path: &Path, shown: &str) -> Result<String, Diagnostic> {
    let place = Place::File { file: shown.to_owned() };
    let bytes = std::fs::read(path).map_err(|error| {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        let (zh, en) = if missing {
            ("没有这个评价项目文件".to_owned(), "there is no such study file".to_owned())
        } else {
            (format!("读不了评价项目文件（{error}）"), format!("the study file cannot be read ({error})"))
        };
        let hint = ("检查路径；新建项目用 quanheng new", "check the path; `quanheng new` makes a new study");
        Diagnostic::error("std001", zh, en).hint(hint.0, hint.1).at(place.clone())
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::error("std002", "评价项目文件不是 UTF-8 编码", "the study file is not UTF-8")
            .hint("在编辑器里另存为 UTF-8", "save it as UTF-8 in your editor")
            .at(place)
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn load_definition(
    document: &StudyDocument,
    folder: &Path,
    positions: &shape::Positions,
) -> (Option<Definition>, Vec<Diagnostic>) {
    let path = plain(&folder.join(&document.definition));
    if path.is_dir() {
        return definition::load(&path);
    }
    let zh = format!("`definition` 指向的文件夹“{}”不存在", document.definition);
    let en = format!("`definition` names the folder `{}`, which does not exist", document.definition);
    let mut problem = Diagnostic::error("std003", zh, en).at(positions.root().key("definition").place());
    let neighbours = path.parent().and_then(|p| std::fs::read_dir(p).ok());
    let mut names: Vec<String> = neighbours
        .into_iter()
        .flatten()
        .flatten()
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let wanted = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    problem = match nearest(&wanted, names.iter().map(String::as_str)) {
        Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => problem.hint("路径从评价项目文件所在的文件夹算起", "the path starts from the folder of the study file"),
    };
    (None, vec![problem])
}

/// What can be seen without the definition.
fn check(document: &StudyDocument, positions: &shape::Positions) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let root = positions.root();
    if document.format > FORMAT {
        let zh = format!("评价项目文件的格式版本是 {}，本程序只认识到 {FORMAT}", document.format);
        let en = format!("the study file has format {}; this program reads up to {FORMAT}", document.format);
        let problem = Diagnostic::error("std004", zh, en).at(root.key("format").place());
        found.push(problem.hint("升级本程序", "update this program"));
    }
    for (key, list) in [("base", &document.base), ("periods", &document.periods)] {
        let mut seen = BTreeSet::new();
        for (at, period) in list.iter().enumerate() {
            if !seen.insert(period) {
                let zh = format!("`{key}` 里 {period} 写了两次");
                let en = format!("`{key}` lists {period} twice");
                found.push(Diagnostic::error("std005", zh, en).at(root.key(key).entry(at).place()));
            }
        }
    }
    if let Some(focus) = document.focus
        && !document.periods.is_empty()
        && !document.periods.contains(&focus)
    {
        let zh = format!("报告期 {focus} 不在 `periods` 里");
        let en = format!("the focus {focus} is not among `periods`");
        let problem = Diagnostic::error("std006", zh, en).at(root.key("focus").place());
        found.push(problem.hint("把它加进 `periods`，或改报告期", "add it to `periods`, or name another focus"));
    }
    let mut seen: BTreeSet<(&str, Option<&str>)> = BTreeSet::new();
    for (at, file) in document.data.iter().enumerate() {
        if !seen.insert((&file.path, file.sheet.as_deref())) {
            let zh = format!("数据文件“{}”列了两次", file.path);
            let en = format!("the data file `{}` is listed twice", file.path);
            found.push(Diagnostic::error("std007", zh, en).at(root.key("data").entry(at).key("path").place()));
        }
    }
    found
}

/// What needs the definition.
fn check_against(document: &StudyDocument, definition: &Definition, positions: &shape::Positions) -> Vec<Diagnostic> {
    let attributes = definition.framework().parts().variables.attributes();
    let names: Vec<&str> = attributes.iter().map(|a| a.id.as_str()).collect();
    let by = document.report.by.iter().flatten().enumerate();
    by.filter(|(_, id)| !names.contains(&id.as_str()))
        .map(|(at, id)| {
            let zh = format!("`by` 里的“{id}”不是已声明的属性；已声明：{}", names.join("、"));
            let en = format!("`by` names `{id}`, which is not a declared attribute; declared: {}", names.join(", "));
            let place = positions.root().key("report").key("by").entry(at).place();
            let problem = Diagnostic::error("std008", zh, en).at(place);
            match nearest(id.as_str(), names.iter().copied()) {
                Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => problem.hint("属性在 variables.toml 里声明", "attributes are declared in variables.toml"),
            }
        })
        .collect()
}

/// Whether a path leads out of the folder it starts from.
pub(super) fn is_outside(path: &str) -> bool {
    let mut depth = 0_i32;
    for component in Path::new(path).components() {
        match component {
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            Component::RootDir | Component::Prefix(_) => return true,
            Component::CurDir => {}
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

/// The path without `a/..` inside, so that messages stay short. Links are followed as written.
fn plain(path: &Path) -> PathBuf {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for component in path.components() {
        match (component, parts.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            (Component::CurDir, _) => {}
            (other, _) => parts.push(other),
        }
    }
    if parts.is_empty() { PathBuf::from(".") } else { parts.iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_folder_are_seen() {
        for (path, outside) in [("a/b.csv", false), ("./a/../b", false), ("../a", true), ("a/../../b", true), ("/a", true)] {
            assert_eq!(is_outside(path), outside, "{path}");
        }
        assert_eq!(plain(Path::new("studies/x/../../indicators/y")), Path::new("indicators/y"));
        assert_eq!(plain(Path::new("../a/./b")), Path::new("../a/b"));
    }
}
