//! A small document, whole, in each format.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use quanheng::report::document::{
    Block, Callout, Cell, Column, Document, Emphasis, FigureBlock, Inline, Interaction, Level, NumberFormat,
    OnPaper, PictureSize, Table,
};
use quanheng::report::render::xlsx::{Sheet, Workbook};
use quanheng::report::render::{docx, html, markdown, xlsx};
use quanheng::vocab::Language;

fn document(language: Language) -> Document {
    let mut document = Document::new("评价报告 <1>", language);
    document.subtitle = Some("2021—2025年".into());
    document.notice = Some("演示数据".into());
    document.meta = vec![("基期".into(), "2021".into())];
    document.blocks = vec![
        Block::heading(Level::Chapter, "results", "结果"),
        Block::Paragraph(vec![
            Inline::text("见"),
            Inline::reference("scores"),
            Inline::text("、"),
            Inline::reference("picture"),
            Inline::text("和"),
            Inline::reference("method"),
            Inline::Note("脚注 & 说明".into()),
            Inline::strong("重点"),
            Inline::Emphasis("强调".into()),
            Inline::Code("a_b".into()),
            Inline::Link { text: "附表".into(), target: "empty".into() },
            Inline::reference("nowhere"),
        ]),
        Block::Table(scores()),
        Block::Figure(FigureBlock {
            id: "picture".into(),
            caption: "分布".into(),
            note: Some("来源：课题组".into()),
            alt: "三根柱子".into(),
            svg: "<?xml version=\"1.0\"?><svg viewBox=\"0 0 4 3\"></svg>".into(),
            png: b"\x89PNG\r\n\x1a\n".to_vec(),
            size: PictureSize { width: 400, height: 300 },
            table: None,
        }),
        Block::PageBreak,
        Block::heading(Level::Section, "method", "方法"),
        Block::bullets(["甲", "乙"]),
        Block::Numbered(vec![vec![Inline::text("先")], vec![Inline::text("后")]]),
        Block::callout(Callout::Warning, "小心"),
        Block::Collapsible {
            summary: "细节".into(),
            blocks: vec![Block::Table(Table::new("empty", "空表", vec![Column::text("名称")]))],
            on_paper: OnPaper::Shown,
        },
    ];
    document
}

fn scores() -> Table {
    let mut table = Table::new(
        "scores",
        "得分",
        vec![
            Column::text("名称"),
            Column::number("2024", NumberFormat::Decimals(1)).grouped("得分"),
            Column::number("变化", NumberFormat::Signed(1)).grouped("得分"),
            Column::number("占比", NumberFormat::Percent(1)),
        ],
    );
    table.push(vec!["=甲|公司".into(), Cell::Heat { value: 1234.56, shade: 1.0 }, 0.5.into(), 0.125.into()]);
    table.push(vec!["-乙".into(), f64::NAN.into(), Cell::missing("未填报"), 1e300.into()]);
    table.push_emphasised(Emphasis::Total, vec!["合计".into(), 1.0.into()]);
    table.note = Some("注：万元".into());
    table.interaction = Interaction::Sortable;
    table
}

/// The text of a part of a package.
pub(super) fn part(package: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

/// One element a line, so that a changed snapshot can be read.
fn one_element_a_line(xml: &str) -> String {
    let body = xml.split_once("<w:body>").map_or(xml, |(_, body)| body);
    body.replace("<w:p>", "\n<w:p>").replace("<w:tr>", "\n<w:tr>").replace("<w:tc>", "\n<w:tc>")
}

macro_rules! snapshot {
    ($name:expr, $value:expr) => {
        insta::with_settings!({ snapshot_path => "../../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $value);
        })
    };
}

#[test]
fn as_a_page() {
    for (language, name) in [(Language::Zh, "document-html-zh"), (Language::En, "document-html-en")] {
        let page = html::render(&document(language), &html::RenderOptions::default());
        let (_, body) = page.split_once("<body>").expect("a body");
        let (body, _) = body.rsplit_once("<script>").expect("a script");
        snapshot!(name, body);
    }
}

#[test]
fn as_a_word_document() {
    for (language, name) in [(Language::Zh, "document-docx-zh"), (Language::En, "document-docx-en")] {
        let package = docx::render(&document(language)).expect("Word document");
        snapshot!(name, one_element_a_line(&part(&package, "word/document.xml")));
    }
}

#[test]
fn as_markdown() {
    for (language, name) in [(Language::Zh, "document-markdown-zh"), (Language::En, "document-markdown-en")] {
        snapshot!(name, markdown::render(&document(language)));
    }
}

#[test]
fn as_a_workbook() {
    let mut sheet = Sheet::new("得分/2024", scores());
    sheet.title = Some("评价结果".into());
    sheet.notice = Some("演示数据".into());
    sheet.tables.push(Table::new("empty", "空表", vec![Column::text("名称")]));
    let workbook = Workbook { title: "结果".into(), language: Language::Zh, sheets: vec![sheet] };
    let bytes = xlsx::render(&workbook).expect("workbook");
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(&bytes[..])).expect("readable workbook");
    assert_eq!(read.sheet_names(), ["得分_2024"]);
    let range = read.worksheet_range("得分_2024").expect("the sheet");
    let formulas = read.worksheet_formula("得分_2024").expect("the sheet");
    assert!(formulas.used_cells().next().is_none(), "no text became a formula");
    let rows = range.rows().map(|row| row.iter().map(Data::to_string).collect::<Vec<_>>().join(" | "));
    snapshot!("document-xlsx-zh", rows.collect::<Vec<_>>().join("\n"));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<pane xSplit=\"1\" ySplit=\"6\""), "headings and first column stay in view");
    assert!(sheet.contains("<autoFilter ref=\"A6:D9\"/>"), "headings carry filters");
}
