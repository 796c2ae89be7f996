//! What can be wrong with a table of standard values.

use super::columns::{Row, band_word};
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::panel::Variables;
use crate::vocab::Id;

pub(super) fn no_headings() -> Diagnostic {
    Diagnostic::error(
        "def191",
        "找不到表头：没有一行写着优秀值、良好值、平均值、较低值、较差值",
        "there are no headings: no row names the five standard values",
    )
    .hint(
        "表头写 优秀值、良好值、平均值、较低值、较差值，左边是属性（如行业、规模）；这张表若不是标准值表，用 sheet 指明工作表",
        "the headings are excellent, good, average, low, poor, with attributes such as industry and size to the left; if this is no table of standard values, name the sheet with `sheet`",
    )
}

pub(super) fn no_band(band: usize) -> Diagnostic {
    let (zh, en) = band_word(band);
    Diagnostic::error("def191", format!("表头里没有“{zh}”"), format!("the headings lack `{en}`"))
        .hint("五档都要有", "all five values are needed")
}

pub(super) fn unknown_heading(text: &str, variables: &Variables) -> Diagnostic {
    let excerpt = excerpt(text);
    let attributes = variables.attributes().iter();
    let names = attributes.clone().flat_map(|a| [a.id.as_str(), a.name.zh.as_str(), a.name.en.as_str()]);
    let diagnostic = Diagnostic::error(
        "def192",
        format!("“{excerpt}”不是属性，也不是五档标准值之一"),
        format!("`{excerpt}` is no attribute and none of the five standard values"),
    );
    if let Some(near) = nearest(text, names) {
        return diagnostic.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
    }
    let listed: Vec<&str> = attributes.map(|a| a.id.as_str()).collect();
    diagnostic.hint(
        format!("已声明的属性：{}；一张表用于多个指标时加一列“指标”；其他的列请删去", listed.join("、")),
        format!(
            "the declared attributes are {}; a table for several indicators has a column `indicator`; remove other columns",
            listed.join(", ")
        ),
    )
}

pub(super) fn twice(text: &str) -> Diagnostic {
    let excerpt = excerpt(text);
    Diagnostic::error(
        "def192",
        format!("“{excerpt}”这一列出现了两次"),
        format!("the column `{excerpt}` is there twice"),
    )
    .hint("删去一列", "remove one of them")
}

pub(super) fn blank() -> Diagnostic {
    Diagnostic::error("def193", "没有写这一行是给谁的", "it is not said whom this row is for").hint(
        "填写取值；不分取值的写“全部”；与上一行相同的，它左边的单元格也要空着（合并单元格）",
        "write the value, or `all` where it does not matter; a blank cell is the one above only if those to its left are blank too (merged cells)",
    )
}

pub(super) fn no_indicator(row: &Row, known: &[Vec<&str>]) -> Diagnostic {
    let text = row.indicator.as_ref().map_or("", |(_, text)| text.as_str());
    let excerpt = excerpt(text);
    let diagnostic = Diagnostic::error(
        "def194",
        format!("没有指标“{excerpt}”"),
        format!("there is no indicator `{excerpt}`"),
    );
    match nearest(text, known.iter().flatten().copied()) {
        Some(near) => diagnostic.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?")),
        None => diagnostic.hint(
            "写指标的标识、编号或名称；不用的行请删去",
            "write the id, code or name of an indicator; remove rows that are not used",
        ),
    }
}

pub(in crate::definition) fn no_rows(id: &Id) -> Diagnostic {
    Diagnostic::error("def194", format!("表里没有 `{id}`"), format!("the table says nothing about `{id}`"))
}

pub(super) fn no_value(band: usize) -> Diagnostic {
    let (zh, en) = band_word(band);
    Diagnostic::error("def195", format!("没有填写{zh}"), format!("the value for `{en}` is missing")).hint(
        "补上一个数；没有标准值的组，整行删去，它用全体的标准值",
        "write a number; remove the row of a group without standard values, which then uses those for all",
    )
}

/// A row behind one that is for the same units, or more.
pub(super) fn never(first: &Place, place: Place) -> Diagnostic {
    Diagnostic::error(
        "def196",
        "这一行永远用不上：前面已有一行包含它的单元",
        "this row is never used: an earlier one is for the same units, or for more",
    )
    .hint(
        "第一个符合的行起作用：删去重复的，把范围小的放在前面",
        "the first row that fits counts: remove the duplicate, or put the narrower row first",
    )
    .at(place)
    .related(first.clone(), "前面的一行", "the earlier row")
}

fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}
