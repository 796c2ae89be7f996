use crate::vocab::Text;

/// Why a design or plan cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DesignError {
    /// Nothing varies.
    #[error("there is nothing to vary: a design needs at least one dimension")]
    NoDimensions,
    /// More dimensions than the Sobol' sequence has.
    #[error(
        "{asked} dimensions are asked for, the Sobol' sequence has {limit}: use the design `plain` or `latin-hypercube`, or vary less"
    )]
    TooManyDimensions {
        /// How many are asked for.
        asked: usize,
        /// How many there are.
        limit: usize,
    },
    /// A Latin hypercube is too large.
    #[error("a Latin hypercube of {asked} replicates is asked for, {limit} are the most")]
    Block {
        /// How many replicates are asked for.
        asked: u32,
        /// How many are allowed.
        limit: u32,
    },
    /// A factor owns no dimension.
    #[error("factor {factor} (counted from 0) has no dimension of its own")]
    EmptyFactor {
        /// Which factor, from 0.
        factor: usize,
    },
    /// Morris's grid has an odd number of levels, or fewer than two.
    #[error("a grid of {given} levels is asked for: an even number from 2 to 1024 is expected")]
    Levels {
        /// What was given.
        given: u32,
    },
    /// A search curve is too short to tell frequencies apart.
    #[error("search curves of {given} points are asked for: at least {least} are needed")]
    ShortCurve {
        /// What was given.
        given: u32,
        /// How many are needed.
        least: u32,
    },
    /// A factor has no alternative.
    #[error("factor {factor} (counted from 0) has no alternative")]
    NoAlternative {
        /// Which factor, from 0.
        factor: usize,
    },
    /// A complete product of alternatives is too large.
    #[error("the alternatives have more than {limit} combinations: draw from them, or give fewer")]
    TooManyCombinations {
        /// How many are allowed.
        limit: u64,
    },
}

impl DesignError {
    /// The same in both languages, for people.
    #[must_use]
    pub fn text(&self) -> Text {
        let zh = match self {
            DesignError::NoDimensions => "没有可变动的内容：设计至少需要一个维度".to_owned(),
            DesignError::TooManyDimensions { asked, limit } => format!(
                "需要 {asked} 个维度，Sobol′ 序列只有 {limit} 个：请改用 `plain` 或 `latin-hypercube`，或减少变动的内容"
            ),
            DesignError::Block { asked, limit } => {
                format!("拉丁超立方每块要求 {asked} 次抽样，最多 {limit} 次")
            }
            DesignError::EmptyFactor { factor } => format!("第 {} 个因素没有自己的维度", factor + 1),
            DesignError::Levels { given } => format!("网格要求 {given} 个水平：应为 2 到 1024 之间的偶数"),
            DesignError::ShortCurve { given, least } => {
                format!("搜索曲线要求 {given} 个点：至少需要 {least} 个")
            }
            DesignError::NoAlternative { factor } => format!("第 {} 个因素没有备选方案", factor + 1),
            DesignError::TooManyCombinations { limit } => {
                format!("备选方案的组合超过 {limit} 个：请改为抽样，或减少备选方案")
            }
        };
        Text::new(zh, self.to_string())
    }
}
