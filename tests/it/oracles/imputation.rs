//! Imputation of the ASEM data against COINr 1.1.14 (`coinr/impute`), each variant through a definition, a fit and a score.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use quanheng::definition::{Definition, from_texts};
use quanheng::panel::{Attribute, Column, Index, Panel, UnitEntry};
use quanheng::scorecard::fit;
use quanheng::vocab::Period;

use super::{Table, folder};
use crate::fixture::{card, framework, id, variables};

/// The data before imputation, the tree, and the groups of units.
struct Asem {
    data: Table,
    meta: Table,
    units: Table,
}

impl Asem {
    fn read(oracles: &Path) -> Self {
        Asem {
            data: Table::read(oracles, "coinr/asem/data_denominated.csv"),
            meta: Table::read_keyed(oracles, "coinr/asem/iMeta.csv", 2),
            units: Table::read_keyed(oracles, "coinr/asem/iData.csv", 2),
        }
    }

    fn parent(&self, level: u32, node: &str) -> String {
        self.meta.text(&format!("{level}/{node}"), "Parent").to_owned()
    }

    fn definition(&self, missing: impl Fn(&str) -> String) -> Definition {
        let mut part = String::new();
        for level in [3_u32, 2] {
            for node in self.nodes(level) {
                let parent = self.parent(level, &node).replace("Index", "index");
                let _ = write!(
                    part,
                    "[[aggregate]]\nid = \"{node}\"\nparent = \"{parent}\"\nname = {{ zh = \"{node}\", en = \"{node}\" }}\nweight = 1\n\
                     weighting = {{ method = \"given\", origin = \"default\" }}\naggregation = {{ method = \"arithmetic\" }}\n\
                     coverage = {{ missing = \"renormalise\" }}\n"
                );
            }
        }
        for node in self.nodes(1) {
            let direction = if self.meta.get(&format!("1/{node}"), "Direction") == Some(-1.0) {
                "negative"
            } else {
                "positive"
            };
            let more = format!("direction = \"{direction}\"\nmissing = [ {} ]", missing(&node));
            let wide = r#"{ method = "goalposts", low = -1e12, high = 1e12 }"#;
            part += &card(&node, &self.parent(1, &node), &format!("v_{node}"), 1.0, wide, &more);
        }
        let names: Vec<String> = self.nodes(1).iter().map(|node| format!("v_{node}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let top =
            framework("[\"2018\"]", r#"{ method = "arithmetic" }"#, r#"{ missing = "renormalise" }"#, "");
        let variables = variables(&names, &["EurAsia_group", "GDPpc_group"]);
        let texts = [
            ("framework.toml", top.as_str()),
            ("part.toml", part.as_str()),
            ("variables.toml", variables.as_str()),
        ];
        let (definition, found) = from_texts(&texts);
        definition.unwrap_or_else(|| panic!("{found:?}"))
    }

    fn nodes(&self, level: u32) -> Vec<String> {
        let prefix = format!("{level}/");
        self.meta.rows.iter().filter_map(|row| row.strip_prefix(&prefix)).map(str::to_owned).collect()
    }

    fn panel(&self) -> Panel {
        let entry = |code: &String| UnitEntry { id: code.clone(), name: String::new() };
        let entries: Vec<UnitEntry> = self.data.rows.iter().map(entry).collect();
        let pairs = (0..u32::try_from(entries.len()).unwrap()).map(|unit| (unit, Period::year(2018)));
        let mut panel = Panel::new(Arc::new(Index::new(entries, pairs.collect())));
        for node in self.nodes(1) {
            let values = self.data.column(&node, &self.data.rows);
            panel.insert(id(&format!("v_{node}")), Column::of(&values));
        }
        let by_code: BTreeMap<&str, &String> =
            self.units.rows.iter().filter_map(|row| Some((row.rsplit_once('/')?.1, row))).collect();
        for group in ["EurAsia_group", "GDPpc_group"] {
            let value = |code: &String| Some(self.units.text(by_code[code.as_str()], group));
            panel.insert_attribute(
                id(group),
                Attribute::of(&self.data.rows.iter().map(value).collect::<Vec<_>>()),
            );
        }
        panel
    }

    fn agrees(&self, oracles: &Path, file: &str, missing: impl Fn(&str) -> String) {
        let expected = Table::read(oracles, file);
        let panel = self.panel();
        let card = fit(&self.definition(missing), &panel).unwrap().scorecard;
        let (_, leaves) = card.score_with_leaves(&panel);
        let mut imputed = 0;
        for node in self.nodes(1) {
            let column = leaves.find(&node).unwrap();
            for (row, unit) in self.data.rows.iter().enumerate() {
                expected.agree(unit, &node, column.treated(row));
                imputed += usize::from(column.imputed_by(row).is_some());
            }
        }
        let gaps = self
            .nodes(1)
            .into_iter()
            .flat_map(|node| self.data.column(&node, &self.data.rows))
            .filter(Option::is_none);
        assert_eq!(imputed, gaps.count(), "{file}");
        assert!(imputed > 50, "{file}: {imputed}");
    }
}

#[test]
fn constants_of_the_base_and_of_groups() {
    let Some(oracles) = folder() else { return };
    let asem = Asem::read(&oracles);
    let by =
        |method: &str, group: &str| format!("{{ method = \"{method}\", by = [\"{group}\"], min_group = 1 }}");
    asem.agrees(&oracles, "coinr/impute/mean.csv", |_| r#"{ method = "mean" }"#.to_owned());
    asem.agrees(&oracles, "coinr/impute/median.csv", |_| r#"{ method = "median" }"#.to_owned());
    asem.agrees(&oracles, "coinr/impute/mean_grp_EurAsia.csv", |_| by("group-mean", "EurAsia_group"));
    asem.agrees(&oracles, "coinr/impute/median_grp_EurAsia.csv", |_| by("group-median", "EurAsia_group"));
    asem.agrees(&oracles, "coinr/impute/median_grp_GDPpc.csv", |_| by("group-median", "GDPpc_group"));
    asem.agrees(&oracles, "coinr/asem/data_imputed.csv", |_| by("group-mean", "EurAsia_group"));
}

#[test]
fn by_row_within_the_parent_and_the_level_above() {
    let Some(oracles) = folder() else { return };
    let asem = Asem::read(&oracles);
    asem.agrees(&oracles, "coinr/impute/row_mean_level2_normfirst.csv", |_| {
        r#"{ method = "by-row" }"#.to_owned()
    });
    asem.agrees(&oracles, "coinr/impute/row_median_level3_normfirst.csv", |node| {
        let above = asem.parent(2, &asem.parent(1, node));
        format!("{{ method = \"by-row\", centre = \"median\", within = \"{above}\" }}")
    });
}
