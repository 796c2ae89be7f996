//! The formula language on a panel small enough to check by hand.

mod laws;
mod problems;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Cells, Formula, FormulaProblem, Inputs, Names, Shape};
use crate::panel::{
    Attribute, AttributeSpec, Column, Index, OriginClass, Panel, Status, UnitEntry, Variable, VariableKind,
    Variables,
};
use crate::vocab::{Id, Measures, Period, Text, UnitOfMeasure};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn measure(text: &str) -> UnitOfMeasure {
    Measures::standard().parse(text).unwrap()
}

fn variables() -> Variables {
    let declared = [
        ("revenue", "营业收入", "Revenue", "亿元"),
        ("rd_expenditure", "研发经费", "R&D expenditure", "万元"),
        ("employees", "从业人员", "Employees", "人"),
        ("margin", "利润率", "Margin", "%"),
        ("level", "成熟度", "Maturity", ""),
    ];
    let all = declared.map(|(name, zh, en, unit)| {
        let mut variable =
            Variable::new(id(name), Text::new(zh, en), VariableKind::Flow, OriginClass::StatisticalSurvey);
        variable.measure = (!unit.is_empty()).then(|| (unit.to_owned(), measure(unit)));
        variable
    });
    let values = [
        ("C39", "电子设备制造业", "Electronics"),
        ("I65", "软件业", "Software"),
        ("G54", "道路运输业", "Road transport"),
    ];
    let values = values.map(|(value, zh, en)| (value.to_owned(), Text::new(zh, en)));
    let attributes = vec![
        AttributeSpec {
            id: id("industry"),
            name: Text::new("行业", "Industry"),
            values: Some(values.to_vec()),
        },
        AttributeSpec { id: id("owner"), name: Text::new("所有制", "Ownership"), values: None },
    ];
    Variables::new(Measures::standard(), attributes, all.to_vec()).unwrap()
}

fn indicators() -> BTreeMap<Id, UnitOfMeasure> {
    BTreeMap::from([(id("rd-intensity"), measure("%")), (id("staff-index"), measure("人"))])
}

const NOT_APPLICABLE: Result<f64, Status> = Err(Status::NotApplicable);
const NOT_REPORTED: Result<f64, Status> = Err(Status::NotReported);

fn column<const N: usize>(cells: [Result<f64, Status>; N]) -> Column {
    let statuses = cells.iter().map(|cell| cell.err().unwrap_or(Status::Observed)).collect();
    Column::new(cells.iter().map(|cell| cell.unwrap_or(0.0)).collect(), statuses)
}

/// Unit A in 2020, 2021, 2022, 2023, then unit B in 2021 and 2023.
fn panel() -> Panel {
    let unit = |name: &str| UnitEntry { id: name.to_owned(), name: name.to_owned() };
    let rows = [(0, 2020), (0, 2021), (0, 2022), (0, 2023), (1, 2021), (1, 2023)];
    let rows = rows.map(|(unit, year)| (unit, Period::year(year))).to_vec();
    let mut panel = Panel::new(Arc::new(Index::new(vec![unit("A"), unit("B")], rows)));
    panel.insert(id("revenue"), column([Ok(100.0), Ok(121.0), Ok(133.1), Ok(0.0), Ok(50.0), NOT_REPORTED]));
    let rd = [Ok(30_000.0), Ok(40_000.0), NOT_APPLICABLE, Ok(52_300.0), Ok(7_000.0), Ok(1_000.0)];
    panel.insert(id("rd_expenditure"), column(rd));
    panel.insert(id("employees"), column([100.0, 110.0, 121.0, 90.0, 10.0, 20.0].map(Ok)));
    panel.insert(id("margin"), column([Ok(5.0), Ok(7.0), Ok(-2.0), Ok(12.0), Ok(8.0), Err(Status::Invalid)]));
    panel.insert(id("level"), column([1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(Ok)));
    let industry = [Some("C39"), Some("C39"), Some("C39"), Some("I65"), None, Some("G54")];
    panel.insert_attribute(id("industry"), Attribute::of(&industry));
    panel.insert_attribute(id("owner"), Attribute::of(&[Some("国企"); 6]));
    panel
}

fn shape(text: &str) -> Shape {
    match text {
        "any" => Shape::AnyNumber,
        "condition" => Shape::Condition,
        unit => Shape::Number(measure(unit)),
    }
}

fn parse(text: &str, result: &str) -> Result<Formula, Vec<FormulaProblem>> {
    let (variables, indicators) = (variables(), indicators());
    Formula::parse(text, Names { variables: &variables, indicators: &indicators }, &shape(result))
}

fn read(text: &str, result: &str) -> Formula {
    parse(text, result).unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
}

/// A short word for each cell: the number, or the status.
fn words(cells: &Cells<'_>) -> String {
    let word = |(value, status): (&f64, &Status)| match status {
        Status::Observed => value.to_string(),
        other => {
            assert_eq!(*value, 0.0, "a missing cell holds 0");
            match other {
                Status::NotApplicable => "n/a".to_owned(),
                Status::NotReported => "?".to_owned(),
                Status::NotCollected => "none".to_owned(),
                Status::Invalid => "bad".to_owned(),
                other => format!("{other:?}"),
            }
        }
    };
    cells.values.iter().zip(cells.statuses.iter()).map(word).collect::<Vec<_>>().join(" ")
}

fn evaluated(formula: &Formula) -> String {
    let panel = panel();
    let intensity = Cells {
        values: vec![3.0, 3.5, 0.0, 0.0, 1.4, 0.0].into(),
        statuses: vec![Status::Observed; 6].into(),
    };
    let indicators = BTreeMap::from([(id("rd-intensity"), intensity)]);
    words(&formula.evaluate(&Inputs { panel: &panel, rows: &(0..6), indicators: &indicators }))
}

fn values(text: &str, result: &str) -> String {
    evaluated(&read(text, result))
}
