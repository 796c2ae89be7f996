//! The whole report of a small study that comes with the repository.

use std::collections::BTreeSet;
use std::path::Path;

use quanheng::report::document::{Block, Inline};
use quanheng::report::render::{html, markdown};
use quanheng::report::{Facts, Order, Report, compose, files};
use quanheng::study::{Loaded, Scored, Study};
use quanheng::vocab::{Language, Text};

/// The technology achievement index, read and scored.
fn evaluated() -> (Loaded, Scored) {
    let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("studies/tai");
    let (study, problems) = Study::load(&study);
    let (loaded, _) = study.unwrap_or_else(|| panic!("{problems:?}")).read();
    let loaded = loaded.expect("the bundled data read");
    let scored = loaded.evaluate(|_| {}).expect("the bundled data can be scored");
    (loaded, scored)
}

fn order(loaded: &Loaded, language: Language) -> Order {
    Order { language, ..loaded.order() }
}

fn report(language: Language) -> Report {
    let (loaded, scored) = evaluated();
    let order = order(&loaded, language);
    compose(&loaded.results(&order, &scored)).expect("the figures can be drawn")
}

/// The report as Markdown, without what changes from version to version.
fn as_text(language: Language) -> String {
    let program = format!("quanheng {}", env!("CARGO_PKG_VERSION"));
    markdown::render(&report(language).document).replace(&program, "quanheng VERSION")
}

#[test]
fn the_whole_report_in_chinese() {
    insta::assert_snapshot!("report-zh", as_text(Language::Zh));
}

#[test]
fn the_whole_report_in_english() {
    insta::assert_snapshot!("report-en", as_text(Language::En));
}

#[test]
fn nothing_a_reader_would_stumble_over() {
    for language in [Language::Zh, Language::En] {
        let found = report(language).document.check();
        assert!(found.is_empty(), "{found:?}");
    }
}

/// Runs of digits with what belongs to a number in between.
fn numbers(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let runs = text.split(|c: char| !is_part(c));
    let runs = runs.map(|run| run.trim_matches(|c: char| !c.is_ascii_digit()));
    runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

/// The plain words of paragraphs and lists.
fn sentences(blocks: &[Block]) -> Vec<String> {
    let words = |inlines: &[Inline]| {
        let text = inlines.iter().map(|inline| match inline {
            Inline::Text(text) | Inline::Strong(text) | Inline::Emphasis(text) => text.as_str(),
            _ => "",
        });
        text.collect::<String>()
    };
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => found.push(words(inlines)),
            Block::Bullets(items) | Block::Numbered(items) => {
                found.extend(items.iter().map(|item| words(item)))
            }
            Block::Callout { blocks, .. } => found.extend(sentences(blocks)),
            _ => {}
        }
    }
    found
}

fn printed(facts: &Facts) -> BTreeSet<String> {
    facts.iter().flat_map(|(_, fact)| numbers(&fact.printed)).collect()
}

#[test]
fn every_number_of_the_running_text_is_a_fact() {
    for language in [Language::Zh, Language::En] {
        let (loaded, scored) = evaluated();
        let order = order(&loaded, language);
        let results = loaded.results(&order, &scored);
        let Report { document, facts } = compose(&results).expect("the figures can be drawn");
        let mut known = printed(&facts);
        // The smallest group and the limit of low coverage are rules of the report; the description is the definition's own.
        known.extend(["3", "80"].map(str::to_owned));
        let description = results.framework().parts().description.as_ref().map(|d| d.get(language));
        for sentence in sentences(&document.blocks) {
            if Some(sentence.as_str()) == description {
                continue;
            }
            for number in numbers(&sentence) {
                assert!(known.contains(&number), "{number} in: {sentence}");
            }
        }
        // Causes are for people to name.
        for word in ["导致", "带动", "促使", "caused", "led to", "because of"] {
            assert!(sentences(&document.blocks).iter().all(|s| !s.contains(word)), "{word}");
        }
    }
}

#[test]
fn all_files_are_the_same_on_any_number_of_threads() {
    let (loaded, scored) = evaluated();
    let order = order(&loaded, Language::Zh);
    let results = loaded.results(&order, &scored);
    let made = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
        pool.install(|| files(&results).expect("the files can be made"))
    };
    let (one, four) = (made(1), made(4));
    assert_eq!(one.len(), four.len());
    for ((name, bytes), (other, again)) in one.iter().zip(&four) {
        assert!(name == other && bytes == again, "{name}");
    }
}

#[test]
fn the_page_is_self_contained_and_escapes_what_people_write() {
    const ATTACK: &str = "<img src=x>&\"'";
    let (loaded, scored) = evaluated();
    let hostile = || Text::new(ATTACK, ATTACK);
    let order = Order {
        title: hostile(),
        study: hostile(),
        client: Some(hostile()),
        notice: Some(hostile()),
        ..order(&loaded, Language::Zh)
    };
    let report = compose(&loaded.results(&order, &scored)).expect("the figures can be drawn");
    let page = html::render(&report.document, &html::RenderOptions::default());
    assert!(!page.contains("<img"));
    assert!(page.contains("&lt;img src=x&gt;&amp;"));
    // The name space of SVG is no address that anything loads.
    let page = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("url(//"));
}
