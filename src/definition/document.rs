//! The files of a definition as people write them, one type a file. The doc comments become the descriptions in `schema/*.json`.
//!
//! Nothing is checked here but the form; what the values mean together is checked in `resolve`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aggregation::{Aggregation, Coverage};
use crate::framework::{
    AdjustedLimit, AdjustmentKind, BaseValues, Basis, Change, GradedScore, Kind, Lifecycle, Provenance,
    Scale, SourceNote,
};
use crate::imputation::Imputation;
use crate::normalisation::Normalisation;
use crate::panel::{OriginClass, ValueRange, VariableKind};
use crate::screening::Screening;
use crate::treatment::Treatment;
use crate::vocab::{Direction, Id, Period, Share, Text};
use crate::weighting::Weighting;

/// All files of a definition. It serialises without loss, so that a scorecard can carry its definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// `framework.toml`.
    pub framework: FrameworkDocument,
    /// The part files, in the order in which `framework.toml` lists them.
    pub parts: Vec<PartDocument>,
    /// `variables.toml`.
    pub variables: VariablesDocument,
    /// The tables of judgements and of standard values that weightings and cards name, cell by cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<ExpertTable>,
}

/// A table of judgements or of standard values as it stood in a file, so that nobody needs the file any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertTable {
    /// The file as the definition names it.
    pub file: String,
    /// The sheet as the definition names it; `None` when it names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// The sheet of a workbook that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The rows that hold something.
    pub rows: Vec<ExpertRow>,
}

/// A row of such a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertRow {
    /// Its 1-based number; in a text the line.
    pub row: u32,
    /// What a person reads in each cell, up to the last that holds something.
    pub cells: Vec<String>,
}

/// A definition's main file (framework.toml): what is scored on which scale, the root of the tree, grades and gates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "framework.toml")]
pub struct FrameworkDocument {
    /// Version of this file format (文件格式版本): 1.
    #[schemars(range(min = 1))]
    pub format: u32,
    /// Id of the indicator set (指标集), the same in all editions.
    pub set: Id,
    /// The edition (版次), such as `2024`.
    #[schemars(length(min = 1))]
    pub edition: String,
    /// The version of the edition, such as `1.0.0`.
    #[schemars(length(min = 1))]
    pub version: String,
    /// Name (名称).
    pub name: Text,
    /// What it is for (说明).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Who published it, with DOI or ISBN (出处).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
    /// The range of every score (得分范围).
    pub scale: Scale,
    /// Periods whose data freeze the scale (基期): `2023`, `2023-Q1` or `2023-05`, all of one kind.
    #[schemars(length(min = 1))]
    pub base: Vec<Period>,
    /// What of the base treatment and normalisation are frozen on (基期取值): `observed` values only, or `completed` by the imputed ones.
    #[serde(default, skip_serializing_if = "BaseValues::is_observed")]
    pub base_values: BaseValues,
    /// Files with aggregates and indicators, in order (分册).
    #[schemars(length(min = 1))]
    pub parts: Vec<String>,
    /// File with the declared variables (变量文件).
    #[serde(default = "variables_file")]
    pub variables: String,
    /// Defaults by depth (各层默认做法): the first is the root's, the second its children's, and so on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub level: Vec<LevelEntry>,
    /// Aggregates written in this file, usually only the root (上层节点).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aggregate: Vec<AggregateCard>,
    /// Which units and indicators have too little data to take part (筛选).
    #[serde(default, skip_serializing_if = "Screening::is_empty")]
    pub screening: Screening,
    /// Grades from best to worst (等级).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grade: Vec<GradeEntry>,
    /// Gates (一票否决): they limit the grade and never change a score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gate: Vec<GateEntry>,
    /// Bonuses and penalties (加分、扣分): they stay outside the base score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustment: Vec<AdjustmentEntry>,
    /// What becomes of them together (调整后得分); required with `adjustment`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted_score: Option<AdjustedScoreEntry>,
}

fn variables_file() -> String {
    "variables.toml".to_owned()
}

/// Defaults for the aggregates of one depth; each aggregate may override them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelEntry {
    /// What people call the level (层名).
    pub name: Text,
    /// How the weights of the children came about (权重来源).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighting: Option<Weighting>,
    /// How the children become one score (合成方法).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// What missing children do (覆盖率规则).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// An inner node of the tree: the index, a dimension, a sub-dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AggregateCard {
    /// Its id, never reused (标识).
    pub id: Id,
    /// The aggregate it belongs to (上级); only the root has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id>,
    /// Short code (编号), such as `I`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Name (名称).
    pub name: Text,
    /// What it means (内涵).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concept: Option<Text>,
    /// Its weight among its siblings (权重), where the parent's weighting is `given`; weights are divided by their sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub weight: Option<f64>,
    /// How the weights of the children came about (权重来源); default: that of the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighting: Option<Weighting>,
    /// How the children become one score (合成方法); default: that of the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// What missing children do (覆盖率规则); default: that of the level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// A grade (等级).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GradeEntry {
    /// Its id, such as `A`.
    pub id: Id,
    /// Name (名称).
    pub name: Text,
    /// Least unrounded base score of the root (下限); the last grade has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
}

/// A gate (一票否决).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateEntry {
    /// Its id.
    pub id: Id,
    /// Name (名称).
    pub name: Text,
    /// A condition over variables and attributes; true where the gate closes (触发条件).
    pub when: String,
    /// The best grade left (最高等级); left out: not graded (不定等级).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Id>,
    /// Legal basis (依据).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
}

/// A bonus (加分) or a penalty (扣分): points beside the base score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentEntry {
    /// Its id.
    pub id: Id,
    /// Name (名称).
    pub name: Text,
    /// `bonus` or `penalty` (加分或扣分).
    pub kind: AdjustmentKind,
    /// A condition over variables and attributes (适用条件); left out: wherever there are points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// The points, a plain number of 0 or more, over variables (分值公式).
    pub points: String,
    /// What is left of points as years go by (逐年衰减); left out: only events of the row's own period count, fully.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decay: Option<DecayEntry>,
    /// The most points it gives, after decay (单项封顶).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub cap: Option<f64>,
    /// The group whose cap it shares (封顶组).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Id>,
    /// Legal basis (依据).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text>,
}

/// How points fade: `factors`, or `factor` with `years`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecayEntry {
    /// What is left after 0, 1, 2, … years, each 0 to 1 (各年系数); nothing after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 51))]
    pub factors: Option<Vec<f64>>,
    /// What is left of a year's points in the next (年衰减系数), 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Share>,
    /// For how many years points count, the first included (有效年数).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 51))]
    pub years: Option<u32>,
    /// Years since the event, a plain number over variables (距今年数); left out: an event is of the period of its data, and earlier
    /// periods of the unit are looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// What becomes of all bonuses and penalties of a unit together (调整后得分).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustedScoreEntry {
    /// `scale`: the adjusted score is cut at the ends of the scale · `none`: it may lie beyond (是否限于得分范围).
    pub limit: AdjustedLimit,
    /// Which score decides the grade (等级依据): `base` or `adjusted`.
    pub grade: GradedScore,
    /// The most that bonuses add (加分总封顶).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub bonus_cap: Option<f64>,
    /// The most that penalties take off (扣分总封顶).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub penalty_cap: Option<f64>,
    /// Bonuses, or penalties, with a cap together (封顶组).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<AdjustmentGroupEntry>,
}

/// Bonuses, or penalties, with a cap together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentGroupEntry {
    /// Its id.
    pub id: Id,
    /// Name (名称).
    pub name: Text,
    /// The most points that all of it gives (组封顶).
    #[schemars(range(min = 0))]
    pub cap: f64,
}

/// A part of a definition: the aggregates and indicators of one dimension (分册).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "part of a definition")]
pub struct PartDocument {
    /// Inner nodes (上层节点).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aggregate: Vec<AggregateCard>,
    /// Indicator cards (指标卡).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicator: Vec<IndicatorCard>,
}

/// An indicator card (指标卡). `id`, `code`, `parent`, `name`, `formula`, `measure`, `direction`, `normalisation` and `status` are
/// required; the audit asks for the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorCard {
    /// Its id, never reused (标识).
    pub id: Id,
    /// Short code (编号), such as `I01`.
    #[schemars(length(min = 1))]
    pub code: String,
    /// The aggregate it belongs to (上级).
    pub parent: Id,
    /// Name (名称).
    pub name: Text,
    /// Concept and rationale (概念与设置理由).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concept: Option<Text>,
    /// The value, over declared variables (计算公式).
    pub formula: String,
    /// The unit of measure the value is converted to (计量单位).
    pub measure: String,
    /// Decimals for display (小数位).
    #[serde(default = "two")]
    #[schemars(range(max = 12))]
    pub decimals: u8,
    /// What sort of number it is (数值类型).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Which way is good (指标方向).
    pub direction: Direction,
    /// The best value (最优值) of a `target` indicator: its distance is what is normalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<f64>,
    /// The best interval (最优区间) of an `interval` indicator: the distance outside it is what is normalised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best_range: Option<[f64; 2]>,
    /// Its weight among its siblings (权重), where the parent's weighting is `given`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub weight: Option<f64>,
    /// Where it is in its life (状态); all but `core` weigh 0.
    pub status: Lifecycle,
    /// The card's own version (指标卡版本).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The numerator of a ratio, a formula, for reports (分子).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<String>,
    /// The denominator of a ratio, a formula, for reports (分母).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// The variable the value of the formula is divided by (除以的变量).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominate: Option<Denomination>,
    /// Where it holds (适用范围); elsewhere the cell is not applicable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applicable: Option<Applicable>,
    /// Flow or stock, period, cut-off, scope, prices (口径).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Where the data come from (数据来源).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceNote>,
    /// What a value may be (有效范围).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<ValidEntry>,
    /// Special values and how the formula deals with them (特殊情形).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special: Option<Text>,
    /// What stands in for a missing value, tried in order (缺失处理); empty: it stays missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Imputation>,
    /// What is done about outliers (异常值处理).
    #[serde(default, skip_serializing_if = "is_untreated")]
    pub treatment: Treatment,
    /// How the value becomes a score (无量纲化).
    pub normalisation: Normalisation,
    /// How the anchors came about (评价标准来源).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchors_from: Option<Provenance>,
    /// Standards cited (引用标准).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standards: Vec<String>,
    /// What can go wrong (常见误用).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pitfalls: Option<Text>,
    /// Anything else (备注).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Who approved it (审定).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<Text>,
    /// The card's history, oldest first (修订记录).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Free words (标签).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

fn two() -> u8 {
    2
}

fn is_untreated(treatment: &Treatment) -> bool {
    *treatment == Treatment::default()
}

/// A variable that values are divided by, such as population.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Denomination {
    /// The variable (变量); where it is not positive the value is invalid.
    pub by: Id,
    /// Per how many of it, such as 1000 for "per thousand persons" (每多少): value ÷ (variable ÷ scale).
    #[serde(default = "whole")]
    pub scale: f64,
}

fn whole() -> f64 {
    1.0
}

/// Where an indicator holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Applicable {
    /// A condition over variables and attributes (适用条件).
    pub when: String,
    /// Why it does not hold elsewhere (不适用的理由).
    pub reason: Text,
}

/// What a value may be, in the card's unit of measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValidEntry {
    /// Least valid value (最小值).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Greatest valid value (最大值).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// A year-on-year factor above it, or below its inverse, is a finding (年际变动倍数); above 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_change: Option<f64>,
}

/// The declared measures, attributes and variables (variables.toml, 变量表).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "variables.toml")]
pub struct VariablesDocument {
    /// Further units of measure, each of its own dimension (自定义计量单位).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    /// Categorical properties of units (属性).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribute: Vec<AttributeEntry>,
    /// Raw quantities that data give (变量).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variable: Vec<VariableEntry>,
}

/// A categorical property of units, from the register (属性).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeEntry {
    /// Its id: letters, digits and `_`, so that formulas can name it (标识).
    pub id: Id,
    /// Name (名称).
    pub name: Text,
    /// A closed list of values (取值表); left out: any text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub values: Option<Vec<AttributeValue>>,
}

/// A value of a closed list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeValue {
    /// As data and formulas write it.
    #[schemars(length(min = 1))]
    pub id: String,
    /// Name (名称).
    pub name: Text,
}

/// A raw quantity that data give for a unit in a period (变量).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariableEntry {
    /// Its id: letters, digits and `_`, so that formulas can name it (标识).
    pub id: Id,
    /// Name (名称); also a heading it is known by.
    pub name: Text,
    /// Its unit of measure (计量单位); left out: not checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// How it relates to time (时间属性).
    #[serde(rename = "type")]
    pub kind: VariableKind,
    /// Who stands behind it (来源类别).
    pub origin: OriginClass,
    /// What a value can be (取值范围), in its measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<ValueRange>,
    /// Further headings that mean it (别名).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Texts in the data that stand for numbers (代码表).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub codes: BTreeMap<String, f64>,
    /// A remark (备注).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}
