//! Documents in every file format, through the public interface.

mod sample;

use std::path::Path;

use quanheng::report::render::{docx, html, markdown, xlsx};
use quanheng::vocab::Language;

/// Writes the sample in every format to `target/render-sample`, where people look at it.
#[test]
fn a_sample_of_everything_renders() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/render-sample");
    std::fs::create_dir_all(&folder).expect("folder for the sample");
    for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
        let document = sample::document(language, 2000);
        let page = html::render(&document, &html::RenderOptions::default());
        assert_eq!(
            page,
            html::render(&document, &html::RenderOptions::default()),
            "the same bytes every time"
        );
        std::fs::write(folder.join(format!("{name}.html")), page).expect("page");
        let document = sample::document(language, 120);
        let word = docx::render(&document).expect("Word document");
        assert_eq!(word, docx::render(&document).expect("Word document"), "the same bytes every time");
        std::fs::write(folder.join(format!("{name}.docx")), word).expect("Word document");
        std::fs::write(folder.join(format!("{name}.md")), markdown::render(&document)).expect("Markdown");
        let workbook = sample::workbook(language, 2000);
        let spreadsheet = xlsx::render(&workbook).expect("workbook");
        assert_eq!(spreadsheet, xlsx::render(&workbook).expect("workbook"), "the same bytes every time");
        std::fs::write(folder.join(format!("{name}.xlsx")), spreadsheet).expect("workbook");
    }
}
