/// What closed gates leave of a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceiling {
    /// No gate is closed.
    Open,
    /// No better than this grade; grades count from the best, 0.
    Grade(usize),
    /// No grade at all.
    NotGraded,
}

/// The grade of a score: the first whose cut-off it reaches, best first; the last grade has no cut-off (`None`) and takes the rest.
/// `None` when no grade fits.
#[must_use]
pub fn grade_of(score: f64, cut_offs: &[Option<f64>]) -> Option<usize> {
    cut_offs.iter().position(|from| from.is_none_or(|from| score >= from))
}

/// The strictest of several ceilings.
#[must_use]
pub fn best_allowed(ceilings: impl IntoIterator<Item = Ceiling>) -> Ceiling {
    ceilings.into_iter().fold(Ceiling::Open, |strictest, ceiling| match (strictest, ceiling) {
        (Ceiling::NotGraded, _) | (_, Ceiling::NotGraded) => Ceiling::NotGraded,
        (Ceiling::Open, other) | (other, Ceiling::Open) => other,
        (Ceiling::Grade(a), Ceiling::Grade(b)) => Ceiling::Grade(a.max(b)),
    })
}

impl Ceiling {
    /// A grade under the ceiling; `None` when there is none to give.
    #[must_use]
    pub fn limit(self, grade: Option<usize>) -> Option<usize> {
        match self {
            Ceiling::Open => grade,
            Ceiling::Grade(best) => grade.map(|grade| grade.max(best)),
            Ceiling::NotGraded => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_offs_belong_to_the_better_grade() {
        let cut_offs = [Some(85.0), Some(70.0), None];
        for (score, grade) in [(100.0, 0), (85.0, 0), (85.0_f64.next_down(), 1), (70.0, 1), (-5.0, 2)] {
            assert_eq!(grade_of(score, &cut_offs), Some(grade), "{score}");
        }
        assert_eq!(grade_of(50.0, &[Some(60.0)]), None);
    }

    #[test]
    fn the_strictest_gate_rules() {
        let both = best_allowed([Ceiling::Grade(1), Ceiling::Open, Ceiling::Grade(2)]);
        assert_eq!(both, Ceiling::Grade(2));
        assert_eq!(both.limit(Some(0)), Some(2));
        assert_eq!(both.limit(Some(3)), Some(3));
        assert_eq!(best_allowed([both, Ceiling::NotGraded]).limit(Some(0)), None);
        assert_eq!(Ceiling::Open.limit(None), None);
    }
}
