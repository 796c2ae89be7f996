//! Laws that every whole-sample ranking keeps. A new method is one more line in [`methods`].

use proptest::prelude::*;
use quanheng::ranking::{
    Better, CouplingForm, Decision, FuzzyGrade, FuzzyOperator, GreyForm, Matrix, Preference, Promethee,
    RankForm, RankSumRatio, Ranked, RankingError, RankingMethod, Returns, TopsisNorm, Vikor, WeightBounds,
    WeightPlace, borda, efficiency,
};
use quanheng::vocab::Direction::{self, Negative, Positive};
use quanheng::vocab::{Share, Text};

fn methods() -> Vec<RankingMethod> {
    use RankingMethod::{
        Borda, Copeland, Copras, Edas, Grey, KemenyYoung, Promethee, RankSumRatio, Topsis, Vikor, Waspas,
    };
    let topsis = |norm, weights| Topsis { norm, weights };
    let promethee = |preference| Promethee { preference };
    vec![
        topsis(TopsisNorm::Vector, WeightPlace::Outside),
        topsis(TopsisNorm::Vector, WeightPlace::Inside),
        topsis(TopsisNorm::MinMax, WeightPlace::Outside),
        topsis(TopsisNorm::MinMax, WeightPlace::Inside),
        topsis(TopsisNorm::ReflectedVector, WeightPlace::Inside),
        Vikor { strategy: 0.5 },
        Grey { form: GreyForm::MinMax, distinguishing: 0.5 },
        Grey { form: GreyForm::Ratio, distinguishing: 0.5 },
        Copras {},
        Waspas { sum_share: 0.5 },
        Edas {},
        promethee(Preference::Usual {}),
        promethee(Preference::UShape { indifference: 0.1 }),
        promethee(Preference::VShape { full: 0.5 }),
        promethee(Preference::Level { indifference: 0.1, full: 0.4 }),
        promethee(Preference::Linear { indifference: 0.1, full: 0.5 }),
        promethee(Preference::Gaussian { inflection: 0.3 }),
        Copeland {},
        Borda {},
        KemenyYoung {},
        RankSumRatio { form: RankForm::Integer, bands: 3 },
        RankSumRatio { form: RankForm::NonInteger, bands: 5 },
    ]
}

const DIRECTIONS: [Direction; 4] = [Positive, Negative, Positive, Negative];
const WEIGHTS: [f64; 4] = [0.4, 0.3, 0.2, 0.1];

fn rank(method: &RankingMethod, columns: &[Vec<f64>]) -> Result<Ranked, RankingError> {
    rank_with(method, columns, &DIRECTIONS[..columns.len()], &WEIGHTS[..columns.len()])
}

fn rank_with(
    method: &RankingMethod,
    columns: &[Vec<f64>],
    directions: &[Direction],
    weights: &[f64],
) -> Result<Ranked, RankingError> {
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    method.rank(&Matrix { columns: &columns, directions, weights, ..Matrix::default() })
}

/// Methods that take scores from 0 to 1 and know no cost.
fn methods_of_scores() -> Vec<RankingMethod> {
    let share = |value| Share::new(value).unwrap();
    let (low, high) = (share(0.1), share(0.6));
    let grade = |name: &str, at| FuzzyGrade { name: Text::new(name, name), at };
    let grades = vec![grade("a", 0.8), grade("b", 0.5), grade("c", 0.2)];
    let mut methods = vec![
        RankingMethod::BenefitOfTheDoubt { limits: WeightBounds::None {} },
        RankingMethod::BenefitOfTheDoubt { limits: WeightBounds::Weights { low, high } },
        RankingMethod::BenefitOfTheDoubt { limits: WeightBounds::Contributions { low, high } },
        RankingMethod::Coupling { form: CouplingForm::Standard },
        RankingMethod::Coupling { form: CouplingForm::Modified },
        RankingMethod::Obstacle {},
    ];
    use FuzzyOperator::{MinBoundedSum, MinMax, ProductMax, ProductSum};
    for operator in [MinMax, ProductMax, MinBoundedSum, ProductSum] {
        methods.push(RankingMethod::Fuzzy { operator, grades: grades.clone() });
    }
    methods
}

/// Higher is better.
fn turned(ranked: &Ranked) -> Vec<f64> {
    ranked.scores.iter().map(|score| if ranked.better == Better::Higher { *score } else { -score }).collect()
}

/// Whether no two units stand in strictly opposite orders, differences in the last digits apart.
fn same_order(a: &[f64], b: &[f64]) -> bool {
    let before =
        |of: &[f64], i: usize, j: usize| of[i] - of[j] > 1e-9 * of[i].abs().max(of[j].abs()).max(1.0);
    (0..a.len()).all(|i| (0..a.len()).all(|j| !(before(a, i, j) && before(b, j, i))))
}

fn columns() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2_usize..9).prop_flat_map(|units| {
        prop::collection::vec(prop::collection::vec((1_u32..200).prop_map(f64::from), units), 4)
    })
}

proptest! {
    #[test]
    fn blind_to_the_order_of_units_and_to_units_of_measure(columns in columns(), factor in prop::sample::select(vec![1e-10, 0.3, 1e10])) {
        for method in methods() {
            let Ok(ranked) = rank(&method, &columns) else { continue };
            prop_assert!(ranked.scores.iter().all(|score| score.is_finite()), "{:?} {:?}", method, ranked);
            let backwards: Vec<Vec<f64>> = columns.iter().map(|c| c.iter().rev().copied().collect()).collect();
            let other = rank(&method, &backwards).unwrap();
            for (a, b) in ranked.scores.iter().zip(other.scores.iter().rev()) {
                prop_assert!((a - b).abs() <= 1e-12 * a.abs().max(1.0), "{:?} {} {}", method, a, b);
            }
            let mut measured = columns.clone();
            measured[1].iter_mut().for_each(|value| *value *= factor);
            let other = rank(&method, &measured).unwrap();
            // A level or a threshold may fall on an exact difference, where the last bit of a factor decides.
            let steps = matches!(method, RankingMethod::Promethee { preference: Preference::UShape { .. } | Preference::Level { .. } });
            for (a, b) in ranked.scores.iter().zip(&other.scores) {
                prop_assert!(steps || (a - b).abs() <= 1e-10 * a.abs().max(1.0), "{:?} {} {}", method, a, b);
            }
        }
    }

    #[test]
    fn equal_units_tie_and_better_units_come_first(columns in columns()) {
        let mut columns = columns;
        columns.iter_mut().for_each(|column| { let first = column[0]; column.push(first); });
        for method in methods() {
            let Ok(ranked) = rank(&method, &columns) else { continue };
            let (scores, last) = (turned(&ranked), columns[0].len() - 1);
            let apart = (scores[0] - scores[last]).abs();
            // Equal units meet the same steps, but places of a tied optimum are means of counts.
            prop_assert!(apart <= 1e-12 * scores[0].abs(), "{:?} {}", method, apart);
            for a in 0..=last {
                for b in 0..=last {
                    let better = (0..4).all(|at| {
                        let (a, b) = (columns[at][a], columns[at][b]);
                        if DIRECTIONS[at] == Positive { a >= b } else { a <= b }
                    });
                    prop_assert!(!better || scores[a] >= scores[b] - 1e-12 * scores[b].abs().max(1.0), "{:?} {} {}", method, a, b);
                }
            }
        }
    }

    #[test]
    fn identities_of_ranks(columns in columns()) {
        let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let Ok(decision) = Decision::new(&views, &DIRECTIONS, &WEIGHTS) else { return Ok(()) };
        let sum = |low: f64, high: f64| -> Vec<f64> {
            (0..columns[0].len()).map(|unit| (0..4).filter(|at| !decision.constant().contains(at)).map(|at| {
                let ends = columns[at].iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
                let share = (columns[at][unit] - ends.0) / (ends.1 - ends.0);
                WEIGHTS[at] * (low + (high - low) * if DIRECTIONS[at] == Positive { share } else { 1.0 - share })
            }).sum()).collect()
        };
        let vikor = Vikor::of(&decision, 0.5).unwrap();
        let group: Vec<f64> = vikor.group.iter().map(|s| -s).collect();
        let flow = |preference| Promethee::of(&decision, preference).unwrap().net;
        let simple = sum(0.0, 1.0);
        prop_assert!(same_order(&simple, &group));
        prop_assert!(same_order(&simple, &sum(60.0, 100.0)));
        let straight = flow(Preference::VShape { full: 1.0 });
        prop_assert!(same_order(&simple, &straight));
        if let Ok(ratio) = RankSumRatio::of(&decision, RankForm::NonInteger) {
            prop_assert!(same_order(&simple, &ratio.ratio));
        }
        let usual = flow(Preference::Usual {});
        prop_assert!(usual.iter().sum::<f64>().abs() < 1e-12);
        // Points are a line through the net flow, and so is the whole-rank ratio.
        prop_assert!(same_order(&usual, &borda(&decision).scores));
        if let Ok(ratio) = RankSumRatio::of(&decision, RankForm::Integer) {
            prop_assert!(same_order(&usual, &ratio.ratio));
        }
    }
}

proptest! {
    #[test]
    fn laws_of_methods_of_scores(columns in columns()) {
        let mut columns: Vec<Vec<f64>> = columns.iter().map(|c| c.iter().map(|v| v / 200.0).collect()).collect();
        columns.iter_mut().for_each(|column| { let first = column[0]; column.push(first); });
        let last = columns[0].len() - 1;
        for method in methods_of_scores() {
            let ranked = rank_with(&method, &columns, &[Positive; 4], &WEIGHTS).unwrap();
            let scores = turned(&ranked);
            prop_assert!(scores.iter().all(|score| score.is_finite()), "{:?}", method);
            // Programmes reach their end along other ways.
            prop_assert!((scores[0] - scores[last]).abs() <= 1e-10, "{:?} {:?}", method, scores);
            let backwards: Vec<Vec<f64>> = columns.iter().map(|c| c.iter().rev().copied().collect()).collect();
            let other = turned(&rank_with(&method, &backwards, &[Positive; 4], &WEIGHTS).unwrap());
            for (a, b) in scores.iter().zip(other.iter().rev()) {
                prop_assert!((a - b).abs() <= 1e-10, "{:?} {} {}", method, a, b);
            }
            let monotone = match &method {
                // A subsystem that runs ahead of the others couples less.
                RankingMethod::Coupling { .. } => false,
                // The largest part of the score decides; an own value that grows may have to be held down by its share.
                RankingMethod::BenefitOfTheDoubt { limits: WeightBounds::Contributions { .. } } => false,
                // Only the sum of products follows every change.
                RankingMethod::Fuzzy { operator, .. } => *operator == FuzzyOperator::ProductSum,
                _ => true,
            };
            for (a, b) in (0..=last).flat_map(|a| (0..=last).map(move |b| (a, b))) {
                let better = columns.iter().all(|column| column[a] >= column[b]);
                prop_assert!(!monotone || !better || scores[a] >= scores[b] - 1e-10, "{:?} {} {}", method, a, b);
            }
        }
    }
}

#[test]
fn methods_of_scores_refuse_costs_and_what_is_no_number() {
    for method in methods_of_scores() {
        let of = |columns: &[Vec<f64>], directions: &[Direction]| {
            rank_with(&method, columns, directions, &WEIGHTS[..columns.len()])
        };
        let cost = of(&[vec![0.1, 0.2], vec![0.3, 0.4]], &[Positive, Negative]);
        assert_eq!(cost, Err(RankingError::OnlyBenefits { criterion: 1 }), "{method:?}");
        assert!(of(&[vec![0.1, f64::NAN], vec![0.3, 0.4]], &[Positive; 2]).is_err(), "{method:?}");
    }
}

#[test]
fn tables_to_follow_by_hand_end_in_the_result() {
    let columns = [vec![0.3, 0.1, 0.2, 0.5], vec![0.2, 0.25, 0.9, 0.4], vec![0.7, 0.1, 0.6, 0.2]];
    let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let units: Vec<Text> = ["a", "b", "c", "d"].map(|unit| Text::new(unit, unit)).to_vec();
    for method in methods().into_iter().chain(methods_of_scores()) {
        let matrix = Matrix {
            columns: &views,
            directions: &[Positive; 3],
            weights: &[0.5, 0.3, 0.2],
            ..Matrix::default()
        };
        let tables = method.working(&matrix, &units).unwrap();
        assert_eq!(
            tables[0].rows[3],
            (units[3].clone(), vec![Some(0.5), Some(0.4), Some(0.2)]),
            "{method:?}"
        );
        let ranked = method.rank(&matrix).unwrap();
        let result = tables.last().unwrap();
        for (unit, (name, cells)) in result.rows.iter().enumerate() {
            assert_eq!(name, &units[unit]);
            assert_eq!(
                cells[cells.len() - 2..],
                [Some(ranked.scores[unit]), Some(f64::from(ranked.ranks()[unit]))]
            );
        }
        for table in &tables {
            assert!(
                table.rows.iter().all(|(_, cells)| cells.len() == table.columns.len()),
                "{method:?} {table:?}"
            );
            assert!(
                table.rows.iter().flat_map(|row| &row.1).flatten().all(|cell| cell.is_finite()),
                "{method:?}"
            );
            assert!(!table.formula.is_empty() && !table.title.en.is_empty());
        }
    }
}

#[test]
fn distances_follow_from_the_weighted_values_of_the_table() {
    let columns = [vec![3.0, 1.0, 2.0], vec![20.0, 25.0, 90.0]];
    let views: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let matrix =
        Matrix { columns: &views, directions: &DIRECTIONS[..2], weights: &[1.0, 3.0], ..Matrix::default() };
    for norm in [TopsisNorm::Vector, TopsisNorm::MinMax, TopsisNorm::ReflectedVector] {
        for weights in [WeightPlace::Inside, WeightPlace::Outside] {
            let method = RankingMethod::Topsis { norm, weights };
            let tables = method.working(&matrix, &[]).unwrap();
            let cell = |table: usize, row: usize, column: usize| tables[table].rows[row].1[column].unwrap();
            for unit in 0..3 {
                let distance = |end: usize| {
                    (0..2)
                        .map(|criterion| {
                            let weight = cell(2, criterion, 0);
                            let weight = if weights == WeightPlace::Inside { weight.sqrt() } else { weight };
                            let d = cell(3, unit, criterion) - weight * cell(2, criterion, end);
                            d * d
                        })
                        .sum::<f64>()
                        .sqrt()
                };
                for (end, shown) in [(1, cell(4, unit, 0)), (2, cell(4, unit, 1))] {
                    assert!(
                        (distance(end) - shown).abs() < 1e-14,
                        "{method:?} {end} {} {shown}",
                        distance(end)
                    );
                }
            }
        }
    }
}

#[test]
fn a_criterion_split_in_two_changes_nothing() {
    let columns = [vec![3.0, 1.0, 2.0, 5.0], vec![2.0, 2.5, 9.0, 4.0]];
    let twice = [columns[0].clone(), columns[1].clone(), columns[1].clone()];
    let once = columns;
    for method in methods() {
        // √Σ(w·d)² is not additive in the weights; a weight split in two loses there by design.
        if matches!(
            method,
            RankingMethod::Topsis { weights: WeightPlace::Outside, .. } | RankingMethod::Vikor { .. }
        ) {
            continue;
        }
        let a = rank_with(&method, &once, &DIRECTIONS[..2], &[0.5, 0.5]).unwrap();
        let b = rank_with(&method, &twice, &[Positive, Negative, Negative], &[0.5, 0.25, 0.25]).unwrap();
        for (a, b) in a.scores.iter().zip(&b.scores) {
            assert!((a - b).abs() <= 1e-12 * a.abs().max(1.0), "{method:?} {a} {b}");
        }
    }
}

#[test]
fn constant_columns_one_unit_two_units_and_extremes() {
    for method in methods() {
        assert_eq!(rank(&method, &[vec![1.0]]), Err(RankingError::TooFewUnits { given: 1 }), "{method:?}");
        assert_eq!(
            rank(&method, &[vec![2.0; 3], vec![5.0; 3]]),
            Err(RankingError::AllConstant),
            "{method:?}"
        );
        let missing = rank(&method, &[vec![1.0, f64::NAN]]);
        assert_eq!(missing, Err(RankingError::NotFinite { criterion: 0, unit: 1 }), "{method:?}");
        assert_eq!(rank(&method, &[vec![1.0, 2.0]]).unwrap().ranks(), [2, 1], "{method:?}");
        let plain = vec![vec![1.0, 2.0, 4.0], vec![3.0, 1.0, 2.0]];
        let expected = rank(&method, &plain).unwrap();
        let with_constant = [plain.clone(), vec![vec![7.0; 3]]].concat();
        for (a, b) in rank(&method, &with_constant).unwrap().scores.iter().zip(&expected.scores) {
            assert!((a - b).abs() <= 1e-12 * a.abs().max(1.0), "{method:?}");
        }
        for factor in [1e-300, 1e-30, 1e30, 1e300, 4e307] {
            let extreme: Vec<Vec<f64>> =
                plain.iter().map(|column| column.iter().map(|value| value * factor).collect()).collect();
            let got = rank(&method, &extreme).unwrap();
            assert_eq!(got.ranks(), expected.ranks(), "{method:?} {factor}");
            // The logarithm of 1e300 has a magnitude near 700.
            for (a, b) in got.scores.iter().zip(&expected.scores) {
                assert!((a - b).abs() <= 1e-12 * a.abs().max(1.0), "{method:?} {factor}: {a} {b}");
            }
        }
        if let Ok(ranked) = rank(&method, &[vec![-f64::MAX, 0.0, f64::MAX], vec![1e-300, 1e300, 1.0]]) {
            assert!(ranked.scores.iter().all(|score| score.is_finite()), "{method:?} {ranked:?}");
        }
    }
}

#[test]
fn the_same_bits_for_any_number_of_threads() {
    let columns: Vec<Vec<f64>> = (0..4_usize)
        .map(|at| (0..40_000_usize).map(|i| ((i * 7_919 + at * 104_729) % 99_991) as f64 + 1.0).collect())
        .collect();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let quick = methods().into_iter().filter(|method| {
                !matches!(
                    method,
                    RankingMethod::Copeland {}
                        | RankingMethod::KemenyYoung {}
                        | RankingMethod::Promethee { preference: Preference::Gaussian { .. } }
                )
            });
            let bits = |ranked: Ranked| ranked.scores.into_iter().map(f64::to_bits).collect::<Vec<_>>();
            let mut all: Vec<_> = quick.map(|method| bits(rank(&method, &columns).unwrap())).collect();
            let shares: Vec<Vec<f64>> =
                columns.iter().map(|c| c[..300].iter().map(|v| v / 1e5).collect()).collect();
            let few =
                |method: &RankingMethod| bits(rank_with(method, &shares, &[Positive; 4], &WEIGHTS).unwrap());
            all.extend(methods_of_scores().iter().map(few));
            all
        })
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn a_method_survives_writing_and_reading() {
    for method in methods().into_iter().chain(methods_of_scores()) {
        let text = toml::to_string(&method).unwrap();
        assert_eq!(toml::from_str::<RankingMethod>(&text).unwrap(), method, "{text}");
    }
    assert!(toml::from_str::<RankingMethod>("method = \"copras\"\nnorm = \"vector\"").is_err());
    assert!(toml::from_str::<RankingMethod>("method = \"topsis\"").is_err(), "a bare name is not enough");
}

#[test]
fn every_method_of_a_study_is_on_a_list() {
    use std::collections::BTreeSet;
    let head = |id: &'static str| id.split([',', ' ']).next().unwrap_or(id);
    // Efficiency has inputs and outputs in place of criteria, and laws of its own.
    let mut listed: BTreeSet<&str> =
        methods().iter().chain(&methods_of_scores()).map(|method| head(method.note().id)).collect();
    listed.insert("dea");
    let chosen = quanheng::ranking::NOTES.iter().filter(|note| note.example.is_some());
    let chosen: BTreeSet<&str> = chosen.map(|note| head(note.id)).collect();
    assert_eq!(chosen.difference(&listed).collect::<Vec<_>>(), Vec::<&&str>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_of_efficiency(columns in columns(), factor in prop::sample::select(vec![1e-6, 0.3, 1e6])) {
        let mut columns: Vec<Vec<f64>> =
            columns.iter().map(|c| c.iter().map(|v| 1.0 + v.abs() / 200.0).collect()).collect();
        columns.iter_mut().for_each(|column| { let first = column[0]; column.push(first); });
        let scores = |columns: &[Vec<f64>], returns| {
            let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            efficiency(&slices[..2], &slices[2..], returns).unwrap().scores
        };
        for returns in [Returns::Constant, Returns::Variable] {
            let own = scores(&columns, returns);
            prop_assert!(own.iter().all(|score| *score > 0.0 && *score <= 1.0 + 1e-9), "{:?}", own);
            // Equal units tie, and somebody is on the frontier.
            prop_assert!((own[0] - own[own.len() - 1]).abs() <= 1e-9);
            prop_assert!(own.iter().any(|score| (score - 1.0).abs() <= 1e-9));
            let backwards: Vec<Vec<f64>> = columns.iter().map(|c| c.iter().rev().copied().collect()).collect();
            for (a, b) in own.iter().zip(scores(&backwards, returns).iter().rev()) {
                prop_assert!((a - b).abs() <= 1e-9, "order of units");
            }
            let mut scaled = columns.clone();
            scaled[0].iter_mut().for_each(|value| *value *= factor);
            scaled[3].iter_mut().for_each(|value| *value *= factor);
            for (a, b) in own.iter().zip(scores(&scaled, returns)) {
                prop_assert!((a - b).abs() <= 1e-7, "unit of measure: {} {}", a, b);
            }
            // Less input for the same output is never less efficient.
            let mut leaner = columns.clone();
            leaner[1][0] *= 0.9;
            prop_assert!(scores(&leaner, returns)[0] >= own[0] - 1e-9);
        }
    }
}
