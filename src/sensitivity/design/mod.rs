//! Designs: where in the space of what could have been decided otherwise the runs lie.
//!
//! A point is a function of (seed, replicate number, dimension) alone, a number in the open interval (0, 1): nothing is carried along, so that more
//! replicates never change earlier ones, any of them can be made alone, and all have the same bits on any number of threads. What the number
//! means (a weight, an alternative) is not known here.
//!
//! [`Sampler`] gives the points of a [`Design`]; [`Stream`] gives random numbers for everything else. Plans arrange points for a purpose:
//! [`Saltelli`] for Sobol' indices, [`Trajectories`] for Morris's screening, [`SearchCurves`] for eFAST, [`Factorial`] for all combinations of
//! finite alternatives. Their runs are analysed by [`super::indices`].

mod error;
mod factorial;
mod factors;
mod latin_hypercube;
mod philox;
mod plain;
mod saltelli;
mod search_curves;
mod sobol;
mod stream;
mod trajectories;

pub use error::DesignError;
pub use factorial::Factorial;
pub use factors::Factors;
pub use saltelli::{Orders, Part, Saltelli};
pub use search_curves::SearchCurves;
pub use stream::Stream;
pub use trajectories::{Levels, Trajectories, Trajectory};

use std::num::NonZeroU32;
use std::ops::Range;

use latin_hypercube::LatinHypercube;
use plain::Plain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sobol::Sobol as SobolSequence;

use crate::vocab::MethodNote;

/// What the method reference says of each design and plan.
pub const NOTES: &[&MethodNote] = &[
    &sobol::NOTE,
    &latin_hypercube::NOTE,
    &plain::NOTE,
    &saltelli::NOTE,
    &trajectories::NOTE,
    &search_curves::NOTE,
    &factorial::NOTE,
];

/// How draws are spread, as written in a study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// Sobol' sequence, Owen-scrambled: the most even spread. Up to 4,096 dimensions.
    #[default]
    Sobol,
    /// Latin hypercubes, one after the other: each dimension is even within every block.
    LatinHypercube,
    /// Independent draws.
    Plain,
}

impl Design {
    /// What the method reference says of it.
    #[must_use]
    pub fn note(self) -> &'static MethodNote {
        match self {
            Design::Sobol => &sobol::NOTE,
            Design::LatinHypercube => &latin_hypercube::NOTE,
            Design::Plain => &plain::NOTE,
        }
    }

    /// The sampler of this design. Latin hypercubes are of [`BLOCK`] replicates each.
    ///
    /// ```
    /// use quanheng::sensitivity::design::Design;
    /// let sampler = Design::Sobol.sampler(42, 3)?;
    /// let mut points = [0.0; 4 * 3];
    /// sampler.fill(0..4, &mut points);
    /// assert_eq!(points[2 * 3 + 1], sampler.coordinate(2, 1));
    /// # Ok::<(), quanheng::sensitivity::design::DesignError>(())
    /// ```
    ///
    /// # Errors
    /// When there is no dimension, or more than the design has.
    pub fn sampler(self, seed: u64, dimensions: usize) -> Result<Sampler, DesignError> {
        self.sampler_in_blocks(seed, dimensions, BLOCK)
    }

    /// The same with Latin hypercubes of another size. To add replicates later, keep the size.
    ///
    /// # Errors
    /// As [`Design::sampler`], and when a block has more than 2^20 replicates.
    pub fn sampler_in_blocks(
        self,
        seed: u64,
        dimensions: usize,
        block: NonZeroU32,
    ) -> Result<Sampler, DesignError> {
        if dimensions == 0 {
            return Err(DesignError::NoDimensions);
        }
        let kind = match self {
            Design::Sobol => Kind::Sobol(SobolSequence::new(seed, dimensions)?),
            Design::LatinHypercube => Kind::LatinHypercube(LatinHypercube::new(seed, block)?),
            Design::Plain => Kind::Plain(Plain { seed }),
        };
        Ok(Sampler { kind, dimensions })
    }
}

/// How many replicates a Latin hypercube has unless said otherwise.
pub const BLOCK: NonZeroU32 = NonZeroU32::new(1000).expect("1000 is not 0");

/// The points of a design for one seed.
#[derive(Clone, Debug)]
pub struct Sampler {
    kind: Kind,
    dimensions: usize,
}

#[derive(Clone, Debug)]
enum Kind {
    Sobol(SobolSequence),
    LatinHypercube(LatinHypercube),
    Plain(Plain),
}

impl Sampler {
    /// How many numbers a point has.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The points of some replicates, one after the other. Fills what both the replicates and `out` have room for.
    pub fn fill(&self, replicates: Range<u32>, out: &mut [f64]) {
        let rows = (out.len() / self.dimensions).min(replicates.len());
        let out = &mut out[..rows * self.dimensions];
        match &self.kind {
            Kind::Sobol(sobol) => sobol.fill(replicates.start, out),
            Kind::LatinHypercube(hypercube) => hypercube.fill(replicates.start, self.dimensions, out),
            Kind::Plain(plain) => plain.fill(replicates.start, self.dimensions, out),
        }
    }

    /// One number of one point; above 0 and below 1.
    ///
    /// A dimension that the sampler does not have is taken modulo their number.
    #[must_use]
    pub fn coordinate(&self, replicate: u32, dimension: usize) -> f64 {
        let dimension = dimension % self.dimensions;
        match &self.kind {
            Kind::Sobol(sobol) => sobol.coordinate(replicate, dimension),
            Kind::LatinHypercube(hypercube) => hypercube.coordinate(replicate, dimension),
            Kind::Plain(plain) => plain.coordinate(replicate, dimension),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Design; 3] = [Design::Sobol, Design::LatinHypercube, Design::Plain];

    #[test]
    fn any_part_of_a_design_is_the_same_as_when_made_with_all_of_it() {
        for design in ALL {
            let sampler = design.sampler_in_blocks(11, 5, NonZeroU32::new(7).unwrap()).unwrap();
            let mut all = vec![0.0; 40 * 5];
            sampler.fill(0..40, &mut all);
            let mut part = vec![0.0; 9 * 5];
            sampler.fill(12..21, &mut part);
            assert_eq!(part, all[12 * 5..21 * 5], "{design:?}");
            for (at, u) in all.iter().enumerate() {
                assert_eq!(u.to_bits(), sampler.coordinate((at / 5) as u32, at % 5).to_bits(), "{design:?}");
                assert!(0.0 < *u && *u < 1.0, "{design:?}: {u}");
            }
        }
    }

    #[test]
    fn other_seeds_and_dimensions_give_other_points() {
        for design in ALL {
            let of = |seed, dimension| {
                let sampler = design.sampler(seed, 3).unwrap();
                (0..50).map(|replicate| sampler.coordinate(replicate, dimension)).collect::<Vec<f64>>()
            };
            assert_ne!(of(1, 0), of(2, 0), "{design:?}");
            assert_ne!(of(1, 0), of(1, 1), "{design:?}");
            assert_ne!(of(1, 0), of(1 << 40 | 1, 0), "{design:?}");
        }
    }

    #[test]
    fn dimensions_of_a_design_do_not_depend_on_how_many_there_are() {
        for design in ALL {
            let (few, many) = (design.sampler(1, 3).unwrap(), design.sampler(1, 300).unwrap());
            assert_eq!(few.coordinate(999, 2), many.coordinate(999, 2), "{design:?}");
        }
    }

    #[test]
    fn dimensions_are_uncorrelated_over_many_replicates() {
        // Five standard errors of a correlation of 1000 independent pairs.
        for design in ALL {
            let sampler = design.sampler(8, 30).unwrap();
            let column = |dimension| (0..1000).map(move |replicate| (replicate, dimension));
            for one in 0..30 {
                for other in 0..one {
                    let sum: f64 = column(one)
                        .zip(column(other))
                        .map(|((r, a), (_, b))| {
                            (sampler.coordinate(r, a) - 0.5) * (sampler.coordinate(r, b) - 0.5)
                        })
                        .sum();
                    assert!(
                        (sum * 12.0 / 1000.0).abs() < 5.0 / 1000.0_f64.sqrt(),
                        "{design:?} {one} {other}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_a_design_cannot_do_is_an_error() {
        for design in ALL {
            assert_eq!(design.sampler(1, 0).unwrap_err(), DesignError::NoDimensions);
        }
        let asked = Design::Sobol.sampler(1, 4097).unwrap_err();
        assert_eq!(asked, DesignError::TooManyDimensions { asked: 4097, limit: 4096 });
        assert!(Design::Plain.sampler(1, 100_000).is_ok());
        let block = NonZeroU32::new((1 << 20) + 1).unwrap();
        let asked = Design::LatinHypercube.sampler_in_blocks(1, 2, block).unwrap_err();
        assert_eq!(asked, DesignError::Block { asked: (1 << 20) + 1, limit: 1 << 20 });
    }

    #[test]
    fn designs_are_written_by_their_names() {
        let written = ALL.map(|design| serde_json::to_string(&design).unwrap());
        assert_eq!(written, ["\"sobol\"", "\"latin-hypercube\"", "\"plain\""]);
        for (design, text) in ALL.into_iter().zip(written) {
            assert_eq!(design.note().id, text.trim_matches('"'));
        }
    }
}
