//! What may be typed, in the reader's language, and what it means.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use quanheng::vocab::Language;

/// How results that a person might pipe are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For reading.
    Text,
    /// For programs.
    Json,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) enum Request {
    Run { study: PathBuf, out: Option<PathBuf> },
    Check { path: PathBuf },
    Fit { study: PathBuf, out: Option<PathBuf> },
    Score { study: PathBuf, scorecard: PathBuf, out: Option<PathBuf> },
    Explain { study: PathBuf, unit: String, period: Option<String>, node: Option<String>, touches: Option<String> },
    New { folder: PathBuf },
    Verify { study: PathBuf, out: Option<PathBuf> },
    Completions { shell: Shell },
}

/// A request with the switches every command knows.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    pub(crate) request: Request,
    pub(crate) language: Language,
    pub(crate) format: Format,
    pub(crate) threads: Option<usize>,
    pub(crate) verbosity: Verbosity,
}

/// Whether progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verbosity {
    Normal,
    Quiet,
}

/// Parses the words of the command line.
pub(crate) fn read(words: &[OsString], language: Language) -> Result<Invocation, clap::Error> {
    let matches = command(language).try_get_matches_from(words)?;
    let Some((name, sub)) = matches.subcommand() else {
        return Err(command(language).error(clap::error::ErrorKind::MissingSubcommand, ""));
    };
    let request = request(name, sub);
    Ok(Invocation {
        request,
        language,
        format: if sub.get_one::<String>("format").is_some_and(|f| f == "json") { Format::Json } else { Format::Text },
        threads: sub.get_one::<u64>("threads").and_then(|n| usize::try_from(*n).ok()),
        verbosity: if sub.get_flag("quiet") { Verbosity::Quiet } else { Verbosity::Normal },
    })
}

fn request(name: &str, sub: &ArgMatches) -> Request {
    let path = |id: &str| sub.try_get_one::<PathBuf>(id).ok().flatten().cloned();
    let text = |id: &str| sub.try_get_one::<String>(id).ok().flatten().cloned();
    let study = || path("STUDY").unwrap_or_default();
    match name {
        "run" => Request::Run { study: study(), out: path("out") },
        "check" => Request::Check { path: path("PATH").unwrap_or_default() },
        "fit" => Request::Fit { study: study(), out: path("out") },
        "score" => {
            Request::Score { study: study(), scorecard: path("scorecard").unwrap_or_default(), out: path("out") }
        }
        "explain" => Request::Explain {
            study: study(),
            unit: text("UNIT").unwrap_or_default(),
            period: text("period"),
            node: text("node"),
            touches: text("touches"),
        },
        "new" => Request::New { folder: path("DIR").unwrap_or_default() },
        "verify" => Request::Verify { study: study(), out: path("out") },
        _ => Request::Completions { shell: sub.get_one::<Shell>("SHELL").copied().unwrap_or(Shell::Bash) },
    }
}

/// The whole command with its help in one language.
pub(crate) fn command(language: Language) -> Command {
    let say = |zh: &'static str, en: &'static str| if language == Language::Zh { zh } else { en };
    let headings = Headings { language };
    let study = || {
        Arg::new("STUDY").required(true).value_parser(value_parser!(PathBuf)).help(say(
            "study.toml，或它所在的文件夹",
            "study.toml, or the folder it is in",
        ))
    };
    let out = |zh: &'static str, en: &'static str| {
        Arg::new("out").long("out").short('o').value_name(say("路径", "PATH")).value_parser(value_parser!(PathBuf)).help(say(zh, en))
    };
    let sub = |name: &'static str, zh: &'static str, en: &'static str, examples: &'static str| {
        headings.dress(Command::new(name).about(say(zh, en)), examples)
    };
    let commands = [
        sub(
            "run",
            "完成一次评价：读数据、定标、计分、出报告",
            "do a whole evaluation: read, fit, score, report",
            "  quanheng run studies/shuangqian-demo\n  quanheng run study.toml --out results --threads 4",
        )
        .arg(study())
        .arg(out("输出文件夹，默认为评价项目旁的 out", "output folder; default: `out` beside the study")),
        sub(
            "check",
            "检查评价项目或指标体系，一次列出全部问题",
            "check a study or a definition, listing every problem at once",
            "  quanheng check study.toml\n  quanheng check indicators/shuangqian/2024 --format json",
        )
        .arg(Arg::new("PATH").required(true).value_parser(value_parser!(PathBuf)).help(say(
            "study.toml，或指标体系文件夹",
            "study.toml, or the folder of a definition",
        ))),
        sub(
            "fit",
            "用基期数据定标，写出评分卡",
            "fit the base periods and write the scorecard",
            "  quanheng fit study.toml --out scorecard.json",
        )
        .arg(study())
        .arg(out("评分卡文件，默认写到标准输出", "scorecard file; default: stdout")),
        sub(
            "score",
            "用已有评分卡给评价项目的数据计分",
            "score a study's data with an existing scorecard",
            "  quanheng score study-2026.toml --scorecard scorecard.json --out scores-2026.csv",
        )
        .arg(study())
        .arg(
            Arg::new("scorecard")
                .long("scorecard")
                .required(true)
                .value_name(say("文件", "FILE"))
                .value_parser(value_parser!(PathBuf))
                .help(say("评分卡文件", "scorecard file")),
        )
        .arg(out("CSV 文件，默认写到标准输出", "CSV file; default: stdout")),
        explain(sub(
            "explain",
            "说明一个得分从哪里来",
            "say where a score comes from",
            "  quanheng explain study.toml 91420100000000001X --period 2025\n  quanheng explain study.toml 91420100000000001X --node innovation --format json\n  quanheng explain study.toml 91420100000000001X --touches revenue",
        ), language)
        .arg(study().index(1)),
        sub(
            "new",
            "新建一个可以直接运行的评价项目",
            "make a new study that runs as it is",
            "  quanheng new my-study\n  quanheng run my-study",
        )
        .arg(Arg::new("DIR").required(true).value_parser(value_parser!(PathBuf)).help(say(
            "要新建的文件夹",
            "the folder to make",
        ))),
        sub(
            "verify",
            "重新运行，并逐字节比对已有输出",
            "run again and compare the outputs byte by byte",
            "  quanheng verify studies/shuangqian-demo",
        )
        .arg(study())
        .arg(out("要核对的输出文件夹，默认为评价项目旁的 out", "the output folder; default: `out` beside the study")),
        sub("completions", "输出命令行补全脚本", "print a completion script", "  quanheng completions bash > ~/.local/share/bash-completion/completions/quanheng")
            .arg(Arg::new("SHELL").required(true).value_parser(value_parser!(Shell)).help("bash · zsh · fish · powershell · elvish")),
    ];
    let root = Command::new("quanheng")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(
            "权衡：构建、计算并论证评价指标体系",
            "Quanheng builds, scores and defends evaluation indicator systems",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(say("命令", "Commands"))
        .disable_help_subcommand(true);
    let root = root.subcommands(commands.map(|c| shared(c, language)));
    headings.dress(root, "  quanheng run studies/shuangqian-demo\n  quanheng check study.toml\n  quanheng explain study.toml UNIT --period 2025")
        .arg(language_switch(language))
}

fn explain(command: Command, language: Language) -> Command {
    let say = |zh: &'static str, en: &'static str| if language == Language::Zh { zh } else { en };
    let option = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
        Arg::new(name).long(name).value_name(value).help(say(zh, en))
    };
    command
        .arg(Arg::new("UNIT").required(true).index(2).help(say("评价对象的代码或名称", "id or name of the unit")))
        .arg(option("period", say("期", "PERIOD"), "哪一期，默认为报告期", "which period; default: the study's focus"))
        .arg(option("node", say("节点", "NODE"), "哪个指标或维度，默认为总指数", "which indicator or aggregate; default: the index"))
        .arg(option(
            "touches",
            say("变量", "VARIABLE"),
            "反过来问：这个原始数据影响哪些得分",
            "the other way round: which scores this raw variable touches",
        ))
}

fn language_switch(language: Language) -> Arg {
    let help = if language == Language::Zh { "消息语言" } else { "language of messages" };
    let parser = PossibleValuesParser::new(["zh", "en"]).map(|s| s);
    Arg::new("lang").long("lang").value_name("zh|en").value_parser(parser).global(true).hide_possible_values(true).help(help)
}

/// The switches every command has.
fn shared(command: Command, language: Language) -> Command {
    let say = |zh: &'static str, en: &'static str| if language == Language::Zh { zh } else { en };
    command
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("text|json")
                .value_parser(PossibleValuesParser::new(["text", "json"]))
                .hide_possible_values(true)
                .help(say("结果写成文字还是 JSON", "results as text or JSON")),
        )
        .arg(
            Arg::new("threads")
                .long("threads")
                .value_name("N")
                .value_parser(value_parser!(u64).range(1..=1024))
                .help(say("线程数，默认用全部处理器；结果与线程数无关", "threads; default: all processors. Results do not depend on it")),
        )
        .arg(
            Arg::new("quiet")
                .long("quiet")
                .short('q')
                .action(ArgAction::SetTrue)
                .help(say("不显示进度和提示，只显示警告和错误", "no progress and notes, only warnings and errors")),
        )
}

/// Headings and templates in the reader's language.
#[derive(Clone, Copy)]
struct Headings {
    language: Language,
}

impl Headings {
    fn dress(self, command: Command, examples: &'static str) -> Command {
        let zh = self.language == Language::Zh;
        let usage = if zh { "用法" } else { "Usage" };
        let heading = if zh { "示例" } else { "Examples" };
        let command = command
            .next_help_heading(if zh { "选项" } else { "Options" })
            .help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}\n"))
            .after_help(format!("{heading}:\n{examples}"))
            .disable_help_flag(true)
            .arg(Arg::new("help").long("help").short('h').action(ArgAction::Help).help(if zh { "显示帮助" } else { "show this help" }));
        if command.get_name() == "quanheng" {
            let help = if zh { "显示版本" } else { "show the version" };
            return command
                .disable_version_flag(true)
                .arg(Arg::new("version").long("version").short('V').action(ArgAction::Version).help(help));
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_well_formed_in_both_languages() {
        command(Language::Zh).debug_assert();
        command(Language::En).debug_assert();
    }
}
