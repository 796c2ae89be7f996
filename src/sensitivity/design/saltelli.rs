//! Saltelli's plan: two independent samples A and B, and copies of each with one factor taken from the other.
//!
//! Saltelli 2002, <https://doi.org/10.1016/S0010-4655(02)00280-1>; Saltelli et al. 2010, <https://doi.org/10.1016/j.cpc.2009.09.018>. A base point has the
//! rows A, AB₁ … AB_d (A with factor i of B), for second order BA₁ … BA_d (B with factor i of A), and B: the order of SALib. A and B are the two halves of
//! the dimensions of one design. Rows of more base points follow those of fewer.

use super::{Design, DesignError, Factors, Sampler};
use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "saltelli",
    name: Said { zh: "Saltelli 抽样方案", en: "Saltelli's plan" },
    formula: "A; AB_i = A | a_i ← b_i; BA_i = B | b_i ← a_i; B",
    letters: Said {
        zh: "A、B：两个独立样本；AB_i：A 的第 i 个因素换成 B 的；每个基点 d + 2 次运行，二阶 2d + 2 次",
        en: "A, B: two independent samples; AB_i: A with factor i of B; d + 2 runs a base point, 2d + 2 with second order",
    },
    use_when: Said { zh: "计算 Sobol′ 指数", en: "Sobol' indices are wanted" },
    not_when: Said {
        zh: "因素很多而每次运行很慢：先用 Morris 筛选",
        en: "Factors are many and a run is slow: screen with Morris first",
    },
    edge: Said {
        zh: "因素可以包含多个维度，整体交换；维数为设计的两倍",
        en: "A factor may own several dimensions, which are swapped together; the design has twice the dimensions",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Saltelli 2002, https://doi.org/10.1016/S0010-4655(02)00280-1",
        "Saltelli et al. 2010, https://doi.org/10.1016/j.cpc.2009.09.018",
    ],
    example: None,
};

/// Which orders of indices the plan is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Orders {
    /// First and total order: d + 2 runs for each base point.
    FirstAndTotal,
    /// Second order too: 2d + 2 runs for each base point.
    Second,
}

/// What a row of the plan is within its base point. Factors are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The first sample.
    A,
    /// The first sample with one factor of the second.
    AWithB(usize),
    /// The second sample with one factor of the first.
    BWithA(usize),
    /// The second sample.
    B,
}

/// A plan for Sobol' indices: rows addressed by number.
///
/// ```
/// use quanheng::sensitivity::design::{Design, Factors, Orders, Part, Saltelli};
/// let plan = Saltelli::new(Design::Sobol, 42, Factors::single(3)?, Orders::FirstAndTotal)?;
/// assert_eq!(plan.rows(1024), 1024 * 5);
/// assert_eq!(plan.part(7), (1, Part::AWithB(1)));
/// let mut point = [0.0; 3];
/// plan.point(1, Part::AWithB(1), &mut point);
/// # Ok::<(), quanheng::sensitivity::design::DesignError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Saltelli {
    sampler: Sampler,
    factors: Factors,
    orders: Orders,
}

impl Saltelli {
    /// A plan whose samples A and B are spread by a design.
    ///
    /// # Errors
    /// When the design does not have twice as many dimensions as the factors.
    pub fn new(design: Design, seed: u64, factors: Factors, orders: Orders) -> Result<Self, DesignError> {
        let sampler = design.sampler(seed, 2 * factors.dimensions())?;
        Ok(Saltelli { sampler, factors, orders })
    }

    /// Which factor owns which dimension.
    #[must_use]
    pub fn factors(&self) -> &Factors {
        &self.factors
    }

    /// Which orders it is for.
    #[must_use]
    pub fn orders(&self) -> Orders {
        self.orders
    }

    /// How many rows a base point has: d + 2, or 2d + 2 with second order.
    #[must_use]
    pub fn rows_of_a_base_point(&self) -> usize {
        self.orders.rows(self.factors.count())
    }

    /// How many rows some base points have.
    #[must_use]
    pub fn rows(&self, base_points: u32) -> u64 {
        u64::from(base_points) * self.rows_of_a_base_point() as u64
    }

    /// The base point of a row, and what the row is in it. Beyond the last of the 2^32 base points it begins again.
    #[must_use]
    pub fn part(&self, row: u64) -> (u32, Part) {
        let step = self.rows_of_a_base_point() as u64;
        let (within, count) = ((row % step) as usize, self.factors.count());
        let part = match within {
            0 => Part::A,
            _ if within as u64 == step - 1 => Part::B,
            _ if within <= count => Part::AWithB(within - 1),
            _ => Part::BWithA(within - 1 - count),
        };
        ((row / step) as u32, part)
    }

    /// The two points A and B of a base point. Each slice has one number a dimension.
    pub fn base(&self, base_point: u32, a: &mut [f64], b: &mut [f64]) {
        let dimensions = self.factors.dimensions();
        let mut both = vec![0.0; 2 * dimensions];
        self.sampler.fill(base_point..base_point.saturating_add(1), &mut both);
        for (out, half) in [a, b].into_iter().zip(both.chunks_exact(dimensions)) {
            for (u, value) in out.iter_mut().zip(half) {
                *u = *value;
            }
        }
    }

    /// The point of one row.
    pub fn point(&self, base_point: u32, part: Part, out: &mut [f64]) {
        let mut other = vec![0.0; self.factors.dimensions()];
        match part {
            Part::A | Part::AWithB(_) => self.base(base_point, out, &mut other),
            Part::B | Part::BWithA(_) => self.base(base_point, &mut other, out),
        }
        if let Part::AWithB(factor) | Part::BWithA(factor) = part {
            self.swap(factor, &other, out);
        }
    }

    /// All rows of some base points, one after the other. Fills what `out` has room for in whole base points.
    pub fn fill(&self, base_points: std::ops::Range<u32>, out: &mut [f64]) {
        let (dimensions, count) = (self.factors.dimensions(), self.factors.count());
        let mut both = vec![0.0; 2 * dimensions * base_points.len()];
        self.sampler.fill(base_points, &mut both);
        let rows = out.chunks_exact_mut(self.rows_of_a_base_point() * dimensions);
        for (rows, both) in rows.zip(both.chunks_exact(2 * dimensions)) {
            let (a, b) = both.split_at(dimensions);
            for (within, row) in rows.chunks_exact_mut(dimensions).enumerate() {
                let (own, other) = if within <= count { (a, b) } else { (b, a) };
                row.copy_from_slice(own);
                match self.part(within as u64).1 {
                    Part::AWithB(factor) | Part::BWithA(factor) => self.swap(factor, other, row),
                    Part::A | Part::B => {}
                }
            }
        }
    }

    fn swap(&self, factor: usize, other: &[f64], out: &mut [f64]) {
        for ((u, value), of) in out.iter_mut().zip(other).zip(self.factors.of()) {
            if *of == factor {
                *u = *value;
            }
        }
    }
}

impl Orders {
    /// How many rows a base point of a plan with so many factors has.
    #[must_use]
    pub fn rows(self, factors: usize) -> usize {
        match self {
            Orders::FirstAndTotal => factors + 2,
            Orders::Second => 2 * factors + 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(orders: Orders) -> Saltelli {
        Saltelli::new(Design::Sobol, 3, Factors::new(vec![0, 1, 1, 2]).unwrap(), orders).unwrap()
    }

    #[test]
    fn rows_differ_from_their_base_in_one_factor() {
        for orders in [Orders::FirstAndTotal, Orders::Second] {
            let plan = plan(orders);
            let (mut a, mut b, mut row) = ([0.0; 4], [0.0; 4], [0.0; 4]);
            let mut all = vec![0.0; plan.rows(3) as usize * 4];
            plan.fill(5..8, &mut all);
            for (at, filled) in all.chunks_exact(4).enumerate() {
                let (base_point, part) = plan.part(plan.rows(5) + at as u64);
                plan.base(base_point, &mut a, &mut b);
                let expected: Vec<f64> = (0..4)
                    .map(|dimension| match part {
                        Part::A => a[dimension],
                        Part::B => b[dimension],
                        Part::AWithB(f) if plan.factors.of()[dimension] == f => b[dimension],
                        Part::AWithB(_) => a[dimension],
                        Part::BWithA(f) if plan.factors.of()[dimension] == f => a[dimension],
                        Part::BWithA(_) => b[dimension],
                    })
                    .collect();
                plan.point(base_point, part, &mut row);
                assert_eq!(row, expected[..]);
                assert_eq!(filled, &expected[..]);
            }
        }
    }

    #[test]
    fn the_order_of_rows_is_that_of_salib() {
        let parts = |orders| {
            let plan = plan(orders);
            (0..plan.rows(1)).map(|row| plan.part(row).1).collect::<Vec<Part>>()
        };
        use Part::{A, AWithB, B, BWithA};
        assert_eq!(parts(Orders::FirstAndTotal), [A, AWithB(0), AWithB(1), AWithB(2), B]);
        assert_eq!(
            parts(Orders::Second),
            [A, AWithB(0), AWithB(1), AWithB(2), BWithA(0), BWithA(1), BWithA(2), B]
        );
    }

    #[test]
    fn too_many_dimensions_are_an_error() {
        let factors = Factors::single(2049).unwrap();
        let refused = Saltelli::new(Design::Sobol, 3, factors, Orders::Second).unwrap_err();
        assert_eq!(refused, DesignError::TooManyDimensions { asked: 4098, limit: 4096 });
    }
}
