//! Given anchors, with other ones for some peer groups: five-band standard values (标准值), baseline and leading value, targets.

use std::collections::BTreeSet;

use super::{AnchorGroup, Axis, Curve, Normaliser, Outside};
use crate::statistics::{Group, Grouped, Undetermined};
use crate::vocab::{AcrossYears, Id, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "anchors",
    name: Said { zh: "锚点曲线", en: "Anchor curve" },
    formula: "s = yᵢ + (x − xᵢ)·(yᵢ₊₁ − yᵢ) / (xᵢ₊₁ − xᵢ)",
    letters: Said {
        zh: "(xᵢ, yᵢ)：x 所在一段的两个锚点", en: "(xᵢ, yᵢ): the anchors around x"
    },
    use_when: Said {
        zh: "评分标准已按若干点给出：基准值与引领值、分段给分",
        en: "The scoring rule is given at some points: baseline and leading value, pieces with points of their own",
    },
    not_when: Said {
        zh: "各点的得分说不出来由",
        en: "Nobody can say where the scores of the points come from",
    },
    edge: Said {
        zh: "锚点上的得分精确；两端之外截断或外推，并计数；居中型、区间型先升后降",
        en: "At an anchor the score is exact; beyond the ends values are clamped or extended, and counted; an interval rises, then falls",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en", "GB/T 36132-2025"],
    example: Some(
        r#"normalisation = { method = "anchors", anchors = [[0.0, 1.0], [3.0, 60.0], [6.0, 100.0]] }"#,
    ),
};

/// The curve for all and one for each group.
pub(super) fn freeze(
    anchors: &[[f64; 2]],
    groups: &[AnchorGroup],
    axis: Axis,
    outside: Outside,
) -> Result<Grouped<Normaliser>, Undetermined> {
    let curve = |anchors: &[[f64; 2]]| Curve::new(anchors.to_vec(), axis, outside).map(Normaliser::Curve);
    let by = attributes(groups);
    let pooled = curve(anchors)?;
    let groups = groups.iter().map(|group| {
        let when = by.iter().map(|id| group.when.get(id).cloned().unwrap_or_default()).collect();
        Ok(Group { when, observed: 0, fitted: curve(&group.anchors)? })
    });
    Ok(Grouped { groups: groups.collect::<Result<_, Undetermined>>()?, by, pooled })
}

/// The attributes that any group names, in order, without repetition.
pub(super) fn attributes(groups: &[AnchorGroup]) -> Vec<Id> {
    let named: BTreeSet<&Id> = groups.iter().flat_map(|group| group.when.keys()).collect();
    named.into_iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn five_bands_are_anchors() {
        // Weight 10, bands 15/10/6/2/−3 with coefficients 1/.8/.6/.4/.2: at 8 half way from 6 to 8 points.
        let bands = [[-3.0, 2.0], [2.0, 4.0], [6.0, 6.0], [10.0, 8.0], [15.0, 10.0]];
        let frozen = freeze(&bands, &[], Axis::Linear, Outside::Clamp).unwrap();
        assert_eq!(frozen.pooled.apply(8.0), Some(7.0));
        assert_eq!(frozen.pooled.apply(15.0), Some(10.0));
        assert_eq!(frozen.pooled.apply(99.0), Some(10.0));
    }

    #[test]
    fn the_first_group_that_fits_counts() {
        let id = |text: &str| Id::new(text).unwrap();
        let group = |pairs: &[(&str, &[&str])], best: f64| AnchorGroup {
            when: pairs
                .iter()
                .map(|(a, values)| (id(a), values.iter().map(|v| (*v).to_owned()).collect()))
                .collect::<BTreeMap<_, _>>(),
            anchors: vec![[0.0, 0.0], [best, 100.0]],
        };
        let groups = [
            group(&[("industry", &["C39", "I65"]), ("size", &["L"])], 10.0),
            group(&[("industry", &["C39"])], 5.0),
        ];
        let frozen = freeze(&[[0.0, 0.0], [1.0, 100.0]], &groups, Axis::Linear, Outside::Clamp).unwrap();
        let at = |industry: Option<&'static str>, size: Option<&'static str>| {
            frozen.find(|place| if place == 0 { industry } else { size })
        };
        assert_eq!(frozen.by, [id("industry"), id("size")]);
        assert_eq!(at(Some("C39"), Some("L")), Some(0));
        assert_eq!(at(Some("C39"), None), Some(1));
        assert_eq!(at(Some("I65"), Some("S")), None);
        assert_eq!(frozen.get(Some(1)).apply(2.5), Some(50.0));
    }
}
