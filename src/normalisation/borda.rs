//! Borda points (rank − 1) as a share of the most there can be; also called percentage rank. The fit is in `rank`.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "borda",
    name: Said { zh: "Borda 计数（百分秩）", en: "Borda count (percentage rank)" },
    formula: "s = L + (H − L)·(r − 1) / (n − 1)",
    letters: Said {
        zh: "r：在基期各值中的秩，最差为 1；并列按 ties；n：基期个数；r − 1 就是 Borda 分",
        en: "r: the rank among the base, 1 for the worst; ties by `ties`; n: of the base; r − 1 are the Borda points",
    },
    use_when: Said {
        zh: "只看名次，最差为 L、最好为 H",
        en: "Only the order counts, the worst at L and the best at H",
    },
    not_when: Said { zh: "差距的大小重要", en: "The size of differences counts" },
    edge: Said {
        zh: "后来的值按它在基期各值中的位置取秩；一个单位：无法定标",
        en: "Later values take the rank of their place among the base; one unit determines nothing",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "Borda 1781, Mémoire sur les élections au scrutin",
        "COINr 1.1.14, https://doi.org/10.21105/joss.04567",
    ],
    example: Some(r#"normalisation = { method = "borda", ties = "min" }"#),
};
