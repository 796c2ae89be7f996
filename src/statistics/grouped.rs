use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Sample, Undetermined};
use crate::vocab::Id;

/// The values of some attributes that a peer group shares, in the order of the attributes; `None` where nobody gave one.
pub type PeerGroup = Vec<Option<String>>;

/// Base samples by the values of some attributes. Without attributes there is one group with an empty key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupedSample {
    by: Vec<Id>,
    /// Ascending by key, no key twice.
    groups: Vec<(PeerGroup, Sample)>,
}

/// Something frozen that may differ by peer group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grouped<T> {
    /// The attributes that make the groups; empty: one for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Id>,
    /// The groups that have their own; the first that fits counts.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group<T>>,
    /// For every other unit.
    pub pooled: T,
}

/// What one peer group has of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group<T> {
    /// For each attribute of [`Grouped::by`] the values that belong; an empty list admits any.
    pub when: Vec<Vec<String>>,
    /// Observed values of the base it was fitted on; 0 when it was given.
    pub observed: u64,
    /// What it has.
    pub fitted: T,
}

/// A group of the base that uses what was fitted on the whole base.
#[derive(Clone, Debug, PartialEq)]
pub struct Fallback {
    /// The values of the attributes.
    pub group: Vec<String>,
    /// Its observed values in the base.
    pub observed: u64,
    /// Why.
    pub reason: FallbackReason,
}

/// Why a group uses the whole base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FallbackReason {
    /// It has fewer observed values than asked.
    Small,
    /// Its own values do not determine the parameters.
    Undetermined(Undetermined),
}

/// A fit by group, and which groups fell back.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupedFit<T> {
    /// What is frozen.
    pub grouped: Grouped<T>,
    /// In order of group.
    pub fallbacks: Vec<Fallback>,
}

impl GroupedSample {
    /// Collects samples by key; those of the same key are merged. Keys have one entry for each attribute.
    #[must_use]
    pub fn new(by: Vec<Id>, mut groups: Vec<(PeerGroup, Sample)>) -> Self {
        groups.sort_by(|a, b| a.0.cmp(&b.0));
        let mut merged: Vec<(PeerGroup, Sample)> = Vec::with_capacity(groups.len());
        for (key, sample) in groups {
            match merged.last_mut() {
                Some((last, into)) if *last == key => *into = std::mem::take(into).merge(sample),
                _ => merged.push((key, sample)),
            }
        }
        GroupedSample { by, groups: merged }
    }

    /// The attributes of the keys.
    #[must_use]
    pub fn by(&self) -> &[Id] {
        &self.by
    }

    /// The groups, ascending by key.
    #[must_use]
    pub fn groups(&self) -> &[(PeerGroup, Sample)] {
        &self.groups
    }

    /// All values of both. The attributes must be the same.
    #[must_use]
    pub fn merge(self, other: GroupedSample) -> GroupedSample {
        GroupedSample::new(self.by, self.groups.into_iter().chain(other.groups).collect())
    }

    /// All values together.
    #[must_use]
    pub fn pooled(&self) -> Cow<'_, Sample> {
        match self.groups.as_slice() {
            [(_, only)] => Cow::Borrowed(only),
            groups => {
                let values = groups.iter().flat_map(|(_, sample)| sample.values()).copied();
                Cow::Owned(Sample::new(values.collect()))
            }
        }
    }

    /// The same values by fewer attributes; an attribute it does not have counts as not given.
    #[must_use]
    pub fn regroup(&self, by: &[Id]) -> GroupedSample {
        let places: Vec<Option<usize>> = by.iter().map(|id| self.by.iter().position(|b| b == id)).collect();
        let project = |key: &PeerGroup| {
            places.iter().map(|place| place.and_then(|at| key.get(at).cloned().flatten())).collect()
        };
        let groups = self.groups.iter().map(|(key, sample)| (project(key), sample.clone()));
        GroupedSample::new(by.to_vec(), groups.collect())
    }

    /// Each group after its own monotone map.
    #[must_use]
    pub fn mapped(&self, mut map: impl FnMut(&PeerGroup, &Sample) -> Sample) -> GroupedSample {
        let groups = self.groups.iter().map(|(key, sample)| (key.clone(), map(key, sample)));
        GroupedSample { by: self.by.clone(), groups: groups.collect() }
    }

    /// Fits the whole and each group that is large enough; the others use the whole.
    ///
    /// # Errors
    /// Why the whole does not determine the parameters.
    pub fn fit<T>(
        &self,
        by: &[Id],
        min_group: u32,
        fit: impl Fn(&Sample) -> Result<T, Undetermined>,
    ) -> Result<GroupedFit<T>, Undetermined> {
        let pooled = fit(&self.pooled())?;
        let mut grouped = Grouped { by: by.to_vec(), groups: Vec::new(), pooled };
        let mut fallbacks = Vec::new();
        if by.is_empty() {
            return Ok(GroupedFit { grouped, fallbacks });
        }
        for (key, sample) in self.regroup(by).groups {
            // A unit whose attribute nobody gave belongs to no peer group.
            let Some(group) = key.into_iter().collect::<Option<Vec<String>>>() else { continue };
            let observed = sample.len() as u64;
            let mut fall_back = |group, reason| fallbacks.push(Fallback { group, observed, reason });
            if observed < u64::from(min_group) {
                fall_back(group, FallbackReason::Small);
                continue;
            }
            match fit(&sample) {
                Ok(fitted) => {
                    let when = group.into_iter().map(|value| vec![value]).collect();
                    grouped.groups.push(Group { when, observed, fitted });
                }
                Err(why) => fall_back(group, FallbackReason::Undetermined(why)),
            }
        }
        Ok(GroupedFit { grouped, fallbacks })
    }
}

impl<T> Grouped<T> {
    /// One for all.
    #[must_use]
    pub fn uniform(pooled: T) -> Self {
        Grouped { by: Vec::new(), groups: Vec::new(), pooled }
    }

    /// Whether it never differs.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.groups.is_empty()
    }

    /// The number of the first group that fits; `None`: the pooled one.
    pub fn find<'a>(&self, value: impl Fn(usize) -> Option<&'a str>) -> Option<usize> {
        self.groups.iter().position(|group| {
            group.when.iter().enumerate().all(|(at, admitted)| {
                admitted.is_empty() || value(at).is_some_and(|value| admitted.iter().any(|a| a == value))
            })
        })
    }

    /// What a group has; `None`: the pooled one.
    #[must_use]
    pub fn get(&self, group: Option<usize>) -> &T {
        group.and_then(|at| self.groups.get(at)).map_or(&self.pooled, |group| &group.fitted)
    }

    /// The same groups with something else.
    pub fn map<U>(&self, mut map: impl FnMut(&T) -> U) -> Grouped<U> {
        let groups = self.groups.iter().map(|group| Group {
            when: group.when.clone(),
            observed: group.observed,
            fitted: map(&group.fitted),
        });
        Grouped { by: self.by.clone(), groups: groups.collect(), pooled: map(&self.pooled) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn key(values: &[&str]) -> PeerGroup {
        values.iter().map(|v| (!v.is_empty()).then(|| (*v).to_owned())).collect()
    }

    fn base() -> GroupedSample {
        GroupedSample::new(
            vec![id("industry"), id("size")],
            vec![
                (key(&["C", "L"]), Sample::new(vec![1.0, 2.0])),
                (key(&["D", "L"]), Sample::new(vec![5.0, 5.0, 5.0])),
                (key(&["C", "S"]), Sample::new(vec![3.0])),
                (key(&["", "S"]), Sample::new(vec![9.0])),
            ],
        )
    }

    #[test]
    fn groups_are_fitted_and_fall_back_with_a_reason() {
        let spread = |sample: &Sample| match (sample.min(), sample.max()) {
            (Some(low), Some(high)) if low < high => Ok(high - low),
            (Some(value), _) => Err(Undetermined::Constant { value }),
            _ => Err(Undetermined::Empty),
        };
        let fit = base().fit(&[id("industry")], 2, spread).unwrap();
        assert_eq!(fit.grouped.pooled, 8.0);
        assert_eq!(fit.grouped.groups.len(), 1);
        assert_eq!(fit.grouped.get(fit.grouped.find(|_| Some("C"))), &2.0);
        assert_eq!(fit.grouped.get(fit.grouped.find(|_| None)), &8.0);
        assert_eq!(fit.fallbacks.len(), 1);
        assert_eq!(
            fit.fallbacks[0].reason,
            FallbackReason::Undetermined(Undetermined::Constant { value: 5.0 })
        );
        let small = base().fit(&[id("industry"), id("size")], 3, spread).unwrap();
        assert_eq!(small.fallbacks.iter().filter(|f| f.reason == FallbackReason::Small).count(), 2);
    }

    #[test]
    fn regrouping_keeps_every_value() {
        let regrouped = base().regroup(&[id("size")]);
        assert_eq!(regrouped.groups().len(), 2);
        assert_eq!(regrouped.pooled(), base().pooled());
    }
}
