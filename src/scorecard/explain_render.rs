//! An explanation as an indented tree for people.

use std::fmt::Write as _;

use super::explanation::{
    AggregateStep, Contribution, Explanation, LeafStep, NodeStep, RatioSide, RawCell, TransformedBy,
};
use super::finding::{measured, number};
use super::imputed_from::ImputedFrom;
use super::scores::{AdjustmentState, GateState, Standing, Withheld};
use crate::diagnostic::column_name;
use crate::framework::AdjustmentKind;
use crate::normalisation::Side;
use crate::treatment::Cut;
use crate::vocab::{Language, Text};

/// Decimals of scores in the text; JSON has all of them.
const DECIMALS: usize = 4;
/// Where the numbers stand, counted in columns of a terminal.
const NUMBERS_AT: usize = 44;

impl Explanation {
    /// The whole as an indented tree. Scores are shown with four decimals, everything else as precise as it is.
    #[must_use]
    pub fn render(&self, language: Language) -> String {
        let mut page = Page { text: String::new(), language };
        let name = if self.unit_name.is_empty() { &self.unit } else { &self.unit_name };
        let title = page.say(
            || format!("{name}（{}）{} 期", self.unit, self.period),
            || format!("{name} ({}), {}", self.unit, self.period),
        );
        page.text += &title;
        page.text.push('\n');
        if let Some(grade) = &self.grade {
            page.grade(grade);
        }
        page.node(&self.node, None, "", "");
        let fingerprint = &self.fingerprint[..12.min(self.fingerprint.len())];
        let last = page.say(|| format!("评分卡指纹 {fingerprint}…"), || format!("scorecard {fingerprint}…"));
        page.text += &last;
        page.text.push('\n');
        page.text
    }
}

struct Page {
    text: String,
    language: Language,
}

impl Page {
    fn say(&self, zh: impl FnOnce() -> String, en: impl FnOnce() -> String) -> String {
        match self.language {
            Language::Zh => zh(),
            Language::En => en(),
        }
    }

    fn of<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language)
    }

    /// A line: what it is about, padded to where numbers stand, then what to say.
    fn line(&mut self, lead: &str, label: &str, rest: &str) {
        let width = width(lead) + width(label);
        let gap = if rest.is_empty() { 0 } else { NUMBERS_AT.saturating_sub(width).max(2) };
        let _ = writeln!(self.text, "{lead}{label}{}{rest}", " ".repeat(gap));
    }

    fn node(&mut self, node: &NodeStep, within: Option<&Contribution>, lead: &str, below: &str) {
        match node {
            NodeStep::Aggregate(step) => self.aggregate(step, within, lead, below),
            NodeStep::Indicator(step) => self.leaf(step, within, lead, below),
        }
    }

    fn aggregate(&mut self, step: &AggregateStep, within: Option<&Contribution>, lead: &str, below: &str) {
        let label = format!("{} [{}]", self.of(&step.name), step.id);
        let mut rest = match step.score {
            Some(score) => format!("{score:.DECIMALS$}"),
            None => self.withheld(step.withheld),
        };
        rest += &self.within(within);
        let (coverage, imputed) = (percent(step.coverage), percent(step.imputed_share));
        rest += &self.say(
            || format!("  覆盖率 {coverage}，插补 {imputed}，{}", step.aggregation.zh),
            || format!("  coverage {coverage}, imputed {imputed}, {}", step.aggregation.en),
        );
        if step.weights_from_data {
            rest += &self.say(
                || format!("，权重由{}从基期定出", step.weighting.zh),
                || format!(", weights from the base by: {}", step.weighting.en),
            );
        }
        self.line(lead, &label, &rest);
        for (at, child) in step.children.iter().enumerate() {
            let last = at + 1 == step.children.len();
            let (branch, stem) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.node(&child.node, Some(child), &format!("{below}{branch}"), &format!("{below}{stem}"));
        }
    }

    fn within(&self, within: Option<&Contribution>) -> String {
        let Some(within) = within else { return String::new() };
        if within.share > 0.0 {
            let (share, points) = (percent(within.share), format!("{:+.DECIMALS$}", within.points));
            self.say(
                || format!("  权重 {share} → 贡献 {points}"),
                || format!("  weight {share} → contributes {points}"),
            )
        } else if within.nominal_share > 0.0 {
            let share = percent(within.nominal_share);
            self.say(
                || format!("  权重 {share}，未参与合成"),
                || format!("  weight {share}, left out of the mean"),
            )
        } else {
            self.say(|| "  不计权重".to_owned(), || "  weighs nothing".to_owned())
        }
    }

    fn leaf(&mut self, step: &LeafStep, within: Option<&Contribution>, lead: &str, below: &str) {
        let code = step.code.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
        let label = format!("{code}{} [{}]", self.of(&step.name), step.id);
        let mut rest = match step.score {
            Some(score) => format!("{score:.DECIMALS$}"),
            None => self.say(|| "无得分".to_owned(), || "no score".to_owned()),
        };
        rest += &self.within(within);
        self.line(lead, &label, &rest);
        let indent = format!("{below}    ");
        self.curve(step, &indent);
        self.treatment(step, &indent);
        self.value(step, &indent);
        if let Some(ratio) = &step.ratio {
            let label = self.say(|| "分子".to_owned(), || "numerator".to_owned());
            self.side(&label, &ratio.numerator, &indent);
            let label = self.say(|| "分母".to_owned(), || "denominator".to_owned());
            self.side(&label, &ratio.denominator, &indent);
        }
        for cell in &step.cells {
            let (label, rest) = self.cell(cell);
            self.line(&format!("{indent}· "), &label, &rest);
        }
    }

    fn curve(&mut self, step: &LeafStep, indent: &str) {
        let (Some(curve), Some(treated)) = (&step.curve, step.treated) else { return };
        // A transformed value has no unit of measure any more.
        let plain = step.treatment.as_ref().is_some_and(|treatment| treatment.transformed.is_some());
        let shown = measured(treated, if plain { "" } else { &step.measure });
        let mut rest = format!("{shown}  ({})", self.of(&curve.parameters));
        if !curve.group.is_empty() {
            let group = curve.group.join(" · ");
            rest += &self.say(|| format!("（组：{group}）"), || format!(" (group {group})"));
        } else if curve.is_fallback {
            rest += &self.say(|| "（用全体参数）".to_owned(), || " (parameters of all units)".to_owned());
        }
        rest += &match curve.outside {
            Some(Side::Below) => {
                self.say(|| "，低于最低锚点".to_owned(), || ", below the lowest anchor".to_owned())
            }
            Some(Side::Above) => {
                self.say(|| "，高于最高锚点".to_owned(), || ", above the highest anchor".to_owned())
            }
            None => String::new(),
        };
        let label = self.of(&curve.form).to_owned();
        self.line(indent, &label, &rest);
    }

    fn treatment(&mut self, step: &LeafStep, indent: &str) {
        let Some(treatment) = &step.treatment else { return };
        let label = self.say(|| "异常值处理".to_owned(), || "treatment".to_owned());
        if let Some(transformed) = &treatment.transformed {
            let rest = self.transformed(transformed);
            self.line(indent, &label, &rest);
        }
        if treatment.low.is_none() && treatment.high.is_none() {
            if treatment.transformed.is_none() {
                let rest = self.say(
                    || "基期通过检验，不改动".to_owned(),
                    || "the base passes, nothing changed".to_owned(),
                );
                self.line(indent, &label, &rest);
            }
            return;
        }
        let end = |limit: Option<f64>, open: &str| limit.map_or_else(|| open.to_owned(), number);
        let limits = format!("{} … {}", end(treatment.low, "−∞"), end(treatment.high, "+∞"));
        let rest =
            match treatment.cut {
                Some(Cut::Low) => self
                    .say(|| format!("缩尾 {limits}，取下限"), || format!("{limits}, cut at the lower limit")),
                Some(Cut::High) => self
                    .say(|| format!("缩尾 {limits}，取上限"), || format!("{limits}, cut at the upper limit")),
                None => self.say(|| format!("缩尾 {limits}，未触及"), || format!("{limits}, not touched")),
            };
        self.line(indent, &label, &rest);
    }

    fn transformed(&self, step: &TransformedBy) -> String {
        let (name, formula) = (self.of(&step.name), &step.formula);
        let after = match step.after {
            Some(after) => number(after),
            None => self.say(|| "没有结果".to_owned(), || "no answer".to_owned()),
        };
        let beyond = if step.beyond {
            self.say(|| "，超出起点，按起点计".to_owned(), || ", beyond its origin, taken as it".to_owned())
        } else {
            String::new()
        };
        self.say(
            || format!("{after}  = {formula}，x = {}（{name}{beyond}）", number(step.before)),
            || format!("{after}  = {formula}, x = {} ({name}{beyond})", number(step.before)),
        )
    }

    fn value(&mut self, step: &LeafStep, indent: &str) {
        if let Some(imputed) = &step.imputed {
            let label = self.say(|| "插补".to_owned(), || "imputed".to_owned());
            let rest = self.of(&imputed.told(&step.measure)).to_owned();
            self.line(indent, &label, &rest);
            self.sources(imputed, indent);
        }
        let label = self.say(|| "原值".to_owned(), || "value".to_owned());
        let mut rest = match (step.raw, &step.not_applicable) {
            (Some(raw), _) => measured(raw, &step.measure),
            (None, Some(reason)) => {
                let reason = self.of(reason).to_owned();
                self.say(|| format!("不适用：{reason}"), || format!("not applicable: {reason}"))
            }
            (None, None) => self.of(&step.status.name()).to_owned(),
        };
        if step.standing == Standing::Missing && step.raw.is_some() {
            rest += &self.say(|| "（没有得分）".to_owned(), || " (has no score)".to_owned());
        }
        let _ = write!(rest, "  =  {}", self.of(&step.formula_in_words));
        self.line(indent, &label, &rest);
    }

    fn side(&mut self, label: &str, side: &RatioSide, indent: &str) {
        let value = match side.value {
            Some(value) => measured(value, side.measure.as_deref().unwrap_or("")),
            None => self.of(&side.status.name()).to_owned(),
        };
        let rest = format!("{value}  =  {}", self.of(&side.formula_in_words));
        self.line(indent, label, &rest);
    }

    /// The rows or indicators behind a stand-in, one a line.
    fn sources(&mut self, imputed: &ImputedFrom, indent: &str) {
        let Some(working) = imputed.working() else { return };
        let comma = self.say(|| "，".to_owned(), || ", ".to_owned());
        for (label, numbers) in &working.rows {
            let named = working
                .columns
                .iter()
                .zip(numbers)
                .filter_map(|(column, value)| Some(format!("{} {}", self.of(column), number((*value)?))));
            let rest = named.collect::<Vec<_>>().join(&comma);
            let label = self.of(label).to_owned();
            self.line(&format!("{indent}  ~ "), &label, &rest);
        }
    }

    fn cell(&self, cell: &RawCell) -> (String, String) {
        let label = format!("{} [{}] {}", self.of(&cell.name), cell.variable, cell.period);
        let mut rest = match cell.value {
            Some(value) => measured(value, cell.measure.as_deref().unwrap_or("")),
            None => self.of(&cell.status.name()).to_owned(),
        };
        if let (Some(file), Some(row)) = (&cell.file, cell.row) {
            let column = column_name(u32::from(cell.column.unwrap_or(0)));
            let sheet = cell.sheet.as_deref();
            rest += &self.say(
                || {
                    format!(
                        "  ← {file}{} 第{row}行 {column}列",
                        sheet.map(|s| format!(" 工作表“{s}”")).unwrap_or_default()
                    )
                },
                || {
                    format!(
                        "  ← {file}{}, row {row}, column {column}",
                        sheet.map(|s| format!(", sheet `{s}`")).unwrap_or_default()
                    )
                },
            );
        }
        (label, rest)
    }

    fn grade(&mut self, grade: &super::explanation::GradeStep) {
        let none = Text::new("无", "none");
        self.adjusted(grade);
        let base = self.of(grade.base.as_ref().unwrap_or(&none)).to_owned();
        let last = self.of(&grade.last).to_owned();
        let line = self.say(
            || format!("等级：{last}（按基础得分：{base}）"),
            || format!("grade: {last} (by base score: {base})"),
        );
        self.line("", &line, "");
        for gate in &grade.gates {
            let state = match gate.state {
                GateState::Open => self.say(|| "未触发".to_owned(), || "open".to_owned()),
                GateState::Closed => self.say(|| "触发".to_owned(), || "closed".to_owned()),
                GateState::NoAnswer => self.say(|| "无法判断".to_owned(), || "no answer".to_owned()),
            };
            let label = self.of(&gate.name).to_owned();
            self.line("  · ", &label, &format!("{state}  ({})", gate.when));
        }
    }

    /// The base score, bonuses, penalties and what they make, each apart.
    fn adjusted(&mut self, grade: &super::explanation::GradeStep) {
        let Some(adjusted) = grade.adjusted else { return };
        let shown =
            |score: Option<f64>| score.map_or_else(|| "—".to_owned(), |score| format!("{score:.DECIMALS$}"));
        let (base, after) = (shown(grade.score), shown(adjusted.score));
        let (bonus, penalty) = (number(adjusted.bonus), number(adjusted.penalty));
        let line = self.say(
            || format!("基础得分 {base}，加分 {bonus}，扣分 {penalty}，调整后得分 {after}"),
            || format!("base score {base}, bonus {bonus}, penalty {penalty}, adjusted score {after}"),
        );
        self.line("", &line, "");
        for item in &grade.adjustments {
            let sign = if item.kind == AdjustmentKind::Bonus { '+' } else { '−' };
            let unknown = if item.state == AdjustmentState::NoAnswer {
                self.say(|| "，有无法判断的部分".to_owned(), || ", in part without answer".to_owned())
            } else {
                String::new()
            };
            let label = self.of(&item.name).to_owned();
            let rule = item.when.as_ref().map(|when| format!("; {when}")).unwrap_or_default();
            self.line(
                "  · ",
                &label,
                &format!("{sign}{}{unknown}  ({}{rule})", number(item.points), item.formula),
            );
        }
    }

    fn withheld(&self, why: Withheld) -> String {
        self.of(&why.name()).to_owned()
    }
}

impl Withheld {
    /// Its name for tables and messages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Withheld::Scored => Text::new("有得分", "scored"),
            Withheld::NotApplicable => Text::new("不适用", "not applicable"),
            Withheld::NoData => Text::new("不予计分：下级都没有得分", "withheld: no child has a score"),
            Withheld::TooFewChildren => {
                Text::new("不予计分：有得分的下级太少", "withheld: too few children have a score")
            }
            Withheld::LowCoverage => Text::new("不予计分：覆盖率不足", "withheld: coverage too low"),
            Withheld::MissingChild => Text::new("不予计分：有下级缺失", "withheld: a child has no score"),
            Withheld::Screened => Text::new("不予计分：未通过对象筛选", "withheld: left out by screening"),
            Withheld::NoMean => Text::new("不予计分：合成没有结果", "withheld: the mean has no answer"),
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// Columns a text takes in a terminal: ideographs and full-width signs take two.
fn width(text: &str) -> usize {
    let wide = |c: char| {
        matches!(c,
            '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
            | '\u{20000}'..='\u{3FFFD}')
    };
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn ideographs_take_two_columns() {
        assert_eq!(super::width("研发R&D（）"), 11);
    }
}
