//! Leading product, markets abroad and supply chain, 10,000 yuan: what enterprises return to the department of commerce.

use super::cell::{Case, Cell, Gap};
use super::finance::{self, Accounts, accounts};
use super::random::{Dice, Topic, logistic};

pub(crate) const HEADINGS: &[&str] = &[
    "主导产品销售收入（万元）",
    "主导产品国内市场规模（亿元）",
    "境外营业收入（万元）",
    "境外资产（万元）",
    "境外员工数",
    "采购总额（万元）",
    "前五名供应商采购额（万元）",
    "市内采购额（万元）",
    "本地配套企业数",
];

/// The row of a firm and year.
pub(crate) fn row(case: &Case<'_>) -> Option<Vec<Cell>> {
    let mut lasting = case.of_firm(Topic::Market);
    let mut dice = case.of_year(Topic::Market);
    let industry = case.firm.industry;
    let now = accounts(case.firm, case.year)?;
    let [_, skill, fame, _] = case.state.powers;
    let silence = finance::silence(case.firm);

    let makes = industry.is(&["high-tech", "equipment", "materials", "consumer", "information"]);
    let product = now.revenue * lasting.between(0.35, 0.92);
    let share =
        (0.055 * libm::exp(0.5 * skill + 0.2 * fame) * lasting.factor(0.7) * dice.factor(0.06)).min(0.72);
    let known = lasting.chance(0.8);
    let (product, market) = match (makes, known) {
        (false, _) => (Cell::not_applicable(), Cell::not_applicable()),
        (true, false) => (Cell::money(product), Cell::Gap(Gap::NotCollected)),
        (true, true) => (Cell::money(product), Cell::Number(product / share / 1e4, 2)),
    };

    let overseas = overseas(case, &now, &mut lasting, &mut dice);
    let secret = if case.firm.listed { 0.01 } else { 2.0 * silence };
    let overseas = overseas.map(|cell| cell.unless(&mut dice, secret, Gap::Unanswered));

    let supply = supply(case, &now, &mut lasting, &mut dice);
    let gap = if case.firm.ownership == super::population::Ownership::Foreign {
        Gap::Withheld
    } else {
        Gap::Unanswered
    };
    let mut cells = vec![product.unless(&mut dice, silence, gap), market];
    cells.extend(overseas);
    cells.extend(supply.map(|cell| cell.unless(&mut dice, 1.5 * silence, gap)));
    Some(cells)
}

/// Revenue, assets and staff abroad.
fn overseas(case: &Case<'_>, now: &Accounts, lasting: &mut Dice, dice: &mut Dice) -> [Cell; 3] {
    let [_, _, fame, _] = case.state.powers;
    let exporters = case.firm.industry.exporters;
    let sells_abroad = lasting.uniform() < logistic(libm::log(exporters.max(0.01)) + 0.9 + 0.6 * fame);
    let abroad = (0.1 * libm::exp(0.45 * fame) * lasting.factor(0.9) * dice.factor(0.12)).min(0.9);
    let plants = lasting.chance(0.4);
    if !sells_abroad {
        return [Cell::Text("无"), Cell::Text("无"), Cell::Text("无")];
    }
    let revenue = Cell::money(now.revenue * abroad);
    if !plants {
        return [revenue, Cell::Text("无"), Cell::Text("无")];
    }
    let assets = Cell::money(now.assets * abroad * 0.4);
    [revenue, assets, Cell::count((case.state.employees * abroad * 0.3).round())]
}

/// Purchases, those from the five largest suppliers and from the city, and how many suppliers it has there.
fn supply(case: &Case<'_>, now: &Accounts, lasting: &mut Dice, dice: &mut Dice) -> [Cell; 4] {
    let [_, skill, fame, _] = case.state.powers;
    let few = logistic(
        -0.55 - 0.25 * skill + 0.75 * lasting.normal() - 0.15 * libm::log(case.size().max(0.3) / 5.0)
            + 0.1 * dice.normal(),
    );
    let local = logistic(-0.9 + 0.3 * fame + 0.8 * lasting.normal() + 0.08 * dice.normal());
    let suppliers = 6.0
        + 9.0
            * libm::pow(case.size().max(0.2), 0.52)
            * libm::exp(0.35 * fame)
            * lasting.factor(0.45)
            * local
            * 2.0;
    if case.firm.industry.is(&["finance"]) {
        return std::array::from_fn(|_| Cell::not_applicable());
    }
    [
        Cell::money(now.purchases),
        Cell::money(now.purchases * few),
        Cell::money(now.purchases * local),
        Cell::count((suppliers * dice.factor(0.05)).round()),
    ]
}
