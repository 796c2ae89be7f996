//! Data in: what people hand over, good and bad, as files in a folder and as a study names them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what is shared between tests fails like a test")]

mod cases;

use std::path::Path;

use proptest::prelude::*;
use quanheng::diagnostic::{Style, render};
use quanheng::panel::{
    AttributeSpec, DataFile, OriginClass, Panel, Reading, RegisterFile, Status, ValueRange, Variable,
    VariableKind, Variables, read,
};
use quanheng::vocab::{Id, Language, Measures, Period, Text};
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde::Deserialize;

use self::cases::Case;

/// The part of a study that names data.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Study {
    register: Option<RegisterFile>,
    #[serde(default)]
    data: Vec<DataFile>,
}

type Files = Vec<(&'static str, Vec<u8>)>;

fn text(name: &'static str, content: &str) -> (&'static str, Vec<u8>) {
    (name, content.as_bytes().to_vec())
}

fn gb(content: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(content).0.into_owned()
}

fn utf16(content: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(content.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn variables() -> Variables {
    let measures = Measures::standard();
    let variable = |id: &str, zh: &str, en: &str, measure: Option<&str>| Variable {
        measure: measure.map(|m| (m.to_owned(), measures.parse(m).unwrap())),
        ..Variable::new(
            Id::new(id).unwrap(),
            Text::new(zh, en),
            VariableKind::Flow,
            OriginClass::StatisticalSurvey,
        )
    };
    let all = vec![
        Variable {
            aliases: vec!["营业总收入".to_owned()],
            range: ValueRange { min: Some(0.0), max: Some(100_000.0) },
            ..variable("revenue", "营业收入", "Revenue", Some("亿元"))
        },
        variable("employees", "从业人员", "Employees", Some("人")),
        variable("margin", "利润率", "Margin", Some("%")),
        variable("share", "份额", "Share", Some("1")),
        Variable {
            codes: [("A".to_owned(), 5.0), ("B".to_owned(), 4.0)].into(),
            ..variable("grade", "评级", "Grade", Some("分"))
        },
        Variable {
            aliases: vec!["专利".to_owned()],
            ..variable("patents", "专利申请数", "Patent filings", Some("件"))
        },
        Variable {
            aliases: vec!["专利".to_owned()],
            ..variable("grants", "专利授权数", "Patent grants", Some("件"))
        },
        variable("index_value", "指数", "Index", None),
    ];
    let value = |id: &str, zh: &str, en: &str| (id.to_owned(), Text::new(zh, en));
    let industry = AttributeSpec {
        id: Id::new("industry").unwrap(),
        name: Text::new("行业", "Industry"),
        values: Some(vec![value("C39", "电子设备制造业", "Electronics"), value("I65", "软件业", "Software")]),
    };
    let district =
        AttributeSpec {
            id: Id::new("district").unwrap(), name: Text::new("地区", "District"), values: None
        };
    Variables::new(measures, vec![industry, district], all).unwrap()
}

fn read_study(folder: &Path, study: &str) -> Reading {
    let study: Study = toml::from_str(study).unwrap();
    read(folder, &variables(), study.register.as_ref(), &study.data)
}

fn run(files: &Files, study: &str) -> Reading {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    read_study(folder.path(), study)
}

fn messages(reading: &Reading) -> String {
    let in_language = |language| {
        let all = reading.diagnostics.iter().map(|d| render(d, language, None, Style::Plain));
        all.collect::<Vec<_>>().join("\n")
    };
    format!("{}\n{}", in_language(Language::Zh), in_language(Language::En))
}

fn good(files: &Files, study: &str) -> Panel {
    let reading = run(files, study);
    reading.panel.as_ref().cloned().unwrap_or_else(|| panic!("{}", messages(&reading)))
}

fn value(panel: &Panel, variable: &str, unit: &str, period: i32) -> (Option<f64>, Status) {
    let index = panel.index();
    let row = index.find(index.unit_by_id(unit).unwrap(), Period::year(period)).unwrap();
    let column = panel.variable(variable).unwrap();
    (column.get(row), column.status(row))
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet().set_name("数据").unwrap());
    workbook.save_to_buffer().unwrap()
}

const WIDE: &str = "[[data]]\npath = \"f.csv\"\n";
const LONG: &str = "[[data]]\npath = \"f.csv\"\nlayout = \"long\"\n";
const SHEET: &str = "[[data]]\npath = \"f.xlsx\"\n";
#[test]
fn bad_input_is_explained() {
    let cases = [cases::files(), cases::headings(), cases::cells(), cases::panels()];
    for Case { name, files, study } in cases.into_iter().flatten() {
        let reading = run(&files, study);
        let panel = if reading.panel.is_some() { "panel" } else { "no panel" };
        assert!(!reading.diagnostics.is_empty(), "{name}");
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("data-{}", name.replace([' ', ','], "-").replace("--", "-")), format!("({panel})\n{}", messages(&reading)));
        });
    }
}

#[test]
fn every_encoding_and_delimiter_gives_the_same_panel() {
    let table = |delimiter: char| {
        [
            "统一社会信用代码,年份,营业收入（万元）,利润率",
            "甲,2023,\"12345\",12.5%",
            "乙,2023年,３００,—",
            "甲,2022,1e4,8",
            "",
        ]
        .join("\n")
        .replace(',', &delimiter.to_string())
    };
    let bom = |content: String| [b"\xEF\xBB\xBF", content.as_bytes()].concat();
    let files: Vec<Vec<u8>> = vec![
        table(',').into_bytes(),
        table(';').into_bytes(),
        table('\t').into_bytes(),
        bom(table(',')),
        gb(&table(',')),
        gb(&table('\t')),
        utf16(&table('\t')),
        utf16(&table(',')),
        table(',').replace('\n', "\r\n").into_bytes(),
        table(',').replace('\n', "\r").into_bytes(),
        table(',').replace('"', "").into_bytes(),
        format!("sep=;\n{}", table(';')).into_bytes(),
        format!("\n,,,\n{}", table(',')).into_bytes(),
    ];
    for content in files {
        let shown = String::from_utf8_lossy(&content).into_owned();
        let panel = good(&vec![("f.csv", content)], WIDE);
        assert_eq!(panel.index().len(), 3, "{shown}");
        assert_eq!(value(&panel, "revenue", "甲", 2023), (Some(1.2345), Status::Observed), "{shown}");
        assert_eq!(value(&panel, "revenue", "乙", 2023), (Some(0.03), Status::Observed), "{shown}");
        assert_eq!(value(&panel, "revenue", "甲", 2022), (Some(1.0), Status::Observed), "{shown}");
        assert_eq!(value(&panel, "margin", "甲", 2023), (Some(12.5), Status::Observed), "{shown}");
        assert_eq!(value(&panel, "margin", "乙", 2023), (None, Status::NotReported), "{shown}");
    }
}

#[test]
fn every_cell_knows_where_it_was_read() {
    let content = "id,year,revenue,employees\nb,2023,1,2\n\n\"c\nd\",2023,3,4\na,2022,5,6\n";
    let panel = good(&vec![text("f.csv", content)], WIDE);
    let index = panel.index();
    let row = index.find(index.unit_by_id("a").unwrap(), Period::year(2022)).unwrap();
    let origin = panel.variable("employees").unwrap().origin(row).unwrap();
    assert_eq!((origin.row, origin.column), (6, 4));
    let source = &panel.sources()[usize::from(origin.source)];
    assert_eq!((source.file.as_str(), source.sheet.as_deref()), ("f.csv", None));
    assert_eq!(source.sha256.len(), 64);
}

#[test]
fn a_workbook_is_read_as_it_is_shown() {
    let content = workbook(|sheet| {
        let percent = Format::new().set_num_format("0.0%");
        sheet.write(0, 0, "2023 年报表").unwrap();
        for (column, heading) in
            ["统一社会信用代码", "年度", "营业收入(万元)", "利润率", "份额", "评级"].iter().enumerate()
        {
            sheet.write(2, column as u16 + 1, *heading).unwrap();
        }
        sheet.write(4, 1, "甲").unwrap();
        sheet.write(4, 2, 2023).unwrap();
        sheet.write(4, 3, 12345).unwrap();
        sheet.write_with_format(4, 4, 0.125, &percent).unwrap();
        sheet.write_with_format(4, 5, 0.125, &percent).unwrap();
        sheet.write(4, 6, "B").unwrap();
        sheet.write(5, 1, 1803).unwrap();
        sheet.write(5, 2, "2023").unwrap();
        sheet.write(5, 3, "1,000").unwrap();
        sheet.write(5, 4, "未采集").unwrap();
        sheet.write_formula(5, 5, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    let files = vec![("f.xlsx", content)];
    let panel = good(&files, "[[data]]\npath = \"f.xlsx\"\nheader_row = 3\nsheet = \"数据\"\n");
    assert_eq!(value(&panel, "revenue", "甲", 2023).0, Some(1.2345));
    assert_eq!(value(&panel, "margin", "甲", 2023).0, Some(12.5));
    assert_eq!(value(&panel, "share", "甲", 2023).0, Some(0.125));
    assert_eq!(value(&panel, "grade", "甲", 2023).0, Some(4.0));
    assert_eq!(value(&panel, "revenue", "1803", 2023).0, Some(0.1));
    assert_eq!(value(&panel, "margin", "1803", 2023).1, Status::NotCollected);
    assert_eq!(value(&panel, "share", "1803", 2023).1, Status::Invalid);
    assert_eq!(value(&panel, "grade", "1803", 2023).1, Status::NotReported);
    let origin = panel.variable("revenue").unwrap().origin(0).unwrap();
    assert_eq!((origin.row, origin.column), (5, 4));
    assert_eq!(panel.sources()[0].sheet.as_deref(), Some("数据"));
}

#[test]
fn the_long_layout_takes_statuses_and_units_row_by_row() {
    let content = "id,year,variable,value,status,计量单位\n\
        a,2023,营业收入,100,,万元\n\
        a,2023,employees,,不适用,\n\
        a,2023,利润率,12.5%,,\n\
        a,2023,备用,1,,\n\
        b,2023,营业总收入（元）,3e8,有值,\n\
        b,2023,从业人员,—,保密,人\n";
    let study = format!("{LONG}ignore = [\"备用\"]\n");
    let panel = good(&vec![text("f.csv", content)], &study);
    assert_eq!(value(&panel, "revenue", "a", 2023).0, Some(0.01));
    assert_eq!(value(&panel, "employees", "a", 2023).1, Status::NotApplicable);
    assert_eq!(value(&panel, "margin", "a", 2023).0, Some(12.5));
    assert_eq!(value(&panel, "revenue", "b", 2023).0, Some(3.0));
    assert_eq!(value(&panel, "employees", "b", 2023).1, Status::Suppressed);
    assert_eq!(value(&panel, "margin", "b", 2023).1, Status::NotCollected);
}

#[test]
fn files_merge_and_an_empty_cell_gives_way() {
    let files = vec![
        text("f.csv", "id,year,revenue,employees\na,2023,1,\nb,2023,,5\n"),
        text("g.csv", "id,营业收入,人数\nb,2,7人\na,,30\n"),
    ];
    let study = "[[data]]\npath = \"f.csv\"\nignore = [\"employees\"]\n[[data]]\npath = \"g.csv\"\nfixed_period = \"2023\"\n\
        columns = { \"人数\" = { variable = \"employees\", measure = \"人\" } }\n";
    let panel = good(&files, study);
    assert_eq!(value(&panel, "revenue", "a", 2023).0, Some(1.0));
    assert_eq!(value(&panel, "revenue", "b", 2023).0, Some(2.0));
    assert_eq!(value(&panel, "employees", "a", 2023).0, Some(30.0));
    assert_eq!(panel.variable("revenue").unwrap().origin(1).map(|o| (o.source, o.row)), Some((1, 2)));
}

#[test]
fn the_register_gives_names_and_attributes_by_period() {
    let files = vec![
        text(
            "r.csv",
            "统一社会信用代码,企业名称,年度,行业代码,地区\n\
             914403001922038216,旧名,2022,C39,南\n\
             914403001922038216,新名,2023,软件业,北\n\
             9144030071526726XG,乙,2023,,北\n",
        ),
        text(
            "f.csv",
            "统一社会信用代码,年度,revenue\n９１４４０３００１９２２０３８２１６,2023,1\n914403001922038216,2022,2\n9144030071526726xg,2023,3\n",
        ),
    ];
    let study = "[register]\npath = \"r.csv\"\nid_kind = \"uscc\"\nperiod = \"年度\"\nattributes = { industry = \"行业代码\" }\n\
        [[data]]\npath = \"f.csv\"\n";
    let panel = good(&files, study);
    let names: Vec<&str> = panel.index().units().iter().map(|u| u.name.as_str()).collect();
    assert_eq!(names, ["新名", "乙"]);
    let industry = panel.attribute("industry").unwrap();
    assert_eq!([industry.get(0), industry.get(1), industry.get(2)], [Some("C39"), Some("I65"), None]);
    assert_eq!(panel.attribute("district").unwrap().get(1), Some("北"));
    assert_eq!(panel.sources().len(), 2);
}

#[test]
fn the_panel_does_not_depend_on_the_number_of_threads() {
    let mut content = String::from("id,year,revenue,employees\n");
    for at in 0..200_000 {
        content += &format!("u{},{},{}.5,—\n", (at * 7919) % 50_000, 2020 + at / 50_000, at % 9973);
    }
    let files = vec![text("f.csv", &content)];
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| good(&files, WIDE))
    };
    let (one, four) = (with(1), with(4));
    assert_eq!(one.index(), four.index());
    assert!(one.variables().eq(four.variables()));
    assert_eq!(one.sources(), four.sources());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), name in prop::sample::select(vec!["f.csv", "f.xlsx"])) {
        let study = format!("[[data]]\npath = \"{name}\"\n");
        run(&vec![(if name == "f.csv" { "f.csv" } else { "f.xlsx" }, bytes)], &study);
    }

    #[test]
    fn no_table_makes_it_panic(rows in "(id|year|revenue|利润率|variable|value|,|;|\"|\n|\r|2023|-|1|e5|.|%|万|（|）|\u{3000}|\t){0,80}", long in any::<bool>()) {
        let study = if long { LONG } else { WIDE };
        let headed = format!("id,year,{}\n{rows}", if long { "variable,value" } else { "revenue,利润率" });
        for content in [rows.into_bytes(), headed.into_bytes()] {
            let reading = run(&vec![("f.csv", content)], study);
            for (_, column) in reading.panel.iter().flat_map(Panel::variables) {
                prop_assert!(column.values().iter().all(|value| value.is_finite()));
            }
        }
    }

    #[test]
    fn a_damaged_workbook_does_not_make_it_panic(at in 0_usize..4000, byte in any::<u8>()) {
        let mut content = workbook(|sheet| {
            sheet.write(0, 0, "id").unwrap();
            sheet.write(0, 1, "year").unwrap();
            sheet.write(1, 0, "a").unwrap();
        });
        let place = at % content.len();
        content[place] = byte;
        run(&vec![("f.xlsx", content)], SHEET);
    }
}
