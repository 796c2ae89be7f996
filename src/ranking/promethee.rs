//! PROMETHEE II: how strongly a unit is preferred to the others, minus how strongly they are preferred to it.
//!
//! d = difference of two units in a criterion as a share of its range, P(d) the preference for the better one (0 to 1);
//! φ⁺(a) = Σ_b Σ_j w·P(a over b) / (n − 1), φ⁻ the other way round, φ = φ⁺ − φ⁻. Brans & Vincke 1985, <https://doi.org/10.1287/mnsc.31.6.647>.
//! Thresholds are shares of the range, so that a unit of measure changes nothing. When: small differences should not count. When not: across
//! years. All forms but the Gaussian one take n·log n steps a criterion, the Gaussian one n².

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decision::{Criterion, Decision};
use super::steps::Labels;
use super::{Ranked, RankingError};
use crate::vocab::{AcrossYears, MethodNote, Said, Working};

/// PROMETHEE with its flows, in the order of the units.
#[derive(Clone, Debug, PartialEq)]
pub struct Promethee {
    /// φ⁺: 0 to 1, higher is better.
    pub leaving: Vec<f64>,
    /// φ⁻: 0 to 1, lower is better.
    pub entering: Vec<f64>,
    /// φ = φ⁺ − φ⁻: −1 to 1, higher is better; adds up to 0.
    pub net: Vec<f64>,
}

/// The preference P(d) for a difference d > 0; d and all thresholds are shares of the criterion's range in the sample, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "form", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Preference {
    /// 1 for any difference.
    Usual {},
    /// 1 above `indifference`, else 0.
    UShape {
        /// q: differences up to it do not count.
        indifference: f64,
    },
    /// d / `full` up to `full`, then 1.
    VShape {
        /// p: from here on preference is full; above 0.
        full: f64,
    },
    /// 0 up to `indifference`, a half up to `full`, then 1.
    Level {
        /// q: differences up to it do not count.
        indifference: f64,
        /// p: above it preference is full; at least q.
        full: f64,
    },
    /// 0 up to `indifference`, rising in a line to 1 at `full`.
    Linear {
        /// q: differences up to it do not count.
        indifference: f64,
        /// p: from here on preference is full; above q.
        full: f64,
    },
    /// 1 − exp(−d² / (2·s²)).
    Gaussian {
        /// s: where the curve is steepest; above 0.
        inflection: f64,
    },
}

impl Promethee {
    /// Flows of every unit with the same preference form for all criteria. Values may have any sign.
    ///
    /// # Errors
    /// [`RankingError::Parameter`] for a threshold outside its range.
    pub fn of(decision: &Decision<'_>, preference: Preference) -> Result<Promethee, RankingError> {
        preference.check()?;
        let by_criterion: Vec<Vec<[f64; 2]>> =
            decision.criteria().par_iter().map(|criterion| flows(criterion, preference)).collect();
        let others = (decision.units() - 1) as f64;
        let total = |unit: usize, way: usize| {
            let parts = decision.criteria().iter().zip(&by_criterion);
            parts.map(|(criterion, flows)| criterion.weight * flows[unit][way]).sum::<f64>() / others
        };
        let leaving: Vec<f64> = (0..decision.units()).map(|unit| total(unit, 0)).collect();
        let entering: Vec<f64> = (0..decision.units()).map(|unit| total(unit, 1)).collect();
        let net = leaving.iter().zip(&entering).map(|(out, back)| out - back).collect();
        Ok(Promethee { leaving, entering, net })
    }

    /// By the net flow.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::higher(self.net.clone())
    }
}

impl Preference {
    fn check(self) -> Result<(), RankingError> {
        let refuse = |name, given, allowed| Err(RankingError::Parameter { name, given, allowed });
        let share = |value: f64| (0.0..=1.0).contains(&value);
        match self {
            Preference::UShape { indifference: q }
            | Preference::Level { indifference: q, .. }
            | Preference::Linear { indifference: q, .. }
                if !share(q) =>
            {
                refuse("indifference", q, "a share of the range from 0 to 1")
            }
            Preference::VShape { full: p } if !(share(p) && p > 0.0) => {
                refuse("full", p, "a share of the range above 0, at most 1")
            }
            Preference::Level { indifference: q, full: p } if !(share(p) && p >= q) => {
                refuse("full", p, "a share of the range from indifference to 1")
            }
            Preference::Linear { indifference: q, full: p } if !(share(p) && p > q) => {
                refuse("full", p, "a share of the range above indifference, at most 1")
            }
            Preference::Gaussian { inflection: s } if !(s.is_finite() && s >= 1e-100) => {
                refuse("inflection", s, "a share of the range above 0")
            }
            _ => Ok(()),
        }
    }
}

/// By unit: the sums of preferences for it and against it in one criterion.
fn flows(criterion: &Criterion<'_>, preference: Preference) -> Vec<[f64; 2]> {
    let distance = criterion.distance();
    // As shares of the way to the best, so that sums lose nothing to a large offset.
    let values: Vec<f64> = criterion.values.iter().map(|value| 1.0 - distance(*value)).collect();
    match preference {
        Preference::Gaussian { inflection } => gaussian(&values, inflection),
        Preference::Usual {} => stepwise(&values, |d| d > 0.0, |d| d > 0.0, Between::Nothing),
        Preference::UShape { indifference: q } => stepwise(&values, |d| d > q, |d| d > q, Between::Nothing),
        Preference::Level { indifference: q, full: p } => {
            stepwise(&values, |d| d > q, |d| d > p, Between::Half)
        }
        Preference::VShape { full: p } => {
            stepwise(&values, |d| d > 0.0, |d| d > p, Between::Line { from: 0.0, width: p })
        }
        Preference::Linear { indifference: q, full: p } => {
            stepwise(&values, |d| d > q, |d| d > p, Between::Line { from: q, width: p - q })
        }
    }
}

/// What a difference between the two thresholds is worth.
#[derive(Clone, Copy)]
enum Between {
    Nothing,
    Half,
    Line { from: f64, width: f64 },
}

/// Sums over sorted values: those far enough below count 1, those in between by prefix sums.
fn stepwise(
    values: &[f64],
    counts: impl Fn(f64) -> bool,
    full: impl Fn(f64) -> bool,
    between: Between,
) -> Vec<[f64; 2]> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let sorted: Vec<f64> = order.iter().map(|unit| values[*unit]).collect();
    let mut prefix = Vec::with_capacity(sorted.len() + 1);
    prefix.push(0.0);
    for value in &sorted {
        prefix.push(prefix[prefix.len() - 1] + value);
    }
    // `some` values are in between the thresholds; their distances add up to `distances`.
    let worth = |some: usize, distances: f64| match between {
        Between::Nothing => 0.0,
        Between::Half => some as f64 / 2.0,
        Between::Line { from, width } => ((distances - from * some as f64) / width).max(0.0),
    };
    let mut flows = vec![[0.0; 2]; values.len()];
    let (mut far, mut near) = (0, 0);
    for (place, unit) in order.iter().enumerate() {
        let value = sorted[place];
        far += sorted[far..].iter().take_while(|low| full(value - *low)).count();
        near += sorted[near..].iter().take_while(|low| counts(value - *low)).count();
        let some = near - far;
        flows[*unit][0] = far as f64 + worth(some, value * some as f64 - (prefix[near] - prefix[far]));
    }
    let (mut far, mut near) = (sorted.len(), sorted.len());
    for (place, unit) in order.iter().enumerate().rev() {
        let value = sorted[place];
        far -= sorted[..far].iter().rev().take_while(|high| full(*high - value)).count();
        near -= sorted[..near].iter().rev().take_while(|high| counts(*high - value)).count();
        let some = far - near;
        let distances = (prefix[far] - prefix[near]) - value * some as f64;
        flows[*unit][1] = (sorted.len() - far) as f64 + worth(some, distances);
    }
    flows
}

fn gaussian(values: &[f64], inflection: f64) -> Vec<[f64; 2]> {
    let flow = |value: &f64| {
        let mut sums = [0.0; 2];
        for other in values {
            let relative = (value - other) / inflection;
            let preference = -libm::expm1(-(relative * relative) / 2.0);
            sums[usize::from(relative < 0.0)] += preference;
        }
        sums
    };
    values.par_iter().map(flow).collect()
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "promethee, preference.form = \"usual\" | \"u-shape\" | \"v-shape\" | \"level\" | \"linear\" | \"gaussian\"",
    name: Said { zh: "偏好顺序结构评估法 II（PROMETHEE II）", en: "PROMETHEE II" },
    formula: "usual: P = 1 (d > 0)\nu-shape: P = 1 (d > q)\nv-shape: P = min(d / p, 1)\nlevel: P = ½ (d > q), 1 (d > p)\nlinear: P = min((d − q) / (p − q), 1) (d > q)\ngaussian: P = 1 − exp(−d² / (2s²))\nφ⁺(a) = Σ_b Σ w·P(a, b) / (n − 1), φ = φ⁺ − φ⁻",
    letters: Said {
        zh: "d：两对象在某准则上的差占该准则全距的份额；q、p、s：阈值，也是全距的份额，所以与计量单位无关；φ 越大越好，合计为 0",
        en: "d: difference of two units as a share of the criterion's range; q, p, s: thresholds, also shares of the range, so that units of measure do not matter; higher φ is better, all add up to 0",
    },
    use_when: Said {
        zh: "小差别不应计较，或按准则定阈值", en: "Small differences should not count"
    },
    not_when: Said {
        zh: "跨年比较；对象很多又用 gaussian（n² 步）",
        en: "Across years; many units with the Gaussian form, which takes n² steps",
    },
    edge: Said {
        zh: "常数列权重恰为 0 并说明；负值可用；并列同位次",
        en: "A constant column weighs exactly 0 and is named; negative values are fine; ties share a rank",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Brans & Vincke 1985, https://doi.org/10.1287/mnsc.31.6.647"],
    example: Some(
        "[[ranking]]\nid = \"promethee\"\nmethod = { method = \"promethee\", preference = { form = \"linear\", indifference = 0.1, full = 0.5 } }",
    ),
};

pub(super) fn working(decision: &Decision<'_>, preference: Preference, labels: &Labels<'_>) -> Vec<Working> {
    let others = (decision.units() - 1) as f64;
    let flow = |criterion: &Criterion<'_>, way: usize| {
        flows(criterion, preference).iter().map(|flow| flow[way] / others).collect()
    };
    vec![
        labels.by_criterion(
            decision,
            ("各准则流出", "Leaving flow by criterion"),
            "Σ_b P(a, b) / (n − 1)",
            |c| flow(c, 0),
        ),
        labels.by_criterion(
            decision,
            ("各准则流入", "Entering flow by criterion"),
            "Σ_b P(b, a) / (n − 1)",
            |c| flow(c, 1),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Direction::{Negative, Positive};

    /// The definition, pair by pair.
    fn plain(values: &[f64], preference: impl Fn(f64) -> f64) -> Vec<[f64; 2]> {
        let sum = |terms: &mut dyn Iterator<Item = f64>| terms.filter(|d| *d > 0.0).map(&preference).sum();
        values
            .iter()
            .map(|a| [sum(&mut values.iter().map(|b| a - b)), sum(&mut values.iter().map(|b| b - a))])
            .collect()
    }

    type Formula = Box<dyn Fn(f64) -> f64>;

    #[test]
    fn sorting_gives_what_every_pair_gives() {
        let values: Vec<f64> = (0_u32..60).map(|i| f64::from(i * i * 7919 % 101) / 100.0).collect();
        let cases: Vec<(Preference, Formula)> = vec![
            (Preference::Usual {}, Box::new(|_| 1.0)),
            (Preference::UShape { indifference: 0.2 }, Box::new(|d| f64::from(d > 0.2))),
            (Preference::VShape { full: 0.3 }, Box::new(|d| (d / 0.3).min(1.0))),
            (
                Preference::Level { indifference: 0.1, full: 0.4 },
                Box::new(|d| (f64::from(d > 0.1) + f64::from(d > 0.4)) / 2.0),
            ),
            (
                Preference::Linear { indifference: 0.1, full: 0.5 },
                Box::new(|d| ((d - 0.1) / 0.4).clamp(0.0, 1.0)),
            ),
            (
                Preference::Gaussian { inflection: 0.3 },
                Box::new(|d| 1.0 - libm::exp(-d * d / (2.0 * 0.3 * 0.3))),
            ),
        ];
        let decision = Decision::new(&[&values], &[Positive], &[1.0]).unwrap();
        let shares: Vec<f64> = {
            let distance = decision.criteria()[0].distance();
            values.iter().map(|v| 1.0 - distance(*v)).collect()
        };
        for (preference, formula) in cases {
            let got = flows(&decision.criteria()[0], preference);
            for (got, expected) in got.iter().zip(plain(&shares, formula)) {
                for way in 0..2 {
                    // Sums of up to 60 terms near 1.
                    assert!((got[way] - expected[way]).abs() < 1e-12, "{preference:?} {got:?} {expected:?}");
                }
            }
        }
    }

    #[test]
    fn thresholds_out_of_range_are_refused() {
        let decision = Decision::new(&[&[1.0, 2.0]], &[Negative], &[1.0]).unwrap();
        for wrong in [
            Preference::UShape { indifference: -0.1 },
            Preference::VShape { full: 0.0 },
            Preference::VShape { full: f64::NAN },
            Preference::Level { indifference: 0.5, full: 0.4 },
            Preference::Linear { indifference: 0.5, full: 0.5 },
            Preference::Gaussian { inflection: 0.0 },
        ] {
            assert!(
                matches!(Promethee::of(&decision, wrong), Err(RankingError::Parameter { .. })),
                "{wrong:?}"
            );
        }
        assert_eq!(Promethee::of(&decision, Preference::Usual {}).unwrap().net, [1.0, -1.0]);
    }
}
