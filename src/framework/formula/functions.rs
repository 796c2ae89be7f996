//! The functions of the language: their names, how many arguments each takes, and how each is written.

use crate::vocab::Text;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Abs,
    Ln,
    Log10,
    Exp,
    Sqrt,
    Min,
    Max,
    If,
    Coalesce,
    IsMissing,
    Number,
    Quantity,
    Lag,
    Change,
    Growth,
    Mean,
    Sum,
    MeanAvailable,
    SumAvailable,
    Indicator,
}

/// How a function is called.
pub(super) struct Signature {
    pub(super) function: Function,
    pub(super) name: &'static str,
    /// Least number of arguments.
    pub(super) least: usize,
    /// Greatest number of arguments.
    pub(super) most: usize,
    /// An example, for hints.
    pub(super) usage: &'static str,
}

const fn of(
    function: Function,
    name: &'static str,
    least: usize,
    most: usize,
    usage: &'static str,
) -> Signature {
    Signature { function, name, least, most, usage }
}

pub(super) const FUNCTIONS: &[Signature] = &[
    of(Function::Abs, "abs", 1, 1, "abs(x)"),
    of(Function::Ln, "ln", 1, 1, "ln(x)"),
    of(Function::Log10, "log10", 1, 1, "log10(x)"),
    of(Function::Exp, "exp", 1, 1, "exp(x)"),
    of(Function::Sqrt, "sqrt", 1, 1, "sqrt(x)"),
    of(Function::Min, "min", 2, usize::MAX, "min(a, b, ...)"),
    of(Function::Max, "max", 2, usize::MAX, "max(a, b, ...)"),
    of(Function::If, "if", 3, 3, "if(condition, a, b)"),
    of(Function::Coalesce, "coalesce", 2, usize::MAX, "coalesce(a, b, ...)"),
    of(Function::IsMissing, "is_missing", 1, 1, "is_missing(x)"),
    of(Function::Number, "number", 2, 2, "number(x, '亿元')"),
    of(Function::Quantity, "quantity", 2, 2, "quantity(100, '亿元')"),
    of(Function::Lag, "lag", 2, 2, "lag(x, 1)"),
    of(Function::Change, "change", 2, 2, "change(x, 1)"),
    of(Function::Growth, "growth", 2, 2, "growth(x, 3)"),
    of(Function::Mean, "mean", 2, 2, "mean(x, 3)"),
    of(Function::Sum, "sum", 2, 2, "sum(x, 3)"),
    of(Function::MeanAvailable, "mean_available", 3, 3, "mean_available(x, 3, 2)"),
    of(Function::SumAvailable, "sum_available", 3, 3, "sum_available(x, 3, 2)"),
    of(Function::Indicator, "indicator", 1, 1, "indicator('rd-intensity')"),
];

/// Words with a meaning of their own; no variable or attribute can be named by them.
pub const WORDS: &[&str] =
    &["and", "or", "not", "in", "true", "false", "missing", "not_applicable", "invalid"];

pub(super) fn signature(name: &str) -> Option<&'static Signature> {
    FUNCTIONS.iter().find(|signature| signature.name == name)
}

/// What someone who knows a function from a spreadsheet should write instead.
pub(super) fn from_spreadsheet(name: &str) -> Option<Text> {
    let (zh, en) = match name.to_ascii_lowercase().as_str() {
        "and" | "or" => ("写成 `a and b`、`a or b`", "write `a and b`, `a or b`"),
        "average" | "avg" => (
            "近 n 年的平均写成 mean(x, n)；几个变量的平均写成 (a + b) / 2",
            "write mean(x, n) over years, (a + b) / 2 over variables",
        ),
        "log" => (
            "自然对数写成 ln(x)，常用对数写成 log10(x)",
            "write ln(x) for the natural logarithm, log10(x) for the decimal one",
        ),
        "power" | "pow" => ("写成 `x ^ 2`", "write `x ^ 2`"),
        "iferror" | "ifna" | "isna" | "isblank" | "iserror" => (
            "用 coalesce(x, 替代值) 或 if(is_missing(x), a, b)",
            "use coalesce(x, otherwise) or if(is_missing(x), a, b)",
        ),
        "round" | "roundup" | "rounddown" | "int" => (
            "公式里不取整；显示的小数位数由指标的 decimals 决定",
            "formulas do not round; `decimals` of the card says how many are shown",
        ),
        "cagr" | "rate" => ("年均复合增速写成 growth(x, 3)", "write growth(x, 3) for compound annual growth"),
        _ => return None,
    };
    Some(Text::new(zh, en))
}
