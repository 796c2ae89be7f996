#!/usr/bin/env python3
"""Imputes the r50x8 matrix with gaps punched into it: nearest neighbours by brute force, EM, ratio and by-row, all in 50-digit arithmetic.

Stand-alone: shares no code with the engine, needs Python 3.9 and mpmath. Writes neighbours.csv, em.csv and simple.csv beside itself:
    python3 tests/references/imputation/imputation.py
Cell (i, j), both counted from 1, is missing where (7 i + 11 j) mod 13 = 0. Indicators c2 and c5 are taken as negative. Unit i is in group D where i mod 10 = 9, else in A, B, C by i mod 3.
"""

import csv
from pathlib import Path

from mpmath import cholesky, lu_solve, matrix, mp, mpf, sqrt

mp.dps = 50
HERE = Path(__file__).parent
NAMES = [f"c{j}" for j in range(1, 9)]
COST = {"c2", "c5"}


def read():
    rows = []
    for i, row in enumerate(csv.DictReader(open(HERE.parent / "mcdm/r50x8__matrix.csv")), 1):
        cells = {
            name: None if (7 * i + 11 * j) % 13 == 0 else mpf(float(row[name]))
            for j, name in enumerate(NAMES, 1)
        }
        group = "D" if i % 10 == 9 else "ABC"[i % 3]
        rows.append((row["alternative"], group, cells))
    return rows


ROWS = read()


def column(name):
    return [cells[name] for _, _, cells in ROWS if cells[name] is not None]


LIMITS = {name: (min(column(name)), max(column(name))) for name in NAMES}


def mean(values):
    return sum(values, mpf(0)) / len(values)


def median(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def neighbours(unit, group, cells, target, on, k, value, min_shared, by_group, min_group):
    donors = [row for row in ROWS if row[2][target] is not None]
    if by_group:
        same = [row for row in donors if row[1] == group]
        if len(same) >= min_group:
            donors = same
    found = []
    for other, _, theirs in donors:
        shared = [n for n in on if cells[n] is not None and theirs[n] is not None]
        if len(shared) < min_shared:
            continue
        parts = [abs(cells[n] - theirs[n]) / (LIMITS[n][1] - LIMITS[n][0]) for n in shared]
        found.append((mean(parts), other, theirs[target]))
    found = sorted(found)[:k]
    values = [v for _, _, v in found]
    if value == "mean":
        answer = mean(values)
    elif value == "median":
        answer = median(values)
    else:
        weights = [1 / d for d, _, _ in found]
        answer = sum(w * v for w, v in zip(weights, values)) / sum(weights)
    return answer, found


def write_neighbours():
    variants = {
        "k5-mean": dict(on=None, k=5, value="mean", min_shared=1, by_group=False, min_group=0),
        "k3-median-by-group": dict(on=None, k=3, value="median", min_shared=1, by_group=True, min_group=10),
        "k4-inverse-distance-on-three": dict(
            on=["c1", "c2", "c3"], k=4, value="inverse-distance", min_shared=2, by_group=False, min_group=0
        ),
    }
    with open(HERE / "neighbours.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["variant", "unit", "indicator", "value", "neighbours", "nearest", "farthest"])
        for name, variant in variants.items():
            for unit, group, cells in ROWS:
                for target in NAMES:
                    on = variant["on"] or [n for n in NAMES if n != target]
                    if cells[target] is not None or target in on:
                        continue
                    answer, found = neighbours(unit, group, cells, target, **{**variant, "on": on})
                    ids = " ".join(other for _, other, _ in found)
                    out.writerow([name, unit, target, float(answer), ids, float(found[0][0]), float(found[-1][0])])


def em():
    side = len(NAMES)
    mu = matrix([mean(column(n)) for n in NAMES])
    sigma = matrix(side, side)
    for j, n in enumerate(NAMES):
        sigma[j, j] = mean([(v - mu[j]) ** 2 for v in column(n)])
    count = len(ROWS)
    for iteration in range(1, 3000):
        s1, s2 = matrix(side, 1), matrix(side, side)
        for _, _, cells in ROWS:
            o = [j for j, n in enumerate(NAMES) if cells[n] is not None]
            m = [j for j in range(side) if j not in o]
            d = matrix(side, 1)
            for j in o:
                d[j] = cells[NAMES[j]] - mu[j]
            soo = matrix([[sigma[a, b] for b in o] for a in o])
            for a in m:
                beta = lu_solve(soo, matrix([sigma[b, a] for b in o]))
                d[a] = sum(beta[k] * d[b] for k, b in enumerate(o))
                for c in m:
                    s2[a, c] += sigma[a, c] - sum(beta[k] * sigma[b, c] for k, b in enumerate(o))
            s1 += d
            s2 += d * d.T
        shift = s1 / count
        new = s2 / count - shift * shift.T
        scale = [sqrt(new[j, j]) for j in range(side)]
        moved = max(abs(shift[j]) / scale[j] for j in range(side))
        for a in range(side):
            for b in range(side):
                moved = max(moved, abs(new[a, b] - sigma[a, b]) / (scale[a] * scale[b]))
        mu, sigma = mu + shift, new
        if moved < mpf(10) ** -20:
            cholesky(sigma)  # fails if it is not positive definite
            return mu, sigma, iteration
    raise SystemExit("EM did not settle")


def write_em():
    mu, sigma, iterations = em()
    print("EM settled after", iterations)
    with open(HERE / "em.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["what", "row", "column", "value"])
        for j, n in enumerate(NAMES):
            out.writerow(["mean", n, "", float(mu[j])])
        for a, n in enumerate(NAMES):
            for b in range(a + 1):
                out.writerow(["covariance", n, NAMES[b], float(sigma[a, b])])
        for unit, _, cells in ROWS:
            o = [j for j, n in enumerate(NAMES) if cells[n] is not None]
            soo = matrix([[sigma[a, b] for b in o] for a in o])
            for a in [j for j in range(len(NAMES)) if j not in o]:
                beta = lu_solve(soo, matrix([sigma[b, a] for b in o]))
                value = mu[a] + sum(beta[k] * (cells[NAMES[b]] - mu[b]) for k, b in enumerate(o))
                out.writerow(["expected", unit, NAMES[a], float(value)])


def share(name, value):
    low, high = LIMITS[name]
    return (high - value if name in COST else value - low) / (high - low)


def write_simple():
    """By row (mean, median of all others), and the ratio of each indicator to c1 by group (min_group 10)."""
    with open(HERE / "simple.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["variant", "unit", "indicator", "value"])
        for unit, group, cells in ROWS:
            for target in NAMES:
                if cells[target] is not None:
                    continue
                shares = [share(n, cells[n]) for n in NAMES if n != target and cells[n] is not None]
                low, high = LIMITS[target]
                for name, centre in [("by-row-mean", mean), ("by-row-median", median)]:
                    at = centre(shares) * (high - low)
                    out.writerow([name, unit, target, float(high - at if target in COST else low + at)])
                if target == "c1" or cells["c1"] is None:
                    continue
                both = [r for r in ROWS if r[2][target] is not None and r[2]["c1"] is not None]
                same = [r for r in both if r[1] == group]
                used = same if len(same) >= 10 else both
                ratio = sum(r[2][target] for r in used) / sum(r[2]["c1"] for r in used)
                out.writerow(["ratio", unit, target, float(ratio * cells["c1"])])


write_neighbours()
write_simple()
write_em()
