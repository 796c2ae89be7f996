use std::borrow::Cow;
use std::collections::BTreeMap;

use super::*;
use crate::framework::formula::{CellRef, IndicatorRef, Wording};
use crate::vocab::Language;

fn table(cases: &[(&str, &str, &str)]) {
    for (text, result, expected) in cases {
        assert_eq!(values(text, result), *expected, "{text}");
        // The normalised text means the same, and is its own normalised text.
        let formula = read(text, result);
        let again = read(&formula.to_string(), result);
        assert_eq!(evaluated(&again), *expected, "{formula}");
        assert_eq!(again.to_string(), formula.to_string());
    }
}

#[test]
fn operators() {
    table(&[
        ("employees", "人", "100 110 121 90 10 20"),
        ("employees", "百人", "1 1.1 1.21 0.9 0.1 0.2"),
        ("level + 1", "1", "2 3 4 5 6 7"),
        ("-level + 2 * level", "1", "1 2 3 4 5 6"),
        ("level - 1 - 1", "1", "-1 0 1 2 3 4"),
        ("level - (1 - 1)", "1", "1 2 3 4 5 6"),
        ("12 / level / 2", "1", "6 3 2 1.5 1.2 1"),
        ("12 / (level / 2)", "1", "24 12 8 6 4.8 4"),
        ("level^2", "1", "1 4 9 16 25 36"),
        ("(-2)^2 + 0 * level", "1", "4 4 4 4 4 4"),
        ("-(2^2)", "1", "-4 -4 -4 -4 -4 -4"),
        ("2^-1", "1", "0.5 0.5 0.5 0.5 0.5 0.5"),
    ]);
}

#[test]
fn full_width_signs_and_chinese_quotes_are_read() {
    table(&[
        ("（level ＋ １）× ２ ÷ ２ － １．０", "1", "1 2 3 4 5 6"),
        ("if（industry == ‘C39’，1，0）", "1", "1 1 1 0 none 0"),
        ("if(level ≥ 3 and level ≠ 4, 1, 0)", "1", "0 0 1 0 1 1"),
        ("if(industry in 【“C39”，\"I65\"】, 1, 0)", "1", "1 1 1 1 none 0"),
    ]);
}

#[test]
fn units_are_converted() {
    table(&[
        ("rd_expenditure / revenue", "%", "3 3.3057851239669422 n/a bad 1.4 ?"),
        ("revenue", "万元", "1000000 1210000 1331000 0 500000 ?"),
        ("rd_expenditure", "亿元", "3 4 n/a 5.23 0.7 0.1"),
        ("revenue / employees", "万元/人", "10000 11000 11000 0 50000 ?"),
        // The sum is in the unit of the first.
        ("revenue + rd_expenditure", "亿元", "103 125 n/a 5.23 50.7 ?"),
        ("rd_expenditure + revenue", "亿元", "103 125 n/a 5.23 50.7 ?"),
        ("number(revenue, '万元')", "1", "1000000 1210000 1331000 0 500000 ?"),
        ("revenue + quantity(1, '万元')", "亿元", "100.0001 121.0001 133.1001 0.0001 50.0001 ?"),
        ("margin", "1", "0.05 0.07 -0.02 0.12 0.08 bad"),
        ("1 - rd_expenditure / revenue", "1", "0.97 0.9669421487603306 n/a bad 0.986 ?"),
        ("margin + quantity(1, '%')", "%", "6 8 -1 13 9 bad"),
        ("0.5 * margin", "%", "2.5 3.5 -1 6 4 bad"),
        ("employees^2 / employees", "人", "100 110 121 90 10 20"),
        ("max(margin, 0)", "%", "5 7 0 12 8 bad"),
        ("max(0, rd_expenditure, revenue)", "万元", "1000000 1210000 n/a 52300 500000 ?"),
        ("level / revenue", "%", "0.01 0.01652892561983471 0.022539444027047335 bad 0.1 ?"),
        ("indicator('rd-intensity') / 2", "%", "1.5 1.75 0 0 0.7 0"),
        ("indicator('staff-index')", "人", "none none none none none none"),
        ("quantity(level, '百人')", "人", "100 200 300 400 500 600"),
    ]);
}

#[test]
fn a_converted_quotient_is_correctly_rounded() {
    // 7 / 100 is not a binary fraction: seven hundredths times 100 is 7.000000000000001.
    assert_eq!(0.07 * 100.0, 7.000000000000001);
    let mut panel = panel();
    panel.insert(id("rd_expenditure"), column([7.0, 29.0, 57.0, 113.0, 201.0, 523.0].map(Ok)));
    panel.insert(id("revenue"), column([1.0, 1.0, 1.0, 1.0, 1.0, 2.0].map(Ok)));
    let run = |text: &str, result: &str| {
        let none = BTreeMap::new();
        words(&read(text, result).evaluate(&Inputs { panel: &panel, rows: &(0..6), indicators: &none }))
    };
    // 万元 by 亿元 in %: one division by 100.
    assert_eq!(run("rd_expenditure / revenue", "%"), "0.07 0.29 0.57 1.13 2.01 2.615");
    assert_eq!(run("rd_expenditure / quantity(100, '万元')", "%"), "7 29 57 113 201 523");
    assert_eq!(run("growth(revenue, 1)", "%"), "none 0 0 0 none none");
    assert_eq!(run("rd_expenditure", "亿元"), "0.0007 0.0029 0.0057 0.0113 0.0201 0.0523");
}

#[test]
fn what_has_no_answer_is_invalid() {
    table(&[
        ("1 / (level - 1)", "1", "bad 1 0.5 0.3333333333333333 0.25 0.2"),
        ("ln(level - 2)", "1", "bad bad 0 0.6931471805599453 1.0986122886681096 1.3862943611198906"),
        ("sqrt(level - 3)", "1", "bad bad 0 1 1.4142135623730951 1.7320508075688772"),
        ("exp(level * 1000)", "1", "bad bad bad bad bad bad"),
        ("(level - 3)^0.5", "1", "bad bad 0 1 1.4142135623730951 1.7320508075688772"),
        ("(level - 3)^-2", "1", "0.25 1 bad 1 0.25 0.1111111111111111"),
        ("1 / 0", "1", "bad bad bad bad bad bad"),
        (
            "log10(number(revenue, '亿元'))",
            "1",
            "2 2.0827853703164503 2.124178055474675 bad 1.6989700043360187 ?",
        ),
        ("1e308 * level * 10", "1", "bad bad bad bad bad bad"),
    ]);
}

#[test]
fn years() {
    table(&[
        ("lag(employees, 1)", "人", "none 100 110 121 none none"),
        ("lag(employees, 2)", "人", "none none 100 110 none 10"),
        ("lag(lag(employees, 1), 1)", "人", "none none 100 110 none none"),
        ("change(employees, 1)", "人", "none 10 11 -31 none none"),
        ("change(margin, 1)", "%", "none 2 -9 14 none bad"),
        ("growth(employees, 1)", "%", "none 10 10 -25.619834710743802 none none"),
        (
            "growth(employees, 2)",
            "%",
            "none none 10.000000000000009 -9.546596626670912 none 41.42135623730952",
        ),
        ("growth(revenue, 3)", "1", "none none none -1 none ?"),
        ("growth(margin, 1)", "1", "none 0.4 -1.2857142857142858 bad none bad"),
        ("growth(margin, 2)", "1", "none none bad 0.3093073414159542 none bad"),
        ("sum(employees, 3)", "人", "none none 331 321 none none"),
        ("mean(employees, 2)", "人", "none 105 115.5 105.5 none none"),
        ("mean(employees, 1)", "人", "100 110 121 90 10 20"),
        ("mean(rd_expenditure, 2)", "万元", "none 35000 n/a n/a none none"),
        ("mean_available(rd_expenditure, 3, 1)", "万元", "30000 35000 35000 46150 7000 4000"),
        ("mean_available(rd_expenditure, 3, 2)", "万元", "none 35000 35000 46150 none 4000"),
        ("sum_available(rd_expenditure, 2, 1)", "亿元", "3 7 4 5.23 0.7 0.1"),
        ("mean_available(margin, 3, 1)", "%", "5 6 3.3333333333333335 5.666666666666667 8 bad"),
        ("mean(rd_expenditure / revenue, 2)", "%", "none 3.1528925619834713 n/a n/a none ?"),
    ]);
}

#[test]
fn conditions_and_choices() {
    table(&[
        ("if(level > 2, level, -level)", "1", "-1 -2 3 4 5 6"),
        ("if(revenue > 0, 1, 0)", "1", "1 1 1 0 1 ?"),
        ("if(revenue > quantity(1000000, '万元'), 1, 0)", "1", "0 1 1 0 0 ?"),
        ("if(industry == 'C39', level, missing)", "1", "1 2 3 ? none ?"),
        ("if(industry == '软件业', level, not_applicable)", "1", "n/a n/a n/a 4 none n/a"),
        ("if('C39' != industry, level, invalid)", "1", "bad bad bad 4 none 6"),
        ("if(industry not in ['C39', 'Software'], 1, 0)", "1", "0 0 0 0 none 1"),
        ("if(owner == '国企', 1, 0)", "1", "1 1 1 1 1 1"),
        ("if(owner == '民企', 1, 0)", "1", "0 0 0 0 0 0"),
        ("if(level in [1, 3, 5], 1, 0)", "1", "1 0 1 0 1 0"),
        ("if(revenue not in [0, quantity(50, '亿元')], 1, 0)", "1", "1 1 1 0 0 ?"),
        ("coalesce(rd_expenditure, 0)", "万元", "30000 40000 0 52300 7000 1000"),
        ("coalesce(margin, 0)", "%", "5 7 -2 12 8 bad"),
        ("coalesce(revenue, not_applicable)", "亿元", "100 121 133.1 0 50 n/a"),
        ("coalesce(lag(level, 1), lag(level, 2), level)", "1", "1 1 2 3 5 5"),
        ("if(is_missing(margin), 0, margin)", "%", "5 7 -2 12 8 0"),
        ("if(is_missing(industry), 1, 0)", "1", "0 0 0 0 1 0"),
        ("min(level, 3, 2)", "1", "1 2 2 2 2 2"),
        ("abs(margin)", "%", "5 7 2 12 8 bad"),
        ("if(if(true, level > 3, false), 1, 0)", "1", "0 0 0 1 1 1"),
        ("if(coalesce(revenue > 0, false), 1, 0)", "1", "1 1 1 0 1 0"),
        ("if(not level > 2, 1, 0)", "1", "1 1 0 0 0 0"),
    ]);
}

#[test]
fn conditions_have_three_answers() {
    let answers = ["true", "false", "(missing == 1)"];
    let connect = |operator: &str| {
        let mut line = String::new();
        for a in answers {
            for b in answers {
                let formula = read(&format!("{a} {operator} {b}"), "condition");
                let panel = panel();
                let none = BTreeMap::new();
                let holds = formula.holds(&Inputs { panel: &panel, rows: &(0..1), indicators: &none });
                line.push(match holds[..] {
                    [Some(true)] => 'T',
                    [Some(false)] => 'F',
                    _ => '?',
                });
            }
            line.push(' ');
        }
        line
    };
    assert_eq!(connect("and"), "TF? FFF ?F? ");
    assert_eq!(connect("or"), "TTT TF? T?? ");
    // The same on columns, with the status that explains the silence.
    table(&[
        ("if(revenue > 0 and level > 5, 1, 0)", "1", "0 0 0 0 0 ?"),
        ("if(revenue > 0 or level > 5, 1, 0)", "1", "1 1 1 0 1 1"),
        ("if(revenue > 0 and level < 5, 1, 0)", "1", "1 1 1 0 0 0"),
        ("if(not (revenue > 0), 1, 0)", "1", "0 0 0 1 0 ?"),
        ("if(rd_expenditure > 0 and revenue > 0, 1, 0)", "1", "1 1 n/a 0 1 ?"),
    ]);
}

#[test]
fn precedence() {
    for (text, normalised) in [
        ("1+2*3", "1 + 2 * 3"),
        ("(1+2)*3", "(1 + 2) * 3"),
        ("((1))-(2-3)", "1 - (2 - 3)"),
        ("1-2-3", "1 - 2 - 3"),
        ("2*(3/4)", "2 * (3 / 4)"),
        ("-2*3", "-2 * 3"),
        ("-(2*3)", "-(2 * 3)"),
        ("--2", "-(-2)"),
        ("2^(-1)", "2^(-1)"),
        ("(2^3)^2", "(2^3)^2"),
        ("(-2)^2", "(-2)^2"),
        ("if(1<2 or 1>2 and not 1==2,1,0)", "if(1 < 2 or 1 > 2 and not 1 == 2, 1, 0)"),
        (
            "if((1<2 or 1>2) and not (1==2 or 2==3),1,0)",
            "if((1 < 2 or 1 > 2) and not (1 == 2 or 2 == 3), 1, 0)",
        ),
        ("if(industry not in[\"C39\" ],1,0)", "if(industry not in ['C39'], 1, 0)"),
        ("if(owner == \"it's\", 1e3, .5)", "if(owner == \"it's\", 1000, 0.5)"),
    ] {
        assert_eq!(read(text, "1").to_string(), normalised);
    }
}

#[test]
fn blocks_are_slices_of_the_whole() {
    let (panel, none) = (panel(), BTreeMap::new());
    let formula = read("coalesce(lag(rd_expenditure, 2) / revenue, growth(employees, 2))", "%");
    let run = |rows| words(&formula.evaluate(&Inputs { panel: &panel, rows: &rows, indicators: &none }));
    assert_eq!(format!("{} {}", run(0..4), run(4..6)), run(0..6));
    assert_eq!(run(6..9), "");
    assert_eq!(run(4..900), run(4..6));
}

#[test]
fn a_bare_variable_is_borrowed() {
    let (panel, none) = (panel(), BTreeMap::new());
    let formula = read("employees", "人");
    assert_eq!(formula.identity().map(|(id, factor)| (id.as_str(), factor)), Some(("employees", 1.0)));
    let cells = formula.evaluate(&Inputs { panel: &panel, rows: &(0..6), indicators: &none });
    assert!(matches!((cells.values, cells.statuses), (Cow::Borrowed(_), Cow::Borrowed(_))));
    assert_eq!(read("revenue", "万元").identity().map(|(_, factor)| factor), Some(1e4));
    assert_eq!(read("employees + 0", "人").identity(), None);
}

#[test]
fn names_and_cells_are_told() {
    let formula = read(
        "if(industry == 'C39', mean(rd_expenditure, 2) / revenue, lag(indicator('rd-intensity'), 1)) + growth(revenue, 2)",
        "%",
    );
    let texts = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>();
    assert_eq!(texts(formula.variables()), ["rd_expenditure", "revenue"]);
    assert_eq!(texts(formula.attributes()), ["industry"]);
    assert_eq!(texts(formula.indicators()), ["rd-intensity"]);
    let cell = |variable: &str, row| CellRef { variable: id(variable), row };
    assert_eq!(
        formula.cells(&panel(), 2),
        [cell("rd_expenditure", 2), cell("rd_expenditure", 1), cell("revenue", 2), cell("revenue", 0)]
    );
    // Unit B has no row in 2022.
    assert_eq!(
        formula.cells(&panel(), 5),
        [cell("rd_expenditure", 5), cell("revenue", 5), cell("revenue", 4)]
    );
    assert_eq!(
        formula.indicator_cells(&panel(), 2),
        [IndicatorRef { indicator: id("rd-intensity"), row: 1 }]
    );
    assert_eq!(formula.cells(&panel(), 99), []);
}

#[test]
fn the_unit_of_the_result_is_told() {
    let unit = |text: &str| read(text, "any").unit_of_measure().map(ToString::to_string);
    assert_eq!(unit("revenue / employees").as_deref(), Some("亿元/人"));
    assert_eq!(unit("mean(rd_expenditure, 3)").as_deref(), Some("万元"));
    assert_eq!(unit("ln(level)"), None);
    assert_eq!(read("revenue > 0", "condition").unit_of_measure(), None);
}

#[test]
fn formulas_are_read_aloud() {
    let variables = variables();
    let indicators = BTreeMap::from([(id("rd-intensity"), Text::new("研发强度", "R&D intensity"))]);
    let wording = Wording { variables: &variables, indicators: &indicators };
    for (text, zh, en) in [
        ("rd_expenditure / revenue", "研发经费 ÷ 营业收入", "R&D expenditure ÷ Revenue"),
        ("ln(number(revenue, '亿元'))", "ln（营业收入（亿元））", "ln(Revenue (亿元))"),
        (
            "growth(revenue, 3) - lag(margin + quantity(1, '%'), 1)",
            "3年复合增速（营业收入） − 上年（利润率 + 1 %）",
            "3-year compound annual growth (Revenue) − previous year's (Margin + 1 %)",
        ),
        (
            "if(industry in ['C39', 'I65'] and owner != '民企', mean(level, 3), not_applicable)",
            "（若行业属于“电子设备制造业”、“软件业” 且 所有制不为“民企”，则近3年均值（成熟度）；否则不适用）",
            "(if Industry is one of “Electronics”, “Software” and Ownership is not “民企”: 3-year mean (Maturity); otherwise: not applicable)",
        ),
        (
            "max(indicator('rd-intensity'), number((margin - margin) * 2, '%') / 100)",
            "最大值（研发强度，((利润率 − 利润率) × 2)（%） ÷ 100）",
            "greatest of (R&D intensity, ((Margin − Margin) × 2) (%) ÷ 100)",
        ),
        (
            "sum_available(level, 3, 2) + change(level, 1)",
            "近3年合计（成熟度，至少2年有值） + 较上年变动（成熟度）",
            "3-year sum (Maturity, at least 2 observed) + change on the year before (Maturity)",
        ),
    ] {
        let formula = read(text, "any");
        assert_eq!(formula.in_words(Language::Zh, wording), zh);
        assert_eq!(formula.in_words(Language::En, wording), en);
    }
}
