//! A diagnosis in a few lines: what stands out, kind by kind, and what to do.

use crate::diagnosis::{Diagnosis, Finding};
use crate::diagnostic::Severity;
use crate::vocab::{Language, Text};

/// So many findings of a kind are told; the rest are counted.
const TOLD: usize = 3;

/// What a kind of finding is called.
#[must_use]
pub fn kind(code: &str) -> Option<Text> {
    let (zh, en) = match code {
        "dia001" => ("没有得分", "no scores"),
        "dia002" => ("没有数据", "no data"),
        "dia003" => ("对象太少", "few units"),
        "dia004" => ("全都相同", "constant"),
        "dia005" => ("极端值", "outliers"),
        "dia006" => ("缺失多", "many gaps"),
        "dia007" => ("零多", "many zeros"),
        "dia008" => ("并列多", "many ties"),
        "dia009" => ("锚点饱和", "saturated anchors"),
        "dia010" => ("超出锚点", "beyond the anchors"),
        "dia011" => ("同组高度相关", "high correlation within a group"),
        "dia012" => ("同组负相关", "negative correlation within a group"),
        "dia013" => ("与所属组相反", "against its group"),
        "dia014" => ("与所属组无关", "unrelated to its group"),
        "dia015" => ("一家独大", "decides its group"),
        "dia016" => ("重复计分", "counted twice"),
        "dia017" => ("更像别组", "nearer to another group"),
        "dia018" => ("一致性低", "low reliability"),
        "dia019" => ("不宜做因子分析", "inadequate for factors"),
        "dia020" => ("可由其他项推出", "follows from others"),
        "dia021" => ("测了不止一件事", "several components"),
        "dia022" => ("随规模走", "size bias"),
        "dia023" => ("未查规模", "size not checked"),
        "dia024" => ("影响与权重不符", "influence differs from weight"),
        "dia026" => ("结构依据不足", "little ground for structure"),
        "dia027" => ("不均等无法计算", "no inequality"),
        _ => return None,
    };
    Some(Text::new(zh, en))
}

/// A few lines for a terminal, without a final line break.
#[must_use]
pub fn summary(diagnosis: &Diagnosis, language: Language) -> String {
    let zh = language == Language::Zh;
    let count = |severity| diagnosis.findings.iter().filter(|found| found.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let (period, units, scored) = (diagnosis.period, diagnosis.units, diagnosis.scored);
    let mut text = if zh {
        format!(
            "诊断 {period}：{units} 个对象中 {scored} 个有综合得分；{errors} 项错误、{warnings} 项警告、{notes} 项提示"
        )
    } else {
        format!(
            "diagnosis of {period}: {scored} of {units} units have an index score; errors: {errors}, warnings: {warnings}, notes: {notes}"
        )
    };
    for found in diagnosis.findings.chunk_by(|a, b| a.code == b.code && a.severity == b.severity) {
        text += &of_kind(found, language);
    }
    text
}

fn of_kind(found: &[Finding], language: Language) -> String {
    let zh = language == Language::Zh;
    let Some(first) = found.first() else { return String::new() };
    let severity = match (first.severity, zh) {
        (Severity::Error, true) => "错误",
        (Severity::Error, false) => "error",
        (Severity::Warning, true) => "警告",
        (Severity::Warning, false) => "warning",
        (Severity::Note, true) => "提示",
        (Severity::Note, false) => "note",
    };
    let kind = kind(first.code.0).unwrap_or_default();
    let mut text = if zh {
        format!("\n\n{severity}[{}] {}（{}）", first.code.0, kind.zh, found.len())
    } else {
        format!("\n\n{severity}[{}] {} ({})", first.code.0, kind.en, found.len())
    };
    for one in found.iter().take(TOLD) {
        text += &format!("\n  {}", one.message.get(language));
    }
    if found.len() > TOLD {
        let more = found.len() - TOLD;
        text += &if zh { format!("\n  另有 {more} 项") } else { format!("\n  and {more} more") };
    }
    // What to do is mostly the same for all of a kind; the first says it.
    text +=
        &if zh { format!("\n  建议：{}", first.hint.zh) } else { format!("\n  hint: {}", first.hint.en) };
    text
}
