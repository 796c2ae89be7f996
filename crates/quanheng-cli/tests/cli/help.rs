//! Help of every command, in both languages.

use crate::desk::{Desk, both};

#[test]
fn help_of_every_command() {
    let desk = Desk::new();
    let commands = [
        "",
        "run",
        "check",
        "fit",
        "score",
        "explain",
        "diagnose",
        "sensitivity",
        "new",
        "verify",
        "completions",
    ];
    let all = commands.map(|command| both(&desk, &format!("{command} --help"))).concat();
    insta::assert_snapshot!("help", all);
}

#[test]
fn the_program_alone_prints_its_help() {
    let desk = Desk::new();
    for language in ["zh", "en"] {
        let help = desk.run(&format!("--help --lang {language}"));
        let alone = desk.run(&format!("--lang {language}"));
        assert_eq!((alone.code, alone.stdout.as_str()), (Some(2), ""));
        assert_eq!(alone.stderr, help.stdout);
    }
    let bare = desk.run("");
    assert_eq!((bare.code, bare.stdout.as_str()), (Some(2), ""));
    assert!(bare.stderr.starts_with("权衡："), "{}", bare.stderr);
}

#[test]
fn version() {
    let desk = Desk::new();
    for words in ["--version", "-V"] {
        assert_eq!(
            desk.run(words).show(),
            format!("exit 0\n--- stdout\nquanheng {}\n", env!("CARGO_PKG_VERSION"))
        );
    }
}

#[test]
fn completions_of_every_shell() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let done = desk.run(&format!("completions {shell}"));
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
        for word in ["explain", "touches", "scorecard"] {
            assert!(done.stdout.contains(word), "{shell}: {word}");
        }
    }
    assert!(
        desk.run("completions fish").stdout.contains("逐字节比对"),
        "descriptions are in the reader's language"
    );
}

#[test]
fn the_language_follows_the_locale() {
    let desk = Desk::new();
    for (name, value, english) in [
        ("LANG", "en_GB.UTF-8", true),
        ("LC_ALL", "en_US", true),
        ("LANG", "zh_CN.UTF-8", false),
        ("LANG", "C", false),
    ] {
        let done = desk.done(desk.command("--help").env(name, value).output().unwrap());
        assert_eq!(done.stdout.contains("Usage: "), english, "{name}={value}");
    }
}
