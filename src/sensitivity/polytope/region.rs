//! Weights of which at most three vary: a point, a stretch or a polygon, in which everything can be enumerated.
//!
//! Where two units are level is a line. The count of lines above 0 changes on these only, so that looking along each line and each edge sees every cell of their arrangement
//! (de Berg et al. 2008, ISBN 978-3-540-77973-5, chapter 8).

use super::{Compared, CriterionScores, PolytopeError, WeightPolytope};
use crate::optimisation::dot;

/// Its corners in order; each has a weight for every criterion.
pub(super) struct Region {
    pub(super) corners: Vec<Vec<f64>>,
    /// The criteria whose weights vary.
    free: Vec<usize>,
}

/// Weights that vary at most.
const FREE: usize = 3;

/// Corners nearer than this are one.
const SAME: f64 = 1e-13;

/// The fewest and the most forms that are above 0 somewhere, with weights near which it is so.
pub(super) struct Counted {
    pub(super) fewest: usize,
    /// The fewest where nothing is level.
    fewest_inside: usize,
    pub(super) most: usize,
    /// Places worth scoring: where the fewest or the most were found.
    pub(super) places: Vec<Vec<f64>>,
}

impl Region {
    pub(super) fn new(polytope: &WeightPolytope) -> Result<Region, PolytopeError> {
        let (lower, upper) = (polytope.lower(), polytope.upper());
        let free: Vec<usize> = (0..lower.len()).filter(|at| lower[*at] < upper[*at]).collect();
        if free.len() > FREE {
            return Err(PolytopeError::TooFree { free: free.len(), allowed: FREE });
        }
        let held: f64 = (0..lower.len()).filter(|at| !free.contains(at)).map(|at| lower[at]).sum();
        let mut corner = lower.to_vec();
        free.iter().for_each(|at| corner[*at] = 0.0);
        let mut corners: Vec<Vec<f64>> = free
            .iter()
            .map(|at| {
                let mut corner = corner.clone();
                corner[*at] = 1.0 - held;
                corner
            })
            .collect();
        if corners.is_empty() {
            corners.push(corner);
        }
        for at in &free {
            let mut terms = vec![0.0; lower.len()];
            terms[*at] = 1.0;
            corners = cut(&corners, &terms, upper[*at]);
            terms[*at] = -1.0;
            corners = cut(&corners, &terms, -lower[*at]);
        }
        for row in polytope.rows() {
            let negative: Vec<f64> = row.terms.iter().map(|term| -term).collect();
            if row.relation != Compared::AtLeast {
                corners = cut(&corners, &row.terms, row.limit);
            }
            if row.relation != Compared::AtMost {
                corners = cut(&corners, &negative, -row.limit);
            }
        }
        if corners.is_empty() { Err(PolytopeError::NoEnd) } else { Ok(Region { corners, free }) }
    }

    /// Counts the forms above 0 over the whole region: the fewest at places, ties left out; the most within cells.
    pub(super) fn count(&self, forms: &[&[f64]], negligible: &[f64]) -> Counted {
        let mut counted =
            Counted { fewest: usize::MAX, fewest_inside: usize::MAX, most: 0, places: Vec::new() };
        let sweep = Sweep { forms, negligible };
        let corners = &self.corners;
        if corners.len() == 1 {
            let count =
                forms.iter().zip(negligible).filter(|(form, none)| dot(form, &corners[0]) > **none).count();
            let places = vec![corners[0].clone()];
            return Counted { fewest: count, fewest_inside: count, most: count, places };
        }
        // Edges first; of a stretch it is the only one.
        let edges = if corners.len() == 2 { 1 } else { corners.len() };
        for at in 0..edges {
            let (from, to) = (&corners[at], &corners[(at + 1) % corners.len()]);
            let stretches = sweep.along(from, to, &mut counted);
            counted.inside(&stretches, from, to);
        }
        if corners.len() == 2 {
            return counted;
        }
        let centre = self.centre();
        let count = sweep.at(&centre);
        counted.inside(&Stretches { fewest: (count, 0.0), most: (count, 0.0) }, &centre, &centre);
        for (at, form) in forms.iter().enumerate() {
            if let Some((from, to)) = self.chord(form, negligible[at]) {
                let stretches = sweep.along(&from, &to, &mut counted);
                sweep.beside((&from, &to), &stretches, corners, &mut counted);
            }
        }
        counted
    }

    fn centre(&self) -> Vec<f64> {
        let count = self.corners.len() as f64;
        let mean = |at: usize| self.corners.iter().map(|corner| corner[at]).sum::<f64>() / count;
        (0..self.corners[0].len()).map(mean).collect()
    }

    /// Where a form is 0 within the polygon: its two ends; `None` where it is not 0 inside.
    fn chord(&self, form: &[f64], negligible: f64) -> Option<(Vec<f64>, Vec<f64>)> {
        let values: Vec<f64> =
            self.corners.iter().map(|corner| snapped(dot(form, corner), negligible)).collect();
        if !values.iter().any(|value| *value > 0.0) || !values.iter().any(|value| *value < 0.0) {
            return None;
        }
        let mut ends = Vec::new();
        for at in 0..values.len() {
            let next = (at + 1) % values.len();
            if values[at] == 0.0 {
                ends.push(self.corners[at].clone());
            } else if values[at] * values[next] < 0.0 {
                let part = values[at] / (values[at] - values[next]);
                ends.push(between(&self.corners[at], &self.corners[next], part));
            }
        }
        let (from, to) = (ends.first()?.clone(), ends.get(1)?.clone());
        Some((from, to))
    }

    /// The share of the region in which each number of forms, from none on, is above 0.
    pub(super) fn shares(&self, forms: &[&[f64]], negligible: &[f64]) -> Vec<f64> {
        let mut shares = vec![0.0; forms.len() + 1];
        match self.corners.len() {
            1 => shares[Sweep { forms, negligible }.at(&self.corners[0])] = 1.0,
            2 => {
                let (from, to) = (&self.corners[0], &self.corners[1]);
                let mut turns = vec![0.0, 1.0];
                for form in forms {
                    let (a, b) = (dot(form, from), dot(form, to));
                    if a * b < 0.0 {
                        turns.push(a / (a - b));
                    }
                }
                turns.sort_unstable_by(f64::total_cmp);
                for pair in turns.windows(2) {
                    let place = between(from, to, (pair[0] + pair[1]) / 2.0);
                    shares[Sweep { forms, negligible }.at(&place)] += pair[1] - pair[0];
                }
            }
            _ => self.areas(forms, negligible, &mut shares),
        }
        shares
    }

    /// Slabs between all places where two lines meet; within a slab the pieces are trapezia, whose area is their width times their height in the middle.
    fn areas(&self, forms: &[&[f64]], negligible: &[f64], shares: &mut [f64]) {
        let (x, y, z) = (self.free[0], self.free[1], self.free[2]);
        let flat: Vec<(f64, f64)> = self.corners.iter().map(|corner| (corner[x], corner[y])).collect();
        let whole = self.corners[0][x] + self.corners[0][y] + self.corners[0][z];
        // c + a·x + b·y.
        let line = |form: &&[f64]| {
            let held: f64 = (0..form.len())
                .filter(|at| !self.free.contains(at))
                .map(|at| form[at] * self.corners[0][at])
                .sum();
            [held + form[z] * whole, form[x] - form[z], form[y] - form[z]]
        };
        let zero = |(line, none): &([f64; 3], &f64)| line.iter().any(|term| term.abs() > **none);
        let lines: Vec<[f64; 3]> =
            forms.iter().map(line).zip(negligible).filter(zero).map(|(line, _)| line).collect();
        let edge = |at: usize| {
            let ((x0, y0), (x1, y1)) = (flat[at], flat[(at + 1) % flat.len()]);
            let (a, b) = (y1 - y0, x0 - x1);
            [-(a * x0 + b * y0), a, b]
        };
        let edges: Vec<[f64; 3]> = (0..flat.len()).map(edge).collect();
        let mut breaks: Vec<f64> = flat.iter().map(|corner| corner.0).collect();
        let (low, high) = breaks.iter().fold((f64::MAX, f64::MIN), |(l, h), x| (l.min(*x), h.max(*x)));
        let all: Vec<&[f64; 3]> = lines.iter().chain(&edges).collect();
        for (at, one) in all.iter().enumerate() {
            if one[2] == 0.0 && one[1] != 0.0 {
                breaks.push(-one[0] / one[1]);
            }
            for other in &all[at + 1..] {
                let meet = (one[2] * other[0] - one[0] * other[2]) / (one[1] * other[2] - one[2] * other[1]);
                breaks.extend(Some(meet).filter(|x| *x > low && *x < high));
            }
        }
        breaks.retain(|x| *x >= low && *x <= high);
        breaks.sort_unstable_by(f64::total_cmp);
        let mut total = 0.0;
        for pair in breaks.windows(2).filter(|pair| pair[1] > pair[0]) {
            let middle = (pair[0] + pair[1]) / 2.0;
            total += slab(middle, pair[1] - pair[0], &flat, &lines, shares);
        }
        shares.iter_mut().for_each(|share| *share /= total);
    }
}

/// Adds the areas of one slab; gives its whole area.
fn slab(middle: f64, width: f64, flat: &[(f64, f64)], lines: &[[f64; 3]], shares: &mut [f64]) -> f64 {
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    for at in 0..flat.len() {
        let ((x0, y0), (x1, y1)) = (flat[at], flat[(at + 1) % flat.len()]);
        if (x0 < middle) != (x1 < middle) {
            let y = y0 + (y1 - y0) * ((middle - x0) / (x1 - x0));
            (low, high) = (low.min(y), high.max(y));
        }
    }
    if low >= high {
        return 0.0;
    }
    let mut count = 0;
    let mut turns = Vec::new();
    for [c, a, b] in lines {
        let at_low = c + a * middle + b * low;
        let y = -(c + a * middle) / b;
        let inside = *b != 0.0 && y > low && y < high;
        if inside {
            turns.push((y, *b > 0.0));
            count += usize::from(*b < 0.0);
        } else {
            // The sign is the same from end to end.
            count += usize::from(at_low + c + a * middle + b * high > 0.0);
        }
    }
    turns.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut last = low;
    for (y, rises) in turns.into_iter().map(|(y, rises)| (y, Some(rises))).chain([(high, None)]) {
        shares[count] += width * (y - last);
        last = y;
        match rises {
            Some(true) => count += 1,
            Some(false) => count -= 1,
            None => {}
        }
    }
    width * (high - low)
}

/// The share of all weights allowed that gives each unit each rank, exactly, where at most three weights vary: rank acceptability of flat weights without drawing. A row a
/// unit, from the first rank on; each adds up to 1.
///
/// ```
/// use quanheng::sensitivity::polytope::{CriterionScores, WeightPolytope, exact_acceptability};
/// let scores = CriterionScores::complete(&[&[80.0, 60.0], &[40.0, 70.0]]).unwrap();
/// let shares = exact_acceptability(&scores, &WeightPolytope::simplex(2).unwrap()).unwrap();
/// assert!((shares[0][0] - 0.4).abs() < 1e-12); // ahead where the first weight is above 0.6
/// ```
///
/// # Errors
/// [`PolytopeError::TooFree`] when more weights vary, [`PolytopeError::Gaps`] when two units lack different criteria.
pub fn exact_acceptability(
    scores: &CriterionScores,
    polytope: &WeightPolytope,
) -> Result<Vec<Vec<f64>>, PolytopeError> {
    polytope.check_scores(scores.criteria())?;
    let region = Region::new(polytope)?;
    let mut shares = Vec::with_capacity(scores.units());
    for unit in 0..scores.units() {
        let mut rows = Vec::new();
        let mut negligible = Vec::new();
        for other in (0..scores.units()).filter(|other| *other != unit) {
            if !scores.alike(unit, other) {
                return Err(PolytopeError::Gaps { first: unit, second: other });
            }
            let mut form = vec![0.0; scores.criteria()];
            scores.gap(other, unit, &mut form);
            rows.push(form);
            negligible.push(scores.negligible(unit, other));
        }
        let forms: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        shares.push(region.shares(&forms, &negligible));
    }
    Ok(shares)
}

struct Sweep<'a> {
    forms: &'a [&'a [f64]],
    negligible: &'a [f64],
}

impl Sweep<'_> {
    fn at(&self, place: &[f64]) -> usize {
        self.forms.iter().zip(self.negligible).filter(|(form, none)| dot(form, place) > **none).count()
    }

    /// Counts on a stretch: at its ends, where forms turn, and in between. Forms that are 0 throughout count nowhere.
    fn along(&self, from: &[f64], to: &[f64], counted: &mut Counted) -> Stretches {
        let mut turns: Vec<(f64, bool)> = Vec::new();
        let (mut count, mut at_start, mut at_end) = (0, 0, 0);
        for (form, none) in self.forms.iter().zip(self.negligible) {
            let (a, b) = (snapped(dot(form, from), 4.0 * none), snapped(dot(form, to), 4.0 * none));
            at_start += usize::from(a > 0.0);
            at_end += usize::from(b > 0.0);
            count += usize::from(a > 0.0 || (a == 0.0 && b > 0.0));
            if a * b < 0.0 {
                turns.push((a / (a - b), b > 0.0));
            }
        }
        turns.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        counted.fewer(at_start, from);
        counted.fewer(at_end, to);
        let mut stretches = Stretches { fewest: (usize::MAX, 0.0), most: (0, 0.5) };
        let (mut at, mut last) = (0, 0.0);
        while at <= turns.len() {
            let next = turns.get(at).map_or(1.0, |turn| turn.0);
            let middle = (last + next) / 2.0;
            if count < stretches.fewest.0 {
                stretches.fewest = (count, middle);
            }
            if count > stretches.most.0 {
                stretches.most = (count, middle);
            }
            // What turns at one place is level there together.
            let same = turns[at..].iter().take_while(|turn| turn.0 <= next + SAME).count();
            if same == 0 {
                break;
            }
            let falling = turns[at..at + same].iter().filter(|turn| !turn.1).count();
            if count - falling < counted.fewest {
                counted.fewer(count - falling, &between(from, to, next));
            }
            count = count - falling + (same - falling);
            last = turns[at + same - 1].0;
            at += same;
        }
        counted.fewer(stretches.fewest.0, &between(from, to, stretches.fewest.1));
        stretches
    }

    /// Counts in the cells beside a line on which some forms are 0 throughout.
    fn beside(
        &self,
        chord: (&[f64], &[f64]),
        on_it: &Stretches,
        corners: &[Vec<f64>],
        counted: &mut Counted,
    ) {
        let (from, to) = chord;
        let zero = |form: &[f64], none: f64| {
            snapped(dot(form, from), 4.0 * none) == 0.0 && snapped(dot(form, to), 4.0 * none) == 0.0
        };
        let pairs = self.forms.iter().zip(self.negligible);
        let on: Vec<&[f64]> =
            pairs.filter(|(form, none)| zero(form, **none)).map(|(form, _)| *form).collect();
        // The corners that are farthest on either side.
        let Some(first) = on.first() else { return };
        let side = |a: &&Vec<f64>, b: &&Vec<f64>| dot(first, a).total_cmp(&dot(first, b));
        let ends = [corners.iter().max_by(side), corners.iter().min_by(side)];
        for corner in ends.into_iter().flatten() {
            let above = on.iter().filter(|form| dot(form, corner) > 0.0).count();
            let (most, fewest) = (on_it.most.0 + above, on_it.fewest.0 + above);
            if most > counted.most {
                counted.most = most;
                counted.places.extend(self.near(&between(from, to, on_it.most.1), corner, most));
            }
            if fewest < counted.fewest_inside {
                counted.fewest_inside = fewest;
                counted.places.extend(self.near(&between(from, to, on_it.fewest.1), corner, fewest));
            }
        }
    }

    /// A place on the way to a corner that has this count: near enough to the line that nothing else turns.
    fn near(&self, place: &[f64], corner: &[f64], count: usize) -> Option<Vec<f64>> {
        let halves = std::iter::successors(Some(0.25), |part| Some(part / 2.0)).take(40);
        halves.map(|part| between(place, corner, part)).find(|near| self.at(near) == count)
    }
}

/// The fewest and the most on stretches between turns, each with the middle of its stretch.
struct Stretches {
    fewest: (usize, f64),
    most: (usize, f64),
}

impl Counted {
    fn fewer(&mut self, count: usize, place: &[f64]) {
        if count < self.fewest {
            self.fewest = count;
            self.places.push(place.to_vec());
        }
    }

    /// Stretches that are, or border on, cells of their own.
    fn inside(&mut self, stretches: &Stretches, from: &[f64], to: &[f64]) {
        if stretches.most.0 > self.most {
            self.most = stretches.most.0;
            self.places.push(between(from, to, stretches.most.1));
        }
        if stretches.fewest.0 < self.fewest_inside {
            self.fewest_inside = stretches.fewest.0;
            self.places.push(between(from, to, stretches.fewest.1));
        }
    }
}

fn snapped(value: f64, negligible: f64) -> f64 {
    if value.abs() <= negligible { 0.0 } else { value }
}

fn between(from: &[f64], to: &[f64], part: f64) -> Vec<f64> {
    from.iter().zip(to).map(|(from, to)| from + part * (to - from)).collect()
}

/// What is left of a polygon, stretch or point where terms·w ≤ limit (Sutherland & Hodgman 1974, <https://doi.org/10.1145/360767.360802>).
fn cut(corners: &[Vec<f64>], terms: &[f64], limit: f64) -> Vec<Vec<f64>> {
    let scale = terms.iter().fold(limit.abs(), |most: f64, term| most.max(term.abs()));
    let over: Vec<f64> =
        corners.iter().map(|corner| snapped(dot(terms, corner) - limit, 1e-12 * scale)).collect();
    let mut kept: Vec<Vec<f64>> = Vec::new();
    for at in 0..corners.len() {
        let next = (at + 1) % corners.len();
        if over[at] <= 0.0 {
            kept.push(corners[at].clone());
        }
        let closing = corners.len() == 2 && at == 1;
        if over[at] * over[next] < 0.0 && !closing {
            kept.push(between(&corners[at], &corners[next], over[at] / (over[at] - over[next])));
        }
    }
    let far = |a: &[f64], b: &[f64]| a.iter().zip(b).any(|(a, b)| (a - b).abs() > SAME);
    let mut corners: Vec<Vec<f64>> = Vec::new();
    for corner in kept {
        if corners.iter().all(|other| far(other, &corner)) {
            corners.push(corner);
        }
    }
    corners
}
