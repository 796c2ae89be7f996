//! Staff, taxes, work safety, environment and energy: records of several departments in one table.

use super::cell::{Case, Cell, Gap};
use super::finance;
use super::random::{Dice, Topic};

pub(crate) const HEADINGS: &[&str] = &[
    "平均用工人数",
    "上年平均用工人数",
    "实缴税金（万元）",
    "近三年工伤人数",
    "重大及以上事故起数",
    "较大事故起数",
    "重大环境违法",
    "综合能耗（吨标准煤）",
    "是否重大税收违法失信主体",
    "是否统计造假",
];

/// The row of a firm and year.
pub(crate) fn row(case: &Case<'_>) -> Option<Vec<Cell>> {
    let mut lasting = case.of_firm(Topic::Administration);
    let mut dice = case.of_year(Topic::Administration);
    let industry = case.firm.industry;
    let [_, skill, fame, duty] = case.state.powers;
    let revenue = finance::accounts(case.firm, case.year)?.revenue;

    let tax = revenue * industry.tax / 100.0
        * libm::exp(0.12 * skill + 0.1 * fame)
        * lasting.factor(0.35)
        * dice.factor(0.1);
    let danger = match industry.peer_group {
        "construction" => 7.0,
        "materials" | "utilities" => 5.0,
        "equipment" | "transport" => 4.0,
        "consumer" | "high-tech" => 2.2,
        _ => 0.8,
    };
    let injuries =
        dice.poisson(case.state.employees / 1000.0 * danger * libm::exp(-0.5 * duty) * lasting.factor(0.4));
    let rare = |dice: &mut Dice, rate: f64| match dice.poisson(rate * libm::exp(-0.7 * duty)) {
        0 => Cell::Text("无"),
        count => Cell::count(count),
    };
    let exposure = danger * libm::pow(case.state.employees / 1000.0, 0.5);
    let accidents = [rare(&mut dice, 0.000_1 * exposure), rare(&mut dice, 0.000_7 * exposure)];
    let violation = rare(&mut dice, 0.006 * industry.energy);
    let energy = revenue
        * industry.energy
        * libm::exp(-0.1 * skill - 0.03 * case.year as f64)
        * lasting.factor(0.35)
        * dice.factor(0.05);
    let metered = industry.manufactures() || industry.is(&["utilities", "transport"]) || case.size() > 30.0;
    // A slip that data checks are there for: once in a while someone enters kilograms as if they were hundreds.
    let energy = if dice.chance(0.0008) { energy * 10.0 } else { energy };
    let yes = |is: bool| Cell::Text(if is { "是" } else { "否" });
    let tax_fraud = dice.chance(0.0012 * libm::exp(-0.9 * duty));
    let false_figures = dice.chance(0.0006 * libm::exp(-0.9 * duty));
    let [major, larger] = accidents;
    Some(vec![
        Cell::count(case.state.employees),
        case.earlier(1).map_or(Cell::Gap(Gap::Empty), |before| Cell::count(before.employees)),
        Cell::money(tax),
        Cell::count(injuries).unless(&mut dice, 0.02, Gap::Pending),
        major,
        larger,
        violation,
        if metered {
            Cell::Number(energy, 0).unless(&mut dice, finance::silence(case.firm), Gap::Pending)
        } else {
            Cell::Gap(Gap::NotCollected)
        },
        yes(tax_fraud),
        yes(false_figures),
    ])
}
