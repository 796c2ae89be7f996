//! Morris's trajectories: from a random point of a grid, one factor after the other is moved once, in random order.
//!
//! Morris 1991, <https://doi.org/10.1080/00401706.1991.10484804>; factors of several dimensions: Campolongo, Cariboni & Saltelli 2007,
//! <https://doi.org/10.1016/j.envsoft.2006.10.004>. With p levels each move is p/2 levels: Δ = p/(2(p − 1)) on levels 0, 1/(p − 1), …, 1, and Δ = 1/2 on
//! the middles of p equal parts, for distributions without an end.

use super::{DesignError, Factors, Stream};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "morris-trajectories",
    name: Said { zh: "Morris 轨迹", en: "Morris's trajectories" },
    formula: "x⁽⁰⁾ ∈ {0, 1/(p−1), …, 1}ᵈ; x⁽ᵏ⁾ = x⁽ᵏ⁻¹⁾ ± Δ·e, Δ = p / (2(p−1))",
    letters: Said {
        zh: "p：水平数（偶数）；e：第 k 步变动的因素；每条轨迹 d + 1 次运行",
        en: "p: the number of levels (even); e: the factor moved in step k; d + 1 runs a trajectory",
    },
    use_when: Said {
        zh: "用很少的运行次数筛出不重要的因素",
        en: "To screen out factors that do not matter with few runs",
    },
    not_when: Said {
        zh: "需要说明各因素占方差的份额：用 Sobol′ 指数",
        en: "The share of variance of each factor is wanted: use Sobol' indices",
    },
    edge: Said {
        zh: "多维因素的各维一起变动，方向各自随机，只有 μ* 有意义",
        en: "The dimensions of a factor move together, each in its own direction; then only μ* has a meaning",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Morris 1991, https://doi.org/10.1080/00401706.1991.10484804",
        "Campolongo, Cariboni & Saltelli 2007, https://doi.org/10.1016/j.envsoft.2006.10.004",
    ],
    example: None,
};

/// Where the levels of the grid lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Levels {
    /// 0, 1/(p − 1), …, 1, as in the paper: for ranges with ends.
    WithEnds,
    /// (k + ½)/p, inside the open interval: for any distribution.
    Midpoints,
}

/// Morris's trajectories, addressed by number.
///
/// ```
/// use quanheng::sensitivity::design::{Factors, Levels, Trajectories};
/// let plan = Trajectories::new(42, Factors::single(3)?, 4, Levels::WithEnds)?;
/// let trajectory = plan.trajectory(0);
/// assert_eq!(trajectory.points.len(), 4 * 3);
/// assert_eq!(trajectory.steps[0].abs(), 4.0 / 6.0);
/// # Ok::<(), quanheng::sensitivity::design::DesignError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Trajectories {
    seed: u64,
    factors: Factors,
    levels: u32,
    place: Levels,
}

/// One trajectory.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// The points in rows, one more than there are factors; from 0 to 1.
    pub points: Vec<f64>,
    /// The factor moved on the way to each point after the first; each factor once.
    pub order: Vec<usize>,
    /// How far it was moved, with its sign: ±Δ. For a factor of several dimensions that of the first of them.
    pub steps: Vec<f64>,
}

impl Trajectories {
    /// A plan with an even number of levels; 4 is usual.
    ///
    /// # Errors
    /// When the number of levels is odd, below 2 or above 1024.
    pub fn new(seed: u64, factors: Factors, levels: u32, place: Levels) -> Result<Self, DesignError> {
        if levels % 2 == 1 || !(2..=1024).contains(&levels) {
            return Err(DesignError::Levels { given: levels });
        }
        Ok(Trajectories { seed, factors, levels, place })
    }

    /// How many runs a trajectory has: one more than there are factors.
    #[must_use]
    pub fn runs_of_a_trajectory(&self) -> usize {
        self.factors.count() + 1
    }

    /// Which factor owns which dimension.
    #[must_use]
    pub fn factors(&self) -> &Factors {
        &self.factors
    }

    /// How far a move goes: Δ.
    #[must_use]
    pub fn step(&self) -> f64 {
        match self.place {
            Levels::WithEnds => f64::from(self.levels) / f64::from(2 * (self.levels - 1)),
            Levels::Midpoints => 0.5,
        }
    }

    /// The trajectory of a number. More trajectories do not change those before them.
    #[must_use]
    pub fn trajectory(&self, number: u32) -> Trajectory {
        let mut stream = Stream::new(self.seed, number, "morris trajectory");
        let half = self.levels / 2;
        // The lower of its two levels, and whether it starts there.
        let start: Vec<(u32, bool)> = (0..self.factors.dimensions())
            .map(|_| (stream.below(half as usize) as u32, stream.below(2) == 0))
            .collect();
        let mut order: Vec<usize> = (0..self.factors.count()).collect();
        stream.shuffle(&mut order);
        let mut moved = vec![false; order.len()];
        let mut points = Vec::with_capacity((order.len() + 1) * start.len());
        self.write(&start, &moved, &mut points);
        for factor in &order {
            moved[*factor] = true;
            self.write(&start, &moved, &mut points);
        }
        let step = |factor: &usize| {
            let first = self.factors.of().iter().position(|of| of == factor);
            if first.is_some_and(|first| start[first].1) { self.step() } else { -self.step() }
        };
        let steps = order.iter().map(step).collect();
        Trajectory { points, order, steps }
    }

    fn write(&self, start: &[(u32, bool)], moved: &[bool], points: &mut Vec<f64>) {
        let half = self.levels / 2;
        points.extend(start.iter().zip(self.factors.of()).map(|((lower, from_below), factor)| {
            let level = if *from_below == moved[*factor] { lower + half } else { *lower };
            match self.place {
                Levels::WithEnds => f64::from(level) / f64::from(self.levels - 1),
                Levels::Midpoints => (f64::from(level) + 0.5) / f64::from(self.levels),
            }
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_moves_one_factor_by_the_step() {
        for place in [Levels::WithEnds, Levels::Midpoints] {
            let factors = Factors::new(vec![0, 1, 2, 1]).unwrap();
            let plan = Trajectories::new(4, factors, 6, place).unwrap();
            for number in 0..50 {
                let trajectory = plan.trajectory(number);
                let rows: Vec<&[f64]> = trajectory.points.chunks_exact(4).collect();
                assert_eq!(rows.len(), 4);
                for (at, pair) in rows.windows(2).enumerate() {
                    for ((before, after), factor) in pair[0].iter().zip(pair[1]).zip(plan.factors.of()) {
                        if *factor == trajectory.order[at] {
                            assert!(((after - before).abs() - plan.step()).abs() < 1e-15);
                        } else {
                            assert_eq!(after, before);
                        }
                    }
                    let first = plan.factors.of().iter().position(|of| *of == trajectory.order[at]).unwrap();
                    assert!((pair[1][first] - pair[0][first] - trajectory.steps[at]).abs() < 1e-15);
                }
                assert!(trajectory.points.iter().all(|u| (0.0..=1.0).contains(u)));
            }
        }
    }

    #[test]
    fn starts_directions_and_orders_are_even() {
        let plan = Trajectories::new(4, Factors::single(2).unwrap(), 4, Levels::WithEnds).unwrap();
        let all: Vec<Trajectory> = (0..8000).map(|number| plan.trajectory(number)).collect();
        // Five standard errors of a share of a half, and of a quarter.
        let share = |of: &dyn Fn(&Trajectory) -> bool| all.iter().filter(|t| of(t)).count() as f64 / 8000.0;
        assert!((share(&|t| t.steps[0] > 0.0) - 0.5).abs() < 0.028);
        assert!((share(&|t| t.order == [1, 0]) - 0.5).abs() < 0.028);
        for level in 0..4 {
            assert!((share(&|t| (t.points[0] * 3.0).round() == f64::from(level)) - 0.25).abs() < 0.025);
        }
    }

    #[test]
    fn odd_grids_are_refused() {
        for given in [0, 1, 3, 2048] {
            let refused = Trajectories::new(4, Factors::single(2).unwrap(), given, Levels::Midpoints);
            assert_eq!(refused.unwrap_err(), DesignError::Levels { given });
        }
    }
}
