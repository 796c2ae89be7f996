//! Weights from judgement, against references and published examples.

use quanheng::weighting::{
    IncompleteMatrix, JudgementMatrix, NoJudgement, Priority, PriorityMean, RandomIndex, RankWeights,
    authority, best_worst_linear, budget_allocation, delphi_items, joined_judgements, joined_priorities,
    kendall_w, order_relation, precedence_of_judgements, precedence_of_scores, rank_order,
};

use super::reading::{Table, assert_close};

const EXACT: f64 = 1e-12;

/// `3`, `1/3` or nothing.
fn judgement(cell: &str) -> Option<f64> {
    match cell.split_once('/') {
        _ if cell.is_empty() => None,
        Some((above, below)) => Some(above.parse::<f64>().unwrap() / below.parse::<f64>().unwrap()),
        None => Some(cell.parse().unwrap()),
    }
}

fn matrices() -> Vec<(String, JudgementMatrix)> {
    let table = Table::read("ahp_matrices.csv");
    let names = ["A3", "A4", "A6_inconsistent", "A8"];
    let cells = |name: &str| -> Vec<f64> {
        let rows = table.rows.iter().filter(|row| row[0] == name);
        rows.flat_map(|row| row[2..].iter().filter_map(|cell| judgement(cell))).collect()
    };
    names.iter().map(|name| ((*name).to_owned(), JudgementMatrix::new(&cells(name)).unwrap())).collect()
}

const METHODS: [(&str, Priority); 3] = [
    ("eigen", Priority::Eigenvector),
    ("geometric", Priority::RowGeometricMean),
    ("colnorm_mean", Priority::NormalisedColumnMean),
];

#[test]
fn analytic_hierarchies_and_their_consistency() {
    let weights = Table::read("ahp_weights.csv");
    let consistency = Table::read("ahp_consistency.csv");
    for (name, matrix) in matrices() {
        for (label, method) in METHODS {
            let what = format!("{name} {label}");
            let got = matrix.priorities(method);
            let key = format!("ref|{label}");
            let row = weights.rows.iter().find(|row| row[0] == name && row[1] == key).unwrap();
            let expected: Vec<f64> = row[2..].iter().filter_map(|cell| judgement(cell)).collect();
            assert_close(&got, &expected, EXACT, &what);
            let row = consistency.rows.iter().find(|row| row[0] == name && row[2] == label).unwrap();
            let expected: Vec<f64> = row[3..].iter().map(|cell| cell.parse().unwrap()).collect();
            let saaty = matrix.consistency(&got, RandomIndex::Saaty1980).unwrap();
            let chinese = matrix.consistency(&got, RandomIndex::ChineseTextbook).unwrap();
            assert_close(&[saaty.lambda], &expected[..1], EXACT, &what);
            // λ − n loses the digits that λ and n share: up to 1e-14 of 0.02.
            assert_close(&[saaty.index, saaty.ratio, chinese.ratio], &expected[1..], 1e-11, &what);
        }
    }
}

#[test]
fn the_most_contradicting_judgements_are_shown() {
    let all = matrices();
    let (_, matrix) = &all[2];
    let triads = matrix.inconsistent_triads(3);
    assert_eq!(triads.len(), 3);
    assert!(triads.windows(2).all(|pair| pair[0].factor >= pair[1].factor));
    let worst = &triads[0];
    assert!((worst.direct / worst.implied).max(worst.implied / worst.direct) == worst.factor);
    let consistent = JudgementMatrix::from_upper(&[2.0, 6.0, 3.0]).unwrap();
    assert_eq!(consistent.inconsistent_triads(10), []);
    let weights = consistent.priorities(Priority::Eigenvector);
    let index = consistent.consistency(&weights, RandomIndex::Saaty1980).unwrap().index;
    // λ is 3 but for the last digits.
    assert!(index.abs() < 1e-15, "{index}");
}

#[test]
fn the_technology_achievement_index_weighs_as_computed() {
    // OECD/JRC Handbook 2008, ISBN 978-92-64-04345-9, Table 20.
    let upper = [
        2.0, 3.0, 2.0, 5.0, 5.0, 1.0, 3.0, 2.0, 0.5, 4.0, 4.0, 0.5, 3.0, 0.25, 2.0, 2.0, 0.2, 0.5, 4.0, 4.0,
        0.5, 3.0, 1.0, 0.2, 0.5, 0.2, 0.5, 4.0,
    ];
    let matrix = JudgementMatrix::from_upper(&upper).unwrap();
    let weights = matrix.priorities(Priority::Eigenvector);
    let expected = [0.229, 0.135, 0.059, 0.176, 0.038, 0.038, 0.252, 0.071];
    for (got, expected) in weights.iter().zip(expected) {
        assert!((got - expected).abs() <= 1e-3, "three decimals, some cut: {got} {expected}");
    }
    let consistency = matrix.consistency(&weights, RandomIndex::Saaty1980).unwrap();
    assert!((consistency.lambda - 8.211).abs() <= 5e-4 && (consistency.ratio - 0.021).abs() <= 5e-4);
}

#[test]
fn tables_of_random_indices_end() {
    for table in [RandomIndex::Saaty1980, RandomIndex::ChineseTextbook] {
        assert_eq!(table.of(2), Ok(0.0));
        assert_eq!(table.of(16), Err(NoJudgement::NoRandomIndex { items: 16, most: 15 }));
        assert!(table.of(0).is_err());
    }
    // Weights need no table, so that 16 items are weighed all the same.
    let sixteen = JudgementMatrix::from_upper(&[1.0; 120]).unwrap();
    assert_close(&sixteen.priorities(Priority::Eigenvector), &[1.0 / 16.0; 16], EXACT, "equal");
}

#[test]
fn judgements_that_are_none_are_refused() {
    let entry = |row, column, given, allowed| Err(NoJudgement::Entry { row, column, given, allowed });
    assert_eq!(JudgementMatrix::new(&[]), Err(NoJudgement::NoItem));
    assert_eq!(JudgementMatrix::new(&[1.0; 5]), Err(NoJudgement::Shape { given: 5, expected: 9 }));
    assert_eq!(JudgementMatrix::new(&[1.0, 0.0, 2.0, 1.0]), entry(0, 1, 0.0, "a positive number"));
    assert!(matches!(JudgementMatrix::new(&[1.0, f64::NAN, 2.0, 1.0]), Err(NoJudgement::Entry { .. })));
    assert_eq!(JudgementMatrix::new(&[2.0, 2.0, 0.5, 1.0]), entry(0, 0, 2.0, "1 on the diagonal"));
    assert_eq!(
        JudgementMatrix::new(&[1.0, 3.0, 0.5, 1.0]),
        Err(NoJudgement::NotReciprocal { row: 0, column: 1, given: 3.0, mirror: 0.5 })
    );
    // 1/3 written with four digits is one third.
    assert_eq!(JudgementMatrix::new(&[1.0, 3.0, 0.3333, 1.0]).unwrap().get(1, 0), Some(1.0 / 3.0));
    assert_eq!(JudgementMatrix::from_upper(&[1.0, 2.0]), Err(NoJudgement::Shape { given: 2, expected: 3 }));
    assert!(JudgementMatrix::from_upper(&[1e-320]).is_err());
    assert_eq!(JudgementMatrix::from_upper(&[]).unwrap().priorities(Priority::Eigenvector), [1.0]);
    let far = JudgementMatrix::from_upper(&[1e300, 1e-300, 1e300]).unwrap();
    for (_, method) in METHODS {
        assert!(far.priorities(method).iter().all(|weight| weight.is_finite()), "{method:?}");
    }
}

#[test]
fn experts_are_joined_by_judgement_or_by_weight() {
    let (one, other) = ([3.0, 5.0, 3.0], [1.0, 2.0, 4.0]);
    let matrices = [one, other].map(|upper| JudgementMatrix::from_upper(&upper).unwrap());
    let joined = joined_judgements(&matrices, &[]).unwrap();
    assert_close(&[joined.get(0, 1).unwrap()], &[3.0_f64.sqrt()], EXACT, "geometric mean");
    assert_close(&[joined.get(0, 1).unwrap() * joined.get(1, 0).unwrap()], &[1.0], EXACT, "mirrored");
    let priorities = matrices.clone().map(|matrix| matrix.priorities(Priority::RowGeometricMean));
    // With row geometric means, both ways are the same (Aczél & Saaty 1983).
    let by_weight = joined_priorities(&priorities, &[1.0, 3.0], PriorityMean::Geometric).unwrap();
    let by_judgement = joined_judgements(&matrices, &[1.0, 3.0]).unwrap();
    assert_close(&by_weight, &by_judgement.priorities(Priority::RowGeometricMean), EXACT, "both ways");
    let plain = joined_priorities(&priorities, &[], PriorityMean::Arithmetic).unwrap();
    assert_close(&plain[..1], &[(priorities[0][0] + priorities[1][0]) / 2.0], EXACT, "arithmetic");
    assert_eq!(joined_judgements(&[], &[]), Err(NoJudgement::NoExpert));
    assert_eq!(joined_judgements(&matrices, &[1.0]), Err(NoJudgement::Shape { given: 1, expected: 2 }));
    assert!(matches!(joined_judgements(&matrices, &[1.0, -1.0]), Err(NoJudgement::Weights(_))));
}

#[test]
fn gaps_follow_from_the_other_judgements() {
    // Harker 1987: with (0,1) = 2 and (1,2) = 3 the missing (0,2) is 6.
    let cells = [Some(1.0), Some(2.0), None, None, Some(1.0), Some(3.0), None, None, Some(1.0)];
    let matrix = IncompleteMatrix::new(&cells).unwrap();
    assert_eq!(matrix.gaps(), 1);
    assert_close(&matrix.priorities(), &[0.6, 0.3, 0.1], EXACT, "consistent");
    for (name, complete) in matrices() {
        let cells: Vec<Option<f64>> = complete.cells().iter().copied().map(Some).collect();
        let got = IncompleteMatrix::new(&cells).unwrap().priorities();
        assert_close(&got, &complete.priorities(Priority::Eigenvector), EXACT, &name);
    }
    let apart = [Some(1.0), None, None, None, Some(1.0), Some(3.0), None, None, Some(1.0)];
    assert_eq!(IncompleteMatrix::new(&apart), Err(NoJudgement::NotConnected { items: vec![1, 2] }));
}

#[test]
fn best_and_worst() {
    let table = Table::read("bwm.csv");
    let list = |text: &str| -> Vec<f64> {
        text.trim_matches(['[', ']']).split_whitespace().map(|number| number.parse().unwrap()).collect()
    };
    for row in &table.rows {
        let (to_others, to_worst) = (list(&row[2]), list(&row[3]));
        let best = to_others.iter().position(|a| *a == 1.0).unwrap();
        let worst = to_worst.iter().position(|a| *a == 1.0).unwrap();
        let got = best_worst_linear(best, worst, &to_others, &to_worst).unwrap();
        let expected: Vec<f64> = row[5..].iter().filter_map(|cell| judgement(cell)).collect();
        assert_close(&got.weights, &expected, EXACT, &row[0]);
        let deviation: f64 = row[4].parse().unwrap();
        assert!((got.deviation - deviation).abs() <= 1e-14, "{}: {} {deviation}", row[0], got.deviation);
    }
    assert_eq!(table.rows.len(), 3);
    let two = best_worst_linear(0, 1, &[1.0, 4.0], &[4.0, 1.0]).unwrap();
    assert_close(&two.weights, &[0.8, 0.2], EXACT, "two items");
    assert!(matches!(
        best_worst_linear(0, 0, &[1.0, 2.0], &[1.0, 2.0]),
        Err(NoJudgement::Contradiction { .. })
    ));
    assert!(matches!(
        best_worst_linear(0, 1, &[1.0, 4.0], &[3.0, 1.0]),
        Err(NoJudgement::NotReciprocal { given: 4.0, mirror: 3.0, .. })
    ));
    assert!(matches!(best_worst_linear(0, 1, &[2.0, 4.0], &[4.0, 1.0]), Err(NoJudgement::Entry { .. })));
    assert!(matches!(best_worst_linear(0, 1, &[1.0, 0.5], &[0.5, 1.0]), Err(NoJudgement::Entry { .. })));
}

#[test]
fn orders_and_charts() {
    // x3 > x1 > x4 > x2 with ratios 1.4, 1.2, 1.6: w₄ = 1/(1 + 1.6 + 1.92 + 2.688).
    let weights = order_relation(&[2, 0, 3, 1], &[1.4, 1.2, 1.6]).unwrap();
    let last = 1.0 / 7.208;
    assert_close(&weights, &[last * 1.92, last, last * 2.688, last * 1.6], EXACT, "G1");
    assert_close(&order_relation(&[0, 1], &[1.0]).unwrap(), &[0.5, 0.5], EXACT, "equal");
    assert!(matches!(order_relation(&[0, 1], &[0.9]), Err(NoJudgement::Contradiction { at: 0, .. })));
    assert!(matches!(order_relation(&[0, 0], &[1.0]), Err(NoJudgement::Contradiction { at: 1, .. })));
    assert_eq!(order_relation(&[], &[]), Err(NoJudgement::NoItem));

    let chart = precedence_of_scores(&[4.2, 3.1, 4.2, 1.0]).unwrap();
    assert_eq!(chart, [3.0 / 8.0, 1.5 / 8.0, 3.0 / 8.0, 0.5 / 8.0]);
    assert!(matches!(
        precedence_of_judgements(&[0.5, 1.0, 1.0, 0.5]),
        Err(NoJudgement::NotReciprocal { row: 0, column: 1, .. })
    ));
    assert!(matches!(precedence_of_judgements(&[0.5, 0.7, 0.3, 0.5]), Err(NoJudgement::Entry { .. })));
    assert!(precedence_of_scores(&[1.0, f64::NAN]).is_err());

    // Barron & Barrett 1996, Table 1, four attributes.
    let centroid = rank_order(&[1, 2, 3, 4], RankWeights::Centroid).unwrap();
    for (got, expected) in centroid.iter().zip([0.5208, 0.2708, 0.1458, 0.0625]) {
        assert!((got - expected).abs() <= 5e-5, "four decimals: {got} {expected}");
    }
    assert_eq!(rank_order(&[1, 2, 3, 4], RankWeights::Sum).unwrap(), [0.4, 0.3, 0.2, 0.1]);
    assert_close(
        &rank_order(&[3, 1, 2], RankWeights::Reciprocal).unwrap(),
        &[2.0 / 11.0, 6.0 / 11.0, 3.0 / 11.0],
        EXACT,
        "1/k",
    );
    for method in [RankWeights::Centroid, RankWeights::Sum, RankWeights::Reciprocal] {
        let tied = rank_order(&[1, 2, 2, 4], method).unwrap();
        assert_close(&[tied.iter().sum()], &[1.0], EXACT, "sum");
        assert_eq!(tied[1].to_bits(), tied[2].to_bits());
        assert!(matches!(rank_order(&[1, 2, 2, 3], method), Err(NoJudgement::Contradiction { at: 3, .. })));
        assert!(matches!(rank_order(&[2, 3], method), Err(NoJudgement::Contradiction { .. })));
    }
}

#[test]
fn points_and_panels() {
    let points = vec![vec![50.0, 30.0, 20.0], vec![40.0, 40.0, 20.0]];
    let allocation = budget_allocation(&points, 100.0, &[]).unwrap();
    assert_close(&allocation.weights, &[0.45, 0.35, 0.2], EXACT, "points");
    assert_close(&allocation.deviations[..2], &[0.005_f64.sqrt(); 2], EXACT, "deviations");
    assert_close(
        &budget_allocation(&points, 100.0, &[3.0, 1.0]).unwrap().weights[..1],
        &[0.475],
        EXACT,
        "weighted",
    );
    let short = vec![vec![50.0, 30.0, 20.0], vec![40.0, 40.0, 19.0]];
    assert_eq!(
        budget_allocation(&short, 100.0, &[]),
        Err(NoJudgement::Budget { expert: 1, given: 99.0, budget: 100.0 })
    );
    assert!(matches!(budget_allocation(&[vec![-1.0, 101.0]], 100.0, &[]), Err(NoJudgement::Entry { .. })));
    assert_eq!(budget_allocation(&[], 100.0, &[]), Err(NoJudgement::NoExpert));

    let table = Table::read("delphi_kendall_w.csv");
    let row = |name: &str| -> Vec<f64> {
        let row = table.rows.iter().find(|row| row[0] == name).unwrap();
        row[1..].iter().filter_map(|cell| judgement(cell)).collect()
    };
    let scores: Vec<Vec<f64>> = (1..=7).map(|expert| row(&format!("expert{expert}"))).collect();
    let items = delphi_items(&scores, 5.0).unwrap();
    assert_close(&items.iter().map(|item| item.mean).collect::<Vec<_>>(), &row("mean"), EXACT, "means");
    let deviations: Vec<f64> = items.iter().map(|item| item.deviation.unwrap()).collect();
    assert_close(&deviations, &row("sd_sample"), EXACT, "deviations");
    let variations: Vec<f64> = items.iter().map(|item| item.variation.unwrap()).collect();
    assert_close(&variations, &row("cv"), EXACT, "variations");
    let rates: Vec<f64> = items.iter().map(|item| item.full_mark_rate).collect();
    assert_close(&rates, &row("full_score_rate(max=5)"), EXACT, "full marks");
    let agreement = kendall_w(&scores).unwrap();
    let got = [agreement.w, agreement.chi_squared, agreement.degrees_of_freedom as f64, agreement.p_value];
    assert_close(&got, &row("kendall_W|chi2|df|p"), EXACT, "agreement");

    assert_eq!(kendall_w(&[vec![3.0, 3.0], vec![1.0, 1.0]]), Err(NoJudgement::NoDifference));
    assert_eq!(kendall_w(&[vec![1.0, 2.0], vec![1.0, 2.0]]).unwrap().w, 1.0);
    assert!(matches!(delphi_items(&[vec![6.0]], 5.0), Err(NoJudgement::Entry { .. })));
    assert_eq!(delphi_items(&[vec![4.0]], 5.0).unwrap()[0].deviation, None);
    assert_eq!(authority(0.8, 0.9), Ok((0.8 + 0.9) / 2.0));
    assert!(authority(1.2, 0.9).is_err());
}
