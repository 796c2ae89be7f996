use super::DesignError;

/// Which factor each dimension of a design belongs to.
///
/// A factor is what an index is about. It may own several dimensions that always change together: the weights of a level, say.
///
/// ```
/// use quanheng::sensitivity::design::Factors;
/// let factors = Factors::new(vec![0, 0, 1])?;
/// assert_eq!((factors.count(), factors.dimensions()), (2, 3));
/// assert!(Factors::new(vec![0, 2]).is_err());
/// # Ok::<(), quanheng::sensitivity::design::DesignError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factors {
    of: Vec<usize>,
    count: usize,
}

impl Factors {
    /// One factor for each dimension.
    ///
    /// # Errors
    /// When there is no dimension.
    pub fn single(dimensions: usize) -> Result<Self, DesignError> {
        Factors::new((0..dimensions).collect())
    }

    /// The factor of each dimension, counted from 0 without leaving one out.
    ///
    /// # Errors
    /// When there is no dimension, or a factor below the largest has none.
    pub fn new(of: Vec<usize>) -> Result<Self, DesignError> {
        let largest = *of.iter().max().ok_or(DesignError::NoDimensions)?;
        // With more factors than dimensions, one of the first factors has none.
        let mut owns = vec![false; largest.min(of.len()).saturating_add(1)];
        for factor in &of {
            if let Some(owns) = owns.get_mut(*factor) {
                *owns = true;
            }
        }
        match owns.iter().position(|owns| !owns) {
            Some(factor) => Err(DesignError::EmptyFactor { factor }),
            None => Ok(Factors { of, count: largest + 1 }),
        }
    }

    /// How many factors there are; at least 1.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many dimensions there are; at least 1.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.of.len()
    }

    /// The factor of each dimension.
    #[must_use]
    pub fn of(&self) -> &[usize] {
        &self.of
    }
}
