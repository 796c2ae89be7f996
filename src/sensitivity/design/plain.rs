//! Independent draws: coordinate d of replicate r is a function of (seed, r, d).
//!
//! Philox 4×32-10, Salmon et al. 2011, <https://doi.org/10.1145/2063384.2063405>.

use super::philox::{open_unit, philox, purpose};
use crate::vocab::{AcrossYears, MethodNote, Said};

const PLAIN: [u32; 2] = purpose("plain design");

pub(super) const NOTE: MethodNote = MethodNote {
    id: "plain",
    name: Said { zh: "独立随机抽样", en: "Independent draws" },
    formula: "u = philox(seed; r, d)",
    letters: Said { zh: "r：抽样编号；d：维度", en: "r: the number of the draw; d: the dimension" },
    use_when: Said {
        zh: "维数很多，或误差要按独立抽样的公式计算",
        en: "There are very many dimensions, or errors are to follow the rules of independent draws",
    },
    not_when: Said {
        zh: "次数有限时：同样次数下误差大于 Sobol′ 序列",
        en: "Draws are few: for the same number the error is larger than with the Sobol' sequence",
    },
    edge: Said {
        zh: "维数不限；增加抽样不改变已有的抽样",
        en: "Any number of dimensions; more draws do not change earlier ones",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Salmon, Moraes, Dror & Shaw 2011, https://doi.org/10.1145/2063384.2063405"],
    example: None,
};

#[derive(Clone, Debug)]
pub(super) struct Plain {
    pub(super) seed: u64,
}

impl Plain {
    pub(super) fn fill(&self, first: u32, dimensions: usize, out: &mut [f64]) {
        for (at, row) in out.chunks_exact_mut(dimensions).enumerate() {
            let replicate = first.wrapping_add(at as u32);
            for (block, pair) in row.chunks_mut(2).enumerate() {
                let numbers = self.pair(replicate, block as u32);
                pair.copy_from_slice(&numbers[..pair.len()]);
            }
        }
    }

    pub(super) fn coordinate(&self, replicate: u32, dimension: usize) -> f64 {
        self.pair(replicate, (dimension / 2) as u32)[dimension % 2]
    }

    #[inline]
    fn pair(&self, replicate: u32, block: u32) -> [f64; 2] {
        let [a, b, c, d] = philox(self.seed, [block, replicate, PLAIN[0], PLAIN[1]]);
        [open_unit(a, b), open_unit(c, d)]
    }
}
