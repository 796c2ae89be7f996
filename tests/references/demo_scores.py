#!/usr/bin/env python3
"""Scores some firms of the bundled demonstration study again, from the raw files and docs/formats.md alone.

Stand-alone: shares no code with the engine, needs Python 3.11 and openpyxl. Writes demo_scores.csv beside itself:
    python3 tests/references/demo_scores.py
It knows what this study uses (annual data, arithmetic means, five normalisations) and stops at anything else.
"""
import ast
import csv
import io
import math
import re
import tomllib
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "shuangqian-demo" / "study.toml"
PERIOD = 2025
FIRMS = 20

# What one of a unit of measure is in the smallest of its dimension.
UNITS = {
    "元": 1, "千元": 1e3, "万元": 1e4, "亿元": 1e8, "%": 0.01, "件/百人年": 0.01, "万元/人": 1e4,
    "人/千人": 0.001, "次/百亿元": 1e-10, "吨标准煤/万元": 1e-4,
}
NOT_REPORTED = {"", "—", "-", "--", "/", "…", "..", "N/A", "NA", "null", "未填报", "未报", "未提供", "未披露", "缺失"}
OTHER_STATUS = {
    "不适用": "not-applicable", "未采集": "not-collected", "未统计": "not-collected", "待补": "pending", "待定": "pending",
    "保密": "suppressed", "不公开": "suppressed", "查无": "not-found", "查不到": "not-found", "无效": "invalid",
}


def factor(measure):
    return UNITS.get(measure, 1.0)


def load(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


# ---------------------------------------------------------------- the definition

study = load(STUDY)
definition = STUDY.parent / study["definition"]
framework = load(definition / "framework.toml")
declared = load(definition / framework["variables"])
variables = {variable["id"]: variable for variable in declared["variable"]}
headings = {}
for variable in declared["variable"]:
    for name in [variable["id"], *variable["name"].values(), *variable.get("aliases", [])]:
        headings[name] = variable["id"]
aggregates = {aggregate["id"]: aggregate for aggregate in framework["aggregate"]}
indicators = {}
for part in framework["parts"]:
    content = load(definition / part)
    aggregates.update({aggregate["id"]: aggregate for aggregate in content.get("aggregate", [])})
    indicators.update({indicator["id"]: indicator for indicator in content["indicator"]})
nodes = aggregates | indicators
children = {}
for identity, node in nodes.items():
    if "parent" in node:
        children.setdefault(node["parent"], []).append(identity)


def setting(identity, key):
    """What an aggregate says itself, or the default of its depth."""
    depth, node = 0, aggregates[identity]
    while "parent" in node:
        depth, node = depth + 1, aggregates[node["parent"]]
    return aggregates[identity].get(key) or framework["level"][depth][key]


# ---------------------------------------------------------------- the data: cells are (value in smallest units, status or None)

def cell(text, variable, measure):
    text = str(text).strip()
    declared_measure = variable.get("measure", "1")
    if text in variable.get("codes", {}):
        value = variable["codes"][text] * factor(declared_measure)
    elif text in NOT_REPORTED:
        return None, "not-reported"
    elif text in OTHER_STATUS:
        return None, OTHER_STATUS[text]
    else:
        own = re.fullmatch(r"(.*?)(亿元|万元|%)", text)
        number, measure = own.groups() if own else (text, measure or declared_measure)
        value = float(number.replace(",", "")) * factor(measure)
    limits = variable.get("range", {})
    # Compared in the declared measure, as a limit may be met exactly.
    shown = value / factor(declared_measure)
    slack = 1e-12 * abs(shown)
    if shown + slack < limits.get("min", -math.inf) or shown - slack > limits.get("max", math.inf):
        return None, "invalid"
    return value, None


def rows_of(entry):
    """Lists of texts, the heading row first."""
    path = STUDY.parent / entry["path"]
    first = entry.get("header_row", 1) - 1
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, data_only=True)[entry["sheet"]]
        assert not any("%" in one.number_format for row in sheet.iter_rows() for one in row), "cells in percent format"
        rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        return rows[first:]
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    top = text.splitlines()[first]
    delimiter = max(",;\t", key=top.count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))[first:]


def put(panel, unit, period, variable, found):
    row = panel.setdefault((unit, int(period)), {})
    before = row.get(variable)
    if before is not None and before[1] != "not-reported":
        assert found[1] == "not-reported", ("said twice", unit, period, variable)
        return
    row[variable] = found


def heading_of(text, entry):
    bound = entry.get("columns", {}).get(text)
    if bound:
        return bound["variable"], bound.get("measure")
    if text in headings:
        return headings[text], None
    name, measure = re.fullmatch(r"(.*)（([^（）]*)）", text).groups()
    return headings[name], measure


def read_panel():
    panel = {}
    for entry in study["data"]:
        head, *body = rows_of(entry)
        places = {text: at for at, text in enumerate(head)}
        unit, period = places[entry["unit"]], places[entry["period"]]
        body = [row for row in body if any(text.strip() for text in row)]
        if entry.get("layout") == "long":
            name, value, status = (places[entry[key]] for key in ("variable", "value", "status"))
            for row in body:
                variable, measure = heading_of(row[name], entry)
                found = cell(row[value] if row[value].strip() else row[status], variables[variable], measure)
                put(panel, row[unit], row[period], variable, found)
            continue
        skipped = {entry["unit"], entry["period"], *entry.get("ignore", [])}
        columns = [(at, *heading_of(text, entry)) for text, at in places.items() if text not in skipped]
        for row in body:
            for at, variable, measure in columns:
                put(panel, row[unit], row[period], variable, cell(row[at], variables[variable], measure))
    return panel


def read_register():
    entry = study["register"]
    head, *body = rows_of(entry)
    known = {}
    for row in body:
        named = dict(zip(head, row))
        found = {}
        for attribute in declared["attribute"]:
            text = named.get(entry["attributes"].get(attribute["id"], attribute["name"]["zh"]), "")
            for value in attribute["values"]:
                if text in (value["id"], *value["name"].values()):
                    found[attribute["id"]] = value["id"]
        known[(named[entry["id"]], int(named[entry["period"]]))] = found
    return known


panel, register = read_panel(), read_register()
attributes = {attribute["id"] for attribute in declared["attribute"]}


# ---------------------------------------------------------------- formulas

def parse(text):
    text = re.sub(r"\bif\(", "choose(", text.replace("^", "**").replace("\n", " "))
    return ast.parse(text.strip(), mode="eval").body


def joined(*statuses):
    if "not-applicable" in statuses:
        return "not-applicable"
    return next((status for status in statuses if status), None)


WORDS = {"missing": "not-reported", "not_applicable": "not-applicable", "invalid": "invalid"}
OPERATORS = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b, ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a ** b,
    ast.Lt: lambda a, b: a < b, ast.LtE: lambda a, b: a <= b, ast.Gt: lambda a, b: a > b, ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b,
}


def evaluate(tree, unit, period):
    """A (value, status) of a formula for a unit in a year."""
    def of(part):
        return evaluate(part, unit, period)

    match tree:
        case ast.Constant(value):
            return value, None
        case ast.Name(name) if name in WORDS:
            return None, WORDS[name]
        case ast.Name(name) if name in attributes:
            value = register.get((unit, period), {}).get(name)
            return value, None if value else "not-collected"
        case ast.Name(name):
            return panel.get((unit, period), {}).get(name, (None, "not-collected"))
        case ast.UnaryOp(operator, operand):
            value, status = of(operand)
            if status:
                return None, status
            return (not value if isinstance(operator, ast.Not) else -value), None
        case ast.BoolOp(operator, operands):
            decisive = isinstance(operator, ast.Or)
            answers = [of(operand) for operand in operands]
            if any(status is None and bool(value) == decisive for value, status in answers):
                return decisive, None
            status = joined(*[status for _, status in answers])
            return (None, status) if status else (not decisive, None)
        case ast.Compare(left, [ast.In()], [ast.List(listed)]):
            value, status = of(left)
            return (None, status) if status else (value in [of(one)[0] for one in listed], None)
        case ast.Compare(left, [operator], [right]):
            return combined(operator, of(left), of(right))
        case ast.BinOp(left, operator, right):
            return combined(operator, of(left), of(right))
        case ast.Call(ast.Name(name), arguments):
            return call(name, arguments, unit, period)
    raise NotImplementedError(ast.dump(tree))


def combined(operator, left, right):
    status = joined(left[1], right[1])
    if status:
        return None, status
    try:
        return OPERATORS[type(operator)](left[0], right[0]), None
    except ZeroDivisionError:
        return None, "invalid"


def call(name, arguments, unit, period):
    first = arguments[0]
    if name == "choose":
        holds, status = evaluate(first, unit, period)
        return (None, status) if status else evaluate(arguments[1 if holds else 2], unit, period)
    if name == "coalesce":
        for argument in arguments:
            found = evaluate(argument, unit, period)
            if found[1] in (None, "invalid"):
                break
        return found
    if name == "lag":
        return evaluate(first, unit, period - arguments[1].value)
    if name == "growth":
        years = arguments[1].value
        (now, late), (before, early) = evaluate(first, unit, period), evaluate(first, unit, period - years)
        status = joined(late, early)
        if status:
            return None, status
        return (None, "invalid") if before <= 0 or now < 0 else ((now / before) ** (1 / years) - 1, None)
    if name in ("min", "max"):
        found = [evaluate(argument, unit, period) for argument in arguments]
        status = joined(*[status for _, status in found])
        return (None, status) if status else ((min if name == "min" else max)(value for value, _ in found), None)
    if name in ("quantity", "number"):
        value, status = evaluate(first, unit, period)
        size = factor(arguments[1].value)
        return (None, status) if status else (value * size if name == "quantity" else value / size, None)
    raise NotImplementedError(name)


FORMULAS = {identity: parse(indicator["formula"]) for identity, indicator in indicators.items()}
CONDITIONS = {identity: parse(card["applicable"]["when"]) for identity, card in indicators.items() if "applicable" in card}


def raw(identity, unit, period):
    card = indicators[identity]
    value, status = evaluate(FORMULAS[identity], unit, period)
    if identity in CONDITIONS and evaluate(CONDITIONS[identity], unit, period) == (False, None):
        return None, "not-applicable"
    if status:
        return None, status
    value /= factor(card["measure"])
    valid = card.get("valid", {})
    if not valid.get("min", -math.inf) <= value <= valid.get("max", math.inf):
        return None, "invalid"
    return value, None


# ---------------------------------------------------------------- what the base freezes

def quantile(ascending, share):
    """Type 7 of Hyndman and Fan."""
    place = (len(ascending) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])


def by_group(values, by, least, fit, counts=lambda value: True):
    """What `fit` makes of each group with at least `least` values that count, and of all under None."""
    groups = {}
    for peers, value in values:
        key = tuple(peers.get(name) for name in by)
        if by and None not in key:
            groups.setdefault(key, []).append(value)
    fitted = {None: fit(sorted(value for _, value in values))}
    for key, members in groups.items():
        if sum(map(counts, members)) >= least:
            own = fit(sorted(members))
            if own is not None:
                fitted[key] = own
    return lambda peers: fitted.get(tuple(peers.get(name) for name in by), fitted[None])


def freeze(identity):
    card = indicators[identity]
    base = {int(period) for period in study["base"]}
    rows = [(register.get(row, {}), raw(identity, *row)) for row in panel if row[1] in base]
    values = [(peers, value) for peers, (value, status) in rows if status is None]
    frozen = {}
    for step in card.get("missing", []):
        if step["method"] == "group-median":
            frozen["median"] = by_group(
                values, step["by"], step["min_group"], lambda sample: quantile(sample, 0.5)
            )
    treatment = card.get("treatment", {"method": "none"})
    if treatment["method"] == "winsorise-quantiles":
        ends = treatment["low"], treatment["high"]
        frozen["limits"] = by_group(
            values, treatment["by"], treatment.get("min_group", 30), lambda sample: [quantile(sample, end) for end in ends]
        )
        values = [(peers, cut(value, frozen["limits"](peers))) for peers, value in values]
    method = card["normalisation"]
    if method["method"] == "base-goalposts":
        bottom = method.get("hurdle", {}).get("at", -math.inf)
        if method.get("axis") == "log":
            bottom = max(bottom, 0.0)

        def goalposts(sample):
            sample = [value for value in sample if value > bottom]
            ends = [quantile(sample, method[end]) for end in ("low", "high")] if sample else None
            return ends if ends and ends[0] < ends[1] else None

        frozen["goalposts"] = by_group(
            values, method["by"], method.get("min_group", 30), goalposts, lambda value: value > bottom
        )
    return frozen


def cut(value, limits):
    return min(max(value, limits[0]), limits[1])


# ---------------------------------------------------------------- scores

def interpolate(anchors, value, axis):
    place = math.log if axis == "log" else float
    if value <= anchors[0][0]:
        return anchors[0][1]
    for (low, first), (high, second) in zip(anchors, anchors[1:]):
        if value <= high:
            return first + (place(value) - place(low)) / (place(high) - place(low)) * (second - first)
    return anchors[-1][1]


def normalised(card, frozen, peers, value):
    method = card["normalisation"]
    assert method.get("outside", "clamp") == "clamp"
    axis = method.get("axis", "linear")
    match method["method"]:
        case "base-goalposts" | "goalposts":
            hurdle = method.get("hurdle")
            if hurdle and value <= hurdle["at"]:
                return hurdle["score"]
            if axis == "log" and value <= 0:
                return None
            low, high = frozen["goalposts"](peers) if "goalposts" in frozen else (method["low"], method["high"])
            scores = (100.0, 0.0) if card["direction"] == "negative" else (0.0, 100.0)
            return interpolate([(low, scores[0]), (high, scores[1])], value, axis)
        case "anchors":
            for group in method.get("groups", []):
                if all(peers.get(name) in admitted for name, admitted in group["when"].items()):
                    return interpolate(group["anchors"], value, axis)
            return interpolate(method["anchors"], value, axis)
        case "tiers":
            reached = [tier["score"] for tier in method["tiers"] if value >= tier["at"]]
            return reached[-1] if reached else method["tiers"][0]["score"]
        case "trapezoid":
            anchors = [(method["full_from"], 100.0), (method["full_to"], 100.0)]
            if "zero_below" in method:
                anchors.insert(0, (method["zero_below"], 0.0))
            if "zero_above" in method:
                anchors.append((method["zero_above"], 0.0))
            return interpolate(anchors, value, axis)
    raise NotImplementedError(method)


def leaf(identity, unit, period):
    """Score or None, and the standing: observed, imputed, missing or not-applicable."""
    card, frozen, peers = indicators[identity], FROZEN[identity], register.get((unit, period), {})
    value, status = raw(identity, unit, period)
    if status == "not-applicable":
        return None, status
    standing = "observed" if status is None else "missing"
    for step in card.get("missing", []) if standing == "missing" else []:
        if step["method"] == "carry-forward":
            earlier = [raw(identity, unit, period - age) for age in range(1, step["max_age"] + 1)]
            value = next((value for value, status in earlier if status is None), None)
        else:
            value = frozen["median"](peers)
        if value is not None:
            standing = "imputed"
            break
    if standing == "missing":
        return None, standing
    if "limits" in frozen:
        value = cut(value, frozen["limits"](peers))
    score = normalised(card, frozen, peers, value)
    return (None, "missing") if score is None else (score, standing)


def weight(identity):
    node = nodes[identity]
    if node.get("status", "core") != "core":
        return 0.0
    return 1.0 if setting(node["parent"], "weighting")["method"] == "equal" else node["weight"]


def aggregate(identity, unit, period, found):
    """Score or None, and the shares of weight that apply, were observed and were imputed; fills `found`."""
    assert setting(identity, "aggregation")["method"] == "arithmetic"
    rule = setting(identity, "coverage")
    weights = {child: weight(child) for child in children[identity] if weight(child) > 0}
    whole = sum(weights.values())
    applies = observed = imputed = total = weighted = 0.0
    scored, lacking = 0, False
    for child, share in weights.items():
        share /= whole
        if child in indicators:
            score, standing = leaf(child, unit, period)
            shares = [standing != "not-applicable", standing == "observed", standing == "imputed"]
        else:
            score, *shares = aggregate(child, unit, period, found)
        applies, observed, imputed = (
            sum_ + share * part for sum_, part in zip((applies, observed, imputed), shares)
        )
        if score is not None:
            scored, total, weighted = scored + 1, total + share, weighted + share * score
        elif shares[0] > 0:
            lacking = True
    withheld = (
        scored == 0
        or scored < rule["min_children"]
        or (rule["missing"] == "withhold" and lacking)
        or observed + 1e-12 < rule["min_weight"] * applies
    )
    score = None if withheld else weighted / total
    found[identity] = score, observed / applies if applies else 0.0, imputed / applies if applies else 0.0
    return score, applies, observed, imputed


def core_below(identity):
    return [c for child in children.get(identity, []) for c in ([child] if child in indicators else core_below(child)) if weight(child) > 0]


FROZEN = {identity: freeze(identity) for identity in core_below("index")}


def main():
    every = sorted(unit for unit, period in panel if period == PERIOD)
    # Spread over the whole register.
    firms = [every[at * len(every) // FIRMS] for at in range(FIRMS)]
    dimensions = children["index"]
    target = Path(__file__).with_suffix(".csv")
    with open(target, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["unit", "node", "score", "coverage", "imputed"])
        for unit in firms:
            found = {}
            aggregate("index", unit, PERIOD, found)
            for node in ["index", *dimensions]:
                score, coverage, imputed = found[node]
                table.writerow([unit, node, "" if score is None else repr(score), repr(coverage), repr(imputed)])


if __name__ == "__main__":
    main()
