//! Tables of judgements beside a definition: every layout gives the same weights as the judgements written out, and everything wrong
//! with a table is said at its cell.

use std::fs;
use std::path::Path;

use quanheng::definition::{self, Definition};
use quanheng::diagnostic::{Diagnostic, Style, render_all};
use quanheng::scorecard::{Scorecard, fit};
use quanheng::vocab::Language;
use rust_xlsxwriter::{Format, Workbook};

use crate::fixture::panel;

const VARIABLES: &str = "variable = [{ id = \"x\", name = { zh = \"量\", en = \"Quantity\" }, type = \"flow\", origin = \"public\" }]\n";

fn card(id: &str, zh: &str) -> String {
    format!(
        "[[indicator]]\nid = \"{id}\"\ncode = \"I-{id}\"\nparent = \"index\"\nname = {{ zh = \"{zh}\", en = \"{id} in full\" }}\nformula = \"x\"\n\
         measure = \"1\"\ndirection = \"positive\"\nnormalisation = {{ method = \"goalposts\", low = 0.0, high = 6.0 }}\nstatus = \"core\"\n\n"
    )
}

/// A folder with a definition of three children (`a` 甲项, `b` 乙项, `c` 丙项) whose weights come about as told.
fn folder(weighting: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let framework = format!(
        "format = 1\nset = \"demo\"\nedition = \"1\"\nversion = \"1\"\nname = {{ zh = \"示例\", en = \"Demo\" }}\nscale = {{ low = 0.0, high = 100.0 }}\n\
         base = [\"2023\"]\nparts = [\"cards.toml\"]\n\n[[aggregate]]\nid = \"index\"\nname = {{ zh = \"指数\", en = \"Index\" }}\n\
         aggregation = {{ method = \"arithmetic\" }}\nweighting = {weighting}\n"
    );
    fs::write(folder.path().join("framework.toml"), framework).unwrap();
    fs::write(folder.path().join("variables.toml"), VARIABLES).unwrap();
    let cards = card("a", "甲项") + &card("b", "乙项") + &card("c", "丙项");
    fs::write(folder.path().join("cards.toml"), cards).unwrap();
    folder
}

fn loaded(folder: &Path) -> (Option<Definition>, Vec<Diagnostic>) {
    let (definition, mut found) = definition::load(folder);
    // Messages show the path as given; that of a temporary folder differs from run to run.
    let prefix = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    for diagnostic in &mut found {
        if let Some(place) = &mut diagnostic.place {
            strip(place, &prefix);
        }
        diagnostic.related.iter_mut().for_each(|(place, _)| strip(place, &prefix));
    }
    (definition, found)
}

fn strip(place: &mut quanheng::diagnostic::Place, prefix: &str) {
    use quanheng::diagnostic::Place;
    match place {
        Place::File { file } | Place::Text { file, .. } | Place::Cell { file, .. } => {
            *file = file.replace(prefix, "");
        }
        other => panic!("{other:?}"),
    }
}

fn shares_of(definition: &Definition) -> Vec<f64> {
    definition.framework().nodes()[1..].iter().map(|node| node.weight.unwrap()).collect()
}

fn written_out(weighting: &str) -> Vec<f64> {
    let folder = folder(weighting);
    let (definition, found) = loaded(folder.path());
    assert_eq!(found, [], "{weighting}");
    shares_of(&definition.unwrap())
}

fn from_csv(weighting: &str, table: &[u8]) -> (Option<Definition>, Vec<Diagnostic>) {
    let folder = folder(weighting);
    fs::create_dir(folder.path().join("experts")).unwrap();
    fs::write(folder.path().join("experts/table.csv"), table).unwrap();
    loaded(folder.path())
}

/// The weights of a table are, bit for bit, those of the judgements written out.
fn same(from_table: &str, table: &str, out: &str) {
    let (definition, found) = from_csv(from_table, table.as_bytes());
    assert_eq!(found, [], "{from_table}");
    assert_eq!(shares_of(&definition.unwrap()), written_out(out), "{from_table}");
}

const FILE: &str = "experts = { file = \"experts/table.csv\" }";

#[test]
fn matrices_and_long_tables_are_read_as_the_pairs_they_hold() {
    let rest = r#"method = "ahp", priority = "eigenvector", random_index = "saaty-1980""#;
    let experts = r#"experts = [
      { pairs = [{ item = "a", over = "b", times = 3 }, { item = "a", over = "c", times = 4 }, { item = "b", over = "c", times = 2 }] },
      { pairs = [{ item = "b", over = "a", times = 2 }, { item = "a", over = "c", times = 3 }, { item = "b", over = "c", times = 5 }] },
    ]"#;
    let out = format!("{{ {rest}, {experts} }}");
    let matrices = "专家一,a,乙项,C in full\na,1,3,4\n乙项,1/3,1,2\nc,0.25,1/2,1\n\n专家二,甲项,乙项,丙项\n甲项,,１／２,3\n乙项,,,5\n丙项,,,\n";
    same(&format!("{{ {rest}, {FILE} }}"), matrices, &out);
    let long = "专家,指标,相对于,判断\n张,a,b,3\n,a,c,4\n,b,c,2\n李,b,a,2\n,a,c,3\n,b,c,5\n";
    same(&format!("{{ {rest}, {FILE} }}"), long, &out);
}

#[test]
fn points_ranks_and_scores_are_read_expert_by_expert() {
    same(
        &format!("{{ method = \"budget-allocation\", budget = 100, {FILE} }}"),
        "某指标体系权重打分表,,,\n专家,甲项,乙项,丙项,权重\n张,50,30,20,1\n李,４０,40,20,2\n",
        r#"{ method = "budget-allocation", budget = 100, experts = [{ weight = 1, points = { a = 50, b = 30, c = 20 } }, { weight = 2, points = { a = 40, b = 40, c = 20 } }] }"#,
    );
    same(
        &format!("{{ method = \"rank-order\", form = \"centroid\", {FILE} }}"),
        "expert,c,b,a\n1,3,2,1\n2,1,3,1\n",
        r#"{ method = "rank-order", form = "centroid", experts = [{ ranks = { a = 1, b = 2, c = 3 } }, { ranks = { a = 1, b = 3, c = 1 } }] }"#,
    );
    same(
        &format!("{{ method = \"delphi\", full_mark = 5, counting = \"authority\", {FILE} }}"),
        "专家,判断依据,熟悉程度,甲项,乙项,丙项\n张,0.9,0.8,5,4,3\n李,80%,0.6,4,4,2\n",
        r#"{ method = "delphi", full_mark = 5, counting = "authority", experts = [{ basis = 0.9, familiarity = 0.8, scores = { a = 5, b = 4, c = 3 } }, { basis = 0.8, familiarity = 0.6, scores = { a = 4, b = 4, c = 2 } }] }"#,
    );
}

#[test]
fn precedence_orders_and_best_worst_are_read_too() {
    let pairs = r#"{ method = "precedence-chart", experts = [{ pairs = [{ item = "a", over = "b", wins = 1 }, { item = "a", over = "c", wins = 0.5 }, { item = "b", over = "c", wins = 0 }] }] }"#;
    let chart = format!("{{ method = \"precedence-chart\", {FILE} }}");
    same(&chart, ",a,b,c\na,0.5,1,0.5\nb,0,0.5,0\nc,,1,\n", pairs);
    let scores = r#"{ method = "precedence-chart", experts = [{ scores = { a = 4, b = 3, c = 4 } }, { scores = { a = 5, b = 1, c = 5 } }] }"#;
    same(&chart, "专家,a,b,c\n1,4,3,4\n2,5,1,5\n", scores);
    same(
        &format!("{{ method = \"order-relation\", {FILE} }}"),
        "专家,指标,与下一项之比\n张,b,1.2\n,a,1.4\n,c,\n李,a,1\n,b,1.6\n,c,\n",
        r#"{ method = "order-relation", experts = [{ order = ["b", "a", "c"], ratios = [1.2, 1.4] }, { order = ["a", "b", "c"], ratios = [1, 1.6] }] }"#,
    );
    same(
        &format!("{{ method = \"best-worst\", {FILE} }}"),
        "专家,比较,指标,a,b,c\n张,最重要,a,1,2,6\n张,最不重要,c,,3,1\n",
        r#"{ method = "best-worst", experts = [{ best = "a", worst = "c", best_over = { b = 2, c = 6 }, over_worst = { b = 3 } }] }"#,
    );
}

#[test]
fn what_one_person_judged_needs_no_list_of_experts() {
    let one = r#"{ method = "order-relation", order = ["a", "b", "c"], ratios = [1.2, 1.4] }"#;
    let list =
        r#"{ method = "order-relation", experts = [{ order = ["a", "b", "c"], ratios = [1.2, 1.4] }] }"#;
    for (one, several) in written_out(one).iter().zip(written_out(list)) {
        assert!((one - several).abs() <= 1e-15, "{one} is not {several}");
    }
}

#[test]
fn each_sheet_of_a_workbook_is_an_expert_and_gb18030_is_read() {
    let weighting = |more: &str| {
        format!(
            "{{ method = \"ahp\", priority = \"row-geometric-mean\", random_index = \"saaty-1980\", experts = {{ file = \"ahp.xlsx\"{more} }} }}"
        )
    };
    let mut workbook = Workbook::new();
    for (name, cells) in [("张", [3.0, 5.0, 2.0]), ("李", [2.0, 2.0, 1.0])] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for (at, heading) in ["", "甲项", "乙项", "丙项"].iter().enumerate() {
            sheet.write(2, at as u16, *heading).unwrap();
            sheet.write(2 + at as u32, 0, *heading).unwrap();
        }
        for (at, (row, column)) in [(3, 2), (3, 3), (4, 3)].into_iter().enumerate() {
            sheet.write(row, column, cells[at]).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let read = |more: &str| {
        let folder = folder(&weighting(more));
        fs::write(folder.path().join("ahp.xlsx"), &bytes).unwrap();
        let (definition, found) = loaded(folder.path());
        assert_eq!(found, []);
        shares_of(&definition.unwrap())
    };
    let pairs = |a: u32, b: u32, c: u32| {
        format!(
            "{{ pairs = [{{ item = \"a\", over = \"b\", times = {a} }}, {{ item = \"a\", over = \"c\", times = {b} }}, {{ item = \"b\", over = \"c\", times = {c} }}] }}"
        )
    };
    let out = |experts: &str| {
        written_out(&format!(
            "{{ method = \"ahp\", priority = \"row-geometric-mean\", random_index = \"saaty-1980\", experts = [{experts}] }}"
        ))
    };
    assert_eq!(read(""), out(&format!("{}, {}", pairs(3, 5, 2), pairs(2, 2, 1))));
    assert_eq!(read(", sheet = \"李\""), out(&pairs(2, 2, 1)));
    let (text, _, _) = encoding_rs::GB18030.encode("专家,甲项,乙项,丙项\n张,50,30,20\n");
    let (definition, found) =
        from_csv(&format!("{{ method = \"budget-allocation\", budget = 100, {FILE} }}"), &text);
    assert_eq!(found, []);
    assert_eq!(shares_of(&definition.unwrap()), [0.5, 0.3, 0.2]);
}

#[test]
fn a_scorecard_carries_the_table_and_its_fingerprint_covers_it() {
    let weighting = format!("{{ method = \"budget-allocation\", budget = 100, {FILE} }}");
    let card = |table: &str| {
        let (definition, found) = from_csv(&weighting, table.as_bytes());
        assert_eq!(found, []);
        let definition = definition.unwrap();
        assert_eq!(definition.files().last().unwrap().name, "experts/table.csv");
        let panel = panel(3, &[2023], &[("x", vec![Some(1.0), Some(2.0), None])]);
        fit(&definition, &panel).unwrap().scorecard
    };
    let one = card("专家,a,b,c\n张,50,30,20\n");
    let read = Scorecard::from_json(&one.to_json()).unwrap();
    assert_eq!(read.fingerprint(), one.fingerprint());
    assert_eq!(shares_of(read.definition()), [0.5, 0.3, 0.2]);
    assert_ne!(card("专家,a,b,c\n张,51,29,20\n").fingerprint(), one.fingerprint());
}

fn wrong(weighting: &str, table: &str) -> String {
    let (definition, found) = from_csv(weighting, table.as_bytes());
    assert!(definition.is_none(), "{table}");
    let en = render_all(&found, Language::En, Style::Plain, |_: &str| None);
    let zh = render_all(&found, Language::Zh, Style::Plain, |_: &str| None);
    format!("{en}\n{zh}")
}

#[test]
fn everything_wrong_with_a_table_is_said_at_its_cell() {
    let ahp =
        format!("{{ method = \"ahp\", priority = \"eigenvector\", random_index = \"saaty-1980\", {FILE} }}");
    let budget = format!("{{ method = \"budget-allocation\", budget = 100, {FILE} }}");
    let order = format!("{{ method = \"order-relation\", {FILE} }}");
    let best = format!("{{ method = \"best-worst\", {FILE} }}");
    let delphi = format!("{{ method = \"delphi\", full_mark = 5, {FILE} }}");
    let chart = format!("{{ method = \"precedence-chart\", {FILE} }}");
    let all = [
        wrong(&ahp, ",a,b,c\na,1,3,x\nb,1/2,2,2\nc,,,1\n"),
        wrong(&ahp, "专家,指标,相对于,判断\n张,a,d,3\n张,a,a,1\n张,a,b,2026-01-03\n张,b,c,2\n张,c,b,2\n"),
        wrong(&ahp, "说明\n本表由专家填写\n"),
        wrong(&ahp, ",a,b,c\na,1,3,4\nb,,1,1/4\nd,,,1\n"),
        wrong(&budget, "专家,甲项,乙项,备注\n张,50,30,\n李,50,,好\n合计,100,30,\n"),
        wrong(&budget, "专家,a,b,c\n张,50,30,20\n李,50,30,30\n"),
        wrong(&order, "专家,指标,与下一项之比\n张,b,\n,b,1.4\n,c,2\n"),
        wrong(&best, "专家,比较,指标,a,b,c\n张,最重要,a,1,2,6\n李,中等,c,,3,1\n"),
        wrong(&delphi, "专家,a,b,c\n张,5,4,3\n李,6,4,3\n"),
        wrong(&chart, ",a,b,c\na,,1,0.7\nb,,,1\nc,,,\n"),
        wrong(
            "{ method = \"order-relation\", order = [\"a\", \"b\", \"c\"], ratios = [1.0, 1.0], experts = [] }",
            "a\n",
        ),
        wrong("{ method = \"best-worst\", best = \"a\" }", "a\n"),
        wrong("{ method = \"rank-order\", form = \"sum\", experts = 5 }", "a\n"),
        wrong(
            "{ method = \"rank-order\", form = \"sum\", experts = { file = \"experts/other.csv\" } }",
            "a\n",
        ),
        wrong("{ method = \"rank-order\", form = \"sum\", experts = { path = \"x\" } }", "a\n"),
    ];
    insta::assert_snapshot!("tables", all.join("\n---\n"));
}

#[test]
fn a_fraction_that_became_a_date_is_named() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (at, heading) in ["", "a", "b", "c"].iter().enumerate() {
        sheet.write(0, at as u16, *heading).unwrap();
        sheet.write(at as u32, 0, *heading).unwrap();
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_with_format(1, 2, 46_025.0, &date).unwrap();
    let folder = folder(
        "{ method = \"ahp\", priority = \"eigenvector\", random_index = \"saaty-1980\", experts = { file = \"ahp.xlsx\" } }",
    );
    fs::write(folder.path().join("ahp.xlsx"), workbook.save_to_buffer().unwrap()).unwrap();
    let (_, found) = loaded(folder.path());
    assert_eq!(found[0].code.0, "def184");
    let place = found[0].place.as_ref().unwrap().describe(Language::Zh);
    assert_eq!(place, "ahp.xlsx 工作表“Sheet1” 第2行 C列");
}
