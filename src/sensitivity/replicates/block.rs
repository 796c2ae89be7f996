/// Some draws of one view, row by row: all units in the order of the view, for each draw.
#[derive(Debug, Default)]
pub struct Draws {
    /// How many units there are.
    pub(super) units: usize,
    /// NaN where there is none.
    pub(super) scores: Vec<f64>,
    /// 0 where there is none.
    pub(super) ranks: Vec<u32>,
    /// One for each draw.
    pub(super) orders: Vec<super::ranking::Order>,
}

impl Draws {
    pub(super) fn new(units: usize) -> Self {
        Draws { units, ..Draws::default() }
    }

    pub(super) fn clear(&mut self) {
        self.scores.clear();
        self.ranks.clear();
        self.orders.clear();
    }

    /// The scores of a draw in the order of the view, NaN where a unit has none.
    #[must_use]
    pub fn scores(&self, draw: usize) -> &[f64] {
        self.scores.get(draw * self.units..(draw + 1) * self.units).unwrap_or_default()
    }

    /// The ranks of a draw in the order of the view, 0 where a unit has none.
    #[must_use]
    pub fn ranks(&self, draw: usize) -> &[u32] {
        self.ranks.get(draw * self.units..(draw + 1) * self.units).unwrap_or_default()
    }
}
