//! Distance to a given target: from the worst value of the base to it. The curve is in `distance_to_unit`.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "distance-to-target",
    name: Said { zh: "到目标的距离", en: "Distance to a target" },
    formula: "s = L + (H − L)·(x − min) / (target − min)",
    letters: Said {
        zh: "target：给定的目标值；min：基期最小值，越小越好时为最大值；L、H：量表两端",
        en: "target: given; min: of the base, the maximum where less is better; L, H: the ends of the scale",
    },
    use_when: Said {
        zh: "看从基期最差水平到目标走了多远",
        en: "How far units have come from the worst of the base to the target counts",
    },
    not_when: Said {
        zh: "目标不比基期最差者好", en: "The target is no better than the worst of the base"
    },
    edge: Said {
        zh: "目标不优于基期最差者则拒绝；超过目标截断，或用 extend 外推",
        en: "Such a target is refused; units beyond it are clamped, or extended on request",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
        "COINr 1.1.14, https://doi.org/10.21105/joss.04567",
    ],
    example: Some(r#"normalisation = { method = "distance-to-target", target = 6.0 }"#),
};
