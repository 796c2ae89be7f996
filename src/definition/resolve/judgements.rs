//! Weights that a definition gives as judgements: what they come to, and what is wrong with them, by the ids of the children.

use super::Places;
use super::cards::Card;
use super::methods::Methods;
use super::tree::Tree;
use super::weights::{none_written, where_written};
use crate::definition::document::Documents;
use crate::definition::experts::{self, Child, Source};
use crate::definition::shape::Spot;
use crate::diagnostic::{Diagnostic, Place};
use crate::vocab::{Id, Text};
use crate::weighting::{Judged, NoJudgement, NoTable, Weighting};

/// CR from which on judgements go back to the expert (Saaty 1980).
const TOO_CONTRADICTORY: f64 = 0.1;

/// Writes out the judgements that stand in files; where each expert stands, by card.
pub(super) fn written_out(
    documents: &Documents,
    places: &Places,
    cards: &[Card<'_>],
    tree: &Tree,
    methods: &mut [Methods],
    top: Spot<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Vec<Place>> {
    let one = |(at, methods): (usize, &mut Methods)| {
        let mut children = Vec::new();
        for card in tree.children[at].iter().map(|&child| &cards[child]).filter(|card| card.counts()) {
            let name = card.name();
            let names = card.code().into_iter().chain([name.zh.as_str(), name.en.as_str()]).collect();
            children.push(Child { id: card.id(), names });
        }
        let source = Source {
            tables: &documents.tables,
            shown: &places.tables,
            children: &children,
            place: where_written(&cards[at], "weighting", tree.depth[at], top).place(),
        };
        let weighting = methods.weighting.as_ref().filter(|_| !children.is_empty());
        if weighting.is_none_or(|weighting| weighting.expert_files().is_empty()) {
            return Vec::new();
        }
        let filled = weighting.and_then(|weighting| experts::fill(weighting, &source, found));
        // What could not be read has been reported; nothing follows from it.
        let (weighting, places) = filled.map_or((None, Vec::new()), |f| (Some(f.weighting), f.places));
        methods.weighting = weighting;
        places
    };
    methods.iter_mut().enumerate().map(one).collect()
}

/// The weight of each child by a table of judgements; zeros, and a report, when the table gives none.
pub(super) fn weights(
    table: &Weighting,
    (parent, spot): (&Card<'_>, Spot<'_>),
    experts: &[Place],
    cards: &[Card<'_>],
    children: &[usize],
    found: &mut Vec<Diagnostic>,
) -> Vec<f64> {
    let id = parent.id();
    let zh = format!("上级 `{id}` 的权重由 weighting 中的判断得出");
    let en = format!("the weighting of its parent `{id}` takes the weights from judgements");
    none_written(cards, children, &zh, &en, found);
    judged(table, (parent, spot), experts, cards, children, found)
}

/// The same where other weightings stand beside the table, so that nothing is said of weights on cards.
pub(super) fn judged(
    table: &Weighting,
    (parent, spot): (&Card<'_>, Spot<'_>),
    experts: &[Place],
    cards: &[Card<'_>],
    children: &[usize],
    found: &mut Vec<Diagnostic>,
) -> Vec<f64> {
    let id = parent.id();
    let counted: Vec<usize> = children.iter().copied().filter(|child| cards[*child].counts()).collect();
    let items: Vec<&Id> = counted.iter().map(|child| cards[*child].id()).collect();
    let place = |expert: Option<usize>| {
        let own = expert.and_then(|expert| experts.get(expert)).cloned();
        own.unwrap_or_else(|| spot.place())
    };
    match table.judged(&items) {
        Some(Ok(judged)) => {
            let contradictions = contradictions(id, &items, &judged).into_iter();
            found.extend(contradictions.map(|(expert, found)| found.at(place(Some(expert)))));
            let share = |child: &usize| {
                counted.iter().position(|counted| counted == child).map_or(0.0, |at| judged.shares[at])
            };
            children.iter().map(share).collect()
        }
        Some(Err(why)) => {
            found.push(problem(id, &items, &why).at(place(why.expert())));
            vec![0.0; children.len()]
        }
        None => vec![0.0; children.len()],
    }
}

/// A warning for each expert whose CR is too high, with what contradicts most.
fn contradictions(parent: &Id, items: &[&Id], judged: &Judged) -> Vec<(usize, Diagnostic)> {
    let too_high = |ratio: f64| ratio >= TOO_CONTRADICTORY;
    let checks = (1..).zip(&judged.checks);
    let warning = |(expert, check): (usize, &crate::weighting::ExpertCheck)| {
        let ratio = check.consistency.filter(|c| too_high(c.ratio))?.ratio;
        let shown = |triad: &crate::weighting::Triad| {
            let [a, b, c] = triad.items.map(|at| items[at]);
            (
                format!("`{a}` 对 `{c}` 直接判断 {:.4}，经 `{b}` 推得 {:.4}", triad.direct, triad.implied),
                format!(
                    "`{a}` over `{c}` is {:.4}, through `{b}` it would be {:.4}",
                    triad.direct, triad.implied
                ),
            )
        };
        let (zh, en): (Vec<String>, Vec<String>) = check.triads.iter().map(shown).unzip();
        let diagnostic = Diagnostic::warning(
            "def049",
            format!("`{parent}` 的第 {expert} 位专家判断矛盾较大：CR = {ratio:.4}，应小于 0.1"),
            format!(
                "expert {expert} of `{parent}` contradicts themselves: CR is {ratio:.4}, below 0.1 is expected"
            ),
        );
        let hint = diagnostic.hint(
            format!("请专家复核最矛盾的判断：{}", zh.join("；")),
            format!("let the expert look again at what contradicts most: {}", en.join("; ")),
        );
        Some((expert - 1, hint))
    };
    checks.filter_map(warning).collect()
}

fn problem(parent: &Id, items: &[&Id], why: &NoTable) -> Diagnostic {
    let list = items.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let names = |zh: String, en: String| {
        Diagnostic::error(
            "def038",
            format!("`{parent}` 的 weighting {zh}"),
            format!("the weighting of `{parent}` {en}"),
        )
        .hint(
            format!("须且只须给出 core 下级：{list}"),
            format!("it must name each core child and nothing else: {list}"),
        )
    };
    match why {
        NoTable::Unknown { id } => {
            names(format!("提到 `{id}`，它不是 core 下级"), format!("names `{id}`, which is no core child"))
        }
        NoTable::Missing { id } => names(format!("没有提到 `{id}`"), format!("says nothing about `{id}`")),
        NoTable::Twice { expert, item, over } => {
            let expert = expert + 1;
            names(
                format!("中第 {expert} 位专家把 `{item}` 与 `{over}` 比较了不止一次，或与自身比较"),
                format!("has expert {expert} compare `{item}` and `{over}` twice, or an item with itself"),
            )
        }
        NoTable::Gaps { expert, gaps } => {
            let expert = expert + 1;
            invalid(
                parent,
                format!("第 {expert} 位专家缺 {gaps} 个两两判断"),
                format!("expert {expert} leaves out {gaps} pairs"),
            )
            .hint(
                "补齐；或用 priority = \"eigenvector\"，多位专家时再加 joining = \"priorities\"",
                "complete them; or use priority = \"eigenvector\", for several experts with joining = \"priorities\"",
            )
        }
        NoTable::Mixed { expert } => {
            let expert = expert + 1;
            let diagnostic = invalid(
                parent,
                format!("第 {expert} 位专家要么没有分数，要么又有分数又有判断"),
                format!("expert {expert} gives no scores, or pairs as well"),
            );
            diagnostic
                .hint("所有专家都写 scores，或都写 pairs", "let all experts give `scores`, or all `pairs`")
        }
        NoTable::NoAuthority { expert } => {
            let expert = expert + 1;
            let diagnostic = invalid(
                parent,
                format!("第 {expert} 位专家没有判断依据或熟悉程度"),
                format!("expert {expert} has no `basis` or no `familiarity`"),
            );
            diagnostic.hint(
                "counting = \"authority\" 要求每位专家都有这两项，0 到 1",
                "counting = \"authority\" needs both of every expert, 0 to 1",
            )
        }
        NoTable::Lacks { key } => {
            let diagnostic = invalid(parent, format!("没有 {key}"), format!("`{key}` is missing"));
            diagnostic.hint(
                format!("补上 {key}；或写 experts，每位专家一项，或一个文件"),
                format!("write `{key}`; or `experts`, one entry an expert, or a file"),
            )
        }
        NoTable::Both => invalid(
            parent,
            "既有 experts，又有单独写的判断".to_owned(),
            "there are `experts`, and judgements beside them".to_owned(),
        )
        .hint("只留一种写法", "keep one of them"),
        NoTable::OfExpert { expert, why } => {
            let inner = problem(parent, items, why);
            let (zh, en) = (inner.message.zh, inner.message.en);
            let expert = expert + 1;
            let message = Text::new(format!("第 {expert} 位专家：{zh}"), format!("expert {expert}: {en}"));
            Diagnostic { message, ..inner }
        }
        NoTable::Judgement(why) => judgement(parent, items, why),
    }
}

fn judgement(parent: &Id, items: &[&Id], why: &NoJudgement) -> Diagnostic {
    let name = |at: usize| items.get(at).map_or_else(|| (at + 1).to_string(), ToString::to_string);
    let (zh, en) = match why {
        NoJudgement::NoExpert => ("没有专家".to_owned(), "there is no expert".to_owned()),
        NoJudgement::Entry { column, given, .. } => (
            format!("关于 `{}` 的数 {given} 不能用", name(*column)),
            format!("the number {given} for `{}` cannot be used", name(*column)),
        ),
        NoJudgement::NotConnected { items: apart } => {
            let apart = apart.iter().map(|at| format!("`{}`", name(*at))).collect::<Vec<_>>().join(", ");
            (
                format!("{apart} 与其余下级没有任何判断相连"),
                format!("no judgement connects {apart} with the others"),
            )
        }
        NoJudgement::NoRandomIndex { items, most } => (
            format!("{items} 个下级超出随机一致性指标表（至 {most} 个），请分组"),
            format!("the table of random indices ends at {most} children, there are {items}: make groups"),
        ),
        NoJudgement::Budget { expert, given, budget } => (
            format!("第 {} 位专家的分数合计 {given}，应为 {budget}", expert + 1),
            format!("the points of expert {} add up to {given} instead of {budget}", expert + 1),
        ),
        NoJudgement::Shape { given, expected } => (
            format!("给了 {given} 个数，应为 {expected} 个"),
            format!("{given} numbers are given, {expected} are expected"),
        ),
        NoJudgement::NotReciprocal { given, mirror, .. } => (
            format!("同一对判断给出两个不同的数：{given} 和 {mirror}"),
            format!("one pair has two different answers: {given} and {mirror}"),
        ),
        NoJudgement::Contradiction { at, given, .. } => (
            format!("第 {} 项 {given} 与次序矛盾或不可用", at + 1),
            format!("number {}, {given}, contradicts the order or cannot be used", at + 1),
        ),
        other => (format!("判断不可用（{other}）"), other.to_string()),
    };
    let allowed = match why {
        NoJudgement::Entry { allowed, .. } | NoJudgement::Contradiction { allowed, .. } => Some(*allowed),
        _ => None,
    };
    let diagnostic = invalid(parent, zh, en);
    match allowed {
        Some(allowed @ "no more than the full mark") => {
            diagnostic.hint("不高于满分 full_mark", format!("{allowed}, `full_mark`, is expected"))
        }
        Some(allowed @ "0, 0.5 or 1") => diagnostic
            .hint("优序图只用 1（更重要）、0.5（同等）、0（更次要）", format!("{allowed} is expected")),
        Some("a positive number") => diagnostic.hint("应为大于 0 的数", "a number above 0 is expected"),
        Some(allowed) => diagnostic.hint(
            "最优、最劣和序关系的比值不小于 1，最优、最劣不大于 100；分数不小于 0；每个下级一次",
            format!("{allowed} is expected"),
        ),
        None => diagnostic,
    }
}

fn invalid(parent: &Id, zh: String, en: String) -> Diagnostic {
    Diagnostic::error(
        "def039",
        format!("`{parent}` 的 weighting 得不出权重：{zh}"),
        format!("the weighting of `{parent}` gives no weights: {en}"),
    )
}
