"""TOPSIS (vector norm), VIKOR, entropy and CRITIC weights in plain NumPy and in scikit-criteria, on a matrix of the same size as
benches/ranking.rs and benches/weighting.rs.

usage: matrix_numpy.py UNITS CRITERIA [RUNS]
"""

import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")


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


def entropy(x, cost, w):
    p = x / x.sum(axis=0)
    divergence = 1 + (p * np.log(p)).sum(axis=0) / np.log(len(x))
    return divergence / divergence.sum()


def critic(x, cost, w):
    low, high = x.min(axis=0), x.max(axis=0)
    z = (x - low) / (high - low)
    z[:, cost] = 1 - z[:, cost]
    c = z.std(axis=0) * (1 - np.corrcoef(z, rowvar=False)).sum(axis=0)
    return c / c.sum()


def criteria_library(x, cost, w):
    """The same four in scikit-criteria, by name; VIKOR and TOPSIS with the scaling that makes them the textbook's."""
    from skcriteria import mkdm
    from skcriteria.agg.similarity import TOPSIS
    from skcriteria.agg.simple import WeightedSumModel  # noqa: F401 (shows that the package is whole)
    from skcriteria.preprocessing.scalers import VectorScaler
    from skcriteria.preprocessing.weighters import CRITIC, EntropyWeighter

    dm = mkdm(x, np.where(cost, -1, 1), weights=w)
    methods = {
        "topsis": lambda: TOPSIS().evaluate(VectorScaler(target="matrix").transform(dm)),
        "entropy": lambda: EntropyWeighter().transform(dm),
        "critic": lambda: CRITIC().transform(dm),
    }
    try:
        from skcriteria.agg.vikor import VIKOR
    except ImportError:
        from skcriteria.agg.compromise import VIKOR
    methods["vikor"] = lambda: VIKOR().evaluate(dm)
    return methods


def best_of(runs, work):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return f"best {min(times) * 1e3:.1f} ms, median {sorted(times)[len(times) // 2] * 1e3:.1f} ms"


def main():
    units, criteria = int(sys.argv[1]), int(sys.argv[2])
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    x = np.random.default_rng(7).random((units, criteria)) + 0.01
    cost = np.arange(criteria) % 3 == 2
    w = (np.arange(criteria) % 7 + 1).astype(float)
    w /= w.sum()
    for layout, values in (("rows", x), ("columns", np.asfortranarray(x))):
        for method in (topsis, vikor, entropy, critic):
            print(f"numpy {method.__name__}, {layout}: {best_of(runs, lambda: method(values, cost, w))}", flush=True)
    try:
        library = criteria_library(x, cost, w)
    except ImportError as problem:
        print(f"scikit-criteria: not here ({problem})")
        return
    for name, work in library.items():
        print(f"scikit-criteria {name}: {best_of(max(1, runs // 3), work)}", flush=True)


main()
