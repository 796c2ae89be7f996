//! The simulated firms and their paths through the years, and which of them are on the list each year.

use super::identity;
use super::industry::{INDUSTRIES, Industry};
use super::random::{Dice, Topic};

/// The first simulated year; the list begins in [`FIRST_LISTED`].
pub(crate) const FIRST: usize = 2018;
pub(crate) const FIRST_LISTED: usize = 2021;
pub(crate) const LAST: usize = 2025;
/// Simulated years.
pub(crate) const YEARS: usize = LAST - FIRST + 1;

/// Firms that may come onto the list.
const FIRMS: usize = 1540;
/// Of these, firms with revenue of at least 10 billion yuan in the last year.
const LARGE: usize = 60;
/// The list holds this many firms by revenue and as many by employees.
const LIST: usize = 840;
/// Total revenue of the list, 100 million yuan, from [`FIRST`] on; the plan's target for 2026 is 42,000.
const TOTALS: [f64; YEARS] = [26_400.0, 27_900.0, 27_300.0, 30_900.0, 33_100.0, 35_300.0, 37_600.0, 39_700.0];

/// Innovation, competitiveness, influence, governance.
pub(crate) type Powers = [f64; 4];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ownership {
    Central,
    Provincial,
    Municipal,
    Private,
    Foreign,
    Mixed,
}

impl Ownership {
    pub(crate) fn is_state(self) -> bool {
        matches!(self, Ownership::Central | Ownership::Provincial | Ownership::Municipal)
    }
}

/// How a firm's path is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    Steady,
    Transforming,
    Growing,
}

/// What stays the same about a firm.
pub(crate) struct Firm {
    pub(crate) number: usize,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) industry: &'static Industry,
    pub(crate) district: &'static str,
    pub(crate) ownership: Ownership,
    pub(crate) listed: bool,
    pub(crate) course: Course,
    /// Whether it heads a group, so that lists of groups may name it.
    pub(crate) heads_group: bool,
    /// The state in each simulated year; `None` before it was founded and after it left.
    pub(crate) years: Vec<Option<State>>,
    /// On the list of each simulated year, and by which criterion.
    pub(crate) entries: Vec<Option<Entry>>,
}

/// A firm in one year.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// 10,000 yuan.
    pub(crate) revenue: f64,
    pub(crate) employees: f64,
    /// Latent quality of the four powers, standard normal across firms at first, slowly rising.
    pub(crate) powers: Powers,
}

/// Which of the two lists a firm is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Revenue,
    Employees,
    Both,
}

/// All firms, on a list at some time or not.
pub(crate) fn simulate() -> Vec<Firm> {
    let ranks = Dice::of_firm(Topic::Deck, 1).shuffled(FIRMS);
    let names = identity::trade_names();
    let mut firms: Vec<Firm> = (0..FIRMS).map(|number| firm(number, ranks[number], &names[number])).collect();
    for year in 0..YEARS {
        enter(&mut firms, year);
        scale(&mut firms, year);
    }
    firms
}

fn firm(number: usize, rank: usize, trade_name: &str) -> Firm {
    let mut dice = Dice::of_firm(Topic::Profile, number);
    let large = rank < LARGE;
    let industry = &INDUSTRIES[dice.weighted(INDUSTRIES.iter().map(move |industry| weight(industry, rank)))];
    let ownership = ownership(&mut dice, large, industry);
    let listed = dice.chance(if large {
        0.3
    } else if ownership == Ownership::Foreign {
        0.01
    } else {
        0.07
    });
    let course = course(&mut dice, industry, large);
    let district = district(&mut dice, industry);
    let name = name(&mut dice, trade_name, industry, listed, large);
    let years = path(number, revenue_at(rank), industry, course, large);
    Firm {
        number,
        code: identity::credit_code(number),
        name,
        industry,
        district,
        ownership,
        listed,
        course,
        heads_group: rank < 2 || (rank < LARGE && dice.chance(0.4)),
        years,
        entries: vec![None; YEARS],
    }
}

/// How common an industry is among firms of this rank; only a few industries have giants.
fn weight(industry: &Industry, rank: usize) -> f64 {
    match rank {
        0..14 if industry.weight_large < 5.0 => 0.0,
        0..LARGE => industry.weight_large,
        _ => industry.weight,
    }
}

/// Revenue in the last year by rank, 100 million yuan: log-normal with a truncated Pareto tail, in equal steps of probability, so that
/// the number of giants does not hang on luck.
fn revenue_at(rank: usize) -> f64 {
    const SHAPE: f64 = 0.56;
    const LOWEST: f64 = 100.0;
    const HIGHEST: f64 = 3900.0;
    if rank < LARGE {
        let beyond = (rank as f64 + 0.5) / LARGE as f64;
        let end = libm::pow(HIGHEST / LOWEST, -SHAPE);
        return LOWEST * libm::pow(beyond * (1.0 - end) + end, -1.0 / SHAPE);
    }
    let beyond = ((rank - LARGE) as f64 + 0.5) / (FIRMS - LARGE) as f64;
    // A touch below the limit of the tail.
    (2.1 * libm::exp(1.3 * upper_quantile(beyond))).min(96.0)
}

/// The value a standard normal variable exceeds with this probability: Abramowitz and Stegun 26.2.23, good to 4.5e-4.
fn upper_quantile(probability: f64) -> f64 {
    if probability > 0.5 {
        return -upper_quantile(1.0 - probability);
    }
    let t = (-2.0 * libm::log(probability)).sqrt();
    let above = 2.515517 + t * (0.802853 + t * 0.010328);
    let below = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    t - above / below
}

fn ownership(dice: &mut Dice, large: bool, industry: &Industry) -> Ownership {
    use Ownership::{Central, Foreign, Mixed, Municipal, Private, Provincial};
    if industry.is(&["utilities"]) {
        return dice.pick(&[
            (3.0, Central),
            (3.0, Provincial),
            (4.0, Municipal),
            (1.0, Private),
            (0.5, Foreign),
        ]);
    }
    if large && industry.is(&["construction"]) {
        return dice.pick(&[(50.0, Central), (20.0, Provincial), (15.0, Municipal), (15.0, Private)]);
    }
    if large {
        dice.pick(&[
            (30.0, Central),
            (14.0, Provincial),
            (14.0, Municipal),
            (24.0, Private),
            (8.0, Foreign),
            (10.0, Mixed),
        ])
    } else {
        dice.pick(&[
            (5.0, Central),
            (4.0, Provincial),
            (8.0, Municipal),
            (67.0, Private),
            (8.0, Foreign),
            (8.0, Mixed),
        ])
    }
}

fn course(dice: &mut Dice, industry: &Industry, large: bool) -> Course {
    let growing = if large {
        0.04
    } else if industry.is(&["high-tech", "information"]) {
        0.32
    } else {
        0.13
    };
    let transforming = if industry.traditional { 0.42 } else { 0.06 };
    dice.pick(&[
        (growing, Course::Growing),
        (transforming, Course::Transforming),
        (1.0 - growing - transforming, Course::Steady),
    ])
}

fn district(dice: &mut Dice, industry: &Industry) -> &'static str {
    let home = match (industry.peer_group, industry.code) {
        (_, "C36") => "武汉经开区",
        (_, "C31") => "青山区",
        ("high-tech" | "information", _) => "东湖高新区",
        ("trade" | "finance", _) => "江汉区",
        ("consumer" | "transport", _) => "东西湖区",
        ("construction", _) => "武昌区",
        _ => "江夏区",
    };
    if dice.chance(0.45) {
        return home;
    }
    dice.pick(&[
        (7.0, "江岸区"),
        (8.0, "江汉区"),
        (6.0, "硚口区"),
        (7.0, "汉阳区"),
        (10.0, "武昌区"),
        (5.0, "青山区"),
        (8.0, "洪山区"),
        (9.0, "东西湖区"),
        (2.5, "汉南区"),
        (5.0, "蔡甸区"),
        (7.0, "江夏区"),
        (7.0, "黄陂区"),
        (5.0, "新洲区"),
        (12.0, "东湖高新区"),
        (8.0, "武汉经开区"),
        (1.5, "长江新区"),
    ])
}

/// 地名 + 字号 + 行业 + 组织形式, marked as an example.
fn name(dice: &mut Dice, trade_name: &str, industry: &Industry, listed: bool, large: bool) -> String {
    let place = dice.pick(&[(72.0, "武汉"), (20.0, "湖北"), (8.0, "江城")]);
    let group = if large { "集团" } else { "" };
    let form = if listed { "股份有限公司" } else { "有限公司" };
    format!("{place}{trade_name}{}{group}{form}（示例）", industry.word)
}

/// From the revenue of the last year back to the first, then employees and qualities forward.
fn path(
    number: usize,
    last_revenue: f64,
    industry: &Industry,
    course: Course,
    large: bool,
) -> Vec<Option<State>> {
    let mut dice = Dice::of_firm(Topic::Path, number);
    let growing = course == Course::Growing;
    let founded = if growing && dice.chance(0.3) { 1 + (dice.uniform() * 4.0) as usize } else { 0 };
    let left = if !large && dice.chance(0.09) { 4 + (dice.uniform() * 4.0) as usize } else { YEARS };
    let trend = match course {
        Course::Growing => dice.between(0.08, 0.28),
        Course::Transforming => dice.between(-0.06, 0.03),
        Course::Steady => dice.between(-0.03, 0.05),
    };
    let powers = first_powers(&mut dice, last_revenue, growing);
    let drifts: Powers = std::array::from_fn(|_| 0.05 + 0.06 * dice.normal());
    let staff = dice.factor(0.55) * libm::pow((last_revenue / 10.0).max(0.3), 0.22);
    let mut revenue = last_revenue * 1e4;
    let mut revenues = [0.0; YEARS];
    for year in (0..YEARS).rev() {
        revenues[year] = revenue;
        let shock =
            if dice.chance(if large { 0.02 } else { 0.06 }) { 0.35 } else { if large { 0.05 } else { 0.15 } };
        revenue /= libm::exp((trend + shock * dice.normal()).clamp(-0.7, 0.9));
    }
    let mut employees = revenues[YEARS - 1] / (industry.sales_per_head * staff);
    let mut heads = [0.0; YEARS];
    for year in (0..YEARS).rev() {
        heads[year] = employees.round().max(24.0);
        if year > 0 {
            let step = libm::log(revenues[year] / revenues[year - 1]);
            employees /= libm::exp((0.4 * step - 0.005 + 0.035 * dice.normal()).clamp(-0.5, 0.5));
        }
    }
    (0..YEARS)
        .map(|year| {
            let alive = founded <= year && year < left;
            alive.then(|| State {
                revenue: revenues[year],
                employees: heads[year],
                powers: powers_in(number, year, powers, drifts),
            })
        })
        .collect()
}

/// Correlated through one common factor; size helps influence most.
fn first_powers(dice: &mut Dice, revenue: f64, growing: bool) -> Powers {
    let common = dice.normal();
    let size = libm::log(revenue / 4.0) / 1.5;
    let by_size = [0.15, 0.0, 0.4, 0.1];
    let by_growth = [0.5, 0.3, 0.0, -0.1];
    std::array::from_fn(|power| {
        let growth = if growing { by_growth[power] } else { 0.0 };
        0.5 * common + 0.85 * dice.normal() + by_size[power] * size + growth
    })
}

fn powers_in(number: usize, year: usize, first: Powers, drifts: Powers) -> Powers {
    let mut dice = Dice::of_year(Topic::Path, number, year);
    std::array::from_fn(|power| first[power] + drifts[power] * year as f64 + 0.22 * dice.normal())
}

/// Puts the largest by revenue and the largest by employees on the list of the year.
fn enter(firms: &mut [Firm], year: usize) {
    let on = |value: fn(&State) -> f64| {
        let mut order: Vec<usize> = (0..firms.len()).filter(|&at| firms[at].years[year].is_some()).collect();
        let of = |at: usize| firms[at].years[year].as_ref().map_or(0.0, value);
        order.sort_by(|&a, &b| of(b).total_cmp(&of(a)).then(a.cmp(&b)));
        let mut chosen = vec![false; firms.len()];
        order.iter().take(LIST).for_each(|&at| chosen[at] = true);
        chosen
    };
    let by_revenue = on(|state| state.revenue);
    let by_employees = on(|state| state.employees);
    for (at, firm) in firms.iter_mut().enumerate() {
        firm.entries[year] = match (by_revenue[at], by_employees[at]) {
            (true, true) => Some(Entry::Both),
            (true, false) => Some(Entry::Revenue),
            (false, true) => Some(Entry::Employees),
            (false, false) => None,
        };
    }
}

/// Brings the total revenue of the list to its target; one factor for all, so the order stays.
fn scale(firms: &mut [Firm], year: usize) {
    let total: f64 = firms
        .iter()
        .filter(|firm| firm.entries[year].is_some())
        .filter_map(|firm| firm.years[year].as_ref())
        .map(|state| state.revenue)
        .sum();
    let factor = TOTALS[year] * 1e4 / total;
    for state in firms.iter_mut().filter_map(|firm| firm.years[year].as_mut()) {
        state.revenue *= factor;
    }
}
