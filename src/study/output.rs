//! The folder a run writes: filled beside its final place, then put there as a whole.
//!
//! A run that is killed leaves the previous result whole. Files in the folder that no run has written are kept, and so are our own
//! files that somebody has edited since (under a name that says so).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, OutputFile, sha256};
use super::replace::{Lock, copy_tree, put_in_place, write_synced};
use crate::diagnostic::{Diagnostic, Place};

/// Name of the manifest in an output folder.
pub const MANIFEST: &str = "manifest.json";

/// An output folder being filled.
#[derive(Debug)]
pub struct OutputFolder {
    shown: String,
    target: PathBuf,
    partial: PathBuf,
    _lock: Lock,
    written: BTreeMap<String, OutputFile>,
}

/// What happened to files that were in the folder before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Files no run has written, by path in the folder.
    pub foreign: Vec<String>,
    /// Our own files that had been edited: old name, name it is kept under.
    pub edited: Vec<(String, String)>,
}

impl OutputFolder {
    /// Makes ready to fill `target`, which need not exist; its parent folders are made. `shown` is the path for messages.
    ///
    /// # Errors
    /// The target is a file, or a folder with content that no run has written and no manifest, or cannot be written, or another run
    /// is writing it.
    pub fn create(target: &Path, shown: &str) -> Result<Self, Diagnostic> {
        check_target(target, shown)?;
        // A link stays a link: the folder it leads to is the one that is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = target.file_name().map_or_else(|| "out".into(), |n| n.to_string_lossy().into_owned());
        let claim = || {
            fs::create_dir_all(parent)?;
            let lock = Lock::take(parent.join(format!(".{name}.lock")))?;
            let partial = parent.join(format!(".{name}.partial"));
            if partial.exists() {
                // A run that was killed left it.
                fs::remove_dir_all(&partial)?;
            }
            fs::create_dir(&partial).map(|()| (lock, partial))
        };
        let (lock, partial) = claim().map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => busy(shown),
            _ => failed(shown, &error),
        })?;
        let shown = shown.to_owned();
        Ok(OutputFolder { shown, partial, _lock: lock, written: BTreeMap::new(), target })
    }

    /// Writes one file of the result.
    ///
    /// # Errors
    /// The disk is full, or the file cannot be written.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let path = self.partial.join(name);
        if let Some(folder) = path.parent() {
            let made = fs::create_dir_all(folder);
            made.map_err(|error| failed(&format!("{}/{name}", self.shown), &error))?;
        }
        write_synced(&path, bytes).map_err(|error| failed(&format!("{}/{name}", self.shown), &error))?;
        self.written.insert(name.to_owned(), OutputFile { sha256: sha256(bytes), bytes: bytes.len() as u64 });
        Ok(())
    }

    /// What has been written so far.
    #[must_use]
    pub fn written(&self) -> &BTreeMap<String, OutputFile> {
        &self.written
    }

    /// Writes the manifest and puts the folder in its place.
    ///
    /// # Errors
    /// As [`OutputFolder::write`]; the previous result then stands unchanged.
    pub fn finish(mut self, manifest: &Manifest) -> Result<Kept, Diagnostic> {
        self.write(MANIFEST, manifest.to_json().as_bytes())?;
        let kept = self.carry_over().map_err(|error| failed(&self.shown, &error))?;
        put_in_place(&self.partial, &self.target).map_err(|error| failed(&self.shown, &error))?;
        Ok(kept)
    }

    /// Copies what must not be lost from the old folder into the new one.
    fn carry_over(&self) -> io::Result<Kept> {
        let mut kept = Kept::default();
        let Ok(text) = fs::read_to_string(self.target.join(MANIFEST)) else { return Ok(kept) };
        let old = Manifest::from_json(&text).map(|m| m.outputs).unwrap_or_default();
        self.carry_over_of("", &old, &mut kept)?;
        Ok(kept)
    }

    /// The same for a folder in the old folder: `steps/`, or nothing for the old folder itself.
    fn carry_over_of(
        &self,
        inside: &str,
        old: &BTreeMap<String, OutputFile>,
        kept: &mut Kept,
    ) -> io::Result<()> {
        let mut entries: Vec<_> = fs::read_dir(self.target.join(inside))?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = format!("{inside}{}", entry.file_name().to_string_lossy());
            if name == MANIFEST {
                continue;
            }
            let below = format!("{name}/");
            if entry.file_type()?.is_dir() && old.keys().any(|known| known.starts_with(&below)) {
                self.carry_over_of(&below, old, kept)?;
                continue;
            }
            let ours = old.get(&name);
            if ours.is_none() {
                let free =
                    if self.written.contains_key(&name) { self.free_name(&name) } else { name.clone() };
                self.keep(&entry.path(), &free)?;
                kept.foreign.push(free);
            } else if !fs::read(entry.path())
                .is_ok_and(|bytes| ours.is_some_and(|o| o.sha256 == sha256(&bytes)))
            {
                let free = self.free_name(&name);
                self.keep(&entry.path(), &free)?;
                kept.edited.push((name, free));
            }
        }
        Ok(())
    }

    fn keep(&self, from: &Path, name: &str) -> io::Result<()> {
        let to = self.partial.join(name);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        copy_tree(from, &to)
    }

    /// `report.edited.docx`, or with a number when that is taken in the old or the new folder.
    fn free_name(&self, name: &str) -> String {
        let (stem, dot, extension) = name.rsplit_once('.').map_or((name, "", ""), |(s, e)| (s, ".", e));
        let taken = |name: &str| self.partial.join(name).exists() || self.target.join(name).exists();
        let first = format!("{stem}.edited{dot}{extension}");
        let rest = (2_u32..).map(|n| format!("{stem}.edited-{n}{dot}{extension}"));
        std::iter::once(first).chain(rest).find(|name| !taken(name)).unwrap_or_default()
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        // Nothing is there after a run that finished; a failure here leaves a hidden folder that the next run clears.
        let _ = fs::remove_dir_all(&self.partial);
    }
}

/// Writes one file as a whole: first beside its place, so that a full disk leaves the old file as it was.
///
/// # Errors
/// The disk is full, or the file cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let shown = path.display().to_string();
    if path.is_dir() {
        let problem = Diagnostic::error(
            "out007",
            "输出位置是一个文件夹，应为文件",
            "the output is a folder; a file is expected",
        );
        let hint = ("用 --out 写出文件名", "give the name of a file with --out");
        return Err(problem.hint(hint.0, hint.1).at(Place::File { file: shown }));
    }
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        // A pipe or a device has no old content, and no place beside it.
        return fs::write(path, bytes).map_err(|error| failed(&shown, &error));
    }
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut aside = path.as_os_str().to_owned();
    aside.push(".partial");
    let aside = Path::new(&aside);
    write_synced(aside, bytes).and_then(|()| fs::rename(aside, &path)).map_err(|error| {
        // What is left of an attempt that failed is of no use.
        let _ = fs::remove_file(aside);
        failed(&shown, &error)
    })
}

fn check_target(target: &Path, shown: &str) -> Result<(), Diagnostic> {
    let place = Place::File { file: shown.to_owned() };
    if target.exists() && !target.is_dir() {
        let message = Diagnostic::error(
            "out002",
            "输出位置是一个文件，应为文件夹",
            "the output is a file; a folder is expected",
        );
        return Err(message.hint("用 --out 指定另一个位置", "name another place with --out").at(place));
    }
    let filled = fs::read_dir(target).is_ok_and(|mut entries| entries.next().is_some());
    if filled && !target.join(MANIFEST).is_file() {
        let message = Diagnostic::error(
            "out003",
            "输出文件夹里已有内容，且不是本程序的输出（没有 manifest.json）；为避免覆盖，未作任何改动",
            "the output folder has content that is not a result of this program (no manifest.json); nothing was changed",
        );
        let hint = ("用 --out 指定一个空文件夹或新文件夹", "name an empty or new folder with --out");
        return Err(message.hint(hint.0, hint.1).at(place));
    }
    Ok(())
}

fn busy(shown: &str) -> Diagnostic {
    Diagnostic::error(
        "out004",
        "另一个程序正在写这个输出文件夹",
        "another run is writing to this output folder",
    )
    .hint("等它结束，或用 --out 指定另一个位置", "wait for it, or name another place with --out")
    .at(Place::File { file: shown.to_owned() })
}

fn failed(shown: &str, error: &io::Error) -> Diagnostic {
    let (zh, en, hint) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
            "磁盘已满，输出没有写完；原有结果保持不变",
            "the disk is full, the output could not be completed; the previous result stands unchanged",
            ("腾出空间，或用 --out 指定另一个磁盘", "free some space, or name another disk with --out"),
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            "没有写入权限",
            "this place cannot be written: permission denied",
            ("用 --out 指定一个可写的文件夹", "name a folder you may write with --out"),
        ),
        _ => (
            "无法写入",
            "this place cannot be written",
            ("检查路径，或用 --out 指定另一个位置", "check the path, or name another place with --out"),
        ),
    };
    Diagnostic::error("out001", format!("{zh}（{error}）"), format!("{en} ({error})"))
        .hint(hint.0, hint.1)
        .at(Place::File { file: shown.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(target: &Path, files: &[(&str, &str)]) -> Result<Kept, Diagnostic> {
        let mut folder = OutputFolder::create(target, "out")?;
        for (name, text) in files {
            folder.write(name, text.as_bytes())?;
        }
        let manifest = Manifest { outputs: folder.written().clone(), ..Manifest::default() };
        folder.finish(&manifest)
    }

    #[test]
    fn a_second_run_replaces_the_folder_and_keeps_what_is_not_ours() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("deep/out");
        assert_eq!(run(&target, &[("a.csv", "1"), ("b.csv", "2")]).unwrap(), Kept::default());
        fs::write(target.join("notes.txt"), "mine").unwrap();
        fs::write(target.join("b.csv"), "edited").unwrap();
        let kept = run(&target, &[("a.csv", "3"), ("b.csv", "4")]).unwrap();
        assert_eq!(kept.foreign, ["notes.txt"]);
        assert_eq!(kept.edited, [("b.csv".to_owned(), "b.edited.csv".to_owned())]);
        let read = |name: &str| fs::read_to_string(target.join(name)).unwrap();
        assert_eq!(
            (read("a.csv"), read("b.csv"), read("b.edited.csv")),
            ("3".into(), "4".into(), "edited".into())
        );
        assert_eq!(read("notes.txt"), "mine");
        assert_eq!(
            fs::read_dir(target.parent().unwrap()).unwrap().count(),
            1,
            "nothing is left beside the folder"
        );
    }

    #[test]
    fn an_unfinished_run_changes_nothing() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("out");
        run(&target, &[("a.csv", "1")]).unwrap();
        let mut folder = OutputFolder::create(&target, "out").unwrap();
        folder.write("a.csv", b"2").unwrap();
        assert_eq!(OutputFolder::create(&target, "out").unwrap_err().code.0, "out004");
        drop(folder);
        assert_eq!(fs::read_to_string(target.join("a.csv")).unwrap(), "1");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_ours_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("out");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("thesis.docx"), "years of work").unwrap();
        assert_eq!(run(&target, &[]).unwrap_err().code.0, "out003");
        assert_eq!(run(&target.join("thesis.docx"), &[]).unwrap_err().code.0, "out002");
    }

    #[test]
    fn what_a_killed_run_left_is_cleared() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("out");
        run(&target, &[("a.csv", "1")]).unwrap();
        fs::create_dir_all(home.path().join(".out.partial/deep")).unwrap();
        fs::write(home.path().join(".out.partial/a.csv"), "half").unwrap();
        fs::write(home.path().join(".out.lock"), "").unwrap();
        run(&target, &[("b.csv", "2")]).unwrap();
        let names: Vec<_> = fs::read_dir(&target).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn one_of_our_files_that_became_a_folder_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("out");
        run(&target, &[("a.csv", "1")]).unwrap();
        fs::remove_file(target.join("a.csv")).unwrap();
        fs::create_dir(target.join("a.csv")).unwrap();
        fs::write(target.join("a.csv/notes.txt"), "mine").unwrap();
        run(&target, &[("a.csv", "2")]).unwrap();
        assert_eq!(fs::read_to_string(target.join("a.edited.csv/notes.txt")).unwrap(), "mine");
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_links() {
        let home = tempfile::tempdir().unwrap();
        let (target, link) = (home.path().join("disk/results"), home.path().join("out"));
        fs::create_dir_all(&target).unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        run(&link, &[("a.csv", "1")]).unwrap();
        std::os::unix::fs::symlink(".", target.join("loop")).unwrap();
        run(&link, &[("a.csv", "2")]).unwrap();
        assert_eq!(fs::read_to_string(target.join("a.csv")).unwrap(), "2");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(fs::symlink_metadata(target.join("loop")).unwrap().is_symlink());
    }

    #[test]
    fn a_full_disk_is_said() {
        let problem = failed("out/report.docx", &io::Error::from(io::ErrorKind::StorageFull));
        let text =
            |language| crate::diagnostic::render(&problem, language, None, crate::diagnostic::Style::Plain);
        let said = text(crate::vocab::Language::Zh) + &text(crate::vocab::Language::En);
        insta::assert_snapshot!(said, @r"
        错误[out001]：磁盘已满，输出没有写完；原有结果保持不变（no storage space）
          --> out/report.docx
          建议：腾出空间，或用 --out 指定另一个磁盘
        error[out001]: the disk is full, the output could not be completed; the previous result stands unchanged (no storage space)
          --> out/report.docx
          hint: free some space, or name another disk with --out
        ");
    }

    #[test]
    fn a_file_is_written_as_a_whole_or_not_at_all() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("scorecard.json");
        write_file(&path, b"1").unwrap();
        write_file(&path, b"2").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "2");
        assert_eq!(write_file(home.path(), b"3").unwrap_err().code.0, "out007");
        assert_eq!(write_file(&path.join("below"), b"3").unwrap_err().code.0, "out001");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
