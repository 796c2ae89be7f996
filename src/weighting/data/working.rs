//! Intermediate values of weights from data, for following a method by hand. The weights are those of the method itself; the tables leave out
//! columns that are the same everywhere, which take no part.

use super::columns::{Column, Domain, varying};
use super::divergence::divergence;
use super::entropy::{EntropyForm, reading};
use super::factor::{Factors, varimax_factors};
use super::gini::total_difference;
use super::principal_components::components;
use super::scatter_degree::{ScatterScale, standardised};
use super::standard_deviation::{Scaling, spread};
use super::{Conflict, DataWeights, NoWeights, critic::correlations};
use crate::statistics::correlation::products;
use crate::statistics::symmetric::{Eigen, eigen, inverse_diagonal};
use crate::vocab::{Text, Working};

/// The columns that vary with their names, and the names of the rows.
pub(in crate::weighting) struct Sheet<'a> {
    columns: Vec<Column<'a>>,
    names: Vec<Text>,
    rows: &'a [Text],
    weights: Vec<f64>,
}

impl<'a> Sheet<'a> {
    /// Names of all columns and rows; `weights` are what the method gave.
    pub(in crate::weighting) fn new(
        columns: &[&'a [f64]],
        names: &[Text],
        rows: &'a [Text],
        weights: &DataWeights,
    ) -> Result<Self, NoWeights> {
        let (places, columns) = varying(columns, Domain::Any)?;
        let name = |at: &usize| names.get(*at).cloned().unwrap_or_default();
        Ok(Sheet {
            columns,
            names: places.iter().map(name).collect(),
            rows,
            weights: places.iter().map(|at| weights.shares[*at]).collect(),
        })
    }

    fn count(&self) -> f64 {
        self.columns.first().map_or(0.0, |column| column.values.len() as f64)
    }

    /// A table with a row for each unit and period.
    fn by_row(&self, title: Text, formula: &str, cells: &[Vec<f64>]) -> Working {
        let row = |(at, name): (usize, &Text)| {
            (name.clone(), cells.iter().map(|column| column.get(at).copied()).collect())
        };
        Working {
            title,
            formula: formula.to_owned(),
            columns: self.names.clone(),
            rows: self.rows.iter().enumerate().map(row).collect(),
        }
    }

    /// A table with a row for each child; the last column are the weights.
    fn by_child(&self, title: Text, formula: &str, heads: Vec<(Text, Vec<f64>)>) -> Working {
        let mut heads = heads;
        heads.push((Text::new("权重", "weight"), self.weights.clone()));
        let row = |(at, name): (usize, &Text)| {
            (name.clone(), heads.iter().map(|(_, cells)| cells.get(at).copied()).collect())
        };
        Working {
            title,
            formula: formula.to_owned(),
            columns: heads.iter().map(|(head, _)| head.clone()).collect(),
            rows: self.names.iter().enumerate().map(row).collect(),
        }
    }

    /// A square table of the children against each other.
    fn square(&self, title: Text, formula: &str, cells: &[f64]) -> Working {
        let side = self.names.len();
        let row = |(at, name): (usize, &Text)| {
            (name.clone(), cells[at * side..][..side].iter().copied().map(Some).collect())
        };
        Working {
            title,
            formula: formula.to_owned(),
            columns: self.names.clone(),
            rows: self.names.iter().enumerate().map(row).collect(),
        }
    }

    fn eigenvalues(&self, found: &Eigen) -> Working {
        let total: f64 = found.values.iter().sum();
        let mut sum = 0.0;
        let row = |(at, value): (usize, &f64)| {
            sum += value;
            let label = Text::same((at + 1).to_string());
            (label, vec![Some(*value), Some(value / total), Some(sum / total)])
        };
        Working {
            title: Text::new("特征值", "Eigenvalues"),
            formula: "λₖ, λₖ / Σλ, Σ_(i≤k) λᵢ / Σλ".to_owned(),
            columns: vec![
                Text::new("特征值", "eigenvalue"),
                Text::new("占比", "share"),
                Text::new("累计", "cumulative"),
            ],
            rows: found.values.iter().enumerate().map(row).collect(),
        }
    }

    /// Vectors side by side, a row for each child.
    fn vectors(&self, title: Text, formula: &str, symbol: &str, vectors: &[Vec<f64>]) -> Working {
        let heads =
            (1..).zip(vectors).map(|(at, vector)| (Text::same(format!("{symbol}{at}")), vector.clone()));
        self.by_child(title, formula, heads.collect())
    }

    fn min_max(&self) -> Vec<Vec<f64>> {
        self.columns.iter().map(|column| column.min_max().collect()).collect()
    }

    fn normalised(&self) -> Working {
        let title = Text::new("极差标准化值", "Min–max values");
        self.by_row(title, "z = (v − min v) / (max v − min v)", &self.min_max())
    }

    fn correlations(&self, cells: &[f64]) -> Working {
        self.square(Text::new("相关矩阵", "Correlations"), "r", cells)
    }

    fn pearson(&self) -> Vec<f64> {
        correlations(&self.columns, Conflict::Pearson).0
    }

    /// The standard deviation (n) of the values as they are.
    fn deviations(&self) -> Vec<f64> {
        self.columns.iter().map(|column| spread(column.min_max()) * (column.max - column.min)).collect()
    }

    fn means(&self) -> Vec<f64> {
        self.columns.iter().map(|column| mean(column.values)).collect()
    }

    pub(in crate::weighting) fn entropy(&self, form: EntropyForm) -> Vec<Working> {
        let values: Vec<Vec<f64>> = self.columns.iter().map(|column| written(*column, form)).collect();
        let sums: Vec<f64> = values.iter().map(|column| column.iter().sum()).collect();
        let shares: Vec<Vec<f64>> = values
            .iter()
            .zip(&sums)
            .map(|(column, sum)| column.iter().map(|value| value / sum).collect())
            .collect();
        let gap = |column: &Column<'_>| divergence(column.values, reading(*column, form));
        let gaps: Vec<f64> = self.columns.iter().map(gap).collect();
        let formula = match form {
            EntropyForm::Positive {} | EntropyForm::ZeroTimesLog {} => "v",
            EntropyForm::Shifted { .. } => "v + |min v| + by where min v ≤ 0",
            EntropyForm::MinMax {} => "z = (v − min v) / (max v − min v)",
            EntropyForm::MinMaxShifted { .. } => "z = (v − min v) / (max v − min v) + by",
            EntropyForm::Rescaled { .. } => "z = low + (high − low)·(v − min v) / (max v − min v)",
        };
        vec![
            self.by_row(Text::new("进入熵的值", "Values that enter the entropy"), formula, &values),
            self.by_row(Text::new("各行份额", "Shares of the rows"), "p = z / Σ z", &shares),
            self.by_child(
                Text::new("熵与权重", "Entropy and weights"),
                "e = −Σ p·ln p / ln n, d = 1 − e, w = d / Σ d",
                vec![
                    (Text::new("合计", "sum"), sums),
                    (Text::new("熵 e", "entropy e"), gaps.iter().map(|gap| 1.0 - gap).collect()),
                    (Text::new("差异系数 d", "divergence d"), gaps),
                ],
            ),
        ]
    }

    pub(in crate::weighting) fn critic(&self, conflict: Conflict, scaling: Scaling) -> Vec<Working> {
        let (cells, _) = correlations(&self.columns, conflict);
        let side = self.columns.len();
        let of = |r: f64| if conflict == Conflict::AbsolutePearson { 1.0 - r.abs() } else { 1.0 - r };
        let conflicts: Vec<f64> = (0..side)
            .map(|row| cells[row * side..][..side].iter().map(|r| of(*r)).filter(|c| *c > 1e-12).sum())
            .collect();
        let deviations = self.scaled_deviations(scaling);
        let information = deviations.iter().zip(&conflicts).map(|(s, c)| s * c).collect();
        let mut tables = vec![self.scaled(scaling), self.correlations(&cells)];
        let sum = if conflict == Conflict::AbsolutePearson {
            "Σₖ (1 − |rⱼₖ|)"
        } else {
            "Σₖ (1 − rⱼₖ)"
        };
        tables.push(self.by_child(
            Text::new("信息量与权重", "Information and weights"),
            &format!("C = s·{sum}, w = C / Σ C"),
            vec![
                (Text::new("标准差 s", "standard deviation s"), deviations),
                (Text::new("冲突性", "conflict"), conflicts),
                (Text::new("信息量 C", "information C"), information),
            ],
        ));
        tables
    }

    fn scaled_deviations(&self, scaling: Scaling) -> Vec<f64> {
        match scaling {
            Scaling::MinMax => self.columns.iter().map(|column| spread(column.min_max())).collect(),
            Scaling::AsIs => self.deviations(),
        }
    }

    fn scaled(&self, scaling: Scaling) -> Working {
        match scaling {
            Scaling::MinMax => self.normalised(),
            Scaling::AsIs => self.as_they_are(),
        }
    }

    fn as_they_are(&self) -> Working {
        let values: Vec<Vec<f64>> = self.columns.iter().map(|column| column.values.to_vec()).collect();
        self.by_row(Text::new("得分减去最低分", "Scores less the lowest of the scale"), "v", &values)
    }

    pub(in crate::weighting) fn standard_deviation(&self, scaling: Scaling) -> Vec<Working> {
        vec![
            self.scaled(scaling),
            self.by_child(
                Text::new("标准差与权重", "Standard deviations and weights"),
                "s = √(Σ (z − z̄)² / n), w = s / Σ s",
                vec![(Text::new("标准差 s", "standard deviation s"), self.scaled_deviations(scaling))],
            ),
        ]
    }

    pub(in crate::weighting) fn coefficient_of_variation(&self) -> Vec<Working> {
        let (means, deviations) = (self.means(), self.deviations());
        let ratios = deviations.iter().zip(&means).map(|(s, m)| s / m).collect();
        vec![
            self.as_they_are(),
            self.by_child(
                Text::new("变异系数与权重", "Variation and weights"),
                "CV = s / v̄, w = CV / Σ CV",
                vec![
                    (Text::new("均值", "mean"), means),
                    (Text::new("标准差 s", "standard deviation s"), deviations),
                    (Text::new("变异系数", "coefficient of variation"), ratios),
                ],
            ),
        ]
    }

    pub(in crate::weighting) fn gini(&self) -> Vec<Working> {
        let coefficient = |column: &Column<'_>| {
            let values: Vec<f64> = column.scaled().collect();
            let sum: f64 = values.iter().sum();
            total_difference(values) / sum / self.count()
        };
        vec![
            self.as_they_are(),
            self.by_child(
                Text::new("基尼系数与权重", "Gini coefficients and weights"),
                "G = ΣᵢΣₖ |vᵢ − vₖ| / (2·n²·v̄), w = G / Σ G",
                vec![
                    (Text::new("均值", "mean"), self.means()),
                    (
                        Text::new("基尼系数 G", "Gini coefficient G"),
                        self.columns.iter().map(coefficient).collect(),
                    ),
                ],
            ),
        ]
    }

    pub(in crate::weighting) fn merec(&self) -> Vec<Working> {
        let count = self.columns.len() as f64;
        let ratios: Vec<Vec<f64>> = self
            .columns
            .iter()
            .map(|column| column.values.iter().map(|value| column.min / value).collect())
            .collect();
        let logs: Vec<Vec<f64>> = self
            .columns
            .iter()
            .map(|column| column.values.iter().map(|v| libm::log(*v) - libm::log(column.min)).collect())
            .collect();
        let rows = self.columns.first().map_or(0, |column| column.values.len());
        let sums: Vec<f64> = (0..rows).map(|row| logs.iter().map(|column| column[row]).sum()).collect();
        let whole: Vec<f64> = sums.iter().map(|sum| libm::log1p(sum / count)).collect();
        let without: Vec<Vec<f64>> = logs
            .iter()
            .map(|column| {
                column.iter().zip(&sums).map(|(log, sum)| libm::log1p((sum - log).max(0.0) / count)).collect()
            })
            .collect();
        let effects = without
            .iter()
            .map(|column| column.iter().zip(&whole).map(|(part, whole)| (part - whole).abs()).sum())
            .collect();
        let overall = Working {
            title: Text::new("总体表现", "Overall performance"),
            formula: "Sᵢ = ln(1 + Σⱼ |ln nᵢⱼ| / m)".to_owned(),
            columns: vec![Text::same("S")],
            rows: self.rows.iter().zip(whole).map(|(name, s)| (name.clone(), vec![Some(s)])).collect(),
        };
        vec![
            self.by_row(Text::new("标准化值", "Normalised values"), "n = min v / v", &ratios),
            overall,
            self.by_row(
                Text::new("去掉一个下级后的表现", "Performance without a child"),
                "Sᵢⱼ = ln(1 + Σ_(k≠j) |ln nᵢₖ| / m)",
                &without,
            ),
            self.by_child(
                Text::new("去除影响与权重", "Removal effects and weights"),
                "Eⱼ = Σᵢ |Sᵢⱼ − Sᵢ|, w = E / Σ E",
                vec![(Text::new("影响 E", "effect E"), effects)],
            ),
        ]
    }

    pub(in crate::weighting) fn maximising_deviation(&self) -> Vec<Working> {
        let sums = self.columns.iter().map(|column| 2.0 * total_difference(column.min_max().collect()));
        vec![
            self.normalised(),
            self.by_child(
                Text::new("离差与权重", "Deviations and weights"),
                "D = ΣᵢΣₖ |zᵢ − zₖ|, w = D / Σ D",
                vec![(Text::new("离差 D", "deviation D"), sums.collect())],
            ),
        ]
    }

    pub(in crate::weighting) fn independence(&self) -> Vec<Working> {
        let cells = self.pearson();
        let inverse = inverse_diagonal(&cells, self.columns.len()).unwrap_or_default();
        let multiple: Vec<f64> = inverse.iter().map(|entry| (1.0 - 1.0 / entry).max(0.0).sqrt()).collect();
        vec![
            self.correlations(&cells),
            self.by_child(
                Text::new("复相关与权重", "Multiple correlations and weights"),
                "R = √(1 − 1 / (C⁻¹)ⱼⱼ), w = (1/R) / Σ (1/R)",
                vec![
                    (Text::new("逆矩阵对角线", "diagonal of the inverse"), inverse),
                    (Text::new("复相关系数 R", "multiple correlation R"), multiple.clone()),
                    (Text::same("1/R"), multiple.into_iter().map(|r| 1.0 / r).collect()),
                ],
            ),
        ]
    }

    /// `all`: every component with an eigenvalue above 1; else the first.
    pub(in crate::weighting) fn principal_components(&self, keep: super::super::Components) -> Vec<Working> {
        let found = components(&self.columns);
        let above = found.values.iter().take_while(|value| **value > 1.0 + 1e-12).count();
        let (kept, formula) = match keep {
            super::super::Components::First => (1, "w ∝ v1"),
            super::super::Components::Kaiser => (above, "w ∝ Σ_(λₖ>1) λₖ·vₖ"),
        };
        let vectors = found.vectors.iter().take(kept).cloned().collect::<Vec<_>>();
        vec![
            self.correlations(&self.pearson()),
            self.eigenvalues(&found),
            self.vectors(Text::new("特征向量与权重", "Vectors and weights"), formula, "v", &vectors),
        ]
    }

    pub(in crate::weighting) fn factor(&self, factors: Factors) -> Vec<Working> {
        let mut tables =
            vec![self.correlations(&self.pearson()), self.eigenvalues(&components(&self.columns))];
        let slices: Vec<&[f64]> = self.columns.iter().map(|column| column.values).collect();
        let Ok(rotated) = varimax_factors(&slices, factors) else { return tables };
        let mut loadings: Vec<(Text, Vec<f64>)> =
            (1..).zip(&rotated.loadings).map(|(at, l)| (Text::same(format!("ℓ{at}")), l.clone())).collect();
        loadings.push((Text::new("共同度", "communality"), rotated.communalities.clone()));
        tables.push(self.by_child(
            Text::new("旋转后的载荷", "Loadings after rotation"),
            "Σₖ ℓⱼₖ² = communality",
            loadings,
        ));
        let squares = (1..)
            .zip(rotated.loadings.iter().zip(&rotated.explained))
            .map(|(at, (l, e))| (Text::same(format!("ℓ{at}²/E{at}")), l.iter().map(|l| l * l / e).collect()));
        let title = Text::new("载荷平方与权重", "Squared loadings and weights");
        tables.push(self.by_child(title, "w ∝ maxₖ (ℓⱼₖ² / Eₖ)·(Eₖ / Σ E)", squares.collect()));
        tables
    }

    /// `lengths`: how many rows each period has, rows in the order of periods.
    pub(in crate::weighting) fn scatter_degree(
        &self,
        scale: ScatterScale,
        lengths: &[usize],
    ) -> Vec<Working> {
        let standard: Vec<Vec<f64>> =
            self.columns.iter().map(|column| standardised(*column, scale, lengths)).collect();
        let cells = products(&standard.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let found = eigen(&cells, self.columns.len());
        let vectors: Vec<Vec<f64>> = found.vectors.iter().take(1).cloned().collect();
        vec![
            self.by_row(Text::new("标准化值", "Standardised values"), "z", &standard),
            self.square(Text::new("乘积矩阵", "Products"), "H = Σₜ Zₜ′Zₜ", &cells),
            self.eigenvalues(&found),
            self.vectors(
                Text::new("特征向量与权重", "Vector and weights"),
                "H·v = λmax·v, w = v / Σ v",
                "v",
                &vectors,
            ),
        ]
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The values that enter the entropy, in their own magnitude.
fn written(column: Column<'_>, form: EntropyForm) -> Vec<f64> {
    match form {
        EntropyForm::Shifted { by } if column.min <= 0.0 => {
            column.values.iter().map(|value| (value - column.min) + by).collect()
        }
        EntropyForm::Positive {} | EntropyForm::ZeroTimesLog {} | EntropyForm::Shifted { .. } => {
            column.values.to_vec()
        }
        EntropyForm::MinMax {} => column.min_max().collect(),
        EntropyForm::MinMaxShifted { by } => column.min_max().map(|value| value + by).collect(),
        EntropyForm::Rescaled { low, high } => {
            column.min_max().map(|value| low + (high - low) * value).collect()
        }
    }
}
