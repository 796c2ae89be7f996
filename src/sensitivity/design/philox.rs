//! Philox 4×32 with ten rounds: random bits as a pure function of a key and a counter.
//!
//! Salmon, Moraes, Dror & Shaw 2011, <https://doi.org/10.1145/2063384.2063405>. Nothing is carried from one call to the next, so any draw can be
//! made alone, in any order and on any thread. Different counters give independent bits; streams cannot overlap.

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// 128 random bits of a key and a counter.
#[inline]
pub(super) fn philox(key: u64, counter: [u32; 4]) -> [u32; 4] {
    let (mut low, mut high) = (key as u32, (key >> 32) as u32);
    let [mut a, mut b, mut c, mut d] = counter;
    for _ in 0..10 {
        let first = u64::from(MULTIPLIERS[0]) * u64::from(a);
        let second = u64::from(MULTIPLIERS[1]) * u64::from(c);
        (a, b, c, d) =
            ((second >> 32) as u32 ^ b ^ low, second as u32, (first >> 32) as u32 ^ d ^ high, first as u32);
        low = low.wrapping_add(WEYL[0]);
        high = high.wrapping_add(WEYL[1]);
    }
    [a, b, c, d]
}

/// The number that stands for a purpose in counters: FNV-1a of its name, 64 bits.
pub(super) const fn purpose(name: &str) -> [u32; 2] {
    let bytes = name.as_bytes();
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01B3);
        at += 1;
    }
    [hash as u32, (hash >> 32) as u32]
}

/// 52 of the bits as a number in the open interval (0, 1): the middle of one of 2^52 equal parts.
#[inline]
pub(super) fn open_unit(low: u32, high: u32) -> f64 {
    let bits = (u64::from(high) << 32 | u64::from(low)) >> 12;
    (bits as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vectors() {
        // kat_vectors of the Random123 distribution, philox4x32-10.
        let all = u32::MAX;
        assert_eq!(philox(0, [0; 4]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(philox(u64::MAX, [all; 4]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        assert_eq!(
            philox(0x299f_31d0_a409_3822, [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn numbers_stay_inside_the_interval() {
        assert!(open_unit(0, 0) > 0.0);
        assert!(open_unit(u32::MAX, u32::MAX) < 1.0);
    }
}
