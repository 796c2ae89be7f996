//! What a reader must know of a treatment when it is frozen.

use super::finding::{Finding, number};
use crate::diagnostic::Severity;
use crate::framework::Node;
use crate::statistics::{Grouped, ShapeOfSample};
use crate::treatment::{Treater, Treatment, TreatmentFacts};
use crate::vocab::Text;

/// What was changed in the base, whether it still fails its test, whether λ lies at an end of what is looked through.
pub(super) fn of(
    node: &Node,
    treatment: &Treatment,
    frozen: &Grouped<Treater>,
    facts: &TreatmentFacts,
) -> Vec<Finding> {
    let name = treatment.last_transform().map_or(treatment.note(), |then| then.note()).name;
    let mut findings = Vec::new();
    let cut = facts.low + facts.high;
    if matches!(treatment, Treatment::WinsoriseToPass { .. }) && cut > 0 {
        let message = Text::new(
            format!("基期有 {cut} 个值缩尾（下端 {}，上端 {}）{}", facts.low, facts.high, shapes_zh(facts)),
            format!(
                "base values winsorised: {cut} ({} at the lower end, {} at the upper){}",
                facts.low,
                facts.high,
                shapes_en(facts)
            ),
        );
        findings.push(Finding::new("fit125", Severity::Note, message).about(&node.id).counted(cut));
    }
    if facts.transformed > 0 {
        let message = Text::new(
            format!("基期 {} 个值用“{}”变换{}", facts.transformed, name.zh, shapes_zh(facts)),
            format!("base values transformed ({}): {}{}", name.en, facts.transformed, shapes_en(facts)),
        );
        findings
            .push(Finding::new("fit126", Severity::Note, message).about(&node.id).counted(facts.transformed));
    }
    if facts.failing > 0 {
        let message = Text::new(
            format!("处理后仍不通过偏度和峰度检验{}", shapes_zh(facts)),
            format!(
                "the base still fails the test of skewness and kurtosis after treatment{}",
                shapes_en(facts)
            ),
        );
        findings
            .push(Finding::new("fit127", Severity::Warning, message).about(&node.id).counted(facts.failing));
    }
    let found = treatment.last_transform().is_some_and(|transform| transform.finds_lambda());
    let bound = frozen.pooled.transformation.as_ref().filter(|frozen| found && frozen.is_at_bound());
    if let Some(lambda) = bound.and_then(crate::treatment::Transformation::lambda) {
        let message = Text::new(
            format!("最大似然的 λ 落在搜索范围的端点 {}，基期的形状不适合这种变换", number(lambda)),
            format!(
                "the likeliest λ lies at the end {} of the range looked through: the base does not suit this transformation",
                number(lambda)
            ),
        );
        findings.push(Finding::new("fit128", Severity::Warning, message).about(&node.id));
    }
    findings
}

fn pair(shape: Option<ShapeOfSample>) -> Option<String> {
    let rounded = |value: f64| number((value * 1000.0).round() / 1000.0);
    shape.map(|shape| format!("{}/{}", rounded(shape.skew), rounded(shape.kurtosis)))
}

fn shapes_zh(facts: &TreatmentFacts) -> String {
    let both = pair(facts.before).zip(pair(facts.after));
    both.map_or_else(String::new, |(before, after)| format!("；偏度/超额峰度 {before} → {after}"))
}

fn shapes_en(facts: &TreatmentFacts) -> String {
    let both = pair(facts.before).zip(pair(facts.after));
    both.map_or_else(String::new, |(before, after)| format!("; skewness/excess kurtosis {before} → {after}"))
}
