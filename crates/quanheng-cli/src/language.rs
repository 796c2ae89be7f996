//! The language of messages: `--lang`, else the locale, else Chinese.

use std::ffi::OsString;

use quanheng::vocab::Language;

/// Looks for `--lang` before the arguments are parsed, so that help and usage errors speak the right language too.
pub(crate) fn choose(words: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Language {
    let words: Vec<_> = words.iter().filter_map(|w| w.to_str()).collect();
    let given = words.iter().enumerate().find_map(|(at, word)| match *word {
        "--lang" => words.get(at + 1).copied(),
        other => other.strip_prefix("--lang="),
    });
    if let Some(language) = given.and_then(named) {
        return language;
    }
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variable(name).filter(|v| !v.is_empty()));
    match locale {
        Some(locale) if locale.starts_with("en") => Language::En,
        _ => Language::Zh,
    }
}

/// `zh` or `en`.
pub(crate) fn named(text: &str) -> Option<Language> {
    match text {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_wins_over_the_locale() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        let english = |name: &str| (name == "LANG").then(|| "en_GB.UTF-8".to_owned());
        assert_eq!(choose(&words("q run --lang zh"), english), Language::Zh);
        assert_eq!(choose(&words("q run --lang=en"), |_| None), Language::En);
        assert_eq!(choose(&words("q run"), english), Language::En);
        assert_eq!(choose(&words("q run"), |_| Some("C".into())), Language::Zh);
    }
}
