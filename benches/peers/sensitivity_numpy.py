"""Weight draws in NumPy's best vectorised way: a matrix product a block, ranks by argsort, percentiles at the end.

    python sensitivity_numpy.py [DRAWS] [UNITS] [INDICATORS] [BLOCK]

Weights of indicators within four dimensions, and of the dimensions, move by 25 % each; ranks of all draws are kept for exact percentiles
(as 16-bit numbers). It counts no pairs, keeps no grades and knows no missing values; `benches/sensitivity.rs` does all of that.
"""

import sys
import time

import numpy as np

draws, units, indicators, block = (int(a) for a in (sys.argv[1:] + ["10000", "2000", "40", "500"][len(sys.argv) - 1 :]))
rng = np.random.default_rng(1)
scores = rng.uniform(0.0, 100.0, (units, indicators))


def weights(n):
    inner = rng.uniform(0.75, 1.25, (n, 4, indicators // 4))
    inner /= inner.sum(axis=2, keepdims=True)
    outer = rng.uniform(0.75, 1.25, (n, 4))
    outer /= outer.sum(axis=1, keepdims=True)
    return (inner * outer[:, :, None]).reshape(n, indicators)


def run(double_argsort):
    ranks = np.empty((draws, units), dtype=np.int16)
    all_scores = np.empty((draws, units), dtype=np.float32)
    places = np.arange(1, units + 1, dtype=np.int16)
    for start in range(0, draws, block):
        n = min(block, draws - start)
        product = weights(n) @ scores.T
        order = np.argsort(-product, axis=1)
        if double_argsort:
            ranks[start : start + n] = np.argsort(order, axis=1) + 1
        else:
            np.put_along_axis(ranks[start : start + n], order, np.broadcast_to(places, (n, units)), axis=1)
        all_scores[start : start + n] = product
    low_median_high = np.percentile(ranks, [5, 50, 95], axis=0)
    return low_median_high, np.percentile(all_scores, [5, 50, 95], axis=0), all_scores.mean(axis=0), all_scores.std(axis=0)


for name, double_argsort in (("argsort and put", False), ("argsort twice", True)):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        run(double_argsort)
        times.append(time.perf_counter() - start)
    print(f"{name}: {min(times):.2f} s ({draws} draws, {units} x {indicators}, blocks of {block})")
