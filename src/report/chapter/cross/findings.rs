//! What single methods say beyond an order: conditions of a compromise, bands, grades, obstacles.

use super::super::super::document::{Block, Cell, Column, Level, NumberFormat, Table};
use super::super::super::results::Results;
use super::super::draft::Draft;
use super::named;
use crate::cross_comparison::{PeriodRanking, Ranking};
use crate::ranking::{Appraisal, Compromise, RankingMethod, Remark};
use crate::vocab::Text;

/// Obstacles that are shown for a unit.
const OBSTACLES: usize = 3;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    let mut blocks = Vec::new();
    for ranking in r.rankings {
        let Some(result) = ranking.of_period(r.order.focus) else { continue };
        let Some((appraisal, _)) = result.appraisal() else { continue };
        let scene = Scene { r, ranking, result, appraisal };
        blocks.extend(scene.remark(draft));
        blocks.extend(scene.classes().map(Block::Table));
        if matches!(ranking.method, RankingMethod::Obstacle {}) {
            blocks.push(Block::Table(scene.obstacles()));
        }
    }
    if !blocks.is_empty() {
        let heading = r.say("各方法的特有结果", "What single methods add");
        blocks.insert(0, Block::heading(Level::Section, "cross-details", heading));
    }
    blocks
}

/// A ranking of the focus period that has an answer.
struct Scene<'s> {
    r: &'s Results<'s>,
    ranking: &'s Ranking,
    result: &'s PeriodRanking,
    appraisal: &'s Appraisal,
}

impl Scene<'_> {
    fn unit(&self, at: usize) -> &str {
        self.result.rows.get(at).map_or("", |row| self.r.unit_name(*row))
    }

    fn fact(&self, what: &str) -> String {
        format!("cross.{}.{what}", self.ranking.document.id)
    }

    fn told(&self, draft: &Draft, zh: &str, en: &str) -> Option<Block> {
        let template = self.r.say(zh, en).replace('@', &format!("cross.{}", self.ranking.document.id));
        let text = draft.facts.fill(&template)?;
        Some(named(self.r.text_of(&self.ranking.name), self.r.say("：", ": "), text))
    }

    fn remark(&self, draft: &mut Draft) -> Option<Block> {
        let from = format!("{} {}", self.r.text_of(&self.ranking.name), self.r.order.focus);
        match &self.appraisal.remark {
            Remark::Compromise(compromise) => self.compromise(draft, compromise, &from),
            Remark::Line(line, _) => {
                let facts = &mut draft.facts;
                for (what, value) in [("a", line.intercept), ("b", line.slope), ("r2", line.r_squared)] {
                    facts.number(self.fact(what), value, NumberFormat::Decimals(4), &*from);
                }
                self.told(
                    draft,
                    "回归方程 RSR = {@.a} + {@.b} × 概率单位，决定系数 R² = {@.r2}。",
                    "the line is RSR = {@.a} + {@.b} × probit, with R² = {@.r2}.",
                )
            }
            Remark::Orders { count, support } => {
                draft.facts.number(self.fact("orders"), *count, NumberFormat::Integer, &*from);
                draft.facts.number(self.fact("support"), *support, NumberFormat::Percent(1), &*from);
                self.told(
                    draft,
                    "支持度最高的次序共{@.orders}个，支持度为最大可能值的{@.support}；位次按它们的平均位次排定。",
                    "the number of orders with the highest support is {@.orders}, their support {@.support} of the most there could be; ranks are by the mean place over them.",
                )
            }
            _ => self.on_top(draft, &from),
        }
    }

    /// Methods in which several units may reach the top.
    fn on_top(&self, draft: &mut Draft, from: &str) -> Option<Block> {
        if !matches!(self.ranking.method, RankingMethod::BenefitOfTheDoubt { .. } | RankingMethod::Dea { .. })
        {
            return None;
        }
        // Programmes end within rounding of 1.
        let top = self.appraisal.ranked.scores.iter().filter(|score| **score >= 1.0 - 1e-9).count();
        draft.facts.count(self.fact("top"), top, from);
        draft.facts.count(self.fact("units"), self.result.rows.len(), from);
        self.told(
            draft,
            "{@.units}个对象中有{@.top}个达到前沿（得满分），它们之间分不出先后。",
            "of {@.units} units, {@.top} reach the frontier, with the full score, and cannot be told apart.",
        )
    }

    fn compromise(&self, draft: &mut Draft, compromise: &Compromise, from: &str) -> Option<Block> {
        let r = self.r;
        let names: Vec<&str> = compromise.units.iter().map(|at| self.unit(*at)).collect();
        let verdict =
            |holds: bool| if holds { r.say("成立", "holds") } else { r.say("不成立", "fails") };
        let facts = &mut draft.facts;
        facts.word(self.fact("first"), *names.first()?, from);
        facts.word(self.fact("set"), names.join(r.say("、", ", ")), from);
        facts.number(self.fact("advantage"), compromise.advantage, NumberFormat::Decimals(4), from);
        facts.number(self.fact("needed"), compromise.needed, NumberFormat::Decimals(4), from);
        facts.word(self.fact("enough"), verdict(compromise.advantage >= compromise.needed), from);
        facts.word(self.fact("stable"), verdict(compromise.stable), from);
        self.told(
            draft,
            "Q 最小的是{@.first}。条件一（优势足够：Q₂ − Q₁ = {@.advantage}，须不小于 {@.needed}）{@.enough}；条件二（按 S 或 R 也居首位）{@.stable}。折衷解：{@.set}。",
            "the lowest Q is that of {@.first}. The first condition (enough advantage: Q₂ − Q₁ = {@.advantage}, at least {@.needed} is needed) {@.enough}; the second (first by S or R as well) {@.stable}. The compromise: {@.set}.",
        )
    }

    /// Units by band or grade.
    fn classes(&self) -> Option<Table> {
        let r = self.r;
        let mut order: Vec<(u32, usize)> =
            self.result.appraisal()?.1.iter().copied().zip(0..self.appraisal.classes.len()).collect();
        order.sort_unstable();
        let mut groups: Vec<(&Text, Vec<usize>)> = Vec::new();
        for (_, at) in order {
            let class = &self.appraisal.classes[at];
            match groups.iter_mut().find(|(known, _)| *known == class) {
                Some((_, units)) => units.push(at),
                None => groups.push((class, vec![at])),
            }
        }
        if groups.is_empty() {
            return None;
        }
        let columns = vec![
            Column::text(r.say("档次", "Class")),
            Column::number(r.say("对象数", "Units"), NumberFormat::Integer),
            Column::text(r.say("对象（按位次，至多列20个）", "Which, by rank, at most 20")).wide(60),
        ];
        let caption = match r.order.language {
            crate::vocab::Language::Zh => format!("{}的分档 {}", self.ranking.name.zh, r.order.focus),
            crate::vocab::Language::En => format!("Classes by {} {}", self.ranking.name.en, r.order.focus),
        };
        let mut table = Table::new(format!("cross-{}-classes", self.ranking.document.id), caption, columns);
        for (class, units) in groups {
            let names: Vec<&str> = units.iter().take(20).map(|at| self.unit(*at)).collect();
            table.push(vec![
                Cell::text(r.text_of(class)),
                Cell::count(units.len()),
                Cell::text(names.join(r.say("、", ", "))),
            ]);
        }
        Some(table)
    }

    /// The criteria by mean obstacle degree, and how often each is among the main ones of a unit.
    fn obstacles(&self) -> Table {
        let r = self.r;
        let columns = vec![
            Column::text(r.say("节点", "Node")),
            Column::number(r.say("平均障碍度", "Mean obstacle degree"), NumberFormat::Percent(1)),
            Column::number(
                r.say("居前三位的对象数", "Units with it among their first three"),
                NumberFormat::Integer,
            ),
        ];
        let caption = format!("{} {}", r.say("主要障碍因子", "Main obstacles"), r.order.focus);
        let mut table = Table::new(format!("cross-{}-obstacles", self.ranking.document.id), caption, columns);
        let degrees = |at: usize| self.appraisal.columns[at].values.iter().flatten();
        let count = self.appraisal.columns.len();
        let mut main = vec![0_usize; count];
        for unit in 0..self.result.rows.len() {
            let mut own: Vec<(f64, usize)> =
                (0..count).filter_map(|at| Some((self.appraisal.columns[at].values[unit]?, at))).collect();
            own.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            own.iter().take(OBSTACLES).filter(|(degree, _)| *degree > 0.0).for_each(|(_, at)| main[*at] += 1);
        }
        let mean = |at: usize| degrees(at).sum::<f64>() / degrees(at).count().max(1) as f64;
        let mut order: Vec<(f64, usize)> = (0..count).map(|at| (mean(at), at)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (mean, at) in order {
            let name = self.result.nodes.get(at).map_or("", |node| r.name(*node));
            table.push(vec![Cell::text(name), Cell::Number(mean), Cell::count(main[at])]);
        }
        table.note = Some(
            r.say(
                "障碍度是该节点占全部差距的份额，不是原因；各对象的障碍度见 scores.xlsx 的“方法比较”表。",
                "An obstacle degree is a node's share of all that is missing, not a cause; those of each unit are in the sheet “Methods” of scores.xlsx.",
            )
            .to_owned(),
        );
        table
    }
}
