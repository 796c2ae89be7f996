//! Text that tries to become markup, numbers that are none, tables of strange shapes.

use proptest::prelude::{ProptestConfig, any, proptest};
use quanheng::report::document::{
    Block, Callout, Cell, Column, Document, FigureBlock, Inline, Interaction, Level, NumberFormat, OnPaper,
    PictureSize, Table,
};
use quanheng::report::font;
use quanheng::report::render::html::RenderOptions;
use quanheng::report::render::xlsx::{Sheet, Workbook};
use quanheng::report::render::{csv, docx, html, markdown, xlsx};
use quanheng::vocab::Language;

use super::small::part;

const ATTACK: &str =
    "</title></style></script><script>alert(1)</script>\"' onload=x ]]> &amp; \u{0}\u{8}\u{b}\u{ffff}\n{{x}}";

/// A document that says the same thing wherever something can be said.
fn saying(words: &str, rows: usize) -> Document {
    let mut document = Document::new(words, Language::Zh);
    document.subtitle = Some(words.into());
    document.notice = Some(words.into());
    document.meta = vec![(words.into(), words.into())];
    let mut table = Table::new(
        words,
        words,
        vec![
            Column::text(words).grouped(words),
            Column::number(words, NumberFormat::Integer).grouped(words),
            Column::text(words),
        ],
    );
    for _ in 0..rows {
        table.push(vec![words.into(), 1.0.into(), Cell::missing(words)]);
    }
    table.note = Some(words.into());
    table.interaction = Interaction::Browsable;
    let all = |words: &str| {
        vec![
            Inline::text(words),
            Inline::strong(words),
            Inline::Emphasis(words.into()),
            Inline::Code(words.into()),
            Inline::Link { text: words.into(), target: words.into() },
            Inline::Link { text: words.into(), target: "nowhere".into() },
            Inline::reference(words),
            Inline::Note(words.into()),
        ]
    };
    document.blocks = vec![
        Block::heading(Level::Chapter, words, words),
        Block::Paragraph(all(words)),
        Block::Bullets(vec![all(words)]),
        Block::Numbered(vec![all(words)]),
        Block::callout(Callout::Key, words),
        Block::Figure(FigureBlock {
            id: words.into(),
            caption: words.into(),
            note: Some(words.into()),
            alt: words.into(),
            svg: words.into(),
            png: words.as_bytes().to_vec(),
            size: PictureSize { width: 0, height: 0 },
            table: Some(table.clone()),
        }),
        Block::Collapsible {
            summary: words.into(),
            blocks: vec![Block::Table(table)],
            on_paper: OnPaper::Shown,
        },
    ];
    document
}

#[test]
fn words_never_become_markup() {
    let document = saying(ATTACK, 80);
    let page = html::render(&document, &RenderOptions::default());
    assert!(!page.contains("<script>alert"));
    assert_eq!(page.matches("</style>").count(), 1);
    let package = docx::render(&document).expect("Word document");
    for name in PARTS {
        assert_well_formed(&part(&package, name), name);
    }
    assert!(!markdown::render(&document).contains("<script"));
    let workbook = Workbook {
        title: ATTACK.into(),
        language: Language::Zh,
        sheets: vec![Sheet { notice: Some(ATTACK.into()), ..Sheet::new(ATTACK, tables(&document)) }],
    };
    assert_well_formed(
        &part(&xlsx::render(&workbook).expect("workbook"), "xl/sharedStrings.xml"),
        "shared strings",
    );
}

#[test]
fn a_long_table_keeps_its_rows_as_data() {
    let page = html::render(&saying(ATTACK, 80), &RenderOptions::default());
    let (_, rest) = page.rsplit_once("<script type=\"application/json\">").expect("data of the long table");
    let (json, _) = rest.split_once("</script>").expect("end of the data");
    let data: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(data["rows"].as_array().map(Vec::len), Some(80));
    assert_eq!(data["rows"][0][1].as_str(), Some(ATTACK));
    assert_eq!(data["rows"][0][2], serde_json::json!(["1", 1.0]));
    assert_eq!(data["rows"][0][3], serde_json::json!([ATTACK]));
    assert!(page.matches("<tr").count() < 120, "only the first screen is markup");
}

#[test]
fn a_page_forbids_every_connection_and_carries_its_font() {
    let document = saying("字", 1);
    let font = font::web_font(&html::characters(&document)).expect("the embedded font can be cut");
    let page = html::render(&document, &RenderOptions { font: Some(font) });
    assert!(page.contains("default-src 'none'") && page.contains("script-src 'sha256-"));
    assert!(page.contains("@font-face{font-family:\"Noto Sans SC\";src:url(data:font/woff;base64,"));
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing outside is named");
    assert!(html::characters(&document).contains('字'));
}

#[test]
fn strange_tables_render_everywhere() {
    let columns = || vec![Column::text("甲"), Column::number("乙", NumberFormat::Decimals(2))];
    let mut ragged = Table::new("ragged", "参差", columns());
    ragged.push(vec![]);
    ragged.push(vec!["a".into(), f64::MAX.into(), "surplus".into()]);
    ragged.push(vec![f64::NAN.into(), f64::NEG_INFINITY.into()]);
    ragged.push(vec![Cell::Heat { value: f64::NAN, shade: f64::NAN }, Cell::Heat { value: 1.0, shade: 9.0 }]);
    let mut wide = Table::new("wide", "很宽", (0..70).map(|at| Column::text(format!("列{at}"))).collect());
    wide.push(vec!["x".repeat(40_000).into()]);
    for interaction in [Interaction::Static, Interaction::Sortable, Interaction::Browsable] {
        let tables =
            [Table::default(), Table::new("none", "无列", vec![]), Table::new("no-rows", "无行", columns())];
        let tables = tables.into_iter().chain([ragged.clone(), wide.clone()]);
        let tables: Vec<Table> = tables.map(|table| Table { interaction, ..table }).collect();
        let mut document = Document::new("表", Language::En);
        document.blocks = tables.iter().cloned().map(Block::Table).collect();
        let page = html::render(&document, &RenderOptions::default());
        let text = markdown::render(&document);
        let package = docx::render(&document).expect("Word document");
        let word = part(&package, "word/document.xml");
        assert_well_formed(&word, "document.xml");
        for rendered in [&text, &word, &page] {
            assert!(!rendered.contains("NaN") && !rendered.contains(">inf") && !rendered.contains("surplus"));
        }
        let sheets = tables.iter().map(|table| Sheet::new("x", table.clone())).collect();
        xlsx::render(&Workbook { title: String::new(), language: Language::En, sheets }).expect("workbook");
        for table in &tables {
            assert!(!String::from_utf8(csv::table(table)).expect("UTF-8").contains("NaN"));
        }
    }
    let none = Workbook { title: String::new(), language: Language::Zh, sheets: vec![] };
    xlsx::render(&none).expect("a workbook without sheets");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_words_make_a_sound_document(words in any::<String>()) {
        let document = saying(&words, 1);
        let package = docx::render(&document).expect("Word document");
        for name in PARTS {
            assert_well_formed(&part(&package, name), name);
        }
        assert!(html::render(&document, &RenderOptions::default()).ends_with("</html>\n"));
        assert!(markdown::render(&document).ends_with('\n'));
        let sheets = vec![Sheet { title: Some(words.clone()), ..Sheet::new(words.clone(), tables(&document)) }];
        xlsx::render(&Workbook { title: words, language: Language::Zh, sheets }).expect("workbook");
    }
}

const PARTS: [&str; 6] = [
    "word/document.xml",
    "word/footnotes.xml",
    "word/header.xml",
    "word/header-first.xml",
    "word/styles.xml",
    "docProps/core.xml",
];

fn tables(document: &Document) -> Table {
    let found = document.blocks.iter().find_map(|block| match block {
        Block::Collapsible { blocks, .. } => match &blocks[..] {
            [Block::Table(table)] => Some(table.clone()),
            _ => None,
        },
        _ => None,
    });
    found.expect("the table")
}

/// Tags are closed in order, attributes are quoted, `&` starts a known entity, no forbidden character stands anywhere.
fn assert_well_formed(xml: &str, name: &str) {
    let forbidden = |c: char| {
        (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    assert!(!xml.contains(|c| forbidden(c) && c != '\u{7f}'), "{name}: forbidden character");
    let mut open: Vec<&str> = Vec::new();
    for piece in xml.split('<').skip(1) {
        assert!(piece.contains('>'), "{name}: `<` without `>`: {piece}");
        let (tag, words) = piece.split_once('>').unwrap_or_default();
        for after in words.split('&').skip(1).chain(tag.split('&').skip(1)) {
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
            assert!(known.iter().any(|entity| after.starts_with(entity)), "{name}: `&` in {piece}");
        }
        assert!(tag.matches('"').count() % 2 == 0, "{name}: quotes in {tag}");
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}"),
            None if tag.ends_with(['/', '?']) => {}
            None => open.push(tag.split_whitespace().next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} left open");
}
