//! The most similar rows of the base lend their values: k nearest neighbours by Gower's distance.
//!
//! Gower 1971, <https://doi.org/10.2307/2528823>; Troyanskaya et al. 2001, <https://doi.org/10.1093/bioinformatics/17.6.520>. Rows are
//! compared one at a time with all donors, tile by tile: no matrix of distances is ever kept.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Donors, NeighbourValue};
use crate::statistics::{Fallback, FallbackReason, Group, Grouped, Sample};
use crate::vocab::{AcrossYears, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "nearest-neighbours",
    name: Said { zh: "k 近邻插补", en: "k nearest neighbours" },
    formula: "d_i = (1/|S_i|)·Σ_{j∈S_i} |x_j − x_ij| / (high_j − low_j)\nx̂ = mean or median of the k rows with the least d_i\nx̂ = Σ_i x_i/d_i / Σ_i 1/d_i  (inverse-distance)",
    letters: Said {
        zh: "x_j：该单位其他指标的观测值；x_ij：基期第 i 行的；S_i：两者都有观测值的指标；low_j、high_j：指标基期的最小、最大值（冻结）；x_i：第 i 行本指标的值",
        en: "x_j: the unit's observed other indicators; x_ij: those of row i of the base; S_i: the indicators both have; low_j, high_j: the extremes of an indicator in the base, frozen; x_i: row i's value of this indicator",
    },
    use_when: Said {
        zh: "基期有足够多与之相似的单位，指标间的关系不是直线",
        en: "The base has enough similar units, and indicators are not related by straight lines",
    },
    not_when: Said {
        zh: "基期单位少，或其他指标与它无关；有极端值时其余单位会显得彼此很近",
        en: "The base is small, or the other indicators have nothing to do with it; with an extreme value all others look alike",
    },
    edge: Said {
        zh: "距离相同按单位标识、再按时期先后；共有指标少于 min_shared 的行不用；不足 k 个就用有的，一个也没有则不补；组内有值的行少于 min_group 时在全体中找（标记 C，否则 B）；基期为常数的指标不计入距离；基期行冻结在评分卡里，以后的数据不改变结果；以后各期的单位可以用到自己在基期的行",
        en: "Equal distances are decided by unit id, then period; rows with fewer than min_shared indicators in common are passed over; fewer than k are used as they are, none gives no answer; a group with fewer than min_group observed rows looks in the whole base (mark C, else B); an indicator that is constant in the base has no part in distances; the rows are frozen in the scorecard, so that later data change nothing; a unit of a later period may find its own row of the base",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "Gower 1971, https://doi.org/10.2307/2528823",
        "Troyanskaya et al. 2001, https://doi.org/10.1093/bioinformatics/17.6.520",
    ],
    example: Some(
        r#"missing = [ { method = "nearest-neighbours", k = 5, value = "median", by = ["industry"], min_group = 30 } ]"#,
    ),
};

/// Donors looked at together: what is kept of them stays in the first cache.
const TILE: usize = 512;

/// A frozen step; the rows themselves are in [`Donors`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearestNeighbours {
    /// How many neighbours.
    pub k: u32,
    /// How their values become one.
    pub value: NeighbourValue,
    /// Rows with fewer indicators in common are passed over.
    pub min_shared: u32,
    /// The indicators that tell how similar units are.
    pub features: Vec<Feature>,
    /// Groups that look among themselves, and how many rows with a value each has.
    pub groups: Grouped<u64>,
}

/// An indicator with its extremes in the base.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// The indicator.
    pub id: Id,
    /// The lowest value.
    pub low: f64,
    /// The highest value; above `low`.
    pub high: f64,
}

impl Feature {
    /// `None` where the extremes coincide or lie too far apart: no distance can be measured on it.
    #[must_use]
    pub fn of(id: &Id, base: &Sample) -> Option<Feature> {
        let feature = Feature { id: id.clone(), low: base.min()?, high: base.max()? };
        feature.is_sound().then_some(feature)
    }

    /// Whether it can be computed with.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.low.is_finite() && self.low < self.high && self.per_width().is_finite() && self.per_width() > 0.0
    }

    /// Distances are differences times this: equal differences then stay equal, which values scaled one by one would not.
    fn per_width(&self) -> f64 {
        1.0 / (self.high - self.low)
    }
}

/// A neighbour that was used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The row of [`Donors`].
    pub donor: usize,
    /// Gower's distance, 0 and more; 1 is the width of the base.
    pub distance: f64,
    /// The indicators in common.
    pub shared: u32,
}

/// What is looked for: the nearest rows that have a value here.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The values of the donors.
    pub values: &'a [Option<f64>],
    /// How many neighbours.
    pub k: usize,
    /// Rows with fewer indicators in common are passed over.
    pub min_shared: u32,
}

/// Donors made ready for a set of indicators and groups: a group's rows together.
#[derive(Clone, Debug)]
pub struct Neighbourhood {
    features: Vec<Feature>,
    /// A column a feature, in the order of positions. NaN marks a gap in here and nowhere else: a gap then costs no memory and no branch.
    values: Vec<Vec<f64>>,
    /// The row of [`Donors`] at each position.
    donors: Vec<u32>,
    groups: BTreeMap<Vec<String>, Range<usize>>,
}

impl NearestNeighbours {
    /// The groups with enough rows that have a value, and those that look in the whole base instead.
    #[must_use]
    pub fn groups(donors: &Donors, target: &Id, by: &[Id], min_group: u32) -> (Grouped<u64>, Vec<Fallback>) {
        let values = donors.column(target).unwrap_or_default();
        let mut counts: BTreeMap<Vec<String>, u64> = BTreeMap::new();
        for (key, value) in keys(donors, by).into_iter().zip(values) {
            if let Some(key) = key {
                *counts.entry(key).or_default() += u64::from(value.is_some());
            }
        }
        let pooled = values.iter().flatten().count() as u64;
        let mut grouped = Grouped { by: by.to_vec(), groups: Vec::new(), pooled };
        let mut fallbacks = Vec::new();
        for (group, observed) in counts.into_iter().filter(|_| !by.is_empty()) {
            if observed < u64::from(min_group.max(1)) {
                fallbacks.push(Fallback { group, observed, reason: FallbackReason::Small });
            } else {
                let when = group.into_iter().map(|value| vec![value]).collect();
                grouped.groups.push(Group { when, observed, fitted: observed });
            }
        }
        (grouped, fallbacks)
    }

    /// The value that the neighbours give. `None` without any.
    #[must_use]
    pub fn value(&self, values: &[Option<f64>], neighbours: &[Neighbour]) -> Option<f64> {
        let of = |neighbour: &Neighbour| values.get(neighbour.donor).copied().flatten();
        let all = || Sample::new(neighbours.iter().filter_map(of).collect());
        let value = match self.value {
            NeighbourValue::Mean => all().mean(),
            NeighbourValue::Median => all().median(),
            NeighbourValue::InverseDistance => {
                let least = neighbours.iter().map(|n| n.distance).reduce(f64::min)?;
                if least == 0.0 {
                    let same = neighbours.iter().filter(|n| n.distance == 0.0);
                    Sample::new(same.filter_map(of).collect()).mean()
                } else {
                    weighted(neighbours.iter().filter_map(|n| Some((of(n)?, least / n.distance))))
                }
            }
        };
        value.filter(|value| value.is_finite())
    }
}

/// The weighted mean by steps, which stays between the values: sums of large values would overflow.
fn weighted(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let mut whole = 0.0;
    let mut mean = None;
    for (value, weight) in pairs {
        whole += weight;
        mean = Some(mean.map_or(value, |mean: f64| mean + (value - mean) * (weight / whole)));
    }
    mean
}

/// The group of each donor; `None` where an attribute is not known.
fn keys(donors: &Donors, by: &[Id]) -> Vec<Option<Vec<String>>> {
    let columns: Vec<Option<&[Option<String>]>> = by.iter().map(|id| donors.attribute(id)).collect();
    let key = |row: usize| columns.iter().map(|column| column.and_then(|c| c[row].clone())).collect();
    (0..donors.rows.len()).map(key).collect()
}

impl Neighbourhood {
    /// Makes donors ready.
    #[must_use]
    pub fn new(donors: &Donors, features: Vec<Feature>, by: &[Id]) -> Self {
        let keys = keys(donors, by);
        let mut order: Vec<usize> = (0..keys.len()).collect();
        // A stable sort: inside a group donors stay in their order.
        order.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
        let mut groups: BTreeMap<Vec<String>, Range<usize>> = BTreeMap::new();
        for (position, &donor) in order.iter().enumerate() {
            if let Some(key) = &keys[donor] {
                groups.entry(key.clone()).or_insert(position..position).end = position + 1;
            }
        }
        let ordered = |feature: &Feature| {
            let values = donors.column(&feature.id).unwrap_or_default();
            order.iter().map(|donor| values.get(*donor).copied().flatten().unwrap_or(f64::NAN)).collect()
        };
        Neighbourhood {
            values: features.iter().map(ordered).collect(),
            donors: order.iter().map(|donor| u32::try_from(*donor).unwrap_or(u32::MAX)).collect(),
            features,
            groups,
        }
    }

    /// The indicators whose values a row is asked for, in this order.
    #[must_use]
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// The positions of a group; `None`: of all donors.
    #[must_use]
    pub fn positions(&self, group: Option<&[String]>) -> Range<usize> {
        match group {
            Some(group) => self.groups.get(group).cloned().unwrap_or(0..0),
            None => 0..self.donors.len(),
        }
    }

    /// The nearest donors to a row for each thing wanted, nearest first; equal distances in the order of donors. `row` has a value or a
    /// gap for each of [`Neighbourhood::features`].
    #[must_use]
    pub fn nearest(
        &self,
        row: &[Option<f64>],
        positions: Range<usize>,
        wanted: &[Wanted<'_>],
    ) -> Vec<Vec<Neighbour>> {
        let known: Vec<Known<'_>> = self
            .features
            .iter()
            .zip(row)
            .zip(&self.values)
            .filter_map(|((feature, value), column)| {
                Some(Known { column, value: (*value)?, per_width: feature.per_width() })
            })
            .collect();
        let mut best: Vec<Vec<Neighbour>> = wanted.iter().map(|_| Vec::new()).collect();
        let mut tile = Tile { sums: [0.0; TILE], shared: [0.0; TILE] };
        let mut start = positions.start;
        while start < positions.end {
            let end = (start + TILE).min(positions.end);
            tile.measure(&known, start..end);
            for (at, donor) in self.donors[start..end].iter().enumerate() {
                let shared = tile.shared[at];
                let distance = tile.sums[at] / shared;
                if !distance.is_finite() {
                    continue;
                }
                let found = Neighbour { donor: *donor as usize, distance, shared: shared as u32 };
                for (wanted, best) in wanted.iter().zip(&mut best) {
                    keep(wanted, best, found);
                }
            }
            start = end;
        }
        best
    }
}

/// A feature that the row has, and the donors' values of it.
struct Known<'k> {
    column: &'k [f64],
    value: f64,
    per_width: f64,
}

/// Sums of distances on single indicators, and how many there are, for some donors.
struct Tile {
    sums: [f64; TILE],
    shared: [f64; TILE],
}

impl Tile {
    fn measure(&mut self, known: &[Known<'_>], positions: Range<usize>) {
        let size = positions.len();
        let (sums, shared) = (&mut self.sums[..size], &mut self.shared[..size]);
        sums.fill(0.0);
        shared.fill(0.0);
        for Known { column, value, per_width } in known {
            let column = &column[positions.clone()];
            for ((sum, shared), other) in sums.iter_mut().zip(shared.iter_mut()).zip(column) {
                let distance = (other - value).abs() * per_width;
                let is_known = !distance.is_nan();
                *sum += if is_known { distance } else { 0.0 };
                *shared += if is_known { 1.0 } else { 0.0 };
            }
        }
    }
}

/// Puts a donor into its place among the nearest, if it has one.
#[inline]
fn keep(wanted: &Wanted<'_>, best: &mut Vec<Neighbour>, found: Neighbour) {
    let before = |a: &Neighbour, b: &Neighbour| {
        a.distance < b.distance || (a.distance == b.distance && a.donor < b.donor)
    };
    if best.len() >= wanted.k && best.last().is_none_or(|worst| !before(&found, worst)) {
        return;
    }
    if found.shared < wanted.min_shared || wanted.values.get(found.donor).is_none_or(Option::is_none) {
        return;
    }
    let place = best.partition_point(|kept| before(kept, &found));
    best.insert(place, found);
    best.truncate(wanted.k);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imputation::{DonorAttribute, DonorColumn, DonorRow};
    use crate::vocab::Period;

    fn id(text: &str) -> Id {
        Id::new(text).unwrap()
    }

    fn donors(columns: &[(&str, &[Option<f64>])], groups: &[Option<&str>]) -> Donors {
        let rows =
            (0..groups.len()).map(|at| DonorRow { unit: format!("u{at}"), period: Period::year(2020) });
        let values = groups.iter().map(|g| g.map(str::to_owned)).collect();
        Donors {
            rows: rows.collect(),
            attributes: vec![DonorAttribute { id: id("industry"), values }],
            columns: columns
                .iter()
                .map(|(name, values)| DonorColumn { id: id(name), values: values.to_vec() })
                .collect(),
        }
    }

    fn small() -> Donors {
        let some = |values: [f64; 5]| values.map(Some);
        let mut y = some([0.0, 1.0, 2.0, 3.0, 4.0]);
        y[4] = None;
        donors(
            &[
                ("x", &some([10.0, 20.0, 30.0, 40.0, 50.0])),
                ("y", &y),
                ("t", &[Some(1.0), Some(2.0), None, Some(4.0), Some(5.0)]),
            ],
            &[Some("C"), Some("D"), Some("C"), Some("C"), None],
        )
    }

    fn features(donors: &Donors, names: &[&str]) -> Vec<Feature> {
        let of = |name: &&str| {
            let id = id(name);
            let values = donors.column(&id).unwrap().iter().flatten().copied().collect();
            Feature::of(&id, &Sample::new(values)).unwrap()
        };
        names.iter().map(of).collect()
    }

    fn nearest(row: &[Option<f64>], group: Option<&str>, k: usize, min_shared: u32) -> Vec<(usize, f64)> {
        let donors = small();
        let space = Neighbourhood::new(&donors, features(&donors, &["x", "y"]), &[id("industry")]);
        let key = group.map(|group| vec![group.to_owned()]);
        let wanted = Wanted { values: donors.column(&id("t")).unwrap(), k, min_shared };
        let found = space.nearest(row, space.positions(key.as_deref()), &[wanted]);
        found[0].iter().map(|neighbour| (neighbour.donor, neighbour.distance)).collect()
    }

    #[test]
    fn distances_are_means_over_shared_indicators() {
        // Ranges 40 and 3: donor 1 is 10/40 and 0 away, donor 3 is 10/40 and 2/3, donor 4 shares only x, at 20/40.
        let row = [Some(30.0), Some(1.0)];
        let found = nearest(&row, None, 4, 1);
        let expected = [(1, 0.125), (0, (0.5 + 1.0 / 3.0) / 2.0), (3, (0.25 + 2.0 / 3.0) / 2.0), (4, 0.5)];
        assert_eq!(found.len(), 4);
        for ((donor, distance), (number, expected)) in found.iter().zip(expected) {
            assert_eq!(*donor, number);
            assert!((distance - expected).abs() < 1e-15, "{distance} {expected}");
        }
        assert_eq!(nearest(&row, None, 9, 2).iter().map(|n| n.0).collect::<Vec<_>>(), [1, 0, 3]);
    }

    #[test]
    fn groups_keep_to_themselves_and_equal_distances_go_by_donor() {
        let row = [Some(25.0), None];
        assert_eq!(nearest(&row, Some("C"), 2, 1).iter().map(|n| n.0).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(nearest(&[None, Some(2.0)], None, 2, 1), [(1, 1.0 / 3.0), (3, 1.0 / 3.0)]);
        assert_eq!(nearest(&[None, None], None, 2, 1), []);
        assert_eq!(nearest(&row, Some("E"), 2, 1), []);
    }

    #[test]
    fn small_groups_look_in_the_whole_base() {
        let (grouped, fallbacks) = NearestNeighbours::groups(&small(), &id("t"), &[id("industry")], 2);
        assert_eq!(grouped.groups.len(), 1);
        assert_eq!(
            (grouped.groups[0].when.clone(), grouped.groups[0].fitted),
            (vec![vec!["C".to_owned()]], 2)
        );
        assert_eq!((fallbacks.len(), fallbacks[0].observed, grouped.pooled), (1, 1, 4));
    }

    #[test]
    fn values_of_neighbours() {
        let step = |value| NearestNeighbours {
            k: 3,
            value,
            min_shared: 1,
            features: vec![],
            groups: Grouped::uniform(3),
        };
        let at = |donor, distance| Neighbour { donor, distance, shared: 1 };
        let values = [Some(1.0), Some(2.0), Some(9.0)];
        let three = [at(0, 0.1), at(1, 0.2), at(2, 0.4)];
        assert_eq!(step(NeighbourValue::Mean).value(&values, &three), Some(4.0));
        assert_eq!(step(NeighbourValue::Median).value(&values, &three), Some(2.0));
        let inverse = step(NeighbourValue::InverseDistance);
        // (10·1 + 5·2 + 2.5·9) / 17.5
        assert!((inverse.value(&values, &three).unwrap() - 42.5 / 17.5).abs() < 1e-14);
        assert_eq!(inverse.value(&values, &[at(0, 0.0), at(1, 0.0), at(2, 0.4)]), Some(1.5));
        assert_eq!(inverse.value(&values, &[]), None);
        let huge = [Some(1e308), Some(1.5e308), Some(1e308)];
        assert!(step(NeighbourValue::Mean).value(&huge, &three).is_some());
        assert!(inverse.value(&huge, &three).is_some());
    }

    #[test]
    fn constants_and_widest_ranges_measure_nothing() {
        assert_eq!(Feature::of(&id("x"), &Sample::new(vec![2.0, 2.0])), None);
        assert_eq!(Feature::of(&id("x"), &Sample::new(vec![-f64::MAX, f64::MAX])), None);
        assert!(Feature::of(&id("x"), &Sample::new(vec![1e-300, 2e-300])).is_some());
    }
}
