use sha2::{Digest, Sha256};

use crate::definition::Definition;

/// The fingerprint of what a definition says.
pub(super) fn of_definition(definition: &Definition) -> String {
    of_text(&definition.documents().canonical_json())
}

/// SHA-256 of a text, hexadecimal.
pub(super) fn of_text(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_the_published_hash() {
        // FIPS 180-2, example B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::of_text("abc"), abc);
    }
}
