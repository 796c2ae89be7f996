use std::path::Path;

use quanheng::diagnostic::{Diagnostic, nearest};
use quanheng::framework::{Framework, Node};
use quanheng::panel::Variable;
use quanheng::scorecard::{Touch, explain, touches};
use quanheng::study::{Loaded, Step};
use quanheng::vocab::{Language, Period};

use super::{Ended, Exit, load, read};
use crate::args::{Format, Invocation};
use crate::print;
use crate::progress::Progress;

/// What is asked.
pub(crate) struct Question<'a> {
    pub(crate) unit: &'a str,
    pub(crate) period: Option<&'a str>,
    pub(crate) node: Option<&'a str>,
    pub(crate) touches: Option<&'a str>,
}

/// `quanheng explain STUDY UNIT`.
pub(crate) fn run(invocation: &Invocation, study: &Path, question: &Question<'_>) -> Ended {
    let study = load(invocation, study)?;
    let progress = Progress::new(invocation);
    let loaded = read(invocation, study, &progress)?;
    let unit = find_unit(&loaded, question.unit).map_err(|d| vec![d])?;
    let period = match question.period {
        Some(text) => find_period(&loaded, text).map_err(|d| vec![d])?,
        None => loaded.focus,
    };
    progress.step(Step::Fit);
    let scorecard = loaded.fit()?.scorecard;
    drop(progress);
    if let Some(variable) = question.touches {
        let variable = find_variable(&loaded, variable).map_err(|d| vec![d])?;
        let touched = touches(&scorecard, &loaded.panel, &unit, period, variable)?;
        match invocation.format {
            Format::Json => print::json(&touched),
            Format::Text => print::line(&touched_text(invocation.language, scorecard.definition(), &touched)),
        }
        return Ok(Exit::Fine);
    }
    let framework = scorecard.definition().framework();
    let node = match question.node {
        Some(given) => find_node(framework, given).map_err(|d| vec![d])?,
        None => framework.node(framework.root()),
    };
    let explanation = explain(&scorecard, &loaded.panel, &unit, period, node.id.as_str())?;
    match invocation.format {
        Format::Json => print::json(&explanation),
        Format::Text => print::line(&explanation.render(invocation.language)),
    }
    Ok(Exit::Fine)
}

/// One line a period: every indicator and aggregate the cell can change.
fn touched_text(language: Language, framework: &Framework, touched: &[Touch]) -> String {
    let zh = language == Language::Zh;
    if touched.is_empty() {
        let text = if zh { "这个数据不影响任何得分" } else { "this cell touches no score" };
        return text.to_owned();
    }
    let mut lines: Vec<(Period, Vec<String>)> = Vec::new();
    for touch in touched {
        let name = framework.find(touch.node.as_str()).map(|node| framework.node(node).name.get(language));
        let name = name.unwrap_or(touch.node.as_str()).to_owned();
        match lines.last_mut() {
            Some((period, names)) if *period == touch.period => names.push(name),
            _ => lines.push((touch.period, vec![name])),
        }
    }
    let (colon, comma) = if zh { ("：", "、") } else { (": ", ", ") };
    lines
        .iter()
        .map(|(period, names)| format!("{period}{colon}{}", names.join(comma)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The indicator or aggregate given by id, code or name.
fn find_node<'a>(framework: &'a Framework, given: &str) -> Result<&'a Node, Diagnostic> {
    let fits = |node: &Node| {
        let code = node.code.as_deref() == Some(given);
        code || node.id.as_str() == given || node.name.zh == given || node.name.en == given
    };
    let nodes = framework.nodes();
    if let Some(node) = nodes.iter().find(|node| fits(node)) {
        return Ok(node);
    }
    let zh = format!("指标体系里没有“{given}”这个指标或维度");
    let problem =
        Diagnostic::error("std022", zh, format!("the definition has no indicator or aggregate `{given}`"));
    let ids = nodes.iter().map(|node| node.id.as_str());
    let words = nodes.iter().flat_map(|node| {
        node.code.as_deref().into_iter().chain([node.name.zh.as_str(), node.name.en.as_str()])
    });
    Err(match nearest(given, ids).or_else(|| nearest(given, words)) {
        Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => problem.hint("写标识、代码或全称", "give its id, code or whole name"),
    })
}

/// The id of a variable given by id, name or alias.
fn find_variable<'a>(loaded: &'a Loaded, given: &str) -> Result<&'a str, Diagnostic> {
    let variables = loaded.study.definition.parts().variables.variables();
    let fits = |v: &&Variable| {
        v.id.as_str() == given
            || v.name.zh == given
            || v.name.en == given
            || v.aliases.iter().any(|a| a == given)
    };
    if let Some(variable) = variables.iter().find(fits) {
        return Ok(variable.id.as_str());
    }
    let zh = format!("没有声明“{given}”这个变量");
    let problem = Diagnostic::error("std019", zh, format!("no variable `{given}` is declared"));
    let ids = variables.iter().map(|v| v.id.as_str());
    let names = variables.iter().flat_map(|v| [v.name.zh.as_str(), v.name.en.as_str()]);
    Err(match nearest(given, ids).or_else(|| nearest(given, names)) {
        Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => problem.hint("变量在 variables.toml 里声明", "variables are declared in variables.toml"),
    })
}

/// The id of a unit given by id or by name.
fn find_unit(loaded: &Loaded, given: &str) -> Result<String, Diagnostic> {
    let units = loaded.panel.index().units();
    if let Some(unit) = units.iter().find(|u| u.id == given) {
        return Ok(unit.id.clone());
    }
    let named: Vec<_> = units.iter().filter(|u| u.name == given).collect();
    match named.as_slice() {
        [unit] => Ok(unit.id.clone()),
        [] => {
            let zh = format!("数据里没有“{given}”这个对象");
            let problem = Diagnostic::error("std016", zh, format!("the data have no unit `{given}`"));
            let known = units.iter().flat_map(|u| [u.id.as_str(), u.name.as_str()]);
            Err(match nearest(given, known) {
                Some(near) => problem.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
                None => problem.hint("写代码或全称", "give the id or the whole name"),
            })
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|u| u.id.as_str()).collect();
            let zh = format!("“{given}”有 {} 个：{}", ids.len(), ids.join("、"));
            let en = format!("`{given}` is the name of {} units: {}", ids.len(), ids.join(", "));
            Err(Diagnostic::error("std017", zh, en).hint("改用代码", "give the id"))
        }
    }
}

fn find_period(loaded: &Loaded, given: &str) -> Result<Period, Diagnostic> {
    let known = loaded.panel.index().periods();
    let found = given.parse::<Period>().ok().filter(|p| known.contains(p));
    found.ok_or_else(|| {
        let list: Vec<String> = known.iter().map(ToString::to_string).collect();
        let zh = format!("数据里没有“{given}”这一期；有：{}", list.join("、"));
        Diagnostic::error(
            "std018",
            zh,
            format!("the data have no period `{given}`; there are: {}", list.join(", ")),
        )
    })
}
