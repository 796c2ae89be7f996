//! The stages of the reference in the order in which a score is made, each with the notes of its methods.

use quanheng::vocab::{MethodNote, Said};
use quanheng::{framework, screening, treatment};

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
            id: "screening",
            name: Said { zh: "筛选", en: "Screening" },
            about: Said {
                zh: "哪些对象和指标数据太少，不参与评价。写在 `framework.toml` 的 `[screening]`。",
                en: "Which units and indicators have too little data to take part. Stands in `framework.toml` under `[screening]`.",
            },
            notes: screening::NOTES,
        },
        Stage {
            id: "denomination",
            name: Said { zh: "除以变量", en: "Denomination" },
            about: Said {
                zh: "指标值除以一个声明的变量。写在指标卡上：`denominate = { … }`。",
                en: "An indicator's value divided by a declared variable. Stands on its card: `denominate = { … }`.",
            },
            notes: framework::DENOMINATION,
        },
        Stage {
            id: "treatment",
            name: Said { zh: "异常值处理", en: "Treatment of outliers" },
            about: Said {
                zh: "归一化之前怎样处理极端值。写在指标卡上：`treatment = { … }`。参数由基期定出并冻结。",
                en: "What is done to extreme values before normalisation. Stands on the card of an indicator: `treatment = { … }`. Parameters come from the base and are frozen.",
            },
            notes: treatment::NOTES,
        },
    ]
}
