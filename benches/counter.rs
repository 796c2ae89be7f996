//! Numbers from a counter, so that any cell of generated data can be made alone.

/// The finaliser of SplitMix64 (<https://doi.org/10.1145/2714064.2660195>) of a counter, as a number from 0 to 1.
pub(crate) fn uniform(counter: u64) -> f64 {
    let mut z = counter.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    (z >> 11) as f64 / (1_u64 << 53) as f64
}
