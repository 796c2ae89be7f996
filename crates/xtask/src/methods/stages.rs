//! The stages of the reference in the order in which a score is made, each with the notes of its methods.

use quanheng::vocab::{MethodNote, Said};
use quanheng::{
    aggregation, diagnosis, framework, imputation, normalisation, ranking, screening, treatment, weighting,
};

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
            id: "imputation",
            name: Said { zh: "缺失值插补", en: "Imputation" },
            about: Said {
                zh: "缺失的值用什么代替。写在指标卡上，按次序尝试：`missing = [ { … }, … ]`。每个插补的单元格都记下方法、来源和可靠性。",
                en: "What stands in for a missing value. Stands on the card of an indicator, tried in order: `missing = [ { … }, … ]`. Each imputed cell keeps its method, its sources and a mark of reliability.",
            },
            notes: imputation::NOTES,
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
        Stage {
            id: "normalisation",
            name: Said { zh: "无量纲化", en: "Normalisation" },
            about: Said {
                zh: "指标值怎样变成得分。写在指标卡上：`normalisation = { … }`。参数由基期定出并冻结，得分落在指标体系的量表上。方向有四种：`positive` 越大越好，`negative` 越小越好，`target` 在 `best` 处最好，`interval` 在 `best_range` 内最好；后两种按到最优值的距离计分，距离越小越好。",
                en: "How a value becomes a score. Stands on the card of an indicator: `normalisation = { … }`. Parameters come from the base and are frozen, scores lie on the framework's scale. There are four directions: `positive` (more is better), `negative` (less is better), `target` (best at `best`), `interval` (best inside `best_range`); for the last two the distance to the best value is scored, and less of it is better.",
            },
            notes: normalisation::NOTES,
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
