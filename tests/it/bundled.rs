//! What comes with the repository: every definition loads, every bundled data file reads, every checksum holds.

use std::fs;
use std::path::{Path, PathBuf};

use quanheng::definition::{self, Definition};
use quanheng::diagnostic::{Diagnostic, Severity, Style, render};
use quanheng::panel::{self, DataFile, Panel, RegisterFile};
use quanheng::vocab::Language;
use sha2::{Digest, Sha256};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Folders two levels below, in order.
fn editions(top: &str) -> Vec<PathBuf> {
    let folders = |path: &Path| -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(path)
            .expect("the folder comes with the repository")
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.is_dir())
            .collect();
        found.sort();
        found
    };
    folders(&root().join(top)).iter().flat_map(|set| folders(set)).collect()
}

fn rendered(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| render(diagnostic, Language::En, None, Style::Plain))
        .collect::<Vec<_>>()
        .join("\n")
}

fn load(folder: &Path) -> Definition {
    let (definition, diagnostics) = definition::load(folder);
    // Not even a warning: these files are what people copy from.
    assert!(diagnostics.is_empty(), "{}\n{}", folder.display(), rendered(&diagnostics));
    definition.expect("a definition without an error")
}

#[test]
fn every_bundled_definition_loads_without_a_remark() {
    let folders = editions("indicators");
    assert!(folders.len() >= 5, "{folders:?}");
    for folder in folders {
        load(&folder);
    }
}

#[test]
fn every_checksum_of_the_bundled_data_holds() {
    for folder in editions("datasets") {
        let origin: toml::Table =
            toml::from_str(&fs::read_to_string(folder.join("origin.toml")).unwrap()).unwrap();
        for file in origin["file"].as_array().unwrap() {
            let path = folder.join(file["path"].as_str().unwrap());
            let sum: String =
                Sha256::digest(fs::read(&path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(Some(sum.as_str()), file["sha256"].as_str(), "{}", path.display());
        }
    }
}

/// Reads the data of a study.
fn read(name: &str) -> (Definition, Panel, Vec<Diagnostic>) {
    let folder = root().join("studies").join(name);
    let text = fs::read_to_string(folder.join("study.toml")).expect("the study comes with the repository");
    let study: toml::Table = toml::from_str(&text).expect("valid TOML");
    let definition = load(&folder.join(study["definition"].as_str().expect("a text")));
    let register: Option<RegisterFile> =
        study.get("register").map(|value| value.clone().try_into().expect("a register"));
    let files: Vec<DataFile> = study["data"].clone().try_into().expect("data files");
    let variables = &definition.framework().parts().variables;
    let reading = panel::read(&folder, variables, register.as_ref(), &files);
    let errors: Vec<Diagnostic> =
        reading.diagnostics.iter().filter(|found| found.severity == Severity::Error).cloned().collect();
    assert!(errors.is_empty(), "{}", rendered(&errors));
    (definition, reading.panel.expect("a panel without an error"), reading.diagnostics)
}

#[test]
fn demonstration_data_read_whole() {
    let (definition, panel, diagnostics) = read("shuangqian-demo");
    assert!(diagnostics.is_empty(), "{}", rendered(&diagnostics));
    let parts = definition.framework().parts();
    for variable in parts.variables.variables() {
        let column = panel.variable(variable.id.as_str());
        assert!(column.is_some(), "no column of {}", variable.id);
    }
    // The register and eight files of data.
    assert_eq!(panel.sources().len(), 9);
}

#[test]
fn facts_of_the_technology_achievement_index_read_whole() {
    for study in ["tai", "tai-bap"] {
        let (_, panel, diagnostics) = read(study);
        assert!(diagnostics.is_empty(), "{}", rendered(&diagnostics));
        assert_eq!(panel.variables().count(), 8);
    }
}
