use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{Id, Period, Share};

/// `[diagnosis]` of a study: what is looked at, and from where on a number is flagged. A flag is a question to the reader, not a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The period whose units are compared with each other. Default: the study's focus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Variables that say how large a unit is, such as revenue and employees: scores that follow them are flagged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub size: Vec<Id>,
    /// Attributes by which inequality is split. Default: those of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Vec<Id>>,
    /// Skewness (type 2) beyond which, with `kurtosis`, an indicator has outliers.
    pub skew: f64,
    /// Excess kurtosis (type 2) beyond which, with `skew`, an indicator has outliers.
    pub kurtosis: f64,
    /// Least share of applicable units with a value.
    pub availability: Share,
    /// Least share of values that are not zero.
    pub nonzero: Share,
    /// Least share of different values.
    pub unique: Share,
    /// Most scores at the bottom or the top of the scale, and most values beyond the anchors.
    pub saturation: Share,
    /// Two indicators or aggregates of one group that correlate more than this say the same.
    pub high: Share,
    /// Two of one group whose correlation is below this, which is negative, pull in opposite directions.
    #[schemars(range(min = -1.0, max = 0.0))]
    pub negative: f64,
    /// An indicator or aggregate that correlates less than this with its group is hardly heard in it.
    pub weak: Share,
    /// One that correlates more than this with its group decides it alone.
    pub dominant: Share,
    /// A score that correlates more than this with a size variable measures size.
    pub size_bias: Share,
    /// Least Cronbach's α of a group.
    pub alpha: Share,
    /// Least Kaiser–Meyer–Olkin measure of a group.
    pub adequacy: Share,
    /// Largest variance inflation factor within a group.
    #[schemars(range(min = 1.0))]
    pub inflation: f64,
    /// Most that the effective share of a weight may be above the nominal one, as a factor; and below it, as its inverse.
    #[schemars(range(min = 1.0))]
    pub importance: f64,
    /// p-values (adjusted for being many) from here on are chance.
    pub significance: Share,
}

impl Default for Settings {
    fn default() -> Self {
        let share = |value: f64| Share::new(value).unwrap_or(Share::ONE);
        Settings {
            period: None,
            size: Vec::new(),
            by: None,
            skew: 2.0,
            kurtosis: 3.5,
            availability: share(0.65),
            nonzero: share(0.5),
            unique: share(0.5),
            saturation: share(0.1),
            high: share(0.9),
            negative: -0.3,
            weak: share(0.3),
            dominant: share(0.95),
            size_bias: share(0.6),
            alpha: share(0.7),
            adequacy: share(0.6),
            inflation: 10.0,
            importance: 2.0,
            significance: share(0.05),
        }
    }
}
