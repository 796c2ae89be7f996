//! Credit grades and penalties, one figure a row as the credit platform exports them.

use super::cell::{Case, Cell, Gap};
use super::random::{Dice, Topic};

pub(crate) const MEASURES: &[&str] = &[
    "纳税信用级别",
    "公共信用综合评价",
    "环境信用等级",
    "警告、通报批评次数",
    "罚款没收次数",
    "停产停业处罚次数",
];

/// The figures of a firm and year in the order of [`MEASURES`].
pub(crate) fn figures(case: &Case<'_>) -> Vec<Cell> {
    let mut lasting = case.of_firm(Topic::Credit);
    let mut dice = case.of_year(Topic::Credit);
    let duty = case.state.powers[3];
    let mut cells = vec![
        tax_credit(case, duty, &mut lasting, &mut dice),
        public_credit(duty, &mut lasting, &mut dice),
        environment(case, duty, &mut lasting, &mut dice),
    ];
    cells.extend(penalties(case, duty, &mut lasting, &mut dice));
    cells
}

fn tax_credit(case: &Case<'_>, duty: f64, lasting: &mut Dice, dice: &mut Dice) -> Cell {
    let grade = duty + 0.6 * lasting.normal() + 0.45 * dice.normal();
    // Firms younger than three years are M.
    let young = case.earlier(3).is_none();
    Cell::Text(match grade {
        _ if young => "M",
        g if g > 0.35 => "A",
        g if g > -1.0 => "B",
        g if g > -1.35 => "M",
        g if g > -2.3 => "C",
        _ => "D",
    })
}

fn public_credit(duty: f64, lasting: &mut Dice, dice: &mut Dice) -> Cell {
    let grade = 0.9 * duty + 0.7 * lasting.normal() + 0.4 * dice.normal();
    if dice.chance(0.03) {
        return Cell::Gap(Gap::NotCollected);
    }
    Cell::Text(match grade {
        g if g > 0.75 => "优",
        g if g > -0.65 => "良",
        g if g > -2.1 => "中",
        _ => "差",
    })
}

fn environment(case: &Case<'_>, duty: f64, lasting: &mut Dice, dice: &mut Dice) -> Cell {
    let industry = case.firm.industry;
    let grade = 0.8 * duty - 0.5 * industry.energy + 0.7 * lasting.normal() + 0.4 * dice.normal();
    if !(industry.manufactures() || industry.is(&["utilities"])) || lasting.chance(0.15) {
        return Cell::not_applicable();
    }
    Cell::Text(match grade {
        g if g > 0.8 => "环保诚信",
        g if g > -0.8 => "环保良好",
        g if g > -1.9 => "环保警示",
        _ => "环保不良",
    })
}

/// Larger firms are inspected more often, hence penalised more often.
fn penalties(case: &Case<'_>, duty: f64, lasting: &mut Dice, dice: &mut Dice) -> [Cell; 3] {
    let exposure =
        libm::pow(case.state.employees / 500.0, 0.45) * libm::exp(-0.65 * duty) * lasting.factor(0.5);
    [0.16, 0.34, 0.012].map(|rate| match dice.poisson(rate * exposure) {
        0 => Cell::Text("无"),
        count => Cell::count(count),
    })
}
