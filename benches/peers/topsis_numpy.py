"""TOPSIS (vector norm) and VIKOR in plain NumPy, on a matrix of the same size as benches/ranking.rs.

usage: topsis_numpy.py UNITS CRITERIA
"""

import sys
import time

import numpy as np


def topsis(x, cost, w):
    v = x / np.sqrt((x * x).sum(axis=0)) * w
    best = np.where(cost, v.min(axis=0), v.max(axis=0))
    worst = np.where(cost, v.max(axis=0), v.min(axis=0))
    plus = np.sqrt(((v - best) ** 2).sum(axis=1))
    minus = np.sqrt(((v - worst) ** 2).sum(axis=1))
    return minus / (plus + minus)


def vikor(x, cost, w):
    best = np.where(cost, x.min(axis=0), x.max(axis=0))
    worst = np.where(cost, x.max(axis=0), x.min(axis=0))
    d = w * (best - x) / (best - worst)
    s, r = d.sum(axis=1), d.max(axis=1)
    return 0.5 * (s - s.min()) / (s.max() - s.min()) + 0.5 * (r - r.min()) / (r.max() - r.min())


def main():
    units, criteria = int(sys.argv[1]), int(sys.argv[2])
    x = np.random.default_rng(7).random((units, criteria)) + 0.01
    cost = np.arange(criteria) % 3 == 2
    w = (np.arange(criteria) % 7 + 1).astype(float)
    w /= w.sum()
    for layout, values in (("rows", x), ("columns", np.asfortranarray(x))):
        for method in (topsis, vikor):
            times = []
            for _ in range(7):
                start = time.perf_counter()
                method(values, cost, w)
                times.append(time.perf_counter() - start)
            print(f"{method.__name__} {layout}: median {sorted(times)[3] * 1e3:.1f} ms, best {min(times) * 1e3:.1f} ms")


main()
