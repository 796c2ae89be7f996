//! A document with everything a report holds: long names, wide and long tables, pictures, notes.

use quanheng::report::document::{
    Block, Callout, Cell, Column, Document, Emphasis, FigureBlock, Inline, Interaction, Level, NumberFormat,
    OnPaper, PictureSize, Table,
};
use quanheng::report::figure::{Bar, Density, Figure, RankedBars, Size};
use quanheng::report::render::xlsx::{Freeze, Sheet, Workbook};
use quanheng::vocab::{Language, Text};

/// The sample with a table of so many enterprises.
pub(crate) fn document(language: Language, enterprises: usize) -> Document {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    let mut document = Document::new(
        say("“双千”企业综合评价中期评估报告", "Mid-term evaluation of the programme's enterprises"),
        language,
    );
    document.subtitle = Some(say(
        "创新力、竞争力、影响力、治理力：2021—2025年",
        "Innovation, competitiveness, influence and governance, 2021 to 2025",
    ));
    document.notice = Some(say(
        "演示数据：由程序生成，不代表任何真实企业",
        "SYNTHETIC data: made by a program, no real enterprise is described",
    ));
    document.meta = vec![
        (say("委托单位", "Client"), say("市发展和改革委员会", "Municipal Development and Reform Commission")),
        (say("指标体系", "Indicator set"), "shuangqian / 2024".into()),
        (say("基期", "Base period"), "2021".into()),
        (
            say("计分卡指纹", "Scorecard"),
            "sha256:9f2c4be1d07a35c8e6b1f0a9d3c2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b".into(),
        ),
    ];
    document.blocks = overview(language);
    document.blocks.extend(results(language, enterprises));
    document.blocks.extend(appendix(language));
    document
}

/// A workbook of the same tables.
pub(crate) fn workbook(language: Language, count: usize) -> Workbook {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    let notice = Some(say("演示数据：由程序生成，不代表任何真实企业", "SYNTHETIC data: made by a program"));
    let mut all = Sheet::new(say("全部企业", "All enterprises"), enterprises(language, count));
    all.title = Some(say("全部企业得分，2025年", "All enterprises, 2025"));
    all.notice = notice.clone();
    all.freeze = Freeze::HeadingsAndColumns(2);
    all.scales = vec![5];
    let mut groups = Sheet::new(say("分类型/分行业", "Types/industries"), dimensions(language));
    groups.tables.push(industries(language));
    groups.tables.push(definitions(language));
    groups.notice = notice;
    Workbook { title: say("综合评价结果", "Results"), language, sheets: vec![all, groups] }
}

fn overview(language: Language) -> Vec<Block> {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    vec![
        Block::heading(Level::Chapter, "overview", say("总体情况", "Overview")),
        Block::callout(
            Callout::Key,
            say(
                "2025年纳入评价的企业1,012家，综合得分中位数61.3分，比2021年提高4.2分；创新力提高最快，治理力基本持平。",
                "In 2025 the 1,012 enterprises have a median score of 61.3, up 4.2 on 2021; innovation rose fastest and governance hardly moved.",
            ),
        ),
        Block::Paragraph(vec![
            Inline::text(say(
                "本报告依据《“双千”企业培育工作方案》，以2021年为基期，对企业逐年评分。各年使用",
                "This report scores the enterprises year by year on the base of 2021. All years use ",
            )),
            Inline::strong(say("同一把尺子", "one ruler")),
            Inline::text(say(
                "，因此得分的上升是企业的上升，不是标准的变化",
                ", so that a rise is a rise of the enterprise and not of the standard",
            )),
            Inline::Note(say(
                "基期的归一化界限、权重和填补常数冻结在计分卡中，见附录。",
                "Limits, weights and imputation constants of the base are frozen in the scorecard, see the appendix.",
            )),
            Inline::text(say("。分项结果见", ". Details are in ")),
            Inline::reference("dimensions"),
            Inline::text(say("和", " and ")),
            Inline::reference("distribution"),
            Inline::text(say("，口径说明见", "; the method is in ")),
            Inline::reference("method"),
            Inline::text(say("；变量名如", "; variables are named like ")),
            Inline::Code("rd_expenditure".into()),
            Inline::text(say("，重点看", "; look at ")),
            Inline::Emphasis(say("成长性", "growth")),
            Inline::text(say("。", ".")),
        ]),
        Block::bullets([
            say("大型企业得分集中，中小企业分化明显；", "large enterprises cluster, small ones spread;"),
            say(
                "制造业研发投入强度居首，批发零售业数据缺口最大；",
                "manufacturing leads in R&D intensity, trade has most gaps;",
            ),
            say(
                "东湖高新区与武汉经开区合计占前一百名的六成。",
                "two zones hold sixty of the first hundred places.",
            ),
        ]),
        Block::heading(Level::Section, "by-dimension", say("分维度结果", "Results by dimension")),
        Block::Table(dimensions(language)),
        Block::Figure(figure(language)),
    ]
}

fn dimensions(language: Language) -> Table {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    let mut table = Table::new(
        "dimensions",
        say("各维度得分（分类型平均）", "Scores by dimension, averages by type"),
        vec![
            Column::text(say("企业类型", "Type")),
            Column::number(say("企业数", "Enterprises"), NumberFormat::Integer),
            Column::number("2021", NumberFormat::Decimals(1)).grouped(say("综合得分", "Composite")),
            Column::number("2025", NumberFormat::Decimals(1)).grouped(say("综合得分", "Composite")),
            Column::number(say("变化", "Change"), NumberFormat::Signed(1))
                .grouped(say("综合得分", "Composite")),
            Column::number(say("创新力", "Innovation"), NumberFormat::Decimals(1))
                .grouped(say("2025年分维度", "Dimensions, 2025")),
            Column::number(say("竞争力", "Competitiveness"), NumberFormat::Decimals(1))
                .grouped(say("2025年分维度", "Dimensions, 2025")),
            Column::number(say("影响力", "Influence"), NumberFormat::Decimals(1))
                .grouped(say("2025年分维度", "Dimensions, 2025")),
            Column::number(say("治理力", "Governance"), NumberFormat::Decimals(1))
                .grouped(say("2025年分维度", "Dimensions, 2025")),
            Column::number(say("填补占比", "Imputed"), NumberFormat::Percent(1)),
        ],
    );
    let names = [
        ("世界领军型", "World leaders"),
        ("稳定发展型", "Steady"),
        ("转型突破型", "In transition"),
        ("快速成长型", "Fast growing"),
    ];
    for (at, (zh, en)) in names.into_iter().enumerate() {
        let base = 71.0 - 5.3 * at as f64;
        let mut row =
            vec![say(zh, en).into(), (38.0 + 211.0 * at as f64).into(), base.into(), (base + 3.7).into()];
        row.push((3.7 - 2.0 * at as f64).into());
        for step in 0..4 {
            let value = base + 7.0 - 6.1 * f64::from(step);
            row.push(Cell::Heat { value, shade: (value - 40.0) / 40.0 });
        }
        row.push(if at == 3 {
            Cell::missing(say("未填报", "not reported"))
        } else {
            (0.021 * at as f64).into()
        });
        table.push(row);
    }
    let mut total: Vec<Cell> = vec![say("全部企业", "All").into(), 1012.0.into()];
    total.extend([57.1, 61.3, 4.2, 63.0, 60.2, 58.8, 61.9, 0.034].map(Cell::Number));
    table.push_emphasised(Emphasis::Total, total);
    table.note = Some(say(
        "注：得分为0—100分；填补占比按权重计算。资料来源：企业填报与政府部门数据。",
        "Note: scores from 0 to 100; the imputed share is by weight. Source: enterprises and departments.",
    ));
    table
}

fn figure(language: Language) -> FigureBlock {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    let mut svg = String::from(
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 360\">",
    );
    let mut table = Table::new(
        "",
        "",
        vec![
            Column::text(say("得分段", "Band")),
            Column::number(say("企业数", "Enterprises"), NumberFormat::Integer),
        ],
    );
    for band in 0..10u32 {
        let count = 20 + 31 * band * (9 - band) / 2;
        svg.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"60\" height=\"{}\" fill=\"#2f6ea5\"/><text x=\"{}\" y=\"345\" font-size=\"14\" text-anchor=\"middle\">{}分</text>",
            20 + band * 78, 320 - count / 2 , count / 2, 50 + band * 78, band * 10
        ));
        table.push(vec![format!("{}—{}", band * 10, band * 10 + 10).into(), f64::from(count).into()]);
    }
    svg.push_str("</svg>");
    FigureBlock {
        id: "distribution".into(),
        caption: say("综合得分分布，2025年", "Distribution of the composite score, 2025"),
        note: Some(say("资料来源：课题组计算。", "Source: own calculation.")),
        alt: say(
            "柱状图：多数企业在四十至六十分之间。",
            "Bar chart: most enterprises lie between forty and sixty.",
        ),
        svg,
        png: picture(),
        size: PictureSize { width: 800, height: 360 },
        table: Some(table),
    }
}

/// A PNG of bars, twice as dense as its nominal size.
fn picture() -> Vec<u8> {
    let bar = |at: u8| Bar { label: at.to_string(), value: Some(f64::from(at * (9 - at))), ..Bar::default() };
    let figure = Figure::RankedBars(RankedBars { bars: (0..10).map(bar).collect(), ..RankedBars::default() });
    let size = Size::new(800, 360).expect("a size within limits");
    figure.png(size, Density::Double).expect("picture")
}

fn results(language: Language, count: usize) -> Vec<Block> {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    vec![
        Block::PageBreak,
        Block::heading(Level::Chapter, "ranking", say("企业得分与位次", "Scores and ranks")),
        Block::heading(Level::Section, "by-industry", say("分行业", "By industry")),
        Block::paragraph(say(
            "下表列出十六个行业各年得分。行业按《国民经济行业分类》（GB/T 4754—2017）划分；企业数不足5家的行业不列示，以免透露单个企业的情况。",
            "The table lists sixteen industries. Industries with fewer than 5 enterprises are left out, so that no single enterprise can be read from it.",
        )),
        Block::Table(industries(language)),
        Block::heading(Level::Section, "all", say("全部企业", "All enterprises")),
        Block::Table(enterprises(language, count)),
    ]
}

fn industries(language: Language) -> Table {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    let mut columns = vec![Column::text(say("行业", "Industry"))];
    for year in 2021..=2025 {
        for (zh, en) in [("创新力", "Innovation"), ("竞争力", "Competitiveness"), ("影响力", "Influence")]
        {
            columns.push(
                Column::number(say(zh, en), NumberFormat::Decimals(1))
                    .grouped(say(&format!("{year}年"), &year.to_string())),
            );
        }
    }
    let mut table = Table::new("industries", say("分行业得分", "Scores by industry"), columns);
    let names = [
        ("计算机、通信和其他电子设备制造业", "Computers, communication and other electronic equipment"),
        ("汽车制造业", "Motor vehicles"),
        ("医药制造业", "Pharmaceuticals"),
        ("软件和信息技术服务业", "Software and information technology services"),
        ("土木工程建筑业", "Civil engineering"),
        ("批发业", "Wholesale"),
    ];
    for (at, (zh, en)) in names.into_iter().enumerate() {
        let values = (0..15).map(|step| {
            let value = 45.0 + f64::from((at as i32 * 17 + step * 11) % 43);
            Cell::Heat { value, shade: (value - 45.0) / 43.0 }
        });
        table.push(std::iter::once(Cell::from(say(zh, en))).chain(values).collect());
    }
    table.interaction = Interaction::Sortable;
    table
}

fn enterprises(language: Language, count: usize) -> Table {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    let mut table = Table::new(
        "enterprises",
        say("全部企业得分", "All enterprises"),
        vec![
            Column::number(say("位次", "Rank"), NumberFormat::Plain),
            Column::text(say("企业名称", "Name")),
            Column::text(say("统一社会信用代码", "Credit code")),
            Column::text(say("所在区", "District")),
            Column::number(say("营业收入（亿元）", "Revenue (100 million yuan)"), NumberFormat::Decimals(2)),
            Column::number(say("综合得分", "Score"), NumberFormat::Decimals(1)),
            Column::number(say("研发强度", "R&D intensity"), NumberFormat::Percent(1)),
            Column::text(say("等级", "Grade")).centred(),
        ],
    );
    let towns = [
        ("东湖高新区", "East Lake"),
        ("武汉经开区", "Economic zone"),
        ("江岸区", "Jiang'an"),
        ("黄陂区", "Huangpi"),
    ];
    let trades = ["智能网联汽车", "光电子信息", "生物医药", "现代物流", "<装备&制造>"];
    for at in 0..count {
        let (zh, en) = towns[at * 7 % 4];
        table.push(vec![
            (at as f64 + 1.0).into(),
            format!("武汉{}{}科技股份有限公司", trades[at * 3 % 5], at + 1).into(),
            format!("91420100MA4K{:06}", at * 7919 % 1_000_000).into(),
            say(zh, en).into(),
            (4200.0 / (at as f64 + 1.0)).into(),
            (92.0 - at as f64 * 0.03).into(),
            if at % 9 == 4 {
                Cell::missing(say("未填报", "not reported"))
            } else {
                ((at * 37 % 120) as f64 / 1000.0).into()
            },
            ["A", "B", "C", "D"][at * 4 / count.max(1)].into(),
        ]);
    }
    table.rows[6].emphasis = Emphasis::Highlight;
    table.interaction = Interaction::Browsable;
    table
}

fn appendix(language: Language) -> Vec<Block> {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    vec![
        Block::heading(Level::Chapter, "method", say("方法说明", "Method")),
        Block::heading(Level::Section, "normalisation", say("归一化", "Normalisation")),
        Block::heading(Level::Subsection, "anchors", say("锚点曲线", "Anchor curves")),
        Block::Numbered(vec![
            vec![Inline::text(say("按基期确定锚点；", "fix the anchors on the base;"))],
            vec![Inline::text(say("逐行查曲线得到指标得分；", "read the score off the curve, row by row;"))],
            vec![
                Inline::strong(say("缺失不作零处理", "missing is never zero")),
                Inline::text(say("。", ".")),
            ],
        ]),
        Block::callout(
            Callout::Warning,
            say(
                "3项指标在基期取值超出锚点范围，得分封顶，见数据质量一节。",
                "3 indicators leave their anchors in the base; their scores are capped.",
            ),
        ),
        Block::Collapsible {
            summary: say("各指标的定义", "Definition of every indicator"),
            blocks: vec![
                Block::Table(definitions(language)),
                Block::callout(Callout::Note, say("定义以计分卡为准。", "The scorecard decides.")),
            ],
            on_paper: OnPaper::Shown,
        },
        Block::Table(Table::new(
            "empty",
            say("一票否决情况", "Gates"),
            vec![Column::text(say("企业", "Enterprise")), Column::text(say("事项", "Matter"))],
        )),
    ]
}

fn definitions(language: Language) -> Table {
    let say = |zh: &str, en: &str| Text::new(zh, en).get(language).to_owned();
    let mut table = Table::new(
        "definitions",
        say("指标定义", "Indicators"),
        vec![
            Column::text(say("编号", "Code")),
            Column::text(say("指标", "Indicator")),
            Column::text(say("含义", "Meaning")),
            Column::text(say("计算式", "Formula")),
            Column::number(say("权重", "Weight"), NumberFormat::Percent(2)),
        ],
    );
    for at in 1..=6 {
        table.push(vec![
            format!("I{at:02}").into(),
            say("研发经费投入强度", "R&D intensity").into(),
            say("企业研究与试验发展经费支出占营业收入的比重，反映企业对创新活动的投入力度；按年报口径，含委外研发。", "Expenditure on research and development as a share of revenue, by the annual report, including work contracted out.").into(),
            "rd_expenditure / revenue".into(),
            (0.25 / 7.0).into(),
        ]);
    }
    table
}
