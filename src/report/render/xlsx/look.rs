//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::super::printed::{Kind, tint};
use crate::report::document::{Align, Column, Emphasis};
use crate::vocab::Language;

/// Steps between the lightest and the deepest tint: a workbook holds a limited number of formats.
const TINTS: f64 = 32.0;

/// The formats of a table, made once: a workbook of 300,000 cells has few looks.
pub(super) struct Looks {
    columns: Vec<ColumnLooks>,
}

/// The formats of a column, by emphasis.
struct ColumnLooks {
    usual: [Format; 3],
    missing: [Format; 3],
    /// By emphasis, then by tint; empty where no cell is tinted.
    tinted: Vec<Vec<Format>>,
}

const EMPHASES: [Emphasis; 3] = [Emphasis::None, Emphasis::Total, Emphasis::Highlight];

impl Looks {
    pub(super) fn of(columns: &[Column], is_tinted: &[bool], wraps: &[bool], language: Language) -> Self {
        let looks = |((column, is_tinted), wraps): ((&Column, &bool), &bool)| {
            let usual = EMPHASES.map(|emphasis| {
                let format = emphasised(aligned(base(language), column.align), emphasis);
                let format = if *wraps { format.set_text_wrap() } else { format };
                match column.format.spreadsheet_code() {
                    Some(code) => format.set_num_format(code),
                    None => format,
                }
            });
            let missing =
                usual.clone().map(|format| format.set_font_color(Color::RGB(0x76_76_76)).set_italic());
            let tints = |format: &Format| (0..=TINTS as u32).map(|step| on_tint(format, step)).collect();
            let tinted = if *is_tinted { usual.iter().map(tints).collect() } else { Vec::new() };
            ColumnLooks { usual, missing, tinted }
        };
        Looks { columns: columns.iter().zip(is_tinted).zip(wraps).map(looks).collect() }
    }

    pub(super) fn get(&self, column: usize, kind: Kind, emphasis: Emphasis) -> &Format {
        let looks = &self.columns[column];
        let row = emphasis as usize;
        match kind {
            Kind::Missing | Kind::Imputed { .. } => &looks.missing[row],
            Kind::Number { shade: Some(shade), .. } => {
                let step = (shade * TINTS).round() as usize;
                looks.tinted.get(row).and_then(|tints| tints.get(step)).unwrap_or(&looks.usual[row])
            }
            _ => &looks.usual[row],
        }
    }
}

fn on_tint(format: &Format, step: u32) -> Format {
    let [red, green, blue] = tint(f64::from(step) / TINTS);
    let colour = u32::from(red) << 16 | u32::from(green) << 8 | u32::from(blue);
    format.clone().set_background_color(Color::RGB(colour))
}

fn base(language: Language) -> Format {
    let format = Format::new().set_font_size(10).set_align(FormatAlign::VerticalCenter);
    match language {
        Language::Zh => format.set_font_name("等线"),
        Language::En => format.set_font_name("Calibri"),
    }
}

fn aligned(format: Format, align: Align) -> Format {
    format.set_align(match align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    })
}

fn emphasised(format: Format, emphasis: Emphasis) -> Format {
    match emphasis {
        Emphasis::None => format,
        Emphasis::Total => format.set_bold().set_border_top(FormatBorder::Thin),
        Emphasis::Highlight => format.set_background_color(Color::RGB(0xE8_F0_F8)),
    }
}

/// The line above everything.
pub(super) fn title(language: Language) -> Format {
    base(language).set_bold().set_font_size(14)
}

/// The warning under the title.
pub(super) fn notice(language: Language) -> Format {
    base(language).set_bold().set_font_color(Color::RGB(0xB0_00_20))
}

/// The caption of a table.
pub(super) fn caption(language: Language) -> Format {
    base(language).set_bold().set_font_size(11)
}

/// Source and remarks under a table.
pub(super) fn note(language: Language) -> Format {
    base(language).set_font_color(Color::RGB(0x59_59_59))
}

/// A heading of a column or of a group of columns.
pub(super) fn heading(language: Language) -> Format {
    base(language)
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_text_wrap()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(0x1A_4F_82))
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0xFF_FF_FF))
}

/// The same look for a text that would be a formula if someone confirmed it in its cell.
pub(super) fn quoted(format: &Format) -> Format {
    format.clone().set_quote_prefix()
}
