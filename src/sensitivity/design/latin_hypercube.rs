//! Latin hypercubes, one after the other: within a block of n replicates each dimension has one draw in every n-th of (0, 1).
//!
//! McKay, Beckman & Conover 1979, <https://doi.org/10.2307/1268522>. Replicate r belongs to block r / n, so that more replicates never change
//! earlier ones. The order of the strata within a block is a permutation made by hashing, which can be asked for one entry at a time (as Kensler
//! 2013, Correlated Multi-Jittered Sampling, Pixar Technical Memo 13-01).

use std::num::NonZeroU32;

use super::DesignError;
use super::philox::{philox, purpose};
use crate::vocab::{AcrossYears, MethodNote, Said};

const STRATA: [u32; 2] = purpose("latin hypercube strata");
const PLACES: [u32; 2] = purpose("latin hypercube places");
/// So that a stratum and the place within it have fewer bits than a number.
const LARGEST_BLOCK: u32 = 1 << 20;
const PLACE_BITS: u32 = 30;

pub(super) const NOTE: MethodNote = MethodNote {
    id: "latin-hypercube",
    name: Said { zh: "拉丁超立方", en: "Latin hypercube" },
    formula: "u = (π(r mod n) + v) / n",
    letters: Said {
        zh: "n：每块的抽样次数；π：该维该块的随机排列；v：层内的随机位置",
        en: "n: the draws of a block; π: a random order for this dimension and block; v: a random place within the stratum",
    },
    use_when: Said {
        zh: "结果主要由单个因素分别决定，且维数超过 Sobol′ 序列的上限",
        en: "The result depends mainly on single factors, and there are more dimensions than the Sobol' sequence has",
    },
    not_when: Said { zh: "因素之间的交互重要时", en: "Interactions of factors matter" },
    edge: Said {
        zh: "次数不是每块次数的整数倍时，最后一块不完整，各维只是近似均匀",
        en: "When the draws do not fill the last block, its dimensions are only nearly even",
    },
    across_years: AcrossYears::Comparable,
    sources: &["McKay, Beckman & Conover 1979, https://doi.org/10.2307/1268522"],
    example: None,
};

#[derive(Clone, Debug)]
pub(super) struct LatinHypercube {
    seed: u64,
    block: u32,
}

impl LatinHypercube {
    pub(super) fn new(seed: u64, block: NonZeroU32) -> Result<Self, DesignError> {
        let block = block.get();
        if block > LARGEST_BLOCK {
            return Err(DesignError::Block { asked: block, limit: LARGEST_BLOCK });
        }
        Ok(LatinHypercube { seed, block })
    }

    pub(super) fn fill(&self, first: u32, dimensions: usize, out: &mut [f64]) {
        let mut keys: Vec<[u32; 4]> = Vec::new();
        let mut of_block = None;
        for (at, row) in out.chunks_exact_mut(dimensions).enumerate() {
            let replicate = first.wrapping_add(at as u32);
            let block = replicate / self.block;
            if of_block != Some(block) {
                keys = (0..dimensions).map(|dimension| self.key(block, dimension as u32)).collect();
                of_block = Some(block);
            }
            for (quarter, (numbers, keys)) in row.chunks_mut(4).zip(keys.chunks(4)).enumerate() {
                let places = self.places(replicate, quarter as u32);
                for ((u, key), place) in numbers.iter_mut().zip(keys).zip(places) {
                    *u = self.number(replicate, key, place);
                }
            }
        }
    }

    pub(super) fn coordinate(&self, replicate: u32, dimension: usize) -> f64 {
        let key = self.key(replicate / self.block, dimension as u32);
        let place = self.places(replicate, (dimension / 4) as u32)[dimension % 4];
        self.number(replicate, &key, place)
    }

    fn key(&self, block: u32, dimension: u32) -> [u32; 4] {
        philox(self.seed, [dimension, block, STRATA[0], STRATA[1]])
    }

    fn places(&self, replicate: u32, quarter: u32) -> [u32; 4] {
        philox(self.seed, [quarter, replicate, PLACES[0], PLACES[1]])
    }

    #[inline]
    fn number(&self, replicate: u32, key: &[u32; 4], place: u32) -> f64 {
        let stratum = permuted(replicate % self.block, self.block, key);
        let place = (f64::from(place >> (32 - PLACE_BITS)) + 0.5) / f64::from(1_u32 << PLACE_BITS);
        (f64::from(stratum) + place) / f64::from(self.block)
    }
}

/// Where a permutation of 0 .. n puts an entry.
///
/// Each step can be undone on numbers of `bits` digits, so that all together permute them; a number of n or more is put through again until it
/// falls below n.
#[inline]
fn permuted(entry: u32, n: u32, key: &[u32; 4]) -> u32 {
    let bits = 32 - (n - 1).leading_zeros();
    if bits == 0 {
        return 0;
    }
    let mask = (1_u32 << bits) - 1;
    let half = (bits / 2).max(1);
    let mut x = entry;
    loop {
        for part in key {
            for (add, times) in [(part & 0xFFFF, part >> 16), (part >> 16, part.rotate_left(7))] {
                x = (x ^ add.wrapping_mul(0x9E37_79B9) >> 11) & mask;
                x = x.wrapping_mul(times | 1) & mask;
                x ^= x >> half;
            }
        }
        if x < n {
            return x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_has_one_draw_in_each_stratum() {
        for block in [1, 2, 3, 7, 100, 1000] {
            let hypercube = LatinHypercube::new(5, NonZeroU32::new(block).unwrap()).unwrap();
            for dimension in 0..20 {
                for first in [0, 3 * block] {
                    let mut hit = vec![false; block as usize];
                    for replicate in first..first + block {
                        let u = hypercube.coordinate(replicate, dimension);
                        hit[(u * f64::from(block)) as usize] = true;
                    }
                    assert!(hit.iter().all(|hit| *hit), "block of {block}, dimension {dimension}");
                }
            }
        }
    }

    #[test]
    fn permutations_are_even() {
        // Where entries of 0..n go over many keys: each place, and each order of the first two, about as often.
        for n in [2_u32, 3, 5, 8] {
            let tries = 40_000;
            let mut pairs = vec![0_u32; (n * n) as usize];
            for at in 0..tries {
                let key = philox(1, [at, 0, STRATA[0], STRATA[1]]);
                pairs[(permuted(0, n, &key) * n + permuted(1, n, &key)) as usize] += 1;
            }
            let expected = f64::from(tries) / f64::from(n * (n - 1));
            for one in 0..n {
                for other in (0..n).filter(|other| *other != one) {
                    let count = f64::from(pairs[(one * n + other) as usize]);
                    assert!((count - expected).abs() < 6.0 * expected.sqrt(), "{n}: {count} of {expected}");
                }
            }
        }
    }
}
