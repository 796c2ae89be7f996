//! Classes cut at quantiles (type 7) of the base, each with its own score.

use super::{Edge, Normaliser, Steps};
use crate::statistics::{Sample, Undetermined};
use crate::vocab::{AcrossYears, Direction, MethodNote, Said, Share};

pub(super) const NOTE: MethodNote = MethodNote {
    id: "categories",
    name: Said { zh: "按百分位分类", en: "Categories by percentile cuts" },
    formula: "s = score_k,  k = number of cuts reached\ncut_i = q(p_i)",
    letters: Said {
        zh: "q(p_i)：基期分位数（第 7 型）；score：从最差一类到最好一类",
        en: "q(p_i): quantiles (type 7) of the base; score: from the worst class to the best",
    },
    use_when: Said {
        zh: "要粗分若干类，抗极端值",
        en: "A few coarse classes are wanted that extreme values cannot move",
    },
    not_when: Said {
        zh: "类内差别重要，或大量并列（切点重合）",
        en: "Differences inside a class count, or many values are equal (cuts coincide)",
    },
    edge: Said {
        zh: "恰在切点上的值归较好一类；切点重合时其间的类是空的，并说明；基期全在一类时拒绝",
        en: "A value at a cut belongs to the better class; where cuts coincide the classes between them are empty, which is said; a base that is all in one class is refused",
    },
    across_years: AcrossYears::RelativeToBase,
    sources: &["OECD/JRC 2008, https://doi.org/10.1787/9789264043466-en"],
    example: Some(
        r#"normalisation = { method = "categories", cuts = [0.05, 0.15, 0.35, 0.65, 0.85, 0.95], scores = [1.0, 20.0, 40.0, 50.0, 60.0, 80.0, 100.0] }"#,
    ),
};

/// `cuts` ascend; `scores` has one entry more, from the worst class to the best. A value at a cut belongs to the better class.
pub(super) fn fit(
    sample: &Sample,
    cuts: &[Share],
    scores: &[f64],
    direction: Direction,
) -> Result<Normaliser, Undetermined> {
    let (Some(value), Some(first), Some(last)) = (sample.min(), scores.first(), scores.last()) else {
        return Err(Undetermined::Empty);
    };
    if sample.is_constant() {
        return Err(Undetermined::Constant { value });
    }
    let falling = direction == Direction::Negative;
    let at = |cut: &Share| {
        let share = if falling { Share::new(1.0 - cut.get()).unwrap_or(*cut) } else { *cut };
        sample.quantile(share).unwrap_or(value)
    };
    // Where less is better a class ends where the one below it begins, so a cut carries the score of the worse class.
    let score = |at: usize| scores.get(if falling { at } else { at + 1 }).copied().unwrap_or(*last);
    let mut steps: Vec<[f64; 2]> =
        cuts.iter().enumerate().map(|(place, cut)| [at(cut), score(place)]).collect();
    if falling {
        steps.reverse();
    }
    // Of cuts that coincide the last one says where a value beyond them all belongs.
    let mut kept: Vec<[f64; 2]> = Vec::with_capacity(steps.len());
    for step in steps {
        match kept.last_mut() {
            Some(before) if before[0] == step[0] => *before = step,
            _ => kept.push(step),
        }
    }
    let (below, edge) = if falling { (*last, Edge::Exceeded) } else { (*first, Edge::Reached) };
    let steps = Steps::new(kept, below)?.with_edge(edge);
    // With all of the base in one class nothing is told apart.
    let most = sample.max().unwrap_or(value);
    let class = |value: f64| steps.reached(value);
    if class(value) == class(most) {
        return Err(Undetermined::Constant { value: steps.steps().first().map_or(value, |step| step[0]) });
    }
    Ok(Normaliser::Steps(steps))
}

/// How many cuts fall on the same value as another, so that the classes between them are empty.
pub(super) fn coinciding(cuts: &[Share], fitted: &Normaliser) -> usize {
    let fitted = if let Normaliser::Distance(distance) = fitted { distance.of() } else { fitted };
    match fitted {
        Normaliser::Steps(steps) => cuts.len().saturating_sub(steps.steps().len()),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(values: &[f64], direction: Direction) -> Normaliser {
        let cuts = [0.25, 0.75].map(|share| Share::new(share).unwrap());
        fit(&Sample::new(values.to_vec()), &cuts, &[0.0, 50.0, 100.0], direction).unwrap()
    }

    #[test]
    fn a_value_at_a_cut_belongs_to_the_better_class_in_both_directions() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        let scores = |direction| values.map(|value| fitted(&values, direction).apply(value).unwrap());
        assert_eq!(scores(Direction::Positive), [0.0, 50.0, 50.0, 100.0, 100.0]);
        assert_eq!(scores(Direction::Negative), [100.0, 100.0, 50.0, 50.0, 0.0]);
    }

    #[test]
    fn cuts_that_coincide_leave_their_classes_empty() {
        let values = [0.0, 0.0, 0.0, 0.0, 0.0, 8.0, 9.0];
        let cuts = [0.2, 0.5, 0.9].map(|share| Share::new(share).unwrap());
        let up = fit(&Sample::new(values.to_vec()), &cuts, &[0.0, 30.0, 60.0, 100.0], Direction::Positive);
        let up = up.unwrap();
        assert_eq!(coinciding(&cuts, &up), 1);
        assert_eq!([-1.0, 0.0, 8.0, 9.0].map(|x| up.apply(x).unwrap()), [0.0, 60.0, 60.0, 100.0]);
        let down = fitted(&[0.0, 0.0, 0.0, 0.0, 9.0], Direction::Negative);
        assert_eq!([0.0, 9.0].map(|x| down.apply(x).unwrap()), [100.0, 0.0]);
    }

    #[test]
    fn where_all_of_the_base_is_in_one_class_there_is_no_answer() {
        let cuts = [0.25, 0.75].map(|share| Share::new(share).unwrap());
        let sample = Sample::new(vec![0.0, 0.0, 0.0, 0.0, 9.0]);
        let fitted = fit(&sample, &cuts, &[0.0, 50.0, 100.0], Direction::Positive);
        assert_eq!(fitted, Err(Undetermined::Constant { value: 0.0 }));
    }
}
