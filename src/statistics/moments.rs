//! Skewness and excess kurtosis, bias-corrected (type 2 of Joanes & Gill 1998, <https://doi.org/10.1111/1467-9884.00122>): those of
//! Excel, SAS and SPSS.

use super::Sample;
use super::vectorised::{Kernel, vectorised};

/// The shape of a sample: skewness and excess kurtosis of type 2.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShapeOfSample {
    /// Skewness; 0 for a symmetric sample, positive with a long upper tail.
    pub skew: f64,
    /// Excess kurtosis; 0 for a normal sample, positive with heavy tails.
    pub kurtosis: f64,
}

impl Sample {
    /// Skewness and excess kurtosis. `None` with fewer than four values, or when all are the same.
    ///
    /// ```
    /// use quanheng::statistics::Sample;
    /// // Excel: SKEW(1, 2, 3, 4, 10) and KURT(1, 2, 3, 4, 10).
    /// let shape = Sample::new(vec![1.0, 2.0, 3.0, 4.0, 10.0]).shape().unwrap();
    /// assert!((shape.skew - 1.6970562748477140).abs() < 1e-14);
    /// assert!((shape.kurtosis - 3.152).abs() < 1e-12);
    /// assert_eq!(Sample::new(vec![1.0; 9]).shape(), None);
    /// ```
    #[must_use]
    pub fn shape(&self) -> Option<ShapeOfSample> {
        let (low, high) = (self.min()?, self.max()?);
        shape_within(self.values(), low, high)
    }
}

/// The same of ascending values after those beyond the limits were set to them; nothing is copied.
#[must_use]
pub(crate) fn shape_within(ascending: &[f64], low: f64, high: f64) -> Option<ShapeOfSample> {
    if ascending.len() < 4 || low >= high {
        return None;
    }
    let n = ascending.len() as f64;
    let [second, third, fourth] = vectorised(Moments { values: ascending, low, high }).map(|sum| sum / n);
    if second <= 0.0 {
        return None;
    }
    let (g1, g2) = (third / (second * second.sqrt()), fourth / (second * second) - 3.0);
    let skew = g1 * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let kurtosis = ((n + 1.0) * g2 + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    (skew.is_finite() && kurtosis.is_finite()).then_some(ShapeOfSample { skew, kurtosis })
}

/// Values that the processor works on at once.
const LANES: usize = 8;

/// The sums of second, third and fourth powers of values cut at limits, about their mean and up to a common factor.
#[derive(Clone, Copy)]
struct Moments<'v> {
    values: &'v [f64],
    low: f64,
    high: f64,
}

impl Kernel for Moments<'_> {
    type Output = [f64; 3];

    #[inline(always)]
    fn run(self) -> [f64; 3] {
        let n = self.values.len() as f64;
        // Neither the size of the values nor that of their differences overflows or vanishes in a fourth power. In two steps, as one
        // power of two does not reach from the smallest number to 1.
        let exponent = -libm::frexp(self.low.abs().max(self.high.abs())).1;
        let (first, then) = (libm::scalbn(1.0, exponent / 2), libm::scalbn(1.0, exponent - exponent / 2));
        let (low, high) = (self.low * first * then, self.high * first * then);
        let at = |value: f64| {
            let value = value * first * then;
            let value = if value < low { low } else { value };
            if value > high { high } else { value }
        };
        let [sum] = lanes(self.values, |value| [at(value)]);
        let mean = sum / n;
        let widest = (high - mean).max(mean - low);
        let [sum] = lanes(self.values, |value| [(at(value) - mean) / widest]);
        let centred = sum / n;
        lanes(self.values, |value| {
            let z = (at(value) - mean) / widest - centred;
            let square = z * z;
            [square, square * z, square * square]
        })
    }
}

/// Sums of terms of each value, in lanes that are added at the end: in a fixed order, and fast.
#[inline(always)]
fn lanes<const TERMS: usize>(values: &[f64], terms: impl Fn(f64) -> [f64; TERMS]) -> [f64; TERMS] {
    let mut sums = [[0.0; LANES]; TERMS];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for lane in 0..LANES {
            let terms = terms(chunk[lane]);
            for (sum, term) in sums.iter_mut().zip(terms) {
                sum[lane] += term;
            }
        }
    }
    for (lane, &value) in rest.iter().enumerate() {
        for (sum, term) in sums.iter_mut().zip(terms(value)) {
            sum[lane] += term;
        }
    }
    sums.map(|s| ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_blind_to_the_unit_of_measure_and_survives_extremes() {
        let values = [1.0, 2.0, 2.5, 4.0, 10.0, 11.0, 40.0];
        let shape = |factor: f64, shift: f64| {
            let moved = values.iter().map(|value| value * factor + shift).collect();
            Sample::new(moved).shape().unwrap()
        };
        let one = shape(1.0, 0.0);
        for factor in [1e-305, 1e-300, 1e-10, 1e300, 4e306] {
            let other = shape(factor, 0.0);
            assert!((one.skew - other.skew).abs() < 1e-13, "{factor}");
            assert!((one.kurtosis - other.kurtosis).abs() < 1e-12, "{factor}");
        }
        let turned = shape(-1.0, 0.0);
        assert!((one.skew + turned.skew).abs() < 1e-14);
        let far = shape(1.0, 1e6);
        assert!((one.kurtosis - far.kurtosis).abs() < 1e-8);
        assert_eq!(Sample::new(vec![1.0, 2.0, 3.0]).shape(), None);
    }

    #[test]
    fn limits_act_as_if_the_values_were_cut() {
        let values: Vec<f64> = (0..50).map(|at| f64::from(at * at)).collect();
        let (low, high) = (9.0, 1600.0);
        let cut = Sample::new(values.iter().map(|value| value.clamp(low, high)).collect());
        assert_eq!(shape_within(&values, low, high), cut.shape());
    }

    #[test]
    fn wider_instructions_give_the_same_bits() {
        let values: Vec<f64> = (0..1003).map(|at| f64::from(at * at) * 0.37 - 90.0).collect();
        for count in [4, 7, 8, 1003] {
            let moments = Moments { values: &values[..count], low: -80.0, high: 1e5 };
            assert_eq!(vectorised(moments).map(f64::to_bits), moments.run().map(f64::to_bits), "{count}");
        }
    }
}
