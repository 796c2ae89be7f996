/// Competition ranks (1, 2, 2, 4): 1 is the highest score, equal scores share a rank, and the next rank counts all above it.
///
/// Ties are decided on the numbers as they are, unrounded; what has no score has no rank.
///
/// ```
/// use quanheng::ranking::competition_ranks;
/// let ranks = competition_ranks(&[Some(7.5), Some(9.0), None, Some(7.5), Some(3.0)]);
/// assert_eq!(ranks, [Some(2), Some(1), None, Some(2), Some(4)]);
/// ```
#[must_use]
pub fn competition_ranks(scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let mut ordered: Vec<(f64, usize)> =
        scores.iter().enumerate().filter_map(|(at, score)| score.map(|score| (score, at))).collect();
    ordered.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut ranks = vec![None; scores.len()];
    let mut shared: Option<(f64, u32)> = None;
    for (place, (score, at)) in (1_u32..).zip(ordered) {
        let rank = match shared {
            Some((before, rank)) if before == score => rank,
            _ => place,
        };
        shared = Some((score, rank));
        ranks[at] = Some(rank);
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_better_rank() {
        let scores = [7.5, 9.0, 7.5, 3.0, 9.0, 9.0, 1.0].map(Some);
        assert_eq!(competition_ranks(&scores), [4, 1, 4, 6, 1, 1, 7].map(Some));
        assert_eq!(competition_ranks(&[Some(0.0), Some(-0.0)]), [Some(1), Some(1)]);
        assert_eq!(competition_ranks(&[None, None]), [None, None]);
        let near = [Some(0.3), Some(0.1 + 0.2)];
        assert_eq!(competition_ranks(&near), [Some(2), Some(1)], "no tolerance: unrounded values decide");
    }
}
