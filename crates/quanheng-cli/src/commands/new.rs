use std::path::Path;

use quanheng::vocab::Language;

use super::{Ended, Exit};
use crate::args::Invocation;
use crate::print;

/// `quanheng new DIR`.
pub(crate) fn run(invocation: &Invocation, folder: &Path) -> Ended {
    let files = quanheng::study::create(folder).map_err(|problem| vec![problem])?;
    let folder = folder.display();
    print::line(&match invocation.language {
        Language::Zh => format!("已新建 {folder}：{}\n接着运行：quanheng run {folder}", files.join("、")),
        Language::En => format!("made {folder}: {}\nnext: quanheng run {folder}", files.join(", ")),
    });
    Ok(Exit::Fine)
}
