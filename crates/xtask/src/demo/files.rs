//! The files as departments would send them: GBK, workbook, semicolons, one figure a row.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::cell::{Case, Cell};
use super::population::{FIRST, FIRST_LISTED, Firm};
use super::random::{Dice, Topic};
use super::typing::{self, Habit};
use super::{administration, credit, finance, governance, honours, innovation, market, register};

/// A file and its bytes.
pub(crate) struct File {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// All data files.
pub(crate) fn all(firms: &[Firm]) -> Result<Vec<File>, String> {
    let cases = cases(firms);
    Ok(vec![
        File { name: "register.csv", bytes: register(&cases).into_bytes() },
        File { name: "finance.csv", bytes: finance(&cases)? },
        File { name: "revenue-2018-2020.csv", bytes: history(firms).into_bytes() },
        File { name: "administration.csv", bytes: administration(&cases) },
        File { name: "innovation.xlsx", bytes: innovation(&cases).map_err(|error| error.to_string())? },
        File { name: "market.csv", bytes: market(&cases).into_bytes() },
        File { name: "honours.csv", bytes: honours(&cases).into_bytes() },
        File { name: "governance.tsv", bytes: governance(&cases).into_bytes() },
        File { name: "credit.csv", bytes: credit(&cases) },
    ])
}

/// Every firm in every year in which it is on the list, by year, then by number.
pub(crate) fn cases(firms: &[Firm]) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for year in FIRST_LISTED - FIRST..super::population::YEARS {
        for firm in firms {
            if let (Some(entry), Some(state)) = (firm.entries[year], firm.years[year].as_ref()) {
                cases.push(Case { firm, year, state, entry });
            }
        }
    }
    cases
}

/// A table as text: what precedes a row, then its cells typed by the firm's own hand.
struct Table {
    text: String,
    delimiter: char,
    line_end: &'static str,
}

impl Table {
    fn new(delimiter: char, line_end: &'static str, headings: &[&str]) -> Self {
        let mut table = Table { text: String::new(), delimiter, line_end };
        table.row(headings.iter().map(|&heading| heading.to_owned()));
        table
    }

    fn row(&mut self, fields: impl Iterator<Item = String>) {
        for (at, field) in fields.enumerate() {
            if at > 0 {
                self.text.push(self.delimiter);
            }
            if field.contains([self.delimiter, '"', '\n', '\r']) {
                self.text.push('"');
                self.text.push_str(&field.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(&field);
            }
        }
        self.text.push_str(self.line_end);
    }
}

fn year(case: &Case<'_>) -> String {
    (FIRST + case.year).to_string()
}

/// Headings in front of those of a topic.
fn headings<'a>(front: &[&'a str], topic: &[&'a str]) -> Vec<&'a str> {
    [front, topic].concat()
}

fn typed<'a>(case: &Case<'_>, cells: &'a [Cell], habit: Habit) -> impl Iterator<Item = String> + use<'a> {
    let mut dice = Dice::of_year(Topic::Typing, case.firm.number, case.year);
    cells.iter().map(move |cell| typing::typed(cell, habit, &mut dice))
}

fn register(cases: &[Case<'_>]) -> String {
    let mut table = Table::new(',', "\n", register::HEADINGS);
    for case in cases {
        let front = [year(case), case.firm.code.clone(), case.firm.name.clone()];
        table.row(front.into_iter().chain(register::attributes(case).map(str::to_owned)));
    }
    table.text
}

/// GBK with the line ends of Windows, as a Chinese Excel saves it.
fn finance(cases: &[Case<'_>]) -> Result<Vec<u8>, String> {
    let front = ["统一社会信用代码", "企业名称", "年度"];
    let mut table = Table::new(',', "\r\n", &headings(&front, finance::HEADINGS));
    for case in cases {
        let Some(cells) = finance::row(case) else { continue };
        let front = [case.firm.code.clone(), case.firm.name.clone(), year(case)];
        table.row(front.into_iter().chain(typed(case, &cells, Habit::of_firm(case.firm.number))));
    }
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(&table.text);
    if unmappable {
        Err("finance.csv: a character that GBK lacks".to_owned())
    } else {
        Ok(bytes.into_owned())
    }
}

/// Revenue before the list began, for growth over three years; 100 million yuan, semicolons.
fn history(firms: &[Firm]) -> String {
    let mut table = Table::new(';', "\n", &["统一社会信用代码", "年度", "营收"]);
    for year in 0..FIRST_LISTED - FIRST {
        for firm in
            firms.iter().filter(|firm| firm.entries[FIRST_LISTED - FIRST..].iter().any(Option::is_some))
        {
            if let Some(state) = &firm.years[year] {
                let revenue = format!("{:.4}", state.revenue / 1e4);
                table.row([firm.code.clone(), (FIRST + year).to_string(), revenue].into_iter());
            }
        }
    }
    table.text
}

fn administration(cases: &[Case<'_>]) -> Vec<u8> {
    let mut table = Table::new(',', "\n", &headings(&["统一社会信用代码", "年度"], administration::HEADINGS));
    for case in cases {
        let Some(cells) = administration::row(case) else { continue };
        table.row([case.firm.code.clone(), year(case)].into_iter().chain(typed(case, &cells, Habit::Plain)));
    }
    with_mark(&table.text)
}

fn market(cases: &[Case<'_>]) -> String {
    let mut table = Table::new(';', "\n", &headings(&["统一社会信用代码", "年度"], market::HEADINGS));
    for case in cases {
        let Some(cells) = market::row(case) else { continue };
        // A comma between digits is doubtful where semicolons stand between fields: plain numbers only.
        table.row([case.firm.code.clone(), year(case)].into_iter().chain(typed(case, &cells, Habit::Plain)));
    }
    table.text
}

fn honours(cases: &[Case<'_>]) -> String {
    let mut table =
        Table::new(',', "\n", &headings(&["统一社会信用代码", "企业名称", "年度"], honours::HEADINGS));
    for case in cases {
        let front = [case.firm.code.clone(), case.firm.name.clone(), year(case)];
        table.row(front.into_iter().chain(typed(case, &honours::row(case), Habit::Plain)));
    }
    table.text
}

fn governance(cases: &[Case<'_>]) -> String {
    let mut table = Table::new('\t', "\n", &headings(&["统一社会信用代码", "年度"], governance::HEADINGS));
    for case in cases {
        let cells = governance::row(case);
        let habit = Habit::of_firm(case.firm.number);
        table.row([case.firm.code.clone(), year(case)].into_iter().chain(typed(case, &cells, habit)));
    }
    table.text
}

/// One figure a row; where there is none, its status.
fn credit(cases: &[Case<'_>]) -> Vec<u8> {
    let mut table = Table::new(',', "\n", &["统一社会信用代码", "年度", "指标", "数值", "状态"]);
    for case in cases {
        let mut dice = Dice::of_year(Topic::Typing, case.firm.number, case.year);
        for (measure, cell) in credit::MEASURES.iter().zip(credit::figures(case)) {
            let text = typing::typed(&cell, Habit::Plain, &mut dice);
            let (value, status) =
                if matches!(cell, Cell::Gap(_)) { (String::new(), text) } else { (text, String::new()) };
            table.row([case.firm.code.clone(), year(case), (*measure).to_owned(), value, status].into_iter());
        }
    }
    with_mark(&table.text)
}

/// UTF-8 with the byte order mark that Excel needs.
fn with_mark(text: &str) -> Vec<u8> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend_from_slice(text.as_bytes());
    bytes
}

/// A workbook with a title and a remark above the headings.
fn innovation(cases: &[Case<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The writer would put the time of day into the file.
    let created = ExcelDateTime::from_ymd(2026, 6, 30)?;
    book.set_properties(
        &DocProperties::new().set_title("合成数据，仅供演示").set_creation_datetime(&created),
    );
    let sheet = book.add_worksheet().set_name("创新")?;
    let heading = Format::new().set_bold().set_text_wrap();
    sheet.write_with_format(0, 0, "“双千”企业创新情况汇总表（2021—2025年，合成数据，仅供演示）", &heading)?;
    sheet.write(
        1,
        0,
        "填报说明：研发经费与新产品销售收入单位为千元，技术合同单位为万元；没有的写“无”或 0，不要留空。",
    )?;
    let front = ["统一社会信用代码", "年度"];
    for (column, text) in headings(&front, innovation::HEADINGS).into_iter().enumerate() {
        sheet.write_with_format(2, column as u16, text, &heading)?;
    }
    sheet.set_freeze_panes(3, 2)?;
    let mut row = 3;
    for case in cases {
        let Some(cells) = innovation::row(case) else { continue };
        sheet.write(row, 0, &case.firm.code)?;
        sheet.write(row, 1, (FIRST + case.year) as f64)?;
        let mut dice = Dice::of_year(Topic::Typing, case.firm.number, case.year);
        for (column, cell) in cells.iter().enumerate() {
            write(sheet, row, column as u16 + 2, cell, &mut dice)?;
        }
        row += 1;
    }
    book.save_to_buffer()
}

/// Numbers as numbers, but one in fifty was pasted as text.
fn write(
    sheet: &mut rust_xlsxwriter::Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    dice: &mut Dice,
) -> Result<(), XlsxError> {
    let pasted = dice.chance(0.02);
    match cell {
        Cell::Number(value, decimals) if !pasted => {
            let scale = [1.0, 10.0, 100.0][usize::from(*decimals).min(2)];
            sheet.write(row, column, (value * scale).round() / scale)?;
        }
        other => {
            let text = typing::typed(other, Habit::Separators, dice);
            if !text.is_empty() {
                sheet.write(row, column, text)?;
            }
        }
    }
    Ok(())
}
