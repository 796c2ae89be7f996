//! Everything that was clamped, imputed, replaced or left out, with counts: kinds first, then the warnings of the focus, then all.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::{Block, Cell, Column, Interaction, Level, NumberFormat, OnPaper, Table};
use super::super::results::Results;
use super::draft::Draft;
use crate::diagnostic::Severity;
use crate::scorecard::Finding;
use crate::vocab::Language;

/// Nodes named in a cell; more are counted.
const NAMED: usize = 12;

pub(super) fn write(r: &Results<'_>, draft: &mut Draft) -> Vec<Block> {
    gather(r, draft);
    let mut blocks = vec![Block::heading(Level::Chapter, "findings", r.say("发现", "Findings"))];
    let template = r.say(
        "定标与计分过程没有静默修补：凡截断、插补、改用全样本参数等情形都作为“发现”记录。全部期次共{findings.errors}项错误、{findings.warnings}项警告、{findings.notes}项提示，其中报告期有{findings.focus.warnings}项警告。",
        "Nothing was repaired silently: every clamp, imputation or fallback is recorded as a finding. Over all periods there are {findings.errors} errors, {findings.warnings} warnings and {findings.notes} notes; {findings.focus.warnings} of the warnings concern the period of the report.",
    );
    blocks.extend(draft.sentence(template));
    if r.findings.is_empty() {
        return blocks;
    }
    blocks.push(Block::Table(kinds(r)));
    let focus = of_focus(r);
    if !focus.rows.is_empty() {
        blocks.push(Block::Table(focus));
    }
    let summary =
        r.say("展开全部发现（逐指标、逐期）", "Show all findings, by indicator and period").to_owned();
    let instead = r.say(
        "逐指标、逐期的全部发现及示例见 scores.xlsx 的“发现”表。",
        "All findings by indicator and period, with examples, are in the sheet “Findings” of scores.xlsx.",
    );
    let on_paper = OnPaper::LeftOut(instead.to_owned());
    blocks.push(Block::Collapsible { summary, blocks: vec![Block::Table(table(r))], on_paper });
    blocks
}

fn gather(r: &Results<'_>, draft: &mut Draft) {
    let count = |severity| r.findings.iter().filter(|f| f.severity == severity).count();
    let from = r.say("定标与计分", "fit and score");
    draft.facts.count("findings.errors", count(Severity::Error), from);
    draft.facts.count("findings.warnings", count(Severity::Warning), from);
    draft.facts.count("findings.notes", count(Severity::Note), from);
    draft.facts.count("findings.focus.warnings", warnings_of_focus(r).count(), from);
}

/// One row a kind, the most severe first.
fn kinds(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("级别", "Severity")),
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("含义", "Meaning")).wide(50),
        Column::number(r.say("节点数", "Nodes"), NumberFormat::Integer),
        Column::number(r.say("合计次数", "Total count"), NumberFormat::Integer),
        Column::number(format!("{} {}", r.say("其中", "of which"), r.order.focus), NumberFormat::Integer),
    ];
    let mut table = Table::new("finding-kinds", r.say("发现的种类与次数", "Findings by kind"), columns);
    let mut kinds: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in r.findings {
        kinds.entry((std::cmp::Reverse(finding.severity), finding.code.0)).or_default().push(finding);
    }
    for ((level, code), found) in kinds {
        let nodes: BTreeSet<&str> =
            found.iter().filter_map(|f| f.node.as_ref()).map(|id| id.as_str()).collect();
        let meaning = match (meaning(code), found.first()) {
            (Some((zh, en)), _) => r.say(zh, en).to_owned(),
            (None, Some(first)) => r.text(&first.message).to_owned(),
            (None, None) => String::new(),
        };
        let focus = found.iter().filter(|f| f.period == Some(r.order.focus)).map(|f| f.count).sum();
        table.push(vec![
            Cell::text(severity(r, level.0)),
            Cell::text(code),
            Cell::text(meaning),
            Cell::count(nodes.len()),
            counted(found.iter().map(|f| f.count).sum()),
            counted(focus),
        ]);
    }
    table.note = Some(
        r.say(
            "次数为值、对象或组的个数，按节点和期合计。",
            "Counts of values, units or groups, added up over nodes and periods.",
        )
        .to_owned(),
    );
    table
}

fn warnings_of_focus<'a>(r: &Results<'a>) -> impl Iterator<Item = &'a Finding> {
    let focus = r.order.focus;
    r.findings.iter().filter(move |f| f.severity >= Severity::Warning && f.period == Some(focus))
}

/// The warnings of the period of the report: one row a kind, with the nodes they concern, the most frequent first.
fn of_focus(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("含义", "Meaning")).wide(36),
        Column::text(r.say("涉及的节点（次数）", "Nodes (count)")).wide(60),
    ];
    let caption = match r.order.language {
        Language::Zh => format!("{}年度的警告", r.order.focus),
        Language::En => format!("Warnings of {}", r.order.focus),
    };
    let mut table = Table::new("focus-warnings", caption, columns);
    let mut kinds: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in warnings_of_focus(r) {
        kinds.entry(finding.code.0).or_default().push(finding);
    }
    for (code, mut found) in kinds {
        found.sort_by_key(|f| std::cmp::Reverse(f.count));
        let mut nodes: Vec<String> = found
            .iter()
            .take(NAMED)
            .map(|f| {
                let count = NumberFormat::Integer.print(as_number(f.count)).unwrap_or_default();
                match r.order.language {
                    Language::Zh => format!("{}（{count}）", node_label(r, f)),
                    Language::En => format!("{} ({count})", node_label(r, f)),
                }
            })
            .collect();
        if found.len() > NAMED {
            let more = found.len() - NAMED;
            nodes.push(match r.order.language {
                Language::Zh => format!("等{}项", more + NAMED),
                Language::En => format!("and {more} more"),
            });
        }
        let meaning = meaning(code)
            .map_or_else(|| found.first().map_or("", |f| r.text(&f.message)), |(zh, en)| r.say(zh, en));
        table.push(vec![Cell::text(code), Cell::text(meaning), Cell::text(nodes.join(r.say("、", ", ")))]);
    }
    table
}

/// What a kind of finding means, in words that hold for all of its kind.
fn meaning(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "fit100" => ("评分参数在基期冻结", "parameters are frozen on the base"),
        "fit143" => {
            ("疑点利益法的前沿在基期冻结", "the frontier of a benefit of the doubt is frozen on the base")
        }
        "fit101" => (
            "组内基期观测值太少，改用全体的参数",
            "groups with too few base values use the parameters of all units",
        ),
        "fit102" => (
            "组内基期值拉不开差距，改用全体的参数",
            "groups whose base values do not tell units apart use the parameters of all units",
        ),
        "fit103" => (
            "基期数据不足以定标；不计权重的指标，不计得分",
            "the base does not determine an indicator that weighs nothing; it gets no score",
        ),
        "fit104" => (
            "基期值不是正数，对数轴不可用，未进入定标",
            "base values that are not positive stayed out of the fit on a logarithmic axis",
        ),
        "fit125" => ("基期极端值缩尾", "extreme values of the base were winsorised"),
        "fit126" => ("基期值经过变换", "values of the base were transformed"),
        "fit127" => (
            "处理后仍不通过偏度和峰度检验",
            "the base still fails the test of skewness and kurtosis after treatment",
        ),
        "fit128" => {
            ("最大似然的 λ 落在搜索范围的端点", "the likeliest λ lies at an end of the range looked through")
        }
        "scr150" => (
            "值超出对数起点所在的基期端点，按该端点计",
            "values beyond the end of the base where the logarithm starts, taken as that end",
        ),
        "scr152" => (
            "数据可得率不足，未通过对象筛选，不计分、不排名",
            "units withheld and not ranked, as too few of their indicators are observed",
        ),
        "scr153" => (
            "零值过多，未通过对象筛选，不计分、不排名",
            "units withheld and not ranked, as too many of their values are zero",
        ),
        "scr154" => {
            ("按定义剔除的对象，不计分、不排名", "units left out by decision, withheld and not ranked")
        }
        "scr155" => ("未通过对象筛选，按定义保留", "units that fail the screening and are kept by decision"),
        "scr156" => (
            "未通过对象筛选的基期行没有参与定标",
            "rows of the base that fail the screening stay out of the fit",
        ),
        "scr157" => ("未通过指标筛选", "indicators that fail the screening"),
        "scr158" => ("剔除的指标，不计权重", "indicators taken out, which weigh nothing"),
        "scr159" => ("screening 指定的对象不在数据里", "units named in `screening` that are not in the data"),
        "fit130" => (
            "插补步骤永远没有结果：基期拉不开差距",
            "a step of the missing policy never has an answer: the base does not tell units apart",
        ),
        "fit134" => (
            "基期为常数或相差太大的指标，不作插补的来源",
            "indicators that are constant in the base, or too far apart, are no source of imputation",
        ),
        "fit135" => ("EM 插补模型已收敛", "the normal model of an imputation has settled"),
        "scr101" => ("值超出有效范围，按无效处理", "values outside the valid range, taken as invalid"),
        "scr102" => ("数据无效，或公式没有结果（如除以零）", "invalid data, or no answer of the formula"),
        "scr103" => (
            "值没有得分：对数只接受正数，或结果超出可表示的范围",
            "values without score: a logarithm takes positive values only, or the result is no finite number",
        ),
        "scr104" => (
            "指标不适用，不计入覆盖率分母",
            "the indicator does not apply; it leaves the coverage denominator",
        ),
        "scr105" => ("缺失值由插补值代替", "missing values replaced by imputation"),
        "scr106" => {
            ("缺失且没有可用的插补，没有得分", "no value and nothing to stand in for it, hence no score")
        }
        "scr107" => ("极端值按缩尾界限取值", "extreme values cut at the limits of the treatment"),
        "scr108" => ("值低于最低锚点", "values below the lowest anchor"),
        "scr109" => ("值高于最高锚点", "values above the highest anchor"),
        "scr110" => (
            "锚点饱和：同得满分或最低分的对象过多，彼此拉不开差距",
            "anchor saturation: too many units share the full or the lowest score",
        ),
        "scr111" => (
            "所在组没有自己的参数，用全体的",
            "peer groups without parameters of their own use those of all units",
        ),
        "scr112" => (
            "分组属性不明，用全体的参数",
            "the attribute that makes the peer groups is unknown; the parameters of all units are used",
        ),
        "scr113" => (
            "与上年相比变化过大，请核实",
            "an implausibly large change against the year before; please check",
        ),
        "scr114" => ("该期一个观测值也没有", "no observed value in the period"),
        "scr160" => (
            "插补用了以后年份的数据，得分会随以后的数据变动",
            "imputed values rest on data of later years; scores change with later data",
        ),
        "scr161" => (
            "插补所用的组没有自己的参数，用全体的",
            "imputed values of groups without parameters of their own rest on the whole base",
        ),
        "scr162" => ("插补所用的近邻不足 k 个", "imputed values rest on fewer neighbours than asked for"),
        "scr120" => {
            ("可用的下级得分或观测不足，不予计分", "withheld: too few scores or too little observed below")
        }
        "scr121" => {
            ("下级得分低于声明的下限，按下限合成", "a child below the declared floor counts as the floor")
        }
        "scr170" => (
            "合成得分超出得分范围，照实保留",
            "the penalty for imbalance takes a score off the scale; it is kept",
        ),
        "scr171" => {
            ("有加分或扣分，不进入基础得分", "a bonus or penalty gives points outside the base score")
        }
        "scr172" => {
            ("加分或扣分无法判断，按 0 分计", "a bonus or penalty has no answer and counts as 0 points")
        }
        "scr173" => {
            ("要回看的年份没有数据，按 0 分计", "years looked back on have no data and count as 0 points")
        }
        "scr174" => ("加分或扣分达到单项封顶", "a bonus or penalty reaches its cap"),
        "scr175" => {
            ("加分或扣分超过组封顶或总封顶", "bonuses or penalties exceed the cap of a group or of all")
        }
        "scr176" => ("调整后得分取得分范围的端点", "an adjusted score is cut at an end of the scale"),
        "scr177" => ("超出基期前沿", "a unit is beyond the frontier of the base"),
        "scr130" => {
            ("一票否决成立，等级受限，得分不变", "a gate is closed and limits the grade, not the score")
        }
        "scr131" => ("一票否决无法判断，按未触发处理", "a gate has no answer and stays open"),
        _ => return None,
    })
}

fn node_label(r: &Results<'_>, finding: &Finding) -> String {
    let Some(id) = &finding.node else { return String::new() };
    let Some(node) = r.framework().find(id.as_str()) else { return id.to_string() };
    match &r.framework().node(node).code {
        Some(code) => format!("{code} {}", r.name(node)),
        None => r.name(node).to_owned(),
    }
}

/// All findings as a table; also a sheet of the workbook.
pub(in crate::report) fn table(r: &Results<'_>) -> Table {
    let columns = vec![
        Column::text(r.say("级别", "Severity")),
        Column::text(r.say("代码", "Code")),
        Column::text(r.say("节点", "Node")).wide(24),
        Column::text(r.say("期", "Period")),
        Column::number(r.say("次数", "Count"), NumberFormat::Integer),
        Column::text(r.say("内容", "What")).wide(60),
        Column::text(r.say("示例", "Examples")).wide(48),
    ];
    let mut table =
        Table::new("findings-table", r.say("定标与计分的发现", "Findings of fit and score"), columns);
    table.interaction = Interaction::Browsable;
    for finding in r.findings {
        table.push(vec![
            Cell::text(severity(r, finding.severity)),
            Cell::text(finding.code.0),
            Cell::text(node_label(r, finding)),
            Cell::text(finding.period.map(|p| p.to_string()).unwrap_or_default()),
            counted(finding.count),
            Cell::text(r.text(&finding.message)),
            Cell::text(finding.examples.join(r.say("、", ", "))),
        ]);
    }
    table
}

fn counted(count: u64) -> Cell {
    Cell::Number(as_number(count))
}

fn as_number(count: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of cells stay far below 2^53")]
    let count = count as f64;
    count
}

fn severity<'t>(r: &Results<'_>, severity: Severity) -> &'t str {
    match severity {
        Severity::Error => r.say("错误", "error"),
        Severity::Warning => r.say("警告", "warning"),
        Severity::Note => r.say("提示", "note"),
    }
}
