use crate::vocab::Text;

/// Why indices cannot be computed. Rows, factors and base points are counted from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// An output, or a list beside it, does not have one entry for each row of the plan.
    #[error("`{output}` has {given} entries where the plan has {expected} rows")]
    Length {
        /// The name of the output or list.
        output: String,
        /// How many it has.
        given: usize,
        /// How many it should have.
        expected: usize,
    },
    /// The rows are not a whole number of blocks of the plan: base points, trajectories, curves.
    #[error("{given} rows are given, where each block of the plan has {block}")]
    Blocks {
        /// How many rows there are.
        given: usize,
        /// How many a block has.
        block: usize,
    },
    /// A run that counts as scored has no finite number.
    #[error("`{output}` has no finite number in row {row}: list runs that could not be scored as failed")]
    NotFinite {
        /// The name of the output.
        output: String,
        /// The row.
        row: usize,
    },
    /// An output that does not vary: no share of its variance can be given to anything.
    #[error(
        "`{output}` is the same in all runs: nothing it could depend on was varied, or it does not react"
    )]
    Constant {
        /// The name of the output.
        output: String,
    },
    /// Too little is left once failed runs are left out.
    #[error("{left} complete blocks of the plan are left, at least {least} are needed")]
    TooFew {
        /// How many are left.
        left: usize,
        /// How many are needed.
        least: usize,
    },
    /// A run of a plan that needs every run has failed.
    #[error("the run of row {row} has failed: this plan needs every run")]
    Failed {
        /// The row.
        row: usize,
    },
    /// A result that no number can hold.
    #[error("`{output}` is too large: divide it by a power of ten")]
    TooLarge {
        /// The name of the output.
        output: String,
    },
    /// A confidence level that is not between 0 and 1.
    #[error("a confidence level of {given} is asked for: a number above 0 and below 1 is expected")]
    Level {
        /// What was given.
        given: f64,
    },
    /// Too few resamples for an interval.
    #[error("{given} resamples are asked for: at least 2 are needed")]
    Resamples {
        /// What was given.
        given: u32,
    },
    /// Too few slices to condition on.
    #[error("{given} slices are asked for: at least 2 and at most {most} are expected")]
    Slices {
        /// What was given.
        given: usize,
        /// The most that the runs allow.
        most: usize,
    },
    /// There is nothing to attribute to.
    #[error("there is no factor")]
    NoFactors,
    /// More factors than a decomposition by all their interactions can name.
    #[error("{given} factors are given, {most} are the most whose interactions can all be told apart")]
    TooManyFactors {
        /// What was given.
        given: usize,
        /// How many are allowed.
        most: usize,
    },
    /// A trajectory does not move each factor once by a step other than 0.
    #[error("trajectory {trajectory} does not move each of {factors} factors once")]
    Trajectory {
        /// Which trajectory.
        trajectory: usize,
        /// How many factors there are.
        factors: usize,
    },
    /// The weights of a factor's alternatives cannot be used.
    #[error(
        "the weights of the alternatives of factor {factor} (counted from 0) are not one number from 0 up for each, with one above 0"
    )]
    Weights {
        /// Which factor.
        factor: usize,
    },
}

impl IndexError {
    /// The same in both languages, for people. Rows and factors are counted from 1 in Chinese.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::new(self.chinese(), self.to_string())
    }

    fn chinese(&self) -> String {
        match self {
            IndexError::Length { output, given, expected } => {
                format!("“{output}”有 {given} 项，而方案有 {expected} 行")
            }
            IndexError::Blocks { given, block } => {
                format!("共 {given} 行，而方案每组 {block} 行，不是整数组")
            }
            IndexError::NotFinite { output, row } => {
                format!("“{output}”第 {} 行不是有限的数：无法计分的运行应列为失败", row + 1)
            }
            IndexError::Constant { output } => {
                format!("“{output}”在所有运行中都相同：没有变动它所依赖的内容，或它对变动没有反应")
            }
            IndexError::TooFew { left, least } => {
                format!("去掉失败的运行后只剩 {left} 个完整的组，至少需要 {least} 个")
            }
            IndexError::Failed { row } => format!("第 {} 行的运行失败：此方案需要全部运行", row + 1),
            IndexError::TooLarge { output } => format!("“{output}”的数值太大：请除以 10 的某次幂"),
            IndexError::Level { given } => format!("置信水平为 {given}：应大于 0 且小于 1"),
            IndexError::Resamples { given } => format!("重抽样次数为 {given}：至少需要 2 次"),
            IndexError::Slices { given, most } => {
                format!("分组数为 {given}：至少 2 组，最多 {most} 组")
            }
            IndexError::NoFactors => "没有因素".to_owned(),
            IndexError::TooManyFactors { given, most } => {
                format!("有 {given} 个因素，能分清全部交互作用的最多 {most} 个")
            }
            IndexError::Trajectory { trajectory, factors } => {
                format!("第 {} 条轨迹没有把 {factors} 个因素各变动一次", trajectory + 1)
            }
            IndexError::Weights { factor } => {
                format!("第 {} 个因素的备选方案权数应每项一个、不小于 0，且至少一个大于 0", factor + 1)
            }
        }
    }
}
