//! Kemeny–Young (Condorcet–Kemeny–Young–Levenglick): the order that the pairwise majorities contradict least.
//!
//! Support of an order = Σ over pairs of the weight of the criteria that put them the same way (half of it where they tie); every order with the highest support
//! is an optimum. Kemeny 1959; Young & Levenglick 1978, <https://doi.org/10.1137/0135023>; OECD/JRC Handbook 2008, step 6. When: few units, nothing may compensate
//! anything. When not: many units, or contradictory criteria.
//!
//! Exact, by breadth-first branch and bound over the sets of units that may stand in front: a set is left out when what it has cost, plus a lower bound for the
//! rest (packed cycles of three, each of which must be broken), exceeds a known order; only units that no other remaining unit beats, directly or round a
//! cycle, come next. All optima are counted, not only one. What would take more than the budget of sets is refused.

use super::copeland::margins;
use super::decision::Decision;
use super::{Ranked, RankingError};
use crate::vocab::{AcrossYears, MethodNote, Said};

/// The optimal orders and what they agree on.
#[derive(Clone, Debug, PartialEq)]
pub struct KemenyYoung {
    /// The support of each optimum: the weights of a criterion add up to 1 for every pair, so that at most n·(n − 1)/2 is reached.
    pub support: f64,
    /// How many orders reach it; as a number, since there may be very many.
    pub count: f64,
    /// The first of them, best unit first, at most [`KemenyYoung::LISTED`]; in rising order of the units' places.
    pub orders: Vec<Vec<usize>>,
    /// The mean place of each unit over all optima, from 1.
    pub mean_place: Vec<f64>,
}

/// Costs that add up in another order differ by less; the weights of all criteria add up to 1.
const TIE: f64 = 1e-10;

impl KemenyYoung {
    /// How many optima are listed.
    pub const LISTED: usize = 100;

    /// Sets looked at before an answer is refused: some seconds, some hundred megabytes.
    pub const BUDGET: u64 = 1_500_000;

    /// All optima. Values may have any sign.
    ///
    /// # Errors
    /// [`RankingError::TooHard`] beyond 128 units, and when more than [`KemenyYoung::BUDGET`] sets would have to be looked at.
    pub fn of(decision: &Decision<'_>) -> Result<KemenyYoung, RankingError> {
        let units = decision.units();
        let refused = |reason| RankingError::TooHard { units, budget: Self::BUDGET, reason };
        if units > 128 {
            return Err(refused("more than 128 units are not tried"));
        }
        let contest = Contest::new((0..units).map(|unit| margins(decision, unit)).collect());
        let layers =
            contest.layers(Self::BUDGET).ok_or(refused("the criteria contradict each other too often"))?;
        Ok(contest.optima(&layers))
    }

    /// By the mean place over all optima.
    #[must_use]
    pub fn ranked(&self) -> Ranked {
        Ranked::lower(self.mean_place.clone())
    }
}

/// Units by their margins over each other.
struct Contest {
    margins: Vec<Vec<f64>>,
    /// By unit, those it does not beat: they must not be behind it for free.
    not_beaten: Vec<u128>,
    /// Cycles of three that have no pair in common, and the least cost of breaking each; dearest first.
    cycles: Vec<(u128, f64)>,
    /// The cost of a good order.
    known: f64,
}

/// A set of units that may stand in front, with the lowest cost of an order of them and how many orders have it.
struct State {
    set: u128,
    cost: f64,
    count: f64,
}

impl Contest {
    fn new(margins: Vec<Vec<f64>>) -> Contest {
        let units = margins.len();
        let mask = |unit: usize| {
            (0..units)
                .filter(|other| *other != unit && margins[unit][*other] <= 0.0)
                .fold(0, |set, other| set | 1 << other)
        };
        let not_beaten = (0..units).map(mask).collect();
        let cycles = pack_cycles(&margins);
        let known = good_cost(&margins);
        Contest { margins, not_beaten, cycles, known }
    }

    /// The sets of each size that an optimum can begin with; `None` when there are too many.
    fn layers(&self, budget: u64) -> Option<Vec<Vec<State>>> {
        let units = self.margins.len();
        let mut layers = vec![vec![State { set: 0, cost: 0.0, count: 1.0 }]];
        let mut looked_at = 0;
        for size in 0..units {
            let mut next: Vec<State> = Vec::new();
            for state in &layers[size] {
                for unit in members(self.may_come_next(state.set)) {
                    let cost = state.cost + self.cost_of_next(state.set, unit);
                    let set = state.set | 1 << unit;
                    looked_at += 1;
                    if cost + self.least_cost_outside(set) <= self.known + TIE {
                        next.push(State { set, cost, count: state.count });
                    }
                }
                if looked_at > budget {
                    return None;
                }
            }
            layers.push(merge(next));
        }
        Some(layers)
    }

    /// The remaining units that no other remaining unit beats, directly or round a cycle.
    fn may_come_next(&self, set: u128) -> u128 {
        let rest = self.all() & !set;
        // The unit that beats most of the rest is in the top group; so is who reaches it through "does not lose".
        let beaten = |unit: &usize| (rest & !self.not_beaten[*unit]).count_ones();
        let Some(top) = members(rest).max_by(|a, b| beaten(a).cmp(&beaten(b)).then(b.cmp(a))) else {
            return 0;
        };
        let mut group = 1_u128 << top;
        let mut open = group;
        while open != 0 {
            let found = members(open).fold(0, |found, unit| found | self.not_beaten[unit]) & rest & !group;
            group |= found;
            open = found;
        }
        group
    }

    fn all(&self) -> u128 {
        u128::MAX >> (128 - self.margins.len())
    }

    /// What it costs that the unit stands before all that remain: the margins of those that beat it.
    fn cost_of_next(&self, set: u128, unit: usize) -> f64 {
        members(self.not_beaten[unit] & !set).map(|other| -self.margins[unit][other]).sum()
    }

    fn least_cost_outside(&self, set: u128) -> f64 {
        self.cycles.iter().filter(|(cycle, _)| cycle & set == 0).map(|(_, cost)| cost).sum()
    }

    /// Counts the optima backwards through the sets they pass.
    fn optima(&self, layers: &[Vec<State>]) -> KemenyYoung {
        let units = self.margins.len();
        let cost = layers[units].first().map_or(self.known, |last| last.cost);
        let mut endings: Vec<Vec<f64>> = layers.iter().map(|layer| vec![0.0; layer.len()]).collect();
        endings[units].fill(1.0);
        let mut places = vec![0.0; units];
        for size in (0..units).rev() {
            for (at, state) in layers[size].iter().enumerate() {
                for (unit, next) in self.optimal_steps(layers, size, state) {
                    let endings_of_next = endings[size + 1][next];
                    endings[size][at] += endings_of_next;
                    places[unit] += state.count * endings_of_next * (size + 1) as f64;
                }
            }
        }
        let count = endings[0][0];
        let pairs = (units * (units - 1)) as f64 / 2.0;
        let margin: f64 = self.margins.iter().flatten().filter(|margin| **margin > 0.0).sum();
        let mut orders = Vec::new();
        self.list(layers, &endings, &mut Vec::new(), 0, &mut orders);
        KemenyYoung {
            support: (pairs + margin) / 2.0 - cost,
            count,
            orders,
            mean_place: places.into_iter().map(|place| place / count).collect(),
        }
    }

    /// The units that an optimum through `state` can put next, with the place of the set they lead to.
    fn optimal_steps(&self, layers: &[Vec<State>], size: usize, state: &State) -> Vec<(usize, usize)> {
        let following = &layers[size + 1];
        members(self.may_come_next(state.set))
            .filter_map(|unit| {
                let set = state.set | 1 << unit;
                let at = following.binary_search_by(|other| other.set.cmp(&set)).ok()?;
                let cost = state.cost + self.cost_of_next(state.set, unit);
                (cost <= following[at].cost + TIE).then_some((unit, at))
            })
            .collect()
    }

    fn list(
        &self,
        layers: &[Vec<State>],
        endings: &[Vec<f64>],
        order: &mut Vec<usize>,
        at: usize,
        orders: &mut Vec<Vec<usize>>,
    ) {
        let size = order.len();
        if orders.len() == KemenyYoung::LISTED {
            return;
        }
        if size == self.margins.len() {
            orders.push(order.clone());
            return;
        }
        for (unit, next) in self.optimal_steps(layers, size, &layers[size][at]) {
            if endings[size + 1][next] > 0.0 {
                order.push(unit);
                self.list(layers, endings, order, next, orders);
                order.pop();
            }
        }
    }
}

/// One state a set: the lowest cost; counts add up where costs tie.
fn merge(mut states: Vec<State>) -> Vec<State> {
    states.sort_by(|a, b| a.set.cmp(&b.set).then(a.cost.total_cmp(&b.cost)));
    states.dedup_by(|later, first| {
        let same = later.set == first.set;
        if same && later.cost <= first.cost + TIE {
            first.count += later.count;
        }
        same
    });
    states
}

fn members(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let unit = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        unit
    })
}

/// Cycles a > b > c > a that share no part of a margin, found greedily from the dearest; any order contradicts at least one margin of each.
fn pack_cycles(margins: &[Vec<f64>]) -> Vec<(u128, f64)> {
    let units = margins.len();
    let mut rest = margins.to_vec();
    let least = |rest: &[Vec<f64>], [a, b, c]: [usize; 3]| rest[a][b].min(rest[b][c]).min(rest[c][a]);
    let mut found: Vec<(f64, [usize; 3])> = Vec::new();
    for a in 0..units {
        for b in a + 1..units {
            for c in b + 1..units {
                for cycle in [[a, b, c], [a, c, b]] {
                    let cost = least(margins, cycle);
                    if cost > 0.0 {
                        found.push((cost, cycle));
                    }
                }
            }
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    let mut packed = Vec::new();
    for (_, cycle) in found {
        let cost = least(&rest, cycle);
        if cost > TIE {
            let [a, b, c] = cycle;
            for (from, to) in [(a, b), (b, c), (c, a)] {
                rest[from][to] -= cost;
            }
            packed.push((1 << a | 1 << b | 1 << c, cost));
        }
    }
    packed
}

/// The cost of a good order: several starts, each improved by moving single units until nothing helps.
fn good_cost(margins: &[Vec<f64>]) -> f64 {
    let units = margins.len();
    let wins = |unit: usize| margins[unit].iter().filter(|margin| **margin > 0.0).count();
    let mut by_wins: Vec<usize> = (0..units).collect();
    by_wins.sort_by_key(|unit| std::cmp::Reverse(wins(*unit)));
    let mut by_sum: Vec<usize> = (0..units).collect();
    let sum = |unit: usize| margins[unit].iter().sum::<f64>();
    by_sum.sort_by(|a, b| sum(*b).total_cmp(&sum(*a)));
    let mut starts = vec![by_wins.clone(), by_sum];
    // Rotations reach other valleys; their number is fixed, so that the answer is the same on any machine.
    starts.extend((1..units).map(|by| {
        let mut turned = by_wins.clone();
        turned.rotate_left(by);
        turned
    }));
    starts.into_iter().map(|order| improved_cost(margins, order)).fold(f64::INFINITY, f64::min)
}

fn improved_cost(margins: &[Vec<f64>], mut order: Vec<usize>) -> f64 {
    loop {
        let mut best = (TIE, 0, 0);
        for from in 0..order.len() {
            let unit = order[from];
            let mut gain = 0.0;
            for to in (0..from).rev() {
                gain += margins[unit][order[to]];
                if gain > best.0 {
                    best = (gain, from, to);
                }
            }
            let mut gain = 0.0;
            for (to, other) in order.iter().enumerate().skip(from + 1) {
                gain -= margins[unit][*other];
                if gain > best.0 {
                    best = (gain, from, to);
                }
            }
        }
        let (gain, from, to) = best;
        if gain <= TIE {
            break;
        }
        let unit = order.remove(from);
        order.insert(to, unit);
    }
    let cost = |(at, unit): (usize, &usize)| {
        order[at + 1..].iter().map(|other| (-margins[*unit][*other]).max(0.0)).sum::<f64>()
    };
    order.iter().enumerate().map(cost).sum()
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "kemeny-young",
    name: Said { zh: "凯门尼–杨法", en: "Kemeny–Young" },
    formula: "max over orders of Σ_{a before b} Σ w (a better; ½ where tied)",
    letters: Said {
        zh: "取与两两多数最少矛盾的次序；最优次序有多个时，按平均位次",
        en: "the order that pairwise majorities contradict least; several such orders: by the mean place",
    },
    use_when: Said {
        zh: "对象少（约 40 个以内），且各项之间不应相互补偿",
        en: "Few units, up to about 40, and nothing may compensate anything",
    },
    not_when: Said {
        zh: "对象多或各准则互相矛盾：超出预算时拒绝作答；跨年比较",
        en: "Many units or contradictory criteria: refused beyond a budget; across years",
    },
    edge: Said {
        zh: "精确求解，列出全部最优次序的个数；超过 128 个对象或 150 万个集合时拒绝并说明",
        en: "Exact, with the number of all best orders; refused with a reason beyond 128 units or 1.5 million sets",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Young & Levenglick 1978, https://doi.org/10.1137/0135023",
        "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en",
    ],
    example: Some("[[ranking]]\nid = \"kemeny\"\nmethod = { method = \"kemeny-young\" }"),
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Every order, one by one.
    fn plain(margins: &[Vec<f64>]) -> (f64, Vec<Vec<usize>>) {
        fn extend(order: &mut Vec<usize>, units: usize, visit: &mut dyn FnMut(&[usize])) {
            if order.len() == units {
                return visit(order);
            }
            for unit in 0..units {
                if !order.contains(&unit) {
                    order.push(unit);
                    extend(order, units, visit);
                    order.pop();
                }
            }
        }
        let mut best = (f64::INFINITY, Vec::new());
        extend(&mut Vec::new(), margins.len(), &mut |order| {
            let mut cost = 0.0;
            for (at, a) in order.iter().enumerate() {
                cost += order[at + 1..].iter().map(|b| (-margins[*a][*b]).max(0.0)).sum::<f64>();
            }
            if cost < best.0 - TIE {
                best = (cost, vec![order.to_vec()]);
            } else if cost <= best.0 + TIE {
                best.1.push(order.to_vec());
            }
        });
        best
    }

    #[test]
    fn all_optima_of_small_contests_are_found() {
        for seed in 0..40_u64 {
            let units = 3 + (seed % 5) as usize;
            let mut state = seed + 1;
            let mut margins = vec![vec![0.0; units]; units];
            for (a, b) in (0..units).flat_map(|a| (0..a).map(move |b| (a, b))) {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let margin = ((state >> 60) as f64 - 7.5).trunc() / 8.0;
                margins[a][b] = margin;
                margins[b][a] = -margin;
            }
            let (cost, expected) = plain(&margins);
            let contest = Contest::new(margins);
            let got = contest.optima(&contest.layers(KemenyYoung::BUDGET).unwrap());
            assert_eq!(got.count, expected.len() as f64, "seed {seed}");
            let listed = &expected[..expected.len().min(KemenyYoung::LISTED)];
            assert_eq!(got.orders, listed, "seed {seed}, cost {cost}");
            for unit in 0..units {
                let places: usize =
                    expected.iter().map(|order| order.iter().position(|u| *u == unit).unwrap() + 1).sum();
                let mean = places as f64 / expected.len() as f64;
                assert!((got.mean_place[unit] - mean).abs() < 1e-12, "seed {seed}");
            }
        }
    }

    #[test]
    fn more_than_the_budget_is_refused() {
        let cycle = vec![vec![0.0, 0.5, -0.25], vec![-0.5, 0.0, 0.5], vec![0.25, -0.5, 0.0]];
        let contest = Contest::new(cycle);
        assert!(contest.layers(2).is_none());
        assert!(contest.layers(100).is_some());
    }
}
