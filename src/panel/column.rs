use super::{Origin, Status};

/// The cells of one variable or indicator, one for each row of a panel.
///
/// Invariant: where the status is [`Status::Observed`] the value is finite; elsewhere it is 0 and means nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    values: Vec<f64>,
    statuses: Vec<Status>,
    /// Empty when nothing is known, else one for each row.
    origins: Vec<Origin>,
}

impl Column {
    /// A column of `rows` cells that nobody collected.
    #[must_use]
    pub fn missing(rows: usize) -> Self {
        Column { values: vec![0.0; rows], statuses: vec![Status::NotCollected; rows], origins: Vec::new() }
    }

    /// A column from values and statuses; a value that is not finite becomes [`Status::Invalid`].
    ///
    /// # Panics
    /// Never on equal lengths; the shorter length counts otherwise.
    #[must_use]
    pub fn new(mut values: Vec<f64>, mut statuses: Vec<Status>) -> Self {
        let rows = values.len().min(statuses.len());
        values.truncate(rows);
        statuses.truncate(rows);
        for (value, status) in values.iter_mut().zip(&mut statuses) {
            if status.is_observed() && !value.is_finite() {
                *status = Status::Invalid;
            }
            if !status.is_observed() {
                *value = 0.0;
            }
        }
        Column { values, statuses, origins: Vec::new() }
    }

    /// A column from optional values; `None` is [`Status::NotReported`].
    #[must_use]
    pub fn of(cells: &[Option<f64>]) -> Self {
        let values = cells.iter().map(|c| c.unwrap_or(0.0)).collect();
        let statuses =
            cells.iter().map(|c| if c.is_some() { Status::Observed } else { Status::NotReported }).collect();
        Column::new(values, statuses)
    }

    /// Attaches the origin of each cell.
    #[must_use]
    pub fn with_origins(mut self, origins: Vec<Origin>) -> Self {
        if origins.len() == self.values.len() {
            self.origins = origins;
        }
        self
    }

    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether it has no cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value of a row, if observed.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<f64> {
        (self.status(row).is_observed()).then(|| self.values[row])
    }

    /// The status of a row; [`Status::NotCollected`] beyond the end.
    #[must_use]
    pub fn status(&self, row: usize) -> Status {
        self.statuses.get(row).copied().unwrap_or_default()
    }

    /// Where the cell was read.
    #[must_use]
    pub fn origin(&self, row: usize) -> Option<Origin> {
        self.origins.get(row).copied().filter(|o| o.is_known())
    }

    /// All values; those of missing cells are 0.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// All statuses.
    #[must_use]
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }
}
