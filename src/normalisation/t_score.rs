//! T-score: 50 + 10·z. The kernel is in `z_score`.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "t-score",
    name: Said { zh: "T 分数", en: "T-score" },
    formula: "s = 50 + 10·(x − x̄) / σ",
    letters: Said { zh: "x̄、σ：同标准分（z-score）", en: "x̄, σ: as for the z-score" },
    use_when: Said {
        zh: "读者熟悉 T 分数：均值 50，标准差 10",
        en: "Readers know T-scores: mean 50, standard deviation 10",
    },
    not_when: Said { zh: "量表不含 50", en: "The scale does not contain 50" },
    edge: Said {
        zh: "就是 centre = 50、spread = 10 的标准分",
        en: "It is the z-score with centre = 50 and spread = 10",
    },
    across_years: AcrossYears::Comparable,
    sources: &["McCall 1922, How to Measure in Education, Macmillan"],
    example: Some(r#"normalisation = { method = "t-score", deviation = "population" }"#),
};
