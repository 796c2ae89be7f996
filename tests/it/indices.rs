//! Indices of sensitivity against numbers computed elsewhere, against truth where it is known, and the laws they keep.

use std::f64::consts::PI;

use quanheng::sensitivity::design::{
    Design, Factors, Levels, Orders, Saltelli, SearchCurves, Trajectories, Trajectory,
};
use quanheng::sensitivity::indices::{
    Bootstrap, Estimate, IndexError, IntervalKind, Output, Runs, SobolIndices, borgonovo, efast, morris,
    pawn, sobol_convergence, sobol_indices,
};

use crate::references::Table;

fn close(got: f64, expected: f64, what: &str) {
    assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: {got} is not {expected}");
}

fn table(name: &str) -> Table {
    Table::read(&format!("mcdm/{name}.csv"))
}

type Function<'a> = &'a dyn Fn(&[f64]) -> f64;

fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u[..3].iter().map(|u| (2.0 * u - 1.0) * PI).collect();
    let sine = libm::sin(x[1]);
    libm::sin(x[0]) * (1.0 + 0.1 * x[2] * x[2] * x[2] * x[2]) + 7.0 * sine * sine
}

fn g_function(u: &[f64]) -> f64 {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

fn linear(u: &[f64]) -> f64 {
    u.iter().zip([0.4, 0.3, 0.2, 0.1]).map(|(u, w)| u * w).sum()
}

/// The outputs of a function in the rows of a plan.
fn rows(plan: &Saltelli, base_points: u32, of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let dimensions = plan.factors().dimensions();
    let mut points = vec![0.0; plan.rows(base_points) as usize * dimensions];
    plan.fill(0..base_points, &mut points);
    points.chunks_exact(dimensions).map(of).collect()
}

fn plan(seed: u64, dimensions: usize, orders: Orders) -> Saltelli {
    Saltelli::new(Design::Sobol, seed, Factors::single(dimensions).unwrap(), orders).unwrap()
}

fn indices_of(values: &[f64], factors: usize, orders: Orders, bootstrap: &Bootstrap) -> SobolIndices {
    let outputs = [Output { name: "y", values }];
    let runs = Runs { outputs: &outputs, failed: &[] };
    sobol_indices(&runs, factors, orders, bootstrap).unwrap().outputs.remove(0).unwrap()
}

#[test]
fn estimators_on_the_runs_of_salib() {
    for (name, factors) in [("ishigami", 3), ("g_function", 8)] {
        let values = table(&format!("sobol_estimator_{name}_XY")).numbers("Y");
        let got = indices_of(&values, factors, Orders::Second, &Bootstrap::default());
        let expected = table(&format!("sobol_estimator_{name}_indices"));
        let number = |word: &str| word[1..].parse::<usize>().unwrap() - 1;
        for row in &expected.rows {
            let value = row[2].parse().unwrap();
            let estimate = match row[1].as_str() {
                "S1" => got.first[number(&row[0])].value,
                "ST" => got.total[number(&row[0])].value,
                "S2" => {
                    let (one, other) = row[0].split_once(';').unwrap();
                    let pair = (number(one), number(other));
                    got.second.iter().find(|s| (s.one, s.other) == pair).unwrap().share.value
                }
                _ => continue,
            };
            close(estimate, value, &format!("{name} {} {}", row[0], row[1]));
        }
    }
}

#[test]
fn elementary_effects_on_the_runs_of_salib() {
    let table_of_runs = table("morris_g_XY");
    let values = table_of_runs.numbers("Y");
    let columns: Vec<Vec<f64>> = (1..=8).map(|at| table_of_runs.numbers(&format!("x{at}"))).collect();
    let trajectory = |start: usize| {
        let moved = |row: usize| columns.iter().position(|column| column[row] != column[row + 1]).unwrap();
        let order: Vec<usize> = (start..start + 8).map(moved).collect();
        let steps = (start..start + 8).zip(&order).map(|(row, at)| columns[*at][row + 1] - columns[*at][row]);
        // The step of the plan, not what rounding of the levels left of it.
        let steps = steps.map(|step| (4.0_f64 / 6.0).copysign(step)).collect();
        Trajectory { points: Vec::new(), order, steps }
    };
    let trajectories: Vec<Trajectory> = (0..values.len()).step_by(9).map(trajectory).collect();
    let outputs = [Output { name: "g", values: &values }];
    let runs = Runs { outputs: &outputs, failed: &[] };
    let factors = Factors::single(8).unwrap();
    let analysis = morris(&runs, &factors, &trajectories, &Bootstrap::default()).unwrap();
    let got = &analysis.outputs[0].as_ref().unwrap().factors;
    let expected = table("morris_g_indices");
    let columns = ["mu", "mu_star", "sigma"].map(|name| expected.numbers(name));
    for (at, effects) in got.iter().enumerate() {
        close(effects.mean.unwrap().value, columns[0][at], "μ");
        close(effects.mean_size.value, columns[1][at], "μ*");
        close(effects.deviation.unwrap().value, columns[2][at], "σ");
        let interval = effects.mean_size.interval;
        assert!(interval.low <= effects.mean_size.value && effects.mean_size.value <= interval.high);
    }
}

#[test]
fn amplitudes_on_the_curves_of_salib() {
    let values = table("fast_ishigami_XY").numbers("Y");
    let outputs = [Output { name: "ishigami", values: &values }];
    let analysis = efast(&Runs { outputs: &outputs, failed: &[] }, 3).unwrap();
    let got = analysis.outputs[0].as_ref().unwrap();
    let expected = table("fast_ishigami_indices");
    let (first, total) = (expected.numbers("S1"), expected.numbers("ST"));
    for at in 0..3 {
        close(got.first[at], first[at], "first order");
        close(got.total[at], total[at], "total order");
    }
}

#[test]
fn distances_of_distributions_on_a_given_sample() {
    let sample = Table::read("sensitivity_sample.csv");
    let expected = Table::read("sensitivity_given_data.csv");
    let columns = ["x1", "x2", "x3", "x4"].map(|name| sample.numbers(name));
    let factors: Vec<Output<'_>> = columns.iter().map(|values| Output { name: "x", values }).collect();
    let (y, grade) = (sample.numbers("y"), sample.numbers("grade"));
    let outputs = [Output { name: "y", values: &y }, Output { name: "grade", values: &grade }];
    let runs = Runs { outputs: &outputs, failed: &[] };
    let bootstrap = Bootstrap { resamples: 200, ..Bootstrap::default() };
    let pawn = pawn(&runs, &factors, 10, &bootstrap).unwrap();
    let delta = borgonovo(&runs, &factors, &bootstrap).unwrap();
    for at in 0..4 {
        for (output, prefix) in ["pawn", "grade"].into_iter().enumerate() {
            let got = pawn.outputs[output].as_ref().unwrap().factors[at];
            for (value, name) in [(got.median, "median"), (got.mean, "mean"), (got.max, "max")] {
                close(value.value, expected.numbers(&format!("{prefix}_{name}"))[at], name);
            }
            // The third factor is weak: 40 runs in a slice hardly tell it from noise.
            if at != 2 {
                assert_eq!(got.max.above_zero, at < 2, "factor {at} of {prefix}: {got:?}");
            }
        }
        let got = delta.outputs[0].as_ref().unwrap().factors[at];
        close(got.uncorrected, expected.numbers("delta")[at], "δ");
        assert!(got.delta.value < got.uncorrected, "bias is upwards");
    }
    let deltas: Vec<Estimate> =
        delta.outputs[0].as_ref().unwrap().factors.iter().map(|factor| factor.delta).collect();
    assert!(deltas[1].value > deltas[0].value && deltas[0].value > deltas[3].value);
    assert!(deltas[1].above_zero && !deltas[3].above_zero, "{deltas:?}");
}

fn inside(estimate: &Estimate, truth: f64) -> bool {
    // Half a thousandth for indices that are 0 and estimated without any error to speak of.
    estimate.interval.low - 5e-4 <= truth && truth <= estimate.interval.high + 5e-4
}

#[test]
fn true_indices_lie_within_their_intervals() {
    let truth = table("sobol_analytic");
    let bootstrap = Bootstrap { level: 0.99, ..Bootstrap::default() };
    for (name, function, factors) in
        [("ishigami", &ishigami as Function<'_>, 3), ("g_function", &g_function, 8), ("linear", &linear, 4)]
    {
        let values = rows(&plan(42, factors, Orders::FirstAndTotal), 8192, function);
        let got = indices_of(&values, factors, Orders::FirstAndTotal, &bootstrap);
        let own: Vec<&Vec<String>> = truth.rows.iter().filter(|row| row[0].starts_with(name)).collect();
        assert_eq!(own.len(), factors);
        for (at, row) in own.iter().enumerate() {
            let [first, total, variance] = [2, 3, 4].map(|cell| row[cell].parse::<f64>().unwrap());
            assert!(inside(&got.first[at], first), "{name} {at}: {:?} is not {first}", got.first[at]);
            assert!(inside(&got.total[at], total), "{name} {at}: {:?} is not {total}", got.total[at]);
            assert!((got.deviation * got.deviation / variance - 1.0).abs() < 0.01);
        }
    }
}

#[test]
fn estimates_agree_with_those_of_salib_within_their_stated_errors() {
    let salib = table("sobol_salib_estimates");
    for row in &salib.rows {
        let (function, factors): (Function<'_>, usize) = match row[0].as_str() {
            name if name.starts_with("ishigami") => (&ishigami, 3),
            name if name.starts_with("g_function") => (&g_function, 8),
            _ => (&linear, 4),
        };
        let at = row[2][1..].parse::<usize>().unwrap() - 1;
        let values = rows(&plan(7, factors, Orders::FirstAndTotal), row[1].parse().unwrap(), function);
        let bootstrap = Bootstrap { kind: IntervalKind::Normal, ..Bootstrap::default() };
        let got = indices_of(&values, factors, Orders::FirstAndTotal, &bootstrap);
        let [first, first_error, total, total_error] =
            [3, 4, 5, 6].map(|cell| row[cell].parse::<f64>().unwrap());
        for (estimate, value, error) in
            [(got.first[at], first, first_error), (got.total[at], total, total_error)]
        {
            let allowed = error + estimate.width() / 2.0 + 1e-6;
            assert!((estimate.value - value).abs() <= allowed, "{row:?}: {estimate:?}");
            // Both are estimates of one half-width from 100 resamples: a standard error of 7 % each.
            assert!((estimate.width() / 2.0 - error).abs() <= 0.5 * error + 1e-5, "{row:?}: {estimate:?}");
        }
    }
}

#[test]
fn a_factor_that_cannot_matter_has_exactly_nothing_and_an_additive_model_adds_up() {
    let values =
        rows(&plan(3, 4, Orders::FirstAndTotal), 4096, |u| 3.0 * u[0] + u[1] * u[1] + libm::exp(u[2]));
    let got = indices_of(&values, 4, Orders::FirstAndTotal, &Bootstrap::default());
    assert_eq!((got.first[3].value, got.total[3].value), (0.0, 0.0));
    assert!(!got.total[3].above_zero && !got.first[3].above_zero);
    let sum: f64 = got.first.iter().map(|estimate| estimate.value).sum();
    let error: f64 = got.first.iter().map(|estimate| estimate.width() / 2.0).sum();
    assert!((sum - 1.0).abs() < error, "{sum} ± {error}");
    for (first, total) in got.first.iter().zip(&got.total) {
        assert!((first.value - total.value).abs() < 0.01);
    }
}

#[test]
fn factors_of_several_dimensions_are_one() {
    // x0·x1 and x2: the first factor owns both dimensions of the product, so that nothing interacts.
    let factors = Factors::new(vec![0, 0, 1]).unwrap();
    let plan = Saltelli::new(Design::Sobol, 5, factors, Orders::Second).unwrap();
    let values = rows(&plan, 4096, |u| 6.0 * u[0] * u[1] + u[2]);
    let got = indices_of(&values, 2, Orders::Second, &Bootstrap { level: 0.99, ..Bootstrap::default() });
    // Var 6xy = 36·(1/9 − 1/16), Var x = 1/12.
    let (product, single): (f64, f64) = (36.0 * (1.0 / 9.0 - 1.0 / 16.0), 1.0 / 12.0);
    assert!(inside(&got.first[0], product / (product + single)));
    assert!(inside(&got.total[1], single / (product + single)));
    assert!(inside(&got.second[0].share, 0.0), "{:?}", got.second[0]);
}

#[test]
fn outputs_are_independent_of_each_other_and_failures_take_their_base_point_along() {
    let plan = plan(1, 3, Orders::Second);
    let mut one = rows(&plan, 256, ishigami);
    let other = rows(&plan, 256, |u| u[1] - 2.0 * u[2]);
    let bootstrap = Bootstrap::default();
    let alone = indices_of(&one, 3, Orders::Second, &bootstrap);
    let constant = vec![4.0; one.len()];
    let mut broken = other.clone();
    broken[17] = f64::INFINITY;
    let outputs = [("y", &one), ("z", &other), ("c", &constant), ("b", &broken)];
    let outputs = outputs.map(|(name, values)| Output { name, values });
    let analysis =
        sobol_indices(&Runs { outputs: &outputs, failed: &[] }, 3, Orders::Second, &bootstrap).unwrap();
    assert_eq!((analysis.used, analysis.dropped), (256, 0));
    assert_eq!(analysis.outputs[0].as_ref().unwrap(), &alone);
    assert_eq!(analysis.outputs[2], Err(IndexError::Constant { output: "c".to_owned() }));
    assert_eq!(analysis.outputs[3], Err(IndexError::NotFinite { output: "b".to_owned(), row: 17 }));

    // Base points 0, 1 and 31 fail; the rest is as if they had never been.
    let kept: Vec<f64> = one
        .chunks(8)
        .enumerate()
        .filter(|(at, _)| ![0, 1, 31].contains(at))
        .flat_map(|(_, row)| row.to_vec())
        .collect();
    for row in [3, 8, 15, 31 * 8] {
        one[row] = f64::NAN;
    }
    let outputs = [Output { name: "y", values: &one }];
    let runs = Runs { outputs: &outputs, failed: &[15, 3, 248, 8] };
    let analysis = sobol_indices(&runs, 3, Orders::Second, &bootstrap).unwrap();
    assert_eq!((analysis.used, analysis.dropped), (253, 3));
    assert_eq!(analysis.outputs[0].as_ref().unwrap(), &indices_of(&kept, 3, Orders::Second, &bootstrap));
}

#[test]
fn the_order_of_base_points_and_factors_and_the_unit_of_measure_are_immaterial() {
    let plan = plan(9, 3, Orders::FirstAndTotal);
    let values = rows(&plan, 512, ishigami);
    let all = |values: &[f64]| indices_of(values, 3, Orders::FirstAndTotal, &Bootstrap::default());
    let own = all(&values);
    let reversed: Vec<f64> = values.chunks(5).rev().flatten().copied().collect();
    let turned: Vec<f64> =
        values.chunks(5).flat_map(|row| [row[0], row[3], row[1], row[2], row[4]]).collect();
    for (other, place) in [(all(&reversed), [0, 1, 2]), (all(&turned), [1, 2, 0])] {
        for (at, place) in place.into_iter().enumerate() {
            close(other.first[place].value, own.first[at].value, "first order");
            close(other.total[place].value, own.total[at].value, "total order");
        }
    }
    for factor in [1e-300, -3.0, 1e300] {
        let other = all(&values.iter().map(|value| (value + 20.0) * factor).collect::<Vec<f64>>());
        for at in 0..3 {
            // The shift takes digits of the values.
            assert!((other.first[at].value - own.first[at].value).abs() < 1e-11, "{factor}");
            assert!((other.total[at].interval.low - own.total[at].interval.low).abs() < 1e-11, "{factor}");
        }
        assert!((other.deviation / factor.abs() / own.deviation - 1.0).abs() < 1e-12, "{factor}");
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let values = rows(&plan(2, 3, Orders::Second), 300, ishigami);
    let sample: Vec<f64> = values.iter().map(|value| value * 0.5).collect();
    let all = || {
        let outputs = [Output { name: "y", values: &values }];
        let factors = [Output { name: "x", values: &sample[..] }];
        let runs = Runs { outputs: &outputs, failed: &[4] };
        let bootstrap = Bootstrap { resamples: 20, ..Bootstrap::default() };
        (
            sobol_indices(&runs, 3, Orders::Second, &bootstrap).unwrap(),
            pawn(&runs, &factors, 10, &bootstrap).unwrap(),
            borgonovo(&runs, &factors, &bootstrap).unwrap(),
        )
    };
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(all);
    assert_eq!(on(1), on(5));
}

#[test]
fn more_base_points_change_less() {
    let change = |base_points| {
        let values = rows(&plan(6, 3, Orders::FirstAndTotal), base_points, ishigami);
        let outputs =
            [Output { name: "y", values: &values }, Output { name: "c", values: &vec![1.0; values.len()] }];
        let runs = Runs { outputs: &outputs, failed: &[] };
        let bootstrap = Bootstrap::default();
        let whole = sobol_indices(&runs, 3, Orders::FirstAndTotal, &bootstrap).unwrap();
        let changes = sobol_convergence(&runs, 3, Orders::FirstAndTotal, &bootstrap, &whole).unwrap();
        assert_eq!(changes[1], None);
        changes[0].unwrap()
    };
    let (few, many) = (change(128), change(8192));
    assert!(many.estimate < few.estimate && many.width < few.width && many.widest < few.widest / 4.0);
    assert!(few.estimate > 0.0);
}

#[test]
fn small_and_wrong_plans_are_refused() {
    let ask = |values: &[f64], factors, failed: &[usize], bootstrap: &Bootstrap| {
        let outputs = [Output { name: "y", values }];
        let runs = Runs { outputs: &outputs, failed };
        sobol_indices(&runs, factors, Orders::FirstAndTotal, bootstrap).unwrap_err()
    };
    let usual = Bootstrap::default();
    let values: Vec<f64> = (0..12).map(f64::from).collect();
    assert_eq!(ask(&values, 0, &[], &usual), IndexError::NoFactors);
    assert_eq!(ask(&values, 3, &[], &usual), IndexError::Blocks { given: 12, block: 5 });
    assert_eq!(ask(&values, 2, &[1, 7], &usual), IndexError::TooFew { left: 1, least: 2 });
    assert_eq!(ask(&[], 2, &[], &usual), IndexError::TooFew { left: 0, least: 2 });
    assert_eq!(ask(&values, 2, &[], &Bootstrap { level: 1.0, ..usual }), IndexError::Level { given: 1.0 });
    assert_eq!(
        ask(&values, 2, &[], &Bootstrap { resamples: 0, ..usual }),
        IndexError::Resamples { given: 0 }
    );
    let outputs = [Output { name: "y", values: &values }, Output { name: "z", values: &values[1..] }];
    let refused = sobol_indices(&Runs { outputs: &outputs, failed: &[] }, 2, Orders::FirstAndTotal, &usual)
        .unwrap_err();
    assert_eq!(refused, IndexError::Length { output: "z".to_owned(), given: 11, expected: 12 });
    let text = refused.text();
    assert_eq!(
        (text.zh.as_str(), text.en.as_str()),
        ("“z”有 11 项，而方案有 12 行", "`z` has 11 entries where the plan has 12 rows")
    );
}

#[test]
fn our_own_curves_and_trajectories_find_the_truth() {
    let factors = Factors::single(3).unwrap();
    let curves = SearchCurves::new(4, factors.clone(), 4097).unwrap();
    let mut point = [0.0; 3];
    let mut values = Vec::new();
    for curve in 0..3 {
        for number in 0..curves.points() {
            curves.point(curve, number, &mut point);
            values.push(ishigami(&point));
        }
    }
    let outputs = [Output { name: "ishigami", values: &values }];
    let analysis = efast(&Runs { outputs: &outputs, failed: &[] }, 3).unwrap();
    let got = analysis.outputs[0].as_ref().unwrap();
    for (got, truth) in got.first.iter().zip([0.3139, 0.4424, 0.0]) {
        assert!((got - truth).abs() < 0.02, "{got} is not {truth}");
    }
    // Overtones of the slow factors beyond half the frequency count as the factor's own (SALib's total of x2: 0.489).
    for (got, truth) in got.total.iter().zip([0.5576, 0.4424, 0.2437]) {
        assert!((got - truth).abs() < 0.06, "{got} is not {truth}");
    }

    let plan = Trajectories::new(4, Factors::single(4).unwrap(), 6, Levels::Midpoints).unwrap();
    let trajectories: Vec<Trajectory> = (0..40).map(|number| plan.trajectory(number)).collect();
    let values: Vec<f64> =
        trajectories.iter().flat_map(|t| t.points.chunks(4).map(linear).collect::<Vec<_>>()).collect();
    let outputs = [Output { name: "linear", values: &values }];
    let runs = Runs { outputs: &outputs, failed: &[] };
    let analysis = morris(&runs, plan.factors(), &trajectories, &Bootstrap::default()).unwrap();
    for (effects, weight) in analysis.outputs[0].as_ref().unwrap().factors.iter().zip([0.4, 0.3, 0.2, 0.1]) {
        assert!((effects.mean.unwrap().value - weight).abs() < 1e-14);
        assert!(effects.deviation.unwrap().value < 1e-14);
    }
}
