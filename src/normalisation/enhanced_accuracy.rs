//! Enhanced accuracy: one minus the share of a value's distance to the best in the sum of all distances of the base.

use std::ops::RangeInclusive;

use super::{Axis, Normaliser, Outside, goalposts};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "enhanced-accuracy",
    name: Said { zh: "增强精度法", en: "Enhanced accuracy" },
    formula: "r = 1 − (max − x) / Σ(max − x)\nr = 1 − (x − min) / Σ(x − min)\ns = L + (H − L)·r",
    letters: Said {
        zh: "Σ、max、min：基期；第二行用于越小越好；L、H：量表两端",
        en: "Σ, max, min: of the base; the second line where less is better; L, H: the ends of the scale",
    },
    use_when: Said { zh: "重做使用它的文献", en: "Work that used it is to be repeated" },
    not_when: Said {
        zh: "单位很多时，得分都挤在上端",
        en: "There are many units: scores crowd at the upper end",
    },
    edge: Said {
        zh: "后来的值截断或外推；基期全部相同：无法定标",
        en: "Later values are clamped or extended; a constant base determines nothing",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "Zeng, Li & Yang 2013, Journal of Medical Systems 37:9908, https://doi.org/10.1007/s10916-012-9908-1",
        "Jahan & Edwards 2015, Materials & Design 65:335–342, https://doi.org/10.1016/j.matdes.2014.09.022",
    ],
    example: Some(r#"normalisation = { method = "enhanced-accuracy" }"#),
};

pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    scale: &RangeInclusive<f64>,
    outside: Outside,
) -> Result<Normaliser, Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else { return Err(Undetermined::Empty) };
    if sample.is_constant() {
        return Err(Undetermined::Constant { value: low });
    }
    let falling = direction == Direction::Negative;
    let best = if falling { low } else { high };
    let total = sample.mapped(|value| (best - value).abs()).sum().filter(|_| (high - low).is_finite());
    let total = total.ok_or(Undetermined::TooWide { low, high })?;
    let (low, high) = if falling { (best, best + total) } else { (best - total, best) };
    goalposts::curve(low, high, direction, scale, (Axis::Linear, outside)).map(Normaliser::Curve)
}
