//! Input that somebody has to mend: files, headings, cells, and what does not make one panel.

use std::io::Write as _;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula};

use super::{Files, LONG, SHEET, WIDE, gb, text, workbook};

const USCC: &str = "[register]\npath = \"r.csv\"\nid_kind = \"uscc\"\n[[data]]\npath = \"f.csv\"\n";
const LISTED: &str = "[register]\npath = \"r.csv\"\n[[data]]\npath = \"f.csv\"\n";

pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) files: Files,
    pub(super) study: &'static str,
}

fn case(name: &'static str, files: Files, study: &'static str) -> Case {
    Case { name, files, study }
}

pub(super) fn files() -> Vec<Case> {
    let sheet = workbook(|sheet| {
        for (row, cells) in [["id", "year", "revenue"], ["a", "2023", "1"]].iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write(row as u32, column as u16, *cell).unwrap();
            }
        }
    });
    let mut truncated = sheet.clone();
    truncated.truncate(sheet.len() / 2);
    let mut corrupt = sheet.clone();
    let middle = sheet.len() / 3;
    corrupt[middle..middle + 64].fill(0x55);
    let compound = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 512]].concat();
    let long_line = [b"id,year,revenue\na,2023,".as_slice(), &vec![b'1'; 200 << 20]].concat();
    vec![
        case("missing file", vec![text("finance.csv", "id\n")], "[[data]]\npath = \"finanec.csv\"\n"),
        case("missing file, other ending", vec![text("f.xlsx", "id\n")], WIDE),
        case("missing folder", vec![], "[[data]]\npath = \"data/2023/f.csv\"\n"),
        case("folder instead of a file", vec![text("f.csv/inside.csv", "id\n")], WIDE),
        case("empty file", vec![text("f.csv", "")], WIDE),
        case("blank file", vec![text("f.csv", " \n\n")], WIDE),
        case("headings only", vec![text("f.csv", "id,year,revenue\n")], WIDE),
        case(
            "header row beyond the end",
            vec![text("f.csv", "id,year,revenue\n")],
            "[[data]]\npath = \"f.csv\"\nheader_row = 5\n",
        ),
        case(
            "neither encoding",
            vec![("f.csv", b"id,year,revenue\na,2023,1\nb\xFF\xFE,2023,2\n".to_vec())],
            WIDE,
        ),
        case(
            "gb18030 declared as utf-8",
            vec![("f.csv", gb("id,年份,营业收入\n甲,2023,1\n"))],
            "[[data]]\npath = \"f.csv\"\nencoding = \"utf-8\"\n",
        ),
        case("binary file", vec![("f.csv", b"\x7FELF\x02\x01\0\0\0\n".to_vec())], WIDE),
        case("old workbook with a new name", vec![("f.xlsx", compound)], SHEET),
        case(
            "web page as xls",
            vec![text("f.xls", "<html><table><tr><td>id</td></tr></table></html>")],
            "[[data]]\npath = \"f.xls\"\n",
        ),
        case("truncated workbook", vec![("f.xlsx", truncated)], SHEET),
        case("corrupt workbook", vec![("f.xlsx", corrupt)], SHEET),
        case("zip bomb", vec![("f.xlsx", bomb())], SHEET),
        case("archive that is no workbook", vec![("f.xlsx", zip_of(&[("readme.txt", b"hello")]))], SHEET),
        case("workbook named csv", vec![("f.csv", sheet.clone())], WIDE),
        case("text named xlsx", vec![text("f.xlsx", "id,year,revenue\na,2023,1\n")], SHEET),
        case("sheet not there", vec![("f.xlsx", sheet)], "[[data]]\npath = \"f.xlsx\"\nsheet = \"数椐\"\n"),
        case("empty workbook", vec![("f.xlsx", workbook(|_| {}))], SHEET),
        case("a line of 200 MB", vec![("f.csv", long_line)], WIDE),
        case(
            "unclosed quote",
            vec![text("f.csv", "id,year,revenue\na,2023,1\nb,2023,\"2\nc,2023,3\n")],
            WIDE,
        ),
    ]
}

pub(super) fn headings() -> Vec<Case> {
    vec![
        case("no unit column", vec![text("f.csv", "company,year,revenue\na,2023,1\n")], WIDE),
        case("no period column", vec![text("f.csv", "id,revenue\na,1\n")], WIDE),
        case(
            "named column not there",
            vec![text("f.csv", "企业代码,year,revenue\na,2023,1\n")],
            "[[data]]\npath = \"f.csv\"\nunit = \"企业代号\"\n",
        ),
        case(
            "unknown headings",
            vec![text("f.csv", "id,year,营业收人,企业名称,revenue\na,2023,1,x,1\n")],
            WIDE,
        ),
        case("heading of an attribute", vec![text("f.csv", "id,year,行业,revenue\na,2023,C39,1\n")], WIDE),
        case("heading twice", vec![text("f.csv", "id,year,revenue,Revenue,id\na,2023,1,1,a\n")], WIDE),
        case(
            "two headings for a variable",
            vec![text("f.csv", "id,year,营业收入（万元）,营业总收入\na,2023,1,1\n")],
            WIDE,
        ),
        case("heading of two variables", vec![text("f.csv", "id,year,专利\na,2023,1\n")], WIDE),
        case("mixed units in a heading", vec![text("f.csv", "id,year,营业收入（人）\na,2023,1\n")], WIDE),
        case(
            "unknown unit in a heading",
            vec![text("f.csv", "id,year,营业收入（万圆）,从业人员（合并）\na,2023,1,1\n")],
            WIDE,
        ),
        case("unit on a variable without one", vec![text("f.csv", "id,year,指数（万元）\na,2023,1\n")], WIDE),
        case(
            "binding to nothing",
            vec![text("f.csv", "id,year,营收,收入\na,2023,1,2\n")],
            "[[data]]\npath = \"f.csv\"\ncolumns = { \"营收\" = { variable = \"revenu\" }, \"收入合计\" = { variable = \"revenue\" } }\nignore = [\"收入\"]\n",
        ),
        case(
            "keys of the long layout",
            vec![text("f.csv", "id,year,revenue\na,2023,1\n")],
            "[[data]]\npath = \"f.csv\"\nmeasure = \"单位\"\nperiod = \"year\"\nfixed_period = \"2023\"\n",
        ),
        case("no variable", vec![text("f.csv", "id,year\na,2023\n")], WIDE),
        case(
            "column without a heading",
            vec![text("f.csv", "id,year,revenue,,\na,2023,1,,\nb,2023,2,x,\n")],
            WIDE,
        ),
        case("no value column", vec![text("f.csv", "id,year,variable,数\na,2023,revenue,1\n")], LONG),
    ]
}

pub(super) fn cells() -> Vec<Case> {
    let many: String = (0..1254).map(|at| format!("u{at},2023,bad{at}\n")).collect();
    let sheet = workbook(|sheet| {
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let percent = Format::new().set_num_format("0.0%");
        for (column, heading) in ["id", "year", "revenue", "employees", "margin"].iter().enumerate() {
            sheet.write(0, column as u16, *heading).unwrap();
        }
        sheet.write(1, 0, "a").unwrap();
        sheet.write(1, 1, 2023).unwrap();
        sheet.write_with_format(1, 2, ExcelDateTime::from_ymd(2023, 5, 1).unwrap(), &date).unwrap();
        sheet.write(1, 3, true).unwrap();
        sheet.write_formula(1, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write(2, 0, 914_403_001_922_038_216.0).unwrap();
        sheet.write(2, 1, 2023).unwrap();
        sheet.write(3, 0, "c").unwrap();
        sheet.write(3, 1, 2023).unwrap();
        sheet.write_with_format(3, 2, 0.125, &percent).unwrap();
    });
    vec![
        case(
            "unreadable numbers",
            vec![text("f.csv", "id,year,revenue,评级\na,2023,abc,C\nb,2023,5-7,A\nc,2023,1,B\n")],
            WIDE,
        ),
        case("many unreadable numbers", vec![text("f.csv", &format!("id,year,employees\n{many}"))], WIDE),
        case(
            "decimal commas",
            vec![text("f.csv", "id;year;revenue;employees\na;2023;1.234,5;1,234\n")],
            WIDE,
        ),
        case("percent of money", vec![text("f.csv", "id,year,revenue,指数\na,2023,12.5%,12.5%\n")], WIDE),
        case("a word that may mean zero", vec![text("f.csv", "id,year,patents\na,2023,无\n")], WIDE),
        case("units in cells", vec![text("f.csv", "id,year,revenue,patents\na,2023,3人,5万圆\n")], WIDE),
        case("too large", vec![text("f.csv", "id,year,revenue\na,2023,1e999\n")], WIDE),
        case("dates, truth values, lost digits in a workbook", vec![("f.xlsx", sheet)], SHEET),
        case(
            "failed formulas",
            vec![text("f.csv", "id,year,revenue,margin\na,2023,#DIV/0!,1\nb,2023,1,#N/A\n")],
            WIDE,
        ),
        case(
            "out of range",
            vec![text("f.csv", "id,year,营业收入（元）\na,2023,-5\nb,2023,1e14\nc,2023,1\n")],
            WIDE,
        ),
        case("row of another width", vec![text("f.csv", "id,year,revenue\na,2023,1,234\nb,2023\n")], WIDE),
        case(
            "row without unit or period",
            vec![text("f.csv", "id,year,revenue\n,2023,1\nb,,2\nc,二〇二三,3\n,,\n")],
            WIDE,
        ),
        case("row of totals", vec![text("f.csv", "id,year,revenue\na,2023,1\n合计,2023,1\n")], WIDE),
    ]
}

pub(super) fn panels() -> Vec<Case> {
    let register = "id,企业名称,行业,地区\n914403001922038216,甲,C39,南\n9144030071526726XG,乙,软件业,北\n";
    vec![
        case(
            "rows twice",
            vec![text("f.csv", "id,year,revenue\na,2023,1\nb,2023,2\na,2023,1\na,2023,1\n")],
            WIDE,
        ),
        case(
            "cells twice in two files",
            vec![
                text("f.csv", "id,year,revenue\na,2023,1\nb,2023,\n"),
                text("g.csv", "单位;年份;营业收入（万元）\na;2023;10000\nb;2023;5\n"),
            ],
            "[[data]]\npath = \"f.csv\"\n[[data]]\npath = \"g.csv\"\n",
        ),
        case(
            "cells twice in a long file",
            vec![text("f.csv", "id,year,variable,value\na,2023,revenue,1\na,2023,营业收入,\n")],
            LONG,
        ),
        case(
            "periods mixed",
            vec![text("f.csv", "id,year,revenue\na,2023,1\na,2023-Q1,2\nb,2024,1\n")],
            WIDE,
        ),
        case(
            "units not in the register",
            vec![
                text("r.csv", "id,行业,地区\na,C39,x\n"),
                text("f.csv", "id,year,revenue\na,2023,1\nb,2023,2\nc,2023,2\nb,2024,2\n"),
            ],
            LISTED,
        ),
        case(
            "wrong check digits",
            vec![
                text(
                    "r.csv",
                    &format!(
                        "{register}914403001922038215,丙,C39,x\n9144030O1922038216,丁,C39,x\n9144,戊,C39,x\n"
                    ),
                ),
                text("f.csv", "id,year,revenue\n914403001922038216,2023,1\n"),
            ],
            USCC,
        ),
        case(
            "unit twice in the register",
            vec![
                text("r.csv", "id,行业,地区\na,C39,x\nb,C39,x\na,I65,x\n"),
                text("f.csv", "id,year,revenue\na,2023,1\n"),
            ],
            LISTED,
        ),
        case(
            "value not listed",
            vec![
                text("r.csv", "id,行业,地区\na,C36,x\nb,软件行业,x\nc,农业,x\nd,C36,y\n"),
                text("f.csv", "id,year,revenue\na,2023,1\n"),
            ],
            LISTED,
        ),
        case(
            "register columns",
            vec![text("r.csv", "code,行业\na,C39\n"), text("f.csv", "id,year,revenue\na,2023,1\n")],
            "[register]\npath = \"r.csv\"\nname = \"名字\"\nattributes = { distric = \"行业\", district = \"地区\" }\n[[data]]\npath = \"f.csv\"\n",
        ),
        case(
            "attribute without a column",
            vec![text("r.csv", "id,行业\na,C39\n"), text("f.csv", "id,year,revenue\na,2023,1\n")],
            LISTED,
        ),
        case(
            "register rows",
            vec![
                text("r.csv", "id,行业,地区\n,C39,x\nb,C39\n"),
                text("f.csv", "id,year,revenue\nb,2023,1\n"),
            ],
            LISTED,
        ),
        case(
            "long: variables and units of measure",
            vec![text(
                "f.csv",
                "id,year,variable,value,计量单位\na,2023,revenu,1,\na,2023,revenue,1,人\na,2023,从业人员,1,万圆\nb,2023,专利,1,\n",
            )],
            LONG,
        ),
        case(
            "long: statuses",
            vec![text(
                "f.csv",
                "id,year,variable,value,status\na,2023,revenue,1,不适用\nb,2023,revenue,,有值\nc,2023,revenue,,也许\nd,2023,revenue,查无,保密\n",
            )],
            LONG,
        ),
        case(
            "everything at once",
            vec![
                text("f.csv", "id,year,收入,revenue\na,2023,1,x\n"),
                text("g.csv", "id;year;revenue\nb;2023年;1,5\n"),
            ],
            "[[data]]\npath = \"f.csv\"\n[[data]]\npath = \"g.csv\"\n[[data]]\npath = \"h.csv\"\n",
        ),
    ]
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// 512 MB of zeros in half a megabyte.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let block = vec![0_u8; 1 << 20];
    for _ in 0..512 {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
