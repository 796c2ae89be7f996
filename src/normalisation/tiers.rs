//! Ordered classes: the score of the highest class that the value reaches. Below the lowest class scores go on as they came: the
//! bottom of the scale where they rise from class to class, the score of the lowest class where they fall and it is the best.

use std::ops::RangeInclusive;

use super::{Normaliser, Steps, Tier};
use crate::statistics::Undetermined;

pub(super) fn freeze(tiers: &[Tier], scale: &RangeInclusive<f64>) -> Result<Normaliser, Undetermined> {
    let lowest = tiers.iter().min_by(|a, b| a.at.total_cmp(&b.at));
    let falls = |first: &&Tier| tiers.iter().any(|tier| tier.score < first.score);
    let below = lowest.filter(falls).map_or(*scale.start(), |first| first.score);
    let steps = tiers.iter().map(|tier| [tier.at, tier.score]).collect();
    Steps::new(steps, below).map(Normaliser::Steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_the_lowest_class_scores_go_on_as_they_came() {
        let below = |scores: [f64; 3]| {
            let tier = |(at, score)| Tier { at, score, name: None };
            let tiers: Vec<Tier> = [6.0, 1.0, 3.0].into_iter().zip(scores).map(tier).collect();
            freeze(&tiers, &(0.0..=100.0)).unwrap().apply(0.0)
        };
        assert_eq!(below([100.0, 20.0, 60.0]), Some(0.0));
        assert_eq!(below([0.0, 90.0, 40.0]), Some(90.0));
    }
}
