//! Standard values of five bands by industry and size from a table beside a definition: the same as written out, and everything wrong
//! with a table said at its cell.

use std::fs;
use std::path::Path;

use quanheng::definition::{self, Definition};
use quanheng::diagnostic::{Diagnostic, Place, Style, render_all};
use quanheng::scorecard::{Scorecard, fit};
use quanheng::vocab::Language;
use rust_xlsxwriter::{Format, Workbook};

use crate::fixture::panel;

const VARIABLES: &str = r#"
[[attribute]]
id = "industry"
name = { zh = "行业", en = "Industry" }
values = [
  { id = "C39", name = { zh = "电子设备制造业", en = "electronics" } },
  { id = "G", name = { zh = "交通运输、仓储和邮政业", en = "transport" } },
]

[[attribute]]
id = "size"
name = { zh = "规模", en = "Size" }

[[variable]]
id = "x"
name = { zh = "量", en = "Quantity" }
measure = "%"
type = "level"
origin = "public"
"#;

fn card(id: &str, zh: &str, rest: &str) -> String {
    format!(
        "[[indicator]]\nid = \"{id}\"\ncode = \"I-{id}\"\nparent = \"index\"\nname = {{ zh = \"{zh}\", en = \"{id} in full\" }}\nformula = \"x\"\n\
         measure = \"%\"\nstatus = \"core\"\n{rest}\n\n"
    )
}

fn up(normalisation: &str) -> String {
    format!("direction = \"positive\"\nnormalisation = {normalisation}")
}

fn folder(cards: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let framework = "format = 1\nset = \"demo\"\nedition = \"1\"\nversion = \"1\"\nname = { zh = \"示例\", en = \"Demo\" }\nscale = { low = 0.0, high = 100.0 }\n\
         base = [\"2023\"]\nparts = [\"cards.toml\"]\n\n[[aggregate]]\nid = \"index\"\nname = { zh = \"指数\", en = \"Index\" }\n\
         aggregation = { method = \"arithmetic\" }\nweighting = { method = \"equal\" }\n";
    fs::write(folder.path().join("framework.toml"), framework).unwrap();
    fs::write(folder.path().join("variables.toml"), VARIABLES).unwrap();
    fs::write(folder.path().join("cards.toml"), cards).unwrap();
    folder
}

fn loaded(folder: &Path) -> (Option<Definition>, Vec<Diagnostic>) {
    let (definition, mut found) = definition::load(folder);
    // Messages show the path as given; that of a temporary folder differs from run to run.
    let prefix = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    let strip = |place: &mut Place| match place {
        Place::File { file } | Place::Text { file, .. } | Place::Cell { file, .. } => {
            *file = file.replace(&prefix, "");
        }
        other => panic!("{other:?}"),
    };
    for diagnostic in &mut found {
        diagnostic.place.iter_mut().for_each(strip);
        diagnostic.related.iter_mut().for_each(|(place, _)| strip(place));
    }
    (definition, found)
}

fn with_table(cards: &str, table: &[u8]) -> (Option<Definition>, Vec<Diagnostic>) {
    let folder = folder(cards);
    fs::write(folder.path().join("standards.csv"), table).unwrap();
    loaded(folder.path())
}

const FILE: &str = r#"{ method = "five-band", groups = { file = "standards.csv" } }"#;

#[test]
fn a_table_gives_what_the_same_values_give_on_the_card() {
    let one = |values: [&str; 5]| {
        let [a, b, c, d, e] = values;
        format!("{{ excellent = {a}, good = {b}, average = {c}, low = {d}, poor = {e} }}")
    };
    let all = one(["15.0", "10.0", "6.0", "2.0", "-3.0"]);
    let rows = [
        ("industry = [\"C39\"], size = [\"大型\"]", ["18.0", "12.0", "7.0", "3.0", "-2.0"]),
        ("industry = [\"C39\"], size = [\"中型\"]", ["17.0", "11.0", "7.0", "3.0", "-2.5"]),
        ("industry = [\"G\"]", ["9.0", "6.0", "4.0", "1.0", "0.0"]),
    ];
    let groups = rows.map(|(when, values)| format!("{{ when = {{ {when} }}, standards = {} }}", one(values)));
    let out = format!("{{ method = \"five-band\", standards = {all}, groups = [{}] }}", groups.join(", "));
    let folder = folder(&card("roe", "净资产收益率", &up(&out)));
    let (written, found) = loaded(folder.path());
    assert_eq!(found, []);
    let written = written.unwrap();
    // A title, merged cells, another indicator, full-width digits, accountants' brackets, shares with and without their sign.
    let table = "企业绩效评价标准值,,,,,,,\n指标,行业,规模,优秀值,良好值,平均值,较低值,较差值\n\
                 净资产收益率,全部,全部,15%,１０,6,2,(3)\nother,C39,all,1,2,3,4,5\n\
                 roe,C39,大型,18,12,7,3,-2\n,,中型,17,11,7,3,−2.5\n,\"交通运输、仓储和邮政业\",*,9.0,6,4,1,0\n";
    let other = card(
        "other",
        "另一项",
        "direction = \"negative\"\nnormalisation = { method = \"five-band\", standards = { excellent = 1, good = 2, average = 3, low = 4, poor = 5 } }",
    );
    let cards = card("roe", "净资产收益率", &up(FILE));
    let (definition, found) = with_table(&(cards + &other), table.as_bytes());
    assert_eq!(found, []);
    let definition = definition.unwrap();
    let normalisation = |definition: &Definition| {
        let framework = definition.framework();
        framework.indicators().find(|(_, node, _)| node.id.as_str() == "roe").unwrap().2.normalisation.clone()
    };
    assert_eq!(normalisation(&definition), normalisation(&written));
}

#[test]
fn a_workbook_is_read_too_and_the_card_may_hold_the_values_for_all() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("标准值").unwrap();
    let headings = ["行业", "excellent", "good", "average", "low", "poor"];
    for (column, heading) in headings.iter().enumerate() {
        sheet.write(0, column as u16, *heading).unwrap();
    }
    sheet.write(1, 0, "electronics").unwrap();
    let percent = Format::new().set_num_format("0.0%");
    for (column, value) in [0.18, 0.12, 0.07, 0.03, -0.02].into_iter().enumerate() {
        sheet.write_with_format(1, column as u16 + 1, value, &percent).unwrap();
    }
    let groups = "groups = { file = \"standards.xlsx\", sheet = \"标准值\" }";
    let all = "standards = { excellent = 15, good = 10, average = 6, low = 2, poor = -3 }";
    let folder =
        folder(&card("roe", "净资产收益率", &up(&format!("{{ method = \"five-band\", {all}, {groups} }}"))));
    fs::write(folder.path().join("standards.xlsx"), workbook.save_to_buffer().unwrap()).unwrap();
    let (definition, found) = loaded(folder.path());
    assert_eq!(found, []);
    let definition = definition.unwrap();
    assert_eq!(definition.files().last().unwrap().name, "standards.xlsx");
    let panel = panel(2, &[2023], &[("x", vec![Some(8.0), Some(6.0)])]);
    let card = fit(&definition, &panel).unwrap().scorecard;
    let read = Scorecard::from_json(&card.to_json()).unwrap();
    assert_eq!(read.fingerprint(), card.fingerprint());
    let (_, _, indicator) = read.definition().framework().indicators().next().unwrap();
    let quanheng::normalisation::Normalisation::FiveBand { groups, .. } = &indicator.normalisation else {
        panic!("another method")
    };
    assert_eq!(groups.here()[0].standards.from_best(), [18.0, 12.0, 7.0, 3.0, -2.0]);
}

#[test]
fn the_fingerprint_covers_the_table() {
    let card = |table: &str| {
        let (definition, found) = with_table(&card("roe", "净资产收益率", &up(FILE)), table.as_bytes());
        assert_eq!(found, []);
        let panel = panel(2, &[2023], &[("x", vec![Some(8.0), Some(6.0)])]);
        fit(&definition.unwrap(), &panel).unwrap().scorecard.fingerprint().to_owned()
    };
    let head = "行业,优秀,良好,平均,较低,较差\n全行业,15,10,6,2,-3\n";
    assert_ne!(card(&format!("{head}C39,18,12,7,3,-2\n")), card(&format!("{head}C39,18,12,7,3,-1\n")));
}

fn wrong(cards: &str, table: &str) -> String {
    let (definition, found) = with_table(cards, table.as_bytes());
    assert!(definition.is_none(), "{table}");
    let en = render_all(&found, Language::En, Style::Plain, |_: &str| None);
    let zh = render_all(&found, Language::Zh, Style::Plain, |_: &str| None);
    format!("{en}\n{zh}")
}

#[test]
fn everything_wrong_with_a_table_is_said_at_its_cell() {
    let one = card("roe", "净资产收益率", &up(FILE));
    let two = one.clone() + &card("roa", "总资产报酬率", &up(FILE));
    let on_card = r#"{ method = "five-band", standards = { excellent = 15, good = 10, average = 6, low = 2, poor = -3 }, groups = { file = "standards.csv" } }"#;
    let head = "行业,规模,优秀值,良好值,平均值,较低值,较差值\n";
    let all = "全部,全部,15,10,6,2,-3\n";
    let cases = [
        wrong(&one, "标准值\n见附件\n"),
        wrong(&one, "行业,职称,优秀值,良好值,平均值,较低值,较低\nC39,大型,15,10,6,2,-3\n"),
        wrong(&one, &format!("{head}{all}C93,大型,18,12,7,3,-2\n,,18,12,七,,-2亿元\nG,,9,6,4,1,0\n")),
        wrong(
            &one,
            &format!("{head}{all}C39,全部,18,12,7,3,-2\nC39,大型,17,12,7,3,-2\nC39,全部,18,12,7,3,-2\n"),
        ),
        wrong(&one, &format!("{head}{all}{all}C39,大型,2,3,7,12,18\nG,大型,1,1,1,1,1\n")),
        wrong(&one, &format!("{head}C39,大型,18,12,7,3,-2\n")),
        wrong(&card("roe", "净资产收益率", &up(on_card)), &format!("{head}{all}")),
        wrong(
            &two,
            "指标,行业,优秀值,良好值,平均值,较低值,较差值\n净资产收益,全部,15,10,6,2,-3\nroe,全部,15,10,6,2,-3\n",
        ),
        wrong(
            &card(
                "roe",
                "净资产收益率",
                &format!("direction = \"target\"\nbest = 5\nnormalisation = {FILE}"),
            ),
            &format!("{head}{all}"),
        ),
        wrong(&card("roe", "净资产收益率", &up(r#"{ method = "five-band" }"#)), head),
        wrong(
            &card(
                "roe",
                "净资产收益率",
                &up(r#"{ method = "five-band", groups = { file = "values.csv" } }"#),
            ),
            head,
        ),
        wrong(&card("roe", "净资产收益率", &up(r#"{ method = "five-band", groups = 5 }"#)), head),
    ];
    insta::assert_snapshot!("standards", cases.join("\n---\n"));
}
