//! A matrix of numbers above 0 for the benches that need no definition.

/// Units and criteria, from the environment or 100,000 × 40; small when the benches only run as tests.
pub(crate) fn size() -> (usize, usize) {
    let test = std::env::args().any(|argument| argument == "--test");
    let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let units = asked("QUANHENG_BENCH_UNITS").unwrap_or(if test { 1_000 } else { 100_000 });
    (units, asked("QUANHENG_BENCH_CRITERIA").unwrap_or(40))
}

/// Values from a fixed generator (xorshift, seed 7).
pub(crate) fn columns(units: usize, criteria: usize) -> Vec<Vec<f64>> {
    let mut state = 7_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64 + 0.01
    };
    (0..criteria).map(|_| (0..units).map(|_| next()).collect()).collect()
}
