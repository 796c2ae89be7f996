//! The share of a value's logarithm in the sum of logarithms of the base.

use super::{Logarithm, Normaliser};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "logarithmic",
    name: Said { zh: "对数占比", en: "Logarithmic share" },
    formula: "r = ln x / Σ ln x\nr = (1 − ln x / Σ ln x) / (n − 1)\ns = L + (H − L)·r",
    letters: Said {
        zh: "Σ：基期 n 个值；第二行用于越小越好；L、H：量表两端",
        en: "Σ: over the n values of the base; the second line where less is better; L, H: the ends of the scale",
    },
    use_when: Said {
        zh: "重做使用它的文献（Zavadskas 等）",
        en: "Work that used it is to be repeated (Zavadskas and others)",
    },
    not_when: Said {
        zh: "其余情形：换计量单位，得分就变",
        en: "Anything else: another unit of measure gives other scores",
    },
    edge: Said {
        zh: "Σ ln x 不为正时好坏颠倒，拒绝；不为正的值拒绝",
        en: "Refused where Σ ln x is not positive, as good and bad would be turned round, and where a value is not positive",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &["Zavadskas & Turskis 2008, Informatica (Vilnius) 19(2):303–314"],
    example: Some(r#"normalisation = { method = "logarithmic" }"#),
};

pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    (zero, one): (f64, f64),
) -> Result<Normaliser, Undetermined> {
    let Some(low) = sample.min() else { return Err(Undetermined::Empty) };
    if low <= 0.0 {
        return Err(Undetermined::OutOfDomain { value: low });
    }
    if sample.is_constant() {
        return Err(Undetermined::Constant { value: low });
    }
    let sum = sample.mapped(libm::log).sum().ok_or(Undetermined::Empty)?;
    // With a negative sum the largest value would get the smallest share.
    if sum <= 0.0 {
        return Err(Undetermined::OutOfDomain { value: sum });
    }
    let (height, others) = (one - zero, sample.len() as f64 - 1.0);
    let logarithm = if direction == Direction::Negative {
        Logarithm { at_one: zero + height / others, slope: -height / (sum * others) }
    } else {
        Logarithm { at_one: zero, slope: height / sum }
    };
    logarithm.check().map(|()| Normaliser::Logarithm(logarithm))
}
