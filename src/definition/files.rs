//! The files of a definition: found, read as text, checked in form, then handed to `resolve`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use toml::de::{DeTable, DeValue};

use super::document::{
    Documents, ExpertRow, ExpertTable, FrameworkDocument, PartDocument, VariablesDocument,
};
use super::resolve::{Places, resolve, wrong_format};
use super::shape::{self, Positions, Spot};
use super::{Definition, DefinitionFile, FORMAT, finish};
use crate::diagnostic::{Diagnostic, Place, any_error, nearest};
use crate::panel::{Grid, grids};
use crate::vocab::TableFile;
use crate::weighting::Weighting;

const FRAMEWORK: &str = "framework.toml";

/// Reads and checks the definition in a folder. There is a definition when no diagnostic is an error; the diagnostics come file by
/// file, in order of place.
///
/// A problem of form (an unknown key, a wrong type) is reported together with all others of its kind in all files; what the
/// values mean together is checked once the form is right.
#[must_use]
pub fn load(folder: &Path) -> (Option<Definition>, Vec<Diagnostic>) {
    let shown = |name: &str| folder.join(name).display().to_string();
    let read = |name: &str| std::fs::read(folder.join(name));
    let mut names: Vec<String> = match std::fs::read_dir(folder) {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".toml") && !name.starts_with('.'))
            .collect(),
        Err(_) => Vec::new(),
    };
    names.sort_unstable();
    Reader { names, shown: &shown, read: &read, found: Vec::new(), files: Vec::new() }.definition()
}

/// The same for files held in memory, each a name and a text: for tests and tools.
#[must_use]
pub fn from_texts(files: &[(&str, &str)]) -> (Option<Definition>, Vec<Diagnostic>) {
    let read = |name: &str| {
        let text = files.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_bytes().to_vec());
        text.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    let names = files.iter().map(|(name, _)| (*name).to_owned()).collect();
    Reader { names, shown: &str::to_owned, read: &read, found: Vec::new(), files: Vec::new() }.definition()
}

struct Reader<'a> {
    /// The TOML files there are.
    names: Vec<String>,
    /// The path of a file as people know it.
    shown: &'a dyn Fn(&str) -> String,
    read: &'a dyn Fn(&str) -> io::Result<Vec<u8>>,
    found: Vec<Diagnostic>,
    files: Vec<DefinitionFile>,
}

impl Reader<'_> {
    fn definition(mut self) -> (Option<Definition>, Vec<Diagnostic>) {
        let Some(text) = self.text(FRAMEWORK, None) else { return (None, self.found) };
        if let Some((given, range)) = later_format(&text) {
            let place = Place::in_text(&(self.shown)(FRAMEWORK), &text, range);
            self.found.push(wrong_format(given).at(place));
            return (None, self.found);
        }
        let Some((framework, positions)) = self.shape::<FrameworkDocument>(FRAMEWORK, &text) else {
            self.rest_of_form();
            return (None, self.found);
        };
        self.listed(&framework, &positions);
        let parts: Vec<_> = framework
            .parts
            .iter()
            .enumerate()
            // A part that is listed twice is read once, so that its ids do not clash with themselves.
            .filter(|(at, name)| !framework.parts[..*at].contains(name))
            .map(|(at, name)| {
                let place = positions.root().key("parts").entry(at).place();
                self.file::<PartDocument>(name, Some(place))
            })
            .collect();
        let place = Some(positions.root().key("variables").place());
        let variables = self.file::<VariablesDocument>(&framework.variables.clone(), place);
        let parts: Option<Vec<(PartDocument, Positions)>> = parts.into_iter().collect();
        let (Some(parts), Some((variables, variable_positions))) = (parts, variables) else {
            return (None, self.found);
        };
        let (parts, part_positions): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let before = self.found.len();
        let tables = self.expert_tables(&framework, &positions, &parts, &part_positions);
        let tables_read = !any_error(&self.found[before..]);
        let mut places = Places {
            framework: positions,
            parts: part_positions,
            variables: variable_positions,
            tables: BTreeMap::new(),
        };
        for table in &tables {
            places.tables.insert(table.file.clone(), (self.shown)(&table.file));
        }
        if !tables_read {
            return (None, self.found);
        }
        let documents = Documents { framework, parts, variables, tables };
        let (framework, found) = resolve(&documents, &places);
        self.found.extend(found);
        let order: Vec<String> = self.files.iter().map(|file| (self.shown)(&file.name)).collect();
        self.found.sort_by_key(|d| rank(d, &order));
        finish(framework, documents, self.files, self.found)
    }

    /// The tables of judgements and of standard values that weightings and cards name, each read once.
    fn expert_tables(
        &mut self,
        framework: &FrameworkDocument,
        positions: &Positions,
        parts: &[PartDocument],
        part_positions: &[Positions],
    ) -> Vec<ExpertTable> {
        let top = positions.root();
        let levels = framework.level.iter().map(|level| level.weighting.as_ref());
        let mut chosen: Vec<(Option<&Weighting>, Spot<'_>)> =
            (0..).map(|at| top.key("level").entry(at)).zip(levels).map(|(spot, w)| (w, spot)).collect();
        let roots = std::iter::once((framework.aggregate.as_slice(), top));
        let others = parts.iter().zip(part_positions).map(|(part, p)| (part.aggregate.as_slice(), p.root()));
        for (cards, spot) in roots.chain(others) {
            let spots = (0..).map(|at| spot.key("aggregate").entry(at));
            chosen.extend(cards.iter().map(|card| card.weighting.as_ref()).zip(spots));
        }
        let mut wanted: Vec<(&TableFile, Place)> = Vec::new();
        for (weighting, spot) in chosen {
            let files = weighting.map(Weighting::expert_files).unwrap_or_default();
            wanted.extend(files.into_iter().map(|file| (file, spot.key("weighting").place())));
        }
        for (part, positions) in parts.iter().zip(part_positions) {
            let list = positions.root().key("indicator");
            for (at, card) in part.indicator.iter().enumerate() {
                let place = list.entry(at).key("normalisation").key("groups").place();
                wanted.extend(card.normalisation.table_file().map(|file| (file, place.clone())));
            }
        }
        let mut tables: Vec<ExpertTable> = Vec::new();
        let mut read: Vec<&TableFile> = Vec::new();
        for (file, place) in wanted {
            if !read.contains(&file) {
                read.push(file);
                tables.extend(self.expert_table(file, place));
            }
        }
        tables
    }

    /// The sheets of one file; what is wrong with it is reported.
    fn expert_table(&mut self, file: &TableFile, place: Place) -> Vec<ExpertTable> {
        let shown = (self.shown)(&file.file);
        let bytes = match (self.read)(&file.file) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.found.push(unreadable(&file.file, &error, &[]).at(place));
                return Vec::new();
            }
        };
        let (grids, sha256) = match grids(bytes, &shown, file.sheet.as_deref()) {
            Ok(read) => read,
            Err(refusal) => {
                self.found.push(*refusal);
                return Vec::new();
            }
        };
        if !self.files.iter().any(|known| known.name == file.file) {
            self.files.push(DefinitionFile { name: file.file.clone(), sha256 });
        }
        let table = |grid: Grid| ExpertTable {
            file: file.file.clone(),
            asked: file.sheet.clone(),
            sheet: grid.sheet,
            rows: grid.rows.into_iter().map(|(row, cells)| ExpertRow { row, cells }).collect(),
        };
        grids.into_iter().map(table).collect()
    }

    /// Where the main file does not say which files belong to it, their form is checked by what they are called.
    fn rest_of_form(&mut self) {
        for name in self.names.clone() {
            match name.as_str() {
                FRAMEWORK => {}
                "variables.toml" => drop(self.file::<VariablesDocument>(&name, None)),
                _ => drop(self.file::<PartDocument>(&name, None)),
            }
        }
    }

    fn file<T: DeserializeOwned + JsonSchema>(
        &mut self,
        name: &str,
        listed: Option<Place>,
    ) -> Option<(T, Positions)> {
        let text = self.text(name, listed)?;
        self.shape(name, &text)
    }

    fn shape<T: DeserializeOwned + JsonSchema>(&mut self, name: &str, text: &str) -> Option<(T, Positions)> {
        let (value, found) = shape::read((self.shown)(name).as_str(), text);
        self.found.extend(found);
        value
    }

    fn text(&mut self, name: &str, listed: Option<Place>) -> Option<String> {
        let shown = (self.shown)(name);
        let place = listed.unwrap_or_else(|| Place::File { file: shown.clone() });
        let bytes = match (self.read)(name) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.found.push(unreadable(name, &error, &self.names).at(place));
                return None;
            }
        };
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        self.files.push(DefinitionFile { name: name.to_owned(), sha256 });
        match String::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(_) => {
                let diagnostic = Diagnostic::error(
                    "def011",
                    format!("文件 `{name}` 不是 UTF-8 编码"),
                    format!("the file `{name}` is not in UTF-8"),
                )
                .hint("在编辑器里另存为 UTF-8", "save it as UTF-8 in your editor");
                self.found.push(diagnostic.at(Place::File { file: shown }));
                None
            }
        }
    }

    /// Parts listed twice, and files that nobody lists.
    fn listed(&mut self, framework: &FrameworkDocument, positions: &Positions) {
        let list = positions.root().key("parts");
        for (at, name) in framework.parts.iter().enumerate() {
            let first = framework.parts[..at].iter().position(|earlier| earlier == name);
            if let Some(first) = first {
                let diagnostic = Diagnostic::error(
                    "def012",
                    format!("文件 `{name}` 在 parts 里写了两次"),
                    format!("the file `{name}` is listed twice in `parts`"),
                )
                .hint("删去一个", "remove one of them");
                let first_place = list.entry(first).place();
                self.found.push(diagnostic.at(list.entry(at).place()).related(
                    first_place,
                    "第一次在这里",
                    "first listed here",
                ));
            }
        }
        let known = |name: &String| {
            name == FRAMEWORK || *name == framework.variables || framework.parts.contains(name)
        };
        for name in self.names.iter().filter(|name| !known(name)) {
            let diagnostic = Diagnostic::warning(
                "def013",
                format!("文件 `{name}` 没有列在 parts 里，不会读它"),
                format!("the file `{name}` is not listed in `parts` and is not read"),
            )
            .hint("列入 parts，或移出这个文件夹", "list it in `parts`, or move it out of the folder");
            self.found.push(diagnostic.at(list.key_place()));
        }
    }
}

/// The format version of a file of a later format: its other problems would be consequences.
fn later_format(text: &str) -> Option<(u64, std::ops::Range<usize>)> {
    let (tree, _) = DeTable::parse_recoverable(text);
    let (_, value) = tree.get_ref().iter().find(|(key, _)| key.get_ref() == "format")?;
    let DeValue::Integer(number) = value.get_ref() else { return None };
    let given = number.as_str().parse().ok().filter(|given| *given > u64::from(FORMAT))?;
    Some((given, value.span()))
}

fn unreadable(name: &str, error: &io::Error, names: &[String]) -> Diagnostic {
    if error.kind() != io::ErrorKind::NotFound {
        return Diagnostic::error(
            "def011",
            format!("读不了文件 `{name}`：{error}"),
            format!("the file `{name}` cannot be read: {error}"),
        );
    }
    let diagnostic =
        Diagnostic::error("def011", format!("没有文件 `{name}`"), format!("there is no file `{name}`"));
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => diagnostic.hint(format!("是不是 `{near}`？"), format!("did you mean `{near}`?")),
        None if name == FRAMEWORK => diagnostic.hint(
            "指标体系的文件夹里要有 framework.toml；请检查路径",
            "the folder of a definition holds framework.toml; check the path",
        ),
        None => diagnostic.hint(
            "文件要和 framework.toml 放在一起；或改正它的名称",
            "put the file beside framework.toml, or correct its name",
        ),
    }
}

/// File by file as they were read, each from top to bottom.
fn rank(diagnostic: &Diagnostic, files: &[String]) -> (usize, usize) {
    let Some(place) = &diagnostic.place else { return (usize::MAX, 0) };
    let file = files.iter().position(|name| name == place.file()).unwrap_or(usize::MAX);
    let start = if let Place::Text { start, .. } = place { *start } else { 0 };
    (file, start)
}
