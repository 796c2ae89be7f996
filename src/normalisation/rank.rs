//! The rank among the base over its number of values. The kernel is in `placed`.

use std::ops::RangeInclusive;

use super::placed::Order;
use super::{Normaliser, Placed, RankShare, Ties};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "rank",
    name: Said { zh: "秩（占单位数之比）", en: "Rank" },
    formula: "s = L + (H − L)·r / n",
    letters: Said {
        zh: "r：在基期各值中的秩，最差为 1；并列按 ties（average、min、max）；n：基期个数",
        en: "r: the rank among the base, 1 for the worst; ties by `ties` (average, min, max); n: of the base",
    },
    use_when: Said {
        zh: "只看名次，且与整数法秩和比一致",
        en: "Only the order counts, as in the rank-sum ratio",
    },
    not_when: Said { zh: "差距的大小重要", en: "The size of differences counts" },
    edge: Said {
        zh: "后来的值按它在基期各值中的位置取秩；最差也得 L + (H − L)/n",
        en: "Later values take the rank of their place among the base; the worst still gets L + (H − L)/n",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
        "田凤调 1993，秩和比法及其应用，中国统计出版社",
    ],
    example: Some(r#"normalisation = { method = "rank", ties = "average" }"#),
};

/// Fits the ranks of one group.
pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    scale: &RangeInclusive<f64>,
    (ties, share): (Ties, RankShare),
) -> Result<Normaliser, Undetermined> {
    match (sample.min(), sample.len()) {
        (None, _) => Err(Undetermined::Empty),
        (Some(_), 1) => Err(Undetermined::TooFew { given: 1, needed: 2 }),
        (Some(value), _) if sample.is_constant() => Err(Undetermined::Constant { value }),
        _ => {
            let order = if direction == Direction::Negative { Order::Falling } else { Order::Rising };
            let ends = (*scale.start(), *scale.end());
            Ok(Normaliser::Placed(Placed::new(sample.clone(), (ties, share), order, ends)))
        }
    }
}
