//! Paths of a study: relative to its file, written with `/`.

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, Place};

/// Whether a path leads out of the folder it starts from.
pub(super) fn is_outside(path: &str) -> bool {
    let mut depth = 0_i32;
    for component in Path::new(path).components() {
        match component {
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            Component::RootDir | Component::Prefix(_) => return true,
            Component::CurDir => {}
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

/// The path without `a/..` inside, so that messages stay short. Links are followed as written.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut parts: Vec<Component<'_>> = Vec::new();
    for component in path.components() {
        match (component, parts.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                parts.pop();
            }
            (Component::CurDir, _) | (Component::ParentDir, Some(Component::RootDir)) => {}
            (other, _) => parts.push(other),
        }
    }
    if parts.is_empty() { PathBuf::from(".") } else { parts.iter().collect() }
}

/// Places in files named by the study, as paths that can be opened from where the program was started.
pub(super) fn openable(folder: &Path, problems: &mut [Diagnostic]) {
    for problem in problems {
        let related = problem.related.iter_mut().map(|(place, _)| place);
        for place in problem.place.iter_mut().chain(related) {
            let (Place::File { file } | Place::Text { file, .. } | Place::Cell { file, .. }) = place;
            *file = plain(&folder.join(&*file)).display().to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_folder_are_seen() {
        for (path, outside) in
            [("a/b.csv", false), ("./a/../b", false), ("../a", true), ("a/../../b", true), ("/a", true)]
        {
            assert_eq!(is_outside(path), outside, "{path}");
        }
    }

    #[test]
    fn plain_paths_lead_to_the_same_file() {
        for (path, plainer) in [
            ("studies/x/../../indicators/y", "indicators/y"),
            ("../a/./b", "../a/b"),
            ("../../a/../b", "../../b"),
            ("a/..", "."),
            ("/a/../../b", "/b"),
        ] {
            assert_eq!(plain(Path::new(path)), Path::new(plainer), "{path}");
        }
    }

    #[test]
    fn places_start_from_the_current_folder() {
        let cell = Place::Cell { file: "../d/a.csv".into(), sheet: None, row: 2, column: 1, heading: None };
        let mut problems = [Diagnostic::error("dat001", "", "").at(cell).related(
            Place::File { file: "b.csv".into() },
            "",
            "",
        )];
        openable(Path::new("studies/x"), &mut problems);
        assert_eq!(problems[0].place.as_ref().map(Place::file), Some("studies/d/a.csv"));
        assert_eq!(problems[0].related[0].0.file(), "studies/x/b.csv");
    }
}
