//! Kendall's τ-b by merging, in n·log n steps (Knight 1966, <https://doi.org/10.1080/01621459.1966.10480879>), and its test.

/// τ-b of some pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Kendall {
    /// From −1 to 1: (concordant − discordant) over √((pairs − ties of x)(pairs − ties of y)).
    pub(crate) tau: f64,
    /// Concordant less discordant pairs over its standard deviation where x and y are independent, with ties (Kendall 1970, Rank Correlation
    /// Methods, 4th ed., ISBN 978-0-85264-199-6, ch. 4). `None` with fewer than three pairs.
    pub(crate) z: Option<f64>,
}

/// Sums over groups of tied values that the variance needs.
#[derive(Clone, Copy, Default)]
struct Ties {
    /// Σ t(t − 1)/2: the tied pairs.
    pairs: u64,
    /// Σ t(t − 1)(t − 2).
    triples: f64,
    /// Σ t(t − 1)(2t + 5).
    fives: f64,
}

/// τ-b of values of the same length. `None` with fewer than two, or when one of the two columns is the same everywhere.
pub(crate) fn kendall(x: &[f64], y: &[f64]) -> Option<Kendall> {
    let mut order: Vec<usize> = (0..x.len().min(y.len())).collect();
    // −0 and 0 are one value, and must not stand apart.
    let key = |value: f64| value + 0.0;
    let by = |i: &usize, j: &usize| key(x[*i]).total_cmp(&key(x[*j])).then(key(y[*i]).total_cmp(&key(y[*j])));
    order.sort_by(by);
    let of_x = Ties::of(order.chunk_by(|i, j| x[*i] == x[*j]).map(<[usize]>::len));
    let both = Ties::of(order.chunk_by(|i, j| x[*i] == x[*j] && y[*i] == y[*j]).map(<[usize]>::len));
    let mut values: Vec<f64> = order.iter().map(|at| y[*at]).collect();
    let discordant = inversions(&mut values);
    let of_y = Ties::of(values.chunk_by(|a, b| a == b).map(<[f64]>::len));
    let all = pairs(order.len() as u64);
    if of_x.pairs == all || of_y.pairs == all {
        return None;
    }
    let concordant = all + both.pairs - of_x.pairs - of_y.pairs - discordant;
    let score = concordant as f64 - discordant as f64;
    let norm = ((all - of_x.pairs) as f64).sqrt() * ((all - of_y.pairs) as f64).sqrt();
    let z = (order.len() > 2).then(|| score / variance(order.len() as f64, of_x, of_y).sqrt());
    Some(Kendall { tau: (score / norm).clamp(-1.0, 1.0), z })
}

impl Ties {
    fn of(sizes: impl Iterator<Item = usize>) -> Ties {
        sizes.fold(Ties::default(), |sum, size| {
            let t = size as f64;
            Ties {
                pairs: sum.pairs + pairs(size as u64),
                triples: sum.triples + t * (t - 1.0) * (t - 2.0),
                fives: sum.fives + t * (t - 1.0) * (2.0 * t + 5.0),
            }
        })
    }
}

fn variance(n: f64, x: Ties, y: Ties) -> f64 {
    let plain = (n * (n - 1.0) * (2.0 * n + 5.0) - x.fives - y.fives) / 18.0;
    // Twice the tied pairs each, over 2n(n − 1).
    let twos = 2.0 * (x.pairs as f64) * (y.pairs as f64) / (n * (n - 1.0));
    let threes = x.triples * y.triples / (9.0 * n * (n - 1.0) * (n - 2.0));
    plain + twos + threes
}

fn pairs(count: u64) -> u64 {
    count * count.saturating_sub(1) / 2
}

/// Sorts and counts the pairs that stood the wrong way round; ties do not.
fn inversions(values: &mut [f64]) -> u64 {
    let mut other = values.to_vec();
    let mut count = 0;
    let mut width = 1;
    while width < values.len() {
        for (from, into) in values.chunks(2 * width).zip(other.chunks_mut(2 * width)) {
            let (left, right) = from.split_at(width.min(from.len()));
            let (mut i, mut j) = (0, 0);
            for place in into {
                if i < left.len() && (j == right.len() || left[i] <= right[j]) {
                    *place = left[i];
                    i += 1;
                } else {
                    *place = right[j];
                    j += 1;
                    count += (left.len() - i) as u64;
                }
            }
        }
        values.copy_from_slice(&other);
        width *= 2;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_counts_what_every_pair_counts() {
        for count in [2_usize, 3, 5, 8, 13, 64, 100] {
            let a: Vec<f64> = (0..count).map(|i| ((i * 37) % 11) as f64).collect();
            let b: Vec<f64> = (0..count).map(|i| ((i * 53) % 7) as f64).collect();
            let sign = |x: f64, y: f64| f64::from(x > y) - f64::from(x < y);
            let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
            for i in 0..count {
                for j in 0..i {
                    let (x, y) = (sign(a[i], a[j]), sign(b[i], b[j]));
                    both += x * y;
                    of_a += x * x;
                    of_b += y * y;
                }
            }
            let expected: f64 = both / (of_a * of_b).sqrt();
            assert!((kendall(&a, &b).unwrap().tau - expected).abs() < 1e-15, "{count}");
        }
    }

    #[test]
    fn the_test_with_ties() {
        for (x, y, tau, p) in SCIPY {
            let found = kendall(x, y).unwrap();
            let got = crate::statistics::distribution::normal_two_sided(found.z.unwrap());
            assert!((found.tau - tau).abs() < 1e-14 && (got - p).abs() < 1e-13, "{found:?} {got} {p}");
        }
        assert_eq!(kendall(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(kendall(&[], &[]), None);
        let zeros = kendall(&[0.0, -0.0, 1.0], &[1.0, 0.0, 2.0]).unwrap();
        assert!((zeros.tau - 2.0 / 6.0_f64.sqrt()).abs() < 1e-15);
    }

    type Case = (&'static [f64], &'static [f64], f64, f64);
    /// `scipy.stats.kendalltau(x, y, method="asymptotic")`.
    const SCIPY: [Case; 2] = [
        (
            &[1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 5.0, 5.0, 6.0, 7.0],
            &[2.0, 1.0, 2.0, 2.0, 5.0, 4.0, 4.0, 7.0, 6.0, 6.0],
            0.666_717_477_738_472_9,
            0.011_853_133_104_761_725,
        ),
        (
            &[3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0, 5.0, 8.0, 9.0, 7.0, 9.0],
            &[2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0, 8.0, 2.0, 8.0, 4.0, 5.0, 9.0, 0.0, 4.0],
            0.157_087_441_053_930_6,
            0.444_893_687_695_865_24,
        ),
    ];
}
