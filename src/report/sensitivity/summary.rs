//! A sensitivity analysis in a few lines: the verdict and the first ranks.

use serde::Serialize;

use super::super::facts::Facts;
use super::super::results::Results;
use super::ranks;
use super::verdict::{Sentence, Tone, verdict};
use super::view::View;
use crate::sensitivity::Robustness;

/// Units in the table of a terminal.
const SHOWN: usize = 10;

/// The verdict with the facts it was filled from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spoken {
    /// The sentences, cautions first.
    pub verdict: Vec<Sentence>,
    /// Every number in them.
    pub facts: Facts,
}

/// The verdict for programs.
#[must_use]
pub fn spoken(results: &Results<'_>, all: &Robustness) -> Spoken {
    let mut facts = Facts::default();
    let verdict = verdict(View::page(results, all), &mut facts);
    Spoken { verdict, facts }
}

/// A few lines for a terminal, without a final line break.
#[must_use]
pub fn summary(results: &Results<'_>, all: &Robustness) -> String {
    let view = View::page(results, all);
    let mut lines: Vec<String> = Vec::new();
    for sentence in spoken(results, all).verdict {
        let mark = match sentence.tone {
            Tone::Caution => view.say("注意：", "caution: "),
            Tone::Finding => "",
        };
        lines.push(format!("- {mark}{}", sentence.text));
    }
    lines.push(String::new());
    lines.extend(first(view));
    lines.join("\n")
}

/// The first units with their intervals, in columns.
fn first(view: View<'_>) -> Vec<String> {
    let Some(main) = view.main() else { return Vec::new() };
    let k = view.all.run.top.first();
    let chance = k.map_or_else(String::new, |k| {
        if view.r.order.language == crate::vocab::Language::Zh {
            format!("P(前{k})")
        } else {
            format!("P(top {k})")
        }
    });
    let range = format!("{} {}", view.say("区间", "interval"), view.ends());
    let mut rows = vec![[
        view.say("位次", "rank").to_owned(),
        range,
        view.say("中位数", "median").to_owned(),
        chance,
        view.say("梯队", "tier").to_owned(),
        view.say("对象", "unit").to_owned(),
    ]];
    for unit in main.units.iter().take(SHOWN) {
        let seen = |text: String| if unit.scored == 0 { "—".to_owned() } else { text };
        let chance =
            k.and_then(|_| unit.top.first()).map_or_else(String::new, |chance| format!("{chance:.2}"));
        rows.push([
            unit.rank.to_string(),
            seen(ranks::range(unit)),
            seen(unit.ranks.median.to_string()),
            seen(chance),
            (unit.tier + 1).to_string(),
            view.unit_name(unit.unit).to_owned(),
        ]);
    }
    let widths: Vec<usize> =
        (0..5).map(|at| rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0)).collect();
    let line = |row: &[String; 6]| {
        let padded = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{}{cell}", " ".repeat(width.saturating_sub(columns(cell)))));
        format!("{}  {}", padded.collect::<Vec<_>>().join("  "), row[5])
    };
    rows.iter().map(line).collect()
}

/// Columns of a terminal: a Chinese character takes two.
fn columns(text: &str) -> usize {
    text.chars().map(|char| if char >= '\u{2e80}' { 2 } else { 1 }).sum()
}
