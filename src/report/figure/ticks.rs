//! Chooses the round numbers of an axis, and prints numbers.

/// The marks of an axis and the range they span.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ticks {
    /// Where the axis begins.
    pub(super) low: f64,
    /// Where it ends; always above `low`.
    pub(super) high: f64,
    /// The marks, ascending, within the range.
    pub(super) marks: Vec<Tick>,
}

/// A mark of an axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// The value it stands at.
    pub(super) at: f64,
    /// The value as printed: with as many decimals as tell it from its neighbours.
    pub(super) label: String,
}

impl Ticks {
    /// Marks at multiples of 1, 2, 2.5 or 5 × a power of ten, the range widened to whole steps: about `count` of them.
    ///
    /// A range without width is opened around its value, so a constant series stands in the middle.
    pub(super) fn nice(low: f64, high: f64, count: usize) -> Self {
        let (low, high) = opened(low, high);
        let step = nice_step((high - low) / count.max(1) as f64);
        let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
        Ticks::every(first, last, step)
    }

    /// Marks within a range that is kept as it is.
    pub(super) fn within(low: f64, high: f64, count: usize) -> Self {
        let (low, high) = opened(low, high);
        let step = nice_step((high - low) / count.max(1) as f64);
        let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
        Ticks { low, high, ..Ticks::every(first, last, step) }
    }

    /// Marks at powers of ten for a logarithmic axis, with 2 and 5 between them where few decades are shown.
    ///
    /// Both ends are positive.
    pub(super) fn logarithmic(low: f64, high: f64) -> Self {
        let (low, high) = (low.max(f64::MIN_POSITIVE), high.max(low * 1.01).max(f64::MIN_POSITIVE * 2.0));
        let (first, last) = (libm::log10(low).floor() as i32, libm::log10(high).ceil() as i32);
        let factors: &[f64] = if last - first <= 3 { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let stride = usize::try_from((last - first) / 8 + 1).unwrap_or(1);
        let decades = (first..=last).step_by(stride).map(power_of_ten);
        let all = decades.flat_map(|decade| factors.iter().map(move |factor| factor * decade));
        let shown = all.filter(|mark| (low * 0.999..=high * 1.001).contains(mark));
        let marks = shown.map(|at| Tick { at, label: number(at, decimals(at)) }).collect();
        Ticks { low, high, marks }
    }

    fn every(first: f64, last: f64, step: f64) -> Self {
        // The step is at least a hundredth of the range, so the loop is short.
        let steps = (last - first).clamp(0.0, 100.0) as usize;
        let decimals = decimals(step);
        let values = (0..=steps).map(|index| (first + index as f64) * step);
        let marks = values.map(|at| Tick { at, label: number(at, decimals) }).collect();
        Ticks { low: first * step, high: last.max(first + 1.0) * step, marks }
    }
}

/// The number with `decimals` digits after the point, thousands apart, and a true minus.
///
/// From 10¹⁵ on and below 10⁻⁶ it is printed in powers of ten, as no axis has room for more digits.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let size = value.abs();
    if size >= 1e15 || (size > 0.0 && size < 1e-6 && decimals > 6) {
        return format!("{value:.1e}").replace('-', "−");
    }
    let plain = format!("{size:.decimals$}");
    let (whole, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        // Four digits read well without a separator, and years must have none.
        if index > 0 && whole.len() > 4 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let negative = value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    format!("{}{grouped}{fraction}", if negative { "−" } else { "" })
}

/// The lowest and the highest finite value.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

/// A range with width, within what can be halved and doubled without overflow.
fn opened(low: f64, high: f64) -> (f64, f64) {
    const LIMIT: f64 = 1e290;
    let low = if low.is_finite() { low.clamp(-LIMIT, LIMIT) } else { 0.0 };
    let high = if high.is_finite() { high.clamp(-LIMIT, LIMIT) } else { low };
    let (low, high) = if low <= high { (low, high) } else { (high, low) };
    let width = (high - low).max(0.0);
    if width > low.abs().max(high.abs()) * 1e-9 && width > 1e-290 {
        return (low, high);
    }
    let margin = if low.abs() < 1e-280 { 1.0 } else { low.abs() * 0.1 };
    (low - margin, high + margin)
}

fn nice_step(raw: f64) -> f64 {
    let magnitude = power_of_ten(libm::log10(raw).floor() as i32);
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    let fraction = raw / magnitude;
    steps.iter().find(|step| **step >= fraction * 0.999).unwrap_or(&10.0) * magnitude
}

fn power_of_ten(exponent: i32) -> f64 {
    libm::pow(10.0, f64::from(exponent))
}

/// The decimals a step of one significant digit or two needs.
fn decimals(step: f64) -> usize {
    let enough = (0..=12).find(|decimals| is_whole(step * power_of_ten(*decimals)));
    usize::try_from(enough.unwrap_or(12)).unwrap_or(0)
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() < 1e-6 * value.abs().max(1e-9) && value.round() != 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(ticks: &Ticks) -> String {
        ticks.marks.iter().map(|mark| mark.label.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_are_round() {
        assert_eq!(printed(&Ticks::nice(0.0, 100.0, 5)), "0 20 40 60 80 100");
        assert_eq!(printed(&Ticks::nice(61.3, 73.9, 5)), "60 65 70 75");
        assert_eq!(printed(&Ticks::nice(61.4, 73.9, 5)), "60.0 62.5 65.0 67.5 70.0 72.5 75.0");
        assert_eq!(printed(&Ticks::nice(-3.0, 12.0, 4)), "−5 0 5 10 15");
        assert_eq!(printed(&Ticks::nice(0.0, 0.0007, 4)), "0.0000 0.0002 0.0004 0.0006 0.0008");
        assert_eq!(printed(&Ticks::within(2.0, 9.0, 4)), "2 4 6 8");
    }

    #[test]
    fn odd_ranges_still_have_width() {
        for (low, high) in
            [(5.0, 5.0), (0.0, 0.0), (-2.0, -2.0), (9.0, 1.0), (f64::NAN, 1.0), (0.0, f64::INFINITY)]
        {
            let ticks = Ticks::nice(low, high, 5);
            assert!(ticks.low < ticks.high, "{low} {high} {ticks:?}");
            assert!((2..=12).contains(&ticks.marks.len()), "{low} {high} {ticks:?}");
        }
        for (low, high) in [(-f64::MAX, f64::MAX), (0.0, 5e-324), (1e300, 1e300), (1.0, 1.0 + 1e-15)] {
            let ticks = Ticks::nice(low, high, 5);
            assert!(ticks.low < ticks.high && ticks.high.is_finite(), "{low} {high} {ticks:?}");
        }
    }

    #[test]
    fn decades_of_a_logarithmic_axis() {
        assert_eq!(printed(&Ticks::logarithmic(1.0, 1000.0)), "1 2 5 10 20 50 100 200 500 1000");
        assert_eq!(printed(&Ticks::logarithmic(0.1, 10000.0)), "0.1 1 10 100 1000 10,000");
        assert!(Ticks::logarithmic(0.0, 0.0).high > 0.0);
    }

    #[test]
    fn numbers_are_grouped_from_five_digits() {
        assert_eq!(number(1234.5, 1), "1234.5");
        assert_eq!(number(-1_234_567.0, 0), "−1,234,567");
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(3e20, 1), "3.0e20");
    }

    #[test]
    fn extent_skips_what_is_no_number() {
        assert_eq!(extent([f64::NAN, 2.0, f64::INFINITY, -1.0]), Some((-1.0, 2.0)));
        assert_eq!(extent([]), None);
    }
}
