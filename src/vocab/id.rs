use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stable name of a node, variable, attribute, gate or grade: an ASCII letter, then letters, digits, `-` or `_`.
///
/// Ids are never reused: a retired indicator keeps its id for ever.
///
/// ```
/// use quanheng::vocab::Id;
/// assert!(Id::new("rd-intensity").is_ok());
/// assert!(Id::new("2nd try").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[A-Za-z][A-Za-z0-9_-]*$"))]
pub struct Id(String);

impl Id {
    /// Checks the form of an id.
    ///
    /// # Errors
    /// [`InvalidId`] when the text is empty, longer than 64 characters or has a character outside `A-Za-z0-9_-`.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
        let text = text.into();
        let first = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        let rest = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if first && rest && text.len() <= 64 { Ok(Id(text)) } else { Err(InvalidId { given: text }) }
    }

    /// An id that stands in the program itself.
    pub(crate) fn from_static(text: &'static str) -> Self {
        debug_assert!(Id::new(text).is_ok());
        Id(text.to_owned())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        Id::new(text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> String {
        id.0
    }
}

/// A text that cannot be an [`Id`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{given}` is not an id: start with a letter, then letters, digits, `-` or `_`, at most 64 characters"
)]
pub struct InvalidId {
    /// What was given.
    pub given: String,
}
