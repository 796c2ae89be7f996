//! How alike two rankings are.
//!
//! Spearman's ρ is Pearson's correlation of mean ranks (the shortcut with Σd² is wrong with ties). Kendall's τ-b divides by √((pairs − ties of a)(pairs − ties of b)),
//! <https://doi.org/10.1093/biomet/33.3.239>; counted by merging, n·log n steps, <https://doi.org/10.1080/01621459.1966.10480879>. Weighted Spearman r_w = 1 − 6·Σ (a − b)²·((n − a + 1) + (n − b + 1)) /
//! (n⁴ + n³ − n² − n), <https://doi.org/10.1111/j.1467-842X.2005.00413.x>. WS = 1 − Σ 2^(−a)·|a − b| / max(|1 − a|, |n − a|), which looks at the top and is not symmetric: a is the
//! reference, <https://doi.org/10.1007/978-3-030-50417-5_47>.

use super::{RankingError, average_ranks};
use crate::statistics::kendall::kendall;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// Four measures of agreement; 1 is the same order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankComparison {
    /// Spearman's ρ with ties; −1 to 1.
    pub spearman: f64,
    /// Kendall's τ-b; −1 to 1.
    pub kendall: f64,
    /// Weighted Spearman: differences near the top count more; −1 to 1.
    pub weighted_spearman: f64,
    /// WS with the first ranking as reference; at most 1.
    pub ws: f64,
}

impl RankComparison {
    /// Compares two rankings of the same units; 1 is first. Tied ranks of any convention are read as their mean.
    ///
    /// # Errors
    /// [`RankingError`] for lists of different lengths, fewer than two units, a rank that is not finite, and a ranking in which all are tied.
    pub fn of(reference: &[f64], other: &[f64]) -> Result<RankComparison, RankingError> {
        if other.len() != reference.len() {
            return Err(RankingError::ListLength { given: other.len(), expected: reference.len() });
        }
        if reference.len() < 2 {
            return Err(RankingError::TooFewUnits { given: reference.len() });
        }
        for (criterion, ranks) in [reference, other].into_iter().enumerate() {
            if let Some(unit) = ranks.iter().position(|rank| !rank.is_finite()) {
                return Err(RankingError::NotFinite { criterion, unit });
            }
            if ranks.iter().all(|rank| *rank == ranks[0]) {
                return Err(RankingError::AllConstant);
            }
        }
        let (a, b) = (average_ranks(reference), average_ranks(other));
        Ok(RankComparison {
            spearman: spearman(&a, &b),
            // The rankings differ somewhere, so that there is one.
            kendall: kendall(&a, &b).map_or(0.0, |found| found.tau),
            weighted_spearman: weighted_spearman(&a, &b),
            ws: ws(&a, &b),
        })
    }

    /// Every ranking against every other: row by row, the row being the reference.
    ///
    /// # Errors
    /// As [`RankComparison::of`].
    pub fn table(rankings: &[Vec<f64>]) -> Result<Vec<Vec<RankComparison>>, RankingError> {
        rankings.iter().map(|a| rankings.iter().map(|b| RankComparison::of(a, b)).collect()).collect()
    }
}

fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let middle = (a.len() + 1) as f64 / 2.0;
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - middle, b - middle);
        aa += a * a;
        bb += b * b;
        ab += a * b;
    }
    (ab / (aa.sqrt() * bb.sqrt())).clamp(-1.0, 1.0)
}

fn weighted_spearman(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b) * ((n - a + 1.0) + (n - b + 1.0))).sum();
    1.0 - 6.0 * sum / (n * (n * n * n + n * n - n - 1.0))
}

fn ws(reference: &[f64], other: &[f64]) -> f64 {
    let n = reference.len() as f64;
    let term = |(a, b): (&f64, &f64)| libm::exp2(-a) * (a - b).abs() / (a - 1.0).max(n - a);
    1.0 - reference.iter().zip(other).map(term).sum::<f64>()
}

/// What the method reference says of it.
pub(super) const SPEARMAN: MethodNote = MethodNote {
    id: "comparison: spearman",
    name: Said { zh: "斯皮尔曼等级相关", en: "Spearman's rank correlation" },
    formula: "ρ = Σ (a − ā)(b − b̄) / √(Σ (a − ā)²·Σ (b − b̄)²)",
    letters: Said { zh: "a、b：两种排序的平均位次", en: "a, b: mean ranks in the two rankings" },
    use_when: Said { zh: "两种方法的整体次序有多像", en: "How alike two orders are as a whole" },
    not_when: Said { zh: "关心的只是前几名", en: "Only the top matters" },
    edge: Said {
        zh: "有并列时不用 Σd² 的简式；全部并列没有答案",
        en: "No shortcut with Σd² where there are ties; no answer when all are tied",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Spearman 1904, https://doi.org/10.2307/1412159"],
    example: None,
};

/// What the method reference says of it.
pub(super) const KENDALL: MethodNote = MethodNote {
    id: "comparison: kendall-tau-b",
    name: Said { zh: "肯德尔 τ-b", en: "Kendall's τ-b" },
    formula: "τ = (concordant − discordant) / √((pairs − ties of a)·(pairs − ties of b))",
    letters: Said {
        zh: "concordant、discordant：次序相同、相反的对数",
        en: "concordant, discordant: pairs in the same and in the opposite order",
    },
    use_when: Said {
        zh: "要说“有多少对对象次序一致”", en: "To say how many pairs stand in the same order"
    },
    not_when: Said { zh: "关心的只是前几名", en: "Only the top matters" },
    edge: Said {
        zh: "并列取平均位次；全部并列的排序没有答案",
        en: "Ties at their mean rank; a ranking in which all are tied has no answer",
    },
    across_years: AcrossYears::NotComparable,
    sources: &[
        "Kendall 1945, https://doi.org/10.1093/biomet/33.3.239",
        "Knight 1966, https://doi.org/10.1080/01621459.1966.10480879",
    ],
    example: None,
};

/// What the method reference says of it.
pub(super) const WEIGHTED_SPEARMAN: MethodNote = MethodNote {
    id: "comparison: weighted-spearman",
    name: Said { zh: "加权斯皮尔曼", en: "Weighted Spearman" },
    formula: "r = 1 − 6·Σ (a − b)²·((n − a + 1) + (n − b + 1)) / (n⁴ + n³ − n² − n)",
    letters: Said { zh: "a、b：平均位次；n：对象数", en: "a, b: mean ranks; n: number of units" },
    use_when: Said { zh: "前面的次序更要紧", en: "Differences near the top count more" },
    not_when: Said { zh: "有大量并列", en: "Many ties" },
    edge: Said {
        zh: "并列取平均位次；全部并列的排序没有答案",
        en: "Ties at their mean rank; a ranking in which all are tied has no answer",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Pinto da Costa & Soares 2005, https://doi.org/10.1111/j.1467-842X.2005.00413.x"],
    example: None,
};

/// What the method reference says of it.
pub(super) const WS: MethodNote = MethodNote {
    id: "comparison: ws",
    name: Said { zh: "WS 系数", en: "WS coefficient" },
    formula: "WS = 1 − Σ 2^(−a)·|a − b| / max(|1 − a|, |n − a|)",
    letters: Said {
        zh: "a：参照排序的位次；b：另一排序的位次；不对称",
        en: "a: ranks in the reference, b: in the other; not symmetric",
    },
    use_when: Said { zh: "几乎只看最前面几名", en: "Only the very top matters" },
    not_when: Said { zh: "需要对称的度量", en: "A symmetric measure is needed" },
    edge: Said {
        zh: "并列取平均位次；全部并列的排序没有答案",
        en: "Ties at their mean rank; a ranking in which all are tied has no answer",
    },
    across_years: AcrossYears::NotComparable,
    sources: &["Sałabun & Urbaniak 2020, https://doi.org/10.1007/978-3-030-50417-5_47"],
    example: None,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_compared_is_refused() {
        let of = |a: &[f64], b: &[f64]| RankComparison::of(a, b).unwrap_err();
        assert_eq!(of(&[1.0, 2.0], &[1.0]), RankingError::ListLength { given: 1, expected: 2 });
        assert_eq!(of(&[1.0], &[1.0]), RankingError::TooFewUnits { given: 1 });
        assert_eq!(of(&[1.0, 1.0], &[1.0, 2.0]), RankingError::AllConstant);
        let missing = of(&[1.0, 2.0], &[f64::NAN, 2.0]);
        assert_eq!(missing, RankingError::NotFinite { criterion: 1, unit: 0 });
    }
}
