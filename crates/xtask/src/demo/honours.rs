//! Lists, awards, designations and disclosure, collected from the publishers' pages.

use super::cell::{Case, Cell, Gap};
use super::random::{Dice, Topic, logistic};

pub(crate) const HEADINGS: &[&str] =
    &["最高榜单", "最高质量荣誉", "获奖距今年数", "最高示范称号", "社会责任报告"];

/// The row of a firm and year.
pub(crate) fn row(case: &Case<'_>) -> Vec<Cell> {
    let mut lasting = case.of_firm(Topic::Honours);
    let list = Cell::Text(list(case, &mut lasting));
    let (award, age) = award(case, &mut lasting);
    let designation = Cell::Text(designation(case, &mut lasting));
    let disclosure = disclosure(case, &mut lasting);
    vec![list, award, age, designation, disclosure]
}

/// By revenue for heads of groups, by reputation for the others.
fn list(case: &Case<'_>, lasting: &mut Dice) -> &'static str {
    let size = case.size();
    let fame = case.state.powers[2];
    let (brand, city) = (lasting.uniform(), lasting.uniform());
    let heads = case.firm.heads_group;
    if heads && size >= 2600.0 {
        "世界500强"
    } else if heads && size >= 480.0 {
        "中国企业500强"
    } else if brand < logistic(1.5 * fame - 6.2) {
        "中国品牌价值500强"
    } else if heads && size >= 170.0 {
        if case.firm.industry.manufactures() { "中国制造业500强" } else { "中国服务业500强" }
    } else if heads && size >= 70.0 || size >= 220.0 {
        "湖北企业100强"
    } else if size >= 30.0 {
        "武汉企业100强"
    } else if city < logistic(1.2 * fame - 1.9) {
        "武汉精品"
    } else {
        "未上榜"
    }
}

/// An award and the years since it was announced; each firm may win one, in one year.
fn award(case: &Case<'_>, lasting: &mut Dice) -> (Cell, Cell) {
    let merit =
        0.8 * case.firm.years.iter().flatten().next().map_or(0.0, |state| state.powers[2]) + lasting.normal();
    let won = (lasting.uniform() * 11.0) as usize;
    let none = (Cell::Text("未获奖"), Cell::Gap(Gap::Empty));
    // Years of announcement run from three years before the first simulated year.
    let Some(age) = (case.year + 3).checked_sub(won).filter(|age| *age < 5) else { return none };
    let name = match merit {
        m if m > 3.75 => "中国质量奖",
        m if m > 3.0 => "中国质量奖提名奖",
        m if m > 2.35 => "长江质量奖",
        m if m > 1.9 => "长江质量奖提名奖",
        m if m > 1.0 => "武汉市市长质量奖",
        _ => return none,
    };
    (Cell::Text(name), Cell::count(age as f64))
}

fn designation(case: &Case<'_>, lasting: &mut Dice) -> &'static str {
    let [skill, _, fame, _] = case.state.powers;
    let size = libm::log(case.size().max(0.3) / 10.0);
    let eligible = case.firm.industry.is(&["high-tech", "equipment", "materials", "consumer", "information"]);
    let grade = 0.5 * skill + 0.4 * fame + 0.3 * size + lasting.normal() + 0.05 * case.year as f64
        - if eligible { 0.0 } else { 1.1 };
    let small = lasting.chance(0.6);
    match grade {
        g if g > 3.7 && size > 1.5 => "灯塔工厂",
        g if g > 3.2 && size > 1.0 => "国家领航企业",
        g if g > 2.6 && eligible => "制造业单项冠军",
        g if g > 1.5 && size > 1.2 => "省级链主企业",
        g if g > 1.3 && eligible => "专精特新小巨人",
        g if g > 0.8 && eligible && small => "省级隐形冠军",
        g if g > 0.75 => "市级链主企业",
        _ => "无",
    }
}

fn disclosure(case: &Case<'_>, lasting: &mut Dice) -> Cell {
    let firm = case.firm;
    let base = if firm.listed {
        1.6
    } else if firm.ownership.is_state() {
        0.1
    } else {
        -1.0
    };
    let size = libm::log(case.size().max(0.3) / 10.0);
    let grade = base
        + 0.35 * size
        + 0.5 * case.state.powers[2]
        + 0.7 * lasting.normal()
        + 0.16 * (case.year as f64 - 5.0);
    Cell::Text(match grade {
        g if g > 3.1 => "对标准则并鉴证",
        g if g > 2.0 => "对标准则",
        g if g > 0.6 => "有报告",
        _ => "未披露",
    })
}
