//! What the columns of a table of standard values mean, and whom a row is for.

use super::problems;
use crate::definition::experts::Sheet;
use crate::diagnostic::Diagnostic;
use crate::panel::{AttributeSpec, Variables, fold};
use crate::vocab::Id;

/// Headings of the five values, from excellent to poor.
const BANDS: [&[&str]; 5] = [
    &["excellent", "优秀", "优秀值"],
    &["good", "良好", "良好值"],
    &["average", "平均", "平均值"],
    &["low", "较低", "较低值"],
    &["poor", "较差", "较差值"],
];
const INDICATOR: &[&str] = &["indicator", "指标", "指标名称"];
/// What stands for every value of an attribute.
const ANY: &[&str] = &["*", "all", "any", "全部", "所有", "不限", "全行业", "全规模"];

/// The columns of a table, from the left.
pub(super) struct Columns {
    indicator: Option<usize>,
    attributes: Vec<(Id, usize)>,
    /// From excellent to poor.
    pub(super) bands: [usize; 5],
}

/// Whom a row is for, what stands above in merged cells included.
#[derive(Clone, Default)]
pub(super) struct Row {
    /// Column and text.
    pub(super) indicator: Option<(usize, String)>,
    /// Attribute, column and text.
    pub(super) attributes: Vec<(Id, usize, String)>,
    /// The columns in which the row itself says something.
    pub(super) written: Vec<usize>,
}

/// Whether a cell stands for every value of its attribute.
pub(super) fn is_any(text: &str) -> bool {
    ANY.contains(&fold(text).as_str())
}

/// The word for a band in each language.
pub(super) fn band_word(band: usize) -> (&'static str, &'static str) {
    (BANDS[band][2], BANDS[band][0])
}

/// The heading row: the first that names at least two of the five values. What is wrong with it is reported.
pub(super) fn find(
    sheet: &Sheet<'_>,
    variables: &Variables,
    found: &mut Vec<Diagnostic>,
) -> Option<(usize, Columns)> {
    let band = |text: &str| BANDS.iter().position(|words| words.contains(&fold(text).as_str()));
    let named = |row: usize| (0..sheet.width(row)).filter(|c| band(sheet.cell(row, *c)).is_some()).count();
    let Some(top) = (0..sheet.rows()).find(|row| named(*row) >= 2) else {
        super::once(problems::no_headings().at(sheet.place(0, None)), found);
        return None;
    };
    let mut sound = true;
    let mut complain = |diagnostic: Diagnostic, column: Option<usize>| {
        super::once(diagnostic.at(sheet.place(top, column)), found);
        sound = false;
    };
    let (mut indicator, mut attributes, mut bands) = (None, Vec::<(Id, usize)>::new(), [None; 5]);
    for column in 0..sheet.width(top) {
        let text = sheet.cell(top, column);
        let twice = if text.is_empty() {
            false
        } else if let Some(band) = band(text) {
            bands[band].replace(column).is_some()
        } else if let Some(attribute) = attribute(text, variables) {
            attributes.push((attribute.id.clone(), column));
            attributes.iter().filter(|(id, _)| *id == attribute.id).count() > 1
        } else if INDICATOR.contains(&fold(text).as_str()) {
            indicator.replace(column).is_some()
        } else {
            complain(problems::unknown_heading(text, variables), Some(column));
            false
        };
        if twice {
            complain(problems::twice(text), Some(column));
        }
    }
    for (at, column) in bands.iter().enumerate() {
        if column.is_none() {
            complain(problems::no_band(at), None);
        }
    }
    let [Some(a), Some(b), Some(c), Some(d), Some(e)] = bands else { return None };
    sound.then_some((top, Columns { indicator, attributes, bands: [a, b, c, d, e] }))
}

/// The attribute that a heading names.
fn attribute<'a>(text: &str, variables: &'a Variables) -> Option<&'a AttributeSpec> {
    let text = fold(text);
    let by_id = variables.attributes().iter().find(|attribute| fold(attribute.id.as_str()) == text);
    by_id.or_else(|| {
        let named = |a: &&AttributeSpec| fold(&a.name.zh) == text || fold(&a.name.en) == text;
        variables.attributes().iter().find(named)
    })
}

impl Columns {
    /// Whom a row is for. A blank cell is the one above it (merged cells) as long as nothing is written to the left of it in the row: behind
    /// a new industry a blank size would otherwise quietly be that of another.
    pub(super) fn row(
        &self,
        sheet: &Sheet<'_>,
        at: usize,
        above: &Row,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Row> {
        let indicator = self.indicator.map(|column| (None, column));
        let attributes = self.attributes.iter().map(|(id, column)| (Some(id), *column));
        let mut columns: Vec<(Option<&Id>, usize)> = indicator.into_iter().chain(attributes).collect();
        columns.sort_by_key(|(_, column)| *column);
        let mut row = Row::default();
        let mut sound = true;
        for (id, column) in columns {
            let text = sheet.cell(at, column);
            let before = match id {
                None => above.indicator.as_ref().map(|(_, text)| text),
                Some(id) => above.attributes.iter().find(|(known, ..)| known == id).map(|(.., text)| text),
            };
            let text = match (text.is_empty(), before) {
                (false, _) => text.to_owned(),
                (true, Some(before)) if row.written.is_empty() => before.clone(),
                (true, _) => {
                    super::once(problems::blank().at(sheet.place(at, Some(column))), found);
                    sound = false;
                    continue;
                }
            };
            if !sheet.cell(at, column).is_empty() {
                row.written.push(column);
            }
            match id {
                None => row.indicator = Some((column, text)),
                Some(id) => row.attributes.push((id.clone(), column, text)),
            }
        }
        sound.then_some(row)
    }
}
