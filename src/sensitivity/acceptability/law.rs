use super::gamma::quantile;
use crate::vocab::Said;

/// How weights are drawn as a map of uniform numbers between 0 and 1, so that any design of points can drive it. Weights within bounds are drawn by
/// [`WithinPolytope`](super::WithinPolytope).
///
/// ```
/// use quanheng::sensitivity::acceptability::WeightLaw;
/// let mut weights = [0.0; 2];
/// WeightLaw::flat(2).unwrap().weights(&[0.25, 0.5], &mut weights);
/// assert!((weights[0] - 2.0 / 3.0).abs() < 1e-15); // −ln ¼ is twice −ln ½
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WeightLaw {
    kind: Kind,
    criteria: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Flat,
    Dirichlet(Vec<f64>),
    Ordered(Vec<usize>),
}

/// Why there is no such law.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LawError {
    /// There is no criterion.
    #[error("there is no criterion to weigh")]
    Empty,
    /// A concentration is not a number of 0.01 or more.
    #[error(
        "the concentration of criterion {criterion} is {given}: a number from 0.01 to 1,000,000 is expected"
    )]
    Concentration {
        /// Which criterion.
        criterion: usize,
        /// What was given.
        given: f64,
    },
    /// An order does not name every criterion once.
    #[error(
        "the order of importance names criterion {criterion} twice or does not know it: each of {count}, counted from 0, is expected once"
    )]
    Order {
        /// Which criterion.
        criterion: usize,
        /// How many there are.
        count: usize,
    },
}

impl WeightLaw {
    /// Any weights are equally likely: wₖ = eₖ / Σe with eₖ = −ln uₖ (exponential spacings).
    ///
    /// # Errors
    /// [`LawError::Empty`] without criteria.
    pub fn flat(criteria: usize) -> Result<Self, LawError> {
        if criteria == 0 { Err(LawError::Empty) } else { Ok(WeightLaw { kind: Kind::Flat, criteria }) }
    }

    /// Dirichlet: wₖ = gₖ / Σg with gₖ the gamma quantile of shape αₖ at uₖ. The mean is α / Σα; the larger Σα, the closer the weights stay to it. All 1 is the flat law.
    ///
    /// # Errors
    /// [`LawError`] without criteria and for a concentration that is not from 0.01 to 1,000,000.
    pub fn dirichlet(concentrations: &[f64]) -> Result<Self, LawError> {
        let wrong = concentrations.iter().position(|alpha| !(0.01..=1e6).contains(alpha));
        match wrong {
            _ if concentrations.is_empty() => Err(LawError::Empty),
            Some(criterion) => Err(LawError::Concentration { criterion, given: concentrations[criterion] }),
            None => Ok(WeightLaw {
                kind: Kind::Dirichlet(concentrations.to_vec()),
                criteria: concentrations.len(),
            }),
        }
    }

    /// Any weights that fall in an order of importance are equally likely: flat weights, sorted.
    ///
    /// # Errors
    /// [`LawError`] without criteria and when the order does not name each criterion once.
    pub fn ordered(order: &[usize]) -> Result<Self, LawError> {
        let mut seen = vec![false; order.len()];
        for criterion in order {
            let new = seen.get_mut(*criterion).is_some_and(|seen| !std::mem::replace(seen, true));
            if !new {
                return Err(LawError::Order { criterion: *criterion, count: order.len() });
            }
        }
        if order.is_empty() {
            return Err(LawError::Empty);
        }
        Ok(WeightLaw { kind: Kind::Ordered(order.to_vec()), criteria: order.len() })
    }

    /// How many uniform numbers a draw takes, and how many weights it gives.
    #[must_use]
    pub fn criteria(&self) -> usize {
        self.criteria
    }

    /// The weights of one point: `uniform` has a number above 0 and below 1 for each criterion, `weights` room for each; they add up to 1.
    pub fn weights(&self, uniform: &[f64], weights: &mut [f64]) {
        for (at, (weight, uniform)) in weights.iter_mut().zip(uniform).enumerate() {
            // A number at the edge would be an infinite part.
            let uniform = uniform.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
            *weight = match &self.kind {
                Kind::Flat | Kind::Ordered(_) => -libm::log(uniform),
                Kind::Dirichlet(concentrations) => quantile(concentrations[at], uniform),
            };
        }
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        if let Kind::Ordered(order) = &self.kind {
            let mut falling = weights.to_vec();
            falling.sort_unstable_by(|a, b| b.total_cmp(a));
            order.iter().zip(falling).for_each(|(at, weight)| weights[*at] = weight);
        }
    }

    /// What reports call it.
    #[must_use]
    pub fn name(&self) -> Said {
        match self.kind {
            Kind::Flat => Said { zh: "单纯形上的均匀分布", en: "uniform on the simplex" },
            Kind::Dirichlet(_) => Said { zh: "狄利克雷分布", en: "Dirichlet" },
            Kind::Ordered(_) => {
                Said { zh: "按重要性次序的均匀分布", en: "uniform within an order of importance" }
            }
        }
    }
}
