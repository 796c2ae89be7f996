use serde::{Deserialize, Serialize};

use super::em_normal::{self, Settling};
use super::nearest_neighbours::Feature;
use super::{
    ByRow, Centre, Donors, Ends, Imputation, Later, NearestNeighbours, NormalFit, NormalModel, Place,
    group_mean, group_median, mean, median, ratio,
};
use crate::statistics::{Fallback, Grouped, GroupedFit, GroupedSample, Sample, Undetermined};
use crate::vocab::{Direction, Id};

/// A step of a missing policy with frozen parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Imputer {
    /// The unit's latest observed value.
    CarryForward {
        /// At most so many years old.
        max_age: u32,
    },
    /// Between the unit's own years.
    LinearInterpolation {
        /// What stands before the first and after the last value.
        ends: Ends,
        /// The longest gap in years.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_gap: Option<u32>,
        /// Whether values of later years may be used beyond the base.
        later: Later,
    },
    /// A constant.
    Mean {
        /// The mean of the base.
        value: f64,
    },
    /// A constant.
    Median {
        /// The median of the base.
        value: f64,
    },
    /// A constant by group.
    GroupMean(Grouped<f64>),
    /// A constant by group.
    GroupMedian(Grouped<f64>),
    /// A ratio by group, times the unit's own value of something related.
    Ratio(Grouped<f64>),
    /// The unit's place on its other indicators.
    ByRow(ByRow),
    /// The most similar rows of the base, which the scorecard keeps once for all steps.
    NearestNeighbours(NearestNeighbours),
    /// The expected value given the unit's other indicators.
    EmNormal(NormalModel),
}

/// What the base says that a step may be fitted on. All values are observed ones, before treatment.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The indicator.
    pub id: &'a Id,
    /// Which way it is good.
    pub direction: Direction,
    /// Its own values.
    pub own: &'a GroupedSample,
    /// Its values and those it is related to, of the rows that have both.
    pub related: Option<(&'a GroupedSample, &'a GroupedSample)>,
    /// The other indicators that the step asks for, in the order of the tree.
    pub others: &'a [Other<'a>],
    /// Whole rows, with a column at least for the indicator and the others.
    pub rows: &'a Donors,
}

/// Another indicator in the base.
#[derive(Clone, Debug)]
pub struct Other<'a> {
    /// The indicator.
    pub id: &'a Id,
    /// Which way it is good.
    pub direction: Direction,
    /// Its values.
    pub values: Sample,
    /// Whether it stands before the indicator in the tree.
    pub stands: Side,
}

/// On which side of another an indicator stands in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Before,
    /// After it.
    After,
}

/// A frozen step, which groups fell back, and what else is worth saying.
#[derive(Clone, Debug, PartialEq)]
pub struct ImputerFit {
    /// What is frozen.
    pub imputer: Imputer,
    /// In order of group.
    pub fallbacks: Vec<Fallback>,
    /// What a reader must know.
    pub remarks: Vec<Remark>,
}

/// Something to say about a fit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    /// The step never has an answer: the base does not tell units apart on the indicator, or on none of the others.
    NoAnswer,
    /// Other indicators that have no part, as they are constant in the base or their extremes lie too far apart.
    LeftOut(Vec<Id>),
    /// How EM settled.
    Settled {
        /// Rows with at least one value.
        rows: usize,
        /// Iterations.
        iterations: u32,
    },
}

/// Distributions that have been fitted, so that indicators of one group share the work.
#[derive(Debug, Default)]
pub struct Models {
    fitted: Vec<(Vec<Id>, Settling, Result<NormalFit, Undetermined>)>,
}

impl Imputation {
    /// Freezes the step on the observed values of the base, before treatment.
    ///
    /// # Errors
    /// Why the base does not determine it: no values, sums of zero, a singular covariance.
    pub fn fit(&self, given: &Given<'_>, models: &mut Models) -> Result<ImputerFit, Undetermined> {
        let plain = |imputer| ImputerFit { imputer, fallbacks: Vec::new(), remarks: Vec::new() };
        let grouped = |fit: GroupedFit<f64>, form: fn(Grouped<f64>) -> Imputer| ImputerFit {
            imputer: form(fit.grouped),
            fallbacks: fit.fallbacks,
            remarks: Vec::new(),
        };
        Ok(match self {
            Imputation::CarryForward { max_age } => plain(Imputer::CarryForward { max_age: *max_age }),
            Imputation::LinearInterpolation { ends, max_gap, later } => {
                plain(Imputer::LinearInterpolation { ends: *ends, max_gap: *max_gap, later: *later })
            }
            Imputation::Mean {} => plain(Imputer::Mean { value: mean::fit(given.own)? }),
            Imputation::Median {} => plain(Imputer::Median { value: median::fit(given.own)? }),
            Imputation::GroupMean { by, min_group } => {
                grouped(group_mean::fit(given.own, by, *min_group)?, Imputer::GroupMean)
            }
            Imputation::GroupMedian { by, min_group } => {
                grouped(group_median::fit(given.own, by, *min_group)?, Imputer::GroupMedian)
            }
            Imputation::Ratio { by, min_group, .. } => {
                let (values, related) = given.related.ok_or(Undetermined::Empty)?;
                grouped(ratio::fit(values, related, by, *min_group)?, Imputer::Ratio)
            }
            Imputation::ByRow { centre, min_others, .. } => by_row(given, *centre, *min_others)?,
            Imputation::NearestNeighbours { .. } => self.neighbours(given)?,
            Imputation::EmNormal { tolerance, max_iterations, ridge, .. } => {
                let settling =
                    Settling { tolerance: *tolerance, max_iterations: *max_iterations, ridge: *ridge };
                normal(given, settling, models)?
            }
        })
    }

    fn neighbours(&self, given: &Given<'_>) -> Result<ImputerFit, Undetermined> {
        let Imputation::NearestNeighbours { k, value, min_shared, by, min_group, .. } = self else {
            return Err(Undetermined::Empty);
        };
        let mut left_out = Vec::new();
        let mut features = Vec::new();
        for other in given.others {
            match Feature::of(other.id, &other.values) {
                Some(feature) => features.push(feature),
                None => left_out.push(other.id.clone()),
            }
        }
        let (groups, fallbacks) = NearestNeighbours::groups(given.rows, given.id, by, *min_group);
        if groups.pooled == 0 {
            return Err(Undetermined::Empty);
        }
        let remarks = remarks(features.is_empty(), left_out);
        let step = NearestNeighbours { k: *k, value: *value, min_shared: *min_shared, features, groups };
        Ok(ImputerFit { imputer: Imputer::NearestNeighbours(step), fallbacks, remarks })
    }
}

fn by_row(given: &Given<'_>, centre: Centre, min_others: u32) -> Result<ImputerFit, Undetermined> {
    let own = given.own.pooled();
    if own.is_empty() {
        return Err(Undetermined::Empty);
    }
    let own = Place::of(&own, given.direction);
    let mut left_out = Vec::new();
    let mut others = Vec::new();
    for other in given.others {
        match Place::of(&other.values, other.direction) {
            Some(place) => others.push((other.id.clone(), place)),
            None => left_out.push(other.id.clone()),
        }
    }
    let remarks = remarks(own.is_none() || others.is_empty(), left_out);
    let step = ByRow { centre, min_others, own, others };
    Ok(ImputerFit { imputer: Imputer::ByRow(step), fallbacks: Vec::new(), remarks })
}

fn remarks(never: bool, left_out: Vec<Id>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if never {
        remarks.push(Remark::NoAnswer);
    }
    if !left_out.is_empty() {
        remarks.push(Remark::LeftOut(left_out));
    }
    remarks
}

fn normal(given: &Given<'_>, settling: Settling, models: &mut Models) -> Result<ImputerFit, Undetermined> {
    let before = given.others.iter().filter(|other| other.stands == Side::Before).map(|other| other.id);
    let after = given.others.iter().filter(|other| other.stands == Side::After).map(|other| other.id);
    // An indicator without any value in the base says nothing of the others: the step does without it.
    let is_empty = |id: &Id| given.rows.column(id).is_none_or(|column| column.iter().all(Option::is_none));
    if is_empty(given.id) {
        return Err(Undetermined::Empty);
    }
    let (empty, ids): (Vec<Id>, Vec<Id>) =
        before.chain([given.id]).chain(after).cloned().partition(|id| is_empty(id));
    let fit = models.of(ids, settling, given.rows)?;
    let mut remarks = vec![Remark::Settled { rows: fit.rows, iterations: fit.iterations }];
    if !empty.is_empty() {
        remarks.push(Remark::LeftOut(empty));
    }
    Ok(ImputerFit { imputer: Imputer::EmNormal(fit.model), fallbacks: Vec::new(), remarks })
}

impl Models {
    fn of(&mut self, ids: Vec<Id>, settling: Settling, rows: &Donors) -> Result<NormalFit, Undetermined> {
        if let Some((.., fit)) =
            self.fitted.iter().find(|(known, settled, _)| *known == ids && *settled == settling)
        {
            return fit.clone();
        }
        let columns: Vec<&[Option<f64>]> =
            ids.iter().map(|id| rows.column(id).ok_or(Undetermined::Empty)).collect::<Result<_, _>>()?;
        let whole: Vec<Vec<Option<f64>>> =
            (0..rows.rows.len()).map(|row| columns.iter().map(|column| column[row]).collect()).collect();
        let fit = em_normal::fit(&ids, &whole, settling);
        self.fitted.push((ids, settling, fit.clone()));
        fit
    }
}
