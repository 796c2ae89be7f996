//! Boards, audits, pledges, compliance: filings of listed firms, reports of state-owned ones, and a questionnaire.

use super::cell::{Case, Cell, Gap};
use super::finance;
use super::population::Ownership;
use super::random::{Dice, Topic, logistic};

pub(crate) const HEADINGS: &[&str] = &[
    "董事会人数",
    "独立（外部）董事人数",
    "审计意见",
    "内控审计意见",
    "控股股东质押比例",
    "合规管理体系",
    "管理绩效专家平均分",
    "评分专家人数",
    "被执行金额（万元）",
    "是否失信被执行人",
    "是否列入严重违法失信名单",
];

/// The row of a firm and year.
pub(crate) fn row(case: &Case<'_>) -> Vec<Cell> {
    let mut lasting = case.of_firm(Topic::Governance);
    let mut dice = case.of_year(Topic::Governance);
    let mut cells = board(case, &mut lasting).to_vec();
    cells.extend(audits(case, &mut lasting, &mut dice));
    cells.push(pledge(case, &mut lasting, &mut dice));
    cells.push(compliance(case, &mut lasting).unless(
        &mut dice,
        1.5 * finance::silence(case.firm),
        Gap::Unanswered,
    ));
    cells.extend(experts(case, &mut lasting, &mut dice));
    cells.extend(courts(case, &mut lasting, &mut dice));
    cells
}

fn board(case: &Case<'_>, lasting: &mut Dice) -> [Cell; 2] {
    let firm = case.firm;
    let duty = case.state.powers[3];
    let members =
        (5.0 + 2.0 * (lasting.uniform() * 4.0).floor()).min(if case.size() > 50.0 { 13.0 } else { 9.0 });
    let (draw, without) = (lasting.normal(), lasting.uniform());
    let share = match (firm.listed, firm.ownership) {
        (true, _) => 0.37 + 0.05 * duty.max(-0.5) + 0.03 * draw,
        (_, Ownership::Central | Ownership::Provincial | Ownership::Municipal) => {
            0.47 + 0.1 * duty + 0.1 * draw
        }
        _ => 0.12 + 0.08 * duty + 0.12 * draw,
    };
    if !firm.listed && !firm.ownership.is_state() && without < 0.55 {
        // A single executive director and no board.
        return [Cell::not_applicable(), Cell::not_applicable()];
    }
    let least = if firm.listed { (members / 3.0).ceil() } else { 0.0 };
    [Cell::count(members), Cell::count((members * share.clamp(0.0, 0.85)).round().max(least))]
}

fn audits(case: &Case<'_>, lasting: &mut Dice, dice: &mut Dice) -> [Cell; 2] {
    let firm = case.firm;
    let duty = case.state.powers[3];
    let unaudited = lasting.chance(0.22) && !firm.listed && !firm.ownership.is_state();
    let worry = -1.05 * duty + 0.7 * lasting.normal() + 0.6 * dice.normal() - 0.4;
    let opinion = |worry: f64| {
        Cell::Text(match worry {
            w if w < 1.15 => "标准无保留意见",
            w if w < 1.9 => "带强调事项段的无保留意见",
            w if w < 3.2 => "保留意见",
            w if w < 4.0 => "无法表示意见",
            _ => "否定意见",
        })
    };
    let control = worry + 0.35 + 0.5 * dice.normal();
    let internal =
        if firm.listed || firm.ownership.is_state() { opinion(control) } else { Cell::not_applicable() };
    [if unaudited { Cell::Gap(Gap::NotCollected) } else { opinion(worry) }, internal]
}

fn pledge(case: &Case<'_>, lasting: &mut Dice, dice: &mut Dice) -> Cell {
    let pledges = lasting.uniform() < logistic(0.2 - 0.8 * case.state.powers[3]);
    let share = logistic(-0.7 - 0.5 * case.state.powers[3] + 0.8 * lasting.normal() + 0.2 * dice.normal());
    match (case.firm.listed, pledges) {
        (false, _) => Cell::not_applicable(),
        (true, false) => Cell::Percent(0.0),
        (true, true) => Cell::Percent(share),
    }
}

fn compliance(case: &Case<'_>, lasting: &mut Dice) -> Cell {
    let base = if case.firm.ownership.is_state() {
        0.9
    } else if case.firm.listed {
        0.6
    } else {
        -0.1
    };
    let grade = base + 0.8 * case.state.powers[3] + 0.6 * lasting.normal() + 0.12 * (case.year as f64 - 5.0);
    Cell::Text(match grade {
        g if g > 2.3 => "通过认证",
        g if g > 1.3 => "设首席合规官",
        g if g > 0.0 => "有制度",
        _ => "无",
    })
}

/// The panel sees a fifth of the firms, mostly large ones.
fn experts(case: &Case<'_>, lasting: &mut Dice, dice: &mut Dice) -> [Cell; 2] {
    let seen = lasting.uniform() < logistic(-2.0 + 0.9 * libm::log(case.size().max(0.3) / 5.0));
    let score = 74.0 + 5.5 * case.state.powers[3] + 2.0 * case.state.powers[1] + 3.0 * dice.normal();
    let count = 7.0 + (dice.uniform() * 5.0).floor();
    if seen {
        [Cell::Number(score.clamp(35.0, 98.0), 1), Cell::count(count)]
    } else {
        [Cell::Gap(Gap::NotCollected), Cell::Gap(Gap::NotCollected)]
    }
}

/// Enforcement, and two lists that close gates.
fn courts(case: &Case<'_>, lasting: &mut Dice, dice: &mut Dice) -> [Cell; 3] {
    let duty = case.state.powers[3];
    let trouble = -duty + 0.8 * lasting.normal() + 0.5 * dice.normal();
    let amount = case.state.revenue * 0.004 * libm::exp(0.5 * trouble) * dice.factor(1.0);
    let yes = |is: bool| Cell::Text(if is { "是" } else { "否" });
    let enforced = if trouble > 1.15 { Cell::money(amount) } else { Cell::Text("无") };
    [enforced, yes(trouble > 3.2), yes(dice.chance(0.001 * libm::exp(-0.8 * duty)))]
}
