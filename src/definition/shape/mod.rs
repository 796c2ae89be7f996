//! The form of a TOML file: keys, types, allowed values and ranges, checked against the JSON Schema that the serde type gives.
//! Every problem is reported at once, with line and column.
//!
//! What the values mean together is not checked here, and it knows no definition: any strict serde type can be read.
//! Read next: `walk`, then `super::resolve`.

mod forms;
mod positions;
mod syntax;
mod walk;
mod words;

pub use positions::{Positions, Spot};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, Place, any_error};

/// The JSON Schema (draft 7, which TOML editors understand) of the files that hold a `T`.
#[must_use]
pub fn schema_of<T: JsonSchema>() -> serde_json::Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value()
}

/// Reads a TOML file into a `T`. The value is there when no diagnostic is an error; the diagnostics are in order of place.
///
/// ```
/// use quanheng::definition::shape;
/// use quanheng::framework::Scale;
/// let (scale, problems) = shape::read::<Scale>("scale.toml", "low = 0.0\nhihg = 100.0\n");
/// assert!(scale.is_none());
/// assert_eq!(problems[0].message.en, "the file lacks `high`");
/// assert_eq!(problems[1].message.en, "the file has no key `hihg`");
/// ```
#[must_use]
pub fn read<T>(file: &str, text: &str) -> (Option<(T, Positions)>, Vec<Diagnostic>)
where
    T: DeserializeOwned + JsonSchema,
{
    let (tree, errors) = DeTable::parse_recoverable(text);
    // After a syntax error the tree has holes: missing keys would be a consequence, not a cause.
    let mut found = if errors.is_empty() {
        walk::check(file, text, &schema_of::<T>(), &tree)
    } else {
        syntax::explain(file, text, &tree, &errors)
    };
    found.sort_by_key(|d| start_of(d.place.as_ref()));
    if any_error(&found) {
        return (None, found);
    }
    let positions = Positions::new(file, text, &tree);
    match T::deserialize(toml::Deserializer::from(tree)) {
        Ok(value) => (Some((value, positions)), found),
        Err(error) => {
            let message = error.message().to_owned();
            let diagnostic = Diagnostic::error("def010", format!("读不懂：{message}"), message);
            found.push(diagnostic.at(Place::in_text(file, text, error.span().unwrap_or(0..0))));
            (None, found)
        }
    }
}

fn start_of(place: Option<&Place>) -> usize {
    match place {
        Some(Place::Text { start, .. }) => *start,
        _ => 0,
    }
}
