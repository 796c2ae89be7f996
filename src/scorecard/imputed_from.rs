use serde::Serialize;

use super::finding::{measured, number};
use crate::imputation::{Centre, NeighbourValue, Reliability};
use crate::vocab::{Id, Language, Period, Text, Working};

/// What stands in for a missing value, and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImputedFrom {
    /// The step of the card's missing policy, counted from 1.
    pub step: usize,
    /// The value, before treatment.
    pub value: f64,
    /// How far it can be relied on.
    pub reliability: Reliability,
    /// The method and its sources.
    #[serde(flatten)]
    pub basis: ImputedBasis,
}

/// The method of an imputed value and its sources.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ImputedBasis {
    /// The unit's own earlier value.
    CarryForward {
        /// Of this period.
        period: Period,
    },
    /// On the line between the unit's own values, or the nearest of them.
    LinearInterpolation {
        /// The value before.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<OwnValue>,
        /// The value after.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<OwnValue>,
    },
    /// The mean of the base.
    Mean,
    /// The median of the base.
    Median,
    /// A constant of the base.
    GroupMean {
        /// The values of the attributes that chose it; empty: that of all.
        group: Vec<String>,
    },
    /// A constant of the base.
    GroupMedian {
        /// The values of the attributes that chose it; empty: that of all.
        group: Vec<String>,
    },
    /// A ratio of the base times the unit's own value of something related.
    Ratio {
        /// The values of the attributes that chose the ratio; empty: that of all.
        group: Vec<String>,
        /// The ratio.
        ratio: f64,
        /// The unit's own value.
        related: f64,
        /// What it is, as written.
        to: String,
        /// The same with names.
        to_in_words: Text,
    },
    /// Where the unit stands on other indicators.
    ByRow {
        /// Mean or median.
        centre: Centre,
        /// The other indicators.
        others: Vec<OtherValue>,
    },
    /// The most similar rows of the base.
    NearestNeighbours {
        /// How their values became one.
        by: NeighbourValue,
        /// The values of the attributes among whose units they were looked for; empty: among all.
        group: Vec<String>,
        /// Nearest first.
        neighbours: Vec<NeighbourUsed>,
        /// The indicators that told the distance.
        others: Vec<OtherValue>,
    },
    /// The expected value given other indicators.
    EmNormal {
        /// The other indicators.
        others: Vec<OtherValue>,
    },
}

/// A value of the unit in another period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OwnValue {
    /// The period.
    pub period: Period,
    /// The value.
    pub value: f64,
}

/// The unit's value of another indicator in the same period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OtherValue {
    /// The indicator.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Its unit of measure.
    pub measure: String,
    /// The value.
    pub value: f64,
    /// By row: the share of the way from the worst to the best value of the base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

/// A row of the base that lent its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NeighbourUsed {
    /// The unit's id.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// Its value of the indicator.
    pub value: f64,
    /// Gower's distance.
    pub distance: f64,
    /// The indicators in common.
    pub shared: u32,
}

impl ImputedFrom {
    /// What stands in, in one line; `measure` is that of the indicator.
    #[must_use]
    pub fn told(&self, measure: &str) -> Text {
        let value = measured(self.value, measure);
        let mark = self.reliability.letter();
        let zh = self.basis.zh(&value, measure);
        let en = self.basis.en(&value, measure);
        Text::new(format!("{zh}（可靠性 {mark}）"), format!("{en} (reliability {mark})"))
    }

    /// The rows of the base, or the other indicators of the unit, that it rests on; empty where [`Self::told`] says it all.
    #[must_use]
    pub fn sources(&self) -> Text {
        match &self.basis {
            ImputedBasis::NearestNeighbours { neighbours, .. } => {
                let one = |n: &NeighbourUsed| format!("{} {}", n.unit, n.period);
                let all: Vec<String> = neighbours.iter().map(one).collect();
                Text::new(all.join("、"), all.join(", "))
            }
            ImputedBasis::ByRow { others, .. } | ImputedBasis::EmNormal { others } => {
                let names = |language| others.iter().map(move |other| other.name.get(language));
                let joined = |language, between: &str| names(language).collect::<Vec<_>>().join(between);
                Text::new(joined(Language::Zh, "、"), joined(Language::En, ", "))
            }
            _ => Text::default(),
        }
    }

    /// A table to follow it by hand: which rows or indicators, at which distance or share. `None` where one line says it all.
    #[must_use]
    pub fn working(&self) -> Option<Working> {
        match &self.basis {
            ImputedBasis::NearestNeighbours { neighbours, .. } => {
                let row = |n: &NeighbourUsed| {
                    let label = Text::same(format!("{} {}", n.unit, n.period));
                    (label, vec![Some(n.distance), Some(f64::from(n.shared)), Some(n.value)])
                };
                Some(Working {
                    title: Text::new("所用的近邻", "Neighbours used"),
                    formula: "d_i = (1/|S_i|)·Σ_{j∈S_i} |x_j − x_ij| / (high_j − low_j)".to_owned(),
                    columns: vec![
                        Text::new("距离", "Distance"),
                        Text::new("共有指标数", "Shared indicators"),
                        Text::new("值", "Value"),
                    ],
                    rows: neighbours.iter().map(row).collect(),
                })
            }
            ImputedBasis::ByRow { others, .. } => {
                Some(of_others(others, "s_j = (x_j − low_j)/(high_j − low_j)"))
            }
            ImputedBasis::EmNormal { others } => Some(of_others(others, "x̂ = μ_m + Σ_mo·Σ_oo⁻¹·(x_o − μ_o)")),
            _ => None,
        }
    }
}

fn of_others(others: &[OtherValue], formula: &str) -> Working {
    let has_shares = others.iter().any(|other| other.share.is_some());
    let mut columns = vec![Text::new("值", "Value")];
    if has_shares {
        columns.push(Text::new("位置（0 最差，1 最好）", "Place (0 worst, 1 best)"));
    }
    let row = |other: &OtherValue| {
        let mut cells = vec![Some(other.value)];
        if has_shares {
            cells.push(other.share);
        }
        (other.name.clone(), cells)
    };
    Working {
        title: Text::new("所用的其他指标", "Other indicators used"),
        formula: formula.to_owned(),
        columns,
        rows: others.iter().map(row).collect(),
    }
}

impl ImputedBasis {
    fn zh(&self, value: &str, measure: &str) -> String {
        let at = |own: &OwnValue| format!("{} 的 {}", own.period, measured(own.value, measure));
        let in_group = |group: &[String]| {
            if group.is_empty() { "全体".to_owned() } else { group.join(" · ") }
        };
        match self {
            ImputedBasis::CarryForward { period } => format!("沿用 {period} 的 {value}"),
            ImputedBasis::LinearInterpolation { before, after } => match (before, after) {
                (Some(a), Some(b)) => format!("{value}，在 {} 和 {} 之间线性插值", at(a), at(b)),
                (Some(one), None) | (None, Some(one)) => format!("取最近的 {}", at(one)),
                (None, None) => value.to_owned(),
            },
            ImputedBasis::Mean => format!("基期均值 {value}"),
            ImputedBasis::Median => format!("基期中位数 {value}"),
            ImputedBasis::GroupMean { group } => format!("基期组均值 {value}（组：{}）", in_group(group)),
            ImputedBasis::GroupMedian { group } => format!("基期组中位数 {value}（组：{}）", in_group(group)),
            ImputedBasis::Ratio { group, ratio, related, to_in_words, .. } => format!(
                "{value} = 基期比率 {} × {}（{}；组：{}）",
                number(*ratio),
                number(*related),
                to_in_words.zh,
                in_group(group)
            ),
            ImputedBasis::ByRow { centre, others } => {
                let centre = if *centre == Centre::Mean { "平均" } else { "中位" };
                format!("{value}，由本单位其他 {} 个指标在基期中的{centre}位置折算", others.len())
            }
            ImputedBasis::NearestNeighbours { by, group, neighbours, .. } => {
                let by = match by {
                    NeighbourValue::Mean => "均值",
                    NeighbourValue::Median => "中位数",
                    NeighbourValue::InverseDistance => "按距离倒数加权的均值",
                };
                format!("{value}，基期 {} 个最相似对象的{by}（范围：{}）", neighbours.len(), in_group(group))
            }
            ImputedBasis::EmNormal { others } => {
                format!("{value}，多元正态模型在其他 {} 个指标下的期望（EM）", others.len())
            }
        }
    }

    fn en(&self, value: &str, measure: &str) -> String {
        let at = |own: &OwnValue| format!("{} in {}", measured(own.value, measure), own.period);
        let in_group =
            |group: &[String]| if group.is_empty() { "all".to_owned() } else { group.join(" · ") };
        match self {
            ImputedBasis::CarryForward { period } => format!("{value} carried forward from {period}"),
            ImputedBasis::LinearInterpolation { before, after } => match (before, after) {
                (Some(a), Some(b)) => format!("{value}, on the line between {} and {}", at(a), at(b)),
                (Some(one), None) | (None, Some(one)) => format!("the nearest value, {}", at(one)),
                (None, None) => value.to_owned(),
            },
            ImputedBasis::Mean => format!("mean {value} of the base"),
            ImputedBasis::Median => format!("median {value} of the base"),
            ImputedBasis::GroupMean { group } => {
                format!("mean {value} of the base (group {})", in_group(group))
            }
            ImputedBasis::GroupMedian { group } => {
                format!("median {value} of the base (group {})", in_group(group))
            }
            ImputedBasis::Ratio { group, ratio, related, to_in_words, .. } => format!(
                "{value} = ratio {} of the base × {} ({}; group {})",
                number(*ratio),
                number(*related),
                to_in_words.en,
                in_group(group)
            ),
            ImputedBasis::ByRow { centre, others } => {
                let centre = if *centre == Centre::Mean { "mean" } else { "median" };
                format!(
                    "{value}, from the {centre} place in the base of the unit's other indicators ({})",
                    others.len()
                )
            }
            ImputedBasis::NearestNeighbours { by, group, neighbours, .. } => {
                let by = match by {
                    NeighbourValue::Mean => "mean",
                    NeighbourValue::Median => "median",
                    NeighbourValue::InverseDistance => "mean weighted by one over the distance",
                };
                let count = neighbours.len();
                format!(
                    "{value}, {by} of the most similar rows of the base ({count}, among {})",
                    in_group(group)
                )
            }
            ImputedBasis::EmNormal { others } => {
                format!("{value}, expected under a normal model (EM) given {} other indicators", others.len())
            }
        }
    }
}
