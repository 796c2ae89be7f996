//! Efficacy scores (功效系数): from a floor at the value that is not acceptable to the full score at the one that satisfies, along a
//! line, a geometric curve or a line over the logarithm.

use super::{Axis, Curve, Exponential, Normaliser, Outside, goalposts};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said};

pub(super) const LINEAR: MethodNote = MethodNote {
    id: "linear-efficacy",
    name: Said { zh: "线性功效系数（60–100）", en: "Linear efficacy (60–100)" },
    formula: "s = f + (H − f)·(x − x₀) / (x₁ − x₀)",
    letters: Said {
        zh: "不允许值 x₀、满意值 x₁：low、high，越小越好时对调；不写则取基期最小、最大值；f：floor，默认为量表的 60%；H：量表上端",
        en: "x₀, x₁: the value that is not acceptable and the one that satisfies, from `low` and `high`, exchanged where less is better; left out: lowest and highest of the base; f: `floor`, by default at 60 % of the scale; H: its upper end",
    },
    use_when: Said {
        zh: "按教科书功效系数法给 60 到 100 分",
        en: "Textbook efficacy scores from 60 to 100 are wanted",
    },
    not_when: Said {
        zh: "要看清不及格者：差距都压在 40 分里",
        en: "Failures have to be seen: all differences are squeezed into 40 points",
    },
    edge: Said {
        zh: "基期全部相同：无法定标；超出者截断或外推",
        en: "A constant base determines nothing; values beyond are clamped or extended",
    },
    across_years: AcrossYears::Comparable,
    sources: &["中央企业综合绩效评价实施细则，国资发评价〔2006〕157 号"],
    example: Some(r#"normalisation = { method = "linear-efficacy", low = 2.0, high = 15.0 }"#),
};

pub(super) const EXPONENTIAL: MethodNote = MethodNote {
    id: "exponential-efficacy",
    name: Said { zh: "指数型功效系数", en: "Exponential efficacy" },
    formula: "s = f·(H / f)^((x − x₀) / (x₁ − x₀))",
    letters: Said {
        zh: "不允许值 x₀、满意值 x₁：low、high，越小越好时对调；不写则取基期最小、最大值；f：floor，默认为量表的 60%；H：量表上端",
        en: "x₀, x₁: the value that is not acceptable and the one that satisfies, from `low` and `high`, exchanged where less is better; left out: lowest and highest of the base; f: `floor`, by default at 60 % of the scale; H: its upper end",
    },
    use_when: Said {
        zh: "越接近满意值，同样的进步加分越多；f = 60 时就是 60·exp(−t·ln 0.6)",
        en: "The same progress should earn more the closer it is to satisfying; with f = 60 it is 60·exp(−t·ln 0.6)",
    },
    not_when: Said {
        zh: "说不出为什么要用弯的曲线", en: "Nobody can say why the curve should bend"
    },
    edge: Said {
        zh: "f 须大于 0；基期全部相同：无法定标；超出者截断或外推",
        en: "f has to be above 0; a constant base determines nothing; values beyond are clamped or extended",
    },
    across_years: AcrossYears::Comparable,
    sources: &["彭非、袁卫、惠争勤 2007，对综合评价方法中指数功效函数的一种改进探讨，统计研究"],
    example: Some(r#"normalisation = { method = "exponential-efficacy" }"#),
};

pub(super) const LOGARITHMIC: MethodNote = MethodNote {
    id: "logarithmic-efficacy",
    name: Said { zh: "对数型功效系数", en: "Logarithmic efficacy" },
    formula: "s = f + (H − f)·(ln x − ln x₀) / (ln x₁ − ln x₀)",
    letters: Said {
        zh: "不允许值 x₀、满意值 x₁：low、high，越小越好时对调；不写则取基期最小、最大值；f：floor，默认为量表的 60%；H：量表上端",
        en: "x₀, x₁: the value that is not acceptable and the one that satisfies, from `low` and `high`, exchanged where less is better; left out: lowest and highest of the base; f: `floor`, by default at 60 % of the scale; H: its upper end",
    },
    use_when: Said {
        zh: "规模类指标：翻一番加同样的分",
        en: "Indicators of size: each doubling earns the same points",
    },
    not_when: Said { zh: "指标可为零或负", en: "Values can be zero or negative" },
    edge: Said {
        zh: "不为正的值没有得分，也不进入定标，并计数",
        en: "Values that are not positive have no score and stay out of the fit, which is counted",
    },
    across_years: AcrossYears::Comparable,
    sources: &["苏为华 2000，多指标综合评价理论与方法问题研究，厦门大学"],
    example: Some(r#"normalisation = { method = "logarithmic-efficacy", low = 1.0, high = 500.0 }"#),
};

/// The shape between the two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Linear,
    Exponential,
    Logarithmic,
}

/// The lower and the higher value: given, or the ends of the base.
pub(super) fn ends(given: Option<(f64, f64)>, sample: &Sample) -> Result<(f64, f64), Undetermined> {
    given.or_else(|| sample.min().zip(sample.max())).ok_or(Undetermined::Empty)
}

/// The curve between two values; `floor` and `full` are the scores of the worse and the better one.
pub(super) fn curve(
    (low, high): (f64, f64),
    direction: Direction,
    (floor, full): (f64, f64),
    shape: Shape,
    outside: Outside,
) -> Result<Normaliser, Undetermined> {
    let line = |axis| -> Result<Curve, Undetermined> {
        goalposts::curve(low, high, direction, &(floor..=full), (axis, outside))
    };
    match shape {
        Shape::Linear => line(Axis::Linear).map(Normaliser::Curve),
        Shape::Logarithmic => line(Axis::Log).map(Normaliser::Curve),
        Shape::Exponential => {
            let (at_low, at_high) =
                if direction == Direction::Negative { (full, floor) } else { (floor, full) };
            let exponential = Exponential { from: [low, at_low], to: [high, at_high], outside };
            exponential.check().map(|()| Normaliser::Exponential(exponential))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(shape: Shape, direction: Direction, value: f64) -> f64 {
        curve((2.0, 15.0), direction, (60.0, 100.0), shape, Outside::Clamp).unwrap().apply(value).unwrap()
    }

    #[test]
    fn the_textbook_forms() {
        // 60 + 40·(8 − 2)/(15 − 2), 60·exp(−(6/13)·ln 0.6), 60 + 40·ln(8/2)/ln(15/2).
        let expected = [
            (Shape::Linear, 78.461_538_461_538_46),
            (Shape::Exponential, 75.952_658_728_515_78),
            (Shape::Logarithmic, 87.520_815_582_415_51),
        ];
        for (shape, expected) in expected {
            let got = score(shape, Direction::Positive, 8.0);
            assert!((got - expected).abs() < 1e-12, "{shape:?}: {got}");
            for direction in [Direction::Positive, Direction::Negative] {
                let worst = if direction == Direction::Positive { 2.0 } else { 15.0 };
                assert_eq!(score(shape, direction, worst), 60.0, "{shape:?}");
                assert_eq!(score(shape, direction, 17.0 - worst), 100.0, "{shape:?}");
            }
        }
        // Turned round, the same curve seen from the other end.
        let turned = score(Shape::Exponential, Direction::Negative, 17.0 - 8.0);
        assert!((turned - 75.952_658_728_515_78).abs() < 1e-12, "{turned}");
    }

    #[test]
    fn a_floor_of_zero_has_no_geometric_curve() {
        let fit = curve((2.0, 15.0), Direction::Positive, (0.0, 100.0), Shape::Exponential, Outside::Clamp);
        assert_eq!(fit, Err(Undetermined::OutOfDomain { value: 0.0 }));
    }
}
