//! The stages of the reference in the order in which a score is made, each with the notes of its methods.

use quanheng::vocab::{MethodNote, Said};
use quanheng::{diagnosis, ranking, treatment};

/// A part of the reference.
pub(super) struct Stage {
    /// A word for anchors.
    pub(super) id: &'static str,
    pub(super) name: Said,
    /// What the stage does, in one or two sentences.
    pub(super) about: Said,
    pub(super) notes: &'static [&'static MethodNote],
}

pub(super) fn stages() -> Vec<Stage> {
    vec![
        Stage {
            id: "treatment",
            name: Said { zh: "异常值处理", en: "Treatment of outliers" },
            about: Said {
                zh: "归一化之前怎样处理极端值。写在指标卡上：`treatment = { … }`。参数由基期定出并冻结。",
                en: "What is done to extreme values before normalisation. Stands on the card of an indicator: `treatment = { … }`. Parameters come from the base and are frozen.",
            },
            notes: treatment::NOTES,
        },
        Stage {
            id: "ranking",
            name: Said { zh: "整样本排序与比较", en: "Whole-sample rankings and their comparison" },
            about: Said {
                zh: "计分之后，用其他方法给同一期的同一批对象排序，与综合得分并列。写在 study.toml 里：`[[ranking]]`。随样本而变，不冻结，不跨年比较。",
                en: "After scoring: the units of one period ranked by other methods, beside the index. Stands in study.toml: `[[ranking]]`. It moves with the sample, never freezes, and is not compared across years.",
            },
            notes: ranking::NOTES,
        },
        Stage {
            id: "diagnosis",
            name: Said { zh: "诊断", en: "Diagnosis" },
            about: Said {
                zh: "`quanheng diagnose` 怎样看一套指标体系在数据上的表现。不改变任何得分；阈值写在 study.toml 的 `[diagnosis]`。",
                en: "How `quanheng diagnose` looks at an indicator system on its data. It changes no score; limits stand under `[diagnosis]` in study.toml.",
            },
            notes: diagnosis::NOTES,
        },
    ]
}
