//! What a card says about an indicator for people: it never changes a number.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::panel::OriginClass;
use crate::vocab::Text;

/// The descriptive part of an indicator card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// Concept and rationale.
    pub concept: Option<Text>,
    /// What sort of number it is.
    pub kind: Option<Kind>,
    /// Flow or stock, period, cut-off, scope, prices.
    pub basis: Option<Basis>,
    /// Where the data come from.
    pub source: Option<SourceNote>,
    /// How the anchors came about.
    pub anchors_from: Option<Provenance>,
    /// Standards cited.
    pub standards: Vec<String>,
    /// Special values and how the formula deals with them.
    pub special: Option<Text>,
    /// What can go wrong.
    pub pitfalls: Option<Text>,
    /// Anything else.
    pub note: Option<Text>,
    /// Who approved it.
    pub approved_by: Option<Text>,
    /// The card's history, oldest first.
    pub changes: Vec<Change>,
    /// Free words.
    pub tags: Vec<String>,
    /// The card's own version.
    pub version: Option<String>,
}

/// What sort of number an indicator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One quantity over another (比率).
    Ratio,
    /// An amount (水平值).
    Level,
    /// A number of things (计数).
    Count,
    /// Ordered classes (等级).
    Ordinal,
    /// Yes or no (是否).
    Flag,
    /// A judgement of experts (专家评分).
    Expert,
}

/// Where an indicator is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Lifecycle {
    /// Proposed; weighs 0.
    Candidate,
    /// Computed and shown to learn from it; weighs 0.
    Pilot,
    /// Counts.
    Core,
    /// No longer computed; its card stays readable.
    Retired,
}

/// What the number is about in time, scope and prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Over a time, at a moment, or a change.
    #[serde(rename = "type")]
    pub kind: BasisType,
    /// Which time.
    pub period: BasisPeriod,
    /// Month and day, such as `12-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<String>,
    /// Which body of the enterprise.
    pub scope: Scope,
    /// Which prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Prices>,
}

/// Flow, stock or change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BasisType {
    /// Over a time (时期数).
    Flow,
    /// At a moment (时点数).
    Stock,
    /// From one time to another (变动).
    Change,
}

/// Which time a number covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BasisPeriod {
    /// January to December.
    CalendarYear,
    /// The enterprise's own year.
    FiscalYear,
    /// One moment.
    PointInTime,
    /// Three years to the cut-off.
    ThreeYears,
    /// Five years to the cut-off.
    FiveYears,
}

/// Which body of an enterprise a number covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The legal entity (法人).
    LegalEntity,
    /// The group (集团合并).
    Consolidated,
    /// What lies in the city (在地).
    Local,
    /// A country.
    Country,
}

/// Which prices a value is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Prices {
    /// Prices of the day (现价).
    Current,
    /// Prices of a fixed year (可比价).
    Constant,
    /// Not a value in money.
    None,
}

/// Where the data of an indicator come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceNote {
    /// The survey, register or report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Its class, which rules what may be released.
    pub origin: OriginClass,
    /// The department that owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Text>,
    /// How often it appears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// Months from the cut-off until it can be had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lag_months: Option<u32>,
    /// What proves a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Text>,
}

/// How often a source appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Frequency {
    /// Every month.
    Monthly,
    /// Every quarter.
    Quarterly,
    /// Every year.
    Annual,
    /// Every few years.
    SeveralYears,
    /// When something happens.
    Irregular,
}

/// How the anchors of a normalisation came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The kind of origin.
    pub origin: AnchorOrigin,
    /// Until when they stay as they are, such as `2026`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen_until: Option<String>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// The kind of origin of anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnchorOrigin {
    /// Quantiles of the base.
    BasePercentile,
    /// A policy document.
    Policy,
    /// A standard.
    Standard,
    /// Experts.
    Expert,
    /// A published international practice.
    International,
    /// What is possible in theory.
    Theoretical,
}

/// One entry of a card's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The version it made.
    pub version: String,
    /// The day, `2024-07-01`.
    pub date: String,
    /// What changed and why.
    pub note: Text,
}
