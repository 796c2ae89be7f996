//! What stands in for the missing values of a block. Only observed values serve as sources, so that the order of indicators makes no
//! difference; years are looked at within one unit. Read next: `imputer_plan` (what is bound to a panel before).

use std::collections::BTreeMap;

use super::block::Block;
use super::imputer_plan::{ImputationPlan, ImputerPlan, Member};
use super::leaf::all_observed;
use super::lookup::{Lookup, Peer};
use super::plan::{LeafPlan, Plan};
use super::raw::Raw;
use crate::framework::Cells;
use crate::imputation::{
    Interpolated, Later, Near, NearestNeighbours, Neighbour, Reliability, Wanted, interpolate, latest,
};
use crate::panel::Status;
use crate::vocab::Period;

/// What stands in for one indicator on a block.
pub(super) struct StandIns {
    /// The step of the missing policy + 1, 0 for none.
    pub(super) by: Vec<u8>,
    /// How far each can be relied on.
    pub(super) marks: Vec<Option<Reliability>>,
    /// 0 where nothing stands in.
    pub(super) values: Vec<f64>,
    /// Rows with something to say beside the step.
    pub(super) remarks: Vec<(usize, StandInRemark)>,
}

/// What is worth saying of a stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StandInRemark {
    /// It rests on values of later periods than the base and the row.
    UsedLater,
    /// Its group has nothing of its own: it rests on the whole base.
    WholeBase,
    /// There were fewer neighbours than asked for.
    FewNeighbours,
}

/// One stand-in with what it rests on.
pub(super) struct StandIn {
    pub(super) value: f64,
    pub(super) mark: Reliability,
    pub(super) basis: Basis,
    pub(super) remark: Option<StandInRemark>,
}

/// What a stand-in rests on.
pub(super) enum Basis {
    /// The unit's value so many years earlier.
    Earlier(u32),
    /// The unit's values of other years.
    Line(Interpolated),
    /// A constant of the base.
    Constant,
    /// A ratio of the base and the unit's own value of what it is related to.
    Ratio { ratio: f64, related: f64 },
    /// The unit's other indicators: the column and its share of the way from the worst to the best.
    Shares(Vec<(usize, f64)>),
    /// The unit's other indicators.
    Columns(Vec<usize>),
    /// Rows of the base.
    Neighbours(Vec<Neighbour>),
}

/// The neighbours of a row for each step that looks for them.
pub(super) type Found = Vec<(Member, Vec<Neighbour>)>;

/// A block with the raw values of all indicators that take part.
pub(super) struct Gaps<'b, 'a> {
    pub(super) plan: &'b ImputationPlan<'a>,
    pub(super) leaves: &'b [LeafPlan<'a>],
    pub(super) block: &'b Block<'b>,
    /// One for each leaf, then one for each further source.
    pub(super) raws: &'b [Raw<'b>],
    /// What steps are related to, by leaf and step.
    pub(super) related: &'b BTreeMap<(usize, usize), Cells<'b>>,
    /// Neighbours that have been looked for, by neighbourhood and row: the indicators of one group share the distances.
    pub(super) found: BTreeMap<(usize, usize), Found>,
}

impl<'b, 'a> Gaps<'b, 'a> {
    pub(super) fn new(
        plan: &'b Plan<'a>,
        block: &'b Block<'b>,
        raws: &'b [Raw<'b>],
        related: &'b BTreeMap<(usize, usize), Cells<'b>>,
    ) -> Self {
        Gaps { plan: &plan.imputation, leaves: &plan.leaves, block, raws, related, found: BTreeMap::new() }
    }

    /// Whatever stands in for a leaf; `None` when nothing is missing or nothing is asked for.
    pub(super) fn fill(&mut self, leaf: usize) -> Option<StandIns> {
        let steps = self.leaves[leaf].imputers.len();
        let statuses = &self.raws[leaf].cells.statuses;
        if steps == 0 || all_observed(statuses) {
            return None;
        }
        let rows = self.block.len();
        let mut all = StandIns {
            by: vec![0; rows],
            marks: vec![None; rows],
            values: vec![0.0; rows],
            remarks: Vec::new(),
        };
        for row in 0..rows {
            if !self.is_gap(leaf, row) {
                continue;
            }
            let found = (0..steps).find_map(|step| Some((step, self.stand_in(leaf, step, row)?)));
            let Some((step, found)) = found else { continue };
            all.by[row] = u8::try_from(step + 1).unwrap_or(u8::MAX);
            all.marks[row] = Some(found.mark);
            all.values[row] = found.value;
            all.remarks.extend(found.remark.map(|remark| (row, remark)));
        }
        Some(all)
    }

    /// What one step has for a cell; `None`: no answer.
    pub(super) fn stand_in(&mut self, leaf: usize, step: usize, row: usize) -> Option<StandIn> {
        let leaves = self.leaves;
        let at = self.block.rows.start + row;
        let found = match leaves[leaf].imputers.get(step)? {
            ImputerPlan::CarryForward(max_age) => {
                let observed =
                    |years| self.block.years_back(row, years).and_then(|row| self.observed(leaf, row));
                let (value, years) = latest(*max_age, observed)?;
                StandIn::new(value, Reliability::A, Basis::Earlier(years))
            }
            ImputerPlan::Interpolation { ends, max_gap, later } => {
                let (before, after, is_later) = self.around(leaf, row, *later);
                let line = interpolate(before, after, *ends, *max_gap)?;
                let remark = (is_later && line.after.is_some()).then_some(StandInRemark::UsedLater);
                StandIn { remark, ..StandIn::new(line.value, Reliability::A, Basis::Line(line)) }
            }
            ImputerPlan::Constant(constants) => {
                let peer = constants.peer(at);
                StandIn::new(*constants.of(peer), mark(peer), Basis::Constant).grouped(constants, peer)
            }
            ImputerPlan::Ratio(ratios) => {
                let related = self.related.get(&(leaf, step))?;
                let related = related.statuses[row].is_observed().then(|| related.values[row])?;
                let peer = ratios.peer(at);
                let ratio = *ratios.of(peer);
                StandIn::new(ratio * related, mark(peer), Basis::Ratio { ratio, related })
                    .grouped(ratios, peer)
            }
            ImputerPlan::ByRow { step, columns } => {
                let (value, shares) = step.apply(|other| self.observed(columns[other], row))?;
                let shares = shares.into_iter().map(|(other, share)| (columns[other], share)).collect();
                StandIn::new(value, Reliability::C, Basis::Shares(shares))
            }
            ImputerPlan::Neighbours { step: frozen, member, .. } => self.neighbours(frozen, *member, row)?,
            ImputerPlan::Normal { model, target, columns } => {
                let (value, places) = model.expect(*target, |place| self.observed(columns[place]?, row))?;
                let places = places.into_iter().filter_map(|place| columns[place]).collect();
                StandIn::new(value, Reliability::C, Basis::Columns(places))
            }
        };
        found.value.is_finite().then_some(found)
    }

    /// Whether something may stand in: every status but not-applicable.
    fn is_gap(&self, leaf: usize, row: usize) -> bool {
        let status = self.raws[leaf].cells.statuses[row];
        !status.is_observed() && status != Status::NotApplicable
    }

    fn observed(&self, column: usize, row: usize) -> Option<f64> {
        let cells = &self.raws[column].cells;
        cells.statuses[row].is_observed().then(|| cells.values[row])
    }

    /// The nearest observed values before and after that may be used, and whether the one after lies beyond both row and base.
    fn around(&self, leaf: usize, row: usize, later: Later) -> (Option<Near>, Option<Near>, bool) {
        let period = |row: usize| self.block.index.row(self.block.rows.start + row).period;
        let own = period(row);
        let unit = self.block.rows_of_unit(row);
        let near = |other: usize, from: Period, to: Period| {
            let steps = to.since(from)?;
            let per_year = i32::from(own.per_year());
            let years = u32::try_from(steps / per_year).ok().filter(|_| steps % per_year == 0)?;
            Some(Near { years, value: self.observed(leaf, other)? })
        };
        let before = (unit.start..row).rev().find_map(|other| near(other, period(other), own));
        let reached =
            |other: &usize| later == Later::Allowed || Some(period(*other)) <= self.plan.last_of_base;
        let after = (row + 1..unit.end)
            .take_while(reached)
            .find_map(|other| Some((near(other, own, period(other))?, other)));
        let is_later = after.is_some_and(|(_, other)| Some(period(other)) > self.plan.last_of_base);
        (before, after.map(|(near, _)| near), is_later)
    }

    fn neighbours(&mut self, frozen: &NearestNeighbours, member: Member, row: usize) -> Option<StandIn> {
        let key = (member.space, row);
        if !self.found.contains_key(&key) {
            let looked_for = self.look(member.space, row);
            self.found.insert(key, looked_for);
        }
        let (_, neighbours) = self.found.get(&key)?.iter().find(|(known, _)| *known == member)?;
        let ImputerPlan::Neighbours { groups, values, .. } = &self.leaves[member.leaf].imputers[member.step]
        else {
            return None;
        };
        let value = frozen.value(values, neighbours)?;
        let peer = groups.peer(self.block.rows.start + row);
        let few = (neighbours.len() < frozen.k as usize).then_some(StandInRemark::FewNeighbours);
        let found =
            StandIn::new(value, mark(peer), Basis::Neighbours(neighbours.clone())).grouped(groups, peer);
        let remark = found.remark.or(few);
        Some(StandIn { remark, ..found })
    }

    /// The neighbours of a row for every indicator of a neighbourhood that is missing in it.
    fn look(&self, space: usize, row: usize) -> Found {
        let space = &self.plan.spaces[space];
        let asked: Vec<Option<f64>> =
            space.columns.iter().map(|column| self.observed((*column)?, row)).collect();
        let mut own = Vec::new();
        let mut pooled = Vec::new();
        for &member in space.members.iter().filter(|member| self.is_gap(member.leaf, row)) {
            let ImputerPlan::Neighbours { step, groups, values, .. } =
                &self.leaves[member.leaf].imputers[member.step]
            else {
                continue;
            };
            let wanted = Wanted { values, k: step.k as usize, min_shared: step.min_shared };
            match groups.peer(self.block.rows.start + row) {
                Peer::Group(at) => {
                    let key = step.groups.groups.get(at).map(|group| group.when.concat());
                    own.push((member, wanted, key));
                }
                Peer::Pooled | Peer::Unknown => pooled.push((member, wanted, None)),
            }
        }
        let mut found = Vec::new();
        for part in [own, pooled] {
            let Some((_, _, key)) = part.first() else { continue };
            let positions = space.neighbourhood.positions(key.as_deref());
            let wanted: Vec<Wanted<'_>> = part.iter().map(|(_, wanted, _)| *wanted).collect();
            let nearest = space.neighbourhood.nearest(&asked, positions, &wanted);
            found.extend(part.iter().map(|(member, ..)| *member).zip(nearest));
        }
        found
    }
}

impl StandIn {
    fn new(value: f64, mark: Reliability, basis: Basis) -> Self {
        StandIn { value, mark, basis, remark: None }
    }

    /// Says so when groups were asked for and the unit's has nothing of its own.
    fn grouped<T>(mut self, lookup: &Lookup<'_, T>, peer: Peer) -> Self {
        if lookup.uniform().is_none() && !matches!(peer, Peer::Group(_)) {
            self.remark = Some(StandInRemark::WholeBase);
        }
        self
    }
}

fn mark(peer: Peer) -> Reliability {
    match peer {
        Peer::Group(_) => Reliability::B,
        Peer::Pooled | Peer::Unknown => Reliability::C,
    }
}
