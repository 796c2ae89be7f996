//! What is said when the command line cannot be understood: clap's findings in the reader's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use quanheng::vocab::Language;

use crate::commands::Exit;

/// Prints help, version or a usage error; the exit code to end with.
pub(crate) fn explain(error: &clap::Error, language: Language) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return Exit::Fine;
    }
    if language == Language::En || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return Exit::CouldNotRun;
    }
    anstream_line(&chinese(error));
    Exit::CouldNotRun
}

fn anstream_line(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn chinese(error: &clap::Error) -> String {
    let get = |kind| error.get(kind).map(plain).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let allowed = get(ContextKind::ValidValue);
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| error.get(kind).map(plain));
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", get(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少取值"),
        ErrorKind::InvalidValue if !allowed.is_empty() => format!("{argument} 的取值“{value}”不对，应为：{allowed}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{argument} 的取值“{value}”不对"),
        ErrorKind::ArgumentConflict => format!("{argument} 不能与其他选项同时使用或重复使用"),
        _ => error.to_string(),
    };
    let mut text = format!("错误：{message}");
    if let Some(near) = near {
        text += &format!("\n  建议：是不是“{near}”？");
    }
    text + "\n\n用 quanheng --help 查看用法"
}

fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(list) => list.join("、"),
        ContextValue::StyledStrs(list) => list.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}
