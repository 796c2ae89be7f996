//! The unit's latest observed value of earlier years. Nothing is frozen: it looks only at the unit itself.

/// The value of the nearest earlier year that has one, at most `max_age` years back, and its age in years.
///
/// `observed` answers for a number of years back.
pub fn latest(max_age: u32, mut observed: impl FnMut(u32) -> Option<f64>) -> Option<(f64, u32)> {
    (1..=max_age).find_map(|age| observed(age).map(|value| (value, age)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_year_counts_and_age_has_a_limit() {
        let history = [None, None, Some(4.0), Some(7.0)];
        let ask = |max_age| latest(max_age, |age| history.get(age as usize).copied().flatten());
        assert_eq!(ask(1), None);
        assert_eq!(ask(2), Some((4.0, 2)));
        assert_eq!(ask(9), Some((4.0, 2)));
    }
}
