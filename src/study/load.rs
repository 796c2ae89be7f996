//! Reading `study.toml` and the definition it names. The data come later, in `run`.

use std::path::{Path, PathBuf};

use super::check::{check, check_against, newer};
use super::document::StudyDocument;
use super::manifest::{InputFile, sha256};
use super::paths::{is_outside, plain};
use crate::definition::{self, Definition, shape};
use crate::diagnostic::{Diagnostic, Place, Severity, any_error, nearest};
use crate::sensitivity::{self, FactorKind};
use crate::vocab::Period;

/// The newest version of `study.toml` this program reads.
pub(super) const FORMAT: u32 = 1;

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
    /// The definitions that alternatives of its sensitivity analysis name by path, in the order written.
    pub editions: Vec<Definition>,
    /// The files read so far: the study and its definition.
    pub(super) inputs: Vec<InputFile>,
    /// Where the things of the study file stand.
    pub(super) positions: shape::Positions,
}

impl Study {
    /// Reads a study file, or the `study.toml` in a folder, and its definition. The study is there when no diagnostic is an error.
    #[must_use]
    pub fn load(path: &Path) -> (Option<Study>, Vec<Diagnostic>) {
        let path = if path.is_dir() { plain(&path.join("study.toml")) } else { path.to_owned() };
        let shown = path.display().to_string();
        let text = match read_text(&path, &shown) {
            Ok(text) => text,
            Err(problem) => return (None, vec![problem]),
        };
        let (read, mut found) = shape::read::<StudyDocument>(&shown, &text);
        let Some((document, positions)) = read else { return (None, of_form(&shown, &text, found)) };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        found.extend(check(&document, &positions));
        let (definition, problems) = load_definition(&document, &folder, &positions);
        found.extend(problems);
        let Some(definition) = definition else { return (None, found) };
        let (editions, problems) = load_editions(&document, &folder, &positions);
        let read_all = !any_error(&problems);
        found.extend(problems);
        found.extend(check_against(&document, &definition, &positions));
        if let Some(sensitivity) = document.sensitivity.as_ref().filter(|_| read_all) {
            let editions: Vec<Definition> = editions.iter().map(|(_, edition)| edition.clone()).collect();
            let at = positions.root().key("sensitivity");
            found.extend(sensitivity::check(sensitivity, &definition, &editions, &document.periods, at));
        }
        if any_error(&found) {
            return (None, found);
        }
        let mut inputs = inputs_of(&document.definition, &definition);
        for (path, edition) in &editions {
            inputs.extend(inputs_of(path, edition));
        }
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        inputs.push(InputFile { path: name, sha256: sha256(text.as_bytes()), outside: false });
        let editions: Result<Vec<Definition>, _> =
            editions.into_iter().map(|(_, edition)| rebased(edition, &document.base)).collect();
        match rebased(definition, &document.base).and_then(|definition| Ok((definition, editions?))) {
            Ok((definition, editions)) => (
                Some(Study { document, folder, file: shown, definition, editions, inputs, positions }),
                found,
            ),
            Err(problems) => (None, problems),
        }
    }

    /// The same study under another definition: that of a scorecard its data are to be scored with.
    #[must_use]
    pub fn with_definition(self, definition: Definition) -> Study {
        Study { definition, ..self }
    }
}

/// Problems of form mean little when the file is written for a later program.
fn of_form(shown: &str, text: &str, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let table = text.parse::<toml::Table>().ok();
    let format = table.and_then(|t| t.get("format")?.as_integer()).and_then(|f| u32::try_from(f).ok());
    match format.filter(|format| *format > FORMAT) {
        Some(format) => vec![newer(format, Place::File { file: shown.to_owned() })],
        None => found,
    }
}

/// The files of the definition, by path from the study.
fn inputs_of(folder: &str, definition: &Definition) -> Vec<InputFile> {
    let folder = folder.trim_end_matches('/');
    let input = |file: &definition::DefinitionFile| {
        let path = format!("{folder}/{}", file.name);
        InputFile { outside: is_outside(&path), path, sha256: file.sha256.clone() }
    };
    definition.files().iter().map(input).collect()
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
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error).at(place.clone()))?;
    if path.extension().is_none_or(|ending| ending != "toml") {
        let problem = Diagnostic::error(
            "std021",
            "这不是评价项目文件，应为 .toml 文件",
            "this is no study file; a .toml file is expected",
        );
        return Err(problem
            .hint("写 study.toml，或它所在的文件夹", "name study.toml, or the folder it is in")
            .at(place));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        Diagnostic::error("std002", "评价项目文件不是 UTF-8 编码", "the study file is not UTF-8")
            .hint("在编辑器里另存为 UTF-8", "save it as UTF-8 in your editor")
            .at(place)
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    if error.kind() != std::io::ErrorKind::NotFound {
        let zh = format!("读不了评价项目文件（{error}）");
        return Diagnostic::error("std001", zh, format!("the study file cannot be read ({error})"))
            .hint("检查路径和权限", "check the path and its permissions");
    }
    let problem = Diagnostic::error("std001", "没有这个评价项目文件", "there is no such study file");
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_default = path.file_name().is_some_and(|name| name == "study.toml");
    if is_default && folder.join("framework.toml").is_file() {
        return problem.hint(
            "这个文件夹是指标体系，只能用 quanheng check 检查；运行要有 study.toml",
            "this folder is a definition, which `quanheng check` checks; to run it takes a study.toml",
        );
    }
    match nearest_in(path, |entry| entry.is_dir() || entry.extension().is_some_and(|e| e == "toml")) {
        Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => problem
            .hint("检查路径；新建项目用 quanheng new", "check the path; `quanheng new` makes a new study"),
    }
}

/// The definitions that alternatives name by path, in the order written, with these paths.
fn load_editions(
    document: &StudyDocument,
    folder: &Path,
    positions: &shape::Positions,
) -> (Vec<(String, Definition)>, Vec<Diagnostic>) {
    let (mut editions, mut found) = (Vec::new(), Vec::new());
    let factors = document.sensitivity.iter().flat_map(|sensitivity| &sensitivity.factor).enumerate();
    for (number, factor) in factors {
        let FactorKind::Alternatives { alternative, .. } = &factor.kind else { continue };
        for (at, alternative) in alternative.iter().enumerate() {
            let Some(named) = &alternative.definition else { continue };
            let factor = positions.root().key("sensitivity").key("factor").entry(number);
            let spot = factor.key("alternative").entry(at).key("definition");
            let (edition, problems) = load_folder(named, folder, spot);
            found.extend(problems.into_iter().filter(|problem| problem.severity == Severity::Error));
            editions.extend(edition.map(|edition| (named.clone(), edition)));
        }
    }
    (editions, found)
}

fn load_definition(
    document: &StudyDocument,
    folder: &Path,
    positions: &shape::Positions,
) -> (Option<Definition>, Vec<Diagnostic>) {
    if document.definition.contains('\\') {
        // Said already; where it would lead differs between systems.
        return (None, Vec::new());
    }
    load_folder(&document.definition, folder, positions.root().key("definition"))
}

/// The definition in a folder that the study file names at `spot`.
fn load_folder(named: &str, folder: &Path, spot: shape::Spot<'_>) -> (Option<Definition>, Vec<Diagnostic>) {
    let path = plain(&folder.join(named));
    if path.is_dir() {
        return definition::load(&path);
    }
    let (zh, en) = if path.exists() {
        (
            format!("`definition` 指向的“{named}”是文件，应为文件夹"),
            format!("`definition` names `{named}`, which is a file; a folder is expected"),
        )
    } else {
        (
            format!("`definition` 指向的文件夹“{named}”不存在"),
            format!("`definition` names the folder `{named}`, which does not exist"),
        )
    };
    let problem = Diagnostic::error("std003", zh, en).at(spot.place());
    let problem = match nearest_in(&path, Path::is_dir).filter(|_| !path.exists()) {
        Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => problem.hint(
            "路径从评价项目文件所在的文件夹算起，写到 framework.toml 所在的文件夹",
            "the path starts from the folder of the study file and ends at the folder of framework.toml",
        ),
    };
    (None, vec![problem])
}

/// The name most like that of `path` among its neighbours.
fn nearest_in(path: &Path, fits: impl Fn(&Path) -> bool) -> Option<String> {
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let fitting = entries.filter(|entry| fits(&entry.path()));
    let mut names: Vec<String> = fitting.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    nearest(&wanted, names.iter().map(String::as_str)).map(str::to_owned)
}
