//! Min–max: goalposts at the lowest and highest value of the base. Values of later years beyond them are clamped or extended, never
//! silently. OECD/JRC Handbook 2008, step 5.

use std::ops::RangeInclusive;

use super::{Axis, Normaliser, Outside, goalposts};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "min-max",
    name: Said { zh: "基期极差", en: "Min–max of the base" },
    formula: "s = L + (H − L)·(x − min) / (max − min)\ns = L + (H − L)·(max − x) / (max − min)",
    letters: Said {
        zh: "L、H：量表两端，或 to 给出的两个得分；min、max：基期最小、最大值（按同类组）；第二行用于越小越好，或到最优值的距离",
        en: "L, H: the ends of the scale, or the two scores of `to`; min, max: of the base, by peer group; the second line where less is better, or for the distance to the best value",
    },
    use_when: Said {
        zh: "基期样本齐全、没有极端值，希望用满整个量表",
        en: "The base is complete, has no extreme values, and the whole scale should be used",
    },
    not_when: Said {
        zh: "有极端值（先处理），或后来的年份会大大超出基期范围",
        en: "There are extreme values (treat them first), or later years will leave the range of the base by far",
    },
    edge: Said {
        zh: "基期全部相同：无法定标；后来超出范围的值截断或外推，并计数；距离最大值之比（COINr n_dist2max）就是它",
        en: "A constant base determines nothing; later values beyond the ends are clamped or extended, and counted; COINr's distance to the maximum is the same",
    },
    across_years: AcrossYears::Comparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(r#"normalisation = { method = "min-max", by = ["industry"], to = [2.0, 98.0] }"#),
};

pub(super) const EACH: MethodNote = MethodNote {
    id: r#"min-max, periods = "each""#,
    name: Said { zh: "各期分别定标", en: "Each base period apart" },
    formula: "s = f_t(x)",
    letters: Said {
        zh: "f_t：只用时期 t 自己的基期数据定出的方法；凡取自基期的方法都可写 periods",
        en: "f_t: the method, fitted on the base data of period t alone; every method that is fitted takes `periods`",
    },
    use_when: Said {
        zh: "只关心每一期内部的相对位置，如年度评优",
        en: "Only the place within each period counts, such as a yearly award",
    },
    not_when: Said {
        zh: "要比较各期得分、说进步或退步",
        en: "Scores are to be compared between periods, or progress is to be told",
    },
    edge: Said {
        zh: "不在基期的时期没有自己的参数，因而没有得分，并计数",
        en: "A period that is not in the base has no parameters of its own and no score, which is counted",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(r#"normalisation = { method = "min-max", periods = "each" }"#),
};

pub(super) fn fit(
    sample: &Sample,
    direction: Direction,
    scale: &RangeInclusive<f64>,
    outside: Outside,
) -> Result<Normaliser, Undetermined> {
    let (Some(low), Some(high)) = (sample.min(), sample.max()) else {
        return Err(Undetermined::Empty);
    };
    goalposts::curve(low, high, direction, scale, (Axis::Linear, outside)).map(Normaliser::Curve)
}
