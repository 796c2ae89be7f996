use crate::vocab::Text;

/// Why a question about weights has no answer. Criteria, units and rows are named by their place, from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PolytopeError {
    /// There is no criterion or no unit.
    #[error("there is nothing to compare: units {units}, criteria {criteria}")]
    Empty {
        /// How many units there are.
        units: usize,
        /// How many criteria there are.
        criteria: usize,
    },
    /// A list does not have the length it should have.
    #[error("a list has {given} entries where {expected} are expected")]
    Length {
        /// How many it has.
        given: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A score is NaN, infinite or beyond ±10³⁰⁰.
    #[error("criterion {criterion} has no usable number for unit {unit}")]
    NotFinite {
        /// Which criterion.
        criterion: usize,
        /// Which unit.
        unit: usize,
    },
    /// A unit has no score at all.
    #[error("unit {unit} has no score on any criterion")]
    NothingPresent {
        /// Which unit.
        unit: usize,
    },
    /// A power mean needs scores from 0 up, above 0 where the power is 0 or less.
    #[error("criterion {criterion} has {given} for unit {unit}: a mean of power {power} needs scores {}", if *.power > 0.0 { "from 0 up" } else { "above 0" })]
    Domain {
        /// Which criterion.
        criterion: usize,
        /// Which unit.
        unit: usize,
        /// Its score.
        given: f64,
        /// The power of the mean.
        power: f64,
    },
    /// The power of a mean is no finite number.
    #[error("the power of the mean is {given}: a finite number is expected")]
    Power {
        /// What was given.
        given: f64,
    },
    /// The bounds of a weight are not 0 ≤ lower ≤ upper ≤ 1.
    #[error(
        "the weight of criterion {criterion} is to be between {lower} and {upper}: 0 ≤ lower ≤ upper ≤ 1 is expected"
    )]
    Bounds {
        /// Which criterion.
        criterion: usize,
        /// What was given.
        lower: f64,
        /// What was given.
        upper: f64,
    },
    /// The lower bounds add up to more than 1.
    #[error("the lower bounds of the weights add up to {sum}: at most 1 is possible")]
    LowerSum {
        /// Their sum.
        sum: f64,
    },
    /// The upper bounds add up to less than 1.
    #[error("the upper bounds of the weights add up to {sum}: at least 1 is needed")]
    UpperSum {
        /// Their sum.
        sum: f64,
    },
    /// Weights are not numbers from 0 up whose sum is 1.
    #[error(
        "the weight of criterion {criterion} is {given}: numbers from 0 up with the sum 1 are expected, and the sum is {sum}"
    )]
    Weight {
        /// Which criterion: the first that is wrong by itself, else the first.
        criterion: usize,
        /// What was given.
        given: f64,
        /// The sum of all.
        sum: f64,
    },
    /// The weights one starts from are not allowed themselves.
    #[error("the weights given are not within the weights allowed: {excess} too far")]
    StartOutside {
        /// How far the condition missed most is missed.
        excess: f64,
    },
    /// A row has a term or limit that is no finite number.
    #[error("condition {row} on the weights has a number that is not finite")]
    RowNotFinite {
        /// Which row.
        row: usize,
    },
    /// A row cannot be met together with the bounds and the rows before it.
    #[error(
        "condition {row} on the weights cannot be met together with the bounds and the conditions before it"
    )]
    RowImpossible {
        /// Which row.
        row: usize,
    },
    /// A place is beyond the list it points into.
    #[error("{what} {given} does not exist: there are {count}, counted from 0")]
    NoSuch {
        /// What is pointed at.
        what: &'static str,
        /// The place given.
        given: usize,
        /// How many there are.
        count: usize,
    },
    /// The number of first places asked for is 0 or leaves nobody out.
    #[error("the first {given} of {units} are asked for: from 1 to one less than all is expected")]
    Top {
        /// What was given.
        given: usize,
        /// How many units there are.
        units: usize,
    },
    /// Two units lack different criteria, so that their comparison is not linear in the weights.
    #[error(
        "units {first} and {second} lack different criteria: which is ahead is not linear in the weights"
    )]
    Gaps {
        /// One unit.
        first: usize,
        /// The other.
        second: usize,
    },
    /// Some weights allowed leave a unit nothing to weigh.
    #[error("unit {unit} has no score where the weights of all it has are 0: give them a lower bound")]
    NothingWeighed {
        /// Which unit.
        unit: usize,
    },
    /// Something can only be answered for bounds of the weights, not with further conditions.
    #[error("{what} is answered for bounds of the weights only, not with further conditions")]
    OnlyBounds {
        /// What was asked.
        what: &'static str,
    },
    /// Too many weights can vary for an exact enumeration.
    #[error("{free} weights can vary independently: at most {allowed} can be enumerated")]
    TooFree {
        /// How many can.
        free: usize,
        /// How many may.
        allowed: usize,
    },
    /// A programme found no end, by rounding; nothing is guessed.
    #[error("a linear programme over the weights found no end: its numbers differ too much in size")]
    NoEnd,
}

impl PolytopeError {
    /// The reason in both languages, for messages; places count from 0.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::new(self.chinese(), self.to_string())
    }

    fn chinese(&self) -> String {
        match self {
            PolytopeError::Empty { units, criteria } => {
                format!("没有可比较的内容：评价对象 {units} 个，指标 {criteria} 个")
            }
            PolytopeError::Length { given, expected } => format!("列表有 {given} 项，应为 {expected} 项"),
            PolytopeError::NotFinite { criterion, unit } => {
                format!("指标 {criterion} 对评价对象 {unit} 没有可用的数值")
            }
            PolytopeError::NothingPresent { unit } => format!("评价对象 {unit} 在所有指标上都没有得分"),
            PolytopeError::Domain { criterion, unit, given, power } => {
                let needed = if *power > 0.0 { "不小于 0" } else { "大于 0" };
                format!(
                    "指标 {criterion} 对评价对象 {unit} 的得分为 {given}：{power} 次幂平均要求得分{needed}"
                )
            }
            PolytopeError::Power { given } => format!("幂平均的幂次为 {given}，应为有限数"),
            PolytopeError::Bounds { criterion, lower, upper } => {
                format!("指标 {criterion} 的权重范围为 {lower} 至 {upper}：应满足 0 ≤ 下限 ≤ 上限 ≤ 1")
            }
            PolytopeError::LowerSum { sum } => format!("各权重下限之和为 {sum}，不得超过 1"),
            PolytopeError::UpperSum { sum } => format!("各权重上限之和为 {sum}，不得小于 1"),
            PolytopeError::Weight { criterion, given, sum } => {
                format!("指标 {criterion} 的权重为 {given}：各权重应不小于 0 且合计为 1，现合计为 {sum}")
            }
            PolytopeError::StartOutside { excess } => format!("给定的权重不在允许范围之内，超出 {excess}"),
            PolytopeError::RowNotFinite { row } => format!("权重的第 {row} 条约束（从 0 数起）含有非有限数"),
            PolytopeError::RowImpossible { row } => {
                format!("权重的第 {row} 条约束（从 0 数起）与权重范围及之前的约束不能同时满足")
            }
            PolytopeError::NoSuch { what, given, count } => {
                let what = match *what {
                    "unit" => "评价对象",
                    "criterion" => "指标",
                    other => other,
                };
                format!("{what} {given} 不存在：共 {count} 个，从 0 数起")
            }
            PolytopeError::Top { given, units } => {
                format!("要求前 {given} 名，共 {units} 个评价对象：应为 1 至总数减 1")
            }
            PolytopeError::Gaps { first, second } => {
                format!("评价对象 {first} 与 {second} 缺失的指标不同：谁领先与权重不是线性关系")
            }
            PolytopeError::NothingWeighed { unit } => {
                format!("评价对象 {unit} 已有指标的权重可能全部为 0，此时没有得分：请给这些权重设下限")
            }
            PolytopeError::OnlyBounds { what } => {
                format!("{what}：只能在权重上下限之内求解，不能附加其他约束")
            }
            PolytopeError::TooFree { free, allowed } => {
                format!("可独立变动的权重有 {free} 个，最多 {allowed} 个才能逐一枚举")
            }
            PolytopeError::NoEnd => "权重的线性规划因数值大小相差过大而未能求解".to_owned(),
        }
    }
}
