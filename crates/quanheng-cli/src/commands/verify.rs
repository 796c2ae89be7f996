use std::path::Path;

use quanheng::diagnostic::Diagnostic;
use quanheng::study::{How, Verification};
use quanheng::vocab::Language;

use super::run::default_out;
use super::{Ended, Exit, load, read};
use crate::args::{Format, Invocation};
use crate::print;
use crate::progress::Progress;

/// `quanheng verify STUDY`.
pub(crate) fn run(invocation: &Invocation, study: &Path, out: Option<&Path>) -> Ended {
    let study = load(invocation, study)?;
    let out = out.map_or_else(|| default_out(&study.folder), Path::to_owned);
    let progress = Progress::new(invocation);
    let loaded = read(invocation, study, &progress)?;
    let scratch = tempfile::tempdir().map_err(|error| {
        let zh = format!("建不了临时文件夹（{error}）");
        vec![Diagnostic::error("out006", zh, format!("no temporary folder can be made ({error})"))]
    })?;
    let verification = loaded.verify(&out, &scratch.path().join("again"), |step| progress.step(step))?;
    drop(progress);
    match invocation.format {
        Format::Json => print::json(&verification),
        Format::Text => print::line(&report(invocation.language, &verification)),
    }
    Ok(if verification.holds() { Exit::Fine } else { Exit::Findings })
}

fn report(language: Language, verification: &Verification) -> String {
    let zh = language == Language::Zh;
    if verification.holds() {
        let count = verification.same.len();
        return if zh {
            format!("一致：重新运行得到的 {count} 个文件与已有输出逐字节相同")
        } else {
            format!("the same: a new run gives the same {count} files, byte by byte")
        };
    }
    let mut lines = vec![if zh { "不一致：".to_owned() } else { "not the same:".to_owned() }];
    for difference in &verification.different {
        let how = match (difference.how, zh) {
            (How::Edited, true) => "写出之后被修改过",
            (How::Edited, false) => "was changed after it was written",
            (How::Outdated, true) => "重新运行的结果与它不同",
            (How::Outdated, false) => "a new run gives something else",
            (How::Missing, true) => "缺失",
            (How::Missing, false) => "is missing",
            (How::NoLongerWritten, true) => "现在的程序不再写这个文件",
            (How::NoLongerWritten, false) => "is no longer written",
            (How::New, true) => "是新增的文件",
            (How::New, false) => "is new",
        };
        lines.push(format!("  {} {how}", difference.file));
    }
    for input in &verification.changed_inputs {
        lines.push(if zh {
            format!("  输入 {input} 已改变")
        } else {
            format!("  the input {input} has changed")
        });
    }
    lines.join("\n")
}
