"""Reference numbers for PAWN and Borgonovo's delta, from the papers' formulas with SciPy's two-sample test and kernel density. Python 3.11, numpy 2.4, scipy 1.17."""
import math
import numpy as np
from scipy.stats import gaussian_kde, ks_2samp

RUNS, SLICES = 400, 10
rng = np.random.default_rng(20261125)
x = rng.random((RUNS, 4))
x[:, 3] = np.floor(x[:, 3] * 3)  # three alternatives, that change nothing
a = (2 * x[:, :3] - 1) * math.pi
y = np.sin(a[:, 0]) + 7 * np.sin(a[:, 1]) ** 2 + 0.1 * a[:, 2] ** 4 * np.sin(a[:, 0])
grades = np.floor(y)  # many ties


def slices(column, most):
    values = np.unique(column)
    if len(values) <= most:
        return np.searchsorted(values, column)
    rank = np.empty(RUNS, int)
    rank[np.argsort(column, kind="stable")] = np.arange(1, RUNS + 1)
    return -(-rank * most // RUNS) - 1  # the columns with more values have no ties


def pawn(column, output):
    of = slices(column, SLICES)
    distances = [ks_2samp(output[of == s], output).statistic for s in np.unique(of)]
    return np.median(distances), np.mean(distances), np.max(distances)


def delta(column, output):
    most = min(math.ceil(RUNS ** (2 / (7 + math.tanh((1500 - RUNS) / 500)))), 48)
    of = slices(column, most)
    grid = np.linspace(output.min(), output.max(), 100)
    whole = gaussian_kde(output)(grid)
    parts = [
        (of == s).sum() / (2 * RUNS) * np.trapezoid(np.abs(whole - gaussian_kde(output[of == s])(grid)), grid)
        for s in np.unique(of)
    ]
    return math.fsum(parts)


with open("sensitivity_sample.csv", "w") as out:
    print("x1,x2,x3,x4,y,grade", file=out)
    for row, value, grade in zip(x, y, grades):
        print(*(repr(float(v)) for v in [*row, value, grade]), sep=",", file=out)
with open("sensitivity_given_data.csv", "w") as out:
    print("factor,pawn_median,pawn_mean,pawn_max,grade_median,grade_mean,grade_max,delta", file=out)
    for j in range(4):
        numbers = [*pawn(x[:, j], y), *pawn(x[:, j], grades), delta(x[:, j], y)]
        print(f"x{j + 1}", *(repr(float(v)) for v in numbers), sep=",", file=out)
