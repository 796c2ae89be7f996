//! Fuzzy comprehensive evaluation (模糊综合评价): weights and a membership matrix give the membership of the whole in each grade.
//!
//! With weights a (sum 1) and memberships r of criterion i in grade k: M(∧,∨): max min(a, r); M(·,∨): max a·r; M(∧,⊕): min(1, Σ min(a, r)); M(·,⊕): Σ a·r. Zadeh 1965,
//! <https://doi.org/10.1016/S0019-9958(65)90241-X>; 汪培庄 1983, 模糊集合论及其应用. M(·,⊕) uses all information; the maximum forms let the main criterion decide and can tie.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::steps::Labels;
use super::{Appraisal, Matrix, Ranked, RankingError, Shown};
use crate::vocab::{AcrossYears, MethodNote, Said, Text, Working};

/// How weights and memberships are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FuzzyOperator {
    /// M(∧,∨).
    MinMax,
    /// M(·,∨).
    ProductMax,
    /// M(∧,⊕).
    MinBoundedSum,
    /// M(·,⊕): the weighted mean.
    ProductSum,
}

/// A grade of a fuzzy evaluation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FuzzyGrade {
    /// What people call it.
    pub name: Text,
    /// The score that belongs to it fully, and what it is worth in the whole's score; on the framework's scale.
    pub at: f64,
}

impl FuzzyGrade {
    /// Whether grades make sense: two or more, finite, from the best to the worst.
    ///
    /// # Errors
    /// [`RankingError::Parameter`].
    pub fn check(grades: &[FuzzyGrade]) -> Result<(), RankingError> {
        let refuse = |given, allowed| Err(RankingError::Parameter { name: "grades", given, allowed });
        if grades.len() < 2 {
            return refuse(grades.len() as f64, "two or more grades");
        }
        let broken = grades
            .windows(2)
            .find(|pair| !(pair[0].at > pair[1].at && pair[0].at.is_finite() && pair[1].at.is_finite()));
        match broken {
            Some(pair) => refuse(pair[1].at, "scores that fall from grade to grade"),
            None => Ok(()),
        }
    }

    /// The membership of a score in each grade: 1 at the grade's own score, falling in a line to 0 at its neighbours'; beyond the ends 1 in the end. Adds up to 1.
    #[must_use]
    pub fn memberships(grades: &[FuzzyGrade], score: f64) -> Vec<f64> {
        let mut memberships = vec![0.0; grades.len()];
        let below = grades.iter().position(|grade| score >= grade.at);
        match below {
            Some(0) => memberships[0] = 1.0,
            None => memberships.iter_mut().rev().take(1).for_each(|last| *last = 1.0),
            Some(at) => {
                let (upper, lower) = (grades[at - 1].at, grades[at].at);
                let share = (score - lower) / (upper - lower);
                (memberships[at - 1], memberships[at]) = (share, 1.0 - share);
            }
        }
        memberships
    }
}

/// The membership of a whole in each grade.
#[derive(Clone, Debug, PartialEq)]
pub struct FuzzyEvaluation {
    /// As the operator gives it; 0 to 1.
    pub raw: Vec<f64>,
    /// Divided by its sum.
    pub normalised: Vec<f64>,
}

impl FuzzyEvaluation {
    /// The evaluation of one whole. `memberships` has a row a criterion with the same number of grades, each 0 to 1; weights are divided by their sum.
    ///
    /// # Errors
    /// [`RankingError`] for lists that do not fit, weights that are negative or all 0, a membership outside 0 to 1 (named as unit = criterion), and when no grade
    /// gets any membership.
    pub fn of(
        weights: &[f64],
        memberships: &[Vec<f64>],
        operator: FuzzyOperator,
    ) -> Result<FuzzyEvaluation, RankingError> {
        let weights = super::decision::checked_shares(weights)?;
        if memberships.len() != weights.len() {
            return Err(RankingError::ListLength { given: memberships.len(), expected: weights.len() });
        }
        let grades = memberships[0].len();
        for (unit, row) in memberships.iter().enumerate() {
            if row.len() != grades {
                return Err(RankingError::ColumnLength {
                    criterion: unit,
                    given: row.len(),
                    expected: grades,
                });
            }
            if let Some(given) = row.iter().find(|given| !(0.0..=1.0).contains(*given)) {
                return Err(RankingError::NotAShare { what: "a membership", unit, given: *given });
            }
        }
        let raw: Vec<f64> = (0..grades)
            .map(|grade| {
                let pairs = weights.iter().zip(memberships).map(|(weight, row)| (*weight, row[grade]));
                match operator {
                    FuzzyOperator::MinMax => pairs.map(|(a, r)| a.min(r)).fold(0.0, f64::max),
                    FuzzyOperator::ProductMax => pairs.map(|(a, r)| a * r).fold(0.0, f64::max),
                    FuzzyOperator::MinBoundedSum => pairs.map(|(a, r)| a.min(r)).sum::<f64>().min(1.0),
                    FuzzyOperator::ProductSum => pairs.map(|(a, r)| a * r).sum(),
                }
            })
            .collect();
        let total: f64 = raw.iter().sum();
        if total <= 0.0 {
            return Err(RankingError::ZeroSum { what: "memberships", unit: 0 });
        }
        let normalised = raw.iter().map(|value| value / total).collect();
        Ok(FuzzyEvaluation { raw, normalised })
    }

    /// The grades with the highest membership, from 0; several when they tie.
    #[must_use]
    pub fn grades(&self) -> Vec<usize> {
        let highest = self.raw.iter().copied().fold(0.0, f64::max);
        (0..self.raw.len()).filter(|grade| self.raw[*grade] == highest).collect()
    }

    /// The mean of one value a grade, by normalised membership.
    ///
    /// # Errors
    /// [`RankingError::ListLength`] when there is not one value for each grade.
    pub fn score(&self, values: &[f64]) -> Result<f64, RankingError> {
        if values.len() != self.normalised.len() {
            return Err(RankingError::ListLength { given: values.len(), expected: self.normalised.len() });
        }
        Ok(self.normalised.iter().zip(values).map(|(share, value)| share * value).sum())
    }
}

pub(super) const NOTE: MethodNote = MethodNote {
    id: "fuzzy, operator = \"min-max\" | \"product-max\" | \"min-bounded-sum\" | \"product-sum\"",
    name: Said { zh: "模糊综合评价", en: "Fuzzy comprehensive evaluation" },
    formula: "r: 1 at the grade's score, falling in a line to 0 at its neighbours'\nmin-max: b = max min(w, r); product-max: b = max w·r\nmin-bounded-sum: b = min(1, Σ min(w, r)); product-sum: b = Σ w·r\nscore = Σ b·g / Σ b",
    letters: Said {
        zh: "r：准则得分对各等级的隶属度；b：综合隶属度；g：等级的分值；越大越好",
        en: "r: membership of a score in a grade; b: membership of the whole; g: the grade's score; higher is better",
    },
    use_when: Said { zh: "等级的边界本来就模糊", en: "The limits of grades are vague by nature" },
    not_when: Said {
        zh: "取大取小算子（min-max）丢弃大量信息，容易并列；要精细名次时不用",
        en: "The maximum forms drop much information and tie easily; not for a fine order",
    },
    edge: Said {
        zh: "没有任何隶属度时拒绝；等级分值须由高到低",
        en: "Refused when no grade gets any membership; the scores of grades must fall",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &[
        "Zadeh 1965, https://doi.org/10.1016/S0019-9958(65)90241-X",
        "汪培庄 1983，模糊集合论及其应用",
    ],
    example: Some(
        "[[ranking]]\nid = \"fuzzy\"\nmethod = { method = \"fuzzy\", operator = \"product-sum\", grades = [{ name = { zh = \"优\", en = \"good\" }, at = 90.0 }, { name = { zh = \"差\", en = \"poor\" }, at = 40.0 }] }",
    ),
};

/// By the score of the memberships, with the grades that have the highest one.
pub(super) fn appraisal(
    matrix: &Matrix<'_>,
    operator: FuzzyOperator,
    grades: &[FuzzyGrade],
) -> Result<Appraisal, RankingError> {
    FuzzyGrade::check(grades)?;
    let columns = matrix.forwards()?;
    let units = columns.first().ok_or(RankingError::NoCriteria)?.len();
    if let Some((criterion, unit)) = not_finite(&columns) {
        return Err(RankingError::NotFinite { criterion, unit });
    }
    let at: Vec<f64> = grades.iter().map(|grade| grade.at).collect();
    let mut scores = Vec::with_capacity(units);
    let mut classes = Vec::with_capacity(units);
    let mut by_grade = vec![Vec::with_capacity(units); grades.len()];
    for unit in 0..units {
        let rows: Vec<Vec<f64>> =
            columns.iter().map(|column| FuzzyGrade::memberships(grades, column[unit])).collect();
        let whole = FuzzyEvaluation::of(matrix.weights, &rows, operator)?;
        scores.push(whole.score(&at)?);
        let highest: Vec<&Text> = whole.grades().into_iter().map(|grade| &grades[grade].name).collect();
        let join = |of: fn(&Text) -> &str, between: &str| {
            highest.iter().map(|name| of(name)).collect::<Vec<_>>().join(between)
        };
        classes.push(Text::new(join(|name| &name.zh, "、"), join(|name| &name.en, ", ")));
        by_grade.iter_mut().zip(&whole.normalised).for_each(|(column, share)| column.push(Some(*share)));
    }
    let mut appraisal = Appraisal { classes, ..Appraisal::of(Ranked::higher(scores)) };
    let shown = |(at, (grade, values)): (usize, (&FuzzyGrade, Vec<Option<f64>>))| {
        let name = Text::new(format!("隶属于{}", grade.name.zh), format!("membership in {}", grade.name.en));
        Shown { id: format!("grade_{}", at + 1), name, values }
    };
    appraisal.columns = grades.iter().zip(by_grade).enumerate().map(shown).collect();
    Ok(appraisal)
}

fn not_finite(columns: &[&[f64]]) -> Option<(usize, usize)> {
    let unit = |column: &[f64]| column.iter().position(|value| !value.is_finite());
    columns.iter().enumerate().find_map(|(criterion, column)| Some((criterion, unit(column)?)))
}

/// Memberships of every criterion's score: a table a grade.
pub(super) fn working(labels: &Labels<'_>, grades: &[FuzzyGrade]) -> Vec<Working> {
    let table = |(at, grade): (usize, &FuzzyGrade)| {
        let of = |column: &&[f64]| {
            column.iter().map(|score| FuzzyGrade::memberships(grades, *score)[at]).collect()
        };
        let columns = labels.matrix.columns.iter().enumerate();
        let columns =
            columns.map(|(criterion, column)| (labels.matrix.name(criterion), of(column))).collect();
        let title = (format!("隶属于{}", grade.name.zh), format!("Membership in {}", grade.name.en));
        labels.by_unit((title.0.as_str(), title.1.as_str()), "r", columns)
    };
    grades.iter().enumerate().map(table).collect()
}
