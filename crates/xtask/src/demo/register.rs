//! The register: what each firm is, year by year.

use super::cell::Case;
use super::finance;
use super::population::{Course, Entry, Ownership};

pub(crate) const HEADINGS: &[&str] = &[
    "年度",
    "统一社会信用代码",
    "企业名称",
    "行业代码",
    "同类组",
    "所在区",
    "企业类型",
    "所有制",
    "上市状态",
    "企业规模",
    "入选依据",
];

/// What stands behind year, code and name.
pub(crate) fn attributes(case: &Case<'_>) -> [&'static str; 8] {
    let firm = case.firm;
    let ownership = match firm.ownership {
        Ownership::Central => "央企",
        Ownership::Provincial => "省属国企",
        Ownership::Municipal => "市属国企",
        Ownership::Private => "民营",
        Ownership::Foreign => "外资",
        Ownership::Mixed => "混合",
    };
    let entry = match case.entry {
        Entry::Revenue => "营收前1000",
        Entry::Employees => "员工前1000",
        Entry::Both => "双入选",
    };
    let listed = if firm.listed { "上市" } else { "非上市" };
    [firm.industry.code, peer_group(case), firm.district, kind(case), ownership, listed, size(case), entry]
}

fn peer_group(case: &Case<'_>) -> &'static str {
    match case.firm.industry.peer_group {
        "high-tech" => "医药与电子仪器制造",
        "equipment" => "装备制造",
        "materials" => "原材料制造",
        "consumer" => "消费品制造与农业",
        "utilities" => "采矿与电热燃气水",
        "construction" => "建筑业",
        "trade" => "批发零售",
        "transport" => "交通运输仓储邮政",
        "information" => "信息与科技服务",
        "finance" => "金融与房地产",
        _ => "其他服务业",
    }
}

/// Giants lead; the others by their course.
fn kind(case: &Case<'_>) -> &'static str {
    match case.firm.course {
        _ if case.size() >= 1000.0 || (case.firm.heads_group && case.size() >= 480.0) => "世界领军",
        Course::Growing => "快速成长",
        Course::Transforming => "转型突破",
        Course::Steady => "稳定发展",
    }
}

/// After 统计上大中小微型企业划分办法（2017）: employees, and revenue or assets in 100 million yuan, both to be reached.
fn size(case: &Case<'_>) -> &'static str {
    let staff = case.state.employees;
    let revenue = case.size();
    let assets = finance::accounts(case.firm, case.year).map_or(0.0, |accounts| accounts.assets / 1e4);
    let (money, limits) = match case.firm.industry.code {
        "E47" | "E48" | "E49" | "E50" => (revenue.min(assets), [(0.0, 8.0), (0.0, 0.5), (0.0, 0.03)]),
        "F51" => (revenue, [(200.0, 4.0), (20.0, 0.5), (5.0, 0.1)]),
        "F52" => (revenue, [(300.0, 2.0), (50.0, 0.05), (10.0, 0.01)]),
        "G54" | "G55" => (revenue, [(1000.0, 3.0), (300.0, 0.3), (20.0, 0.02)]),
        "G59" => (revenue, [(200.0, 3.0), (100.0, 0.1), (20.0, 0.01)]),
        "H62" => (revenue, [(300.0, 1.0), (100.0, 0.2), (10.0, 0.01)]),
        "I64" => (revenue, [(2000.0, 10.0), (100.0, 0.1), (10.0, 0.01)]),
        "I65" => (revenue, [(300.0, 1.0), (100.0, 0.1), (10.0, 0.005)]),
        "K70" => (revenue, [(0.0, 20.0), (0.0, 0.1), (0.0, 0.01)]),
        "L72" => (assets, [(300.0, 12.0), (100.0, 0.8), (10.0, 0.01)]),
        code if code.starts_with(['C', 'D']) => (revenue, [(1000.0, 4.0), (300.0, 0.2), (20.0, 0.03)]),
        _ => (0.0, [(300.0, 0.0), (100.0, 0.0), (10.0, 0.0)]),
    };
    let class = limits.iter().position(|&(people, amount)| staff >= people && money >= amount);
    ["大型", "中型", "小型", "微型"][class.unwrap_or(3)]
}
