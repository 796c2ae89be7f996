use std::path::Path;

use quanheng::report::{self, Order};
use quanheng::study::Declared;
use quanheng::vocab::Language;

use super::run::{edited, not_here};
use super::{Ended, Exit, load, read};
use crate::args::{Format, Invocation};
use crate::print;
use crate::progress::Progress;

/// What `quanheng sensitivity STUDY` was told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    pub(crate) out: Option<&'a Path>,
    pub(crate) draws: Option<u32>,
    pub(crate) seed: Option<u64>,
    pub(crate) replicate: Option<u32>,
}

/// `quanheng sensitivity STUDY`.
pub(crate) fn run(invocation: &Invocation, study: &Path, words: Words<'_>) -> Ended {
    let study = load(invocation, study)?;
    let folder = study.folder.strip_prefix(".").unwrap_or(&study.folder).to_owned();
    let default =
        words.replicate.map_or_else(|| "sensitivity".to_owned(), |number| format!("replicate-{number}"));
    let out = words.out.map_or_else(|| folder.join(default), Path::to_owned);
    not_here(&out).map_err(|problem| vec![problem])?;
    let progress = Progress::new(invocation);
    let loaded = read(invocation, study, &progress)?;
    let asked = loaded.asked(words.draws, words.seed);
    if let Some(number) = words.replicate {
        loaded.write_replicate(&asked, number, &out)?;
        drop(progress);
        print::line(&replicate(invocation.language, number, &out));
        return Ok(Exit::Fine);
    }
    let scored =
        loaded.analyse(&asked, Some(&out), |step| progress.step(step), &|heard| progress.heard(heard))?;
    let (manifest, kept) = loaded.write_sensitivity(&scored, &out, |step| progress.step(step))?;
    drop(progress);
    let order = Order { language: invocation.language, ..loaded.order() };
    let results = loaded.results(&order, &scored);
    let Some(robustness) = &scored.robustness else { return Ok(Exit::Fine) };
    match invocation.format {
        Format::Json => {
            let spoken = report::sensitivity_spoken(&results, robustness);
            print::json(&serde_json::json!({
                "out": out.display().to_string(),
                "declared": asked.declared == Declared::Study,
                "run": robustness.run,
                "verdict": spoken.verdict,
                "facts": spoken.facts,
                "outputs": manifest.outputs,
            }));
        }
        Format::Text => {
            let mut text = String::new();
            if asked.declared == Declared::Nowhere {
                text += &undeclared(invocation.language);
            }
            text += &report::sensitivity_summary(&results, robustness);
            text += &places(invocation.language, &out);
            text += &edited(invocation.language, &kept);
            print::line(&text);
        }
    }
    Ok(Exit::Fine)
}

fn undeclared(language: Language) -> String {
    match language {
        Language::Zh => "study.toml 里没有 [sensitivity]：按各级权重 ±20% 重算。要改，见 docs/sensitivity.zh-CN.md\n\n",
        Language::En => "study.toml has no [sensitivity]: the weights of every aggregate move within ±20 %. To change this see docs/sensitivity.md\n\n",
    }
    .to_owned()
}

fn places(language: Language, out: &Path) -> String {
    let at = |name: &str| out.join(name).display().to_string();
    let (page, word, folder) = (at("sensitivity.html"), at("sensitivity.docx"), out.display());
    match language {
        Language::Zh => {
            format!("\n\n  稳健性（网页）  {page}\n  稳健性（Word）  {word}\n  表格（CSV）     {folder}")
        }
        Language::En => format!(
            "\n\n  robustness (page)  {page}\n  robustness (Word)  {word}\n  tables (CSV)       {folder}"
        ),
    }
}

fn replicate(language: Language, number: u32, out: &Path) -> String {
    let folder = out.display();
    match language {
        Language::Zh => format!(
            "第 {number} 次重算已写成可单独运行的项目：{folder}\n  运行方法见 {}",
            out.join("README.md").display()
        ),
        Language::En => format!(
            "replicate {number} is written as a study of its own: {folder}\n  how to run it: {}",
            out.join("README.md").display()
        ),
    }
}
