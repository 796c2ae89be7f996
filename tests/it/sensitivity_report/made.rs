//! A small study, and its sensitivity analysis worked out plainly: weights of four dimensions drawn again and again, everything counted one by one.

use std::collections::BTreeMap;

use quanheng::panel::Panel;
use quanheng::report::{Evaluated, Order, Results};
use quanheng::scorecard::{Finding, Leaves, Scorecard, Scores, fit};
use quanheng::sensitivity::*;
use quanheng::vocab::{Language, Period, Text};

use crate::fixture::{card, definition, framework, id, panel, variables};

pub(super) const UNITS: u32 = 45;
const DIMENSIONS: [&str; 4] = ["innovation", "trade", "reach", "governance"];
const WEIGHTS: [f64; 4] = [0.3, 0.3, 0.2, 0.2];
const DRAWS: u32 = 200;

/// A study with everything a report reads.
pub(super) struct Made {
    pub(super) order: Order,
    panel: Panel,
    card: Scorecard,
    scores: Scores,
    leaves: Leaves,
    findings: Vec<Finding>,
    pub(super) all: Robustness,
}

impl Made {
    pub(super) fn new(language: Language) -> Self {
        let panel = data();
        let framework =
            framework("[\"2023\"]", r#"{ method = "arithmetic" }"#, "{ missing = \"renormalise\" }", "");
        let cards: Vec<String> = DIMENSIONS
            .iter()
            .zip(WEIGHTS)
            .map(|(name, weight)| {
                card(name, "index", name, weight, r#"{ method = "goalposts", low = 0.0, high = 100.0 }"#, "")
            })
            .collect();
        let definition = definition(&framework, &cards.concat(), &variables(&DIMENSIONS, &[]));
        let card = fit(&definition, &panel).unwrap().scorecard;
        let (scores, leaves) = card.score_with_leaves(&panel);
        let text = |zh: &str, en: &str| Text::new(zh, en);
        let order = Order {
            title: text("示例评价报告", "Sample report"),
            study: text("示例", "Sample"),
            client: None,
            author: None,
            notice: Some(text("数据为模拟", "The data are synthetic")),
            language,
            periods: vec![Period::year(2022), Period::year(2023)],
            focus: Period::year(2023),
            by: vec![],
            movers: 5,
        };
        let findings = scores.findings().to_vec();
        let all = robustness(&scores);
        Made { order, panel, card, scores, leaves, findings, all }
    }

    pub(super) fn results(&self) -> Results<'_> {
        let evaluated = Evaluated {
            panel: &self.panel,
            scorecard: &self.card,
            scores: &self.scores,
            leaves: &self.leaves,
            rankings: &[],
            robustness: Some(&self.all),
            findings: &self.findings,
            sources: self.panel.sources(),
        };
        Results::new(&self.order, evaluated)
    }
}

/// Numbers from a fixed rule, 0 to 1.
pub(super) struct Draws(u64);

impl Draws {
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Units from strong to weak, most of them close to their neighbours; the second year a little above the first.
fn data() -> Panel {
    let mut draws = Draws(7);
    let mut columns: Vec<Vec<Option<f64>>> = vec![Vec::new(); 4];
    for unit in 0..UNITS {
        let level = 80.0 - f64::from(unit) + if unit == 0 { 9.0 } else { 0.0 };
        let own: Vec<f64> = (0..4).map(|_| (draws.next() - 0.5) * 30.0).collect();
        let moved: Vec<f64> = (0..4).map(|_| (draws.next() - 0.4) * 4.0).collect();
        for (at, column) in columns.iter_mut().enumerate() {
            let before = level + own[at];
            column.extend([before, before + moved[at]].map(|value| Some((value * 100.0).round() / 100.0)));
        }
    }
    let named: Vec<(&str, Vec<Option<f64>>)> = DIMENSIONS.into_iter().zip(columns).collect();
    panel(UNITS, &[2022, 2023], &named)
}

/// Scores of all units in a period under some weights; dimensions are the units' values, as goalposts are 0 and 100.
fn scored(scores: &Scores, values: &[Vec<f64>], weights: &[f64], year: i32) -> Vec<f64> {
    let whole: f64 = weights.iter().sum();
    let index = scores.index();
    (0..UNITS)
        .map(|unit| {
            let row = index.find(unit, Period::year(year)).unwrap();
            values[row]
                .iter()
                .zip(weights)
                .map(|(value, weight)| value.clamp(0.0, 100.0) * weight / whole)
                .sum()
        })
        .collect()
}

fn ranks(scores: &[f64]) -> Vec<u32> {
    let above = |score: &f64| scores.iter().filter(|other| *other > score).count() as u32 + 1;
    scores.iter().map(above).collect()
}

fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - place.floor())
}

fn interval(values: &[f64]) -> Interval {
    Interval { low: quantile(values, 0.05), median: quantile(values, 0.5), high: quantile(values, 0.95) }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Replicates by row, units by column.
struct Runs {
    nominal: Vec<f64>,
    scores: Vec<Vec<f64>>,
}

impl Runs {
    fn of(scores: &Scores, values: &[Vec<f64>], year: i32) -> Self {
        let mut draws = Draws(11);
        let runs = (0..DRAWS).map(|_| {
            let weights: Vec<f64> = WEIGHTS.iter().map(|w| w * (1.0 + (draws.next() - 0.5) * 0.8)).collect();
            scored(scores, values, &weights, year)
        });
        Runs { nominal: scored(scores, values, &WEIGHTS, year), scores: runs.collect() }
    }

    fn column(&self, unit: usize) -> Vec<f64> {
        self.scores.iter().map(|run| run[unit]).collect()
    }
}

fn uncertainty(runs: &Runs, year: i32) -> NodeUncertainty {
    let nominal = ranks(&runs.nominal);
    let each: Vec<Vec<u32>> = runs.scores.iter().map(|run| ranks(run)).collect();
    let mut order: Vec<usize> = (0..UNITS as usize).collect();
    order.sort_by_key(|unit| (nominal[*unit], *unit));
    let wins = |a: usize, b: usize| {
        mean(&runs.scores.iter().map(|run| f64::from(u8::from(run[a] > run[b]))).collect::<Vec<_>>())
    };
    let mut tiers: Vec<Tier> = Vec::new();
    for unit in &order {
        match tiers.last_mut() {
            Some(tier) if wins(tier.units[0] as usize, *unit) < 0.95 => tier.units.push(*unit as u32),
            _ => tiers.push(Tier { units: vec![*unit as u32], cut: false }),
        }
    }
    let units = order.iter().map(|&unit| {
        let own: Vec<f64> = each.iter().map(|ranks| f64::from(ranks[unit])).collect();
        let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
        each.iter().for_each(|ranks| *taken.entry(ranks[unit]).or_default() += 1);
        let column = runs.column(unit);
        let centre = mean(&column);
        let top = |k: u32| {
            mean(&each.iter().map(|ranks| f64::from(u8::from(ranks[unit] <= k))).collect::<Vec<_>>())
        };
        UnitUncertainty {
            unit: unit as u32,
            rank: nominal[unit],
            score: runs.nominal[unit],
            scored: DRAWS,
            ranks: interval(&own),
            scores: interval(&column),
            mean: centre,
            deviation: mean(&column.iter().map(|x| (x - centre) * (x - centre)).collect::<Vec<_>>()).sqrt(),
            rank_shift: mean(
                &own.iter().map(|rank| (rank - f64::from(nominal[unit])).abs()).collect::<Vec<_>>(),
            ),
            top: vec![top(5), top(10)],
            grades: vec![],
            taken: taken.into_iter().collect(),
            tier: tiers.iter().position(|tier| tier.units.contains(&(unit as u32))).unwrap() as u32,
        }
    });
    let units: Vec<UnitUncertainty> = units.collect();
    let share = order.iter().flat_map(|&a| order.iter().map(move |&b| (a, b)));
    let share = share.map(|(a, b)| if a == b { 0.5 } else { wins(a, b) }).collect();
    let kept = [5, 10].map(|k| {
        let inside: Vec<f64> =
            units.iter().filter(|unit| unit.rank <= k).map(|unit| unit.top[usize::from(k == 10)]).collect();
        mean(&inside)
    });
    NodeUncertainty {
        node: id("index"),
        period: Period::year(year),
        mean_rank_shift: mean(&units.iter().map(|unit| unit.rank_shift).collect::<Vec<_>>()),
        mean_rank_correlation: Some(0.987),
        kept: kept.to_vec(),
        wins: Some(PairWins { units: order.iter().map(|unit| *unit as u32).collect(), share }),
        units,
        tiers,
    }
}

fn change(before: &Runs, now: &Runs) -> ChangeUncertainty {
    let (was, is) = (ranks(&before.nominal), ranks(&now.nominal));
    let mut order: Vec<usize> = (0..UNITS as usize).collect();
    order.sort_by_key(|unit| (is[*unit], *unit));
    let units = order.into_iter().map(|unit| {
        let moved: Vec<f64> = now.column(unit).iter().zip(before.column(unit)).map(|(b, a)| b - a).collect();
        let places: Vec<f64> = now
            .scores
            .iter()
            .zip(&before.scores)
            .map(|(b, a)| f64::from(ranks(b)[unit]) - f64::from(ranks(a)[unit]))
            .collect();
        let share = |values: &[f64], wanted: fn(f64) -> bool| {
            mean(&values.iter().map(|value| f64::from(u8::from(wanted(*value)))).collect::<Vec<_>>())
        };
        let rises = share(&moved, |value| value > 0.0);
        UnitChange {
            unit: unit as u32,
            score: now.nominal[unit] - before.nominal[unit],
            rank: i64::from(is[unit]) - i64::from(was[unit]),
            scored: DRAWS,
            scores: interval(&moved),
            ranks: interval(&places),
            rises,
            moves_up: share(&places, |value| value < 0.0),
            verdict: match rises {
                rises if rises >= 0.95 => Rising::Rises,
                rises if rises <= 0.05 => Rising::Falls,
                _ => Rising::Indistinguishable,
            },
        }
    });
    ChangeUncertainty {
        node: id("index"),
        from: Period::year(2022),
        to: Period::year(2023),
        units: units.collect(),
    }
}

fn robustness(scores: &Scores) -> Robustness {
    let panel = data();
    let values: Vec<Vec<f64>> = (0..panel.index().len())
        .map(|row| DIMENSIONS.map(|name| panel.variable(name).unwrap().get(row).unwrap_or(0.0)).to_vec())
        .collect();
    let (before, now) = (Runs::of(scores, &values, 2022), Runs::of(scores, &values, 2023));
    let uncertainty = vec![uncertainty(&now, 2023), uncertainty(&before, 2022)];
    let first = uncertainty[0].units.clone();
    Robustness {
        run: run_facts(),
        changes: vec![change(&before, &now)],
        attribution: Some(attribution()),
        left_out: left_out(&first),
        reversal: Some(Reversal {
            removed: 45,
            reversed: 12,
            reversed_frozen: 0,
            copied: 5,
            reversed_by_copy: 1,
            worst: Some((3, 4)),
        }),
        exact: Some(exact(&first)),
        acceptability: Some(acceptability(&first)),
        uncertainty,
    }
}

fn run_facts() -> RunFacts {
    let factor = |name: &str, zh: &str, en: &str, how: (&str, &str)| {
        (id(name), Text::new(zh, en), Text::new(how.0, how.1))
    };
    RunFacts {
        draws: DRAWS + 6,
        seed: 2026,
        design: Design::Sobol,
        interval: 0.9,
        confidence: 0.95,
        top: vec![5, 10],
        factors: vec![
            factor("weights", "权重", "weights", ("各级权重 ±20%", "weights of every aggregate ±20 %")),
            factor("scaling", "归一化方法", "normalisation", ("极差、标准分", "min–max, z-score")),
            factor("mean", "合成方法", "aggregation", ("算术、几何", "arithmetic, geometric")),
        ],
        scored: DRAWS,
        failures: vec![Failure {
            combination: vec!["scaling = z-score".into(), "mean = geometric".into()],
            replicates: 6,
            first: 17,
            why: Text::new("几何平均不能有负分", "a geometric mean has no answer to scores below 0"),
        }],
        convergence: Convergence {
            at: vec![50, 100, 200],
            rank_ends: vec![0.0, 0.06, 0.041],
            probabilities: vec![0.0, 0.05, 0.032],
            is_enough: false,
            suggested: 1000,
        },
    }
}

fn attribution() -> Attribution {
    let of = |low: f64, estimate: f64, high: f64| Some(Interval { low, median: estimate, high });
    let index = |first: (f64, f64, f64), total: (f64, f64, f64)| FactorIndex {
        first: first.1,
        first_interval: of(first.0, first.1, first.2),
        total: Some(total.1),
        total_interval: of(total.0, total.1, total.2),
        spread: None,
    };
    let factors = vec![
        index((0.20, 0.26, 0.33), (0.30, 0.36, 0.44)),
        index((0.41, 0.48, 0.55), (0.52, 0.60, 0.67)),
        index((-0.05, -0.01, 0.04), (-0.01, 0.02, 0.05)),
    ];
    let output = |zh: &str, en: &str, id: &str, constant: bool| AttributedOutput {
        name: Text::new(zh, en),
        id: id.to_owned(),
        mean: 2.1,
        variance: if constant { 0.0 } else { 0.8 },
        factors: if constant { Vec::new() } else { factors.clone() },
        pairs: if constant { Vec::new() } else { vec![(0, 1, 0.08, of(0.02, 0.08, 0.15))] },
        constant,
    };
    Attribution {
        method: AttributionMethod::Sobol,
        runs: 5000,
        failed: 30,
        outputs: vec![
            output("位次平均移动", "mean rank shift", "mean-rank-shift", false),
            output("前5名的成员", "members of the first 5", "top-members:5", true),
        ],
    }
}

fn left_out(first: &[UnitUncertainty]) -> Vec<LeftOut> {
    let one = |what: &str, name: (&str, &str), shift: Option<f64>, is_unit: bool| LeftOut {
        what: what.to_owned(),
        name: Text::new(name.0, name.1),
        is_unit,
        refitted: true,
        mean_rank_shift: shift,
        largest: shift.map(|shift| (first[7].unit, (shift * 3.0) as u32)),
        rank_correlation: shift.map(|shift| 1.0 - shift / 50.0),
        first: shift.map(|shift| if shift > 2.0 { first[1].unit } else { first[0].unit }),
        kept: shift.map(|_| 4),
        why: shift.is_none().then(|| Text::new("没有其余的指标", "no other indicator is left")),
    };
    let leader = format!("u{}", first[0].unit);
    vec![
        one("innovation", ("创新力", "Innovation"), Some(3.4), false),
        one("trade", ("竞争力", "Trade"), Some(1.8), false),
        one("reach", ("影响力", "Reach"), Some(1.1), false),
        one("governance", ("治理力", "Governance"), None, false),
        one(&leader, ("单位0", "单位0"), Some(0.1), true),
        one("u9", ("单位9", "单位9"), Some(0.3), true),
    ]
}

fn exact(first: &[UnitUncertainty]) -> ExactAnswers {
    let weights = DIMENSIONS.iter().zip(WEIGHTS).map(|(name, w)| (id(name), w, w * 0.75, w * 1.25)).collect();
    let units = first.iter().enumerate().map(|(at, unit)| {
        let rank = unit.rank;
        let (best, worst) =
            if at == 0 { (1, 1) } else { (rank.saturating_sub(2).max(2), (rank + 3).min(UNITS)) };
        UnitExact {
            unit: unit.unit,
            rank,
            scores: (unit.score - 3.0, unit.score + 3.0),
            best,
            best_reached: best + u32::from(at == 8),
            worst,
            worst_reached: worst,
            always_above: UNITS - worst,
            always_below: best - 1,
        }
    });
    ExactAnswers {
        period: Period::year(2023),
        weights,
        limits: vec![],
        units: units.collect(),
        overtaking: vec![
            Overtaking {
                ahead: first[1].unit,
                behind: first[2].unit,
                least_l1: Some(0.0312),
                least_l2: Some(0.0181),
                thresholds: vec![vec![0.3126], vec![], vec![0.155], vec![]],
            },
            Overtaking {
                ahead: first[0].unit,
                behind: first[1].unit,
                least_l1: None,
                least_l2: None,
                thresholds: vec![vec![]; 4],
            },
        ],
        stability: DIMENSIONS
            .iter()
            .zip(WEIGHTS)
            .enumerate()
            .map(|(at, (name, weight))| StabilityInterval {
                node: id(name),
                weight,
                first: (0.0, if at == 1 { 0.71 } else { 1.0 }),
                top: ((weight - 0.08).max(0.0), weight + 0.05),
                order: ((weight - 0.01).max(0.0), weight + 0.004),
            })
            .collect(),
    }
}

fn acceptability(first: &[UnitUncertainty]) -> UnitAcceptability {
    let units: Vec<u32> = first.iter().take(12).map(|unit| unit.unit).collect();
    let ranks = (0..12_u32).map(|at| match at {
        0 => vec![(1, 0.92), (2, 0.08)],
        1 => vec![(1, 0.08), (2, 0.5), (3, 0.42)],
        at => vec![(at, 0.25), (at + 1, 0.5), (at + 2, 0.25)],
    });
    UnitAcceptability {
        period: Period::year(2023),
        nodes: DIMENSIONS.iter().map(|name| id(name)).collect(),
        draws: 10_000,
        ranks: ranks.collect(),
        central: (0..12)
            .map(|at| {
                (at < 2)
                    .then(|| if at == 0 { vec![0.26, 0.25, 0.25, 0.24] } else { vec![0.1, 0.6, 0.2, 0.1] })
            })
            .collect(),
        confidence: (0..12).map(|at| (at < 2).then_some(0.9)).collect(),
        units,
    }
}
