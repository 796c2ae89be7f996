//! Parameters for each base period apart (`periods = "each"`), and the keys by which a base keeps its values apart for it.

use std::collections::BTreeSet;

use super::Normaliser;
use crate::statistics::{Group, Grouped, GroupedFit, GroupedSample, PeerGroup, Undetermined};
use crate::vocab::Id;

/// The key that holds a row's period. It can be no attribute: their ids have no hyphen.
pub(crate) const PERIOD: &str = "each-period";

/// The key that says which rows are those of the reference unit.
pub(crate) const REFERENCE: &str = "reference-unit";

/// What [`REFERENCE`] holds for the reference unit.
const IS_REFERENCE: &str = "1";

/// The mean of the reference unit's base values.
pub(super) fn reference(base: &GroupedSample) -> Option<f64> {
    let place = base.by().iter().position(|id| id.as_str() == REFERENCE)?;
    kept(base, |key| key.get(place).is_some_and(|value| value.as_deref() == Some(IS_REFERENCE)))
        .pooled()
        .mean()
}

/// Fits each period by itself: its peer groups first, then all of its values. A period whose values determine nothing has no
/// parameters, and its rows no score.
pub(super) fn fit(
    base: &GroupedSample,
    by: &[Id],
    one: impl Fn(&GroupedSample) -> Result<GroupedFit<Normaliser>, Undetermined>,
) -> Result<GroupedFit<Normaliser>, Undetermined> {
    let pooled = one(base)?.grouped.pooled;
    let place = base.by().iter().position(|id| id.as_str() == PERIOD);
    let period = |key: &PeerGroup| place.and_then(|at| key.get(at).cloned().flatten());
    let periods: BTreeSet<String> = base.groups().iter().filter_map(|(key, _)| period(key)).collect();
    let mut groups = Vec::new();
    let mut fallbacks = Vec::new();
    for name in periods {
        let values = kept(base, |key| period(key).as_deref() == Some(name.as_str()));
        let observed = values.pooled().len() as u64;
        let Ok(fit) = one(&values) else { continue };
        let within = |when: Vec<Vec<String>>| [vec![name.clone()]].into_iter().chain(when).collect();
        for group in fit.grouped.groups {
            groups.push(Group { when: within(group.when), observed: group.observed, fitted: group.fitted });
        }
        groups.push(Group { when: within(vec![Vec::new(); by.len()]), observed, fitted: fit.grouped.pooled });
        fallbacks.extend(fit.fallbacks.into_iter().map(|mut fallback| {
            fallback.group.insert(0, name.clone());
            fallback
        }));
    }
    let by = [Id::from_static(PERIOD)].into_iter().chain(by.iter().cloned()).collect();
    Ok(GroupedFit { grouped: Grouped { by, groups, pooled }, fallbacks })
}

fn kept(base: &GroupedSample, keep: impl Fn(&PeerGroup) -> bool) -> GroupedSample {
    let groups = base.groups().iter().filter(|(key, _)| keep(key)).cloned();
    GroupedSample::new(base.by().to_vec(), groups.collect())
}

#[cfg(test)]
mod tests {
    use super::super::{Aim, Normalisation, Outside, Periods};
    use super::*;
    use crate::statistics::Sample;
    use crate::vocab::Direction;

    fn base(groups: &[(&str, &str, &[f64])], second: &str) -> GroupedSample {
        let by = vec![Id::from_static(PERIOD), Id::new(second).unwrap()];
        let groups = groups.iter().map(|(period, other, values)| {
            (vec![Some((*period).to_owned()), Some((*other).to_owned())], Sample::new(values.to_vec()))
        });
        GroupedSample::new(by, groups.collect())
    }

    #[test]
    fn each_period_has_its_own_ends_and_its_groups_theirs() {
        let base = base(
            &[
                ("2022", "p", &[0.0, 5.0]),
                ("2022", "q", &[10.0]),
                ("2023", "p", &[0.0, 20.0]),
                ("2024", "p", &[7.0, 7.0]),
            ],
            "kind",
        );
        let method = Normalisation::MinMax {
            to: None,
            outside: Outside::Clamp,
            by: vec![Id::new("kind").unwrap()],
            min_group: 2,
            periods: Periods::Each,
        };
        assert!(method.is_by_period());
        let fit = method.fit(Aim::from(Direction::Positive), &(0.0..=100.0), &base).unwrap();
        let of = |period: &'static str, kind: &'static str| {
            let found = fit.grouped.find(|at| Some(if at == 0 { period } else { kind }));
            found.map(|at| fit.grouped.get(Some(at)).apply(5.0).unwrap())
        };
        assert_eq!(of("2022", "p"), Some(100.0));
        assert_eq!(of("2022", "q"), Some(50.0), "too small: the whole period");
        assert_eq!(of("2023", "p"), Some(25.0));
        assert_eq!(of("2024", "p"), None, "a constant period has no parameters");
        assert_eq!(of("2025", "p"), None, "nor has one that is not in the base");
        assert_eq!(fit.fallbacks.iter().map(|f| f.group.join(" ")).collect::<Vec<_>>(), ["2022 q"]);
    }

    #[test]
    fn the_reference_is_one_unit_of_the_base() {
        let groups: &[(&str, &str, &[f64])] =
            &[("2022", "0", &[1.0, 9.0]), ("2022", "1", &[4.0]), ("2023", "1", &[6.0])];
        assert_eq!(reference(&base(groups, REFERENCE)), Some(5.0));
        assert_eq!(reference(&base(&groups[..1], REFERENCE)), None);
        assert_eq!(reference(&base(groups, "kind")), None);
    }
}
