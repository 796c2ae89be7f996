//! Sorting numbers by the bits of their order: a few passes of counting, then a look at what they leave undone.
//!
//! A sample of the base is sorted once for each indicator, and that is most of a fit. Comparing costs n·log n steps that a processor cannot
//! foresee; counting by eight bits at a time costs n steps a pass, and the 32 highest bits that differ tell all but a few values apart.

use std::cmp::Ordering;

/// Fewer values are compared.
const FEW: usize = 1024;

/// Bits looked at in a pass.
const DIGIT: u32 = 8;

/// Passes; values that agree in all these bits are compared.
const PASSES: usize = 4;

/// Sorts in the order of [`f64::total_cmp`].
pub(crate) fn sort(values: &mut Vec<f64>) {
    if !values.is_sorted_by(|a, b| key(*a) <= key(*b)) {
        sort_by(values, |value| key(*value), f64::total_cmp);
    }
}

/// The places of the values from the lowest to the highest; of equal ones in the order given. −0 counts as lower than 0.
pub(crate) fn order(values: &[f64]) -> Vec<usize> {
    let mut pairs: Vec<(u64, usize)> =
        values.iter().enumerate().map(|(at, value)| (key(*value), at)).collect();
    sort_by(&mut pairs, |(key, _)| *key, Ord::cmp);
    pairs.into_iter().map(|(_, at)| at).collect()
}

/// A whole number in the order of [`f64::total_cmp`].
#[inline(always)]
fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    bits ^ ((bits.cast_signed() >> 63).cast_unsigned() | 1 << 63)
}

/// Sorts; `compare` agrees with the keys and decides where they are equal.
fn sort_by<T: Copy>(items: &mut Vec<T>, key: impl Fn(&T) -> u64, compare: impl Fn(&T, &T) -> Ordering) {
    if items.len() < FEW {
        items.sort_unstable_by(compare);
        return;
    }
    let first = key(&items[0]);
    let differing = items.iter().fold(0, |bits, item| bits | (key(item) ^ first));
    let shift = (u64::BITS - differing.leading_zeros()).saturating_sub(DIGIT * PASSES as u32);
    count_and_move(items, &key, shift, differing);
    for alike in items.chunk_by_mut(|a, b| key(a) >> shift == key(b) >> shift) {
        if alike.len() > 1 {
            alike.sort_unstable_by(&compare);
        }
    }
}

/// Sorts by the bits from `shift` on, the lowest first, skipping those that are the same everywhere.
fn count_and_move<T: Copy>(items: &mut Vec<T>, key: impl Fn(&T) -> u64, shift: u32, differing: u64) {
    let digit = |bits: u64, pass: usize| ((bits >> (shift + DIGIT * pass as u32)) & 0xff) as usize;
    let mut counts = [[0_usize; 1 << DIGIT]; PASSES];
    for item in items.iter() {
        let key = key(item);
        for (pass, counts) in counts.iter_mut().enumerate() {
            counts[digit(key, pass)] += 1;
        }
    }
    let mut moved = items.clone();
    for (pass, counts) in counts.iter_mut().enumerate() {
        if digit(differing, pass) == 0 {
            continue;
        }
        let mut before = 0;
        for count in counts.iter_mut() {
            (*count, before) = (before, before + *count);
        }
        for item in items.iter() {
            let place = &mut counts[digit(key(item), pass)];
            moved[*place] = *item;
            *place += 1;
        }
        std::mem::swap(items, &mut moved);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The finaliser of SplitMix64.
    fn bits(counter: u64) -> u64 {
        let mut z = counter.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn samples() -> Vec<Vec<f64>> {
        let share = |at: u64| (bits(at) >> 11) as f64 / (1_u64 << 53) as f64;
        let with = |value: fn(f64, u64) -> f64| (0..3000).map(|at| value(share(at), at)).collect();
        vec![
            vec![],
            vec![2.0, -0.0, 0.0, -1.0, f64::INFINITY, f64::NEG_INFINITY],
            with(|x, _| x - 0.5),
            with(|x, _| 1.0 / (1.001 - x)),
            with(|x, _| (x * 10.0).floor() * if x > 0.5 { -1.0 } else { 1.0 }),
            // One value has all the bits that are looked at: everything is left to the comparison.
            with(|x, at| if at == 7 { -1e300 } else { 1.0 + x * 1e-9 }),
            with(|_, at| f64::from_bits(bits(at) & !(1 << 62))),
            with(|_, at| -(at as f64)),
            with(|_, at| f64::from_bits(at % 300)),
        ]
    }

    #[test]
    fn it_is_the_order_of_all_numbers() {
        for sample in samples() {
            let (mut sorted, mut expected) = (sample.clone(), sample.clone());
            sort(&mut sorted);
            expected.sort_by(f64::total_cmp);
            let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&sorted), bits(&expected));
            let mut places: Vec<usize> = (0..sample.len()).collect();
            places.sort_by(|a, b| sample[*a].total_cmp(&sample[*b]));
            assert_eq!(order(&sample), places);
        }
    }
}
