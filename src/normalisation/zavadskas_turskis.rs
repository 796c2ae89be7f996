//! Zavadskas and Turskis: one minus the distance to the best value of the base, relative to it.

use std::ops::RangeInclusive;

use super::{Axis, Normaliser, Outside, goalposts};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "zavadskas-turskis",
    name: Said { zh: "Zavadskas–Turskis", en: "Zavadskas–Turskis" },
    formula: "r = 1 − |max − x| / max\nr = 1 − |min − x| / min\ns = L + (H − L)·r",
    letters: Said {
        zh: "max、min：基期，须大于 0；第二行用于越小越好；L、H：量表两端",
        en: "max, min: of the base, above 0; the second line where less is better; L, H: the ends of the scale",
    },
    use_when: Said { zh: "重做使用它的文献", en: "Work that used it is to be repeated" },
    not_when: Said {
        zh: "越小越好且最大值超过最小值的两倍：得分低于量表（extend）或并列在下端（clamp）",
        en: "Less is better and the largest value is more than twice the smallest: scores fall below the scale (extend) or crowd at its lower end (clamp)",
    },
    edge: Said {
        zh: "后来比最好者更好的值最多按 1 计（clamp），原式在那里会掉头向下",
        en: "Later values better than the best count as 1 (clamp); the formula as published would turn down there",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "Zavadskas & Turskis 2008, Informatica (Vilnius) 19(2):303–314",
        "Jahan & Edwards 2015, Materials & Design 65:335–342, https://doi.org/10.1016/j.matdes.2014.09.022",
    ],
    example: Some(r#"normalisation = { method = "zavadskas-turskis", outside = "extend" }"#),
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
    let best = if direction == Direction::Negative { low } else { high };
    if best <= 0.0 {
        return Err(Undetermined::OutOfDomain { value: best });
    }
    let (from, to) = if direction == Direction::Negative { (low, 2.0 * low) } else { (0.0, high) };
    goalposts::curve(from, to, direction, scale, (Axis::Linear, outside)).map(Normaliser::Curve)
}
