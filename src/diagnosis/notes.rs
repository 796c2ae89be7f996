//! What the method reference says of each method of a diagnosis.

use crate::vocab::{AcrossYears, MethodNote, Said};

/// What the method reference says of each.
pub const NOTES: &[&MethodNote] = &[
    &FACTS,
    &PEARSON,
    &SPEARMAN,
    &KENDALL,
    &ADJUSTED,
    &ALPHA,
    &COMPONENTS,
    &ADEQUACY,
    &INFLATION,
    &OWN_GROUP,
    &SIZE,
    &RATIO,
    &GINI,
    &THEIL,
];

const HANDBOOK: &str = "OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en";

/// What all of them share: a diagnosis is of the units at hand.
const fn note(
    id: &'static str,
    name: Said,
    formula: &'static str,
    letters: Said,
    words: [Said; 3],
    sources: &'static [&'static str],
) -> MethodNote {
    let [use_when, not_when, edge] = words;
    MethodNote {
        id,
        name,
        formula,
        letters,
        use_when,
        not_when,
        edge,
        across_years: AcrossYears::NotComparable,
        sources,
        example: None,
    }
}

const FACTS: MethodNote = note(
    "diagnosis: facts",
    Said { zh: "指标统计与提示", en: "Facts and flags of an indicator" },
    "skew = √(n(n−1))/(n−2) · m₃/m₂^1.5\nkurtosis = (n−1)/((n−2)(n−3)) · ((n+1)(m₄/m₂² − 3) + 6)",
    Said {
        zh: "n：有值的对象数；m₂、m₃、m₄：二、三、四阶中心矩",
        en: "n: units with a value; m₂, m₃, m₄: central moments",
    },
    [
        Said {
            zh: "看每个指标在原值、处理后、归一化后是否有极端值、缺失、零多、并列多、锚点饱和",
            en: "To see outliers, gaps, heaps of zeros, ties and saturated anchors of each indicator, raw, treated and normalised",
        },
        Said {
            zh: "对象不足 20 个时偏度和峰度很不稳定",
            en: "With fewer than 20 units skewness and kurtosis are very uncertain",
        },
        Said {
            zh: "不足四个值或全相同时没有偏度和峰度；全缺失是错误级发现；不适用的对象不进分母",
            en: "Fewer than four values, or all the same, have neither skewness nor kurtosis; a column without values is a finding; units it does not apply to are not counted",
        },
    ],
    &["Joanes & Gill 1998, https://doi.org/10.1111/1467-9884.00122", HANDBOOK],
);

const PEARSON: MethodNote = note(
    "correlation: pearson",
    Said { zh: "Pearson 相关", en: "Pearson's correlation" },
    "r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)²·Σ(y−ȳ)²)\np: t = r√((n−2)/(1−r²)), t(n−2)",
    Said {
        zh: "x、y：两列在都有值的对象上的值；n：这些对象数",
        en: "x, y: the values of two columns over the units that have both; n: their number",
    },
    [
        Said {
            zh: "看两项得分是否按直线同升同降",
            en: "To see whether two scores rise together along a line",
        },
        Said {
            zh: "关系弯曲或有个别巨头时看 Spearman",
            en: "The relation is bent or a few giants decide it: see Spearman",
        },
        Said {
            zh: "缺失成对剔除；不足两个对象或一列全相同时没有值，不足三个时没有 p",
            en: "Gaps are left out pair by pair; no value with fewer than two units or a constant column, no p with fewer than three",
        },
    ],
    &["Pearson 1895, https://doi.org/10.1098/rspl.1895.0041"],
);

const SPEARMAN: MethodNote = note(
    "correlation: spearman",
    Said { zh: "Spearman 秩相关", en: "Spearman's rank correlation" },
    "ρ = r(rank x, rank y)\np: t = ρ√((n−2)/(1−ρ²)), t(n−2)",
    Said { zh: "rank：平均秩，并列取均值", en: "rank: mean ranks, ties share their mean" },
    [
        Said { zh: "只关心次序，或有极端值", en: "Only the order matters, or there are outliers" },
        Said { zh: "并列极多时 Kendall 更合适", en: "With very many ties Kendall is better" },
        Said {
            zh: "秩在成对对象内重排；不用 Σd² 的简便式，它在并列时是错的；p 同 R 的 cor.test(exact = FALSE)",
            en: "Ranks are taken within the pair's units; the shortcut with Σd² is not used, as it is wrong with ties; p as R's cor.test(exact = FALSE)",
        },
    ],
    &["Spearman 1904, https://doi.org/10.2307/1412159"],
);

const KENDALL: MethodNote = note(
    "correlation: kendall",
    Said { zh: "Kendall τ-b", en: "Kendall's τ-b" },
    "τ = (C − D) / √((N − Tx)(N − Ty))\nz = (C − D) / √v",
    Said {
        zh: "C、D：同序、逆序的对数；N = n(n−1)/2；Tx、Ty：各自并列的对数；v：有并列时 C − D 的方差",
        en: "C, D: concordant and discordant pairs; N = n(n−1)/2; Tx, Ty: tied pairs of each; v: the variance of C − D with ties",
    },
    [
        Said { zh: "分档或并列多的指标", en: "Indicators in tiers, or with many ties" },
        Said {
            zh: "数值不与 Pearson、Spearman 直接比大小：通常更小",
            en: "Not to be compared in size with Pearson or Spearman: it is usually smaller",
        },
        Said {
            zh: "p 用正态近似并修正并列；n·log n 步，两万个对象也很快",
            en: "p by the normal approximation with ties; n·log n steps, fast for 20,000 units too",
        },
    ],
    &[
        "Kendall 1945, https://doi.org/10.1093/biomet/33.3.239",
        "Knight 1966, https://doi.org/10.1080/01621459.1966.10480879",
    ],
);

const ADJUSTED: MethodNote = note(
    "p-values: benjamini-hochberg",
    Said { zh: "p 值的多重校正", en: "p-values adjusted for being many" },
    "p̃₍ᵢ₎ = min over j ≥ i of (m/j)·p₍ⱼ₎",
    Said {
        zh: "p₍ᵢ₎：从小到大第 i 个 p 值；m：同一族里的检验数",
        en: "p₍ᵢ₎: the i-th smallest p-value; m: the tests of one family",
    },
    [
        Said {
            zh: "同时看几百对相关时，控制“假警报”的比例",
            en: "Hundreds of correlations are looked at together: it bounds the share of false alarms",
        },
        Said { zh: "事先只检验一对时不必校正", en: "A single pair chosen beforehand needs none" },
        Said {
            zh: "同级配对、与上级的配对、其余各为一族；没有 p 的配对不计入",
            en: "Pairs of one level, pairs with what is above them, and the rest are three families; pairs without a p are not counted",
        },
    ],
    &["Benjamini & Hochberg 1995, https://doi.org/10.1111/j.2517-6161.1995.tb02031.x"],
);

const ALPHA: MethodNote = note(
    "reliability: cronbach",
    Said { zh: "Cronbach α", en: "Cronbach's α" },
    "α = k/(k−1) · Σ_{i≠j} c_ij / Σ_{i,j} c_ij\nα_std = k·r̄ / (1 + (k−1)·r̄)",
    Said {
        zh: "k：项数；c：协方差（成对）；r̄：平均相关",
        en: "k: the number of parts; c: covariances, pair by pair; r̄: the mean correlation",
    },
    [
        Said {
            zh: "一组指标应当测同一件事时（反映型）", en: "The parts are meant to measure one thing"
        },
        Said {
            zh: "各项本就是不同侧面（形成型）时，低 α 不是毛病",
            en: "The parts are meant to be different sides of a thing: then a low α is no fault",
        },
        Said {
            zh: "可为负；全相同的项不进标准化 α；两项没有共同对象时没有值",
            en: "May be negative; constant parts are left out of the standardised one; no value where two parts share no units",
        },
    ],
    &["Cronbach 1951, https://doi.org/10.1007/BF02310555", HANDBOOK],
);

const COMPONENTS: MethodNote = note(
    "structure: components",
    Said { zh: "主成分（相关矩阵）", en: "Principal components of the correlations" },
    "R·v = λ·v; share = λ/k; loading = v·√λ; count of λ > 1",
    Said {
        zh: "R：齐全对象上的相关矩阵；k：项数",
        en: "R: the correlations over complete units; k: the number of parts",
    },
    [
        Said { zh: "看一组指标测了几件事", en: "To see how many things a group measures" },
        Said {
            zh: "不用它定权重，除非 KMO 足够且符号一致",
            en: "Not as a source of weights unless KMO is high and all signs agree",
        },
        Said {
            zh: "全相同的列先剔除并列出；少于两列有差异或少于三个齐全对象时给出原因；符号取载荷和非负",
            en: "Constant columns are set aside and named; with fewer than two columns that vary or three complete units the reason is given; signs so that loadings have a sum that is not negative",
        },
    ],
    &[
        "Jolliffe 2002, https://doi.org/10.1007/b98835",
        "Kaiser 1960, https://doi.org/10.1177/001316446002000116",
    ],
);

const ADEQUACY: MethodNote = note(
    "structure: kmo, bartlett",
    Said { zh: "KMO 与 Bartlett 检验", en: "KMO and Bartlett's test" },
    "KMO = Σr² / (Σr² + Σa²), i ≠ j\nχ² = −(n − 1 − (2k+5)/6)·ln|R|, df = k(k−1)/2",
    Said {
        zh: "r：相关；a：偏相关（来自 R 的逆）；n：齐全对象数；k：项数",
        en: "r: correlations; a: partial correlations, from the inverse of R; n: complete units; k: the number of parts",
    },
    [
        Said { zh: "做主成分或因子赋权之前", en: "Before weights from components or factors" },
        Said {
            zh: "只有两项时 KMO 恒为 0.5，没有意义", en: "With two parts KMO is 0.5 whatever they are"
        },
        Said {
            zh: "R 不可逆（重复的列、对象不多于项数）时没有值，并说明",
            en: "None where R has no inverse (a column repeats others, or there are no more units than parts), and the reason is given",
        },
    ],
    &[
        "Kaiser 1974, https://doi.org/10.1007/BF02291575",
        "Bartlett 1951, https://doi.org/10.1093/biomet/38.3-4.337",
    ],
);

const INFLATION: MethodNote = note(
    "structure: vif",
    Said { zh: "方差膨胀因子 VIF", en: "Variance inflation factor" },
    "VIF_j = 1/(1 − R_j²) = (R⁻¹)_jj",
    Said {
        zh: "R_j²：第 j 项对其余各项回归的决定系数",
        en: "R_j²: of the regression of part j on the others",
    },
    [
        Said {
            zh: "找出可由同组其他项推出的指标",
            en: "To find indicators that follow from the others of their group",
        },
        Said {
            zh: "高 VIF 不等于错：概念上必须保留的可以留",
            en: "A high one is no error: keep what the concept needs",
        },
        Said { zh: "同 KMO", en: "As KMO" },
    ],
    &[HANDBOOK],
);

const OWN_GROUP: MethodNote = note(
    "structure: own group",
    Said { zh: "归组检验", en: "Own-group test" },
    "r(x, own) ≥ r(x, other) for every other aggregate of the same depth",
    Said {
        zh: "x：指标得分；own：所属汇总项；另给出与同组其余项加权均值的相关",
        en: "x: an indicator's score; own: its aggregate; the correlation with the weighted mean of its siblings is given too",
    },
    [
        Said {
            zh: "检查指标是否放对了组", en: "To see whether an indicator is in the right group"
        },
        Said {
            zh: "只有一个维度时无从比较", en: "With one dimension there is nothing to compare with"
        },
        Said {
            zh: "直接挂在根下的指标不检验", en: "Indicators directly below the root are not tested"
        },
    ],
    &["European Commission JRC, COIN audits, https://composite-indicators.jrc.ec.europa.eu"],
);

const SIZE: MethodNote = note(
    "size bias",
    Said { zh: "规模偏差", en: "Size bias" },
    "|r(x, size)| > 0.6 or |ρ(x, size)| > 0.6",
    Said {
        zh: "size：`[diagnosis] size` 声明的变量，如营业收入、从业人数",
        en: "size: a variable declared under `[diagnosis] size`, such as revenue or employees",
    },
    [
        Said { zh: "评的是强弱而非大小时", en: "Quality is to be scored, not size" },
        Said {
            zh: "规模本就是要评的（如影响力）时，在报告里说明即可",
            en: "Size is meant to count, as in influence: say so in the report",
        },
        Said {
            zh: "没有声明变量时不检查，并提示",
            en: "Not checked where no variable is declared, and a note says so",
        },
    ],
    &["Becker et al. 2022 (COINr), https://doi.org/10.21105/joss.04567"],
);

const RATIO: MethodNote = note(
    "importance: correlation ratio",
    Said { zh: "相关比（实际影响）", en: "Correlation ratio (influence)" },
    "S = Var(E[y|x]) / Var(y); effective = S / ΣS",
    Said {
        zh: "y：汇总得分；x：一个组成部分的得分；E[y|x]：惩罚三次 B 样条（20 段，二阶差分，GCV 定强度）",
        en: "y: the aggregate's score; x: a part's; E[y|x]: a penalised cubic B-spline (20 segments, second differences, strength by GCV)",
    },
    [
        Said { zh: "比较名义权重与实际影响", en: "To compare weights with influence" },
        Said {
            zh: "不把占比当作新权重直接套用；各项高度相关时占比难以区分",
            en: "Not to be taken as new weights; where parts are highly correlated the shares tell little",
        },
        Said {
            zh: "至多 10 种取值时用分值均值（精确）；不足 30 个对象时用直线 r²；一列全相同时没有值",
            en: "Means by value where there are at most 10 values; r² of a line with fewer than 30 units; none for a constant column",
        },
    ],
    &[
        "Paruolo, Saisana & Saltelli 2013, https://doi.org/10.1111/j.1467-985X.2012.01059.x",
        "Becker et al. 2017, https://doi.org/10.1016/j.ecolind.2017.03.056",
        "Eilers & Marx 1996, https://doi.org/10.1214/ss/1038425655",
    ],
);

const GINI: MethodNote = note(
    "inequality: gini",
    Said { zh: "基尼系数", en: "Gini coefficient" },
    "G = Σᵢ(2i − n − 1)·xᵢ / (n·Σx), x ascending",
    Said {
        zh: "x：综合得分，从小到大；n：对象数", en: "x: index scores, ascending; n: the number of units"
    },
    [
        Said {
            zh: "看得分集中在少数对象的程度", en: "To see how far scores are concentrated in few units"
        },
        Said {
            zh: "得分零点是人为的（如 60 分起）时不可与其他体系比较",
            en: "Where the zero of the scale is a convention, not comparable with other systems",
        },
        Said {
            zh: "有负分、全为零、没有得分时不计算，并说明",
            en: "Refused with negative scores, zeros only, or no scores, and the reason is given",
        },
    ],
    &["Gini 1912; Cowell 2011, ISBN 978-0-19-959403-0"],
);

const THEIL: MethodNote = note(
    "inequality: theil",
    Said { zh: "泰尔指数 T 及分解", en: "Theil's T and its parts" },
    "T = (1/n)·Σ(x/μ)·ln(x/μ) = Σ s_g·T_g + Σ s_g·ln(μ_g/μ)",
    Said {
        zh: "s_g：组 g 占得分总和的比重；T_g、μ_g：组内的 T 和均值；两项分别为组内、组间",
        en: "s_g: the share of group g in all scores; T_g, μ_g: T and mean within it; the two sums are within and between",
    },
    [
        Said {
            zh: "看差距来自组内还是组间", en: "To see whether differences lie within or between groups"
        },
        Said {
            zh: "组很多、每组只有几个对象时，组间部分自然偏大",
            en: "With many groups of few units the part between them is large by itself",
        },
        Said {
            zh: "0·ln 0 = 0；有负分时不计算；没有属性值的对象不进分解",
            en: "0·ln 0 = 0; refused with negative scores; units without the attribute are left out of the split",
        },
    ],
    &["Theil 1967, Economics and Information Theory, ch. 4"],
);
