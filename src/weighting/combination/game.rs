//! Game-theory combination (博弈论组合赋权): coefficients under which the combination is nearest to each weighting. Chen Jiaquan & Lu Yuzheng
//! 2003, 系统工程与电子技术 25(6).

use super::synthesis::{NoCombination, checked};
use crate::statistics::symmetric::solve;
use crate::vocab::{AcrossYears, MethodNote, Said};

/// A game-theory combination and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct GameCombination {
    /// The combined weights, with the sum 1.
    pub weights: Vec<f64>,
    /// The coefficients used: none negative, with the sum 1.
    pub coefficients: Vec<f64>,
    /// The coefficients as the formula gives them, S·a = diag S, S the products of the weightings. Where one is negative, dividing by the
    /// sum and dividing by the sum of magnitudes, both in use, give unrelated weights.
    pub raw: Vec<f64>,
    /// Weightings that are the same for all children. Of two weightings, such a one provably gets the coefficient 0: its product with any
    /// weighting is 1/n.
    pub uniform: Vec<usize>,
}

/// Combines weightings with the coefficients a ≥ 0 that come nearest to S·a = diag S (least squares; the raw ones where they are
/// not negative), divided by their sum. Every choice of which coefficients are positive is tried, so that the result is the best there is.
///
/// # Errors
/// [`NoCombination`] as [`super::combined`]; for more than 12 weightings; and for weightings that depend on each other, such as the same
/// one twice.
pub fn game_combination(weightings: &[Vec<f64>]) -> Result<GameCombination, NoCombination> {
    const MOST: usize = 12;
    let own = checked(weightings)?;
    let count = own.len();
    if count > MOST {
        return Err(NoCombination::TooMany { given: count, most: MOST });
    }
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let products: Vec<f64> = own.iter().flat_map(|a| own.iter().map(move |b| product(a, b))).collect();
    let right: Vec<f64> = (0..count).map(|at| products[at * count + at]).collect();
    let raw = solve(&products, &right, 1e-10).ok_or(NoCombination::Dependent)?;
    let used = if raw.iter().all(|a| *a >= 0.0) {
        raw.clone()
    } else {
        nearest(&products, &right, count).ok_or(NoCombination::Dependent)?
    };
    let sum: f64 = used.iter().sum();
    let coefficients: Vec<f64> = used.into_iter().map(|a| a / sum).collect();
    let weight = |item: usize| own.iter().zip(&coefficients).map(|(weights, a)| a * weights[item]).sum();
    let uniform = |at: &usize| own[*at].iter().all(|weight| *weight == own[*at][0]);
    Ok(GameCombination {
        weights: (0..own[0].len()).map(weight).collect(),
        coefficients,
        raw,
        uniform: (0..count).filter(uniform).collect(),
    })
}

/// The a ≥ 0 of the least ‖S·a − r‖: for each choice of positive coefficients the least-squares solution, if it is positive.
fn nearest(products: &[f64], right: &[f64], count: usize) -> Option<Vec<f64>> {
    let mut best: Option<(f64, Vec<f64>)> = None;
    for choice in 1_usize..1 << count {
        let kept: Vec<usize> = (0..count).filter(|at| choice & (1 << at) != 0).collect();
        let column = |at: usize| (0..count).map(move |row| products[row * count + at]);
        let normal: Vec<f64> = kept
            .iter()
            .flat_map(|&a| kept.iter().map(move |&b| column(a).zip(column(b)).map(|(x, y)| x * y).sum()))
            .collect();
        let image: Vec<f64> = kept.iter().map(|&a| column(a).zip(right).map(|(x, r)| x * r).sum()).collect();
        // Squaring the matrix halves its digits; a subset that is this close to dependent is not needed for the best.
        let Some(part) = solve(&normal, &image, 1e-14) else { continue };
        if part.iter().any(|a| *a <= 0.0) {
            continue;
        }
        let mut whole = vec![0.0; count];
        kept.iter().zip(part).for_each(|(&at, a)| whole[at] = a);
        let distance: f64 = (0..count)
            .map(|row| {
                let reached: f64 = whole.iter().zip(&products[row * count..]).map(|(a, s)| a * s).sum();
                (reached - right[row]) * (reached - right[row])
            })
            .sum();
        if best.as_ref().is_none_or(|(least, _)| distance < *least) {
            best = Some((distance, whole));
        }
    }
    best.map(|(_, coefficients)| coefficients)
}

pub(in crate::weighting) const NOTE: MethodNote = MethodNote {
    id: "combination, rule = \"game-theory\"",
    name: Said { zh: "博弈论组合赋权", en: "Game-theory combination" },
    formula: "S·a = diag S, S = W·W′; where some a < 0: min |S·a − diag S|², a ≥ 0\nwⱼ = Σₖ aₖ·wₖⱼ / Σ a",
    letters: Said {
        zh: "W：各种赋权，一行一种；a：组合系数",
        en: "W: the weightings, one a row; a: the coefficients",
    },
    use_when: Said { zh: "不愿人为定各占多少", en: "Nobody wants to set the parts" },
    not_when: Said {
        zh: "有一种是等权：两种组合时它的系数必为 0；几种赋权很接近：系数很不稳定",
        en: "One is uniform: of two, its coefficient is always 0; or the weightings are close, which makes the coefficients unstable",
    },
    edge: Said {
        zh: "公式给出负系数时改求非负系数，两组都列出；线性相关的赋权不通过；最多 12 种",
        en: "Where the formula gives negative coefficients non-negative ones are found, and both are shown; dependent weightings are refused; at most 12",
    },
    across_years: AcrossYears::Comparable,
    sources: &["Chen Jiaquan & Lu Yuzheng 2003, 系统工程与电子技术 25(6)"],
    example: Some(
        "weighting = { method = \"combination\", rule = \"game-theory\", of = [{ method = \"given\", origin = \"expert-panel\" }, { method = \"entropy\", values = { form = \"min-max\" }, min_units = 10 }] }",
    ),
};
