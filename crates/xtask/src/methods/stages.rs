//! The stages of the reference in the order in which a score is made, each with the notes of its methods.

use quanheng::vocab::{MethodNote, Said};
use quanheng::{diagnosis, treatment};

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
