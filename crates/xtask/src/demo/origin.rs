use sha2::{Digest, Sha256};

use super::files::File;
use super::population::{FIRST_LISTED, LAST};
use super::random::SEED;

/// `origin.toml`: what the data are, that nobody measured them, and the sum of each file.
pub(crate) fn text(files: &[File]) -> String {
    let periods: Vec<String> = (FIRST_LISTED..=LAST).map(|year| format!("\"{year}\"")).collect();
    let mut text = format!(
        r#"# Written by `cargo xtask demo-data`; do not edit.
format = 1
name = {{ zh = "“双千”企业评价演示数据", en = "Demonstration data for the evaluation of double-thousand enterprises" }}
kind = "synthetic"
notice = {{ zh = "合成数据，仅供演示：由程序随机生成，不对应任何真实企业", en = "SYNTHETIC data, for demonstration only: drawn at random by a program; no enterprise in it exists" }}
producer = {{ zh = "权衡项目", en = "the Quanheng project" }}
licence = "CC0-1.0"
generator = "cargo xtask demo-data"
seed = {SEED}
periods = [{}]
"#,
        periods.join(", ")
    );
    for file in files {
        text.push_str(&format!(
            "\n[[file]]\npath = \"{}\"\nsha256 = \"{}\"\n",
            file.name,
            sha256(&file.bytes)
        ));
    }
    text
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
