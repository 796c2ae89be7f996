//! One replicate written out as a study that can be run alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::document::StudyDocument;
use super::output::write_file;
use super::run::Loaded;
use super::sensitivity::Asked;
use crate::definition::{Definition, Documents, ExpertTable};
use crate::diagnostic::{Diagnostic, Place};
use crate::panel::{Column, DataFile, Layout, Panel};
use crate::scorecard;
use crate::sensitivity::{Analysis, Replicate};
use crate::vocab::Language;

/// The folder of the definition, and the file of the values that the replicate has of its own.
const DEFINITION: &str = "definition";
const DATA: &str = "replicate-data.csv";

impl Loaded {
    /// Writes a replicate into `out`: `study.toml`, its definition, the scorecard fitted for it, values that it has of its own, and a note.
    ///
    /// # Errors
    /// There is no such replicate, it cannot be scored, or the folder cannot be written.
    pub fn write_replicate(&self, asked: &Asked, number: u32, out: &Path) -> Result<(), Vec<Diagnostic>> {
        empty(out).map_err(|problem| vec![problem])?;
        let analysis = Analysis::new(self.sensitivity(&asked.document))?;
        let draws = analysis.plan().sensitivity.draws;
        if number >= draws {
            let zh = format!("没有第 {number} 次重算：编号从 0 到 {}", draws - 1);
            let en = format!("there is no replicate {number}: they are numbered 0 to {}", draws - 1);
            return Err(vec![Diagnostic::error("std101", zh, en)]);
        }
        let engine = analysis.engine()?;
        let replicate = engine.replicate(number).map_err(|failed| {
            let zh = format!("第 {number} 次重算不能计分：{}", failed.why.zh);
            let en = format!("replicate {number} could not be scored: {}", failed.why.en);
            vec![Diagnostic::error("std102", zh, en)]
        })?;
        let mut files = self.definition_files(&replicate.definition).map_err(|problem| vec![problem])?;
        let base = replicate.base.as_ref().or(replicate.scored.as_ref()).unwrap_or(&self.panel);
        let fitted = scorecard::fit(&replicate.definition, base)?;
        files.push(("scorecard.json".to_owned(), fitted.scorecard.to_json()));
        let own = own_variables(&replicate, &self.study.definition);
        let data = replicate.scored.as_ref().filter(|_| !own.is_empty()).map(|panel| own_data(panel, &own));
        let study = self.study_of(out, data.is_some()).map_err(|problem| vec![problem])?;
        files.push(("study.toml".to_owned(), study));
        files.extend(data.map(|text| (DATA.to_owned(), text)));
        files.push(("README.md".to_owned(), self.note(&replicate, number, asked)));
        for (name, text) in files {
            let path = out.join(&name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(|error| vec![unwritable(out, &error.to_string())])?;
            }
            write_file(&path, text.as_bytes()).map_err(|problem| vec![problem])?;
        }
        Ok(())
    }

    /// `framework.toml`, the parts, the variables, the tables of judgements.
    fn definition_files(&self, definition: &Definition) -> Result<Vec<(String, String)>, Diagnostic> {
        let Documents { framework, parts, variables, tables } = definition.documents();
        let toml = |text: Result<String, toml::ser::Error>| {
            text.map_err(|error| unwritable(Path::new(DEFINITION), &error.to_string()))
        };
        let named = |name: &str| format!("{DEFINITION}/{name}");
        let mut files = vec![
            (named("framework.toml"), toml(toml::to_string(framework))?),
            (named(&framework.variables), toml(toml::to_string(variables))?),
        ];
        for (name, part) in framework.parts.iter().zip(parts) {
            files.push((named(name), toml(toml::to_string(part))?));
        }
        for table in tables {
            files.push((named(&table.file), table_text(table)?));
        }
        Ok(files)
    }

    /// The study file: the same data, the definition beside it, no sensitivity.
    fn study_of(&self, out: &Path, has_data: bool) -> Result<String, Diagnostic> {
        fs::create_dir_all(out).map_err(|error| unwritable(out, &error.to_string()))?;
        let mut document: StudyDocument = self.study.document.clone();
        let moved = |path: &str| relative(out, &self.study.folder.join(path));
        document.definition = DEFINITION.to_owned();
        document.base = Vec::new();
        document.sensitivity = None;
        if let Some(register) = &mut document.register {
            register.path = moved(&register.path);
        }
        for file in &mut document.data {
            file.path = moved(&file.path);
        }
        if has_data {
            let mut file = DataFile::new(DATA, Layout::Wide);
            (file.unit, file.period) = (Some("unit".to_owned()), Some("period".to_owned()));
            document.data.push(file);
        }
        toml::to_string(&document).map_err(|error| unwritable(out, &error.to_string()))
    }

    fn note(&self, replicate: &Replicate, number: u32, asked: &Asked) -> String {
        let zh = self.study.document.language == Language::Zh;
        let seed = asked.document.seed;
        let setting = serde_json::to_string_pretty(&replicate.setting).unwrap_or_default();
        let how = match (replicate.base.is_some(), zh) {
            (false, true) => "运行 `quanheng run .`，得分与分析中的第 N 次重算逐位相同。",
            (false, false) => {
                "`quanheng run .` gives the scores that replicate N has in the analysis, bit for bit."
            }
            (true, true) => {
                "这次重算用另抽的样本定标，样本不能写进 study.toml：运行 `quanheng score . --scorecard scorecard.json --out scores.csv`，得分与第 N 次重算逐位相同；`quanheng run .` 会用原来的样本重新定标。"
            }
            (true, false) => {
                "This replicate is fitted on a sample of its own, which a study file cannot say: `quanheng score . --scorecard scorecard.json --out scores.csv` gives the scores of replicate N, bit for bit; `quanheng run .` would fit the sample of the study."
            }
        };
        let how = how.replace('N', &number.to_string());
        if zh {
            format!("# 第 {number} 次重算\n\n种子 {seed}。{how}\n\n抽到的做法：\n\n```json\n{setting}\n```\n")
        } else {
            format!(
                "# Replicate {number}\n\nSeed {seed}. {how}\n\nWhat was drawn:\n\n```json\n{setting}\n```\n"
            )
        }
    }
}

/// A folder that holds something is left alone.
fn empty(out: &Path) -> Result<(), Diagnostic> {
    let filled = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if !filled && (out.is_dir() || !out.exists()) {
        return Ok(());
    }
    let problem = Diagnostic::error(
        "std103",
        "这里已有内容，未作任何改动",
        "there is something here already; nothing was changed",
    );
    let place = Place::File { file: out.display().to_string() };
    Err(problem.hint("用 --out 指定一个新文件夹", "name a new folder with --out").at(place))
}

/// Variables of the replicate that the study does not have.
fn own_variables(replicate: &Replicate, study: &Definition) -> Vec<String> {
    let known: BTreeSet<&str> =
        study.documents().variables.variable.iter().map(|entry| entry.id.as_str()).collect();
    let all = replicate.definition.documents().variables.variable.iter().map(|entry| entry.id.as_str());
    all.filter(|id| !known.contains(id)).map(str::to_owned).collect()
}

/// Values of some variables: full precision, and in words why there is none.
fn own_data(panel: &Panel, variables: &[String]) -> String {
    let mut text = format!("unit,period,{}\n", variables.join(","));
    let columns: Vec<Option<&Column>> = variables.iter().map(|id| panel.variable(id)).collect();
    for row in 0..panel.index().len() {
        text += &format!("{},{}", quoted(&panel.index().unit(row).id), panel.index().row(row).period);
        for column in &columns {
            let Some(column) = column else { continue };
            text += &match column.get(row) {
                Some(value) => format!(",{value:?}"),
                None => format!(",{}", column.status(row).name().zh),
            };
        }
        text.push('\n');
    }
    text
}

/// A table of judgements as the text it was read from.
fn table_text(table: &ExpertTable) -> Result<String, Diagnostic> {
    if table.sheet.is_some() {
        let problem = Diagnostic::error(
            "std104",
            format!("专家表“{}”是工作簿，重算不能写成文件", table.file),
            format!(
                "the expert table `{}` is a workbook: the replicate cannot be written as files",
                table.file
            ),
        );
        return Err(problem.hint("把专家表另存为 CSV", "save the table as CSV"));
    }
    let mut text = String::new();
    let mut line = 1;
    for row in &table.rows {
        // Blank lines stay, so that messages name the same line.
        while line < row.row {
            text.push('\n');
            line += 1;
        }
        text += &row.cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
        text.push('\n');
        line += 1;
    }
    Ok(text)
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// The path from a folder to a file, with `/`; the whole path where there is none.
fn relative(from: &Path, to: &Path) -> String {
    let whole = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (from, to) = (whole(from), whole(to));
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return to.display().to_string();
    }
    let ups = from.components().skip(common).map(|_| PathBuf::from(".."));
    let parts = ups.chain(to.components().skip(common).map(|part| PathBuf::from(part.as_os_str())));
    parts.map(|part| part.to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

fn unwritable(out: &Path, why: &str) -> Diagnostic {
    let (zh, en) = (format!("重算没有写成（{why}）"), format!("the replicate could not be written ({why})"));
    Diagnostic::error("std105", zh, en).at(Place::File { file: out.display().to_string() })
}
