use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::definition::Documents;
use crate::sensitivity::SensitivityDocument;
use crate::vocab::{Id, Period};

/// Everything but the data that replicates are made from. It can be written as JSON and sent: with the same data any range of replicates gives
/// the same bits anywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The definition as it is.
    pub documents: Documents,
    /// Other editions that alternatives name, by the folder they name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub editions: BTreeMap<String, Documents>,
    /// What varies: factors, seed, design, how many replicates.
    pub sensitivity: SensitivityDocument,
    /// Aggregates that are looked at, the first foremost.
    pub nodes: Vec<Id>,
    /// Periods that are looked at, in order.
    pub periods: Vec<Period>,
}

impl Plan {
    /// SHA-256 of what it says and of the scorecard as defined, hexadecimal.
    pub(super) fn fingerprint(&self, card: &str) -> String {
        let text = serde_json::to_string(self).expect("plain structs with texts as keys have a JSON form");
        let digest = Sha256::new().chain_update(text.as_bytes()).chain_update(card.as_bytes()).finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
