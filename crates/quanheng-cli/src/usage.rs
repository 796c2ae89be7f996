//! What is said when the command line cannot be understood: clap's findings in the reader's language.

use std::io::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use quanheng::diagnostic::nearest;
use quanheng::vocab::Language;

use crate::args::{MOST_THREADS, command};
use crate::commands::Exit;

/// Prints help, version or a usage error; the exit code to end with.
pub(crate) fn explain(error: &clap::Error, language: Language) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            Exit::Fine
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let _ = write!(std::io::stderr(), "{}", command(language).render_help());
            Exit::CouldNotRun
        }
        _ => {
            let _ = write!(std::io::stderr(), "{}", text(error, language));
            Exit::CouldNotRun
        }
    }
}

fn text(error: &clap::Error, language: Language) -> String {
    let (message, near) = (message(error, language), near(error, language));
    match language {
        Language::Zh => {
            let near = near.map(|near| format!("  建议：是不是“{near}”？\n")).unwrap_or_default();
            format!("错误：{message}\n{near}\n用 quanheng --help 查看用法\n")
        }
        Language::En => {
            let near = near.map(|near| format!("  hint: did you mean `{near}`?\n")).unwrap_or_default();
            format!("error: {message}\n{near}\nfor usage see quanheng --help\n")
        }
    }
}

/// What was meant, perhaps.
fn near(error: &clap::Error, language: Language) -> Option<String> {
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| error.get(kind).map(|value| plain(value, language)));
    suggested.or_else(|| {
        let given = error.get(ContextKind::InvalidSubcommand).map(|value| plain(value, language))?;
        let command = command(language);
        let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let near = if given == "help" { Some("--help") } else { nearest(&given, names) };
        near.map(str::to_owned)
    })
}

fn message(error: &clap::Error, language: Language) -> String {
    let zh = language == Language::Zh;
    let get = |kind| error.get(kind).map(|value| plain(value, language)).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    let value = get(ContextKind::InvalidValue);
    let allowed = match get(ContextKind::ValidValue) {
        allowed if allowed.is_empty() && argument.starts_with("--threads") => format!("1–{MOST_THREADS}"),
        allowed => allowed,
    };
    let repeated = get(ContextKind::PriorArg) == argument;
    let name = get(ContextKind::InvalidSubcommand);
    let pick = |zh_text: String, en_text: String| if zh { zh_text } else { en_text };
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            pick(format!("没有“{argument}”这个选项"), format!("there is no option `{argument}`"))
        }
        ErrorKind::UnknownArgument => {
            pick(format!("“{argument}”是多余的"), format!("`{argument}` is one argument too many"))
        }
        ErrorKind::InvalidSubcommand => {
            pick(format!("没有“{name}”这个命令"), format!("there is no command `{name}`"))
        }
        ErrorKind::MissingRequiredArgument => {
            pick(format!("缺少 {argument}"), format!("{argument} is missing"))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            pick(format!("{argument} 后面缺少取值"), format!("{argument} lacks its value"))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if !allowed.is_empty() => pick(
            format!("{argument} 的取值“{value}”不对，应为：{allowed}"),
            format!("{argument} cannot be `{value}`; allowed: {allowed}"),
        ),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            pick(format!("{argument} 的取值“{value}”不对"), format!("{argument} cannot be `{value}`"))
        }
        ErrorKind::ArgumentConflict if repeated => {
            pick(format!("{argument} 写了两次"), format!("{argument} is given twice"))
        }
        ErrorKind::ArgumentConflict => {
            let prior = get(ContextKind::PriorArg);
            pick(
                format!("{argument} 不能与 {prior} 同时使用"),
                format!("{argument} cannot be used with {prior}"),
            )
        }
        _ => error.kind().to_string(),
    }
}

fn plain(value: &ContextValue, language: Language) -> String {
    let comma = if language == Language::Zh { "、" } else { ", " };
    match value {
        ContextValue::Strings(list) => list.join(comma),
        ContextValue::StyledStrs(list) => {
            list.iter().map(ToString::to_string).collect::<Vec<_>>().join(comma)
        }
        other => other.to_string(),
    }
}
