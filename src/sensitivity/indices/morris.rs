//! Morris's elementary effects: what moving one factor does to the output, over many places: mean μ, mean size μ*, spread σ.
//!
//! Morris 1991, <https://doi.org/10.1080/00401706.1991.10484804>; μ* (from 0 up) by Campolongo, Cariboni & Saltelli 2007,
//! <https://doi.org/10.1016/j.envsoft.2006.10.004>. An effect is (y_after − y_before) / ±Δ; σ is their standard deviation with n − 1. All are in the output's unit of
//! measure for a move across the whole range.

use super::runs::mean;
use super::{Analysis, Bootstrap, Estimate, IndexError, Output, Runs};
use crate::sensitivity::design::{Factors, Trajectory};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "morris",
    name: Said { zh: "Morris 基本效应", en: "Morris's elementary effects" },
    formula: "EE = (y_after − y_before) / ±Δ; μ = mean(EE), μ* = mean|EE|, σ = sd(EE)",
    letters: Said {
        zh: "Δ：变动的幅度；μ*：影响的大小；σ：随位置变化的程度（非线性或交互）",
        en: "Δ: the size of a move; μ*: how strong the effect is; σ: how much it differs from place to place (bends or interactions)",
    },
    use_when: Said { zh: "因素很多时先筛选", en: "Factors are many and are to be screened first" },
    not_when: Said { zh: "要方差份额时", en: "Shares of variance are wanted" },
    edge: Said {
        zh: "多维因素只有 μ*；不起作用的因素 μ* 恰为 0；失败的运行连同整条轨迹去掉并计数；结果不变时报错",
        en: "A factor of several dimensions has μ* only; one that cannot matter has μ* of exactly 0; a failed run takes its trajectory along, which is counted; a constant output is an error",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Morris 1991, https://doi.org/10.1080/00401706.1991.10484804",
        "Campolongo, Cariboni & Saltelli 2007, https://doi.org/10.1016/j.envsoft.2006.10.004",
    ],
    example: None,
};

/// The elementary effects of all factors on one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Morris {
    /// The name of the output.
    pub output: String,
    /// By factor.
    pub factors: Vec<ElementaryEffects>,
}

/// The elementary effects of a factor, summed up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElementaryEffects {
    /// μ*, the mean size of an effect; 0 or more.
    pub mean_size: Estimate,
    /// μ, the mean effect with its sign; `None` for a factor of several dimensions, whose moves have no sign.
    pub mean: Option<Estimate>,
    /// σ, the standard deviation of the effects; 0 or more; `None` as for μ.
    pub deviation: Option<Estimate>,
}

/// Elementary effects from the runs along trajectories, for each output, with bootstrap intervals over trajectories.
///
/// ```
/// use quanheng::sensitivity::design::{Factors, Levels, Trajectories};
/// use quanheng::sensitivity::indices::{Bootstrap, Output, Runs, morris};
/// let factors = Factors::single(2)?;
/// let plan = Trajectories::new(42, factors.clone(), 4, Levels::WithEnds)?;
/// let trajectories: Vec<_> = (0..20).map(|number| plan.trajectory(number)).collect();
/// let points = trajectories.iter().flat_map(|trajectory| trajectory.points.chunks(2));
/// let scores: Vec<f64> = points.map(|u| 3.0 * u[0] - u[1]).collect();
///
/// let outputs = [Output { name: "score", values: &scores }];
/// let runs = Runs { outputs: &outputs, failed: &[] };
/// let analysis = morris(&runs, &factors, &trajectories, &Bootstrap::default())?;
/// let effects = &analysis.outputs[0].as_ref().unwrap().factors;
/// assert!((effects[0].mean_size.value - 3.0).abs() < 1e-12);
/// assert!((effects[1].mean.unwrap().value + 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When rows and trajectories do not fit, a trajectory does not move each factor once, fewer than two are complete, or intervals cannot be made as asked.
pub fn morris(
    runs: &Runs<'_>,
    factors: &Factors,
    trajectories: &[Trajectory],
    bootstrap: &Bootstrap,
) -> Result<Analysis<Morris>, IndexError> {
    bootstrap.checked()?;
    let block = factors.count() + 1;
    let rows = runs.rows(block)?;
    if rows / block != trajectories.len() {
        let expected = trajectories.len() * block;
        return Err(IndexError::Length { output: "trajectories".to_owned(), given: rows, expected });
    }
    for (trajectory, moves) in trajectories.iter().enumerate() {
        if !moves_each_once(moves, factors.count()) {
            return Err(IndexError::Trajectory { trajectory, factors: factors.count() });
        }
    }
    let complete = runs.complete(rows, block);
    if complete.len() < 2 {
        return Err(IndexError::TooFew { left: complete.len(), least: 2 });
    }
    let counts = bootstrap.counts(complete.len());
    let of = |output: &Output<'_>| {
        let scaled = output.scaled(&complete, block)?;
        let moved: Vec<&Trajectory> = complete.iter().map(|at| &trajectories[*at]).collect();
        let effects = effects(&scaled.values, &moved, factors.count());
        let of_factor = |(factor, effects): (usize, &Vec<f64>)| {
            let single = factors.members(factor).len() == 1;
            summary(effects, single, scaled.exponent, &counts, bootstrap)
        };
        let factors: Option<Vec<_>> = effects.iter().enumerate().map(of_factor).collect();
        match factors {
            Some(factors) => Ok(Morris { output: output.name.to_owned(), factors }),
            None => Err(IndexError::TooLarge { output: output.name.to_owned() }),
        }
    };
    let outputs = runs.outputs.iter().map(of).collect();
    Ok(Analysis { used: complete.len(), dropped: trajectories.len() - complete.len(), outputs })
}

fn moves_each_once(trajectory: &Trajectory, factors: usize) -> bool {
    let mut order = trajectory.order.clone();
    order.sort_unstable();
    let steps = &trajectory.steps;
    order.into_iter().eq(0..factors)
        && steps.len() == factors
        && steps.iter().all(|step| step.is_finite() && *step != 0.0)
}

/// The effects by factor, one a trajectory.
fn effects(values: &[f64], trajectories: &[&Trajectory], factors: usize) -> Vec<Vec<f64>> {
    let mut effects = vec![Vec::with_capacity(trajectories.len()); factors];
    for (values, trajectory) in values.chunks_exact(factors + 1).zip(trajectories) {
        for ((pair, factor), step) in values.windows(2).zip(&trajectory.order).zip(&trajectory.steps) {
            effects[*factor].push((pair[1] - pair[0]) / step);
        }
    }
    effects
}

/// `None` where something is beyond the range of numbers in the output's own size.
fn summary(
    effects: &[f64],
    single: bool,
    exponent: i32,
    counts: &[Vec<u32>],
    bootstrap: &Bootstrap,
) -> Option<ElementaryEffects> {
    let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
    let back = |value: f64| libm::scalbn(value, exponent);
    let estimate = |of: &dyn Fn(&[f64]) -> f64, effects: &[f64]| {
        let again = counts.iter().map(|counts| back(of(&repeated(effects, counts))));
        bootstrap.estimate(back(of(effects)), again)
    };
    let (mean_of, deviation_of) = (|values: &[f64]| mean(values), |values: &[f64]| deviation(values));
    Some(ElementaryEffects {
        mean_size: estimate(&mean_of, &sizes)?,
        mean: if single { Some(estimate(&mean_of, effects)?) } else { None },
        deviation: if single { Some(estimate(&deviation_of, effects)?) } else { None },
    })
}

fn repeated(values: &[f64], counts: &[u32]) -> Vec<f64> {
    let each = values.iter().zip(counts);
    each.flat_map(|(value, count)| std::iter::repeat_n(*value, *count as usize)).collect()
}

fn deviation(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensitivity::design::{Levels, Trajectories};

    fn runs_of(trajectories: &[Trajectory], dimensions: usize, of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
        trajectories.iter().flat_map(|t| t.points.chunks(dimensions).map(&of).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn groups_inert_factors_and_failed_runs() {
        let factors = Factors::new(vec![0, 1, 1, 2]).unwrap();
        let plan = Trajectories::new(1, factors.clone(), 4, Levels::Midpoints).unwrap();
        let trajectories: Vec<Trajectory> = (0..30).map(|number| plan.trajectory(number)).collect();
        let values = runs_of(&trajectories, 4, |u| u[0] * 5.0 + u[1] * u[2]);
        let outputs = [Output { name: "y", values: &values }, Output { name: "c", values: &[1.0; 120] }];
        let runs = Runs { outputs: &outputs, failed: &[5, 6, 100] };
        let analysis = morris(&runs, &factors, &trajectories, &Bootstrap::default()).unwrap();
        assert_eq!((analysis.used, analysis.dropped), (28, 2));
        let effects = &analysis.outputs[0].as_ref().unwrap().factors;
        assert!((effects[0].mean.unwrap().value - 5.0).abs() < 1e-12);
        assert!(effects[0].deviation.unwrap().value < 1e-12);
        assert!(effects[1].mean.is_none() && effects[1].mean_size.above_zero);
        assert_eq!(effects[2].mean_size.value, 0.0);
        assert!(!effects[2].mean_size.above_zero);
        assert_eq!(analysis.outputs[1], Err(IndexError::Constant { output: "c".to_owned() }));
    }

    #[test]
    fn extreme_magnitudes_are_only_a_matter_of_scale() {
        let factors = Factors::single(2).unwrap();
        let plan = Trajectories::new(1, factors.clone(), 4, Levels::WithEnds).unwrap();
        let trajectories: Vec<Trajectory> = (0..9).map(|number| plan.trajectory(number)).collect();
        for size in [1e-300, 1e300] {
            let values = runs_of(&trajectories, 2, |u| (u[0] - u[1]) * size);
            let outputs = [Output { name: "y", values: &values }];
            let runs = Runs { outputs: &outputs, failed: &[] };
            let analysis = morris(&runs, &factors, &trajectories, &Bootstrap::default()).unwrap();
            let effects = &analysis.outputs[0].as_ref().unwrap().factors;
            assert!((effects[1].mean.unwrap().value / size + 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn trajectories_that_do_not_fit_are_refused() {
        let factors = Factors::single(2).unwrap();
        let plan = Trajectories::new(1, factors.clone(), 4, Levels::WithEnds).unwrap();
        let mut trajectories = vec![plan.trajectory(0), plan.trajectory(1)];
        let outputs = [Output { name: "y", values: &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0] }];
        let runs = Runs { outputs: &outputs, failed: &[] };
        let ask = |t: &[Trajectory]| morris(&runs, &factors, t, &Bootstrap::default()).unwrap_err();
        assert!(matches!(ask(&trajectories[..1]), IndexError::Length { .. }));
        trajectories[1].steps[0] = 0.0;
        assert_eq!(ask(&trajectories), IndexError::Trajectory { trajectory: 1, factors: 2 });
        trajectories[1].order = vec![0, 0];
        assert_eq!(ask(&trajectories), IndexError::Trajectory { trajectory: 1, factors: 2 });
    }
}
