//! Tables to follow a fitted normalisation by hand: its frozen parameters, and the way of each value to its score.

use super::{Normalisation, Normaliser};
use crate::statistics::{Grouped, Sample};
use crate::vocab::{Text, Working};

/// A number with its name.
type Named = (Text, Option<f64>);

/// What is normalised in one row.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalisedRow {
    /// Who it is.
    pub label: Text,
    /// The value after treatment; `None` without one.
    pub value: Option<f64>,
    /// The number of its group among [`Grouped::groups`]; `None`: what was fitted on the whole base.
    pub group: Option<usize>,
}

impl Normalisation {
    /// Two tables: the frozen parameters, one row for the whole base and one for each group; and for each row what lies between its
    /// value and its score. Rows that have another form than the first are left empty where their columns differ.
    #[must_use]
    pub fn working(&self, frozen: &Grouped<Normaliser>, rows: &[NormalisedRow]) -> Vec<Working> {
        let formula = self.note().formula.to_owned();
        let own = frozen.groups.iter().map(|group| {
            let when: Vec<String> = group
                .when
                .iter()
                .map(|values| if values.is_empty() { "*".to_owned() } else { values.join("|") })
                .collect();
            (Text::same(when.join(" · ")), parameters(&group.fitted))
        });
        let all = [(Text::new("全体", "whole base"), parameters(&frozen.pooled))];
        let parameters: Vec<(Text, Vec<Named>)> = all.into_iter().chain(own).collect();
        let ways = rows.iter().map(|row| {
            let normaliser = frozen.get(row.group);
            (row.label.clone(), row.value.map_or_else(Vec::new, |value| way(normaliser, value)))
        });
        vec![
            table(Text::new("无量纲化参数", "Parameters of the normalisation"), &formula, parameters),
            table(Text::new("从值到得分", "From value to score"), &formula, ways.collect()),
        ]
    }
}

/// The heads are those of the longest row.
fn table(title: Text, formula: &str, rows: Vec<(Text, Vec<Named>)>) -> Working {
    let longest = rows.iter().max_by_key(|(_, cells)| cells.len());
    let columns: Vec<Text> =
        longest.map_or_else(Vec::new, |(_, cells)| cells.iter().map(|(name, _)| name.clone()).collect());
    let filled = |(label, cells): (Text, Vec<Named>)| {
        let cell =
            |column: &Text| cells.iter().find(|(name, _)| name == column).and_then(|(_, number)| *number);
        (label, columns.iter().map(cell).collect())
    };
    let rows = rows.into_iter().map(filled).collect();
    Working { title, formula: formula.to_owned(), columns, rows }
}

fn named(zh: &str, en: &str, number: f64) -> Named {
    (Text::new(zh, en), Some(number).filter(|number| number.is_finite()))
}

/// The frozen numbers of a form.
fn parameters(normaliser: &Normaliser) -> Vec<Named> {
    match normaliser {
        Normaliser::Curve(curve) => points(curve.anchors()),
        Normaliser::Steps(steps) => {
            let below = named("首档以下得分", "score below the first", steps.below());
            [below].into_iter().chain(points(steps.steps())).collect()
        }
        Normaliser::Affine(affine) => vec![
            named("均值", "mean", affine.mean),
            named("标准差", "standard deviation", affine.deviation),
            named("均值的得分", "score of the mean", affine.centre),
            named("一个标准差的分数", "points for one deviation", affine.spread),
        ],
        Normaliser::Ecdf(ecdf) => of_sample(ecdf.sample()),
        Normaliser::Placed(placed) => of_sample(placed.sample()),
        Normaliser::Ratio(ratio) => {
            let cap = (Text::new("最大比值", "greatest ratio"), ratio.cap);
            vec![
                named("基准数", "divisor", ratio.divisor),
                named("比值 0 的得分", "score of 0", ratio.zero),
                named("比值 1 的得分", "score of 1", ratio.one),
                cap,
            ]
        }
        Normaliser::Exponential(curve) => points(&[curve.from, curve.to]),
        Normaliser::Logarithm(line) => {
            vec![named("1 的得分", "score of 1", line.at_one), named("斜率", "slope", line.slope)]
        }
        Normaliser::Bands(bands) => {
            let [below, inside, above] = bands.scores;
            vec![
                named("下界", "lower end", bands.from),
                named("上界", "higher end", bands.to),
                named("低于的得分", "score below", below),
                named("其间的得分", "score inside", inside),
                named("高于的得分", "score above", above),
            ]
        }
        Normaliser::Distance(distance) => {
            let [from, to] = distance.best();
            let best = [named("最优下界", "best from", from), named("最优上界", "best to", to)];
            best.into_iter().chain(parameters(distance.of())).collect()
        }
    }
}

fn points(points: &[[f64; 2]]) -> Vec<Named> {
    let pair = |(at, [value, score]): (usize, &[f64; 2])| {
        let number = at + 1;
        [
            named(&format!("值 {number}"), &format!("value {number}"), *value),
            named(&format!("得分 {number}"), &format!("score {number}"), *score),
        ]
    };
    points.iter().enumerate().flat_map(pair).collect()
}

fn of_sample(sample: &Sample) -> Vec<Named> {
    let number = |zh: &str, en: &str, value: Option<f64>| (Text::new(zh, en), value);
    vec![
        named("基期个数", "base values", sample.len() as f64),
        number("最小值", "lowest", sample.min()),
        number("中位数", "median", sample.median()),
        number("最大值", "highest", sample.max()),
    ]
}

/// What lies between a value and its score.
fn way(normaliser: &Normaliser, value: f64) -> Vec<Named> {
    let mut way = vec![named("值", "value", value)];
    way.extend(between(normaliser, value));
    way.push((Text::new("得分", "score"), normaliser.apply(value)));
    way
}

fn between(normaliser: &Normaliser, value: f64) -> Vec<Named> {
    match normaliser {
        Normaliser::Curve(curve) => {
            let segment = curve.segment(value);
            let end = |zh: &str, en: &str, number: Option<f64>| (Text::new(zh, en), number);
            vec![
                end("下锚点", "lower anchor", segment.map(|s| s.from[0])),
                end("下锚点得分", "its score", segment.map(|s| s.from[1])),
                end("上锚点", "higher anchor", segment.map(|s| s.to[0])),
                end("上锚点得分", "score of the higher anchor", segment.map(|s| s.to[1])),
            ]
        }
        Normaliser::Affine(affine) => {
            vec![named("z", "z", (value - affine.mean) / affine.deviation)]
        }
        Normaliser::Ecdf(ecdf) => vec![named("低于它的份额", "share below", ecdf.share(value))],
        Normaliser::Placed(placed) => vec![named("秩", "rank", placed.rank(value))],
        Normaliser::Ratio(ratio) => vec![named("比值", "ratio", ratio.share(value))],
        Normaliser::Exponential(curve) => {
            let part = (value - curve.from[0]) / (curve.to[0] - curve.from[0]);
            vec![named("t", "t", part)]
        }
        Normaliser::Logarithm(_) => {
            vec![(Text::same("ln x"), (value > 0.0).then(|| libm::log(value)))]
        }
        Normaliser::Steps(_) | Normaliser::Bands(_) => Vec::new(),
        Normaliser::Distance(distance) => {
            let away = distance.of_value(value);
            let own = [named("距离", "distance", away)];
            own.into_iter().chain(between(distance.of(), away)).collect()
        }
    }
}
