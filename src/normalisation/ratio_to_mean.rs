//! Multiples of the mean of the base. The kernel is in `ratio`.

use crate::vocab::{AcrossYears, MethodNote, Said};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "ratio-to-mean",
    name: Said { zh: "与均值之比（均值化）", en: "Ratio to the mean" },
    formula: "r = x / x̄\nr = x̄ / x    (cost = inverse)\ns = L + (H − L)·min(r, cap)",
    letters: Said {
        zh: "x̄：基期均值；L、H：量表两端，均值得 H；cap：计入的最大倍数，可省",
        en: "x̄: mean of the base; L, H: the ends of the scale, the mean scores H; cap: the greatest ratio that counts, optional",
    },
    use_when: Said {
        zh: "亩均论英雄一类按平均水平的倍数给分的规则",
        en: "Rules that give points by multiples of the average",
    },
    not_when: Said {
        zh: "每年重定均值再比较各年：不变的企业也会涨跌（本法冻结在基期）",
        en: "The mean is set anew each year and years are compared: unchanged units would rise and fall (here it is frozen on the base)",
    },
    edge: Said {
        zh: "得分可超过量表上端；负值没有得分，基期有负值则拒绝",
        en: "Scores can exceed the scale; negative values have no score and are refused in the base",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(r#"normalisation = { method = "ratio-to-mean", cap = 1.5 }"#),
};
