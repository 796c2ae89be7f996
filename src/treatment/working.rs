//! Tables of intermediate values, so that a reader can follow a treatment by hand.

use super::{Treater, Treatment};
use crate::statistics::{Grouped, GroupedSample};
use crate::vocab::{Text, Working};

/// The tables of one indicator: the steps of winsorising (each limit tried, points changed, skewness and kurtosis after it), the
/// frozen parameters, and each of `values` before and after. Empty for a treatment that does nothing.
#[must_use]
pub fn working(
    treatment: &Treatment,
    base: &GroupedSample,
    frozen: &Grouped<Treater>,
    values: &[(Text, f64)],
) -> Vec<Working> {
    if matches!(treatment, Treatment::Untreated {}) {
        return Vec::new();
    }
    let mut tables = Vec::new();
    if matches!(treatment, Treatment::WinsoriseToPass { .. }) && frozen.by.is_empty() {
        tables.push(steps(treatment, base));
    }
    tables.push(parameters(treatment, frozen));
    if frozen.by.is_empty() && !values.is_empty() {
        tables.push(before_and_after(treatment, &frozen.pooled, values));
    }
    tables
}

fn steps(treatment: &Treatment, base: &GroupedSample) -> Working {
    let row = |(at, step): (usize, &super::to_pass::Step)| {
        let label = if at == 0 {
            Text::new("原值", "as it is")
        } else {
            Text::new(format!("第 {at} 步"), format!("step {at}"))
        };
        let cells = vec![
            step.limits.low,
            step.limits.high,
            Some(step.changed as f64),
            step.shape.map(|shape| shape.skew),
            step.shape.map(|shape| shape.kurtosis),
        ];
        (label, cells)
    };
    Working {
        title: Text::new("缩尾的每一步", "Steps of winsorising"),
        formula: treatment.note().formula.to_owned(),
        columns: vec![
            Text::new("下限", "lower limit"),
            Text::new("上限", "upper limit"),
            Text::new("已改动的点", "points changed"),
            Text::new("偏度", "skewness"),
            Text::new("超额峰度", "excess kurtosis"),
        ],
        rows: treatment.test().steps(&base.pooled()).iter().enumerate().map(row).collect(),
    }
}

fn parameters(treatment: &Treatment, frozen: &Grouped<Treater>) -> Working {
    let cells = |treater: &Treater| {
        let log = treater.transformation.as_ref().and_then(|transformation| match transformation {
            super::Transformation::Logarithm(log) => Some(*log),
            _ => None,
        });
        let lambda = treater.transformation.as_ref().and_then(super::Transformation::lambda);
        let log = |pick: fn(super::Logarithm) -> f64| log.map(pick);
        vec![
            treater.limits.low,
            treater.limits.high,
            log(|log| log.origin),
            log(|log| log.offset),
            log(|log| log.slope),
            lambda,
        ]
    };
    let whole = (Text::new("全体", "all units"), cells(&frozen.pooled));
    let groups = frozen.groups.iter().map(|group| {
        let name: Vec<String> = group.when.iter().map(|values| values.join("/")).collect();
        (Text::same(name.join(" · ")), cells(&group.fitted))
    });
    Working {
        title: Text::new("冻结的参数", "Frozen parameters"),
        formula: treatment.last_transform().map_or(treatment.note(), |then| then.note()).formula.to_owned(),
        columns: vec![
            Text::new("下限", "lower limit"),
            Text::new("上限", "upper limit"),
            Text::new("起点", "origin"),
            Text::new("平移", "shift"),
            Text::new("斜率", "slope"),
            Text::same("λ"),
        ],
        rows: groups.chain([whole]).collect(),
    }
}

fn before_and_after(treatment: &Treatment, treater: &Treater, values: &[(Text, f64)]) -> Working {
    let row = |(label, value): &(Text, f64)| {
        let cut = treater.limits.apply(*value);
        (label.clone(), vec![Some(*value), Some(cut), treater.apply(*value)])
    };
    Working {
        title: Text::new("处理前后", "Before and after treatment"),
        formula: treatment.last_transform().map_or(treatment.note(), |then| then.note()).formula.to_owned(),
        columns: vec![
            Text::new("处理前", "before"),
            Text::new("缩尾后", "inside the limits"),
            Text::new("处理后", "after"),
        ],
        rows: values.iter().map(row).collect(),
    }
}
