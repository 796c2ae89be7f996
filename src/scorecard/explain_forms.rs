//! The frozen form of a normalisation in words: what sort of curve, and its parameters in one line.

use super::finding::number;
use crate::normalisation::{Axis, Bands, CostForm, Curve, Edge, Normaliser, Placed, Ratio};
use crate::vocab::Text;

/// What sort of curve, and its parameters in one line; those that stand for a sample say where the value lies in it.
pub(super) fn described(normaliser: &Normaliser, value: f64) -> (Text, Text) {
    match normaliser {
        Normaliser::Curve(curve) => curve_in_words(curve),
        Normaliser::Steps(steps) => {
            let sign = if steps.edge() == Edge::Exceeded { ">" } else { "≥" };
            let listed = steps.steps().iter().map(|s| format!("{sign} {} → {}", number(s[0]), number(s[1])));
            (Text::new("分档", "tiers"), Text::same(listed.collect::<Vec<_>>().join(", ")))
        }
        Normaliser::Affine(affine) => (
            Text::new("标准化", "z-score"),
            Text::new(
                format!("均值 {}，标准差 {}", number(affine.mean), number(affine.deviation)),
                format!("mean {}, standard deviation {}", number(affine.mean), number(affine.deviation)),
            ),
        ),
        Normaliser::Ecdf(ecdf) => {
            let share = number(ecdf.share(value) * 100.0);
            let size = ecdf.sample().len();
            (
                Text::new("基期百分位", "percentile of the base"),
                Text::new(
                    format!("高于基期 {size} 个值的 {share}%"),
                    format!("above {share} % of {size} base values"),
                ),
            )
        }
        Normaliser::Ratio(ratio) => ratio_in_words(ratio),
        Normaliser::Exponential(curve) => (
            Text::new("指数曲线", "geometric curve"),
            Text::same(format!(
                "{} → {}, {} → {}",
                number(curve.from[0]),
                number(curve.from[1]),
                number(curve.to[0]),
                number(curve.to[1])
            )),
        ),
        Normaliser::Logarithm(line) => (
            Text::new("对数占比", "logarithmic share"),
            Text::same(format!("{} + {} · ln x", number(line.at_one), number(line.slope))),
        ),
        Normaliser::Placed(placed) => placed_in_words(placed, value),
        Normaliser::Bands(bands) => bands_in_words(bands),
        Normaliser::Distance(distance) => {
            let away = distance.of_value(value);
            let (form, parameters) = described(distance.of(), away);
            let [from, to] = distance.best();
            let best = if from == to { number(from) } else { format!("{}–{}", number(from), number(to)) };
            let form = Text::new(
                format!("{}（到最优值的距离）", form.zh),
                format!("{} of the distance to the best", form.en),
            );
            let parameters = Text::new(
                format!("最优 {best}，距离 {}；{}", number(away), parameters.zh),
                format!("best {best}, distance {}; {}", number(away), parameters.en),
            );
            (form, parameters)
        }
    }
}

fn curve_in_words(curve: &Curve) -> (Text, Text) {
    let form = match curve.axis() {
        Axis::Linear => Text::new("锚点曲线", "anchor curve"),
        Axis::Log => Text::new("锚点曲线（对数轴）", "anchor curve (logarithmic axis)"),
    };
    let anchors = curve.anchors().iter().map(|a| format!("{} → {}", number(a[0]), number(a[1])));
    let mut parameters = Text::same(anchors.collect::<Vec<_>>().join(", "));
    let mut add = |zh: String, en: String| {
        parameters.zh += &zh;
        parameters.en += &en;
    };
    if let Some(hurdle) = curve.hurdle() {
        let (at, score) = (number(hurdle.at), number(hurdle.score));
        add(format!("；不高于 {at} 得 {score}"), format!("; {score} at or below {at}"));
    }
    let (under, over) = curve.classes_beyond();
    let (first, last) =
        (curve.anchors().first().map_or(0.0, |a| a[0]), curve.anchors().last().map_or(0.0, |a| a[0]));
    if let Some(score) = under.map(number) {
        let end = number(first);
        add(format!("；低于 {end} 得 {score}"), format!("; {score} below {end}"));
    }
    if let Some(score) = over.map(number) {
        let end = number(last);
        add(format!("；高于 {end} 得 {score}"), format!("; {score} above {end}"));
    }
    (form, parameters)
}

fn ratio_in_words(ratio: &Ratio) -> (Text, Text) {
    let divisor = number(ratio.divisor);
    let share = match ratio.cost {
        None => format!("x ÷ {divisor}"),
        Some(CostForm::Reflected) => format!("1 − x ÷ {divisor}"),
        Some(CostForm::Inverse) => format!("{divisor} ÷ x"),
    };
    let ends = format!("{share}, 0 → {}, 1 → {}", number(ratio.zero), number(ratio.one));
    let parameters = match ratio.cap.map(number) {
        Some(cap) => Text::new(format!("{ends}，最多计 {cap}"), format!("{ends}, at most {cap}")),
        None => Text::same(ends),
    };
    (Text::new("比值", "ratio"), parameters)
}

fn placed_in_words(placed: &Placed, value: f64) -> (Text, Text) {
    let (rank, size) = (number(placed.rank(value)), placed.sample().len());
    let parameters = Text::new(
        format!("在基期 {size} 个值中排第 {rank}（1 为最差）"),
        format!("rank {rank} among {size} base values, 1 for the worst"),
    );
    (Text::new("基期名次", "rank among the base"), parameters)
}

fn bands_in_words(bands: &Bands) -> (Text, Text) {
    let [below, inside, above] = bands.scores.map(number);
    let (from, to) = (number(bands.from), number(bands.to));
    let parameters = Text::same(format!("< {from} → {below}, {from}–{to} → {inside}, > {to} → {above}"));
    (Text::new("高于或低于均值", "above or below the mean"), parameters)
}
