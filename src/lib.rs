//! Quanheng (权衡) builds, scores and defends evaluation indicator systems: composite indices of enterprises, countries, schools,
//! year after year on one scale.
//!
//! Three nouns, two verbs: [`Framework`](framework::Framework) –[`fit`](scorecard::fit)→ [`Scorecard`](scorecard::Scorecard)
//! –[`score`](scorecard::Scorecard::score)→ [`Scores`](scorecard::Scores).
//!
//! ```text
//! definition (TOML) ──► Framework ─┐
//!                                  ├─ fit(base) ─► Scorecard   frozen, fingerprinted
//! data (CSV, XLSX) ───► Panel ─────┤                  │
//!                                  └───── score ◄─────┘ ──► Scores ──► explain · report
//! ```
//!
//! ```
//! use std::sync::Arc;
//! use quanheng::definition;
//! use quanheng::panel::{Column, Index, Panel, UnitEntry};
//! use quanheng::scorecard;
//! use quanheng::vocab::{Id, Period};
//!
//! let framework = r#"
//!     format = 1
//!     set = "demo"
//!     edition = "1"
//!     version = "1.0.0"
//!     name = { zh = "示例", en = "Demo" }
//!     scale = { low = 0.0, high = 100.0 }
//!     base = ["2023"]
//!     parts = ["cards.toml"]
//!     level = [{ name = { zh = "指数", en = "Index" }, weighting = { method = "equal" }, aggregation = { method = "arithmetic" } }]
//!     aggregate = [{ id = "index", name = { zh = "指数", en = "Index" } }]
//! "#;
//! let cards = r#"
//!     [[indicator]]
//!     id = "rd-intensity"
//!     code = "I01"
//!     parent = "index"
//!     name = { zh = "研发经费投入强度", en = "R&D intensity" }
//!     formula = "rd / revenue"
//!     measure = "%"
//!     direction = "positive"
//!     normalisation = { method = "goalposts", low = 0.0, high = 6.0 }
//!     status = "core"
//! "#;
//! let variables = r#"
//!     variable = [
//!         { id = "rd", name = { zh = "研发经费", en = "R&D" }, measure = "万元", type = "flow", origin = "statistical-survey" },
//!         { id = "revenue", name = { zh = "营业收入", en = "Revenue" }, measure = "亿元", type = "flow", origin = "statistical-survey" },
//!     ]
//! "#;
//! let files = [("framework.toml", framework), ("cards.toml", cards), ("variables.toml", variables)];
//! let (definition, problems) = definition::from_texts(&files);
//! let definition = definition.unwrap_or_else(|| panic!("{problems:?}"));
//!
//! let unit = UnitEntry { id: "E01".into(), name: "示例公司".into() };
//! let index = Index::new(vec![unit], vec![(0, Period::year(2023)), (0, Period::year(2024))]);
//! let mut panel = Panel::new(Arc::new(index));
//! panel.insert(Id::new("rd").unwrap(), Column::of(&[Some(20_000.0), Some(36_000.0)])); // 万元
//! panel.insert(Id::new("revenue").unwrap(), Column::of(&[Some(100.0), Some(120.0)])); // 亿元
//!
//! let scorecard = scorecard::fit(&definition, &panel).unwrap().scorecard;
//! let scores = scorecard.score(&panel);
//! let root = scores.root().unwrap();
//! assert_eq!(root.get(1), Some(50.0)); // 3 % between 0 and 6
//! ```
//!
//! Most users need [`study`] (a `study.toml` with everything in it), [`definition::load`], [`panel::read`], [`scorecard::fit`],
//! [`scorecard::explain`] and [`report::files`]. A module uses only what stands left of it: `vocab → diagnostic → statistics →
//! optimisation → {treatment imputation normalisation weighting aggregation ranking} → panel → framework → definition → scorecard →
//! {cross_comparison diagnosis sensitivity} → report → study`.

pub mod aggregation;
pub mod cross_comparison;
pub mod definition;
pub mod diagnosis;
pub mod diagnostic;
pub mod framework;
pub mod imputation;
pub mod normalisation;
pub mod optimisation;
pub mod panel;
pub mod ranking;
pub mod report;
pub mod scorecard;
pub mod screening;
pub mod sensitivity;
pub mod statistics;
pub mod study;
pub mod treatment;
pub mod vocab;
pub mod weighting;
