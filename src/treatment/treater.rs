//! What a treatment freezes to: limits, a transformation, or one after the other.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::to_pass::{Step, Test};
use super::{Cut, Limits, Of, Transform, Transformation, Treatment, winsorise};
use crate::statistics::{Grouped, GroupedFit, GroupedSample, Sample, ShapeOfSample, Undetermined};
use crate::vocab::Id;

/// A treatment with frozen parameters. It never turns the order of two values round, and ties stay ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Treater {
    /// Where values are cut first, in the card's unit of measure.
    #[serde(default, skip_serializing_if = "Limits::is_open")]
    pub limits: Limits,
    /// What is made of them then; the result has no unit of measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transformation: Option<Transformation>,
}

/// A value after treatment, and what happened to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Treated {
    /// `None`: the transformation has no answer here (the logarithm of a value that is not positive, a result that is no finite number).
    pub value: Option<f64>,
    /// At which limit it was cut.
    pub cut: Option<Cut>,
    /// Whether it lay beyond the end of the base that a shifted transformation starts from, and counted as that end.
    pub beyond: bool,
}

/// How a treatment changed the base; shown, and never part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreatmentFacts {
    /// Values of the base that were cut at a lower limit.
    pub low: u64,
    /// Values of the base that were cut at an upper limit.
    pub high: u64,
    /// Whether the base had all its values transformed.
    pub transformed: u64,
    /// Skewness and excess kurtosis before; `None` where they are not defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<ShapeOfSample>,
    /// The same after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ShapeOfSample>,
    /// Peer groups (or the whole base) that still fail the test they were winsorised for.
    pub failing: u64,
}

impl Treater {
    /// A value after treatment, if it has one.
    #[must_use]
    pub fn apply(&self, value: f64) -> Option<f64> {
        self.treat(value).value
    }

    /// A value after treatment, and what happened to it.
    #[must_use]
    pub fn treat(&self, value: f64) -> Treated {
        let (cut, inside) = (self.limits.cut(value), self.limits.apply(value));
        let Some(transformation) = &self.transformation else {
            return Treated { value: Some(inside), cut, beyond: false };
        };
        let image = transformation.image(inside);
        Treated { value: image.value.is_finite().then_some(image.value), cut, beyond: image.beyond }
    }

    /// Whether every value stays as it is.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.limits.is_open() && self.transformation.is_none()
    }

    /// Whether its numbers can be computed with.
    pub(crate) fn is_sound(&self) -> bool {
        let (low, high) = self.limits.span();
        let ends = [self.limits.low, self.limits.high].into_iter().flatten().all(f64::is_finite);
        ends && low <= high
    }
}

impl Treatment {
    /// Freezes the treatment on the observed values of the base. `None`: values are used as they are.
    ///
    /// # Errors
    /// Why the base does not determine it, or has a value that the transformation has no answer for.
    pub fn fit(&self, base: &GroupedSample) -> Result<Option<GroupedFit<Treater>>, Undetermined> {
        if let Some(transform) = self.transform() {
            let whole = base.pooled();
            let transformation = Some(transform.fit(&whole)?);
            let grouped = Grouped::uniform(Treater { limits: Limits::default(), transformation });
            return Ok(Some(GroupedFit { grouped, fallbacks: Vec::new() }));
        }
        let (by, min_group) = (self.attributes(), self.min_group());
        match self {
            Treatment::WinsoriseQuantiles { low, high, .. } => {
                let fit = |sample: &Sample| winsorise::fit(sample, *low, *high).map(cut_only);
                base.fit(by, min_group, fit).map(Some)
            }
            Treatment::WinsoriseToPass { then, of, .. } => {
                let test = self.test();
                let then = then.as_ref().map(|then| (then, of.unwrap_or_default()));
                base.fit(by, min_group, |sample| to_pass(sample, &test, then)).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// How it changed the base it was frozen on.
    #[must_use]
    pub fn facts(&self, base: &GroupedSample, frozen: &Grouped<Treater>) -> TreatmentFacts {
        self.facts_of(base, &treated(base, frozen), frozen)
    }

    /// As [`Treatment::facts`], where the base after treatment is known already.
    pub(crate) fn facts_of(
        &self,
        base: &GroupedSample,
        after: &GroupedSample,
        frozen: &Grouped<Treater>,
    ) -> TreatmentFacts {
        let before = base.pooled().shape();
        let shape = if std::ptr::eq(base, after) { before } else { after.pooled().shape() };
        let failing = self.failing(after, shape, frozen);
        let mut facts = TreatmentFacts { low: 0, high: 0, transformed: 0, before, after: shape, failing };
        for (key, sample) in base.groups() {
            let treater = frozen.get(group_of(key, base.by(), frozen));
            let (low, high) = treater.limits.span();
            let values = sample.values();
            facts.low += values.partition_point(|value| *value < low) as u64;
            facts.high += (values.len() - values.partition_point(|value| *value <= high)) as u64;
            facts.transformed += if treater.transformation.is_some() { values.len() as u64 } else { 0 };
        }
        facts
    }

    /// Groups with a treater of their own, or the whole base (of this shape), that still fail after it.
    fn failing(&self, after: &GroupedSample, whole: Option<ShapeOfSample>, frozen: &Grouped<Treater>) -> u64 {
        if !matches!(self, Treatment::WinsoriseToPass { .. }) {
            return 0;
        }
        let test = self.test();
        if frozen.by.is_empty() {
            return u64::from(!test.passes(whole));
        }
        let own = after.regroup(&frozen.by);
        let fails = |(key, sample): &&(crate::statistics::PeerGroup, Sample)| {
            group_of(key, &frozen.by, frozen).is_some() && !test.passes(sample.shape())
        };
        own.groups().iter().filter(fails).count() as u64
    }

    pub(super) fn test(&self) -> Test {
        match self {
            Treatment::WinsoriseToPass { points, skew, kurtosis, force, .. } => Test {
                points: *points,
                skew: skew.unwrap_or(super::SKEW),
                kurtosis: kurtosis.unwrap_or(super::KURTOSIS),
                forced: *force,
            },
            _ => Test { points: 0, skew: super::SKEW, kurtosis: super::KURTOSIS, forced: false },
        }
    }

    /// Whether frozen parameters can have come from this treatment.
    pub(crate) fn made(&self, frozen: &Treater) -> bool {
        let plain = frozen.transformation.is_none();
        match self {
            Treatment::Untreated {} => false,
            Treatment::WinsoriseQuantiles { .. } => {
                plain && frozen.limits.low.is_some() && frozen.limits.high.is_some()
            }
            Treatment::WinsoriseToPass { then, .. } => {
                let made = |then: &Transform| frozen.transformation.as_ref().is_some_and(|f| then.made(f));
                plain || then.as_ref().is_some_and(made)
            }
            _ => {
                let made = |transform: Transform| {
                    frozen.transformation.as_ref().is_some_and(|frozen| transform.made(frozen))
                };
                frozen.limits.is_open() && self.transform().is_some_and(made)
            }
        }
    }

    /// The attributes whose values choose between parameters.
    #[must_use]
    pub fn attributes(&self) -> &[Id] {
        match self {
            Treatment::WinsoriseQuantiles { by, .. } | Treatment::WinsoriseToPass { by, .. } => by,
            _ => &[],
        }
    }
}

fn cut_only(limits: Limits) -> Treater {
    Treater { limits, transformation: None }
}

fn to_pass(sample: &Sample, test: &Test, then: Option<(&Transform, Of)>) -> Result<Treater, Undetermined> {
    let steps = test.steps(sample);
    let Some(Step { limits, shape, .. }) = steps.last().copied() else { return Err(Undetermined::Empty) };
    let passes = test.passes(shape);
    let Some((transform, of)) = then.filter(|_| !passes) else { return Ok(cut_only(limits)) };
    match of {
        Of::Original => {
            let transformation = Some(transform.fit(sample)?);
            Ok(Treater { limits: Limits::default(), transformation })
        }
        Of::Winsorised => {
            let cut = sample.mapped(|value| limits.apply(value));
            Ok(Treater { limits, transformation: Some(transform.fit(&cut)?) })
        }
    }
}

/// A base after its own treatment; borrowed where nothing changes.
pub(crate) fn treated<'b>(base: &'b GroupedSample, frozen: &Grouped<Treater>) -> Cow<'b, GroupedSample> {
    let treater = |key: &[Option<String>]| frozen.get(group_of(key, base.by(), frozen));
    if base.groups().iter().all(|(key, _)| treater(key).is_idle()) {
        return Cow::Borrowed(base);
    }
    Cow::Owned(base.mapped(|key, sample| {
        let treater = treater(key);
        if treater.is_idle() {
            return sample.clone();
        }
        // A value without answer was refused on fit; what is not finite a sample leaves out.
        sample.mapped(|value| treater.apply(value).unwrap_or(f64::NAN))
    }))
}

fn group_of(key: &[Option<String>], by: &[Id], frozen: &Grouped<Treater>) -> Option<usize> {
    let place = |at: usize| by.iter().position(|id| frozen.by.get(at) == Some(id));
    frozen.find(|at| key.get(place(at)?)?.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Share;

    fn base(groups: &[(&str, &[f64])]) -> GroupedSample {
        let by = vec![Id::new("industry").unwrap()];
        let groups =
            groups.iter().map(|(key, values)| (vec![Some((*key).to_owned())], Sample::new(values.to_vec())));
        GroupedSample::new(by, groups.collect())
    }

    #[test]
    fn limits_are_quantiles_of_the_group() {
        let base = base(&[("C", &[0.0, 1.0, 2.0, 3.0, 100.0]), ("D", &[7.0])]);
        let treatment = Treatment::WinsoriseQuantiles {
            low: Share::new(0.25).unwrap(),
            high: Share::new(0.75).unwrap(),
            by: vec![Id::new("industry").unwrap()],
            min_group: 2,
        };
        let fit = treatment.fit(&base).unwrap().unwrap();
        let own = fit.grouped.get(fit.grouped.find(|_| Some("C")));
        assert_eq!(own.limits, Limits { low: Some(1.0), high: Some(3.0) });
        assert_eq!(fit.fallbacks.len(), 1);
        assert_eq!((own.apply(100.0), own.apply(-1.0), own.apply(2.0)), (Some(3.0), Some(1.0), Some(2.0)));
        assert_eq!(own.treat(100.0).cut, Some(Cut::High));
        assert_eq!(own.treat(3.0).cut, None);
        let after = treated(&base, &fit.grouped);
        assert_eq!(after.groups()[0].1.values(), [1.0, 1.0, 2.0, 3.0, 3.0]);
        let facts = treatment.facts(&base, &fit.grouped);
        assert_eq!((facts.low, facts.high, facts.transformed, facts.failing), (1, 2, 0, 0));
    }

    #[test]
    fn nothing_comes_of_an_empty_base() {
        let treatment =
            Treatment::WinsoriseQuantiles { low: Share::ZERO, high: Share::ONE, by: vec![], min_group: 1 };
        assert_eq!(treatment.fit(&GroupedSample::default()), Err(Undetermined::Empty));
        assert_eq!(Treatment::default().fit(&GroupedSample::default()), Ok(None));
        let to_pass: Treatment = serde_json::from_str(r#"{"method":"winsorise-to-pass"}"#).unwrap();
        assert_eq!(to_pass.fit(&GroupedSample::default()), Err(Undetermined::Empty));
    }

    fn sixth(at: u32) -> f64 {
        let cube = f64::from(at) * f64::from(at) * f64::from(at);
        cube * cube
    }

    #[test]
    fn the_second_step_is_of_the_original_or_of_the_winsorised() {
        let values: Vec<f64> = (0..40).map(sixth).collect();
        let base = GroupedSample::new(vec![], vec![(vec![], Sample::new(values))]);
        let fit = |of: &str| {
            let text = format!(
                r#"{{"method":"winsorise-to-pass","points":1,"skew":0.5,"kurtosis":0.1,"then":{{"method":"log-shift-range"}}{of}}}"#
            );
            let treatment: Treatment = serde_json::from_str(&text).unwrap();
            (treatment.fit(&base).unwrap().unwrap().grouped, treatment)
        };
        let (original, treatment) = fit("");
        assert!(original.pooled.limits.is_open() && original.pooled.transformation.is_some());
        let (winsorised, _) = fit(r#","of":"winsorised""#);
        assert_eq!(winsorised.pooled.limits.high, Some(sixth(38)));
        let facts = treatment.facts(&base, &original);
        assert_eq!(facts.transformed, 40);
        assert!(facts.after.unwrap().skew.abs() < facts.before.unwrap().skew.abs());
    }
}
