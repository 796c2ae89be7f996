//! Words that cannot be understood.

use crate::desk::{Desk, both};

#[test]
fn usage_errors() {
    let desk = Desk::new();
    let cases = [
        "rum s",
        "help",
        "evaluate s",
        "run",
        "run s --outt x",
        "run s --colour",
        "run s other",
        "run s --out",
        "run s --threads 0",
        "run s --threads many",
        "run s --format xml",
        "run s -q -q",
        "run s --out a --out b",
        "score s",
        "explain s",
        "explain s U --node a --touches b",
        "completions fisch",
        "completions",
    ];
    insta::assert_snapshot!("usage", cases.map(|words| both(&desk, words)).concat());
    assert_eq!(desk.list("."), [""; 0], "nothing was made");
}

#[test]
fn an_unknown_language_is_said_in_the_language_of_the_locale() {
    let desk = Desk::new();
    let said = ["zh_CN.UTF-8", "en_GB.UTF-8"].map(|locale| {
        desk.done(desk.command("run s --lang fr").env("LANG", locale).output().unwrap()).show()
    });
    insta::assert_snapshot!("language", said.concat());
}
