//! The few words a figure adds by itself, in both languages.

use crate::vocab::Language;

pub(super) struct Words {
    pub(super) no_data: &'static str,
    pub(super) missing: &'static str,
    pub(super) lowest_of_column: &'static str,
    pub(super) highest_of_column: &'static str,
    pub(super) median: &'static str,
    pub(super) mean: &'static str,
    pub(super) count: &'static str,
    pub(super) low_quartile: &'static str,
    pub(super) high_quartile: &'static str,
    pub(super) least: &'static str,
    pub(super) greatest: &'static str,
    pub(super) category: &'static str,
    pub(super) lower: &'static str,
    pub(super) upper: &'static str,
    pub(super) share_of_units: &'static str,
    pub(super) anchor: &'static str,
    pub(super) box_key: &'static str,
    more: (&'static str, &'static str),
}

impl Words {
    pub(super) fn of(language: Language) -> &'static Words {
        match language {
            Language::Zh => &CHINESE,
            Language::En => &ENGLISH,
        }
    }

    /// “3 more not shown”.
    pub(super) fn more(&self, count: usize) -> String {
        format!("{}{count}{}", self.more.0, self.more.1)
    }
}

const CHINESE: Words = Words {
    no_data: "无数据",
    missing: "斜线：缺失",
    lowest_of_column: "列内最低",
    highest_of_column: "列内最高",
    median: "中位数",
    mean: "平均数",
    count: "数量",
    low_quartile: "第25百分位",
    high_quartile: "第75百分位",
    least: "最小值",
    greatest: "最大值",
    category: "类别",
    lower: "下限",
    upper: "上限",
    share_of_units: "纵轴：占比（%）",
    anchor: "锚点",
    box_key: "箱体：中间一半；须：第5至第95百分位；竖线：中位数；菱形：平均数",
    more: ("另有", "项未显示"),
};

const ENGLISH: Words = Words {
    no_data: "no data",
    missing: "hatched: missing",
    lowest_of_column: "lowest of column",
    highest_of_column: "highest of column",
    median: "median",
    mean: "mean",
    count: "count",
    low_quartile: "25th percentile",
    high_quartile: "75th percentile",
    least: "minimum",
    greatest: "maximum",
    category: "category",
    lower: "lower",
    upper: "upper",
    share_of_units: "upright: share (%)",
    anchor: "anchor",
    box_key: "box: middle half; whiskers: 5th to 95th percentile; line: median; diamond: mean",
    more: ("", " more not shown"),
};
