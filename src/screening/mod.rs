//! Screening: which units and which indicators have too little behind them to be part of a result.
//!
//! An indicator is judged once, on the base. A unit is judged in each period by its own values, before anything is imputed. Names may be
//! kept in or left out by decision, with a reason. Shares fail when they are strictly below the threshold. OECD/JRC Handbook 2008, step 3.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::{AcrossYears, Id, MethodNote, Said, Share, Text};

/// What the method reference says of screening.
pub const NOTES: &[&MethodNote] = &[&UNITS, &INDICATORS];

const UNITS: MethodNote = MethodNote {
    id: "screening, units",
    name: Said { zh: "对象筛选", en: "Screening of units" },
    formula: "availability = observed / applicable\nnon-zero = non-zero / observed\nfails: availability < a; non-zero < z; either or both",
    letters: Said {
        zh: "a：availability；z：non_zero；按计分指标计个数，插补之前",
        en: "a: `availability`; z: `non_zero`; counted over the indicators that weigh something, before imputation",
    },
    use_when: Said {
        zh: "有的对象数据太少，得分主要由插补或少数指标决定，不宜排名",
        en: "Some units have so little data that imputation or a few indicators would make their score, and should not be ranked",
    },
    not_when: Said {
        zh: "各级的覆盖率规则已经够用（coverage，按权重计）",
        en: "The coverage rule of each level is enough (`coverage`, measured by weight)",
    },
    edge: Said {
        zh: "恰好等于阈值的通过；没有适用指标的对象不受筛选；没有观测值时不看零值份额；未通过的对象不计分、不排名，基期的这些行也不参与定标",
        en: "A share equal to the threshold passes; a unit to which nothing applies is not screened; without observed values the share of zeros is not looked at; units that fail are withheld and not ranked, and their rows of the base stay out of the fit",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        "[screening]\nunits = { availability = 0.6667, non_zero = 0.05, fails = \"either\" }\nunit = [{ id = \"u1\", decision = \"include\", reason = { zh = \"试点地区\", en = \"pilot region\" } }]",
    ),
};

const INDICATORS: MethodNote = MethodNote {
    id: "screening, indicators",
    name: Said { zh: "指标筛选", en: "Screening of indicators" },
    formula: "availability = observed / applicable\nnon-zero = non-zero / observed\nunique = different values / observed\nfails: any of them below its threshold",
    letters: Said {
        zh: "阈值：availability、non_zero、unique；都按基期数据计",
        en: "thresholds: `availability`, `non_zero`, `unique`; all measured on the base",
    },
    use_when: Said {
        zh: "试算阶段找出数据太缺、几乎全为零或取值太少的指标",
        en: "While an index is tried out: to find indicators with too many gaps, almost only zeros, or too few different values",
    },
    not_when: Said {
        zh: "等级、标志类指标本来取值就少：不写 unique，或用 include 保留",
        en: "Ordinal indicators and flags have few values by nature: leave out `unique`, or keep them with `include`",
    },
    edge: Said {
        zh: "action = \"report\" 只报告；\"exclude\" 时指标权重归零，同级其余指标按比例分担，定标后不再变化；一个都不剩时定标报错",
        en: "With action = \"report\" it is only said; with \"exclude\" the indicator weighs nothing and its siblings share its weight, frozen with the fit; when none is left the fit is an error",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        "[screening]\nindicators = { availability = 0.65, non_zero = 0.5, unique = 0.5, action = \"report\" }\nindicator = [{ id = \"a\", decision = \"exclude\", reason = { zh = \"口径改变\", en = \"changed its meaning\" } }]",
    ),
};

/// Screening as written in a definition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Screening {
    /// When a unit has too little (对象筛选).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<UnitRule>,
    /// When an indicator has too little (指标筛选).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicators: Option<IndicatorRule>,
    /// Units kept in or left out by decision (指定对象).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit: Vec<ForcedUnit>,
    /// Indicators kept in or left out by decision (指定指标).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicator: Vec<ForcedIndicator>,
}

/// When a unit has too little behind it; shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitRule {
    /// Least share of applicable indicators that are observed (最低数据可得率).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<Share>,
    /// Least share of observed values that are not zero (最低非零份额).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_zero: Option<Share>,
    /// Whether either share or only both together fail a unit (任一不足或两者都不足); left out: either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fails: Option<Fails>,
}

/// What it takes to fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fails {
    /// One share below its threshold.
    #[default]
    Either,
    /// Both.
    Both,
}

/// When an indicator has too little behind it, on the base; shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorRule {
    /// Least share of units it applies to that are observed (最低数据可得率).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<Share>,
    /// Least share of observed values that are not zero (最低非零份额).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_zero: Option<Share>,
    /// Least share of different values among the observed (最低不同值份额).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unique: Option<Share>,
    /// What happens to one that fails (处理方式).
    pub action: Action,
}

/// What happens to an indicator that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It is said, and nothing else.
    Report,
    /// It weighs nothing, and its siblings share its weight.
    Exclude,
}

/// A decision about one unit or indicator that goes before the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// It stays although it fails.
    Include,
    /// It goes although it passes.
    Exclude,
}

/// A decision about a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForcedUnit {
    /// The unit's id, as the register has it (对象标识).
    #[schemars(length(min = 1))]
    pub id: String,
    /// Kept in or left out (保留或剔除).
    pub decision: Decision,
    /// Why (理由).
    pub reason: Text,
}

/// A decision about an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForcedIndicator {
    /// The indicator's id (指标标识).
    pub id: Id,
    /// Kept in or left out (保留或剔除).
    pub decision: Decision,
    /// Why (理由).
    pub reason: Text,
}

/// What a unit has in a period, or an indicator in the base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Cells that apply.
    pub applicable: u64,
    /// Those of them that are observed.
    pub observed: u64,
    /// Those of them that are not zero.
    pub non_zero: u64,
    /// How many different values are among them; 0 where nobody counted.
    pub unique: u64,
}

/// Which shares are below their thresholds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Low {
    /// Too few are observed.
    pub availability: bool,
    /// Too few are not zero.
    pub non_zero: bool,
    /// Too few differ.
    pub unique: bool,
}

impl Low {
    /// Whether any is.
    #[must_use]
    pub fn any(self) -> bool {
        self.availability || self.non_zero || self.unique
    }
}

impl Counts {
    /// Share of applicable cells that are observed; `None` where nothing applies.
    #[must_use]
    pub fn availability(&self) -> Option<f64> {
        share(self.observed, self.applicable)
    }

    /// Share of observed values that are not zero; `None` without observed values.
    #[must_use]
    pub fn non_zero_share(&self) -> Option<f64> {
        share(self.non_zero, self.observed)
    }

    /// Share of different values among the observed; `None` without observed values.
    #[must_use]
    pub fn unique_share(&self) -> Option<f64> {
        share(self.unique, self.observed)
    }
}

impl UnitRule {
    /// Which shares of a unit are below their thresholds.
    #[must_use]
    pub fn low(&self, counts: &Counts) -> Low {
        Low {
            availability: is_low(counts.availability(), self.availability),
            non_zero: is_low(counts.non_zero_share(), self.non_zero),
            unique: false,
        }
    }

    /// Whether a unit with these low shares fails.
    #[must_use]
    pub fn fails(&self, low: Low) -> bool {
        match self.fails.unwrap_or_default() {
            Fails::Either => low.availability || low.non_zero,
            Fails::Both => low.availability && low.non_zero,
        }
    }
}

impl IndicatorRule {
    /// Which shares of an indicator are below their thresholds; any of them fails it.
    #[must_use]
    pub fn low(&self, counts: &Counts) -> Low {
        Low {
            availability: is_low(counts.availability(), self.availability),
            non_zero: is_low(counts.non_zero_share(), self.non_zero),
            unique: is_low(counts.unique_share(), self.unique),
        }
    }
}

impl Screening {
    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Screening::default()
    }

    /// Whether units are judged or named.
    #[must_use]
    pub fn looks_at_units(&self) -> bool {
        self.units.is_some() || !self.unit.is_empty()
    }

    /// The decision about a unit.
    #[must_use]
    pub fn unit(&self, id: &str) -> Option<&ForcedUnit> {
        self.unit.iter().find(|forced| forced.id == id)
    }

    /// The decision about an indicator.
    #[must_use]
    pub fn indicator(&self, id: &Id) -> Option<&ForcedIndicator> {
        self.indicator.iter().find(|forced| forced.id == *id)
    }
}

fn is_low(share: Option<f64>, threshold: Option<Share>) -> bool {
    share.zip(threshold).is_some_and(|(share, threshold)| share < threshold.get())
}

#[expect(clippy::cast_precision_loss, reason = "counts of cells stay far below 2^53")]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strictly_below_fails_and_what_has_no_share_does_not() {
        let rule = |fails| UnitRule {
            availability: Some(Share::new(0.75).unwrap()),
            non_zero: Some(Share::new(0.5).unwrap()),
            fails,
        };
        let counts = |observed, non_zero| Counts { applicable: 4, observed, non_zero, unique: 0 };
        let either = |counts| rule(None).fails(rule(None).low(&counts));
        assert!(!either(counts(3, 2)));
        assert!(either(counts(2, 2)));
        assert!(either(counts(4, 1)));
        assert!(!either(counts(4, 2)), "exactly one half");
        assert!(!either(Counts::default()), "nothing applies");
        let both = rule(Some(Fails::Both));
        assert!(!both.fails(both.low(&counts(2, 2))));
        assert!(both.fails(both.low(&counts(2, 0))));
        assert!(!both.fails(both.low(&counts(0, 0))), "without values there is no share of zeros");
    }

    #[test]
    fn an_indicator_fails_by_any_share() {
        let rule = IndicatorRule {
            availability: None,
            non_zero: None,
            unique: Some(Share::new(0.5).unwrap()),
            action: Action::Report,
        };
        let counts = |unique| Counts { applicable: 9, observed: 6, non_zero: 0, unique };
        assert!(rule.low(&counts(2)).any());
        assert!(!rule.low(&counts(3)).any());
    }
}
