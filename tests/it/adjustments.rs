//! Bonuses and penalties: five numbers apart, caps, decay, and what is refused.

use std::fs;

use quanheng::definition::{Definition, from_texts};
use quanheng::diagnostic::{Style, render_all};
use quanheng::panel::Panel;
use quanheng::scorecard::{AdjustmentState, FinalGrade, Scorecard, Scores, explain, fit};
use quanheng::study::{Study, create};
use quanheng::vocab::{Language, Period};

use crate::fixture::{card, definition, framework, panel, variables, with_attribute};

/// Grades, a gate, three bonuses of which two share a cap, and a penalty that fades over three years.
const RULES: &str = r#"
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
id = "stop"
name = { zh = "重罚", en = "heavy fines" }
when = "fines > 4"
ceiling = "C"

[adjusted_score]
limit = "scale"
grade = "adjusted"
bonus_cap = 5.0
penalty_cap = 6.0

[[adjusted_score.group]]
id = "honours"
name = { zh = "荣誉", en = "honours" }
cap = 4.0

[[adjustment]]
id = "standards"
name = { zh = "制定标准", en = "standards written" }
kind = "bonus"
points = "standards"
cap = 2.0
group = "honours"
basis = { zh = "高新技术企业认定：标准加分不超过 2 分", en = "High-tech certification: at most 2 points for standards" }

[[adjustment]]
id = "prize"
name = { zh = "质量奖", en = "quality award" }
kind = "bonus"
points = "3 * prize"
decay = { factors = [1.0, 0.8, 0.6, 0.4, 0.2], since = "age" }
group = "honours"

[[adjustment]]
id = "rescue"
name = { zh = "应急保供", en = "emergency supply" }
kind = "bonus"
points = "2"
when = "kind == 'q'"

[[adjustment]]
id = "fines"
name = { zh = "行政处罚", en = "fines" }
kind = "penalty"
points = "fines"
decay = { factors = [1.0, 0.6, 0.3] }
"#;

fn rules(rules: &str) -> Definition {
    let top =
        framework("[\"2021\"]", r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, rules);
    let part = card("a", "index", "x", 1.0, r#"{ method = "goalposts", low = 0.0, high = 100.0 }"#, "");
    definition(&top, &part, &variables(&["x", "standards", "prize", "age", "fines"], &["kind"]))
}

/// Four units in three years.
fn data() -> Panel {
    let every =
        |values: [Option<f64>; 4]| values.into_iter().flat_map(|value| [value; 3]).collect::<Vec<_>>();
    let fines = [[2.0, 0.0, 1.0], [0.0; 3], [5.0; 3], [0.0; 3]];
    let mut fines: Vec<Option<f64>> = fines.into_iter().flatten().map(Some).collect();
    fines[11] = None;
    let columns = [
        ("x", every([Some(84.0), Some(98.0), Some(70.0), None])),
        ("standards", every([Some(3.0), Some(1.0), Some(0.0), Some(1.0)])),
        ("prize", every([Some(1.0), Some(1.0), Some(0.0), Some(1.0)])),
        ("age", every([Some(1.0), Some(0.0), None, None])),
        ("fines", fines),
    ];
    let kinds: Vec<Option<&str>> =
        [Some("p"), Some("q"), Some("p"), Some("p")].into_iter().flat_map(|kind| [kind; 3]).collect();
    with_attribute(panel(4, &[2021, 2022, 2023], &columns), "kind", &kinds)
}

fn scored(text: &str) -> (Scorecard, Panel, Scores) {
    let data = data();
    let card = fit(&rules(text), &data).unwrap().scorecard;
    let scores = card.score(&data);
    (card, data, scores)
}

fn close(got: f64, expected: f64) {
    assert!((got - expected).abs() < 1e-12, "{got} is not {expected}");
}

/// Base score, bonus, penalty, closed gates and grade of a row.
fn five(scores: &Scores, row: usize) -> (Option<f64>, f64, f64, u32, FinalGrade) {
    let (adjusted, grading) = (scores.adjusted(row).unwrap(), scores.grading(row));
    let base = scores.root().unwrap().get(row);
    (base, adjusted.bonus, adjusted.penalty, grading.closed, grading.last)
}

#[test]
fn five_numbers_stand_apart() {
    let (_, _, scores) = scored(RULES);
    // Last year of each unit. Standards 3 are cut at 2; the prize of last year gives 2.4; together the group gives 4. Fines 1 + 0.3 · 2.
    let (base, bonus, penalty, closed, grade) = five(&scores, 2);
    assert_eq!((base, bonus, closed, grade), (Some(84.0), 4.0, 0, FinalGrade::Grade(0)));
    close(penalty, 1.6);
    close(scores.adjusted(2).unwrap().score.unwrap(), 86.4);
    assert_eq!((scores.grading(2).base, scores.grading(2).adjusted), (Some(1), Some(0)));
    // 1 + 3 + 2 = 6 bonus points are cut at 5, and the score at the top of the scale.
    assert_eq!(five(&scores, 5), (Some(98.0), 5.0, 0.0, 0, FinalGrade::Grade(0)));
    assert_eq!(scores.adjusted(5).unwrap().score, Some(100.0));
    // 5 + 3 + 1.5 are cut at 6; 64 points would be B, and the gate leaves C.
    assert_eq!(five(&scores, 8), (Some(70.0), 0.0, 6.0, 1, FinalGrade::Grade(2)));
    assert_eq!((scores.adjusted(8).unwrap().score, scores.grading(8).adjusted), (Some(64.0), Some(1)));
    // Without base score there is none to adjust; the bonus is known all the same.
    assert_eq!(five(&scores, 11), (None, 1.0, 0.0, 0, FinalGrade::None));
    assert_eq!(scores.adjusted(11).unwrap().score, None);
    let states: Vec<AdjustmentState> = scores.adjustments(11).map(|(_, state)| state).collect();
    use AdjustmentState::{Given, NoAnswer, NoPoints};
    assert_eq!(states, [Given, NoAnswer, NoPoints, NoAnswer]);
    // The base score and its rank know nothing of it all.
    let (_, _, plain) = scored("");
    assert_eq!(plain.root().unwrap().values(), scores.root().unwrap().values());
    let root = plain.root().unwrap().node;
    assert_eq!(plain.ranks(root, Period::year(2023)), scores.ranks(root, Period::year(2023)));
    assert_eq!(plain.adjusted(2), None);
}

#[test]
fn everything_that_acts_is_counted() {
    let (_, _, scores) = scored(RULES);
    let count = |code: &str, year: i32| -> u64 {
        let of_year = scores.findings().iter().filter(|finding| finding.period == Some(Period::year(year)));
        of_year.filter(|finding| finding.code.0 == code).map(|finding| finding.count).sum()
    };
    // Given: standards 3 units, prize 2, rescue 1, fines 2.
    assert_eq!(count("scr171", 2023), 8);
    assert_eq!(count("scr172", 2023), 2, "an age and fines that nobody gave");
    assert_eq!((count("scr173", 2021), count("scr173", 2022), count("scr173", 2023)), (4, 4, 0));
    assert_eq!(count("scr174", 2023), 1);
    assert_eq!(count("scr175", 2023), 3, "a group, all bonuses, all penalties");
    assert_eq!(count("scr176", 2023), 1);
}

#[test]
fn grades_by_the_base_score_and_scores_beyond_the_scale_where_declared() {
    let text = RULES.replace("limit = \"scale\"\ngrade = \"adjusted\"", "limit = \"none\"\ngrade = \"base\"");
    let (_, _, scores) = scored(&text);
    assert_eq!(scores.adjusted(5).unwrap().score, Some(103.0));
    assert_eq!(scores.grading(2).last, FinalGrade::Grade(1));
    assert_eq!(scores.grading(2).adjusted, None);
}

#[test]
fn a_factor_a_year_is_a_list_of_powers() {
    let with = |decay: &str| {
        let (_, _, scores) = scored(&RULES.replace("decay = { factors = [1.0, 0.6, 0.3] }", decay));
        scores.adjusted(8).unwrap().penalty
    };
    assert_eq!(with("cap = 20.0"), 5.0, "without decay only the row's own period counts");
    close(with("decay = { factor = 0.1, years = 2 }"), 5.5);
    close(with("decay = { factor = 0.1, years = 3 }"), 5.55);
    close(with("decay = { factors = [0.0, 1.0] }"), 5.0);
}

#[test]
fn adjustments_keep_the_laws() {
    let (card, data, scores) = scored(RULES);
    let read = Scorecard::from_json(&card.to_json()).unwrap();
    assert_eq!(read.score(&data), scores);
    for unit in 0..4 {
        let name = format!("u{unit}");
        let alone = card.score(&data.partition(|entry| entry.id == name));
        for year in 0..3 {
            assert_eq!(alone.adjusted(year), scores.adjusted(unit * 3 + year));
            assert_eq!(alone.grading(year), scores.grading(unit * 3 + year));
        }
    }
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(one.install(|| card.score(&data)), scores);
}

#[test]
fn an_explanation_shows_the_five_numbers() {
    let (card, data, _) = scored(RULES);
    let explained = explain(&card, &data, "u0", Period::year(2023), "index").unwrap();
    insta::assert_snapshot!(explained.render(Language::Zh) + &explained.render(Language::En));
    let step = explained.grade.unwrap();
    assert_eq!(step.adjustments.len(), 4);
    assert_eq!(step.score, Some(84.0));
}

#[test]
fn tables_show_them_in_columns_of_their_own() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("s");
    create(&folder).unwrap();
    let bonus = r#"
[adjusted_score]
limit = "scale"
grade = "base"

[[adjustment]]
id = "patents"
name = { zh = "专利加分", en = "patent bonus" }
kind = "bonus"
points = "number(patents, '件') / 100"
cap = 0.5
"#;
    let definition = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path());
    let definition = definition.into_iter().find_map(|path| find(&path, "framework.toml")).unwrap();
    let text = fs::read_to_string(&definition).unwrap();
    fs::write(&definition, text + bonus).unwrap();
    let (study, _) = Study::load(&folder);
    let (loaded, problems) = study.unwrap().read();
    let loaded = loaded.unwrap_or_else(|| panic!("{problems:?}"));
    let out = folder.join("out");
    loaded.run(&out, |_| {}).unwrap();
    let csv = fs::read_to_string(out.join("scores.csv")).unwrap();
    let mut lines = csv.trim_start_matches('\u{feff}').lines();
    assert!(
        lines.next().unwrap().contains(",score,rank,bonus,penalty,adjusted_score,base_grade,gates,grade,")
    );
    assert!(lines.next().unwrap().contains(",0.41,0,"));
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    for text in ["专利加分", "加分与扣分（不进入基础得分）", "调整后得分限于得分范围；等级按基础得分确定"]
    {
        assert!(page.contains(text), "{text}");
    }
}

fn find(path: &std::path::Path, name: &str) -> Option<std::path::PathBuf> {
    if path.is_dir() {
        return fs::read_dir(path).ok()?.flatten().find_map(|entry| find(&entry.path(), name));
    }
    (path.file_name()? == name).then(|| path.to_owned())
}

/// What is said of the rules after a change.
fn problems(old: &str, new: &str) -> String {
    assert_eq!(RULES.matches(old).count(), 1, "{old}");
    let text = RULES.replace(old, new);
    let top =
        framework("[\"2021\"]", r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, &text);
    let part = card("a", "index", "x", 1.0, r#"{ method = "goalposts", low = 0.0, high = 100.0 }"#, "");
    let variables = variables(&["x", "standards", "prize", "age", "fines"], &["kind"]);
    let (_, found) =
        from_texts(&[("framework.toml", &*top), ("part.toml", &*part), ("variables.toml", &*variables)]);
    let said = |language| render_all(&found, language, Style::Plain, |_: &str| None);
    format!("{new}\n{}{}", said(Language::Zh), said(Language::En))
}

#[test]
fn bad_rules_are_refused_with_the_reason() {
    let head = "[adjusted_score]\nlimit = \"scale\"\ngrade = \"adjusted\"\nbonus_cap = 5.0\npenalty_cap = 6.0\n\n[[adjusted_score.group]]\nid = \"honours\"\nname = { zh = \"荣誉\", en = \"honours\" }\ncap = 4.0\n";
    let changes = [
        (head, ""),
        ("limit = \"scale\"\n", ""),
        ("bonus_cap = 5.0", "bonus_cap = -5.0"),
        ("cap = 2.0", "cap = nan"),
        ("id = \"prize\"", "id = \"standards\""),
        (
            "points = \"standards\"\ncap = 2.0\ngroup = \"honours\"",
            "points = \"standards\"\ngroup = \"honors\"",
        ),
        ("points = \"fines\"", "points = \"fines\"\ngroup = \"honours\""),
        ("id = \"honours\"\nname", "id = \"nobody\"\nname"),
        ("points = \"fines\"", "points = \"fine\""),
        ("points = \"fines\"", "points = \"indicator('a')\""),
        ("when = \"kind == 'q'\"", "when = \"fines\""),
        ("decay = { factors = [1.0, 0.6, 0.3] }", "decay = { factors = [1.0, 1.6] }"),
        ("decay = { factors = [1.0, 0.6, 0.3] }", "decay = { factor = 0.5 }"),
        ("decay = { factors = [1.0, 0.6, 0.3] }", "decay = { factors = [1.0], factor = 0.5, years = 3 }"),
        ("since = \"age\"", "since = \"kind\""),
    ];
    insta::assert_snapshot!(
        changes.iter().map(|(old, new)| problems(old, new)).collect::<Vec<_>>().join("\n")
    );
    let without_grades = rules_without_grades();
    assert!(without_grades.contains("def172"), "{without_grades}");
}

fn rules_without_grades() -> String {
    let from = RULES.find("[[grade]]").unwrap();
    let to = RULES.find("[adjusted_score]").unwrap();
    let grades = &RULES[from..to];
    problems(grades, "")
}
