//! What holds for every kind of figure, above all for data that is hardly there.

use super::scene::{Anchor, Shape};
use super::*;

const LONG: &str = "武汉市东湖新技术开发区光谷生物城生命健康科技产业创新研究院（集团）股份有限公司第一分公司";
const NUMBERS: [f64; 10] =
    [0.0, -3.0, 7.5, 1e-12, 123_456_789.0, -1e18, f64::MAX, f64::MIN_POSITIVE, f64::NAN, f64::INFINITY];

fn labels() -> Labels {
    Labels { title: LONG.repeat(3), subtitle: LONG.into(), note: LONG.repeat(4), ..Labels::default() }
}

/// Every kind of figure of the same names and values.
fn kinds(labels: &Labels, names: &[&str], values: &[Option<f64>]) -> Vec<Figure> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let axis = Axis { title: LONG.into(), measure: "万元".into(), range: None, decimals: 1 };
    let mut kinds = bars(labels, &axis, &names, values);
    kinds.extend(spreads(labels, &axis, &names, values));
    kinds.extend(tables(labels, &axis, &names, values));
    kinds.extend(curves(labels, &axis, values));
    kinds.extend(intervals(labels, &axis, &names, values));
    kinds
}

fn bars(labels: &Labels, axis: &Axis, names: &[String], values: &[Option<f64>]) -> Vec<Figure> {
    let labelled = || names.iter().cloned().zip(values.iter().copied());
    let stacked = |(label, value): (String, Option<f64>)| {
        let parts = value.map_or(Vec::new(), |value| vec![value / 2.0, value / 2.0, -value]);
        Bar { label, value, parts, emphasis: Emphasis::Strong }
    };
    let ranked = RankedBars {
        labels: labels.clone(),
        axis: axis.clone(),
        bars: labelled().map(|(label, value)| Bar { label, value, ..Bar::default() }).collect(),
        shown: Shown::Ends(3, 3),
        reference: Some(Reference { value: 5.0, label: LONG.into() }),
        ..RankedBars::default()
    };
    let parts = RankedBars {
        part_names: vec![LONG.into(), "乙".into(), "丙".into()],
        bars: labelled().map(stacked).collect(),
        shown: Shown::All,
        ..ranked.clone()
    };
    vec![Figure::RankedBars(ranked), Figure::RankedBars(parts)]
}

fn spreads(labels: &Labels, axis: &Axis, names: &[String], values: &[Option<f64>]) -> Vec<Figure> {
    let known: Vec<f64> = values.iter().copied().flatten().collect();
    let sample =
        |label: &String| Sample { label: label.clone(), category: String::new(), values: known.clone() };
    let boxes = Distributions {
        labels: labels.clone(),
        axis: axis.clone(),
        samples: names.iter().map(sample).collect(),
        ..Distributions::default()
    };
    let histograms = Distributions { form: Form::Histograms, ..boxes.clone() };
    vec![Figure::Distributions(boxes), Figure::Distributions(histograms)]
}

fn tables(labels: &Labels, axis: &Axis, names: &[String], values: &[Option<f64>]) -> Vec<Figure> {
    let band = values.iter().map(|value| value.map(|value| (value, value + 1.0))).collect();
    let series = Series { label: LONG.into(), values: values.to_vec(), band, ..Series::default() };
    let trend = Trend {
        labels: labels.clone(),
        periods: names.to_vec(),
        axis: axis.clone(),
        series: vec![series.clone(), series.clone(), series],
        ..Trend::default()
    };
    let heat_map = HeatMap {
        labels: labels.clone(),
        axis: axis.clone(),
        rows: names.to_vec(),
        columns: names.to_vec(),
        values: vec![values.to_vec(); 3],
        ..HeatMap::default()
    };
    vec![Figure::Trend(trend), Figure::HeatMap(heat_map)]
}

fn curves(labels: &Labels, axis: &Axis, values: &[Option<f64>]) -> Vec<Figure> {
    let known = || values.iter().copied().flatten();
    let curve = Curve {
        labels: labels.clone(),
        across: axis.clone(),
        up: axis.clone(),
        anchors: known().map(|value| (value, value * 2.0)).collect(),
        marks: known().map(|value| Mark { value, score: 1.0, label: LONG.into() }).collect(),
        ..Curve::default()
    };
    let logarithmic = Curve { spacing: Spacing::Logarithmic, ..curve.clone() };
    vec![Figure::Curve(curve), Figure::Curve(logarithmic)]
}

fn intervals(labels: &Labels, axis: &Axis, names: &[String], values: &[Option<f64>]) -> Vec<Figure> {
    let row = |(label, value): (&String, &Option<f64>)| IntervalRow {
        label: label.clone(),
        point: *value,
        bar: value.map(|value| (value - 1.0, value + 3.0)),
        tick: value.map(|value| value + 1.0),
        reach: value.map(|value| (value - 5.0, value + 9.0)),
        emphasis: Emphasis::Strong,
    };
    let plot = IntervalPlot {
        labels: labels.clone(),
        axis: axis.clone(),
        point_name: LONG.into(),
        bar_name: LONG.into(),
        tick_name: "中位数".into(),
        reach_name: LONG.into(),
        rows: names.iter().zip(values).map(row).collect(),
        ..IntervalPlot::default()
    };
    let ranks = IntervalPlot { axis: Axis { decimals: 0, ..axis.clone() }, ..plot.clone() };
    let group = |(label, value): (&String, &Option<f64>)| BarGroup {
        label: label.clone(),
        values: vec![*value, value.map(|value| value * 2.0)],
        intervals: vec![value.map(|value| (value - 1.0, value + 1.0)), None],
    };
    let bars = GroupedBars {
        labels: labels.clone(),
        axis: axis.clone(),
        series: vec![LONG.into(), "总".into()],
        groups: names.iter().zip(values).map(group).collect(),
        ..GroupedBars::default()
    };
    vec![Figure::IntervalPlot(plot), Figure::IntervalPlot(ranks), Figure::GroupedBars(bars)]
}

fn sizes() -> [Size; 5] {
    [Size::WIDE, Size::HALF, Size::PAGE, Size::new(120, 120).unwrap(), Size::new(4000, 120).unwrap()]
}

fn texts(figure: &Figure, size: Size) -> Vec<(String, f64, f64, f64)> {
    let scene = figure.scene(size);
    let text = |shape: &Shape| match shape {
        Shape::Text { text, at, size, anchor, .. } => {
            let width = scene.typeface.width(text, *size);
            let before = match anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => 0.5,
                Anchor::End => 1.0,
            };
            Some((text.clone(), at.x - width * before, at.x + width * (1.0 - before), at.y))
        }
        _ => None,
    };
    scene.shapes.iter().filter_map(text).collect()
}

#[test]
fn without_data_a_figure_says_so() {
    let nothing: [&[Option<f64>]; 4] = [&[], &[None, None], &[Some(f64::NAN)], &[Some(f64::INFINITY)]];
    for values in nothing {
        for figure in kinds(&Labels::default(), &["甲", "乙"], values) {
            let drawn = figure.texts(Size::WIDE);
            assert!(drawn.contains("无数据"), "{values:?} {figure:?}: {drawn}");
        }
    }
    let english = Labels { language: Language::En, ..Labels::default() };
    for figure in kinds(&english, &[], &[]) {
        assert_eq!(figure.texts(Size::WIDE), "no data");
    }
}

#[test]
fn odd_values_are_drawn_at_every_size() {
    for count in 0..NUMBERS.len() {
        let names: Vec<&str> = [LONG, "", "乙", "丁"].into_iter().cycle().take(count).collect();
        let values: Vec<Option<f64>> = NUMBERS[..count].iter().copied().map(Some).chain([None]).collect();
        for figure in kinds(&labels(), &names, &values) {
            for size in sizes() {
                let svg = figure.svg(size).unwrap();
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{figure:?}");
            }
            let table = figure.table();
            assert!(table.rows.iter().all(|row| row.len() == table.headings.len()), "{figure:?}");
        }
    }
}

#[test]
fn odd_values_are_painted() {
    let size = Size::new(160, 120).unwrap();
    let values: Vec<Option<f64>> = NUMBERS.iter().copied().map(Some).collect();
    for figure in kinds(&Labels::default(), &[LONG, "", "乙", "丁"], &values) {
        figure.png(size, Density::Single).unwrap();
    }
}

#[test]
fn text_stays_inside_and_apart() {
    let values: Vec<Option<f64>> = (0..60).map(|index| Some(f64::from(index) - 20.0)).collect();
    let names: Vec<&str> = [LONG, "乙", "武汉光谷"].into_iter().cycle().take(60).collect();
    let labels = Labels { subtitle: LONG.into(), note: LONG.into(), title: LONG.into(), ..Labels::default() };
    for count in [1, 2, 7, 60] {
        for figure in kinds(&labels, &names[..count], &values[..count]) {
            for size in [Size::WIDE, Size::HALF, figure.natural_size(720)] {
                for (text, left, right, y) in texts(&figure, size) {
                    let inside = left >= -0.5 && right <= f64::from(size.width()) + 0.5;
                    assert!(inside, "{text} from {left} to {right} in {size:?} of {figure:?}");
                    assert!((0.0..=f64::from(size.height())).contains(&y), "{text} at {y} in {size:?}");
                }
            }
        }
    }
}

#[test]
fn equal_values_keep_their_order_and_missing_ones_come_last() {
    let bar = |label: &str, value| Bar { label: label.into(), value, ..Bar::default() };
    let bars = vec![bar("a", Some(1.0)), bar("b", None), bar("c", Some(2.0)), bar("d", Some(1.0))];
    let figure =
        |shown| Figure::RankedBars(RankedBars { bars: bars.clone(), shown, ..RankedBars::default() });
    let order =
        |shown| -> String { figure(shown).table().printed().into_iter().map(|row| row[0].clone()).collect() };
    assert_eq!(order(Shown::All), "cadb");
    assert_eq!(order(Shown::Top(2)), "ca");
    assert_eq!(order(Shown::Bottom(2)), "ad");
    assert_eq!(order(Shown::Ends(1, 1)), "cd");
    assert_eq!(order(Shown::Ends(9, usize::MAX)), "cad");
}

#[test]
fn the_natural_height_shows_every_bar() {
    let values: Vec<Option<f64>> = (0..60).map(|index| Some(f64::from(index))).collect();
    for figure in kinds(&labels(), &["甲"; 60], &values) {
        assert!(!figure.texts(figure.natural_size(720)).contains("未显示"), "{figure:?}");
    }
    let cut = kinds(&Labels::default(), &["甲"; 60], &values).swap_remove(1);
    assert!(cut.texts(Size::HALF).contains("未显示"));
}
