//! What may be typed, in the reader's language, and what it means.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, StyledStr};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use quanheng::study::Steps;
use quanheng::vocab::Language;

/// More threads than this help nobody.
pub(crate) const MOST_THREADS: u64 = 1024;

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
    Run {
        study: PathBuf,
        out: Option<PathBuf>,
        steps: Steps,
    },
    Check {
        path: PathBuf,
    },
    Fit {
        study: PathBuf,
        out: Option<PathBuf>,
    },
    Score {
        study: PathBuf,
        scorecard: PathBuf,
        out: Option<PathBuf>,
        steps: Steps,
    },
    Explain {
        study: PathBuf,
        unit: String,
        period: Option<String>,
        node: Option<String>,
        touches: Option<String>,
    },
    Diagnose {
        study: PathBuf,
        out: Option<PathBuf>,
    },
    Sensitivity {
        study: PathBuf,
        out: Option<PathBuf>,
        draws: Option<u32>,
        seed: Option<u64>,
        replicate: Option<u32>,
    },
    New {
        folder: PathBuf,
    },
    Verify {
        study: PathBuf,
        out: Option<PathBuf>,
    },
    Completions {
        shell: Shell,
    },
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
        format: if sub.get_one::<String>("format").is_some_and(|f| f == "json") {
            Format::Json
        } else {
            Format::Text
        },
        threads: sub.get_one::<u64>("threads").and_then(|n| usize::try_from(*n).ok()),
        verbosity: if sub.get_flag("quiet") { Verbosity::Quiet } else { Verbosity::Normal },
    })
}

fn request(name: &str, sub: &ArgMatches) -> Request {
    let path = |id: &str| sub.try_get_one::<PathBuf>(id).ok().flatten().cloned();
    let text = |id: &str| sub.try_get_one::<String>(id).ok().flatten().cloned();
    let whole = |id: &str| sub.try_get_one::<u64>(id).ok().flatten().copied();
    let study = || path("STUDY").unwrap_or_default();
    let asked = || sub.try_get_one::<bool>("steps").ok().flatten().copied().unwrap_or(false);
    let steps = || if asked() { Steps::Written } else { Steps::Left };
    match name {
        "run" => Request::Run { study: study(), out: path("out"), steps: steps() },
        "check" => Request::Check { path: path("PATH").unwrap_or_default() },
        "fit" => Request::Fit { study: study(), out: path("out") },
        "score" => Request::Score {
            study: study(),
            scorecard: path("scorecard").unwrap_or_default(),
            out: path("out"),
            steps: steps(),
        },
        "explain" => Request::Explain {
            study: study(),
            unit: text("UNIT").unwrap_or_default(),
            period: text("period"),
            node: text("node"),
            touches: text("touches"),
        },
        "diagnose" => Request::Diagnose { study: study(), out: path("out") },
        "sensitivity" => Request::Sensitivity {
            study: study(),
            out: path("out"),
            draws: whole("draws").and_then(|draws| u32::try_from(draws).ok()),
            seed: whole("seed"),
            replicate: whole("replicate").and_then(|number| u32::try_from(number).ok()),
        },
        "new" => Request::New { folder: path("DIR").unwrap_or_default() },
        "verify" => Request::Verify { study: study(), out: path("out") },
        _ => Request::Completions { shell: sub.get_one::<Shell>("SHELL").copied().unwrap_or(Shell::Bash) },
    }
}

/// The whole command with its help in one language.
pub(crate) fn command(language: Language) -> Command {
    let words = Words { language };
    let root = Command::new("quanheng")
        .version(env!("CARGO_PKG_VERSION"))
        .about(words.say(
            "权衡：构建、计算并论证评价指标体系",
            "Quanheng builds, scores and defends evaluation indicator systems",
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_help_heading(words.say("命令", "Commands"))
        .subcommand_value_name(words.say("命令", "COMMAND"))
        .disable_help_subcommand(true)
        .subcommands([
            words.run(),
            words.check(),
            words.fit(),
            words.score(),
            words.explain(),
            words.diagnose(),
            words.sensitivity(),
            words.new_study(),
            words.verify(),
            words.completions(),
        ]);
    words
        .dress(root, words.say("quanheng <命令> [选项]", "quanheng <COMMAND> [OPTIONS]"), ROOT_EXAMPLES)
        .arg(words.language_switch())
}

const ROOT_EXAMPLES: &str = "  quanheng run studies/shuangqian-demo
  quanheng check study.toml
  quanheng explain study.toml UNIT --period 2025";

/// Makes commands and switches in the reader's language.
#[derive(Clone, Copy)]
struct Words {
    language: Language,
}

impl Words {
    fn run(self) -> Command {
        let about = self.say(
            "完成一次评价：读数据、定标、计分、出报告",
            "do a whole evaluation: read, fit, score, report",
        );
        let out =
            self.out("输出文件夹，默认为评价项目旁的 out", "output folder; default: `out` beside the study");
        let examples =
            "  quanheng run studies/shuangqian-demo\n  quanheng run study.toml --out results --threads 4";
        let steps = self.steps(
            "另写各步的中间结果表：steps 文件夹和 steps.xlsx",
            "also write tables of intermediate values: folder `steps` and steps.xlsx",
        );
        self.finish(Command::new("run").about(about).arg(self.study()).arg(out).arg(steps), examples)
    }

    fn check(self) -> Command {
        let about = self.say(
            "检查评价项目或指标体系，一次列出全部问题",
            "check a study or a definition, listing every problem at once",
        );
        let path =
            self.place("PATH", "study.toml，或指标体系文件夹", "study.toml, or the folder of a definition");
        let examples = "  quanheng check study.toml\n  quanheng check indicators/shuangqian/2024 --format json > problems.json";
        self.finish(Command::new("check").about(about).arg(path), examples)
    }

    fn fit(self) -> Command {
        let about = self.say("用基期数据定标，写出评分卡", "fit the base periods and write the scorecard");
        let out = self.out("评分卡文件，默认写到标准输出", "scorecard file; default: stdout");
        let examples = "  quanheng fit study.toml --out scorecard.json";
        self.finish(Command::new("fit").about(about).arg(self.study()).arg(out), examples)
    }

    fn score(self) -> Command {
        let about =
            self.say("用已有评分卡给评价项目的数据计分", "score a study's data with an existing scorecard");
        let scorecard = Arg::new("scorecard")
            .long("scorecard")
            .required(true)
            .value_name(self.say("文件", "FILE"))
            .value_parser(value_parser!(PathBuf))
            .help(self.say("评分卡文件", "scorecard file"));
        let out = self.out("得分文件，默认写到标准输出", "file of scores; default: stdout");
        let examples = "  quanheng score study-2026.toml --scorecard scorecard.json --out scores-2026.csv";
        let steps = self.steps(
            "另写各步的中间结果表，放在得分文件旁：steps 文件夹和 steps.xlsx",
            "also write tables of intermediate values beside the file of scores: folder `steps` and steps.xlsx",
        );
        let command = Command::new("score").about(about).arg(self.study()).arg(scorecard).arg(out);
        self.finish(command.arg(steps.requires("out")), examples)
    }

    fn steps(self, zh: &'static str, en: &'static str) -> Arg {
        Arg::new("steps").long("steps").action(ArgAction::SetTrue).help(self.say(zh, en))
    }

    fn explain(self) -> Command {
        let option = |name: &'static str, value: &'static str, zh: &'static str, en: &'static str| {
            Arg::new(name).long(name).value_name(value).help(self.say(zh, en))
        };
        let unit = self.positional("UNIT", "评价对象的代码或名称", "id or name of the unit");
        let period = self.say("期", "PERIOD");
        let node = self.say("节点", "NODE");
        let variable = self.say("变量", "VARIABLE");
        let command = Command::new("explain")
            .about(self.say("说明一个得分从哪里来", "say where a score comes from"))
            .arg(self.study())
            .arg(unit)
            .arg(option("period", period, "哪一期，默认为报告期", "which period; default: the study's focus"))
            .arg(option(
                "node",
                node,
                "哪个指标或维度（标识、代码或名称），默认为总指数",
                "which indicator or aggregate, by id, code or name; default: the index",
            ))
            .arg(
                option(
                    "touches",
                    variable,
                    "反过来问：这个原始变量影响哪些得分",
                    "the other way round: which scores this raw variable touches",
                )
                .conflicts_with("node"),
            );
        let examples = "  quanheng explain study.toml 91420100000000001X --period 2025
  quanheng explain study.toml 91420100000000001X --node innovation --format json
  quanheng explain study.toml 91420100000000001X --touches revenue";
        self.finish(command, examples)
    }

    fn diagnose(self) -> Command {
        let about = self.say(
            "诊断指标体系：数据、相关、结构、影响、规模偏差",
            "diagnose the indicator system: data, correlations, structure, influence, size bias",
        );
        let out = self.out(
            "写网页、表格和 JSON 的文件夹；不写则只在屏幕上列出要看的问题",
            "folder for page, tables and JSON; without it only what stands out is printed",
        );
        let examples =
            "  quanheng diagnose study.toml\n  quanheng diagnose studies/shuangqian-demo --out diagnosis";
        self.finish(Command::new("diagnose").about(about).arg(self.study()).arg(out), examples)
    }

    fn sensitivity(self) -> Command {
        let about = self.say(
            "稳健性：换一种做法，位次还站得住吗",
            "would the ranking hold: ranks with intervals under other choices",
        );
        let number = |name: &'static str, range: RangeInclusive<u64>, zh: &'static str, en: &'static str| {
            Arg::new(name)
                .long(name)
                .value_name("N")
                .value_parser(value_parser!(u64).range(range))
                .help(self.say(zh, en))
        };
        let most = u64::from(u32::MAX);
        let draws = number(
            "draws",
            1..=most,
            "重算次数，默认按 study.toml 的 [sensitivity]",
            "replicates; default: as [sensitivity] in study.toml says",
        );
        let seed = number(
            "seed",
            0..=u64::MAX,
            "随机种子，默认按 study.toml；种子相同，数字相同",
            "seed; default: as study.toml says. The same seed gives the same numbers",
        );
        let replicate = number(
            "replicate",
            0..=most,
            "不分析，只把第 N 次重算写成可单独运行的项目",
            "no analysis: write replicate N as a study that can be run alone",
        );
        let out = self.out(
            "输出文件夹，默认为评价项目旁的 sensitivity",
            "output folder; default: `sensitivity` beside the study",
        );
        let examples = "  quanheng sensitivity studies/shuangqian-demo
  quanheng sensitivity study.toml --draws 10000 --seed 7 --out sensitivity
  quanheng sensitivity study.toml --replicate 17 --out replicate-17";
        let command = Command::new("sensitivity").about(about).arg(self.study());
        self.finish(command.args([draws, seed, out, replicate]), examples)
    }

    fn new_study(self) -> Command {
        let about = self.say("新建一个可以直接运行的评价项目", "make a new study that runs as it is");
        let folder = self.place("DIR", "要新建的文件夹", "the folder to make");
        self.finish(
            Command::new("new").about(about).arg(folder),
            "  quanheng new my-study\n  quanheng run my-study",
        )
    }

    fn verify(self) -> Command {
        let about =
            self.say("重新运行，并逐字节比对已有输出", "run again and compare the outputs byte by byte");
        let out = self.out(
            "要核对的输出文件夹，默认为评价项目旁的 out",
            "the output folder; default: `out` beside the study",
        );
        let command = Command::new("verify").about(about).arg(self.study()).arg(out);
        self.finish(command, "  quanheng verify studies/shuangqian-demo")
    }

    fn completions(self) -> Command {
        let about = self.say("输出命令行补全脚本", "print a completion script");
        let shell = Arg::new("SHELL")
            .required(true)
            .value_parser(value_parser!(Shell))
            .hide_possible_values(true)
            .help("bash · zsh · fish · powershell · elvish")
            .help_heading(self.say("参数", "Arguments"));
        let examples = "  quanheng completions bash > ~/.local/share/bash-completion/completions/quanheng\n  quanheng completions fish > ~/.config/fish/completions/quanheng.fish";
        self.finish(Command::new("completions").about(about).arg(shell), examples)
    }

    fn say(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    fn positional(self, name: &'static str, zh: &'static str, en: &'static str) -> Arg {
        Arg::new(name).required(true).help(self.say(zh, en)).help_heading(self.say("参数", "Arguments"))
    }

    fn place(self, name: &'static str, zh: &'static str, en: &'static str) -> Arg {
        self.positional(name, zh, en).value_parser(value_parser!(PathBuf))
    }

    fn study(self) -> Arg {
        self.place("STUDY", "study.toml，或它所在的文件夹", "study.toml, or the folder it is in")
    }

    fn out(self, zh: &'static str, en: &'static str) -> Arg {
        Arg::new("out")
            .long("out")
            .short('o')
            .value_name(self.say("路径", "PATH"))
            .value_parser(value_parser!(PathBuf))
            .help(self.say(zh, en))
    }

    /// Adds the switches every command has, and the form of its help.
    fn finish(self, command: Command, examples: &'static str) -> Command {
        let places = command.get_positionals().map(|arg| format!("<{}>", arg.get_id()));
        let required = command.get_opts().filter(|arg| arg.is_required_set()).map(|arg| {
            let value = arg.get_value_names().and_then(|names| names.first());
            format!("--{} <{}>", arg.get_id(), value.map_or("", |name| name.as_str()))
        });
        let parts: Vec<String> = places.chain(required).collect();
        let usage = format!(
            "quanheng {} {} {}",
            command.get_name(),
            parts.join(" "),
            self.say("[选项]", "[OPTIONS]")
        );
        self.dress(command.args(self.switches()), usage, examples)
    }

    fn switches(self) -> [Arg; 3] {
        let format = Arg::new("format")
            .long("format")
            .value_name("text|json")
            .value_parser(PossibleValuesParser::new(["text", "json"]))
            .hide_possible_values(true)
            .help(self.say("结果写成文字还是 JSON", "results as text or JSON"));
        let threads = Arg::new("threads")
            .long("threads")
            .value_name("N")
            .value_parser(value_parser!(u64).range(1..=MOST_THREADS))
            .help(self.say(
                "线程数，默认用全部处理器；结果与线程数无关",
                "threads; default: all processors. Results do not depend on it",
            ));
        let quiet = Arg::new("quiet").long("quiet").short('q').action(ArgAction::SetTrue).help(
            self.say("不显示进度和提示，只显示警告和错误", "no progress and notes, only warnings and errors"),
        );
        let heading = self.say("选项", "Options");
        [format, threads, quiet].map(|arg| arg.help_heading(heading))
    }

    fn language_switch(self) -> Arg {
        Arg::new("lang")
            .long("lang")
            .value_name("zh|en")
            .value_parser(PossibleValuesParser::new(["zh", "en"]))
            .global(true)
            .hide_possible_values(true)
            .help_heading(self.say("选项", "Options"))
            .help(self.say("消息语言，默认随系统", "language of messages; default: that of the system"))
    }

    /// Headings, usage and examples in the reader's language.
    fn dress(self, command: Command, usage: impl Into<StyledStr>, examples: &'static str) -> Command {
        let options = self.say("选项", "Options");
        let switch = |name: &'static str, short: char, action: ArgAction, help: &'static str| {
            Arg::new(name).long(name).short(short).action(action).help_heading(options).help(help)
        };
        let is_root = command.get_name() == "quanheng";
        let colon = self.say("：", ": ");
        let command = command
            .mut_args(|arg| if arg.is_positional() { arg } else { arg.help_heading(options) })
            .override_usage(usage.into())
            .help_template(format!(
                "{{about-with-newline}}\n{}{colon}{{usage}}\n\n{{all-args}}{{after-help}}\n",
                self.say("用法", "Usage")
            ))
            .after_help(format!("{}:\n{examples}", self.say("示例", "Examples")))
            .disable_help_flag(true)
            .disable_version_flag(true)
            .arg(switch("help", 'h', ArgAction::Help, self.say("显示帮助", "show this help")));
        if is_root {
            return command.arg(switch(
                "version",
                'V',
                ArgAction::Version,
                self.say("显示版本", "show the version"),
            ));
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
