//! Research and development, patents, standards, projects: the workbook of the science department.

use super::cell::{Case, Cell, Gap};
use super::finance::{self, accounts};
use super::population::Ownership;
use super::random::{Dice, Topic, logistic};

pub(crate) const HEADINGS: &[&str] = &[
    "研发经费支出（千元）",
    "基础研究支出（千元）",
    "应用研究支出（千元）",
    "研发人员折合全时当量（人年）",
    "国家级研发平台数",
    "省级研发平台数",
    "市级研发平台数",
    "高价值发明专利有效量（件）",
    "近三年海外专利族数（件）",
    "近三年主导国际标准数",
    "近三年参与国际标准数",
    "近三年主导国家标准数",
    "近三年参与国家标准数",
    "近三年主导行业标准数",
    "近三年参与行业标准数",
    "新产品销售收入（千元）",
    "技术合同输出成交额（万元）",
    "技术合同吸纳成交额（万元）",
    "近三年牵头国家级科技项目数",
    "近三年参与国家级科技项目数",
    "近三年牵头省级科技项目数",
    "近三年参与省级科技项目数",
    "牵头创新联合体数",
    "智能制造能力成熟度等级",
    "成熟度评价方式",
];

const LEVELS: [&str; 6] = ["未达一级", "一级", "二级", "三级", "四级", "五级"];

/// The row of the workbook.
pub(crate) fn row(case: &Case<'_>) -> Option<Vec<Cell>> {
    let mut lasting = case.of_firm(Topic::Innovation);
    let mut dice = case.of_year(Topic::Innovation);
    let mut cells = research(case, &mut lasting, &mut dice)?;
    let fte = cells[3].number().unwrap_or(0.0);
    cells.extend(platforms(case, &mut lasting));
    cells.extend(knowledge(case, fte, &mut lasting, &mut dice));
    cells.extend(conversion(case, &mut lasting, &mut dice)?);
    Some(cells)
}

/// Expenditure, its upstream parts and full-time equivalents.
fn research(case: &Case<'_>, lasting: &mut Dice, dice: &mut Dice) -> Option<Vec<Cell>> {
    let industry = case.firm.industry;
    let skill = case.state.powers[0];
    let performs = lasting.uniform() < logistic(0.9 * skill + 1.1 * industry.rd - 0.8);
    let own = lasting.factor(0.32);
    let unit_cost = lasting.between(38.0, 66.0) * industry.pay / 13.0;
    let intensity = industry.rd * own * libm::exp(0.38 * skill + 0.02 * case.year as f64) * dice.factor(0.1);
    let revenue = accounts(case.firm, case.year)?.revenue;
    let spent = if performs { revenue * (intensity / 100.0).min(0.62) } else { 0.0 };
    let most = case.state.employees * lasting.between(0.32, 0.66);
    let fte = (spent / unit_cost * dice.factor(0.08)).min(most);
    // Lasting draws are made whatever the year brings, so that the next year's are the same ones.
    let (ground, share) = (lasting.uniform(), lasting.between(0.01, 0.14));
    let upstream = if performs && ground < 0.05 + 0.12 * logistic(2.0 * skill - 2.0) { share } else { 0.0 };
    let silence = finance::silence(case.firm);
    let unasked = industry.is(&["trade", "finance"]) && !performs;
    if unasked {
        return Some(vec![Cell::not_applicable(); 4]);
    }
    let gap = if case.firm.ownership == Ownership::Foreign { Gap::Withheld } else { Gap::Unanswered };
    let left_out = dice.chance(1.3 * silence);
    let cells = [
        Cell::Number(spent * 10.0, 0),
        Cell::Number(spent * 10.0 * upstream * 0.3, 0),
        Cell::Number(spent * 10.0 * upstream * 0.7, 0),
        Cell::Number(fte, 1),
    ];
    Some(cells.map(|cell| if left_out { Cell::Gap(gap) } else { cell }).to_vec())
}

fn platforms(case: &Case<'_>, lasting: &mut Dice) -> [Cell; 3] {
    let skill = case.state.powers[0];
    let size = libm::log(case.size().max(0.2) / 5.0);
    let research = if case.firm.industry.rd > 1.5 { 0.6 } else { -0.9 };
    // The same three draws each year: a platform is lost only when skill or size fall.
    let [national, provincial, municipal] = [-4.3, -1.5, -0.7].map(|base| {
        let likely = logistic(base + research + 0.9 * skill + 0.5 * size);
        let draw = lasting.uniform();
        if draw < likely * likely * 0.5 {
            2.0
        } else if draw < likely {
            1.0
        } else {
            0.0
        }
    });
    [national, provincial, municipal].map(Cell::count)
}

/// Patents, families abroad and standards.
fn knowledge(case: &Case<'_>, fte: f64, lasting: &mut Dice, dice: &mut Dice) -> Vec<Cell> {
    let skill = case.state.powers[0];
    let technical = case.firm.industry.rd;
    let density = (3.4 + 1.8 * technical.min(6.0)) * libm::exp(0.5 * skill) * lasting.factor(0.75);
    let none = lasting.uniform() < 0.2 * logistic(1.0 - skill);
    // Rounded by a lasting draw: a small firm has its one patent year after year, or never.
    let patents =
        if none { 0.0 } else { (fte / 100.0 * density * dice.factor(0.06) + lasting.uniform()).floor() };
    let (reach, families) = (lasting.uniform(), fte / 100.0 * density * 0.15 * lasting.factor(0.6));
    let abroad = if reach < logistic(0.9 * skill - 1.6) { families } else { 0.0 };
    let scale =
        libm::pow(case.size().max(0.3) / 10.0, 0.33) * libm::exp(0.75 * skill) * (technical / 4.0).min(1.4);
    let mut cells = vec![Cell::count(patents), Cell::count(dice.poisson(abroad))];
    for rate in [0.008, 0.04, 0.24, 0.55, 0.34, 0.6] {
        let lively = lasting.factor(0.5);
        cells.push(Cell::count(dice.poisson(rate * scale * lively)));
    }
    cells
}

/// New products, contracts, projects, digital maturity.
fn conversion(case: &Case<'_>, lasting: &mut Dice, dice: &mut Dice) -> Option<Vec<Cell>> {
    let industry = case.firm.industry;
    let skill = case.state.powers[0];
    let revenue = accounts(case.firm, case.year)?.revenue;
    let silence = finance::silence(case.firm);
    let share = logistic(
        libm::log(industry.new_products.max(0.1) / 100.0)
            + 0.42
            + 0.45 * skill
            + 0.55 * lasting.normal()
            + 0.12 * dice.normal(),
    );
    let fresh = if industry.new_products == 0.0 {
        Cell::not_applicable()
    } else if lasting.chance(0.12) {
        Cell::count(0.0)
    } else {
        Cell::Number(revenue * 10.0 * share.min(0.95), 0)
    };
    let trades = |dice: &mut Dice, lasting: &mut Dice, likely: f64| {
        let active = lasting.uniform() < likely;
        let amount = revenue * 0.004 * libm::exp(0.5 * skill) * dice.factor(0.8);
        if active { Cell::money(amount) } else { Cell::Text("无") }
    };
    let sold = trades(dice, lasting, logistic(0.8 * skill + 0.35 * industry.rd - 2.4));
    let bought = trades(dice, lasting, logistic(0.6 * skill + 0.2 * industry.rd - 1.6));
    let scale =
        libm::pow(case.size().max(0.3) / 10.0, 0.3) * libm::exp(0.7 * skill) * (industry.rd / 4.0).min(1.5);
    let mut cells = vec![fresh.unless(dice, 1.4 * silence, Gap::Unanswered), sold, bought];
    for rate in [0.13, 0.32, 0.36, 0.62, 0.2] {
        let lively = lasting.factor(0.4);
        cells.push(Cell::count(dice.poisson(rate * scale * lively)));
    }
    cells.extend(maturity(case, lasting, dice));
    Some(cells)
}

fn maturity(case: &Case<'_>, lasting: &mut Dice, dice: &mut Dice) -> [Cell; 2] {
    if !case.firm.industry.manufactures() {
        return [Cell::not_applicable(), Cell::not_applicable()];
    }
    let size = libm::log(case.size().max(0.3) / 5.0);
    let grade =
        1.2 + 0.55 * case.state.powers[0] + 0.3 * size + 0.12 * case.year as f64 + 0.5 * lasting.normal();
    let assessed = lasting.uniform() < logistic(1.3 + 0.5 * size);
    let certified = lasting.uniform() < logistic(grade - 2.4);
    if !assessed || dice.chance(finance::silence(case.firm)) {
        return [Cell::Gap(Gap::NotCollected), Cell::Gap(Gap::NotCollected)];
    }
    let level = (grade.clamp(0.0, 5.0)) as usize;
    [Cell::Text(LEVELS[level]), Cell::Text(if certified { "第三方认证" } else { "自评" })]
}
