//! Figures of realistic data: their bytes are pinned, and they are left in `target/figures` to be looked at.

use std::fmt::Write as _;
use std::path::PathBuf;

use quanheng::report::figure::{
    Axis, Bar, Beyond, Curve, Density, Distributions, Emphasis, Figure, Form, HeatMap, Labels, Mark,
    RankedBars, Reference, Sample, Series, Shown, Size, Spacing, TitlePlace, Trend, ValueLabels,
};
use quanheng::report::font;
use quanheng::vocab::Language;
use sha2::{Digest as _, Sha256};

const FIRMS: [&str; 20] = [
    "武汉光谷长飞信息技术股份有限公司",
    "东湖新能源汽车（武汉）有限公司",
    "中车长江轨道装备集团",
    "汉口北商贸物流有限责任公司",
    "武汉市硚口区古田先进制造研究院有限公司",
    "滠口食品",
    "长江存储芯片制造有限公司",
    "江夏生物医药产业集团股份有限公司",
    "武钢特种钢材",
    "A&B <Optics> \"Valley\" Ltd.",
    "华中数控装备",
    "青山石化建设工程有限公司",
    "黄陂现代农业开发有限公司",
    "楚天数字传媒",
    "沌口汽车电子系统（湖北）股份有限公司武汉分公司",
    "东西湖网络安全基地运营有限公司",
    "阳逻港航投资",
    "蔡甸中法生态城建设",
    "江汉金融服务集团",
    "新洲航天产业基地",
];
const DIMENSIONS: [&str; 4] = ["创新力", "竞争力", "影响力", "治理力"];
const YEARS: [&str; 5] = ["2021", "2022", "2023", "2024", "2025"];
const INDUSTRIES: [&str; 16] = [
    "农、林、牧、渔业",
    "采矿业",
    "制造业",
    "电力、热力、燃气及水生产和供应业",
    "建筑业",
    "批发和零售业",
    "交通运输、仓储和邮政业",
    "住宿和餐饮业",
    "信息传输、软件和信息技术服务业",
    "金融业",
    "房地产业",
    "租赁和商务服务业",
    "科学研究和技术服务业",
    "水利、环境和公共设施管理业",
    "教育",
    "文化、体育和娱乐业",
];

/// Numbers that look like data, from a fixed rule: the sum of four draws of a congruential generator, 0 to 1.
struct Draws(u64);

impl Draws {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn bell(&mut self) -> f64 {
        (0..4).map(|_| self.uniform()).sum::<f64>() / 4.0
    }
}

fn labels(title: &str, subtitle: &str) -> Labels {
    Labels {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        note: "数据来源：模拟数据，仅用于演示；样本为1,000家企业。".to_owned(),
        description: format!("{title}。{subtitle}"),
        ..Labels::default()
    }
}

fn score() -> Axis {
    Axis { title: "综合得分".into(), measure: "分".into(), range: Some((0.0, 100.0)), decimals: 1 }
}

fn ranked(count: usize, stacked: bool) -> RankedBars {
    let mut draws = Draws(7);
    let bar = |index: usize| {
        let parts: Vec<f64> = (0..4).map(|_| 8.0 + 16.0 * draws.uniform()).collect();
        let label = FIRMS[index % FIRMS.len()].to_owned();
        let emphasis = if index == 4 { Emphasis::Strong } else { Emphasis::Normal };
        let value = (index != 11).then(|| parts.iter().sum());
        Bar { label, value, parts: if stacked { parts } else { Vec::new() }, emphasis }
    };
    RankedBars {
        labels: labels("2025年综合得分前列企业", "按四个维度的贡献分解"),
        item_heading: "企业".into(),
        axis: score(),
        part_names: if stacked { DIMENSIONS.map(str::to_owned).to_vec() } else { Vec::new() },
        bars: (0..count).map(bar).collect(),
        reference: Some(Reference { value: 61.2, label: "全体均值".into() }),
        ..RankedBars::default()
    }
}

fn movers() -> RankedBars {
    let mut draws = Draws(19);
    let mut figure = ranked(20, false);
    figure.labels = labels("2025年得分变动最大的企业", "与2024年相比，同一标尺");
    figure.axis = Axis { title: "得分变动".into(), measure: "分".into(), range: None, decimals: 1 };
    figure.reference = None;
    figure.shown = Shown::Ends(6, 6);
    for bar in &mut figure.bars {
        bar.value = Some((draws.bell() - 0.5) * 40.0);
    }
    figure
}

fn spread(form: Form, categories: &[&str]) -> Distributions {
    let mut draws = Draws(3);
    let mut samples = Vec::new();
    for (index, dimension) in DIMENSIONS.iter().enumerate() {
        for (step, category) in categories.iter().enumerate() {
            let middle = 30.0 + 6.0 * index as f64 + 3.0 * step as f64;
            let values = (0..1000).map(|_| middle + 50.0 * (draws.bell() - 0.3)).collect();
            samples.push(Sample { label: (*dimension).to_owned(), category: (*category).to_owned(), values });
        }
    }
    Distributions {
        labels: labels("四个维度得分的分布", "2025年，全部企业"),
        form,
        sample_heading: "维度".into(),
        axis: Axis { title: "得分".into(), ..score() },
        samples,
    }
}

fn trend() -> Trend {
    let mut draws = Draws(5);
    let series = |(index, name): (usize, &&str)| {
        let mut value = 52.0 + 4.0 * index as f64;
        let values: Vec<Option<f64>> = YEARS
            .iter()
            .map(|_| {
                value += 4.0 * (draws.uniform() - 0.35);
                Some(value)
            })
            .collect();
        let band = values.iter().map(|v| v.map(|v| (v - 3.0, v + 2.5))).collect();
        Series {
            label: (*name).to_owned(),
            values,
            band: if index == 0 { band } else { Vec::new() },
            ..Series::default()
        }
    };
    let mut series: Vec<Series> = DIMENSIONS.iter().enumerate().map(series).collect();
    series[2].values[2] = None;
    Trend {
        labels: labels("四个维度平均得分的变化", "阴影为创新力的第25至第75百分位"),
        period_heading: "年份".into(),
        periods: YEARS.map(str::to_owned).to_vec(),
        axis: Axis { title: "平均得分".into(), measure: "分".into(), range: None, decimals: 1 },
        series,
    }
}

fn heat_map() -> HeatMap {
    let mut draws = Draws(11);
    let mut row = |_: &&str| (0..5).map(|_| Some(35.0 + 45.0 * draws.bell())).collect();
    let mut values: Vec<Vec<Option<f64>>> = INDUSTRIES.iter().map(&mut row).collect();
    values[1][3] = None;
    values[14][0] = None;
    HeatMap {
        labels: labels("各行业四个维度平均得分", "2025年，行业按国民经济行业分类（GB/T 4754）"),
        row_heading: "行业".into(),
        axis: Axis { title: "平均得分".into(), measure: "分".into(), range: None, decimals: 1 },
        rows: INDUSTRIES.map(str::to_owned).to_vec(),
        columns: DIMENSIONS.iter().chain(&["综合得分"]).map(|name| (*name).to_owned()).collect(),
        values,
        ..HeatMap::default()
    }
}

fn curve() -> Curve {
    Curve {
        labels: labels("研发经费投入强度的评分曲线", "锚点来自2023年基期，冻结后不再改动"),
        across: Axis {
            title: "研发经费投入强度".into(), measure: "%".into(), range: None, decimals: 2
        },
        up: score(),
        anchors: vec![(0.0, 0.0), (1.5, 40.0), (3.0, 60.0), (6.0, 85.0), (10.0, 100.0)],
        marks: vec![Mark { value: 4.31, score: 70.9, label: "长江存储芯片制造有限公司".into() }],
        ..Curve::default()
    }
}

fn logarithmic() -> Curve {
    Curve {
        labels: labels("营业收入的评分曲线", "对数轴"),
        across: Axis { title: "营业收入".into(), measure: "亿元".into(), range: None, decimals: 1 },
        spacing: Spacing::Logarithmic,
        anchors: vec![(1.0, 0.0), (10.0, 40.0), (100.0, 75.0), (1000.0, 100.0)],
        marks: vec![Mark { value: 640.0, score: 95.2, label: "武钢特种钢材".into() }],
        beyond: Beyond::Level,
        ..curve()
    }
}

fn many_lines() -> Trend {
    let mut draws = Draws(23);
    let series = INDUSTRIES.iter().enumerate().map(|(index, name)| Series {
        label: (*name).to_owned(),
        values: YEARS.iter().map(|_| Some(40.0 + 30.0 * draws.bell())).collect(),
        emphasis: match index {
            2 | 8 => Emphasis::Strong,
            _ => Emphasis::Faint,
        },
        ..Series::default()
    });
    Trend { series: series.collect(), ..trend() }
}

fn english() -> RankedBars {
    let mut figure = ranked(10, true);
    figure.labels = Labels {
        language: Language::En,
        title: "Composite scores in 2025".into(),
        subtitle: "contributions of four dimensions".into(),
        note: "Source: synthetic data.".into(),
        title_place: TitlePlace::Inside,
        description: String::new(),
    };
    figure.axis =
        Axis { title: "composite score".into(), measure: "points".into(), range: None, decimals: 1 };
    figure.part_names =
        ["innovation", "competitiveness", "influence", "governance"].map(str::to_owned).to_vec();
    figure.reference = None;
    figure
}

/// Every sample with the size it is drawn at.
fn gallery() -> Vec<(&'static str, Figure, Size)> {
    let natural = |name, figure: Figure| {
        let size = figure.natural_size(720);
        (name, figure, size)
    };
    let small = HeatMap { rows: INDUSTRIES[..6].iter().map(|s| (*s).into()).collect(), ..heat_map() };
    let plain = RankedBars { value_labels: ValueLabels::Hidden, shown: Shown::Top(8), ..ranked(20, false) };
    vec![
        natural("ranked-stacked", Figure::RankedBars(ranked(20, true))),
        ("ranked-60-wide", Figure::RankedBars(ranked(60, false)), Size::WIDE),
        natural("ranked-60-natural", Figure::RankedBars(ranked(60, false))),
        natural("ranked-movers", Figure::RankedBars(movers())),
        ("ranked-half", Figure::RankedBars(plain), Size::HALF),
        ("ranked-english", Figure::RankedBars(english()), Size::WIDE),
        ("boxes", Figure::Distributions(spread(Form::Boxes, &[""])), Size::WIDE),
        natural(
            "boxes-grouped",
            Figure::Distributions(spread(Form::Boxes, &["领军企业", "骨干企业", "成长企业"])),
        ),
        ("boxes-half", Figure::Distributions(spread(Form::Boxes, &[""])), Size::HALF),
        ("histograms", Figure::Distributions(spread(Form::Histograms, &[""])), Size::WIDE),
        ("trend", Figure::Trend(trend()), Size::WIDE),
        ("trend-half", Figure::Trend(trend()), Size::HALF),
        natural("trend-many", Figure::Trend(many_lines())),
        natural("heat-map", Figure::HeatMap(heat_map())),
        ("heat-map-half", Figure::HeatMap(small), Size::HALF),
        ("curve", Figure::Curve(curve()), Size::HALF),
        ("curve-logarithmic", Figure::Curve(logarithmic()), Size::WIDE),
    ]
}

#[expect(clippy::unwrap_used, reason = "a test has nothing better to do without its folder")]
fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("figures");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn gallery_is_drawn_to_be_looked_at() {
    let folder = folder();
    let mut page = String::new();
    let mut texts = String::from("图");
    for (name, figure, size) in gallery() {
        let svg = figure.svg(size).unwrap();
        std::fs::write(folder.join(name).with_extension("svg"), &svg).unwrap();
        let png = figure.png(size, Density::Double).unwrap();
        std::fs::write(folder.join(name).with_extension("png"), &png).unwrap();
        assert!(png.len() < 400_000, "{name}: {} bytes", png.len());
        assert_eq!(figure.missing_characters(size), Vec::<char>::new(), "{name}");
        writeln!(page, "<figure>{svg}<figcaption>图 {name}</figcaption></figure>").unwrap();
        texts += &figure.texts(size);
    }
    let font = font::web_font(&texts).unwrap();
    let style = format!(
        "@font-face {{ font-family: '{}'; src: url(data:{};base64,{}) format('{}') }}",
        font.family,
        font.media_type,
        base64(&font.bytes),
        font.format
    );
    let html =
        format!("<!doctype html><meta charset=utf-8><style>{style}</style><body style='width:760px'>{page}");
    std::fs::write(folder.join("gallery.html"), html).unwrap();
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = char::from(ALPHABET[(word >> (18 - 6 * place) & 63) as usize]);
            text.push(if place <= chunk.len() { digit } else { '=' });
        }
    }
    text
}

/// A digest of everything drawn: a change of any byte of a figure shows here and is then to be looked at.
#[test]
fn drawings_are_pinned() {
    let digest = |bytes: &[u8]| {
        let hash = Sha256::digest(bytes);
        hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let mut lines = String::new();
    for (name, figure, size) in gallery() {
        let svg = figure.svg(size).unwrap();
        writeln!(lines, "{name} {}×{} {}", size.width(), size.height(), digest(svg.as_bytes())).unwrap();
    }
    // Pixels rather than files, so that a newer encoder changes nothing here.
    for (name, figure) in [("trend", Figure::Trend(trend())), ("heat-map", Figure::HeatMap(heat_map()))] {
        let png = figure.png(Size::HALF, Density::Single).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
        let palette = reader.info().palette.as_ref().unwrap().to_vec();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        writeln!(lines, "{name} pixels {}", digest(&[palette, pixels].concat())).unwrap();
    }
    insta::assert_snapshot!("drawings", lines);
}

#[test]
fn the_same_figure_is_the_same_bytes() {
    let draw = || {
        let figure = Figure::Trend(trend());
        (figure.svg(Size::HALF).unwrap(), figure.png(Size::HALF, Density::Double).unwrap())
    };
    let first = draw();
    let others: Vec<_> = (0..4).map(|_| std::thread::spawn(draw)).collect();
    for other in others {
        assert_eq!(other.join().unwrap(), first);
    }
}

#[test]
fn a_small_figure_in_full() {
    let bar = |label: &str, value| Bar { label: label.into(), value: Some(value), ..Bar::default() };
    let figure = Figure::RankedBars(RankedBars {
        labels: Labels {
            title: "得分 <script>alert(\"x\")</script> & 'more'".into(),
            description: "两根横条 <b>".into(),
            ..Labels::default()
        },
        axis: Axis { title: "得分".into(), measure: "分".into(), range: None, decimals: 1 },
        bars: vec![bar("A&B <Optics> \"Valley\"\u{0}\n]]>", 40.0), bar("武汉", 61.24)],
        ..RankedBars::default()
    });
    let svg = figure.svg(Size::new(360, 220).unwrap()).unwrap();
    insta::assert_snapshot!("small-figure", svg);
}

#[test]
fn a_picture_has_its_size_and_resolution() {
    for (density, factor) in [(Density::Single, 1), (Density::Double, 2), (Density::Triple, 3)] {
        let bytes = Figure::HeatMap(heat_map()).png(Size::HALF, density).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((frame.width, frame.height), (360 * factor, 270 * factor));
        let dimensions = reader.info().pixel_dims.unwrap();
        assert_eq!(dimensions.xppu, (96.0 / 0.0254 * f64::from(factor)).round() as u32);
        assert!(pixels[..frame.buffer_size()].iter().any(|index| *index != pixels[0]));
    }
}

#[test]
fn the_table_beside_a_figure() {
    let mut text = String::new();
    let boxes = spread(Form::Boxes, &["大型", "小型"]);
    for figure in [
        Figure::RankedBars(movers()),
        Figure::Distributions(boxes),
        Figure::Trend(trend()),
        Figure::Curve(curve()),
    ] {
        let table = figure.table();
        writeln!(text, "{}", table.headings.join(" | ")).unwrap();
        for row in table.printed() {
            writeln!(text, "{}", row.join(" | ")).unwrap();
        }
        writeln!(text).unwrap();
    }
    insta::assert_snapshot!("tables", text);
}

#[test]
fn a_title_in_a_caption_is_not_drawn_but_still_named() {
    let mut figure = trend();
    figure.labels.title_place = TitlePlace::Caption;
    let title = figure.labels.title.clone();
    let svg = Figure::Trend(figure.clone()).svg(Size::WIDE).unwrap();
    assert!(svg.contains(&format!("aria-label=\"{title}\"")));
    assert!(!Figure::Trend(figure).texts(Size::WIDE).contains(&title));
}

#[test]
fn characters_without_a_glyph_are_reported() {
    let mut figure = ranked(3, false);
    figure.bars[0].label = "武汉𪚥科技".into();
    let figure = Figure::RankedBars(figure);
    assert_eq!(figure.missing_characters(Size::WIDE), ['𪚥']);
    figure.png(Size::HALF, Density::Single).unwrap();
}

#[test]
fn a_figure_serialises_with_its_kind() {
    let value = serde_json::to_value(Figure::Curve(curve())).unwrap();
    assert_eq!(value["kind"], "curve");
    assert_eq!(value["anchors"][1][1], 40.0);
    assert_eq!(value["labels"]["language"], "zh");
}
