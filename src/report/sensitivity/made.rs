//! How it was drawn: factors, failures, convergence.

use super::super::document::{Cell, Column, NumberFormat, Table};
use super::view::View;
use crate::sensitivity::Design;

/// Seed, design and counts, so that an auditor can run it again.
pub(in crate::report) fn run(view: View<'_>) -> Table {
    let run = &view.all.run;
    let columns =
        vec![Column::text(view.say("项目", "Item")), Column::text(view.say("内容", "Content")).wide(60)];
    let mut table = Table::new("table-sensitivity-run", view.say("怎样重算", "How it was drawn"), columns);
    let design = match run.design {
        Design::Sobol => {
            view.say("Sobol' 序列，Owen 加扰（sobol）", "Sobol' sequence, Owen-scrambled (sobol)")
        }
        Design::LatinHypercube => {
            view.say("拉丁超立方（latin-hypercube）", "Latin hypercube (latin-hypercube)")
        }
        Design::Plain => view.say("独立抽样（plain）", "independent draws (plain)"),
    };
    let comma = view.say("、", ", ");
    let top: Vec<String> = run.top.iter().map(ToString::to_string).collect();
    let percent = |share: f64| NumberFormat::Percent(1).print(share).unwrap_or_default();
    let count = |count: u32| NumberFormat::Integer.print(f64::from(count)).unwrap_or_default();
    let items = [
        (view.say("重算次数", "Replicates"), count(run.draws)),
        (view.say("其中得到结果", "Of these scored"), count(run.scored)),
        (view.say("抽样设计", "Design"), design.to_owned()),
        (view.say("随机种子", "Seed"), run.seed.to_string()),
        (view.say("区间覆盖率", "Intervals cover"), format!("{} ({})", percent(run.interval), view.ends())),
        (view.say("可区分的把握", "Told apart at"), percent(run.confidence)),
        (view.say("考察的前 k 名", "The first k, for k ="), top.join(comma)),
    ];
    for (name, content) in items {
        table.push(vec![Cell::text(name), Cell::text(content)]);
    }
    table
}

/// What varied.
pub(in crate::report) fn factors(view: View<'_>) -> Table {
    let columns = vec![
        Column::text(view.say("标识", "Id")),
        Column::text(view.say("因素", "Factor")),
        Column::text(view.say("怎样变动", "What varies, and how")).wide(60),
    ];
    let mut table = Table::new(
        "table-sensitivity-factors",
        view.say("可另作选择之处", "What could have been decided otherwise"),
        columns,
    );
    for (id, name, how) in &view.all.run.factors {
        table.push(vec![
            Cell::text(id.as_str()),
            Cell::text(view.r.text_of(name)),
            Cell::text(view.r.text_of(how)),
        ]);
    }
    table
}

/// Combinations that could not be scored.
pub(in crate::report) fn failures(view: View<'_>) -> Table {
    let reader = view.reader;
    let columns = vec![
        reader.words("combination", "所选做法", "Combination").wide(50),
        reader.counts("replicates", "次数", "Replicates"),
        reader.counts("first", "首次出现", "First replicate"),
        reader.words("why", "原因", "Why").wide(50),
    ];
    let mut table =
        reader.table("failures", "不能计分的组合", "Combinations that could not be scored", columns);
    for failure in &view.all.run.failures {
        table.push(vec![
            Cell::text(failure.combination.join(view.say("；", "; "))),
            Cell::Number(f64::from(failure.replicates)),
            Cell::Number(f64::from(failure.first)),
            Cell::text(view.r.text_of(&failure.why)),
        ]);
    }
    table
}

/// How far the answers still moved from stage to stage.
pub(in crate::report) fn convergence(view: View<'_>) -> Table {
    let reader = view.reader;
    let columns = vec![
        reader.counts("replicates", "重算次数", "Replicates"),
        reader.numbers(
            "rank_ends",
            "位次区间端点的最大移动（占对象数）",
            "Largest move of an end of a rank interval (share of units)",
            4,
        ),
        reader.numbers("probabilities", "前 k 名概率的最大移动", "Largest move of a probability", 4),
    ];
    let mut table = reader.table("convergence", "结果随重算次数的变化", "How the answers settled", columns);
    let found = &view.all.run.convergence;
    for (at, replicates) in found.at.iter().enumerate() {
        let first = at == 0;
        let of = |all: &[f64]| if first { Cell::Empty } else { Cell::number(all.get(at).copied()) };
        table.push(vec![
            Cell::Number(f64::from(*replicates)),
            of(&found.rank_ends),
            of(&found.probabilities),
        ]);
    }
    table
}
