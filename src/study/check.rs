//! What is wrong with a study file beyond its form.

use std::collections::BTreeSet;
use std::path::Path;

use super::document::StudyDocument;
use super::load::FORMAT;
use super::paths::plain;
use crate::definition::Definition;
use crate::definition::shape::{Positions, Spot};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::vocab::{Id, Period};

/// What can be seen without the definition.
pub(super) fn check(document: &StudyDocument, positions: &Positions) -> Vec<Diagnostic> {
    let root = positions.root();
    let mut found = Vec::new();
    if document.format > FORMAT {
        found.push(newer(document.format, root.key("format").place()));
    }
    twice("base", &document.base, root, &mut found);
    twice("periods", &document.periods, root, &mut found);
    if let Some(focus) = document.focus
        && !document.periods.is_empty()
        && !document.periods.contains(&focus)
    {
        let zh = format!("报告期 {focus} 不在 `periods` 里");
        let en = format!("the focus {focus} is not among `periods`");
        let problem = Diagnostic::error("std006", zh, en).at(root.key("focus").place());
        let hint = ("把它加进 `periods`，或改报告期", "add it to `periods`, or name another focus");
        found.push(problem.hint(hint.0, hint.1));
    }
    paths(document, root, &mut found);
    found
}

/// A format that only a later program knows.
pub(super) fn newer(format: u32, place: Place) -> Diagnostic {
    let zh = format!("评价项目文件的格式版本是 {format}，本程序只认识到 {FORMAT}");
    let en = format!("the study file has format {format}; this program reads up to {FORMAT}");
    Diagnostic::error("std004", zh, en).at(place).hint("升级本程序", "update this program")
}

fn twice(key: &str, list: &[Period], root: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (at, period) in list.iter().enumerate() {
        if !seen.insert(period) {
            let zh = format!("`{key}` 里 {period} 写了两次");
            let en = format!("`{key}` lists {period} twice");
            let problem = Diagnostic::error("std005", zh, en).at(root.key(key).entry(at).place());
            found.push(problem.hint("删去一个", "remove one"));
        }
    }
}

fn paths(document: &StudyDocument, root: Spot<'_>, found: &mut Vec<Diagnostic>) {
    let data = document.data.iter().enumerate();
    let files = data.map(|(at, file)| (file.path.as_str(), root.key("data").entry(at).key("path")));
    let register = document.register.iter().map(|r| (r.path.as_str(), root.key("register").key("path")));
    let definition = std::iter::once((document.definition.as_str(), root.key("definition")));
    for (path, spot) in definition.chain(register).chain(files) {
        if path.contains('\\') {
            let zh = format!("路径“{path}”里有反斜杠；路径一律用 `/` 分隔，在 Windows 上也一样");
            let en = format!("the path `{path}` has backslashes; paths are written with `/`, on Windows too");
            let right = path.replace('\\', "/");
            let problem = Diagnostic::error("std020", zh, en).at(spot.place());
            found.push(problem.hint(format!("写成“{right}”"), format!("write `{right}`")));
        }
    }
    let mut seen = BTreeSet::new();
    for (at, file) in document.data.iter().enumerate() {
        if !seen.insert((plain(Path::new(&file.path)), file.sheet.as_deref())) {
            let zh = format!("数据文件“{}”列了两次", file.path);
            let en = format!("the data file `{}` is listed twice", file.path);
            let place = root.key("data").entry(at).key("path").place();
            let hint = (
                "删去一个；同一工作簿的另一张表用 `sheet` 指明",
                "remove one; name another sheet of a workbook with `sheet`",
            );
            found.push(Diagnostic::error("std007", zh, en).at(place).hint(hint.0, hint.1));
        }
    }
}

/// What needs the definition.
pub(super) fn check_against(
    document: &StudyDocument,
    definition: &Definition,
    positions: &Positions,
) -> Vec<Diagnostic> {
    let root = positions.root();
    let mut found = crate::cross_comparison::check(
        &document.ranking,
        definition.framework(),
        &document.periods,
        root.key("ranking"),
    );
    found.extend(undeclared_attributes(
        document.report.by.as_deref().unwrap_or_default(),
        root.key("report").key("by"),
        definition,
    ));
    let (diagnosis, spot) = (&document.diagnosis, root.key("diagnosis"));
    found.extend(undeclared_attributes(
        diagnosis.by.as_deref().unwrap_or_default(),
        spot.key("by"),
        definition,
    ));
    found.extend(undeclared_sizes(&diagnosis.size, spot.key("size"), definition));
    found
}

fn undeclared_attributes(by: &[Id], spot: Spot<'_>, definition: &Definition) -> Vec<Diagnostic> {
    let attributes = definition.framework().parts().variables.attributes();
    let names: Vec<&str> = attributes.iter().map(|a| a.id.as_str()).collect();
    by.iter()
        .enumerate()
        .filter(|(_, id)| !names.contains(&id.as_str()))
        .map(|(at, id)| {
            let (zh, en) = match names.as_slice() {
                [] => ("指标体系没有声明属性".to_owned(), "the definition declares none".to_owned()),
                names => (format!("已声明：{}", names.join("、")), format!("declared: {}", names.join(", "))),
            };
            let zh = format!("`by` 里的“{id}”不是已声明的属性；{zh}");
            let en = format!("`by` names `{id}`, which is not a declared attribute; {en}");
            let problem = Diagnostic::error("std008", zh, en).at(spot.entry(at).place());
            match nearest(id.as_str(), names.iter().copied()) {
                Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => {
                    problem.hint("属性在 variables.toml 里声明", "attributes are declared in variables.toml")
                }
            }
        })
        .collect()
}

fn undeclared_sizes(size: &[Id], spot: Spot<'_>, definition: &Definition) -> Vec<Diagnostic> {
    let variables = &definition.framework().parts().variables;
    let names = || variables.variables().iter().map(|variable| variable.id.as_str());
    size.iter()
        .enumerate()
        .filter(|(_, id)| variables.variable(id.as_str()).is_none())
        .map(|(at, id)| {
            let problem = Diagnostic::error(
                "std046",
                format!("`size` 里的“{id}”不是已声明的变量"),
                format!("`size` names `{id}`, which is not a declared variable"),
            )
            .at(spot.entry(at).place());
            match nearest(id.as_str(), names()) {
                Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => problem.hint(
                    "规模变量是 variables.toml 里的原始变量，如营业收入、从业人数",
                    "size variables are raw variables of variables.toml, such as revenue or employees",
                ),
            }
        })
        .collect()
}
