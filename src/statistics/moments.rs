//! Skewness and excess kurtosis, bias-corrected (type 2 of Joanes & Gill 1998, <https://doi.org/10.1111/1467-9884.00122>): those of
//! Excel, SAS and SPSS.

use super::Sample;

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
    // Neither the size of the values nor that of their differences overflows or vanishes in a fourth power.
    let exponent = -libm::frexp(low.abs().max(high.abs())).1;
    let scaled = |value: f64| libm::scalbn(value, exponent);
    let (low, high) = (scaled(low), scaled(high));
    let one_step = -1000 < exponent && exponent < 1000;
    let factor = libm::scalbn(1.0, if one_step { exponent } else { 0 });
    let at = |value: f64| (if one_step { value * factor } else { scaled(value) }).clamp(low, high);
    let mean = lanes(ascending, |value| [at(value), 0.0, 0.0])[0] / n;
    let widest = (high - mean).max(mean - low);
    let centred = lanes(ascending, |value| [(at(value) - mean) / widest, 0.0, 0.0])[0] / n;
    let [second, third, fourth] = lanes(ascending, |value| {
        let z = (at(value) - mean) / widest - centred;
        let square = z * z;
        [square, square * z, square * square]
    });
    let (second, third, fourth) = (second / n, third / n, fourth / n);
    if second <= 0.0 {
        return None;
    }
    let (g1, g2) = (third / (second * second.sqrt()), fourth / (second * second) - 3.0);
    let skew = g1 * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let kurtosis = ((n + 1.0) * g2 + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    (skew.is_finite() && kurtosis.is_finite()).then_some(ShapeOfSample { skew, kurtosis })
}

/// Sums of three terms of each value, in four lanes that are added at the end: in a fixed order, and fast.
#[inline(always)]
fn lanes(values: &[f64], terms: impl Fn(f64) -> [f64; 3]) -> [f64; 3] {
    let mut sums = [[0.0; 3]; 4];
    let chunks = values.chunks_exact(4);
    for (lane, &value) in chunks.remainder().iter().enumerate() {
        add(&mut sums[lane], terms(value));
    }
    for chunk in chunks {
        for (sum, &value) in sums.iter_mut().zip(chunk) {
            add(sum, terms(value));
        }
    }
    std::array::from_fn(|term| (sums[0][term] + sums[1][term]) + (sums[2][term] + sums[3][term]))
}

#[inline(always)]
fn add(sum: &mut [f64; 3], terms: [f64; 3]) {
    for (sum, term) in sum.iter_mut().zip(terms) {
        *sum += term;
    }
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
}
