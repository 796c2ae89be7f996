//! Coupling coordination degree (耦合协调度): how much subsystems develop together, and how far.
//!
//! With p subsystems U in [0, 1]: standard C = p·(ΠU)^(1/p) / ΣU; modified C = √((1 − mean |Ui − Uj| over pairs)·(Π U/max U)^(1/(p − 1))), which spreads over
//! [0, 1] where the standard form crowds near 1; T = Σ α·U; D = √(C·T). 廖重斌 1999, 热带地理 19(2); modified: 王淑佳 et al. 2021, 自然资源学报 36(3), <https://doi.org/10.31497/zrzyxb.20210319>. Not a measure
//! of cause; not comparable across studies with other limits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RankingError;
use super::decision::checked_shares;
use crate::vocab::Text;

/// Which formula gives the coupling degree C.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CouplingForm {
    /// p·geometric mean / sum.
    Standard,
    /// Wang et al. 2021.
    Modified,
}

/// Coupling of one unit's subsystems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coupling {
    /// C: 0 to 1.
    pub coupling: f64,
    /// T: weighted mean of the subsystems; 0 to 1.
    pub development: f64,
    /// D = √(C·T): 0 to 1.
    pub coordination: f64,
}

impl Coupling {
    /// Coupling of every unit. One column a subsystem with values from 0 to 1; weights α are divided by their sum.
    ///
    /// # Errors
    /// [`RankingError`] for fewer than two subsystems, lists that do not fit, bad weights, a value outside 0 to 1, and a unit whose subsystems are all 0.
    pub fn of(
        subsystems: &[&[f64]],
        weights: &[f64],
        form: CouplingForm,
    ) -> Result<Vec<Coupling>, RankingError> {
        let weights = checked_shares(weights)?;
        if subsystems.len() != weights.len() || subsystems.len() < 2 {
            return Err(RankingError::ListLength { given: subsystems.len(), expected: weights.len().max(2) });
        }
        let units = subsystems[0].len();
        for (criterion, column) in subsystems.iter().enumerate() {
            if column.len() != units {
                return Err(RankingError::ColumnLength { criterion, given: column.len(), expected: units });
            }
            if let Some(unit) = column.iter().position(|value| !(0.0..=1.0).contains(value)) {
                return Err(RankingError::NotAShare { what: "a subsystem", unit, given: column[unit] });
            }
        }
        (0..units)
            .map(|unit| {
                let values: Vec<f64> = subsystems.iter().map(|column| column[unit]).collect();
                one(&values, &weights, form).ok_or(RankingError::ZeroSum { what: "subsystems", unit })
            })
            .collect()
    }

    /// The usual ten grades of D, from 0 (extreme disorder) to 9; a limit belongs to the better grade.
    #[must_use]
    pub fn grade(&self) -> usize {
        // Ten times the decimal limits is exact, D times ten would round up just below them.
        (1..=9).filter(|limit| self.coordination >= f64::from(*limit) / 10.0).count()
    }

    /// The name of the grade.
    #[must_use]
    pub fn grade_name(&self) -> Text {
        let (zh, en) = GRADES[self.grade()];
        Text { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// 廖重斌 1999.
const GRADES: [(&str, &str); 10] = [
    ("极度失调", "extreme disorder"),
    ("严重失调", "severe disorder"),
    ("中度失调", "moderate disorder"),
    ("轻度失调", "slight disorder"),
    ("濒临失调", "near disorder"),
    ("勉强协调", "bare coordination"),
    ("初级协调", "primary coordination"),
    ("中级协调", "intermediate coordination"),
    ("良好协调", "good coordination"),
    ("优质协调", "high-quality coordination"),
];

fn one(values: &[f64], weights: &[f64], form: CouplingForm) -> Option<Coupling> {
    let largest = values.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return None;
    }
    // Shares of the largest, so that products of small numbers do not vanish; both formulas are blind to the factor or ask for it.
    let shares: Vec<f64> = values.iter().map(|value| value / largest).collect();
    let product: f64 = shares.iter().product();
    let count = values.len() as f64;
    let coupling = match form {
        CouplingForm::Standard => count * libm::pow(product, 1.0 / count) / shares.iter().sum::<f64>(),
        CouplingForm::Modified => {
            let pairs = count * (count - 1.0) / 2.0;
            let spread: f64 = values
                .iter()
                .enumerate()
                .flat_map(|(i, a)| values[..i].iter().map(move |b| (a - b).abs()))
                .sum();
            ((1.0 - spread / pairs) * libm::pow(product, 1.0 / (count - 1.0))).sqrt()
        }
    }
    .min(1.0);
    let development: f64 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    Some(Coupling { coupling, development, coordination: (coupling * development).sqrt() })
}
