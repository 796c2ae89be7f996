use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The language of a message, a report or a heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Chinese (simplified): the default, as reports are read in Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag written into documents: `zh-CN` or `en-GB`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en-GB",
        }
    }
}

/// A name or sentence in Chinese and English.
///
/// ```
/// use quanheng::vocab::{Language, Text};
/// let name = Text::new("研发经费投入强度", "R&D intensity");
/// assert_eq!(name.get(Language::En), "R&D intensity");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// A text from its Chinese and English wording.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Text { zh: zh.into(), en: en.into() }
    }

    /// The same wording in both languages: for names taken from data.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Text { zh: text.clone(), en: text }
    }

    /// The wording in one language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }

    /// Whether neither language says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}
