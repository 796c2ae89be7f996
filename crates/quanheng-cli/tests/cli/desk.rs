//! A temporary folder to work in, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder that goes when the test ends.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What a command printed and how it ended.
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    /// With a new study in `s`.
    pub(crate) fn with_study() -> Self {
        let desk = Desk::new();
        assert_eq!(desk.run("new s --lang en").code, Some(0));
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Replaces what stands in a file exactly once.
    pub(crate) fn edit(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(old).count(), 1, "{old}");
        self.write(name, &text.replace(old, new));
    }

    /// The names in a folder, in order.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(name)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program, started in the folder with words split at blanks, in an environment that says nothing of language.
    pub(crate) fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quanheng"));
        command.args(words.split_whitespace()).current_dir(self.folder.path()).stdin(Stdio::null());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, words: &str) -> Done {
        self.done(self.command(words).output().unwrap())
    }

    pub(crate) fn done(&self, output: Output) -> Done {
        let text = |bytes: Vec<u8>| self.tidy(&String::from_utf8(bytes).unwrap());
        Done { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Names of temporary folders differ from run to run.
    fn tidy(&self, text: &str) -> String {
        let place = |path: &Path| path.to_str().unwrap().to_owned();
        text.replace(&place(self.folder.path()), "[desk]")
    }
}

impl Done {
    /// The whole, for a snapshot.
    pub(crate) fn show(&self) -> String {
        let code = self.code.map_or("none".to_owned(), |code| code.to_string());
        let mut text = format!("exit {code}\n");
        for (name, part) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !part.is_empty() {
                text += &format!("--- {name}\n{part}");
            }
        }
        text
    }
}

/// The same words in Chinese and in English, each with what came of it.
pub(crate) fn both(desk: &Desk, words: &str) -> String {
    ["zh", "en"]
        .map(|language| {
            let done = desk.run(&format!("{words} --lang {language}"));
            format!("$ quanheng {words} --lang {language}\n{}\n", done.show())
        })
        .concat()
}
