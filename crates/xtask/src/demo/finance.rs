//! Financial statements, 10,000 yuan.

use super::cell::{Case, Cell, Gap};
use super::population::{Firm, Ownership};
use super::random::{Dice, Topic};

pub(crate) const HEADINGS: &[&str] = &[
    "营业总收入（万元）",
    "三年前同口径营业收入（万元）",
    "利润总额（万元）",
    "净利润（万元）",
    "年末资产总额（万元）",
    "年初资产总额（万元）",
    "年末负债总额（万元）",
    "年末所有者权益（万元）",
    "年初所有者权益（万元）",
    "利息支出（万元）",
    "销售商品、提供劳务收到的现金（万元）",
    "经营活动产生的现金流量净额（万元）",
    "劳动者报酬（万元）",
    "本年折旧（万元）",
    "生产税净额（万元）",
    "营业盈余（万元）",
    "应付账款及应付票据（万元）",
    "逾期尚未支付中小企业款项（万元）",
];

/// What the statements of a firm and year say, 10,000 yuan.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accounts {
    pub(crate) revenue: f64,
    pub(crate) total_profit: f64,
    pub(crate) net_profit: f64,
    pub(crate) assets: f64,
    pub(crate) liabilities: f64,
    pub(crate) interest: f64,
    pub(crate) depreciation: f64,
    pub(crate) pay: f64,
    pub(crate) purchases: f64,
}

/// The statements of a year in which the firm existed.
pub(crate) fn accounts(firm: &Firm, year: usize) -> Option<Accounts> {
    let state = firm.years.get(year)?.as_ref()?;
    let industry = firm.industry;
    let mut lasting = Dice::of_firm(Topic::Finance, firm.number);
    let mut dice = Dice::of_year(Topic::Finance, firm.number, year);
    let skill = state.powers[1];
    let revenue = state.revenue;

    let spread = 1.2 + 0.32 * industry.margin;
    let own = lasting.normal();
    let slip = if dice.chance(0.015) { dice.between(-22.0, -6.0) } else { 0.0 };
    let margin = industry.margin + spread * (0.62 * skill + 0.5 * own + 0.4 * dice.normal() - 0.15) + slip;
    let total_profit = revenue * (margin / 100.0).clamp(-0.6, 0.55);
    let tax_rate = if industry.is(&["high-tech", "information"]) { 0.14 } else { 0.23 };
    let net_profit = if total_profit > 0.0 { total_profit * (1.0 - tax_rate) } else { total_profit };

    let before =
        firm.years.get(year.wrapping_sub(1)).and_then(Option::as_ref).map_or(revenue, |state| state.revenue);
    let assets = (revenue * before).sqrt() / (industry.turnover * lasting.factor(0.3)) * dice.factor(0.04);
    let strain = if lasting.chance(0.025) { 0.3 } else { 0.0 };
    let debt = industry.debt - 0.045 * skill + 0.11 * lasting.normal() + strain + 0.02 * dice.normal();
    let liabilities = assets * debt.clamp(0.06, 1.15);

    let loans = if lasting.chance(0.12) { 0.0 } else { lasting.between(0.15, 0.6) };
    let heavy = industry.energy.min(0.5);
    let pay_level =
        industry.pay * lasting.factor(0.18) * libm::exp(0.05 * skill + 0.045 * (year as f64 - 5.0));
    Some(Accounts {
        revenue,
        total_profit,
        net_profit,
        assets,
        liabilities,
        interest: liabilities * loans * 0.039,
        depreciation: assets * (0.022 + 0.05 * heavy) * lasting.factor(0.25),
        pay: pay_level * state.employees,
        purchases: revenue
            * (0.88 - margin / 100.0 - industry.rd / 100.0).clamp(0.25, 0.86)
            * lasting.between(0.75, 1.0),
    })
}

/// The row of the department of finance.
pub(crate) fn row(case: &Case<'_>) -> Option<Vec<Cell>> {
    let firm = case.firm;
    let now = accounts(firm, case.year)?;
    let opening = case.year.checked_sub(1).and_then(|year| accounts(firm, year));
    // Streams of their own: the statements above must not move when a column is added here.
    let mut dice = case.of_year(Topic::Statements);
    let mut lasting = case.of_firm(Topic::Statements);
    let skill = case.state.powers[1];
    let duty = case.state.powers[3];

    let collected = now.revenue
        * (1.015 + 0.045 * skill + 0.05 * lasting.normal() + 0.05 * dice.normal()).clamp(0.35, 1.6);
    let operating = now.net_profit
        + now.depreciation
        + 0.35 * (collected - now.revenue)
        + 0.01 * now.revenue * dice.normal();
    let product_taxes = now.revenue * firm.industry.tax * 0.006 * dice.factor(0.15);
    let payables = now.purchases * lasting.between(0.12, 0.4);
    let late = (0.06 - 0.06 * duty + 0.05 * lasting.normal() + 0.02 * dice.normal()).clamp(0.0, 0.55);
    let cells = vec![
        Cell::money(now.revenue),
        case.earlier(3).map_or(Cell::Gap(Gap::Empty), |state| Cell::money(state.revenue)),
        Cell::money(now.total_profit),
        Cell::money(now.net_profit),
        Cell::money(now.assets),
        opening.map_or(Cell::Gap(Gap::Empty), |before| Cell::money(before.assets)),
        Cell::money(now.liabilities),
        Cell::money(now.assets - now.liabilities),
        opening.map_or(Cell::Gap(Gap::Empty), |before| Cell::money(before.assets - before.liabilities)),
        Cell::money(now.interest),
        if firm.industry.is(&["finance"]) { Cell::not_applicable() } else { Cell::money(collected) },
        Cell::money(operating),
        Cell::money(now.pay),
        Cell::money(now.depreciation),
        Cell::money(product_taxes),
        Cell::money(now.total_profit * 0.92 + now.interest * 0.6),
        Cell::money(payables),
        Cell::money(payables * late),
    ];
    Some(with_gaps(cells, firm, &mut dice))
}

/// Who answers: listed firms publish, state-owned ones report, the others often leave out what is not asked every year.
pub(crate) fn silence(firm: &Firm) -> f64 {
    match (firm.listed, firm.ownership) {
        (true, _) => 0.004,
        (_, Ownership::Foreign) => 0.09,
        (_, Ownership::Private) => 0.06,
        (_, Ownership::Mixed) => 0.04,
        _ => 0.015,
    }
}

fn with_gaps(cells: Vec<Cell>, firm: &Firm, dice: &mut Dice) -> Vec<Cell> {
    let silence = silence(firm);
    let gap = if firm.ownership == Ownership::Foreign { Gap::Withheld } else { Gap::Unanswered };
    let unreturned = dice.chance(1.5 * silence);
    cells
        .into_iter()
        .enumerate()
        .map(|(column, cell)| match column {
            // Revenue decides who is on the list: it is always known. The year before last may need restating.
            0 => cell,
            1 => cell.unless(dice, 0.08, Gap::Empty),
            10 | 11 => cell.unless(dice, silence, gap),
            // One form: returned or not.
            12..=15 if unreturned => Cell::Gap(gap),
            12..=15 => cell,
            16.. => cell.unless(dice, 2.0 * silence, Gap::Unanswered),
            _ => cell.unless(dice, 0.6 * silence, gap),
        })
        .collect()
}
