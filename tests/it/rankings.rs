//! Whole-sample rankings against numbers computed elsewhere; `tests/references/mcdm/README.md` says where.

use std::fs;
use std::path::Path;

use quanheng::ranking::{
    BenefitOfTheDoubt, Better, Copras, Coupling, CouplingForm, Decision, Edas, FuzzyEvaluation,
    FuzzyOperator, GreyForm, Preference, Promethee, RankComparison, RankForm, RankSumRatio, Ranked,
    RankingError, Returns, Topsis, TopsisNorm, Vikor, WeightBounds, WeightPlace, efficiency,
    grey_relational_grade, obstacle_degrees, waspas,
};
use quanheng::vocab::Direction::{self, Negative, Positive};
use quanheng::vocab::Share;

use crate::social_choice::{COUNTRIES, technology};

pub(crate) struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(name: &str) -> Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references/mcdm").join(name);
        let text = fs::read_to_string(path).unwrap();
        let mut lines = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let headings = lines.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = lines.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Table { headings, rows }
    }

    pub(crate) fn numbers(&self, heading: &str) -> Vec<f64> {
        let at = self.headings.iter().position(|h| h == heading).unwrap();
        self.rows.iter().map(|row| row[at].parse().unwrap()).collect()
    }

    pub(crate) fn words(&self, heading: &str) -> Vec<String> {
        let at = self.headings.iter().position(|h| h == heading).unwrap();
        self.rows.iter().map(|row| row[at].clone()).collect()
    }
}

/// One of the reference matrices.
#[derive(Clone)]
pub(crate) struct Matrix {
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) directions: Vec<Direction>,
    pub(crate) weights: Vec<f64>,
}

impl Matrix {
    pub(crate) fn read(name: &'static str) -> Matrix {
        let criteria = Table::read(&format!("{name}__criteria.csv"));
        let values = Table::read(&format!("{name}__matrix.csv"));
        let kinds = criteria.words("type");
        Matrix {
            columns: criteria.words("criterion").iter().map(|criterion| values.numbers(criterion)).collect(),
            directions: kinds.iter().map(|kind| if kind == "cost" { Negative } else { Positive }).collect(),
            weights: criteria.numbers("weight"),
        }
    }

    pub(crate) fn with<T>(&self, use_it: impl FnOnce(&Decision<'_>) -> T) -> T {
        let columns: Vec<&[f64]> = self.columns.iter().map(Vec::as_slice).collect();
        use_it(&Decision::new(&columns, &self.directions, &self.weights).unwrap())
    }

    /// Its first units.
    pub(crate) fn first(mut self, units: usize) -> Matrix {
        self.columns.iter_mut().for_each(|column| column.truncate(units));
        self
    }

    /// The same with equal weights.
    pub(crate) fn equal(&self) -> Matrix {
        Matrix {
            columns: self.columns.clone(),
            directions: self.directions.clone(),
            weights: vec![1.0; self.weights.len()],
        }
    }
}

pub(crate) const MATRICES: [&str; 3] = ["hy4x6", "r50x8", "r200x20"];

pub(crate) fn close(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: {got} is not {expected}");
}

pub(crate) fn all_close(got: &[f64], expected: &[f64], what: &str) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        close(*got, *expected, &format!("{what}, row {at}"));
    }
}

/// Every method that has a column in the reference files, by the name of that column.
fn named(decision: &Decision<'_>) -> Vec<(&'static str, Ranked)> {
    use GreyForm::{MinMax, Ratio};
    use TopsisNorm::{ReflectedVector, Vector};
    use WeightPlace::{Inside, Outside};
    let topsis = |norm, place| Topsis::of(decision, norm, place).ranked();
    let vikor = Vikor::of(decision, 0.5).unwrap();
    let promethee = |preference| Promethee::of(decision, preference).unwrap().ranked();
    let linear = Preference::Linear { indifference: 0.1, full: 0.5 };
    let ratio = |form| RankSumRatio::of(decision, form).unwrap().ranked();
    let lower = |scores: &[f64]| Ranked { scores: scores.to_vec(), better: Better::Lower };
    vec![
        ("topsis:vector", topsis(Vector, Outside)),
        ("topsis:minmax", topsis(TopsisNorm::MinMax, Outside)),
        ("topsis:vector_weights_inside", topsis(Vector, Inside)),
        ("topsis:minmax_weights_inside", topsis(TopsisNorm::MinMax, Inside)),
        ("topsis:cn_maxminus_vector_inside", topsis(ReflectedVector, Inside)),
        ("vikor_S", lower(&vikor.group)),
        ("vikor_R", lower(&vikor.regret)),
        ("vikor_Q:0.5", vikor.ranked()),
        ("gra:minmax_rho0.5", grey_relational_grade(decision, MinMax, 0.5).unwrap()),
        ("gra:max_inv_rho0.5", grey_relational_grade(decision, Ratio, 0.5).unwrap()),
        ("copras", Copras::of(decision).unwrap().ranked()),
        ("waspas:max_inv_0.5", waspas(decision, 0.5).unwrap()),
        ("wpm:max_inv", waspas(decision, 0.0).unwrap()),
        ("saw:max_inv", waspas(decision, 1.0).unwrap()),
        ("edas", Edas::of(decision).unwrap().ranked()),
        ("promethee2:usual", promethee(Preference::Usual {})),
        ("promethee2:vshape_p=range", promethee(Preference::VShape { full: 1.0 })),
        ("promethee2:linear_q=.1range_p=.5range", promethee(linear)),
        ("rsr:integer_avgrank", ratio(RankForm::Integer)),
        ("rsr:noninteger", ratio(RankForm::NonInteger)),
    ]
}

/// Ranks after rounding to 12 decimals, as the reference ranks were made.
fn settled(ranked: Ranked) -> Vec<f64> {
    let scores = ranked.scores.iter().map(|score| (score * 1e12).round()).collect();
    Ranked { scores, ..ranked }.ranks().into_iter().map(f64::from).collect()
}

#[test]
fn scores_and_ranks_of_three_matrices() {
    let mut compared = 0;
    for name in MATRICES {
        let matrix = Matrix::read(name);
        let scores = Table::read(&format!("{name}__scores_ref.csv"));
        let ranks = Table::read(&format!("{name}__ranks_ref.csv"));
        for (method, ranked) in matrix.with(named) {
            all_close(&ranked.scores, &scores.numbers(method), &format!("{name} {method}"));
            assert_eq!(settled(ranked), ranks.numbers(method), "{name} {method}");
            compared += 1;
        }
    }
    assert_eq!(compared, 3 * 20);
}

#[test]
fn costs_lower_the_copras_score_and_no_cost_leaves_the_benefits() {
    // pymcdm and the Rust crate mcdm simplify the fraction to S+ + S-, which makes a1 of the aircraft example the winner.
    Matrix::read("hy4x6").with(|decision| {
        assert_eq!(Copras::of(decision).unwrap().ranked().ranks(), [2, 4, 1, 3]);
    });
    // pyrepo-mcda returns NaN without a cost criterion, others refuse.
    Matrix::read("r50x8").with(|decision| {
        let copras = Copras::of(decision).unwrap();
        let highest = copras.benefits.iter().copied().fold(0.0, f64::max);
        let expected: Vec<f64> = copras.benefits.iter().map(|b| b / highest).collect();
        assert_eq!(copras.utility, expected);
    });
}

#[test]
fn ratios_refuse_what_they_cannot_divide() {
    let (a, b) = ([1.0, 0.0, 3.0], [2.0, 1.0, -1.0]);
    let decision = Decision::new(&[&a, &b], &[Positive; 2], &[1.0; 2]).unwrap();
    let zero = RankingError::NotPositive { criterion: 0, unit: 1, given: 0.0 };
    assert_eq!(waspas(&decision, 0.5).unwrap_err(), zero);
    assert_eq!(grey_relational_grade(&decision, GreyForm::Ratio, 0.5).unwrap_err(), zero);
    let negative = RankingError::Negative { criterion: 1, unit: 2, given: -1.0 };
    assert_eq!(Copras::of(&decision).unwrap_err(), negative);
    assert_eq!(Edas::of(&decision).unwrap_err(), negative);
    let costs = Decision::new(&[&a], &[Negative], &[1.0]).unwrap();
    assert!(matches!(Copras::of(&costs).unwrap_err(), RankingError::ZeroSum { unit: 1, .. }));
    assert!(matches!(Vikor::of(&decision, 1.5).unwrap_err(), RankingError::Parameter { .. }));
    assert!(matches!(waspas(&decision, f64::NAN).unwrap_err(), RankingError::Parameter { .. }));
    let refused = grey_relational_grade(&decision, GreyForm::MinMax, 0.0).unwrap_err();
    assert!(matches!(refused, RankingError::Parameter { .. }));
}

#[test]
fn rank_sum_ratios_with_their_distribution() {
    let matrix = Matrix::read("r50x8").equal();
    for (form, file) in [(RankForm::Integer, "rsr_int"), (RankForm::NonInteger, "rsr_nonint")] {
        let expected = Table::read(&format!("{file}_r50x8.csv"));
        let got = matrix.with(|decision| RankSumRatio::of(decision, form).unwrap());
        all_close(&got.ratio, &expected.numbers("RSR"), file);
        all_close(&got.mean_rank, &expected.numbers("mean_rank"), file);
        all_close(&got.downward_frequency, &expected.numbers("downward_freq"), file);
        all_close(&got.probit, &expected.numbers("probit"), file);
        all_close(&got.fitted, &expected.numbers("RSR_fit"), file);
        assert!(got.line.r_squared > 0.9 && got.line.slope > 0.0, "{:?}", got.line);
        let bands = got.bands(3).unwrap();
        for (band, probit) in bands.iter().zip(&got.probit) {
            assert_eq!(
                *band,
                if *probit >= 6.0 {
                    1
                } else if *probit >= 4.0 {
                    2
                } else {
                    3
                }
            );
        }
        assert!(got.bands(1).is_err());
    }
}

#[test]
fn rank_correlations_with_and_without_ties() {
    let inputs = Table::read("rank_correlation_inputs.csv");
    let list = |text: &str| text.split(' ').map(|rank| rank.parse().unwrap()).collect::<Vec<f64>>();
    let expected = Table::read("rank_correlation.csv");
    let reference = |case: &str, measure: &str| {
        let found = expected.rows.iter().find(|row| row[0] == case && row[1] == measure);
        found.unwrap()[2].parse::<f64>().unwrap()
    };
    for row in &inputs.rows {
        let (x, y) = (list(&row[1]), list(&row[2]));
        let got = RankComparison::of(&x, &y).unwrap();
        let swapped = RankComparison::of(&y, &x).unwrap();
        for (measure, got) in [
            ("spearman", got.spearman),
            ("kendall_tau_b", got.kendall),
            ("weighted_spearman_rw", got.weighted_spearman),
            ("ws", got.ws),
            ("ws_swapped", swapped.ws),
        ] {
            close(got, reference(&row[0], measure), &format!("{} {measure}", row[0]));
        }
    }
    // The shortcut with the squared differences, as in pyrepo-mcda, gives 0.97143 with these ties.
    let ties = RankComparison::of(&[1.0, 2.5, 2.5, 4.0, 5.0, 6.0], &[1.0, 2.0, 3.0, 4.5, 4.5, 6.0]).unwrap();
    assert!((ties.spearman - 0.97143).abs() > 5e-4);
    // Competition ranks of the same order mean the same ties.
    let other = RankComparison::of(&[1.0, 2.0, 2.0, 4.0, 5.0, 6.0], &[1.0, 2.0, 3.0, 4.0, 4.0, 6.0]).unwrap();
    assert_eq!(ties, other);
}

#[test]
fn fuzzy_evaluation_by_four_operators() {
    let table = Table::read("fuzzy_evaluation.csv");
    let number = |text: &String| text.parse::<f64>().unwrap();
    let inputs: Vec<&Vec<String>> = table.rows.iter().filter(|row| row[0].starts_with("R_row")).collect();
    let memberships: Vec<Vec<f64>> =
        inputs.iter().map(|row| row[1..5].iter().map(number).collect()).collect();
    let weights: Vec<f64> = inputs.iter().map(|row| number(&row[5])).collect();
    use FuzzyOperator::{MinBoundedSum, MinMax, ProductMax, ProductSum};
    for (at, operator) in [MinMax, ProductMax, MinBoundedSum, ProductSum].into_iter().enumerate() {
        let got = FuzzyEvaluation::of(&weights, &memberships, operator).unwrap();
        all_close(&got.raw, &table.rows[at][1..5].iter().map(number).collect::<Vec<_>>(), "raw");
        all_close(
            &got.normalised,
            &table.rows[at][5..9].iter().map(number).collect::<Vec<_>>(),
            "normalised",
        );
        assert_eq!(got.grades(), [1]);
    }
    let one = FuzzyEvaluation::of(&[1.0, 1.0], &[vec![0.5, 0.5], vec![0.5, 0.5]], ProductSum).unwrap();
    assert_eq!((one.grades(), one.score(&[90.0, 70.0])), (vec![0, 1], Ok(80.0)));
    let wrong = |memberships: &[Vec<f64>]| FuzzyEvaluation::of(&[1.0], memberships, ProductSum).unwrap_err();
    assert!(matches!(wrong(&[vec![1.5]]), RankingError::NotAShare { .. }));
    assert!(matches!(wrong(&[vec![f64::NAN]]), RankingError::NotAShare { .. }));
    assert!(matches!(wrong(&[vec![0.0, 0.0]]), RankingError::ZeroSum { .. }));
    assert!(matches!(wrong(&[]), RankingError::ListLength { .. }));
}

#[test]
fn coupling_of_two_and_three_subsystems() {
    let table = Table::read("coupling_coordination.csv");
    let systems: Vec<Vec<f64>> = ["U1", "U2", "U3"].iter().map(|name| table.numbers(name)).collect();
    for count in [2, 3] {
        let columns: Vec<&[f64]> = systems[..count].iter().map(Vec::as_slice).collect();
        let of = |form| Coupling::of(&columns, &vec![1.0; count], form).unwrap();
        let (standard, modified) = (of(CouplingForm::Standard), of(CouplingForm::Modified));
        let take = |from: &[Coupling], what: fn(&Coupling) -> f64| from.iter().map(what).collect::<Vec<_>>();
        for (name, got) in [
            ("C", take(&standard, |c| c.coupling)),
            ("T", take(&standard, |c| c.development)),
            ("D", take(&standard, |c| c.coordination)),
            ("Cmod", take(&modified, |c| c.coupling)),
            ("Dmod", take(&modified, |c| c.coordination)),
        ] {
            all_close(&got, &table.numbers(&format!("{name}_{count}")), name);
        }
    }
    let one = |a: f64, b: f64, form| Coupling::of(&[&[a], &[b]], &[1.0, 1.0], form).map(|all| all[0]);
    assert!(matches!(one(0.0, 0.0, CouplingForm::Standard), Err(RankingError::ZeroSum { .. })));
    assert!(matches!(one(1.2, 0.5, CouplingForm::Standard), Err(RankingError::NotAShare { .. })));
    assert_eq!(one(0.0, 0.5, CouplingForm::Modified).unwrap().coordination, 0.0);
    let full = one(1.0, 1.0, CouplingForm::Modified).unwrap();
    assert_eq!((full.coordination, full.grade(), full.grade_name().zh.as_str()), (1.0, 9, "优质协调"));
    let at = |coordination| Coupling { coupling: 1.0, development: 1.0, coordination }.grade();
    assert_eq!([0.0, 0.0999, 0.1, 0.3, 0.6, 0.7, 0.8999].map(at), [0, 0, 1, 3, 6, 7, 8]);
}

#[test]
fn obstacles_of_a_panel() {
    let values = Table::read("panel__matrix.csv");
    let weights = Table::read("panel__weights_ref.csv").numbers("entropy_pooled_minmax_0log0");
    let years = values.words("year");
    let columns: Vec<Vec<f64>> = (1..=5)
        .map(|at| {
            let all = values.numbers(&format!("c{at}"));
            let of_2020 = all.into_iter().zip(&years).filter(|(_, year)| *year == "2020");
            let column: Vec<f64> = of_2020.map(|(value, _)| value).collect();
            let low = column.iter().copied().fold(f64::MAX, f64::min);
            let high = column.iter().copied().fold(f64::MIN, f64::max);
            let scaled = |v: &f64| if at == 4 { (high - v) / (high - low) } else { (v - low) / (high - low) };
            column.iter().map(scaled).collect()
        })
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let got = obstacle_degrees(&columns, &weights).unwrap();
    let expected = Table::read("obstacle_degree_panel2020.csv");
    for at in 0..5 {
        let column: Vec<f64> = got.iter().map(|unit| unit.as_ref().unwrap()[at]).collect();
        all_close(&column, &expected.numbers(&format!("c{}", at + 1)), "obstacle");
    }
    assert_eq!(obstacle_degrees(&[&[1.0, 0.5]], &[2.0]), Ok(vec![None, Some(vec![1.0])]));
    assert!(matches!(obstacle_degrees(&[&[1.5]], &[1.0]), Err(RankingError::NotAShare { .. })));
}

/// Linear programmes solved by HiGHS, whose own tolerance is 1e-7 with results seen to 1e-12.
fn near(got: &[f64], expected: &[f64], what: &str) {
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        assert!((got - expected).abs() <= 1e-10, "{what}, row {at}: {got} is not {expected}");
    }
}

#[test]
fn efficiency_and_benefit_of_the_doubt() {
    let matrix = Matrix::read("r50x8");
    let expected = Table::read("dea_bod_r50x8.csv");
    let column = |at: usize| matrix.columns[at - 1].as_slice();
    let (inputs, outputs) = ([column(5), column(8)], [column(1), column(3), column(6)]);
    for (returns, name) in [(Returns::Constant, "ccr_input_theta"), (Returns::Variable, "bcc_input_theta")] {
        near(&efficiency(&inputs, &outputs, returns).unwrap().scores, &expected.numbers(name), name);
    }
    let ratios: Vec<Vec<f64>> = matrix
        .columns
        .iter()
        .map(|column| {
            let largest = column.iter().copied().fold(0.0, f64::max);
            column.iter().map(|value| value / largest).collect()
        })
        .collect();
    let ratios: Vec<&[f64]> = ratios.iter().map(Vec::as_slice).collect();
    let share = |value| Share::new(value).unwrap();
    let pie = WeightBounds::Contributions { low: share(0.05), high: share(0.3) };
    for (bounds, name) in [(WeightBounds::None {}, "bod_unrestricted"), (pie, "bod_share_5pct_30pct")] {
        let got = BenefitOfTheDoubt::of(&ratios, bounds).unwrap();
        near(&got.scores, &expected.numbers(name), name);
        for (unit, weights) in got.weights.iter().enumerate() {
            let score = |unit: usize| ratios.iter().zip(weights).map(|(c, w)| c[unit] * w).sum::<f64>();
            close(score(unit), got.scores[unit], name);
            assert!((0..50).all(|other| score(other) <= 1.0 + 1e-12), "nobody exceeds 1");
        }
    }
}

#[test]
fn the_handbooks_benefit_of_the_doubt() {
    // OECD/JRC Handbook 2008, table 19: min–max over the 23 countries, each weight 10 to 15 % of a country's sum; logarithms with two decimals explain .007.
    let published = [
        1.0, 1.0, 1.0, 0.87, 0.80, 0.75, 0.71, 0.73, 0.66, 0.62, 0.62, 0.86, 0.60, 0.54, 0.58, 0.52, 0.51,
        0.49, 0.34, 0.38, 0.31, 0.27, 0.28,
    ];
    let columns: Vec<Vec<f64>> = technology(&COUNTRIES)
        .columns
        .iter()
        .map(|column| {
            let ends = column.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
            column.iter().map(|value| (value - ends.0) / (ends.1 - ends.0)).collect()
        })
        .collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let share = |value| Share::new(value).unwrap();
    let bounds = WeightBounds::Weights { low: share(0.10), high: share(0.15) };
    let got = BenefitOfTheDoubt::of(&columns, bounds).unwrap();
    for (got, expected) in got.scores.iter().zip(published) {
        assert!((got - expected).abs() <= 0.0075, "{got} is not {expected}");
    }
    for weights in &got.weights {
        let total: f64 = weights.iter().sum();
        assert!(weights.iter().all(|weight| (0.1 - 1e-9..=0.15 + 1e-9).contains(&(weight / total))));
    }
    // Table 23: the ranks, in the order of the table of values.
    let ranks: Vec<u32> = Ranked {
        scores: got.scores.iter().map(|score| (score * 1e9).round()).collect(),
        better: Better::Higher,
    }
    .ranks();
    assert_eq!(ranks, [1, 1, 1, 4, 6, 7, 9, 8, 10, 12, 11, 5, 13, 15, 14, 16, 17, 18, 20, 19, 21, 23, 22]);
}

#[test]
fn bounds_and_values_without_an_answer_are_refused() {
    let (a, b) = ([1.0, 0.0], [0.5, 1.0]);
    let share = |value| Share::new(value).unwrap();
    let of = |bounds| BenefitOfTheDoubt::of(&[&a, &b], bounds);
    let pie = |low, high| WeightBounds::Contributions { low: share(low), high: share(high) };
    assert!(matches!(of(pie(0.6, 1.0)), Err(RankingError::Parameter { name: "low", .. })));
    assert!(matches!(of(pie(0.0, 0.4)), Err(RankingError::Parameter { name: "high", .. })));
    assert!(matches!(of(pie(0.1, 0.9)), Err(RankingError::NotPositive { criterion: 0, unit: 1, .. })));
    assert_eq!(of(WeightBounds::None {}).unwrap().scores, [1.0, 1.0]);
    let none = BenefitOfTheDoubt::of(&[&[0.0, 0.0]], WeightBounds::None {});
    assert!(matches!(none, Err(RankingError::NotPositive { .. })));
    let dea = |x: &[f64], y: &[f64]| efficiency(&[x], &[y], Returns::Constant);
    assert!(matches!(dea(&[0.0, 1.0], &[1.0, 1.0]), Err(RankingError::NotPositive { .. })));
    assert!(matches!(dea(&[1.0, 1.0], &[0.0, 1.0]), Err(RankingError::ZeroSum { unit: 0, .. })));
    assert_eq!(dea(&[1e-300, 2e-300], &[1e300, 1e300]).unwrap().scores, [1.0, 0.5]);
}
