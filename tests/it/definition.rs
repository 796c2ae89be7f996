//! Wrong definitions: each the smallest change to one small good definition, each with the whole text people get.

mod numbers;

use proptest::prelude::*;
use quanheng::definition::{Documents, from_documents, from_texts};
use quanheng::diagnostic::{Diagnostic, Severity, Style, any_error, render_all};
use quanheng::framework::NodeKind;
use quanheng::vocab::Language;

const FRAMEWORK: &str = r#"format = 1
set = "demo"
edition = "2024"
version = "1.0.0"
name = { zh = "示例指数", en = "Demo index" }
scale = { low = 0.0, high = 100.0 }
base = ["2022", "2023"]
parts = ["innovation.toml"]

[[level]]
name = { zh = "综合指数", en = "Index" }
weighting = { method = "given", origin = "policy" }
aggregation = { method = "arithmetic" }
coverage = { missing = "renormalise", min_weight = 0.5, min_children = 1 }

[[level]]
name = { zh = "维度", en = "Dimension" }
weighting = { method = "equal" }
aggregation = { method = "geometric", floor = 1.0 }

[[aggregate]]
id = "index"
name = { zh = "总指数", en = "Index" }

[[grade]]
id = "A"
name = { zh = "优秀", en = "excellent" }
from = 85.0

[[grade]]
id = "B"
name = { zh = "良好", en = "good" }
from = 60.0

[[grade]]
id = "C"
name = { zh = "一般", en = "fair" }

[[gate]]
id = "accident"
name = { zh = "重大事故", en = "Fatal accident" }
when = "accidents > 0"
ceiling = "C"
"#;

const PART: &str = r#"[[aggregate]]
id = "innovation"
parent = "index"
name = { zh = "创新力", en = "Innovation" }
weight = 60

[[aggregate]]
id = "safety"
parent = "index"
name = { zh = "安全", en = "Safety" }
weight = 40

[[indicator]]
id = "rd-intensity"
code = "I01"
parent = "innovation"
name = { zh = "研发强度", en = "R&D intensity" }
formula = "rd / revenue"
measure = "%"
direction = "positive"
status = "core"
valid = { min = 0.0, max = 100.0, max_change = 5.0 }
missing = [{ method = "carry-forward", max_age = 1 }, { method = "group-median", by = ["industry"] }]
treatment = { method = "winsorise-quantiles", low = 0.01, high = 0.99 }
normalisation = { method = "base-goalposts", low = 0.1, high = 0.9, by = ["industry"] }

[[indicator]]
id = "debt"
code = "I02"
parent = "innovation"
name = { zh = "负债率", en = "Debt ratio" }
formula = "debts / revenue"
measure = "%"
direction = "interval"
status = "core"
normalisation = { method = "trapezoid", zero_below = 0.0, full_from = 40.0, full_to = 60.0, zero_above = 90.0 }

[[indicator]]
id = "accident-count"
code = "S01"
parent = "safety"
name = { zh = "事故数", en = "Accidents" }
formula = "accidents"
measure = "起"
direction = "negative"
status = "core"
normalisation = { method = "anchors", anchors = [[0.0, 100.0], [2.0, 60.0], [9.0, 0.0]] }

[[indicator]]
id = "certificate"
code = "S02"
parent = "safety"
name = { zh = "认证级别", en = "Certificate" }
formula = "certificate_level"
measure = "级"
direction = "tiers"
status = "pilot"
normalisation = { method = "tiers", tiers = [{ at = 1.0, score = 60.0 }, { at = 2.0, score = 100.0 }] }
"#;

const VARIABLES: &str = r#"[[attribute]]
id = "industry"
name = { zh = "行业", en = "industry" }
values = [{ id = "C39", name = { zh = "电子", en = "Electronics" } }, { id = "I65", name = { zh = "软件", en = "Software" } }]

[[variable]]
id = "rd"
name = { zh = "研发经费", en = "R&D expenditure" }
measure = "万元"
type = "flow"
origin = "statistical-survey"

[[variable]]
id = "revenue"
name = { zh = "营业收入", en = "Revenue" }
measure = "亿元"
type = "flow"
origin = "statistical-survey"

[[variable]]
id = "debts"
name = { zh = "负债", en = "Debts" }
measure = "亿元"
type = "stock"
origin = "administrative"

[[variable]]
id = "accidents"
name = { zh = "事故", en = "Accidents" }
measure = "起"
type = "flow"
origin = "administrative"

[[variable]]
id = "certificate_level"
name = { zh = "认证", en = "Certificate" }
measure = "级"
type = "level"
origin = "public"
"#;

/// The source of the cases would only repeat what stands above each text.
macro_rules! snapshot {
    ($text:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($text) })
    };
}

struct Texts {
    framework: String,
    part: String,
    variables: String,
}

impl Texts {
    fn good() -> Self {
        Texts { framework: FRAMEWORK.into(), part: PART.into(), variables: VARIABLES.into() }
    }

    fn files(&self) -> [(&str, &str); 3] {
        [
            ("framework.toml", &self.framework),
            ("innovation.toml", &self.part),
            ("variables.toml", &self.variables),
        ]
    }

    /// Puts `new` for the first `old` in whichever file has it.
    fn put(mut self, old: &str, new: &str) -> Self {
        let all = [&mut self.framework, &mut self.part, &mut self.variables];
        let file = all.into_iter().find(|text| text.contains(old));
        let file = file.expect(old);
        *file = file.replacen(old, new, 1);
        self
    }

    fn check(&self) -> Vec<Diagnostic> {
        let (definition, found) = from_texts(&self.files());
        assert_eq!(definition.is_some(), !any_error(&found), "a definition exactly when there is no error");
        found
    }

    fn show(&self) -> String {
        let found = self.check();
        let source = |name: &str| {
            self.files().iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
        };
        let text = |language| render_all(&found, language, Style::Plain, source);
        format!("{}\n{}", text(Language::Zh), text(Language::En))
    }
}

/// A case: what is put for what.
type Case = (&'static str, &'static str);

fn show_all(cases: &[Case]) -> String {
    cases.iter().map(|case| show_changes(&[*case])).collect()
}

/// The text for several changes at once.
fn show_changes(changes: &[(&str, &str)]) -> String {
    let broken = changes.iter().fold(Texts::good(), |texts, (old, new)| texts.put(old, new));
    assert!(!broken.check().is_empty(), "nothing to say about {changes:?}");
    let title: String = changes.iter().map(|(old, new)| format!("########## {old}  =>  {new}\n")).collect();
    format!("{title}\n{}\n", broken.show())
}

#[test]
fn a_good_definition_has_nothing_to_say() {
    let (definition, found) = from_texts(&Texts::good().files());
    assert_eq!(found, []);
    let definition = definition.unwrap();
    let ids: Vec<&str> = definition.nodes().iter().map(|n| n.id.as_str()).collect();
    assert_eq!(
        ids,
        ["index", "innovation", "rd-intensity", "debt", "safety", "accident-count", "certificate"]
    );
    let weights: Vec<f64> = definition.nodes().iter().filter_map(|n| n.weight).collect();
    assert_eq!(weights, [1.0, 0.6, 0.5, 0.5, 0.4, 1.0, 0.0]);
    let parents: Vec<Option<usize>> = definition.nodes().iter().map(|n| n.parent.map(|p| p.0)).collect();
    assert_eq!(parents, [None, Some(0), Some(1), Some(1), Some(0), Some(4), Some(4)]);
    let NodeKind::Aggregate(root) = &definition.node(definition.root()).kind else {
        panic!("the root is an aggregate")
    };
    assert_eq!(root.coverage.min_weight, 0.5);
    assert_eq!(definition.files().len(), 3);
    assert_eq!(definition.files()[0].sha256.len(), 64);
}

#[test]
fn documents_survive_a_scorecard_file() {
    let (definition, _) = from_texts(&Texts::good().files());
    let definition = definition.unwrap();
    let json = definition.documents().canonical_json();
    let documents: Documents = serde_json::from_str(&json).unwrap();
    let (again, found) = from_documents(documents);
    assert_eq!(found, []);
    let again = again.unwrap();
    assert_eq!(again.documents().canonical_json(), json);
    assert_eq!(again.nodes().len(), definition.nodes().len());
}

#[test]
fn layout_and_comments_do_not_change_the_canonical_form() {
    let canonical = |texts: Texts| from_texts(&texts.files()).0.unwrap().documents().canonical_json();
    let good = canonical(Texts::good());
    assert_eq!(canonical(Texts::good().put("weight = 60", "weight = 60.0   # of 100")), good);
    assert_eq!(canonical(Texts::good().put("status = \"core\"", "status = \"core\"\ndecimals = 2")), good);
    assert_ne!(canonical(Texts::good().put("weight = 60", "weight = 61")), good);
}

#[test]
fn schemas_are_fresh() {
    let study = quanheng::study::schema();
    for (name, text) in quanheng::definition::schemas().into_iter().chain([study]) {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name);
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "schema/{name} is out of date: run `cargo run -p xtask -- schema`");
    }
}

#[test]
fn syntax() {
    snapshot!(show_all(&[
        ("edition = \"2024\"", "edition = "),
        ("measure = \"%\"", "measure = %"),
        ("set = \"demo\"", "set = “demo”"),
        ("base = [\"2022\", \"2023\"]", "base = [\"2022\"，\"2023\"]"),
        ("base = [\"2022\", \"2023\"]", "base = [\"2022\", \"2023\""),
        ("[[indicator]]", "[indicator]]"),
        ("en = \"Innovation\" }", "en = \"Innovation }"),
        ("status = \"core\"", "status = \"core\"\nstatus = \"pilot\""),
        ("version = \"1.0.0\"", "version = \"1.0.0\"\nset = \"other\""),
    ]));
}

#[test]
fn form() {
    snapshot!(show_all(&[
        ("weight = 60", "weigth = 60"),
        ("code = \"I01\"", "colour = \"red\""),
        ("direction = \"positive\"\n", ""),
        ("high = 100.0 }", "}"),
        ("measure = \"%\"", "measure = 5"),
        ("base = [\"2022\", \"2023\"]", "base = [2022, \"2023\"]"),
        ("base = [\"2022\", \"2023\"]", "base = \"2023\""),
        ("base = [\"2022\", \"2023\"]", "base = [\"23\", \"2023\"]"),
        ("base = [\"2022\", \"2023\"]", "base = []"),
        ("name = { zh = \"创新力\", en = \"Innovation\" }", "name = \"创新力\""),
        ("aggregation = { method = \"arithmetic\" }", "aggregation = \"arithmetic\""),
        ("method = \"arithmetic\"", "method = \"arithmatic\""),
        ("method = \"trapezoid\", ", ""),
        ("floor = 1.0", "floor = 1.0, power = 2.0"),
        ("direction = \"positive\"", "direction = \"up\""),
        ("min_children = 1", "min_children = 1.0"),
        ("min_children = 1", "min_children = -1"),
        ("low = 0.01", "low = 1.01"),
        ("weight = 60", "weight = -60"),
        ("weight = 60", "weight = nan"),
        ("[2.0, 60.0]", "[2.0, 60.0, 1.0]"),
        ("id = \"rd-intensity\"", "id = \"1 rd\""),
        ("code = \"I01\"", "code = \"\""),
        ("en = \"Innovation\"", "en = \"\""),
        ("format = 1", "format = 2"),
    ]));
}

#[test]
fn names_and_tree() {
    snapshot!(show_all(&[
        ("id = \"debt\"", "id = \"rd-intensity\""),
        ("parent = \"innovation\"", "parent = \"inovation\""),
        (
            "parent = \"innovation\"\nname = { zh = \"负债率\"",
            "parent = \"rd-intensity\"\nname = { zh = \"负债率\""
        ),
        ("parent = \"index\"", "parent = \"innovation\""),
        ("[[aggregate]]\nid = \"index\"", "[[aggregate]]\nparent = \"safety\"\nid = \"index\""),
        ("parent = \"index\"\n", ""),
        (
            "[[indicator]]\nid = \"rd-intensity\"",
            "[[aggregate]]\nid = \"empty\"\nparent = \"index\"\nname = { zh = \"空\", en = \"Empty\" }\nweight = 1\n\n[[indicator]]\nid = \"rd-intensity\""
        ),
        ("code = \"I02\"", "code = \"I01\""),
        ("parts = [\"innovation.toml\"]", "parts = [\"innovation.toml\", \"innovation.toml\"]"),
        ("parts = [\"innovation.toml\"]", "parts = [\"innovatoin.toml\"]"),
        (
            "[[aggregate]]\nid = \"index\"",
            "[[level]]\nname = { zh = \"指标\", en = \"Indicator\" }\n\n[[level]]\nname = { zh = \"子指标\", en = \"Part\" }\n\n[[aggregate]]\nid = \"index\""
        ),
    ]));
}

#[test]
fn weights_and_means() {
    snapshot!(show_all(&[
        ("weight = 60\n", ""),
        ("status = \"core\"\nvalid", "status = \"core\"\nweight = 2\nvalid"),
        ("weighting = { method = \"equal\" }\n", ""),
        ("weight = 60", "weight = 0"),
        (
            "status = \"core\"\nnormalisation = { method = \"anchors\"",
            "status = \"candidate\"\nnormalisation = { method = \"anchors\""
        ),
        ("floor = 1.0", "zero = \"refuse\""),
        ("floor = 1.0", "floor = -1.0"),
        ("floor = 1.0", "floor = 1.0, zero = \"zero\""),
        ("method = \"geometric\", floor = 1.0", "method = \"power-mean\", power = 0.0"),
        ("floor = 1.0 }", "zero = \"zero\" }\ncoverage = { min_weight = 66.7, min_children = 3 }"),
        ("aggregation = { method = \"arithmetic\" }\n", ""),
        ("low = 0.0, high = 100.0", "low = 100.0, high = 0.0"),
        ("base = [\"2022\", \"2023\"]", "base = [\"2022\", \"2023-Q1\"]"),
        ("from = 60.0", "from = 90.0"),
        ("name = { zh = \"一般\", en = \"fair\" }", "name = { zh = \"一般\", en = \"fair\" }\nfrom = 0.0"),
        ("from = 85.0\n", ""),
        ("ceiling = \"C\"", "ceiling = \"D\""),
    ]));
}

#[test]
fn normalisation() {
    snapshot!(show_all(&[
        ("direction = \"interval\"", "direction = \"positive\""),
        ("direction = \"tiers\"", "direction = \"negative\""),
        ("low = 0.1, high = 0.9", "low = 0.9, high = 0.1"),
        (
            "{ method = \"base-goalposts\", low = 0.1, high = 0.9, by = [\"industry\"] }",
            "{ method = \"goalposts\", low = 6, high = 0 }"
        ),
        (
            "{ method = \"base-goalposts\", low = 0.1, high = 0.9, by = [\"industry\"] }",
            "{ method = \"goalposts\", low = 0, high = 6, axis = \"log\" }"
        ),
        (
            "{ method = \"base-goalposts\", low = 0.1, high = 0.9, by = [\"industry\"] }",
            "{ method = \"z-score\", centre = 150, spread = -10 }"
        ),
        ("[2.0, 60.0]", "[10.0, 60.0]"),
        ("[9.0, 0.0]", "[9.0, 70.0]"),
        ("[9.0, 0.0]", "[9.0, -10.0]"),
        ("[[0.0, 100.0], [2.0, 60.0], [9.0, 0.0]]", "[[0.0, 100.0]]"),
        (
            "[9.0, 0.0]] }",
            "[9.0, 0.0]], groups = [{ when = { industry = [\"软件\", \"C93\"], size = [\"big\"] }, anchors = [[0, 1], [1, 1]] }] }"
        ),
        ("full_from = 40.0", "full_from = 70.0"),
        (
            "zero_below = 0.0, full_from = 40.0, full_to = 60.0, zero_above = 90.0",
            "full_from = 40.0, full_to = 60.0"
        ),
        ("{ at = 2.0, score = 100.0 }", "{ at = 1.0, score = 100.0 }"),
        ("{ at = 2.0, score = 100.0 }", "{ at = 2.0, score = 100.0 }, { at = 3.0, score = 80.0 }"),
        (
            "high = 0.9, by = [\"industry\"]",
            "high = 0.9, hurdle = { at = 0.0, score = -1.0 }, by = [\"indusrty\"], min_group = 0"
        ),
        ("high = 0.9, by = [\"industry\"]", "high = 0.9, by = [\"revenue\", \"industry\", \"industry\"]"),
        ("low = 0.01, high = 0.99", "low = 0.99, high = 0.01"),
        ("max_age = 1", "max_age = 0"),
        ("missing = [", "missing = [{ method = \"group-median\" }, "),
        ("max_age = 1 }", "max_age = 2 }, { method = \"carry-forward\", max_age = 2 }"),
        ("min = 0.0, max = 100.0, max_change = 5.0", "min = 100.0, max = 0.0, max_change = 0.5"),
        ("measure = \"%\"", "measure = \"万圆/人\""),
    ]));
}

#[test]
fn variables() {
    snapshot!(show_all(&[
        ("id = \"certificate_level\"", "id = \"certificate-level\""),
        ("id = \"industry\"", "id = \"missing\""),
        ("values = [{ id = \"C39\"", "values = [{ id = \"I65\""),
        ("type = \"flow\"", "type = \"flow\"\nrange = { min = 1.0, max = 0.0 }"),
        ("[[attribute]]", "measures = [\"件\", \"brand point\", \"brand point\"]\n\n[[attribute]]"),
    ]));
}

#[test]
fn formulas() {
    let first = "formula = \"rd / revenue\"";
    let second = "formula = \"debts / revenue\"";
    let all = show_all(&[
        (first, "formula = \"rd / revenu\""),
        (first, "formula = \"rd / revenue +\""),
        (first, "formula = 'rd / \t revenue + accidents'"),
        (first, "formula = \"rd \\u002F \\t revenu\""),
        (first, "formula = \"\"\"\nrd /\n  (revenue * debts)\"\"\""),
        (first, "formula = \"rd\""),
        (first, "formula = \"rd > 0\""),
        (first, "formula = \"if(industry == '电子', rd, 0) / (revenu + 研发)\""),
        (first, "formula = \"industry\""),
        (first, "formula = \"indicator('rd-intensity')\""),
        (first, "formula = \"indicator('dept')\""),
        (first, "formula = \"if(industry == 'C93', rd, 0) / revenue\""),
        (first, "formula = \"rd / revenue\"\nnumerator = \"rd / \"\ndenominator = \"sales\""),
        (
            first,
            "formula = \"rd / revenue\"\napplicable = { when = \"rd\", reason = { zh = \"无\", en = \"none\" } }",
        ),
        ("when = \"accidents > 0\"", "when = \"accidents > 0 and indicator('debt') > 1\""),
    ]);
    let circle = show_changes(&[
        (first, "formula = \"indicator('debt')\""),
        (second, "formula = \"indicator('rd-intensity')\""),
    ]);
    let retired = show_changes(&[
        (first, "formula = \"indicator('certificate') / quantity(1, '级')\""),
        ("status = \"pilot\"", "status = \"retired\""),
    ]);
    snapshot!(all + &circle + &retired);
}

#[test]
fn files_from_windows_read_the_same() {
    let mut texts = Texts::good();
    for text in [&mut texts.framework, &mut texts.part, &mut texts.variables] {
        *text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    }
    assert_eq!(texts.check(), []);
    let wrong = texts.put("weight = 60", "weigth = 60").check();
    assert_eq!(wrong[0].place.as_ref().unwrap().describe(Language::En), "innovation.toml:5:1");
}

#[test]
fn references_between_indicators_give_the_order() {
    let texts =
        Texts::good().put("formula = \"rd / revenue\"", "formula = \"rd / revenue + indicator('debt')\"");
    let (definition, found) = from_texts(&texts.files());
    assert_eq!(found, []);
    let definition = definition.unwrap();
    let order: Vec<&str> =
        definition.evaluation_order().iter().map(|n| definition.node(*n).id.as_str()).collect();
    assert_eq!(order, ["debt", "rd-intensity", "accident-count", "certificate"]);
}

#[test]
fn several_changes() {
    let zero = ("floor = 1.0", "zero = \"zero\"");
    let retired = ("status = \"core\"\nvalid", "status = \"retired\"\nvalid");
    let given =
        ("weighting = { method = \"equal\" }", "weighting = { method = \"given\", origin = \"ahp\" }");
    snapshot!(
        [
            show_changes(&[retired, ("id = \"debt\"", "id = \"rd-intensity\"")]),
            show_changes(&[zero, ("low = 0.1, high = 0.9", "low = 0.1, high = 0.9, outside = \"extend\"")]),
            show_changes(&[
                given,
                ("status = \"core\"\nvalid", "status = \"core\"\nweight = 0\nvalid"),
                (
                    "status = \"core\"\nnormalisation = { method = \"tr",
                    "status = \"core\"\nweight = 1\nnormalisation = { method = \"tr"
                ),
                (
                    "status = \"core\"\nnormalisation = { method = \"an",
                    "status = \"core\"\nweight = 0\nnormalisation = { method = \"an"
                ),
                ("status = \"pilot\"", "status = \"pilot\"\nweight = 1"),
            ]),
        ]
        .concat()
    );
}

#[test]
fn all_problems_come_at_once() {
    let form = show_changes(&[
        ("set = \"demo\"", "sett = \"demo\""),
        ("weight = 60", "weight = \"60\""),
        ("direction = \"negative\"\n", ""),
        ("type = \"stock\"", "type = \"stok\""),
    ]);
    let meaning = show_changes(&[
        ("parent = \"index\"", "parent = \"indx\""),
        ("from = 60.0", "from = 90.0"),
        ("max_age = 1", "max_age = 0"),
        ("[2.0, 60.0]", "[0.0, 60.0]"),
        ("measure = \"亿元\"", "measure = \"亿园\""),
        ("id = \"accidents\"", "id = \"debts\""),
    ]);
    snapshot!(form + &meaning);
}

#[test]
fn files() {
    let texts = Texts::good();
    let show = |files: &[(&str, &str)]| {
        let (_, found) = from_texts(files);
        let text = |language| render_all(&found, language, Style::Plain, |_| None);
        format!("{}\n{}\n", text(Language::Zh), text(Language::En))
    };
    let [framework, part, variables] = texts.files();
    snapshot!(
        [show(&[]), show(&[framework]), show(&[framework, part, variables, ("influence.toml", "")]),]
            .concat()
    );
}

#[test]
fn a_folder_reads_like_its_texts() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in Texts::good().files() {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let (definition, found) = quanheng::definition::load(folder.path());
    assert_eq!(found, []);
    assert_eq!(definition.unwrap().nodes().len(), 7);
    std::fs::write(folder.path().join("variables.toml"), [0xB1, 0xE4]).unwrap();
    let (definition, found) = quanheng::definition::load(folder.path());
    assert!(definition.is_none());
    assert_eq!(found[0].severity, Severity::Error);
    assert_eq!(found[0].message.en, "the file `variables.toml` is not in UTF-8");
    assert!(quanheng::definition::load(&folder.path().join("nowhere")).0.is_none());
}

/// The pieces a person types: words, numbers, texts, brackets.
fn tokens(text: &str) -> Vec<&str> {
    text.split_inclusive([' ', ',', '\n', '[', ']', '{', '}', '"', '=']).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Nothing that is typed makes the reader fall over, and there is a definition exactly when there is no error.
    #[test]
    fn no_edit_makes_it_panic(
        which in 0_usize..3,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_u8..3), 1..6),
    ) {
        let mut texts = Texts::good();
        let file = [&mut texts.framework, &mut texts.part, &mut texts.variables].into_iter().nth(which).unwrap();
        let mut pieces: Vec<String> = tokens(file).iter().map(|t| (*t).to_owned()).collect();
        for (at, from, kind) in edits {
            let (at, other) = (at.index(pieces.len()), pieces[from.index(pieces.len())].clone());
            match kind {
                0 => drop(pieces.remove(at)),
                1 => pieces.insert(at, other),
                _ => pieces[at] = other,
            }
        }
        *file = pieces.concat();
        for diagnostic in texts.check() {
            prop_assert!(!diagnostic.message.is_empty());
        }
    }
}
