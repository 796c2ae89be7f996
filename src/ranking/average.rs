/// Ranks from 1 for the lowest; equal values share the mean of their places (1, 2.5, 2.5, 4).
///
/// ```
/// use quanheng::ranking::average_ranks;
/// assert_eq!(average_ranks(&[3.0, 1.0, 3.0, 7.0]), [2.5, 1.0, 2.5, 4.0]);
/// ```
#[must_use]
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let value = values[order[first]];
        // A value that equals not even itself stands alone.
        let tied = order[first..].iter().take_while(|unit| values[**unit] == value).count().max(1);
        for unit in &order[first..first + tied] {
            ranks[*unit] = first as f64 + (tied + 1) as f64 / 2.0;
        }
        first += tied;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_of_both_signs_are_tied() {
        assert_eq!(average_ranks(&[0.0, -0.0, 1.0]), [1.5, 1.5, 3.0]);
        assert_eq!(average_ranks(&[]), [0.0; 0]);
    }
}
