//! Percentile rank: the share of the base below the value, ties half (mid-rank), over the scale.
//!
//! OECD/JRC Handbook 2008, step 5. Relative to the base sample: it says where a unit stands, not how far it is.

use std::ops::RangeInclusive;

use super::{Ecdf, Normaliser};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "percentile",
    name: Said { zh: "基期百分位", en: "Percentile of the base" },
    formula: "s = L + (H − L)·(b + e/2) / n",
    letters: Said {
        zh: "b、e：基期中小于、等于 x 的个数；n：基期个数；L、H：量表两端，越小越好时对调",
        en: "b, e: base values below x and equal to it; n: of the base; L, H: the ends of the scale, exchanged where less is better",
    },
    use_when: Said {
        zh: "分布很不规则，只看相对位置",
        en: "The distribution is wild and only the place counts",
    },
    not_when: Said {
        zh: "差距的大小重要，或要说明进步了多少",
        en: "The size of differences counts, or progress is to be measured",
    },
    edge: Said {
        zh: "并列取中；相对于基期样本", en: "Ties count half; relative to the base's sample"
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(r#"normalisation = { method = "percentile", by = ["industry"] }"#),
};

pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    scale: &RangeInclusive<f64>,
) -> Result<Normaliser, Undetermined> {
    match sample.min() {
        None => Err(Undetermined::Empty),
        Some(value) if sample.is_constant() => Err(Undetermined::Constant { value }),
        Some(_) => {
            let (worst, best) = (*scale.start(), *scale.end());
            let (at_low, at_high) =
                if direction == Direction::Negative { (best, worst) } else { (worst, best) };
            Ok(Normaliser::Ecdf(Ecdf::new(sample.clone(), at_low, at_high)))
        }
    }
}
