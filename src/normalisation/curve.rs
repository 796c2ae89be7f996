use serde::{Deserialize, Serialize};

use super::normaliser::each;
use super::{Axis, Hurdle, Outside};
use crate::statistics::Undetermined;
use crate::statistics::vectorised::{Kernel, vectorised};
use crate::vocab::{at_least, at_most};

/// A piecewise linear curve from value to score: y = y₀ + (u(x) − u(x₀)) · (y₁ − y₀) / (u(x₁) − u(x₀)) between two anchors, with
/// u the identity or the natural logarithm.
///
/// At an anchor it gives exactly the anchor's score, and between two anchors it never leaves their scores, so that it is monotone
/// wherever its anchors are. Goalposts, efficacy coefficients (功效系数), trapezoids and reference bands are all such curves: OECD/JRC,
/// Handbook on Constructing Composite Indicators, 2008, ISBN 978-92-64-04345-9, step 5.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// Pairs of value and score; values strictly increasing, at least one pair.
    anchors: Vec<[f64; 2]>,
    #[serde(default, skip_serializing_if = "is_default")]
    axis: Axis,
    #[serde(default, skip_serializing_if = "is_default")]
    outside: Outside,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hurdle: Option<Hurdle>,
    /// The score below the first anchor, where that is a class of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    under: Option<f64>,
    /// The score above the last anchor, where that is a class of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    over: Option<f64>,
}

/// The two anchors a value lies between.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Segment {
    /// Value and score of the lower one.
    pub from: [f64; 2],
    /// Value and score of the higher one.
    pub to: [f64; 2],
}

impl Curve {
    /// A curve through anchors.
    ///
    /// # Errors
    /// [`Undetermined::Empty`] without anchors; [`Undetermined::Constant`] when a value is not above the one before it, or when the
    /// logarithm of an anchor does not exist; [`Undetermined::TooWide`] when the distance of two is no finite number.
    pub fn new(anchors: Vec<[f64; 2]>, axis: Axis, outside: Outside) -> Result<Curve, Undetermined> {
        let curve = Curve { anchors, axis, outside, hurdle: None, under: None, over: None };
        curve.check()?;
        Ok(curve)
    }

    /// With a class of its own at the bottom.
    #[must_use]
    pub fn with_hurdle(mut self, hurdle: Option<Hurdle>) -> Self {
        self.hurdle = hurdle;
        self
    }

    /// With scores of their own below the first and above the last anchor; a value within 1e-12 (relative) of an anchor is not beyond it.
    #[must_use]
    pub fn with_classes_beyond(mut self, under: Option<f64>, over: Option<f64>) -> Self {
        (self.under, self.over) = (under, over);
        self
    }

    /// The scores below the first and above the last anchor, where those are classes of their own.
    #[must_use]
    pub fn classes_beyond(&self) -> (Option<f64>, Option<f64>) {
        (self.under, self.over)
    }

    /// Pairs of value and score.
    #[must_use]
    pub fn anchors(&self) -> &[[f64; 2]] {
        &self.anchors
    }

    /// How distances between values are measured.
    #[must_use]
    pub fn axis(&self) -> Axis {
        self.axis
    }

    /// What happens beyond the ends.
    #[must_use]
    pub fn outside(&self) -> Outside {
        self.outside
    }

    /// The class of its own at the bottom.
    #[must_use]
    pub fn hurdle(&self) -> Option<Hurdle> {
        self.hurdle
    }

    /// The anchors around a value; of two segments that meet at it the upper one. `None` beyond the ends and for one anchor alone.
    #[must_use]
    pub fn segment(&self, value: f64) -> Option<Segment> {
        let above = self.anchors.partition_point(|anchor| anchor[0] <= value);
        let above = if above == self.anchors.len() && self.anchors.last().is_some_and(|a| a[0] == value) {
            above - 1
        } else {
            above
        };
        let below = above.checked_sub(1)?;
        Some(Segment { from: self.anchors[below], to: *self.anchors.get(above)? })
    }

    pub(super) fn span(&self) -> (f64, f64) {
        let first = self.anchors.first().map_or(f64::NEG_INFINITY, |a| a[0]);
        let last = self.anchors.last().map_or(f64::INFINITY, |a| a[0]);
        (first, last)
    }

    pub(super) fn prepare(&self) -> PreparedCurve {
        let axis = self.axis;
        let place = |value: f64| if axis == Axis::Log { libm::log(value) } else { value };
        let points: Vec<Point> =
            self.anchors.iter().map(|a| Point { at: place(a[0]), score: a[1] }).collect();
        let lines = points.windows(2).map(|pair| Line::between(pair[0], pair[1])).collect();
        let (low, high) = self.span();
        let beyond = [(self.under, low), (self.over, high)];
        let beyond = beyond.map(|(score, end)| score.map(|score| (end, score)));
        PreparedCurve { points, lines, axis, outside: self.outside, hurdle: self.hurdle, beyond }
    }

    /// Whether the anchors can carry a curve: also asked when a scorecard is read from a file.
    pub(crate) fn check(&self) -> Result<(), Undetermined> {
        let axis = self.axis;
        let place = |value: f64| if axis == Axis::Log { libm::log(value) } else { value };
        if self.anchors.is_empty() {
            return Err(Undetermined::Empty);
        }
        if let Some(score) = [self.under, self.over].into_iter().flatten().find(|score| !score.is_finite()) {
            return Err(Undetermined::Constant { value: score });
        }
        for anchor in &self.anchors {
            let fits =
                anchor[0].is_finite() && anchor[1].is_finite() && (axis == Axis::Linear || anchor[0] > 0.0);
            if !fits {
                return Err(Undetermined::Constant { value: anchor[0] });
            }
        }
        for pair in self.anchors.windows(2) {
            let (low, high) = (pair[0][0], pair[1][0]);
            let width = place(high) - place(low);
            if width.is_nan() || width <= 0.0 {
                return Err(Undetermined::Constant { value: low });
            }
            if !width.is_finite() || !(pair[1][1] - pair[0][1]).is_finite() {
                return Err(Undetermined::TooWide { low, high });
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug)]
struct Point {
    at: f64,
    score: f64,
}

/// One segment, with what its formula needs.
#[derive(Clone, Copy, Debug)]
struct Line {
    from: Point,
    to: Point,
    width: f64,
    height: f64,
    /// What the distance from the lower end is multiplied by before and after it is divided by the width: the height and 1, so that
    /// goalposts at 0 and 100 leave a whole number as it is; 1 and the height where the product could overflow or vanish.
    before: f64,
    after: f64,
    low: f64,
    high: f64,
}

impl Line {
    fn between(from: Point, to: Point) -> Self {
        let (width, height) = (to.at - from.at, to.score - from.score);
        let is_moderate = height == 0.0 || (1e-200..=1e300).contains(&(width * height).abs());
        let (before, after) = if is_moderate { (height, 1.0) } else { (1.0, height) };
        let (low, high) = (from.score.min(to.score), from.score.max(to.score));
        Line { from, to, width, height, before, after, low, high }
    }

    /// Inside the segment and clamped beyond it. Written with selections only, so that the compiler makes vector code of it.
    /// Every step is monotone, the ends are exact, and the clamp keeps rounding inside.
    #[inline(always)]
    fn clamped(&self, at: f64) -> f64 {
        let score = self.from.score + (at - self.from.at) * self.before / self.width * self.after;
        let score = if score < self.low { self.low } else { score };
        let score = if score > self.high { self.high } else { score };
        let score = if at >= self.to.at { self.to.score } else { score };
        if at <= self.from.at { self.from.score } else { score }
    }

    /// The line goes on; far out the product may overflow where the quotient does not.
    #[inline(always)]
    fn extended(&self, at: f64) -> f64 {
        let distance = at - self.from.at;
        let score = self.from.score + distance * self.before / self.width * self.after;
        if score.is_finite() { score } else { self.from.score + distance / self.width * self.height }
    }
}

/// One line for many values.
struct Clamped<'v> {
    line: Line,
    values: &'v [f64],
    scores: &'v mut [f64],
}

impl Kernel for Clamped<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (score, value) in self.scores.iter_mut().zip(self.values) {
            *score = self.line.clamped(*value);
        }
    }
}

/// A curve with its places on the axis worked out.
#[derive(Clone, Debug)]
pub(crate) struct PreparedCurve {
    points: Vec<Point>,
    lines: Vec<Line>,
    axis: Axis,
    outside: Outside,
    hurdle: Option<Hurdle>,
    /// The first and last anchor's value with the score beyond it.
    beyond: [Option<(f64, f64)>; 2],
}

impl PreparedCurve {
    pub(super) fn is_total(&self) -> bool {
        self.axis == Axis::Linear && self.outside == Outside::Clamp
    }

    pub(super) fn apply(&self, value: f64) -> f64 {
        if let Some(hurdle) = self.hurdle.filter(|hurdle| at_most(value, hurdle.at)) {
            return hurdle.score;
        }
        if let Some((_, score)) = self.beyond[0].filter(|(end, _)| !at_least(value, *end)) {
            return score;
        }
        if let Some((_, score)) = self.beyond[1].filter(|(end, _)| !at_most(value, *end)) {
            return score;
        }
        match self.axis {
            Axis::Linear => self.place(value),
            Axis::Log if value > 0.0 => self.place(libm::log(value)),
            Axis::Log => f64::NAN,
        }
    }

    pub(super) fn apply_all(&self, values: &[f64], scores: &mut [f64]) {
        match self.lines.as_slice() {
            [line] if self.is_total() && self.hurdle.is_none() && self.beyond == [None, None] => {
                vectorised(Clamped { line: *line, values, scores });
            }
            _ => each(values, scores, |value| self.apply(value)),
        }
    }

    fn place(&self, at: f64) -> f64 {
        let (Some(first), Some(last)) = (self.lines.first(), self.lines.last()) else {
            return self.points.first().map_or(f64::NAN, |point| point.score);
        };
        if self.outside == Outside::Extend {
            if at < first.from.at {
                return first.extended(at);
            }
            if at > last.to.at {
                return last.extended(at);
            }
        }
        let above = self.lines.iter().position(|line| at < line.to.at).unwrap_or(self.lines.len() - 1);
        self.lines[above].clamped(at)
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(anchors: &[[f64; 2]]) -> Curve {
        Curve::new(anchors.to_vec(), Axis::Linear, Outside::Clamp).unwrap()
    }

    #[test]
    fn anchors_are_met_exactly() {
        let anchors = [[0.1, 0.3], [0.2, 0.7], [0.7, 33.3], [1e9, 99.9]];
        let prepared = curve(&anchors).prepare();
        for [at, score] in anchors {
            assert_eq!(prepared.apply(at).to_bits(), score.to_bits());
        }
        assert_eq!(prepared.apply(-1e300), 0.3);
        assert_eq!(prepared.apply(1e300), 99.9);
    }

    #[test]
    fn whole_numbers_stay_whole() {
        let (up, down) = (curve(&[[0.0, 0.0], [100.0, 100.0]]), curve(&[[0.0, 100.0], [100.0, 0.0]]));
        for value in 0..=100_u32 {
            assert_eq!(up.prepare().apply(f64::from(value)), f64::from(value));
            assert_eq!(down.prepare().apply(f64::from(value)), f64::from(100 - value));
        }
    }

    #[test]
    fn extreme_segments_neither_overflow_nor_vanish() {
        for [width, height] in [[1e307, 100.0], [1e-307, 1e-300], [1e300, 1e300], [1e-300, 100.0]] {
            let prepared = curve(&[[0.0, 0.0], [width, height]]).prepare();
            assert_eq!(prepared.apply(0.5 * width), 0.5 * height, "{width} {height}");
            assert_eq!(prepared.apply(f64::MAX), height);
            assert_eq!(prepared.apply(-f64::MAX), 0.0);
        }
        let far = Curve::new(vec![[0.0, 0.0], [1e290, 100.0]], Axis::Linear, Outside::Extend).unwrap();
        assert_eq!(far.prepare().apply(1e308), 1e20);
    }

    #[test]
    fn a_block_has_the_bits_of_single_values() {
        let values: Vec<f64> = (0..1000).map(|at| f64::from(at) * 0.013 - 2.0).collect();
        let mut scores = vec![0.0; values.len()];
        for anchors in
            [vec![[0.1, 3.0], [7.3, 97.0]], vec![[0.1, 3.0], [5.0, 10.0], [7.3, 4.0]], vec![[1.0, 5.0]]]
        {
            let prepared = curve(&anchors).prepare();
            prepared.apply_all(&values, &mut scores);
            for (value, score) in values.iter().zip(&scores) {
                assert_eq!(prepared.apply(*value).to_bits(), score.to_bits());
            }
        }
    }

    #[test]
    fn it_is_monotone_to_the_last_bit() {
        let prepared = curve(&[[0.0, 0.1], [3.0, 0.3], [7.0, 100.0 / 3.0]]).prepare();
        let mut value = 2.999_999_999_999;
        let mut before = prepared.apply(value);
        for _ in 0..20_000 {
            value = value.next_up();
            let score = prepared.apply(value);
            assert!(score >= before, "{value}");
            before = score;
        }
    }

    #[test]
    fn a_logarithmic_axis_has_no_answer_for_zero() {
        let log =
            Curve::new(vec![[100.0, 0.0], [75_000.0, 1.0]], Axis::Log, Outside::Clamp).unwrap().prepare();
        assert!(log.apply(0.0).is_nan());
        assert!(log.apply(-5.0).is_nan());
        assert_eq!(log.apply(100.0), 0.0);
        assert_eq!(log.apply(75_000.0), 1.0);
        let middle = log.apply(7_500_000.0_f64.sqrt());
        assert!((middle - 0.5).abs() < 1e-15, "{middle}");
    }

    #[test]
    fn extending_goes_on_along_the_end_segments() {
        let curve =
            Curve::new(vec![[0.0, 0.0], [1.0, 10.0], [2.0, 40.0]], Axis::Linear, Outside::Extend).unwrap();
        let prepared = curve.prepare();
        assert_eq!(prepared.apply(-1.0), -10.0);
        assert_eq!(prepared.apply(3.0), 70.0);
        let far = Curve::new(vec![[0.0, 0.0], [1e-300, 10.0]], Axis::Linear, Outside::Extend).unwrap();
        assert!(!far.prepare().apply(1e300).is_finite());
    }

    #[test]
    fn anchors_that_carry_no_curve_are_refused() {
        let refused =
            |anchors: &[[f64; 2]], axis| Curve::new(anchors.to_vec(), axis, Outside::Clamp).unwrap_err();
        assert_eq!(refused(&[], Axis::Linear), Undetermined::Empty);
        assert_eq!(refused(&[[1.0, 0.0], [1.0, 2.0]], Axis::Linear), Undetermined::Constant { value: 1.0 });
        assert_eq!(refused(&[[0.0, 0.0], [1.0, 2.0]], Axis::Log), Undetermined::Constant { value: 0.0 });
        let wide = refused(&[[-f64::MAX, 0.0], [f64::MAX, 2.0]], Axis::Linear);
        assert_eq!(wide, Undetermined::TooWide { low: -f64::MAX, high: f64::MAX });
    }

    #[test]
    fn a_value_knows_its_segment() {
        let curve = curve(&[[0.0, 0.0], [1.0, 10.0], [2.0, 40.0]]);
        assert_eq!(curve.segment(0.5), Some(Segment { from: [0.0, 0.0], to: [1.0, 10.0] }));
        assert_eq!(curve.segment(2.0), Some(Segment { from: [1.0, 10.0], to: [2.0, 40.0] }));
        assert_eq!(curve.segment(2.5), None);
        assert_eq!(curve.segment(-0.5), None);
    }
}
