//! Anchors of normalisation curves that move, written as hand-written anchors would be.

use crate::normalisation::{Axis, Normalisation};

/// Whether a normalisation has anchors on its card.
pub(in crate::sensitivity) fn has(normalisation: &Normalisation) -> bool {
    matches!(normalisation, Normalisation::Goalposts { .. } | Normalisation::Anchors { .. })
}

/// The same normalisation with both ends of each curve moved by up to `spread` of the distance between them, by two coordinates in (0, 1); anchors
/// between are carried along in proportion, so that their order stays. On a logarithmic axis distances are those of the logarithms.
pub(super) fn moved(normalisation: &Normalisation, spread: f64, coordinates: [f64; 2]) -> Normalisation {
    let mut normalisation = normalisation.clone();
    match &mut normalisation {
        Normalisation::Goalposts { low, high, axis, .. } => {
            let carry = Carry::new([*low, *high], *axis, spread, coordinates);
            (*low, *high) = (carry.value(*low), carry.value(*high));
        }
        Normalisation::Anchors { anchors, axis, groups, .. } => {
            carried(anchors, *axis, spread, coordinates);
            groups.iter_mut().for_each(|group| carried(&mut group.anchors, *axis, spread, coordinates));
        }
        _ => {}
    }
    normalisation
}

fn carried(anchors: &mut [[f64; 2]], axis: Axis, spread: f64, coordinates: [f64; 2]) {
    let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else { return };
    let carry = Carry::new([first[0], last[0]], axis, spread, coordinates);
    anchors.iter_mut().for_each(|anchor| anchor[0] = carry.value(anchor[0]));
}

/// The line that carries the old ends to the new.
struct Carry {
    axis: Axis,
    old: [f64; 2],
    new: [f64; 2],
}

impl Carry {
    fn new(ends: [f64; 2], axis: Axis, spread: f64, coordinates: [f64; 2]) -> Self {
        let old = ends.map(|end| inward(end, axis));
        let range = old[1] - old[0];
        let new = [0, 1].map(|at: usize| old[at] + spread * range * (2.0 * coordinates[at] - 1.0));
        Carry { axis, old, new }
    }

    fn value(&self, value: f64) -> f64 {
        let ([from, to], [low, high]) = (self.old, self.new);
        let place = (inward(value, self.axis) - from) / (to - from);
        let carried = low + place * (high - low);
        if !carried.is_finite() {
            return value;
        }
        match self.axis {
            Axis::Linear => carried,
            Axis::Log => libm::exp(carried),
        }
    }
}

fn inward(value: f64, axis: Axis) -> f64 {
    match axis {
        Axis::Linear => value,
        Axis::Log => libm::log(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalisation::Outside;

    #[test]
    fn ends_move_by_no_more_than_the_spread_and_order_stays() {
        let curve = Normalisation::Anchors {
            anchors: vec![[0.0, 0.0], [1.0, 50.0], [10.0, 100.0]],
            axis: Axis::Linear,
            outside: Outside::Clamp,
            groups: Vec::new(),
        };
        for coordinates in [[0.5, 0.5], [0.999, 0.001], [0.001, 0.999], [0.2, 0.7]] {
            let Normalisation::Anchors { anchors, .. } = moved(&curve, 0.49, coordinates) else { panic!() };
            assert!(anchors.windows(2).all(|pair| pair[0][0] < pair[1][0]), "{anchors:?}");
            for (anchor, old) in anchors.iter().zip([0.0, 1.0, 10.0]) {
                assert!((anchor[0] - old).abs() <= 4.9);
            }
        }
    }

    #[test]
    fn half_moves_nothing_and_logarithms_stay_positive() {
        let posts = |axis| Normalisation::Goalposts { low: 1.0, high: 100.0, axis, outside: Outside::Clamp };
        assert_eq!(moved(&posts(Axis::Linear), 0.2, [0.5, 0.5]), posts(Axis::Linear));
        let Normalisation::Goalposts { low, high, .. } = moved(&posts(Axis::Log), 0.4, [0.0, 1.0]) else {
            panic!()
        };
        assert!((low - libm::pow(100.0, -0.4)).abs() < 1e-12 && (high - libm::pow(100.0, 1.4)).abs() < 1e-9);
    }
}
