//! The order in which modules may use each other, and how long a file may be. The picture stands in the crate's documentation.

use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// A module uses only modules of rows above its own, and its own. Modules of one row do not use each other.
const ORDER: &[&[&str]] = &[
    &["vocab"],
    &["diagnostic"],
    &["statistics"],
    &["optimisation"],
    &["screening", "treatment", "imputation", "normalisation", "weighting", "aggregation", "ranking"],
    &["panel"],
    &["framework"],
    &["definition"],
    &["scorecard"],
    &["cross_comparison", "diagnosis", "sensitivity"],
    &["report"],
    &["study"],
];

const LONGEST_FILE: usize = 600;

fn row_of(module: &str) -> Option<usize> {
    ORDER.iter().position(|row| row.contains(&module))
}

/// All source files of the library with the modules on the way to each: `["definition", "shape"]` for its `mod.rs`.
fn sources() -> Vec<(PathBuf, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![(root, Vec::new())];
    let mut files = Vec::new();
    while let Some((folder, modules)) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the sources are there") {
            let path = entry.expect("the sources can be listed").path();
            let mut inner = modules.clone();
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() {
                inner.push(stem);
                open.push((path, inner));
            } else if path.extension().is_some_and(|e| e == "rs") {
                if stem != "mod" && stem != "lib" {
                    inner.push(stem);
                }
                files.push((path, inner));
            }
        }
    }
    files.sort();
    files
}

/// The top-level modules that a file names in paths, `use` trees and macros, outside its tests.
#[derive(Default)]
struct Names {
    /// Modules from the crate down to where the visitor is.
    depth: usize,
    found: Vec<String>,
}

impl Names {
    /// A path's words, from the first on.
    fn path(&mut self, words: &[String]) {
        let ups = words.iter().take_while(|word| *word == "super").count();
        let top = if words.first().is_some_and(|word| word == "crate") {
            words.get(1)
        } else if ups > 0 && ups == self.depth {
            words.get(ups)
        } else {
            None
        };
        self.found.extend(top.cloned());
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let mut words = before.to_vec();
        match tree {
            syn::UseTree::Path(path) => {
                words.push(path.ident.to_string());
                self.tree(&words, &path.tree);
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(&words, item)),
            syn::UseTree::Name(name) => {
                words.push(name.ident.to_string());
                self.path(&words);
            }
            syn::UseTree::Rename(rename) => {
                words.push(rename.ident.to_string());
                self.path(&words);
            }
            _ => self.path(&words),
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let is_test = |attribute: &syn::Attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
        };
        if module.attrs.iter().any(is_test) {
            return;
        }
        self.depth += 1;
        visit::visit_item_mod(self, module);
        self.depth -= 1;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.path(&words);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let tokens = call.tokens.to_string();
        for rest in tokens.split("crate ::").skip(1) {
            let word = rest.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next();
            self.found.extend(word.map(str::to_owned));
        }
    }
}

#[test]
fn modules_use_only_what_stands_before_them() {
    let mut wrong = Vec::new();
    for (path, modules) in sources() {
        let Some(own) = modules.first().filter(|own| *own != "lib") else { continue };
        let row = row_of(own);
        if row.is_none() {
            wrong.push(format!("{}: module `{own}` has no place in the order", path.display()));
        }
        let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
        let mut names = Names { depth: modules.len(), ..Names::default() };
        names.visit_file(&file);
        for used in names.found.iter().filter(|used| *used != own) {
            if row_of(used).is_some_and(|used| Some(used) >= row) {
                wrong.push(format!("{}: `{own}` must not use `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_of_the_order_sees_every_way_to_name_a_module() {
    let text = "use crate::{panel::Panel, scorecard as s}; use super::super::report::X; \
                fn f() -> crate::study::Y { println!(\"{}\", crate::vocab::Z); } \
                mod inner { use super::super::super::definition; } \
                #[cfg(test)] mod tests { use crate::ranking; }";
    let mut names = Names { depth: 2, ..Names::default() };
    names.visit_file(&syn::parse_file(text).unwrap());
    assert_eq!(names.found, ["panel", "scorecard", "report", "study", "vocab", "definition"]);
}

#[test]
fn files_stay_short_and_say_what_they_are() {
    let mut wrong = Vec::new();
    for (path, modules) in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
        if lines > LONGEST_FILE {
            wrong.push(format!("{}: {lines} lines, {LONGEST_FILE} are allowed", path.display()));
        }
        if path.ends_with("mod.rs") && !text.starts_with("//!") {
            wrong.push(format!("{}: a module opens with what it is", path.display()));
        }
        let vague = |name: &String| ["utils", "util", "helpers", "common", "misc"].contains(&name.as_str());
        if modules.iter().any(vague) {
            wrong.push(format!("{}: the name does not say what it is for", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
