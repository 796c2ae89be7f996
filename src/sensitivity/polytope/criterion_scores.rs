use super::PolytopeError;

/// Scores of units on criteria, more is better, checked once; some may be missing.
///
/// ```
/// use quanheng::sensitivity::polytope::CriterionScores;
/// let scores = CriterionScores::gapped(&[&[Some(80.0), Some(60.0)], &[Some(40.0), None]]).unwrap();
/// // The second unit has one criterion only, which carries the whole weight.
/// assert_eq!(scores.scores(&[0.5, 0.5]), [Some(60.0), Some(60.0)]);
/// assert_eq!(scores.ranks(&[0.25, 0.75]), [Some(2), Some(1)]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CriterionScores {
    units: usize,
    criteria: usize,
    /// A row a unit; 0 where missing.
    values: Vec<f64>,
    /// A row a unit; empty when nothing is missing.
    present: Vec<bool>,
    /// The greatest magnitude of each unit.
    magnitudes: Vec<f64>,
}

/// Sums of a few of these stay finite.
const GREATEST: f64 = 1e300;

/// Rounding of a difference of two scores, in units of the greatest magnitude, for each criterion.
const ROUNDING: f64 = 8.0 * f64::EPSILON;

impl CriterionScores {
    /// Complete scores: a column a criterion, all of the same length.
    ///
    /// # Errors
    /// [`PolytopeError`] without units or criteria, for columns of different lengths and for scores that are not finite.
    pub fn complete(columns: &[&[f64]]) -> Result<Self, PolytopeError> {
        Self::build(columns.len(), columns.first().map_or(0, |column| column.len()), |criterion| {
            (columns[criterion].len(), move |unit| Some(columns[criterion][unit]))
        })
    }

    /// Scores some of which are missing: a column a criterion, all of the same length.
    ///
    /// # Errors
    /// As [`CriterionScores::complete`]; and when a unit has no score at all.
    pub fn gapped(columns: &[&[Option<f64>]]) -> Result<Self, PolytopeError> {
        Self::build(columns.len(), columns.first().map_or(0, |column| column.len()), |criterion| {
            (columns[criterion].len(), move |unit| columns[criterion][unit])
        })
    }

    fn build<F: Fn(usize) -> Option<f64>>(
        criteria: usize,
        units: usize,
        column: impl Fn(usize) -> (usize, F),
    ) -> Result<Self, PolytopeError> {
        if criteria == 0 || units == 0 {
            return Err(PolytopeError::Empty { units, criteria });
        }
        let mut values = vec![0.0; units * criteria];
        let mut present = vec![true; units * criteria];
        for criterion in 0..criteria {
            let (given, value) = column(criterion);
            if given != units {
                return Err(PolytopeError::Length { given, expected: units });
            }
            for unit in 0..units {
                match value(unit) {
                    Some(value) if value.abs() <= GREATEST => values[unit * criteria + criterion] = value,
                    Some(_) => return Err(PolytopeError::NotFinite { criterion, unit }),
                    None => present[unit * criteria + criterion] = false,
                }
            }
        }
        if let Some(unit) = present.chunks(criteria).position(|row| row.iter().all(|present| !present)) {
            return Err(PolytopeError::NothingPresent { unit });
        }
        if present.iter().all(|present| *present) {
            present.clear();
        }
        let greatest = |row: &[f64]| row.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        let magnitudes = values.chunks(criteria).map(greatest).collect();
        Ok(CriterionScores { units, criteria, values, present, magnitudes })
    }

    /// Scores whose weighted mean has the order of the power mean (Σw·xᵖ / Σw)^(1/p) of these, with p = 0 the geometric one: xᵖ, ln x, or −xᵖ below 0,
    /// after division by the greatest or least score, which changes no order.
    ///
    /// # Errors
    /// [`PolytopeError::Domain`] for scores below 0, or not above 0 where p ≤ 0; [`PolytopeError::Power`] when p is not finite. p = 1 takes any scores.
    pub fn for_power_mean(&self, power: f64) -> Result<Self, PolytopeError> {
        if !power.is_finite() {
            return Err(PolytopeError::Power { given: power });
        }
        if power == 1.0 {
            return Ok(self.clone());
        }
        let criteria = self.criteria;
        let places = (0..self.values.len()).filter(|at| self.is_present(at / criteria, at % criteria));
        for at in places.clone() {
            let given = self.values[at];
            if given < 0.0 || (power <= 0.0 && given == 0.0) {
                return Err(PolytopeError::Domain {
                    criterion: at % criteria,
                    unit: at / criteria,
                    given,
                    power,
                });
            }
        }
        let given = places.clone().map(|at| self.values[at]);
        let scale = if power > 0.0 { given.fold(0.0, f64::max) } else { given.fold(f64::MAX, f64::min) };
        let mut changed = self.clone();
        for at in places.filter(|_| scale > 0.0) {
            let value = self.values[at] / scale;
            changed.values[at] = match power {
                0.0 => libm::log(value),
                p if p > 0.0 => libm::pow(value, p),
                p => -libm::pow(value, p),
            };
        }
        for (magnitude, row) in changed.magnitudes.iter_mut().zip(changed.values.chunks(criteria)) {
            *magnitude = row.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        }
        Ok(changed)
    }

    /// How many units there are.
    #[must_use]
    pub fn units(&self) -> usize {
        self.units
    }

    /// How many criteria there are.
    #[must_use]
    pub fn criteria(&self) -> usize {
        self.criteria
    }

    /// Whether nothing is missing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.present.is_empty()
    }

    /// The score of one unit: Σ w·x over the criteria it has, divided by the sum of their weights where some are missing. `None` where those weights are all 0.
    ///
    /// # Panics
    /// Never for a unit that exists; a missing weight counts as 0.
    #[must_use]
    pub fn score(&self, unit: usize, weights: &[f64]) -> Option<f64> {
        let row = self.row(unit);
        if self.has_all(unit) {
            return Some(row.iter().zip(weights).map(|(value, weight)| value * weight).sum());
        }
        let present = &self.present[unit * self.criteria..(unit + 1) * self.criteria];
        let (mut sum, mut weighed) = (0.0, 0.0);
        for ((value, weight), _) in row.iter().zip(weights).zip(present).filter(|(_, present)| **present) {
            sum += value * weight;
            weighed += weight;
        }
        (weighed > 0.0).then(|| sum / weighed)
    }

    /// The scores of all units.
    #[must_use]
    pub fn scores(&self, weights: &[f64]) -> Vec<Option<f64>> {
        (0..self.units).map(|unit| self.score(unit, weights)).collect()
    }

    /// Competition ranks (1, 2, 2, 4) of all units on unrounded scores.
    #[must_use]
    pub fn ranks(&self, weights: &[f64]) -> Vec<Option<usize>> {
        let scores = self.scores(weights);
        let mut sorted: Vec<f64> = scores.iter().copied().flatten().collect();
        sorted.sort_unstable_by(|a, b| b.total_cmp(a));
        let rank = |score: f64| 1 + sorted.partition_point(|other| *other > score);
        scores.into_iter().map(|score| score.map(rank)).collect()
    }

    /// A unit's scores; 0 where missing.
    pub(crate) fn row(&self, unit: usize) -> &[f64] {
        &self.values[unit * self.criteria..(unit + 1) * self.criteria]
    }

    pub(crate) fn is_present(&self, unit: usize, criterion: usize) -> bool {
        self.present.is_empty() || self.present[unit * self.criteria + criterion]
    }

    pub(crate) fn has_all(&self, unit: usize) -> bool {
        self.present.is_empty()
            || self.present[unit * self.criteria..(unit + 1) * self.criteria].iter().all(|present| *present)
    }

    /// Whether two units lack the same criteria, so that they compare by a linear form.
    pub(super) fn alike(&self, first: usize, second: usize) -> bool {
        self.present.is_empty()
            || self.present[first * self.criteria..(first + 1) * self.criteria]
                == self.present[second * self.criteria..(second + 1) * self.criteria]
    }

    /// Differences of two units' scores below this are rounding.
    pub(super) fn negligible(&self, first: usize, second: usize) -> f64 {
        self.criteria as f64 * ROUNDING * self.magnitudes[first].max(self.magnitudes[second])
    }

    /// x of the first less x of the second, by criterion; 0 where both are missing.
    pub(super) fn gap(&self, first: usize, second: usize, into: &mut [f64]) {
        for ((into, a), b) in into.iter_mut().zip(self.row(first)).zip(self.row(second)) {
            *into = a - b;
        }
    }

    pub(super) fn check_unit(&self, unit: usize) -> Result<(), PolytopeError> {
        let missing = PolytopeError::NoSuch { what: "unit", given: unit, count: self.units };
        if unit < self.units { Ok(()) } else { Err(missing) }
    }
}
