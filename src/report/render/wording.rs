//! The few words renderers add themselves.

use crate::report::document::Callout;
use crate::vocab::Language;

/// A wording in both languages.
pub(super) struct Wording {
    zh: &'static str,
    en: &'static str,
}

impl Wording {
    pub(super) fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

pub(super) const SKIP: Wording = Wording { zh: "跳到正文", en: "Skip to content" };
pub(super) const CONTENTS: Wording = Wording { zh: "目录", en: "Contents" };
pub(super) const NOTES: Wording = Wording { zh: "注释", en: "Notes" };
pub(super) const BACK: Wording = Wording { zh: "返回正文", en: "Back to the text" };
pub(super) const DATA: Wording = Wording { zh: "查看图中数据", en: "Data behind this figure" };
pub(super) const NO_ROWS: Wording = Wording { zh: "无数据", en: "No data" };
pub(super) const NO_PICTURE: Wording =
    Wording { zh: "（此处的图未能绘制）", en: "(this picture could not be drawn)" };
pub(super) const WITHOUT_SCRIPT: Wording = Wording {
    zh: "本表较长。浏览器未启用脚本，此处只列出前 50 行，全部数据见工作簿。",
    en: "This table is long. Scripts are off, so only its first 50 rows are listed; the workbook has them all.",
};

/// The word at the head of a set-off box.
pub(super) fn callout(kind: Callout) -> Wording {
    match kind {
        Callout::Note => Wording { zh: "说明", en: "Note" },
        Callout::Warning => Wording { zh: "注意", en: "Caution" },
        Callout::Key => Wording { zh: "要点", en: "Key point" },
    }
}

/// What stands after the caption of a later part of a table that was cut.
pub(super) fn continued(language: Language, part: usize) -> String {
    match language {
        Language::Zh => format!("（续{part}）"),
        Language::En => format!(" (continued {part})"),
    }
}
