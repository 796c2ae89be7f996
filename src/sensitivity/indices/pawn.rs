//! PAWN: how far the distribution of an output moves when a factor is held within a slice of its range.
//!
//! Pianosi & Wagener 2015, <https://doi.org/10.1016/j.envsoft.2015.01.004>, from a given sample: 2018, <https://doi.org/10.1016/j.envsoft.2018.07.019>. In each slice the largest
//! distance of the two distribution functions (Kolmogorov–Smirnov) is taken, from 0 to 1; over the slices their median, mean and maximum. It asks for no
//! variance: skewed and jumping outputs are welcome. Noise alone gives values above 0; a dummy factor without any effect (the same slices over runs in random order; Zadeh et
//! al. 2017, <https://doi.org/10.1016/j.envsoft.2017.02.001>) tells how much.

use rayon::prelude::*;

use super::bootstrap::quantile;
use super::slices::{Slices, column};
use super::{Analysis, Bootstrap, Estimate, IndexError, Output, Runs};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "pawn",
    name: Said { zh: "PAWN 指数", en: "PAWN" },
    formula: "KS_s = max_y |F(y) − F(y | x ∈ s)|; median_s KS_s, mean_s KS_s, max_s KS_s",
    letters: Said {
        zh: "F：结果的分布函数；s：按该因素等分的各组",
        en: "F: the distribution function of the output; s: the slices of the factor",
    },
    use_when: Said {
        zh: "结果偏态或有跳跃（名次），方差不足以说明；用已有的样本",
        en: "The output is skewed or jumps (ranks), so that variance says little; from a sample that is there already",
    },
    not_when: Said {
        zh: "要分清单独作用与交互作用",
        en: "Effects alone and interactions are to be told apart",
    },
    edge: Said {
        zh: "每个因素一个数；离散因素按取值分组；与虚拟因素的阈值比较，不超过者无法与噪声区分；失败的运行去掉并计数；结果不变时报错",
        en: "One number a run for each factor; a discrete factor has a slice for each value; what is not above the threshold of the dummy cannot be told from noise; failed runs are left out and counted; a constant output is an error",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Pianosi & Wagener 2018, https://doi.org/10.1016/j.envsoft.2018.07.019",
        "Zadeh et al. 2017, https://doi.org/10.1016/j.envsoft.2017.02.001",
    ],
    example: None,
};

/// PAWN of all factors on one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Pawn {
    /// The name of the output.
    pub output: String,
    /// By factor.
    pub factors: Vec<PawnOfFactor>,
}

/// PAWN of a factor; all from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PawnOfFactor {
    /// The median distance over the slices.
    pub median: Estimate,
    /// The mean distance.
    pub mean: Estimate,
    /// The largest distance.
    pub max: Estimate,
    /// What median, mean and maximum of a factor without effect stay below, each with the chance of [`Bootstrap::level`].
    pub dummy: [f64; 3],
}

/// PAWN from any sample in which the factors are independent: `factors` holds one number a run for each factor (a coordinate of the design, or the value that
/// was used). Ten slices are usual.
///
/// ```
/// use quanheng::sensitivity::design::Design;
/// use quanheng::sensitivity::indices::{Bootstrap, Output, Runs, pawn};
/// let sampler = Design::Sobol.sampler(42, 2)?;
/// let column = |dimension| (0..1000).map(|r| sampler.coordinate(r, dimension)).collect::<Vec<f64>>();
/// let (strong, idle) = (column(0), column(1));
/// let scores: Vec<f64> = strong.iter().map(|u| u * u).collect();
///
/// let outputs = [Output { name: "score", values: &scores }];
/// let factors = [Output { name: "strong", values: &strong }, Output { name: "idle", values: &idle }];
/// let runs = Runs { outputs: &outputs, failed: &[] };
/// let analysis = pawn(&runs, &factors, 10, &Bootstrap::default())?;
/// let of = &analysis.outputs[0].as_ref().unwrap().factors;
/// assert!(of[0].median.value > 0.5 && of[0].median.above_zero);
/// assert!(!of[1].max.above_zero && of[1].max.value < of[1].dummy[2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When factors and rows do not fit, slices are fewer than two or more than half of the runs, or intervals cannot be made as asked.
pub fn pawn(
    runs: &Runs<'_>,
    factors: &[Output<'_>],
    slices: usize,
    bootstrap: &Bootstrap,
) -> Result<Analysis<Pawn>, IndexError> {
    bootstrap.checked()?;
    if factors.is_empty() {
        return Err(IndexError::NoFactors);
    }
    let rows = runs.rows(1)?;
    let complete = runs.complete(rows, 1);
    if complete.len() < 4 {
        return Err(IndexError::TooFew { left: complete.len(), least: 4 });
    }
    if slices < 2 || slices > complete.len() / 2 {
        return Err(IndexError::Slices { given: slices, most: complete.len() / 2 });
    }
    let sliced = |factor: &Output<'_>| Ok(Slices::of(&column(factor, rows, &complete)?, slices));
    let sliced: Vec<Slices> = factors.iter().map(sliced).collect::<Result<_, IndexError>>()?;
    let counts = bootstrap.counts(complete.len());
    let of = |output: &Output<'_>| {
        let sample = Ascending::of(&output.scaled(&complete, 1)?.values);
        let dummies = Dummies::of(&sample, &sliced, bootstrap);
        let each = sliced.iter().map(|slices| of_factor(&sample, slices, &counts, &dummies, bootstrap));
        let factors: Option<Vec<_>> = each.collect();
        let factors = factors.ok_or(IndexError::TooFew { left: complete.len(), least: 2 * slices })?;
        Ok(Pawn { output: output.name.to_owned(), factors })
    };
    let outputs = runs.outputs.iter().map(of).collect();
    Ok(Analysis { used: complete.len(), dropped: rows - complete.len(), outputs })
}

fn of_factor(
    sample: &Ascending,
    slices: &Slices,
    counts: &[Vec<u32>],
    dummies: &Dummies,
    bootstrap: &Bootstrap,
) -> Option<PawnOfFactor> {
    let once = vec![1; slices.of.len()];
    let own = summary(sample.distances(slices, &once));
    let again: Vec<[f64; 3]> =
        counts.par_iter().map(|counts| summary(sample.distances(slices, counts))).collect();
    let dummy = dummies.thresholds(slices)?;
    let estimate = |at: usize| {
        let estimate = bootstrap.estimate(own[at], again.iter().map(|summary| summary[at]))?;
        Some(Estimate { above_zero: own[at] > dummy[at], ..estimate })
    };
    Some(PawnOfFactor { median: estimate(0)?, mean: estimate(1)?, max: estimate(2)?, dummy })
}

/// Median, mean and maximum.
fn summary(mut distances: Vec<f64>) -> [f64; 3] {
    distances.sort_by(f64::total_cmp);
    let mean = distances.iter().sum::<f64>() / distances.len() as f64;
    [quantile(&distances, 0.5), mean, distances.last().copied().unwrap_or(f64::NAN)]
}

/// The runs in ascending order of an output, cut into ties.
struct Ascending {
    order: Vec<usize>,
    /// The ends of the ties.
    ends: Vec<usize>,
}

impl Ascending {
    fn of(values: &[f64]) -> Ascending {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        let mut end = 0;
        let ties = order.chunk_by(|a, b| values[*a] == values[*b]);
        let ends = ties.map(|tie| {
            end += tie.len();
            end
        });
        Ascending { ends: ends.collect(), order }
    }

    /// The distance of each slice from the whole, where each run counts so many times. Slices without a run are left out.
    ///
    /// Between two runs of its own a slice's function stands still while that of the whole only rises: the distance is largest just before a run or at it.
    fn distances(&self, slices: &Slices, counts: &[u32]) -> Vec<f64> {
        let mut sizes = vec![0_u32; slices.count];
        for (slice, count) in slices.of.iter().zip(counts) {
            sizes[*slice] += count;
        }
        let all = f64::from(sizes.iter().sum::<u32>());
        let mut functions: Vec<Function> = sizes.iter().map(|size| Function::of(f64::from(*size))).collect();
        let (mut passed, mut start) = (0.0, 0);
        for end in &self.ends {
            let tie = &self.order[start..*end];
            start = *end;
            let runs =
                || tie.iter().map(|run| (slices.of[*run], counts[*run])).filter(|(_, count)| *count > 0);
            for (slice, _) in runs() {
                functions[slice].look(passed / all);
            }
            for (slice, count) in runs() {
                functions[slice].below += f64::from(count);
                passed += f64::from(count);
            }
            for (slice, _) in runs() {
                functions[slice].look(passed / all);
            }
        }
        functions.iter().filter(|function| function.size > 0.0).map(|function| function.farthest).collect()
    }
}

/// The distribution function of a slice on the way up.
struct Function {
    size: f64,
    below: f64,
    farthest: f64,
}

impl Function {
    fn of(size: f64) -> Function {
        Function { size, below: 0.0, farthest: 0.0 }
    }

    fn look(&mut self, whole: f64) {
        self.farthest = self.farthest.max((self.below / self.size - whole).abs());
    }
}

/// The thresholds of factors without effect, by the sizes of their slices.
struct Dummies {
    of: Vec<(Vec<usize>, [f64; 3])>,
}

impl Dummies {
    fn of(sample: &Ascending, sliced: &[Slices], bootstrap: &Bootstrap) -> Dummies {
        let mut of: Vec<(Vec<usize>, [f64; 3])> = Vec::new();
        let once = vec![1; sample.order.len()];
        for slices in sliced {
            let sizes = slices.sizes();
            if of.iter().any(|(known, _)| *known == sizes) {
                continue;
            }
            let all: Vec<[f64; 3]> = (0..bootstrap.resamples)
                .into_par_iter()
                .map(|resample| summary(sample.distances(&slices.shuffled(bootstrap.seed, resample), &once)))
                .collect();
            let threshold = |at: usize| bootstrap.threshold(all.iter().map(|summary| summary[at]));
            of.push((sizes, [threshold(0), threshold(1), threshold(2)]));
        }
        Dummies { of }
    }

    fn thresholds(&self, slices: &Slices) -> Option<[f64; 3]> {
        let sizes = slices.sizes();
        self.of.iter().find(|(known, _)| *known == sizes).map(|(_, thresholds)| *thresholds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_of_a_small_sample_with_ties() {
        // By hand: F of 1, 1, 2, 3 against those of (1, 3) and (1, 2).
        let sample = Ascending::of(&[1.0, 3.0, 1.0, 2.0]);
        let slices = Slices { of: vec![0, 0, 1, 1], count: 2 };
        assert_eq!(sample.distances(&slices, &[1; 4]), [0.25, 0.25]);
        // The run with 3 twice, that with 2 never: 1, 1, 3, 3 against 1, 3, 3 and 1.
        let got = sample.distances(&slices, &[1, 2, 1, 0]);
        assert!((got[0] - (0.5 - 1.0 / 3.0)).abs() < 1e-15 && (got[1] - 0.5).abs() < 1e-15);
    }

    #[test]
    fn what_it_cannot_use_is_refused() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, f64::NAN];
        let outputs = [Output { name: "y", values: &values }];
        let factors = [Output { name: "x", values: &values }];
        let runs = Runs { outputs: &outputs, failed: &[5] };
        let ask = |factors: &[Output<'_>], slices| pawn(&runs, factors, slices, &Bootstrap::default());
        assert_eq!(ask(&factors, 9).unwrap_err(), IndexError::Slices { given: 9, most: 2 });
        assert_eq!(ask(&[], 2).unwrap_err(), IndexError::NoFactors);
        let analysis = ask(&factors, 2).unwrap();
        assert_eq!((analysis.used, analysis.dropped), (5, 1));
        let whole = Runs { outputs: &outputs, failed: &[] };
        let refused = pawn(&whole, &factors, 2, &Bootstrap::default()).unwrap_err();
        assert_eq!(refused, IndexError::NotFinite { output: "x".to_owned(), row: 5 });
    }
}
