//! A new study that runs as it is: a small definition, a little data, and comments that say what to change.

use std::fs;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Place};

/// The files of a new study, by path in its folder.
const FILES: [(&str, &str); 6] = [
    ("study.toml", include_str!("template/study.toml")),
    ("definition/framework.toml", include_str!("template/framework.toml")),
    ("definition/indicators.toml", include_str!("template/indicators.toml")),
    ("definition/variables.toml", include_str!("template/variables.toml")),
    ("units.csv", include_str!("template/units.csv")),
    ("data.csv", include_str!("template/data.csv")),
];

/// Makes a new study in `folder`, which must not exist or be empty; the names of the files written.
///
/// # Errors
/// The folder has content, or cannot be written. Nothing that exists is changed.
pub fn create(folder: &Path) -> Result<Vec<&'static str>, Diagnostic> {
    let place = Place::File { file: folder.display().to_string() };
    if (folder.exists() && !folder.is_dir())
        || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
    {
        let problem = Diagnostic::error(
            "std013",
            "这里已有内容，未作任何改动",
            "there is something here already; nothing was changed",
        );
        return Err(problem.hint("换一个新文件夹", "name a new folder").at(place));
    }
    for (name, text) in FILES {
        let path = folder.join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|error| {
            let zh = format!("“{name}”写不了（{error}）");
            Diagnostic::error("std014", zh, format!("`{name}` cannot be written ({error})")).at(place.clone())
        })?;
    }
    Ok(FILES.iter().map(|(name, _)| *name).collect())
}
