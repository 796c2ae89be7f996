//! The folder a run writes: filled beside its final place, then put there as a whole.
//!
//! A run that is killed leaves the previous result whole. Files in the folder that no run has written are kept, and so are our own
//! files that somebody has edited since (under a name that says so).

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::manifest::{Manifest, OutputFile, sha256};
use crate::diagnostic::{Diagnostic, Place};

/// Name of the manifest in an output folder.
pub const MANIFEST: &str = "manifest.json";

const LOCK: &str = ".lock";

/// An output folder being filled.
#[derive(Debug)]
pub struct OutputFolder {
    shown: String,
    target: PathBuf,
    partial: PathBuf,
    lock: Option<File>,
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
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = target.file_name().map_or_else(|| "out".into(), |n| n.to_string_lossy().into_owned());
        let partial = parent.join(format!(".{name}.partial"));
        let lock = claim(&partial).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => busy(shown),
            _ => failed(shown, &error),
        })?;
        Ok(OutputFolder {
            shown: shown.to_owned(),
            target: target.to_owned(),
            partial,
            lock: Some(lock),
            written: BTreeMap::new(),
        })
    }

    /// Writes one file of the result.
    ///
    /// # Errors
    /// The disk is full, or the file cannot be written.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let path = self.partial.join(name);
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
        self.lock = None;
        fs::remove_file(self.partial.join(LOCK)).map_err(|error| failed(&self.shown, &error))?;
        put_in_place(&self.partial, &self.target).map_err(|error| failed(&self.shown, &error))?;
        Ok(kept)
    }

    /// Copies what must not be lost from the old folder into the new one.
    fn carry_over(&self) -> io::Result<Kept> {
        let mut kept = Kept::default();
        let Ok(text) = fs::read_to_string(self.target.join(MANIFEST)) else { return Ok(kept) };
        let old = Manifest::from_json(&text).map(|m| m.outputs).unwrap_or_default();
        let mut entries: Vec<_> = fs::read_dir(&self.target)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == MANIFEST {
                continue;
            }
            let ours = old.get(&name);
            if ours.is_none() {
                let free = if self.written.contains_key(&name) { self.free_name(&name) } else { name.clone() };
                copy_tree(&entry.path(), &self.partial.join(&free))?;
                kept.foreign.push(free);
            } else if fs::read(entry.path()).is_ok_and(|bytes| ours.is_some_and(|o| o.sha256 != sha256(&bytes))) {
                let free = self.free_name(&name);
                copy_tree(&entry.path(), &self.partial.join(&free))?;
                kept.edited.push((name, free));
            }
        }
        Ok(kept)
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
        if self.lock.take().is_some() {
            // A failure here leaves a hidden folder that the next run clears.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

fn check_target(target: &Path, shown: &str) -> Result<(), Diagnostic> {
    let place = Place::File { file: shown.to_owned() };
    if target.is_file() {
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

/// Makes the partial folder, locks it, and clears what a killed run left in it.
fn claim(partial: &Path) -> io::Result<File> {
    fs::create_dir_all(partial)?;
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(partial.join(LOCK))?;
    lock.try_lock().map_err(|error| match error {
        fs::TryLockError::WouldBlock => io::Error::from(io::ErrorKind::WouldBlock),
        fs::TryLockError::Error(error) => error,
    })?;
    for entry in fs::read_dir(partial)? {
        let entry = entry?;
        if entry.file_name() == LOCK {
            continue;
        }
        if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
    }
    Ok(lock)
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_data()
}

fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy_tree(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Puts the new folder where the old one is: in one step where the system can exchange two names, else in two.
fn put_in_place(partial: &Path, target: &Path) -> io::Result<()> {
    if !target.exists() {
        return fs::rename(partial, target);
    }
    if !exchange(partial, target) {
        let aside = partial.with_extension("previous");
        if aside.exists() {
            fs::remove_dir_all(&aside)?;
        }
        fs::rename(target, &aside)?;
        if let Err(error) = fs::rename(partial, target) {
            fs::rename(&aside, target)?;
            return Err(error);
        }
        return fs::remove_dir_all(aside);
    }
    fs::remove_dir_all(partial)
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
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
        assert_eq!((read("a.csv"), read("b.csv"), read("b.edited.csv")), ("3".into(), "4".into(), "edited".into()));
        assert_eq!(read("notes.txt"), "mine");
        assert_eq!(fs::read_dir(target.parent().unwrap()).unwrap().count(), 1, "nothing is left beside the folder");
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
}
