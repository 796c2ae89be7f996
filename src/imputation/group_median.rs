//! The median (quantile type 7 at one half) of the observed values of the unit's group in the base: robust to outliers, the same
//! for every later year. Little & Rubin, Statistical Analysis with Missing Data, ISBN 978-0-470-52679-8, chapter 4: it understates
//! variance, so imputed values are counted apart and never as observed.

use crate::statistics::{GroupedFit, GroupedSample, Sample, Undetermined};
use crate::vocab::Id;

pub(super) fn fit(base: &GroupedSample, by: &[Id], min_group: u32) -> Result<GroupedFit<f64>, Undetermined> {
    base.fit(by, min_group, |sample: &Sample| sample.median().ok_or(Undetermined::Empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_use_the_whole_base() {
        let by = vec![Id::new("industry").unwrap()];
        let key = |text: &str| vec![Some(text.to_owned())];
        let base = GroupedSample::new(
            by.clone(),
            vec![
                (key("C"), Sample::new(vec![1.0, 2.0, 9.0])),
                (key("D"), Sample::new(vec![5.0])),
                (vec![None], Sample::new(vec![6.0])),
            ],
        );
        let fit = fit(&base, &by, 3).unwrap();
        assert_eq!(fit.grouped.get(fit.grouped.find(|_| Some("C"))), &2.0);
        assert_eq!(fit.grouped.get(fit.grouped.find(|_| Some("D"))), &5.0);
        assert_eq!(fit.grouped.pooled, 5.0);
        assert_eq!(fit.fallbacks.len(), 1);
    }
}
