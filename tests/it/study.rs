//! Studies as people write them: each thing that can be wrong, with the whole message in both languages.

use std::fs;
use std::path::{Path, PathBuf};

use quanheng::diagnostic::{Diagnostic, Style, render_all};
use quanheng::study::{Study, create};
use quanheng::vocab::Language;

/// A new study in a temporary folder that contains nothing else.
struct Desk {
    home: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        create(&home.path().join("s")).unwrap();
        Desk { home }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("s").join(name)
    }

    fn edit(&self, name: &str, old: &str, new: &str) -> &Self {
        let text = fs::read_to_string(self.path(name)).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        fs::write(self.path(name), text.replace(old, new)).unwrap();
        self
    }

    /// Everything a run says, up to where it stops.
    fn problems(&self, study: &str, out: &str) -> Vec<Diagnostic> {
        let (study, mut found) = Study::load(&self.home.path().join(study));
        let Some(study) = study else { return found };
        let (loaded, more) = study.read();
        found.extend(more);
        let Some(loaded) = loaded else { return found };
        found.extend(loaded.run(&self.path(out), |_| {}).err().into_iter().flatten());
        found
    }

    fn said(&self) -> String {
        self.said_of("s", "out")
    }

    fn said_of(&self, study: &str, out: &str) -> String {
        let found = self.problems(study, out);
        let source = |file: &str| fs::read_to_string(file).ok();
        let said = |language| render_all(&found, language, Style::Plain, source);
        let home = format!("{}/", self.home.path().display());
        (said(Language::Zh) + "---\n" + &said(Language::En)).replace(&home, "")
    }
}

macro_rules! says {
    ($name:ident, $desk:ident => $($change:expr);* $(;)?) => {
        #[test]
        fn $name() {
            let $desk = Desk::new();
            $($change;)*
            insta::assert_snapshot!(concat!("study-", stringify!($name)), $desk.said());
        }
    };
}

#[test]
fn the_new_study_is_fine() {
    let desk = Desk::new();
    assert_eq!(desk.problems("s", "out"), []);
    assert_eq!(desk.problems("s/study.toml", "out"), []);
}

#[test]
fn no_such_study() {
    let desk = Desk::new();
    fs::write(desk.path("notes.txt"), "hello").unwrap();
    let paths = ["s/studi.toml", "t", "nowhere/at/all.toml", "s/definition", "s/data.csv", "s/notes.txt"];
    insta::assert_snapshot!("study-no_such_study", paths.map(|path| desk.said_of(path, "out")).join("\n"));
}

says!(not_utf8, desk => fs::write(desk.path("study.toml"), b"name = \"\xC6\xC0\xBC\xDB\"").unwrap());
says!(syntax, desk => desk.edit("study.toml", "focus = \"2024\"", "focus = \"2024"));
says!(unknown_key, desk => desk.edit("study.toml", "focus = \"2024\"", "focsu = \"2024\""));
says!(unknown_keys_further_in, desk =>
    desk.edit("study.toml", "period = \"年份\"", "perod = \"年份\"\nlayout = \"broad\"");
    desk.edit("study.toml", "id = \"代码\"", "id = \"代码\"\nid_kind = \"usc\"")
);
says!(missing_keys, desk => fs::write(desk.path("study.toml"), "format = 1\n").unwrap());
says!(wrong_types, desk =>
    desk.edit("study.toml", "focus = \"2024\"", "focus = 2024\nperiods = \"2024\"");
    desk.edit("study.toml", "language = \"zh\"", "language = \"fr\"");
    desk.edit("study.toml", "[register]", "[report]\nmovers = 0\n\n[register]")
);
says!(newer_format, desk => desk.edit("study.toml", "format = 1", "format = 2"));
says!(newer_format_with_unknown_keys, desk => desk.edit("study.toml", "format = 1", "format = 2\nseed = 5"));
says!(format_zero, desk => desk.edit("study.toml", "format = 1", "format = 0"));
says!(definition_missing, desk => desk.edit("study.toml", "\"definition\"", "\"defintion\""));
says!(definition_far_away, desk => desk.edit("study.toml", "\"definition\"", "\"../indicators/example/2024\""));
says!(definition_is_a_file, desk => desk.edit("study.toml", "\"definition\"", "\"definition/framework.toml\""));
says!(definition_without_framework, desk => fs::remove_file(desk.path("definition/framework.toml")).unwrap());
says!(definition_with_errors, desk =>
    desk.edit("definition/indicators.toml", "profit / revenue", "profits / revenue");
    desk.edit("definition/indicators.toml", "growth(revenue, 1)", "growth(revenue, 0)");
    desk.edit("study.toml", "focus = \"2024\"", "focus = \"2024\"\nperiods = [\"2023\"]")
);
says!(backslashes, desk =>
    desk.edit("study.toml", "\"definition\"", "'..\\indicators\\2024'");
    desk.edit("study.toml", "\"data.csv\"", "'data\\2024.csv'");
    desk.edit("study.toml", "\"units.csv\"", "'C:\\units.csv'")
);
says!(backslashes_in_plain_quotes, desk => desk.edit("study.toml", "\"data.csv\"", "\"data\\2024.csv\""));
says!(base_without_data, desk => desk.edit("study.toml", "focus = \"2024\"", "base = [\"2019\"]"));
says!(base_twice, desk => desk.edit("study.toml", "focus = \"2024\"", "base = [\"2022\", \"2022\"]\nperiods = [\"2023\", \"2023\"]"));
says!(period_not_in_the_data, desk => desk.edit("study.toml", "focus = \"2024\"", "periods = [\"2023\", \"2027\", \"2028\"]"));
says!(period_of_another_kind, desk => desk.edit("study.toml", "focus = \"2024\"", "periods = [\"2023-Q1\"]"));
says!(no_period, desk => desk.edit("study.toml", "focus = \"2024\"", "focus = \"soon\""));
says!(focus_not_among_periods, desk => desk.edit("study.toml", "focus = \"2024\"", "focus = \"2024\"\nperiods = [\"2022\", \"2023\"]"));
says!(focus_not_in_the_data, desk => desk.edit("study.toml", "focus = \"2024\"", "focus = \"2031\""));
says!(data_file_missing, desk => desk.edit("study.toml", "\"data.csv\"", "\"date.csv\""));
says!(data_file_listed_twice, desk => desk.edit("study.toml", "[[data]]\npath = \"data.csv\"", "[[data]]\npath = \"./data.csv\"\nunit = \"代码\"\nperiod = \"年份\"\n[[data]]\npath = \"data.csv\""));
says!(data_is_a_folder, desk => desk.edit("study.toml", "\"data.csv\"", "\"definition\""));
says!(data_empty_list, desk => {
    let text = fs::read_to_string(desk.path("study.toml")).unwrap();
    let head = text.split("[register]").next().unwrap();
    fs::write(desk.path("study.toml"), format!("{head}data = []\n")).unwrap();
});
says!(by_unknown, desk =>
    desk.edit("study.toml", "[register]", "[report]\nby = [\"industri\", \"owner\"]\n\n[register]");
    desk.edit("definition/variables.toml", "[[variable]]\nid = \"revenue\"", "[[attribute]]\nid = \"industry\"\nname = { zh = \"行业\", en = \"Industry\" }\n\n[[variable]]\nid = \"revenue\"")
);
says!(by_without_attributes, desk => desk.edit("study.toml", "[register]", "[report]\nby = [\"industry\"]\n\n[register]"));
says!(unit_not_in_the_register, desk => desk.edit("units.csv", "E05,示例戊公司\n", ""));
says!(rows_of_no_unit, desk => fs::write(desk.path("data.csv"), "代码,年份,营业收入（亿元）\n").unwrap());
says!(constant_indicator_in_the_base, desk => {
    let text = fs::read_to_string(desk.path("data.csv")).unwrap();
    let flat = |line: &str| match line.split(',').collect::<Vec<_>>().as_slice() {
        [unit, "2022", revenue, research, profit, ..] => format!("{unit},2022,{revenue},{research},{profit},1000,50"),
        _ => line.to_owned(),
    };
    fs::write(desk.path("data.csv"), text.lines().map(flat).collect::<Vec<_>>().join("\n")).unwrap();
});
says!(indicator_without_base_data, desk => {
    let text = fs::read_to_string(desk.path("data.csv")).unwrap();
    let without = |line: &str| match line.split_once(",2022,") {
        Some(_) => format!("{},", line.rsplit_once(',').unwrap().0),
        None => line.to_owned(),
    };
    fs::write(desk.path("data.csv"), text.lines().map(without).collect::<Vec<_>>().join("\n")).unwrap();
});
says!(one_value_in_the_base, desk =>
    desk.edit("study.toml", "focus = \"2024\"", "base = [\"2020\"]");
    fs::write(desk.path("data.csv"), fs::read_to_string(desk.path("data.csv")).unwrap() + "E01,2020,50,17000,30000,2500,40\n").unwrap()
);
says!(geometric_mean_over_zero, desk =>
    desk.edit("definition/framework.toml", "aggregation = { method = \"arithmetic\" }\ncoverage = { missing = \"renormalise\", min_weight = 0.6, min_children = 1 }", "aggregation = { method = \"geometric\" }\ncoverage = { missing = \"renormalise\", min_weight = 0.6, min_children = 1 }")
);
says!(several_at_once, desk =>
    desk.edit("study.toml", "focus = \"2024\"", "focus = \"2031\"\nbase = [\"2022\", \"2022\"]\nperiods = [\"2023\", \"2024\"]");
    desk.edit("study.toml", "\"definition\"", "\"definitions\"");
    desk.edit("study.toml", "[[data]]\npath = \"data.csv\"", "[[data]]\npath = 'in\\data.csv'\n[[data]]\npath = \"data.csv\"\n[[data]]\npath = \"data.csv\"")
);

#[test]
fn outputs_that_cannot_be_written() {
    let desk = Desk::new();
    fs::create_dir(desk.path("thesis")).unwrap();
    fs::write(desk.path("thesis/thesis.docx"), "years of work").unwrap();
    // A path below a file cannot be made by anybody, root included.
    let said = ["data.csv", "thesis", "data.csv/out"].map(|out| desk.said_of("s", out));
    insta::assert_snapshot!("study-outputs", said.join("\n"));
    assert_eq!(fs::read_dir(desk.path("thesis")).unwrap().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_nobody_may_write() {
    let desk = Desk::new();
    for found in [desk.problems("s", "/proc/out"), desk.problems("s", "/proc/self/out")] {
        assert_eq!(found.iter().map(|problem| problem.code.0).collect::<Vec<_>>(), ["out001"]);
    }
}

#[test]
fn a_study_may_point_outside_its_folder() {
    let desk = Desk::new();
    let home = desk.home.path();
    fs::rename(desk.path("definition"), home.join("definition")).unwrap();
    fs::rename(desk.path("data.csv"), home.join("data.csv")).unwrap();
    desk.edit("study.toml", "\"definition\"", "\"../definition\"").edit(
        "study.toml",
        "\"data.csv\"",
        "\"../data.csv\"",
    );
    assert_eq!(desk.problems("s", "out"), []);
    let manifest = fs::read_to_string(desk.path("out/manifest.json")).unwrap();
    let manifest = quanheng::study::Manifest::from_json(&manifest).unwrap();
    let inputs: Vec<(&str, bool)> = manifest.inputs.iter().map(|i| (i.path.as_str(), i.outside)).collect();
    let wanted = [
        ("../data.csv", true),
        ("../definition/framework.toml", true),
        ("../definition/indicators.toml", true),
        ("../definition/variables.toml", true),
        ("study.toml", false),
        ("units.csv", false),
    ];
    assert_eq!(inputs, wanted);
}

#[test]
fn a_new_study_is_made_in_an_empty_place_only() {
    let desk = Desk::new();
    let home = desk.home.path();
    let codes = |path: &Path| create(path).map_err(|problem| problem.code.0);
    assert_eq!(codes(&home.join("s")), Err("std013"));
    assert_eq!(codes(&desk.path("data.csv")), Err("std013"));
    assert_eq!(codes(&desk.path("data.csv/new")), Err("std014"));
    fs::create_dir(home.join("empty")).unwrap();
    assert!(codes(&home.join("empty")).is_ok());
}

/// Adds lines to the end of the study file.
fn with_rankings(desk: &Desk, lines: &str) {
    let text = fs::read_to_string(desk.path("study.toml")).unwrap();
    fs::write(desk.path("study.toml"), format!("{text}\n{lines}\n")).unwrap();
}

says!(rankings_that_cannot_be, desk => with_rankings(&desk, r#"
[[ranking]]
id = "a"
method = { method = "vikor", strategy = 1.5 }
[[ranking]]
id = "a"
method = { method = "topsis", norm = "vector", weights = "inside" }
nodes = ["margin", "patent", "margin"]
[[ranking]]
id = "b"
method = { method = "copras" }
leaves_of = "margin"
children_of = "index"
values = "raw"
[[ranking]]
id = "c"
method = { method = "edas" }
children_of = "index"
values = "raw"
[[ranking]]
id = "d"
method = { method = "borda" }
weighting = { method = "given", weights = { margin = 1.0, growth = -1.0, profit = 2.0 } }
nodes = ["margin", "growth", "patents"]
[[ranking]]
id = "e"
method = { method = "coupling", form = "standard" }
children_of = "innovation"
values = "treated"
[[ranking]]
id = "f"
method = { method = "dea", returns = "constant", inputs = ["rd-intensity"] }
nodes = ["margin", "growth"]
[[ranking]]
id = "g"
method = { method = "benefit-of-the-doubt", limits = { bounds = "weights", low = 0.5, high = 0.9 } }
[[ranking]]
id = "h"
method = { method = "fuzzy", operator = "product-sum", grades = [{ name = { zh = "好", en = "good" }, at = 50.0 }, { name = { zh = "坏", en = "bad" }, at = 60.0 }] }
[[ranking]]
id = "i"
method = { method = "rank-sum-ratio", form = "integer", bands = 1 }
[[ranking]]
id = "j"
method = { method = "topsis", norm = "vectors" }
"#));
says!(rankings_that_cannot_be_by_their_names, desk => with_rankings(&desk, r#"
[[ranking]]
id = "a"
method = { method = "vikor", strategy = 1.5 }
[[ranking]]
id = "a"
method = { method = "topsis", norm = "vector", weights = "inside" }
nodes = ["margin", "patent", "margin"]
[[ranking]]
id = "b"
method = { method = "copras" }
leaves_of = "margin"
children_of = "index"
values = "raw"
[[ranking]]
id = "c"
method = { method = "edas" }
children_of = "index"
values = "raw"
[[ranking]]
id = "d"
method = { method = "borda" }
weighting = { method = "given", weights = { margin = 1.0, growth = -1.0, profit = 2.0 } }
nodes = ["margin", "growth", "patents"]
[[ranking]]
id = "e"
method = { method = "coupling", form = "standard" }
children_of = "innovation"
values = "treated"
[[ranking]]
id = "f"
method = { method = "dea", returns = "constant", inputs = ["rd-intensity"] }
nodes = ["margin", "growth"]
[[ranking]]
id = "g"
method = { method = "benefit-of-the-doubt", limits = { bounds = "weights", low = 0.5, high = 0.9 } }
[[ranking]]
id = "h"
method = { method = "fuzzy", operator = "product-sum", grades = [{ name = { zh = "好", en = "good" }, at = 50.0 }, { name = { zh = "坏", en = "bad" }, at = 60.0 }] }
"#));
says!(ranking_with_gaps, desk => with_rankings(&desk, r#"
[[ranking]]
id = "first-year"
method = { method = "borda" }
values = "raw"
periods = ["2022"]
"#));
says!(ranking_of_values_without_an_answer, desk =>
    desk.edit("definition/indicators.toml", "low = -2.0", "low = 5.0");
    with_rankings(&desk, r#"
[[ranking]]
id = "ratios"
method = { method = "waspas", sum_share = 0.5 }
"#)
);
