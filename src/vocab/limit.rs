/// How far, relative to a limit, a value may miss it by rounding and still reach it.
const ROUNDING: f64 = 1e-12;

/// Whether a value reaches a limit from below. Converting units of measure there and back costs a last digit, which must not put a
/// value into another class. A limit of 0 is exact.
#[inline(always)]
pub(crate) fn at_least(value: f64, limit: f64) -> bool {
    value >= lowered(limit)
}

/// Whether a value does not exceed a limit; as [`at_least`].
#[inline(always)]
pub(crate) fn at_most(value: f64, limit: f64) -> bool {
    value <= raised(limit)
}

/// The least value that reaches a limit.
pub(crate) fn lowered(limit: f64) -> f64 {
    if limit.is_finite() { limit - limit.abs() * ROUNDING } else { limit }
}

/// The greatest value that does not exceed a limit.
pub(crate) fn raised(limit: f64) -> f64 {
    if limit.is_finite() { limit + limit.abs() * ROUNDING } else { limit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_digit_does_not_count() {
        assert!(at_least(12.0_f64.next_down(), 12.0) && at_most(12.0_f64.next_up(), 12.0));
        assert!(at_least((-12.0_f64).next_down(), -12.0) && at_most((-12.0_f64).next_up(), -12.0));
        assert!(!at_least(12.0 - 1e-10, 12.0) && !at_most(12.0 + 1e-10, 12.0));
        assert!(!at_least(-f64::MIN_POSITIVE, 0.0) && !at_most(f64::MIN_POSITIVE, 0.0));
        assert!(at_least(0.0, f64::NEG_INFINITY) && at_most(0.0, f64::INFINITY));
        assert!(!at_least(f64::NAN, 1.0) && !at_most(f64::NAN, 1.0));
    }
}
