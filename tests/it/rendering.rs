//! Documents in every file format, through the public interface.

mod sample;

use std::path::Path;

use quanheng::report::render::html;
use quanheng::vocab::Language;

/// Writes the sample in every format to `target/render-sample`, where people look at it.
#[test]
fn a_sample_of_everything_renders() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/render-sample");
    std::fs::create_dir_all(&folder).expect("folder for the sample");
    for (language, name) in [(Language::Zh, "zh"), (Language::En, "en")] {
        let document = sample::document(language);
        let page = html::render(&document, &html::RenderOptions::default());
        assert_eq!(
            page,
            html::render(&document, &html::RenderOptions::default()),
            "the same bytes every time"
        );
        std::fs::write(folder.join(format!("{name}.html")), page).expect("page");
    }
}
