use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::Period;

/// A file of data, as a study names it (`[[data]]`).
///
/// Keys that name columns hold headings. Headings are compared without regard to case, full-width forms and surplus spaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// Path of a CSV file or an Excel workbook (.xlsx), relative to the study.
    pub path: String,
    /// How the table is laid out.
    #[serde(default)]
    pub layout: Layout,
    /// Heading of the column with the unit's id. Default: `id`, `unit`, 单位, 标识 or 统一社会信用代码.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Heading of the column with the period. Default: `period`, `year`, 期间, 时期, 年, 年份 or 年度.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The period all rows are about, for a file without a column for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_period: Option<Period>,
    /// What headings mean (in the long layout: what the texts in the column of variables mean). Comes before names and aliases.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, Binding>,
    /// Headings (in the long layout also: variables) left alone on purpose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Encoding of a text file.
    #[serde(default)]
    pub encoding: Encoding,
    /// Delimiter of a text file.
    #[serde(default)]
    pub delimiter: Delimiter,
    /// Sheet of a workbook. Default: the first that holds something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// 1-based row of the headings as a spreadsheet or editor shows it. Default: the first row that is not empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub header_row: Option<u32>,
    /// Long layout: heading of the column that names the variable. Default: `variable`, 变量 or 指标.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variable: Option<String>,
    /// Long layout: heading of the column of values. Default: `value`, 数值 or 值.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Long layout: heading of the column of statuses. Default: `status` or 状态, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Long layout: heading of the column of units of measure. Default: `measure` or 计量单位, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
}

impl DataFile {
    /// A file of this path and layout with every default.
    #[must_use]
    pub fn new(path: impl Into<String>, layout: Layout) -> Self {
        DataFile {
            path: path.into(),
            layout,
            unit: None,
            period: None,
            fixed_period: None,
            columns: BTreeMap::new(),
            ignore: Vec::new(),
            encoding: Encoding::Auto,
            delimiter: Delimiter::Auto,
            sheet: None,
            header_row: None,
            variable: None,
            value: None,
            status: None,
            measure: None,
        }
    }

    pub(super) fn reading(&self) -> Opening<'_> {
        let (sheet, header_row) = (self.sheet.as_deref(), self.header_row);
        Opening { path: &self.path, encoding: self.encoding, delimiter: self.delimiter, sheet, header_row }
    }
}

/// The register of units, as a study names it (`[register]`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterFile {
    /// Path of a CSV file or an Excel workbook (.xlsx), relative to the study.
    pub path: String,
    /// Heading of the column with the unit's id. Default: `id`, `unit`, 单位, 标识 or 统一社会信用代码.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Heading of the column with the unit's name. Default: `name`, 名称, 单位名称 or 企业名称; without one the id is the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What kind of id it is.
    #[serde(default)]
    pub id_kind: IdKind,
    /// Heading of a column with periods, when attributes change by period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Attribute to heading. Default: the heading is the attribute's id or name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// Encoding of a text file.
    #[serde(default)]
    pub encoding: Encoding,
    /// Delimiter of a text file.
    #[serde(default)]
    pub delimiter: Delimiter,
    /// Sheet of a workbook. Default: the first that holds something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// 1-based row of the headings. Default: the first row that is not empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub header_row: Option<u32>,
}

impl RegisterFile {
    /// A register of this path with every default.
    #[must_use]
    pub fn new(path: impl Into<String>) -> Self {
        RegisterFile {
            path: path.into(),
            id: None,
            name: None,
            id_kind: IdKind::Text,
            period: None,
            attributes: BTreeMap::new(),
            encoding: Encoding::Auto,
            delimiter: Delimiter::Auto,
            sheet: None,
            header_row: None,
        }
    }

    pub(super) fn reading(&self) -> Opening<'_> {
        let (sheet, header_row) = (self.sheet.as_deref(), self.header_row);
        Opening { path: &self.path, encoding: self.encoding, delimiter: self.delimiter, sheet, header_row }
    }
}

/// What a heading means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// Id of a variable.
    pub variable: String,
    /// Unit of measure of the column. Default: the one in brackets behind the heading, else the variable's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
}

/// How a table of data is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A row a unit and period, a column a variable.
    #[default]
    Wide,
    /// A row a value: unit, period, variable, value[, status][, measure].
    Long,
}

/// How a text file stores characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// By its byte order mark; else UTF-8 where the bytes are UTF-8, else GB18030.
    #[default]
    Auto,
    /// UTF-8, with or without byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// GB18030, which includes GBK and GB2312.
    Gb18030,
}

/// What separates the fields of a text file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Delimiter {
    /// Whichever of the three the heading row has most of.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// `,`
    #[serde(rename = ",")]
    Comma,
    /// `;`
    #[serde(rename = ";")]
    Semicolon,
    /// A tab.
    #[serde(rename = "\t")]
    Tab,
}

/// What kind of id units have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdKind {
    /// Any text.
    #[default]
    Text,
    /// 统一社会信用代码 after GB 32100-2015; its check digit is verified.
    Uscc,
}

/// What it takes to open a table.
#[derive(Clone, Copy)]
pub(super) struct Opening<'a> {
    pub(super) path: &'a str,
    pub(super) encoding: Encoding,
    pub(super) delimiter: Delimiter,
    pub(super) sheet: Option<&'a str>,
    pub(super) header_row: Option<u32>,
}
