//! The Sobol' sequence with the direction numbers of Joe & Kuo, scrambled after Owen.
//!
//! Sobol' 1967, <https://doi.org/10.1016/0041-5553(67)90144-9>; direction numbers new-joe-kuo-6: Joe & Kuo 2008, <https://doi.org/10.1137/070709359>;
//! scrambling: Owen 1995, <https://doi.org/10.1007/978-1-4612-2552-2_19>, by hashing: Burley 2020, <https://jcgt.org/published/0009/04/01/>.
//! Point r is the exclusive or of the direction numbers at the ones of r's Gray code. Each digit is then flipped or not depending on the digits
//! before it, so that every point is uniform, unbiased means result, and the even spread stays what it was.

use super::DesignError;
use super::philox::{philox, purpose};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// The dimensions of the table.
pub(super) const MOST_DIMENSIONS: usize = 4096;

const BITS: usize = 32;
const SCRAMBLE: [u32; 2] = purpose("owen scrambling");
const TABLE: &str = include_str!("joe_kuo.txt");

pub(super) const NOTE: MethodNote = MethodNote {
    id: "sobol",
    name: Said { zh: "Sobol′ 序列（Owen 扰动）", en: "Sobol' sequence, Owen-scrambled" },
    formula: "x = v₁g₁ ⊕ v₂g₂ ⊕ …, u = (owen(x) + ½) / 2³²",
    letters: Said {
        zh: "g：抽样编号的格雷码各位；v：该维的方向数；⊕：按位异或；owen：由种子决定的嵌套随机置换",
        en: "g: the digits of the draw's number in Gray code; v: the direction numbers of the dimension; ⊕: exclusive or; owen: the nested random permutation that the seed sets",
    },
    use_when: Said {
        zh: "默认选择：同样的次数下误差最小；次数取 2 的幂最好（1024、8192）",
        en: "The default: the smallest error for the same number of draws; powers of two are best (1024, 8192)",
    },
    not_when: Said {
        zh: "维数超过 4096；或每次抽样需要的随机数个数事先不知道",
        en: "There are more than 4096 dimensions, or a draw needs a number of random numbers that is not known beforehand",
    },
    edge: Said {
        zh: "超过 4096 维时报错，不会悄悄改用普通随机数；增加抽样不改变已有的抽样",
        en: "Beyond 4096 dimensions it is an error, never silently plain; more draws do not change earlier ones",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Joe & Kuo 2008, https://doi.org/10.1137/070709359",
        "Owen 1995, https://doi.org/10.1007/978-1-4612-2552-2_19",
        "Burley 2020, https://jcgt.org/published/0009/04/01/",
    ],
    example: None,
};

/// A scrambled sequence.
///
/// Its integers have their first binary digit in the lowest bit: adding and multiplying carry from a digit only to those after it, which is what
/// a nested scramble may depend on.
#[derive(Clone, Debug)]
pub(super) struct Sobol {
    dimensions: usize,
    /// By digit, then dimension.
    directions: Vec<u32>,
    keys: Vec<[u32; 4]>,
}

impl Sobol {
    pub(super) fn new(seed: u64, dimensions: usize) -> Result<Self, DesignError> {
        if dimensions > MOST_DIMENSIONS {
            return Err(DesignError::TooManyDimensions { asked: dimensions, limit: MOST_DIMENSIONS });
        }
        let key = |dimension: usize| philox(seed, [dimension as u32, 0, SCRAMBLE[0], SCRAMBLE[1]]);
        Ok(Sobol { dimensions, directions: directions(dimensions), keys: (0..dimensions).map(key).collect() })
    }

    /// The points of some numbers, in rows. `out` has a whole number of rows.
    pub(super) fn fill(&self, first: u32, out: &mut [f64]) {
        let mut state = self.unscrambled(first);
        for (at, row) in out.chunks_exact_mut(self.dimensions).enumerate() {
            let number = first.wrapping_add(at as u32);
            if at > 0 {
                exclusive_or(&mut state, self.digit(number.trailing_zeros()));
            }
            for ((u, x), key) in row.iter_mut().zip(&state).zip(&self.keys) {
                *u = unit(scrambled(*x, key).reverse_bits());
            }
        }
    }

    /// One coordinate of one point.
    pub(super) fn coordinate(&self, number: u32, dimension: usize) -> f64 {
        let mut gray = number ^ (number >> 1);
        let mut x = 0;
        while gray != 0 {
            x ^= self.digit(gray.trailing_zeros())[dimension];
            gray &= gray - 1;
        }
        unit(scrambled(x, &self.keys[dimension]).reverse_bits())
    }

    fn unscrambled(&self, number: u32) -> Vec<u32> {
        let mut state = vec![0; self.dimensions];
        let mut gray = number ^ (number >> 1);
        while gray != 0 {
            exclusive_or(&mut state, self.digit(gray.trailing_zeros()));
            gray &= gray - 1;
        }
        state
    }

    /// The direction numbers of a digit of the Gray code. The 33rd, after the last point, has none.
    fn digit(&self, digit: u32) -> &[u32] {
        let start = digit as usize * self.dimensions;
        self.directions.get(start..start + self.dimensions).unwrap_or_default()
    }
}

fn exclusive_or(state: &mut [u32], direction: &[u32]) {
    for (x, v) in state.iter_mut().zip(direction) {
        *x ^= v;
    }
}

fn unit(x: u32) -> f64 {
    (f64::from(x) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// Flips each digit depending on those before it (lower bits) and the key.
///
/// Sums and products carry upwards only, as in the hash of Laine and Karras. Theirs multiplies by constants: over its keys the flips of two branches
/// decide those of a third. With the square of the number in it (a permutation, as the factor is even) any four flips are independent.
#[inline]
fn scrambled(x: u32, key: &[u32; 4]) -> u32 {
    let fold = |x: u32, even: u32| x ^ x.wrapping_mul(even);
    let square = |x: u32, key: u32| x.wrapping_mul(x.wrapping_mul(key & !1) | 1);
    let x = square(fold(x.wrapping_add(key[0]), 0x3D20_ADEA), key[1]);
    let x = square(fold(x.wrapping_add(key[2]), 0x0552_6C56), key[3]);
    fold(x, 0x53A2_2864)
}

/// The direction numbers by digit, then dimension, each with its first digit in the lowest bit.
fn directions(dimensions: usize) -> Vec<u32> {
    let mut all = vec![0; BITS * dimensions];
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    // The first dimension is the van der Corput sequence, which has no line.
    let first = (dimensions > 0).then(|| std::array::from_fn(|digit| 1 << (BITS - 1 - digit)));
    for (dimension, column) in first.into_iter().chain(lines.map(of_line)).take(dimensions).enumerate() {
        for (digit, number) in column.iter().enumerate() {
            all[digit * dimensions + dimension] = number.reverse_bits();
        }
    }
    all
}

/// The direction numbers of a line of the table, first digit in the highest bit: the recurrence of Joe & Kuo, equation (2).
fn of_line(line: &str) -> [u32; BITS] {
    let mut numbers = line.split(' ').map(|word| word.parse::<u32>().unwrap_or_default());
    let coefficients = numbers.next().unwrap_or_default();
    let initial: Vec<u32> = numbers.collect();
    let degree = initial.len();
    let mut column = [0; BITS];
    for digit in 0..BITS {
        column[digit] = if digit < degree {
            initial[digit] << (BITS - 1 - digit)
        } else {
            let before = column[digit - degree];
            let inner = (1..degree).filter(|k| coefficients >> (degree - 1 - k) & 1 == 1);
            inner.fold(before ^ before >> degree, |x, k| x ^ column[digit - k])
        };
    }
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The points before scrambling, first digit in the highest bit.
    fn plain(number: u32, dimensions: usize) -> Vec<u32> {
        let sobol = Sobol::new(0, dimensions).unwrap();
        sobol.unscrambled(number).iter().map(|x| x.reverse_bits()).collect()
    }

    #[test]
    fn the_unscrambled_points_are_those_of_scipy() {
        for (text, dimensions) in [
            (include_str!("../../../tests/references/mcdm/sobol_sequence_d8_n64_scipy.csv"), 8),
            (include_str!("../../../tests/references/mcdm/sobol_sequence_d100_n16_scipy.csv"), 100),
        ] {
            for line in text.lines().skip(1) {
                let mut cells = line.split(',');
                let number = cells.next().unwrap().parse().unwrap();
                let expected: Vec<f64> = cells.map(|cell| cell.parse().unwrap()).collect();
                let got = plain(number, dimensions);
                let got: Vec<f64> = got.iter().map(|x| f64::from(*x) / 4_294_967_296.0).collect();
                assert_eq!(got, expected, "point {number}");
            }
        }
    }

    #[test]
    fn the_table_is_whole() {
        let lines: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(lines.len(), MOST_DIMENSIONS - 1);
        for line in lines {
            let numbers: Vec<u32> = line.split(' ').map(|word| word.parse().unwrap()).collect();
            for (at, m) in numbers[1..].iter().enumerate() {
                assert!(m % 2 == 1 && *m < 2 << at, "{line}");
            }
        }
    }

    /// Whether 2^m points have exactly one in each of the boxes 2^-k × 2^-(m-k).
    fn is_net(points: &[(f64, f64)], m: u32) -> bool {
        (0..=m).all(|k| {
            let mut hit = vec![false; points.len()];
            points.iter().all(|(x, y)| {
                let column = (x * f64::from(1_u32 << k)) as usize;
                let row = (y * f64::from(1_u32 << (m - k))) as usize;
                !std::mem::replace(&mut hit[(column << (m - k)) + row], true)
            })
        })
    }

    #[test]
    fn the_first_two_dimensions_are_a_net_and_so_is_every_aligned_block_of_them() {
        for seed in [0, 1, u64::MAX] {
            let sobol = Sobol::new(seed, 2).unwrap();
            for (m, first) in [(1, 0), (4, 0), (4, 16), (8, 256), (10, 0), (10, 3072)] {
                let points: Vec<(f64, f64)> = (first..first + (1 << m))
                    .map(|number| (sobol.coordinate(number, 0), sobol.coordinate(number, 1)))
                    .collect();
                assert!(is_net(&points, m), "seed {seed}, {} points from {first}", points.len());
            }
        }
    }

    #[test]
    fn every_dimension_has_one_point_in_each_stratum() {
        let dimensions = 300;
        let sobol = Sobol::new(77, dimensions).unwrap();
        for m in [3, 9] {
            let mut out = vec![0.0; dimensions << m];
            sobol.fill(0, &mut out);
            for dimension in 0..dimensions {
                let mut hit = vec![false; 1 << m];
                for row in out.chunks_exact(dimensions) {
                    hit[(row[dimension] * f64::from(1 << m)) as usize] = true;
                }
                assert!(hit.iter().all(|hit| *hit), "dimension {dimension}, 2^{m} points");
            }
        }
    }

    #[test]
    fn flips_of_the_first_digits_are_even_and_unrelated() {
        // Seven nodes of the first three digits: their flips over many keys, and whether two are equal.
        let n = 20_000;
        let flips: Vec<[bool; 7]> = (0..n)
            .map(|dimension| {
                let key = philox(5, [dimension, 0, SCRAMBLE[0], SCRAMBLE[1]]);
                let flip = |node: u32, digit: u32| (scrambled(node, &key) ^ node) >> digit & 1 == 1;
                let flips = [(0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2), (3, 2)];
                flips.map(|(node, digit)| flip(node, digit))
            })
            .collect();
        let even = |count: usize| (count as f64 - f64::from(n) / 2.0).abs() < 5.0 * f64::from(n).sqrt() / 2.0;
        for one in 0..7 {
            assert!(even(flips.iter().filter(|flips| flips[one]).count()), "node {one}");
            for other in 0..one {
                assert!(even(flips.iter().filter(|f| f[one] == f[other]).count()), "{one} and {other}");
                for third in 0..other {
                    assert!(even(flips.iter().filter(|f| f[one] ^ f[other] ^ f[third]).count()));
                    for last in 0..third {
                        let odd = |f: &&[bool; 7]| f[one] ^ f[other] ^ f[third] ^ f[last];
                        assert!(even(flips.iter().filter(odd).count()), "{one}, {other}, {third}, {last}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_mean_of_a_smooth_function_is_unbiased_and_far_better_than_by_plain_draws() {
        let (n, dimensions) = (1024, 6);
        let errors: Vec<f64> = (0..40)
            .map(|seed| {
                let mut out = vec![0.0; n * dimensions];
                Sobol::new(seed, dimensions).unwrap().fill(0, &mut out);
                let of = |row: &[f64]| row.iter().map(|u| 1.0 + (u - 0.5)).product::<f64>();
                out.chunks_exact(dimensions).map(of).sum::<f64>() / n as f64 - 1.0
            })
            .collect();
        let mean = errors.iter().sum::<f64>() / 40.0;
        let deviation = (errors.iter().map(|e| e * e).sum::<f64>() / 40.0).sqrt();
        // Plain draws have a standard error of √((13/12)^6 − 1)/32 = 0.025.
        assert!(deviation < 0.025 / 25.0, "{deviation}");
        assert!(mean.abs() < 4.0 * deviation / 40.0_f64.sqrt(), "{mean} against {deviation}");
    }

    #[test]
    fn the_last_point_of_all_exists() {
        let sobol = Sobol::new(1, 3).unwrap();
        let mut out = [0.0; 6];
        sobol.fill(u32::MAX, &mut out);
        assert_eq!(out[0], sobol.coordinate(u32::MAX, 0));
        assert!(out.iter().all(|u| 0.0 < *u && *u < 1.0));
    }
}
