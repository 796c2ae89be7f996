use super::fault::{Fault, Subject, shown};
use crate::diagnostic::Severity;
use crate::vocab::Text;

/// What to say about a kind of problem.
pub(super) struct Wording {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) zh: String,
    pub(super) en: String,
    pub(super) hint: Option<Text>,
}

/// The words for problems of one kind, of which `first` is the first text met.
pub(super) fn wording(fault: Fault, first: &str, subject: &Subject) -> Wording {
    let about_row = matches!(
        fault,
        Fault::RowWidth
            | Fault::NoUnit
            | Fault::LostDigits
            | Fault::BadPeriod
            | Fault::UnknownVariable
            | Fault::SeveralVariables
            | Fault::UnknownStatus
            | Fault::Unheaded
    );
    let (code, zh, en, hint) = if about_row { of_row(fault, first) } else { of_cell(fault, first, subject) };
    let warning = matches!(fault, Fault::Formula | Fault::OutOfRange);
    let severity = if warning { Severity::Warning } else { Severity::Error };
    Wording { severity, code, zh, en, hint: Some(hint) }
}

type Words = (&'static str, String, String, Text);

fn of_row(fault: Fault, first: &str) -> Words {
    let shown = shown(first);
    match fault {
        Fault::RowWidth => (
            "dat061",
            format!("这一行的单元格数与标题数不一致（{first}）"),
            format!("the row has not as many cells as there are headings ({first})"),
            Text::new(
                "数值里有分隔符（如 1,234）的要加英文双引号，或去掉千分位",
                "put numbers that contain the delimiter (such as 1,234) in double quotes, or leave out thousands separators",
            ),
        ),
        Fault::NoUnit => (
            "dat062",
            "这一行没有填评价单元".to_owned(),
            "the row names no unit".to_owned(),
            Text::new("补上标识，或删去这一行", "fill in the id, or delete the row"),
        ),
        Fault::LostDigits => (
            "dat068",
            format!("标识 `{first}` 存成了数字，Excel 只保留前 15 位，后几位已经丢失"),
            format!(
                "the id `{first}` is stored as a number, of which Excel keeps 15 digits: the last ones are lost"
            ),
            Text::new(
                "先把这一列设为“文本”格式，再重新填入标识",
                "format the column as text, then enter the ids again",
            ),
        ),
        Fault::BadPeriod => (
            "dat063",
            format!("{}不是期间；应为年（2023）、季（2023-Q1）或月（2023-05）", shown.zh),
            format!(
                "{} is no period; a year (2023), a quarter (2023-Q1) or a month (2023-05) is expected",
                shown.en
            ),
            Text::new(
                "改正这一格；整个文件同属一期的，可在 study.toml 里写 fixed_period",
                "correct the cell; when the whole file is about one period, write `fixed_period` in the study",
            ),
        ),
        _ => of_name(fault, first),
    }
}

/// Names, words and columns nobody knows.
fn of_name(fault: Fault, first: &str) -> Words {
    let shown = shown(first);
    match fault {
        Fault::UnknownVariable => (
            "dat064",
            format!("{}不是任何变量的标识、名称或别名", shown.zh),
            format!("{} is no variable's id, name or alias", shown.en),
            Text::new(
                "改成变量表里的名称，或在 study.toml 的 columns 里指明，或列入 ignore",
                "use a name from the variables file, bind it under `columns` in the study, or list it under `ignore`",
            ),
        ),
        Fault::SeveralVariables => (
            "dat033",
            format!("{}是几个变量的名称", shown.zh),
            format!("{} is a name of several variables", shown.en),
            Text::new(
                "在 study.toml 的 columns 里指明是哪一个",
                "bind it to one of them under `columns` in the study",
            ),
        ),
        Fault::UnknownStatus => (
            "dat065",
            format!("“{first}”不是状态；可用：有值、不适用、未填报、未采集、缺失待补、保密、查无、无效"),
            format!(
                "`{first}` is no status; allowed: observed, not applicable, not reported, not collected, pending, suppressed, not found, invalid"
            ),
            Text::new("改正这一格，或留空", "correct the cell, or leave it empty"),
        ),
        _ => (
            "dat041",
            format!("这一列没有标题，却有内容：“{first}”"),
            format!("the column has no heading but is not empty: `{first}`"),
            Text::new("补上标题，或清空这一列", "give it a heading, or clear it"),
        ),
    }
}

fn of_cell(fault: Fault, first: &str, subject: &Subject) -> Words {
    let Subject { name, expected, .. } = subject;
    let say = |code, zh: &str, en: &str, hint| words(first, code, zh, en, hint);
    match fault {
        Fault::DecimalComma => say(
            "dat051",
            "里的逗号或句点看不出是小数点还是千分位",
            "may be a decimal comma or a thousands separator",
            Text::new(
                "小数点写“.”，千分位的“,”每三位一个，或不写：1234.5",
                "write a point before decimals, and `,` before each group of three digits or not at all: 1234.5",
            ),
        ),
        Fault::Word => say(
            "dat052",
            &format!("不是{}：“无”可能是 0，也可能是没有数据", expected.zh),
            &format!("is not {}: it may mean 0, or that nothing is known", expected.en),
            Text::new(
                "是 0 就写 0，没有数据就写 未填报、不适用 或 查无；是/否可在变量的 codes 里声明",
                "write 0 where it is 0, else not reported, not applicable or not found; yes and no can be declared under `codes` of the variable",
            ),
        ),
        Fault::UnknownMeasure => say(
            "dat053",
            &format!("带有不认识的计量单位；应为{}", expected.zh),
            &format!("has a unit of measure nobody declared; {} is expected", expected.en),
            Text::new(
                "改正单位，或在变量表的 measures 里声明",
                "correct the unit, or declare it under `measures` in the variables file",
            ),
        ),
        Fault::OtherDimension => say(
            "dat054",
            &format!("的计量单位与变量“{}”不能换算；应为{}", name.zh, expected.zh),
            &format!("is in a unit that cannot be converted for `{}`; {} is expected", name.en, expected.en),
            Text::new(
                "核对是不是填错了列；百分数（包括百分比格式的单元格）只用于比率变量",
                "check whether it stands in the right column; percentages (also cells in percent format) suit ratios only",
            ),
        ),
        Fault::NoMeasure => say(
            "dat055",
            &format!("带有单位，但变量“{}”没有声明计量单位，无法换算", name.zh),
            &format!("has a unit, but variable `{}` declares no measure to convert it to", name.en),
            Text::new("在变量表里给它写 measure", "give the variable a `measure` in the variables file"),
        ),
        _ => of_other(fault, first, subject),
    }
}

fn of_other(fault: Fault, first: &str, subject: &Subject) -> Words {
    let Subject { name, expected, range, .. } = subject;
    let say = |code, zh: &str, en: &str, hint| words(first, code, zh, en, hint);
    match fault {
        Fault::TooLarge => say(
            "dat058",
            "太大，存不下",
            "is too large for a number",
            Text::new("核对这个数", "check the number"),
        ),
        Fault::Date => say(
            "dat056",
            &format!("是日期；应为{}", expected.zh),
            &format!("is a date; {} is expected", expected.en),
            Text::new(
                "Excel 可能把数自动变成了日期：把单元格格式改为“数值”，再重新填入",
                "Excel may have turned a number into a date: format the cell as a number and enter it again",
            ),
        ),
        Fault::Flag => say(
            "dat057",
            &format!("是逻辑值；应为{}", expected.zh),
            &format!("is a truth value; {} is expected", expected.en),
            Text::new("写成 1 或 0", "write 1 or 0"),
        ),
        Fault::Formula => say(
            "dat059",
            "是出错的公式，按“无效”处理",
            "is a formula that failed; the cell counts as invalid",
            Text::new("改正公式，或填入数值", "repair the formula, or enter the number"),
        ),
        Fault::OutOfRange => say(
            "dat060",
            &format!("超出变量“{}”的范围（{}），按“无效”处理", name.zh, range.zh),
            &format!("is outside the range of `{}` ({}); the cell counts as invalid", name.en, range.en),
            Text::new(
                "核对数值和单位；范围本身不对的，改变量表里的 range",
                "check the number and its unit; if the range is wrong, correct `range` in the variables file",
            ),
        ),
        Fault::StatusAndValue => say(
            "dat066",
            "与同一行的缺失状态矛盾",
            "contradicts the status in the same row, which says the value is missing",
            Text::new("二者留一个", "keep one of the two"),
        ),
        Fault::ObservedWithoutValue => say(
            "dat067",
            "不是数值，同一行的状态却是有值",
            "is no value, but the status in the same row says there is one",
            Text::new("补上数值，或改状态", "fill in the value, or correct the status"),
        ),
        _ => say("dat050", &format!("不是{}", expected.zh), &format!("is not {}", expected.en), statuses()),
    }
}

fn statuses() -> Text {
    Text::new(
        "没有数就留空，或写 未填报、不适用、未采集、待补、保密、查无",
        "where there is no number leave the cell empty, or write not reported, not applicable, not collected, pending, suppressed, not found",
    )
}

fn words(first: &str, code: &'static str, zh: &str, en: &str, hint: Text) -> Words {
    let shown = shown(first);
    (code, format!("{}{zh}", shown.zh), format!("{} {en}", shown.en), hint)
}
