//! A search for weights with few opponents on the wrong side: steps towards vertices that are good against the opponents near the turning point, with an exact count
//! along each step.

use super::super::PolytopeError;
use super::super::extremes::Extremes;
use super::Found;
use super::opponents::Opponents;

/// Offers what it finds to `found`.
pub(super) fn search(
    opponents: &Opponents,
    extremes: &mut Extremes<'_>,
    steps: usize,
    found: &mut Found<'_>,
) -> Result<(), PolytopeError> {
    // The vertex that is best against all opponents together.
    let mut pull = vec![0.0; opponents.criteria];
    for form in opponents.forms() {
        pull.iter_mut().zip(form).for_each(|(pull, term)| *pull += term);
    }
    let mut weights = vec![0.0; opponents.criteria];
    extremes.lowest(&pull, &mut weights)?;
    found.offer(&weights);
    if opponents.len() == 0 {
        return Ok(());
    }
    let mut walk = Walk::new(opponents, weights);
    let spread = walk.values.iter().map(|value| value.abs()).sum::<f64>() / opponents.len() as f64;
    let mut vertex = vec![0.0; opponents.criteria];
    let mut best = walk.count();
    for step in 0..steps {
        if found.is_exact() || spread <= 0.0 {
            break;
        }
        // From a wide view to a narrow one, and again from the best place.
        let within = step % ROUND;
        if within == 0 && step > 0 {
            walk.go_to(&found.end.weights);
        }
        let width = spread * (1.0 - 0.98 * within as f64 / ROUND as f64) / (1 + step / ROUND) as f64;
        pull.fill(0.0);
        for (form, value) in opponents.forms().zip(&walk.values) {
            let near = value / width;
            let strength = 1.0 / (1.0 + near * near);
            pull.iter_mut().zip(form).for_each(|(pull, term)| *pull += strength * term);
        }
        extremes.lowest(&pull, &mut vertex)?;
        let (part, count) = walk.fewest_towards(&vertex);
        if count < best && found.offer(&walk.part_of_the_way(part)) {
            best = count;
            walk.go(part);
        } else {
            walk.go(2.0 / (within + 4) as f64);
        }
    }
    Ok(())
}

/// Steps from the widest to the narrowest view.
const ROUND: usize = 20;

/// A place among the weights, with the value of every opponent's form.
struct Walk<'a> {
    opponents: &'a Opponents,
    weights: Vec<f64>,
    values: Vec<f64>,
    /// Where a step would lead.
    vertex: Vec<f64>,
    ends: Vec<f64>,
    /// Where an opponent turns on the way, and what that adds to the count.
    turns: Vec<(f64, i32)>,
}

impl<'a> Walk<'a> {
    fn new(opponents: &'a Opponents, weights: Vec<f64>) -> Self {
        let mut values = Vec::new();
        opponents.values(&weights, &mut values);
        Walk { opponents, vertex: weights.clone(), weights, values, ends: Vec::new(), turns: Vec::new() }
    }

    fn count(&self) -> i32 {
        self.values.iter().filter(|value| **value > 0.0).count() as i32
    }

    /// The part of the way to a vertex with the fewest opponents on the wrong side: the middle of the widest such stretch, or the vertex itself.
    fn fewest_towards(&mut self, vertex: &[f64]) -> (f64, i32) {
        self.vertex.copy_from_slice(vertex);
        self.opponents.values(vertex, &mut self.ends);
        self.turns.clear();
        let mut count = 0;
        for (from, to) in self.values.iter().zip(&self.ends) {
            count += i32::from(*from > 0.0 || (*from == 0.0 && *to > 0.0));
            if (*from > 0.0 && *to < 0.0) || (*from < 0.0 && *to > 0.0) {
                self.turns.push((from / (from - to), if *to > 0.0 { 1 } else { -1 }));
            }
        }
        self.turns.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let at_vertex = self.ends.iter().filter(|value| **value > 0.0).count() as i32;
        let (mut best, mut part, mut width) = (at_vertex, 1.0, 0.0);
        let mut last = 0.0;
        for (at, step) in self.turns.iter().copied().chain([(1.0, 0)]) {
            if count < best || (count == best && at - last > width) {
                (best, part, width) = (count, (last + at) / 2.0, at - last);
            }
            count += step;
            last = at;
        }
        (part, best)
    }

    fn go_to(&mut self, weights: &[f64]) {
        self.weights.copy_from_slice(weights);
        self.opponents.values(weights, &mut self.values);
    }

    fn part_of_the_way(&self, part: f64) -> Vec<f64> {
        if part >= 1.0 {
            return self.vertex.clone();
        }
        let step = |(from, to): (&f64, &f64)| from * (1.0 - part) + to * part;
        self.weights.iter().zip(&self.vertex).map(step).collect()
    }

    /// Goes a part of the way last looked at.
    fn go(&mut self, part: f64) {
        self.weights = self.part_of_the_way(part);
        self.opponents.values(&self.weights, &mut self.values);
    }
}
