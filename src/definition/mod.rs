//! TOML files → [`Framework`]: every problem at once, each with file, line and column, in Chinese and English.
//!
//! Two steps: [`shape`] checks the form of each file, `resolve` what they mean together. No data are looked at here; that is done
//! when a scorecard is fitted. Read next: [`shape`], then `resolve`.
//!
//! ```
//! let (definition, problems) = quanheng::definition::from_texts(&[("framework.toml", "format = 1")]);
//! assert!(definition.is_none());
//! assert!(problems[0].message.en.starts_with("the file lacks"));
//! ```

mod document;
mod experts;
mod files;
mod resolve;
pub mod shape;
mod standards;

pub use document::{
    AggregateCard, Applicable, AttributeEntry, AttributeValue, Denomination, Documents, ExpertRow,
    ExpertTable, FrameworkDocument, GateEntry, GradeEntry, IndicatorCard, LevelEntry, PartDocument,
    ValidEntry, VariableEntry, VariablesDocument,
};
pub use files::{from_texts, load};

use std::collections::BTreeMap;
use std::ops::Deref;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::resolve::Places;
use self::shape::Positions;
use crate::diagnostic::{Diagnostic, any_error};
use crate::framework::Framework;

/// The version of the file format that this program reads.
pub const FORMAT: u32 = 1;

/// A checked definition: the [`Framework`] it stands for, and the documents it was made from.
#[derive(Clone, Debug)]
pub struct Definition {
    framework: Framework,
    documents: Documents,
    files: Vec<DefinitionFile>,
}

/// A file a definition was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefinitionFile {
    /// Its name as the definition gives it, such as `innovation.toml`.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

impl Definition {
    /// The checked tree and the rules around it.
    #[must_use]
    pub fn framework(&self) -> &Framework {
        &self.framework
    }

    /// What was written, without comments and layout.
    #[must_use]
    pub fn documents(&self) -> &Documents {
        &self.documents
    }

    /// The files it was read from, `framework.toml` first; empty when it was made by [`from_documents`].
    #[must_use]
    pub fn files(&self) -> &[DefinitionFile] {
        &self.files
    }
}

impl Definition {
    /// What a reader of the definition should know that no number in it says: which weights the fit determines from data.
    #[must_use]
    pub fn remarks(&self) -> Vec<Diagnostic> {
        let framework = &self.framework;
        let by_data = framework.aggregates().filter(|(_, _, aggregate)| {
            aggregate.children.iter().any(|child| framework.node(*child).weight.is_none())
        });
        let remark = |(_, node, aggregate): (_, &crate::framework::Node, &crate::framework::Aggregate)| {
            let (id, name) = (&node.id, aggregate.weighting.note().name);
            Diagnostic::new(
                crate::diagnostic::Severity::Note,
                "def116",
                format!("`{id}` 的下级权重来自数据（{}），定标时由基期定出并冻结", name.zh),
                format!("the weights of the children of `{id}` come from data ({}), frozen at fit", name.en),
            )
        };
        by_data.map(remark).collect()
    }
}

impl Deref for Definition {
    type Target = Framework;

    fn deref(&self) -> &Framework {
        &self.framework
    }
}

impl Documents {
    /// One text for one meaning, for fingerprints: JSON with keys in a fixed order. Comments, layout, and whether a default is
    /// written out make no difference.
    #[must_use]
    pub fn canonical_json(&self) -> String {
        serde_json::to_string(self).expect("plain structs with texts as keys have a JSON form")
    }
}

/// The JSON Schema of each file people write: its name in `schema/`, and its text.
#[must_use]
pub fn schemas() -> [(&'static str, String); 3] {
    [
        ("framework.schema.json", schema_text::<FrameworkDocument>()),
        ("part.schema.json", schema_text::<PartDocument>()),
        ("variables.schema.json", schema_text::<VariablesDocument>()),
    ]
}

fn schema_text<T: JsonSchema>() -> String {
    format!("{:#}\n", shape::schema_of::<T>())
}

/// Checks documents that come from elsewhere, such as a scorecard file. Places are files without line and column.
#[must_use]
pub fn from_documents(documents: Documents) -> (Option<Definition>, Vec<Diagnostic>) {
    let (listed, held) = (documents.framework.parts.len(), documents.parts.len());
    if listed != held {
        let diagnostic = Diagnostic::error(
            "def015",
            format!("定义列出 {listed} 个分册，却带着 {held} 个"),
            format!("the definition lists {listed} parts but holds {held}"),
        );
        return (None, vec![diagnostic]);
    }
    let parts: Vec<Positions> =
        documents.framework.parts.iter().map(|name| Positions::unknown(name)).collect();
    let variables = Positions::unknown(&documents.framework.variables);
    let tables = BTreeMap::new();
    let places = Places { framework: Positions::unknown("framework.toml"), parts, variables, tables };
    let (framework, found) = resolve::resolve(&documents, &places);
    finish(framework, documents, Vec::new(), found)
}

fn finish(
    framework: Option<Framework>,
    documents: Documents,
    files: Vec<DefinitionFile>,
    mut found: Vec<Diagnostic>,
) -> (Option<Definition>, Vec<Diagnostic>) {
    if framework.is_none() && !any_error(&found) {
        // Every part that is left out has been reported; this guards against a check that forgot to.
        found.push(
            Diagnostic::error(
                "def099",
                "这个定义读不成，程序没能说明原因",
                "this definition cannot be used, and the program could not say why",
            )
            .hint("请把文件发给维护者", "please send the files to the maintainers"),
        );
    }
    let framework = framework.filter(|_| !any_error(&found));
    (framework.map(|framework| Definition { framework, documents, files }), found)
}
