//! The stages of the reference in the order in which a score is made, each with the notes of its methods.

use quanheng::vocab::{MethodNote, Said};
use quanheng::{aggregation, treatment, weighting};

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
            id: "weighting",
            name: Said { zh: "赋权", en: "Weighting" },
            about: Said {
                zh: "一个上级的各下级权重从哪里来。写在上级或它所在的层上：`weighting = { … }`。专家的判断可以写在定义里，也可以放在旁边的 CSV 或 Excel 表里（`experts = { file = \"…\" }`）。由数据得出的权重在基期定出并冻结。",
                en: "Where the weights of an aggregate's children come from. Stands on the aggregate or its level: `weighting = { … }`. Judgements of experts are written into the definition or stand in a CSV or Excel table beside it (`experts = { file = \"…\" }`). Weights from data are determined on the base and frozen.",
            },
            notes: weighting::NOTES,
        },
        Stage {
            id: "aggregation",
            name: Said { zh: "合成", en: "Aggregation" },
            about: Said {
                zh: "各下级的得分怎样合成上级的得分。写在上级或它所在的层上：`aggregation = { … }`，每个上级可以不同。缺分的下级怎么办，由 `coverage` 规定。",
                en: "How the children's scores become one. Stands on the aggregate or its level: `aggregation = { … }`; each aggregate may have its own. What a missing child does says `coverage`.",
            },
            notes: aggregation::NOTES,
        },
    ]
}
