//! Distance to the best value of the base: the same curve as min–max, under the name people look for.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "distance-to-max",
    name: Said { zh: "到最优值的距离", en: "Distance to the best" },
    formula: "s = H − (H − L)·(max − x) / (max − min)",
    letters: Said {
        zh: "max、min：基期最大、最小值，越小越好时对调；L、H：量表两端",
        en: "max, min: of the base, exchanged where less is better; L, H: the ends of the scale",
    },
    use_when: Said {
        zh: "以基期最好者为前沿，看还差多少",
        en: "The best of the base is the frontier, and what is left to it counts",
    },
    not_when: Said {
        zh: "最好者是极端值（先处理）", en: "The best is an extreme value (treat it first)"
    },
    edge: Said {
        zh: "与 min-max 得分相同；基期全部相同：无法定标",
        en: "The same scores as min-max; a constant base determines nothing",
    },
    across_years: AcrossYears::Comparable,
    sources: &[
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
        "COINr 1.1.14, https://doi.org/10.21105/joss.04567",
    ],
    example: Some(r#"normalisation = { method = "distance-to-max" }"#),
};
