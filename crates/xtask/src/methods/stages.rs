//! The stages of the reference in the order in which a score is made, each with the notes of its methods.

use quanheng::vocab::{MethodNote, Said};
use quanheng::{normalisation, treatment};

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
            id: "normalisation",
            name: Said { zh: "无量纲化", en: "Normalisation" },
            about: Said {
                zh: "指标值怎样变成得分。写在指标卡上：`normalisation = { … }`。参数由基期定出并冻结，得分落在指标体系的量表上。方向有四种：`positive` 越大越好，`negative` 越小越好，`target` 在 `best` 处最好，`interval` 在 `best_range` 内最好；后两种按到最优值的距离计分，距离越小越好。",
                en: "How a value becomes a score. Stands on the card of an indicator: `normalisation = { … }`. Parameters come from the base and are frozen, scores lie on the framework's scale. There are four directions: `positive` (more is better), `negative` (less is better), `target` (best at `best`), `interval` (best inside `best_range`); for the last two the distance to the best value is scored, and less of it is better.",
            },
            notes: normalisation::NOTES,
        },
    ]
}
