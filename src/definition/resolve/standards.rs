//! Standard values that stand in a table: read for each card that names one, and checked like those written on a card.

use super::cards::Card;
use super::normalisation::fits;
use super::{Places, curve, numbers};
use crate::definition::document::{Documents, IndicatorCard};
use crate::definition::experts::{not_carried, sheets};
use crate::definition::standards::{self, Table, Wanted};
use crate::diagnostic::Diagnostic;
use crate::normalisation::{Normalisation, StandardGroups};
use crate::panel::Variables;

/// The normalisations of the cards that name a table, with what stands in it, by card number; `None` for all other cards, and where a
/// table cannot be used, which is reported.
pub(super) fn written_out(
    documents: &Documents,
    places: &Places,
    cards: &[Card<'_>],
    variables: Option<&Variables>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Option<Normalisation>> {
    let known: Vec<Vec<&str>> = cards.iter().filter_map(|card| Some(names(card.indicator()?))).collect();
    let mut one = |card: &Card<'_>| {
        let indicator = card.indicator()?;
        let file = indicator.normalisation.table_file()?;
        let variables = variables?;
        let unit = variables.measures().parse(&indicator.measure).ok()?;
        let wanted = Wanted {
            id: &indicator.id,
            name: &indicator.name,
            names: names(indicator),
            measure: (&indicator.measure, &unit),
            known: &known,
            variables,
        };
        let before = found.len();
        let mut table = Table::default();
        let sheets = sheets(file, &documents.tables, &places.tables);
        if sheets.is_empty() {
            found.push(not_carried(file, card.spot.key("normalisation").place()));
        }
        for sheet in &sheets {
            standards::read(sheet, &wanted, &mut table, found);
        }
        if table.rows == 0
            && !table.is_spoilt
            && let Some(first) = sheets.first()
        {
            found.push(standards::problems::no_rows(&indicator.id).at(first.place(0, None)));
        }
        // What is wrong with a row that another card uses too has been said there.
        let is_read = found.len() == before && !table.is_spoilt;
        filled(indicator, card, table, is_read, found)
    };
    cards.iter().map(&mut one).collect()
}

fn names(card: &IndicatorCard) -> Vec<&str> {
    vec![card.id.as_str(), card.code.as_str(), card.name.zh.as_str(), card.name.en.as_str()]
}

fn filled(
    indicator: &IndicatorCard,
    card: &Card<'_>,
    table: Table,
    is_read: bool,
    found: &mut Vec<Diagnostic>,
) -> Option<Normalisation> {
    let Normalisation::FiveBand { standards, coefficients, .. } = &indicator.normalisation else {
        return None;
    };
    let spot = card.spot.key("normalisation");
    let before = found.len();
    if fits(indicator) == curve::Fits::Yes {
        let rows = table.groups.iter().map(|(group, place)| (&group.standards, place));
        for (values, place) in table.all.iter().map(|(values, place)| (values, place)).chain(rows) {
            numbers::in_order(values, indicator.direction, &|_| place.clone(), found);
        }
    }
    match (standards, &table.all) {
        (Some(_), Some((_, place))) => {
            found.push(numbers::twice_for_all(place, spot.key("standards").place()))
        }
        (None, None) if is_read => found.push(numbers::none_for_all(spot.key("groups").place())),
        _ => {}
    }
    let all = standards.as_ref().copied().or(table.all.map(|(values, _)| values))?;
    let groups = table.groups.into_iter().map(|(group, _)| group).collect();
    let coefficients = *coefficients;
    let groups = StandardGroups::Here(groups);
    let whole = Normalisation::FiveBand { standards: Some(all), coefficients, groups };
    (is_read && found.len() == before).then_some(whole)
}
