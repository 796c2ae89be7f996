//! Documents in every file format, through the public interface.

mod hostile;
mod sample;
mod small;

use std::path::Path;

use quanheng::report::render::{docx, html, markdown, xlsx};
use quanheng::vocab::Language;

/// Writes the sample in every format to `target/render-sample`, where people look at it.
#[test]
fn a_sample_of_everything_renders_twice_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/render-sample");
    std::fs::create_dir_all(&folder).expect("folder for the sample");
    let write = |name: String, once: &[u8], again: &[u8]| {
        assert!(once == again, "{name}: the same bytes every time");
        std::fs::write(folder.join(name), once).expect("sample file");
    };
    for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
        let document = sample::document(language, 2000);
        let page = || html::render(&document, &html::RenderOptions::default());
        write(format!("{name}.html"), page().as_bytes(), page().as_bytes());
        let short = sample::document(language, 120);
        let word = || docx::render(&short).expect("Word document");
        write(format!("{name}.docx"), &word(), &word());
        let text = || markdown::render(&short);
        write(format!("{name}.md"), text().as_bytes(), text().as_bytes());
        let workbook = sample::workbook(language, 2000);
        let spreadsheet = || xlsx::render(&workbook).expect("workbook");
        write(format!("{name}.xlsx"), &spreadsheet(), &spreadsheet());
    }
}
