//! The scorecard file: pretty JSON that carries the definition, the frozen numbers and their fingerprint.

use serde::{Deserialize, Serialize};

use super::frozen::{Base, BasePeriod, FrozenAggregate, FrozenIndicator, FrozenWeight};
use super::{Scorecard, check, fingerprint};
use crate::definition::{Documents, from_documents};
use crate::diagnostic::Diagnostic;
use crate::imputation::Donors;

/// The version of the file format that this program reads and writes.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    fingerprint: &'a str,
    base: &'a Base,
    weights: &'a [FrozenWeight],
    #[serde(skip_serializing_if = "<[FrozenAggregate]>::is_empty")]
    aggregates: &'a [FrozenAggregate],
    indicators: &'a [FrozenIndicator],
    #[serde(skip_serializing_if = "Donors::is_empty")]
    donors: &'a Donors,
    definition: &'a Documents,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    #[serde(rename = "format")]
    _format: u32,
    fingerprint: String,
    base: Base,
    weights: Vec<FrozenWeight>,
    #[serde(default)]
    aggregates: Vec<FrozenAggregate>,
    indicators: Vec<FrozenIndicator>,
    #[serde(default)]
    donors: Donors,
    definition: Documents,
}

/// Only the version, whatever else a newer program may have written.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

/// What the fingerprint is taken of.
#[derive(Serialize)]
struct Content<'a> {
    format: u32,
    definition: &'a str,
    periods: &'a [BasePeriod],
    weights: &'a [FrozenWeight],
    #[serde(skip_serializing_if = "<[FrozenAggregate]>::is_empty")]
    aggregates: &'a [FrozenAggregate],
    indicators: &'a [FrozenIndicator],
    #[serde(skip_serializing_if = "Donors::is_empty")]
    donors: &'a Donors,
}

/// Why a scorecard file cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum UnreadableScorecard {
    /// It is no JSON of a scorecard.
    #[error("line {line}, column {column}: {message}")]
    Malformed {
        /// 1-based line.
        line: usize,
        /// 1-based column.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// A newer program wrote it.
    #[error("the file has format {given}; this program reads format {known}")]
    NewerFormat {
        /// The format of the file.
        given: u32,
        /// The format that is known.
        known: u32,
    },
    /// The definition inside does not pass its checks.
    #[error("the definition inside does not pass its checks")]
    Definition(Vec<Diagnostic>),
    /// The frozen numbers do not belong to the definition inside.
    #[error("the frozen numbers do not fit the definition inside: {what}")]
    Mismatched {
        /// What does not fit.
        what: String,
    },
    /// The content is not what was written: someone changed the file.
    #[error("the content of the file does not have the fingerprint {given} that it says")]
    Fingerprint {
        /// What the file says.
        given: String,
    },
}

impl UnreadableScorecard {
    /// The same for people.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let diagnostic = match self {
            UnreadableScorecard::Definition(problems) => return problems.clone(),
            UnreadableScorecard::Malformed { line, column, message } => Diagnostic::error(
                "scr001",
                format!("这不是完整的评分卡文件：第 {line} 行第 {column} 列，{message}"),
                format!("this is no complete scorecard file: line {line}, column {column}: {message}"),
            )
            .hint("用 `quanheng fit` 重新生成", "write it again with `quanheng fit`"),
            UnreadableScorecard::NewerFormat { given, known } => Diagnostic::error(
                "scr002",
                format!("评分卡文件的格式是 {given}，这个程序只读到 {known}"),
                format!("the scorecard file has format {given}, this program reads up to {known}"),
            )
            .hint("请升级程序", "use a newer version of the program"),
            UnreadableScorecard::Mismatched { what } => Diagnostic::error(
                "scr003",
                format!("评分卡里的参数和定义对不上：{what}"),
                format!("the parameters in the scorecard do not fit its definition: {what}"),
            )
            .hint("用 `quanheng fit` 重新生成", "write it again with `quanheng fit`"),
            UnreadableScorecard::Fingerprint { given } => Diagnostic::error(
                "scr004",
                format!("评分卡被改过：内容与文件写的指纹 {given} 不符"),
                format!("the scorecard was changed: its content does not have the fingerprint {given} that the file says"),
            )
            .hint(
                "不要手改评分卡：改定义，再用 `quanheng fit` 重新定标",
                "never edit a scorecard by hand: change the definition and fit it again with `quanheng fit`",
            ),
        };
        vec![diagnostic]
    }
}

impl Scorecard {
    /// The file: pretty JSON, numbers so that they read back bit for bit.
    #[must_use]
    pub fn to_json(&self) -> String {
        let written = Written {
            format: FORMAT,
            fingerprint: self.fingerprint(),
            base: self.base(),
            weights: self.weights(),
            aggregates: self.aggregates(),
            indicators: self.indicators(),
            donors: self.donors(),
            definition: self.definition().documents(),
        };
        let text = serde_json::to_string_pretty(&written);
        text.expect("plain structs with texts as keys have a JSON form") + "\n"
    }

    /// Reads a file, checks the definition in it anew, and compares its fingerprint with its content.
    ///
    /// # Errors
    /// [`UnreadableScorecard`].
    pub fn from_json(text: &str) -> Result<Scorecard, UnreadableScorecard> {
        let version: Version = serde_json::from_str(text).map_err(malformed)?;
        if version.format != FORMAT {
            return Err(UnreadableScorecard::NewerFormat { given: version.format, known: FORMAT });
        }
        let read: Read = serde_json::from_str(text).map_err(malformed)?;
        let (definition, problems) = from_documents(read.definition);
        let Some(definition) = definition else {
            return Err(UnreadableScorecard::Definition(problems));
        };
        let card = Scorecard::new(
            definition,
            read.base,
            read.indicators,
            read.weights,
            read.aggregates,
            read.donors,
        );
        if card.fingerprint() != read.fingerprint {
            return Err(UnreadableScorecard::Fingerprint { given: read.fingerprint });
        }
        match check::misfit(&card) {
            Some(what) => Err(UnreadableScorecard::Mismatched { what }),
            None => Ok(card),
        }
    }

    pub(super) fn canonical_json(&self) -> String {
        let definition = fingerprint::of_definition(self.definition());
        let content = Content {
            format: FORMAT,
            definition: &definition,
            periods: &self.base().periods,
            weights: self.weights(),
            aggregates: self.aggregates(),
            indicators: self.indicators(),
            donors: self.donors(),
        };
        serde_json::to_string(&content).expect("plain structs with texts as keys have a JSON form")
    }
}

fn malformed(error: serde_json::Error) -> UnreadableScorecard {
    let (line, column) = (error.line(), error.column());
    let mut message = error.to_string();
    if let Some(at) = message.rfind(" at line ") {
        message.truncate(at);
    }
    UnreadableScorecard::Malformed { line, column, message }
}
