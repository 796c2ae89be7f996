"""The work of benches/score.rs in Polars: goalposts with clamp and direction, weighted means with missing values left out and the
other weights rescaled, coverage, withholding below half of the weight, on the same generated data.

    python benches/peers/score_polars.py [units] [missing share]
"""

import sys
import time

import numpy as np
import polars as pl

INDICATORS = 50


def uniform(counter):
    with np.errstate(over="ignore"):
        z = counter * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def frame(units, share):
    columns = {}
    rows = np.arange(units, dtype=np.uint64)
    for column in range(INDICATORS):
        counter = rows * np.uint64(INDICATORS) + np.uint64(column + 1)
        series = pl.Series(f"x{column}", uniform(counter) * 110.0 - 5.0)
        if share > 0:
            missing = uniform(counter ^ np.uint64(0x5555555555555555)) < share
            series = series.to_frame().select(pl.when(pl.Series(~missing)).then(pl.col(f"x{column}")).alias(f"x{column}"))[
                f"x{column}"
            ]
        columns[f"x{column}"] = series
    return pl.DataFrame(columns)


def plan(frame):
    """Scores, coverage and withholding of five dimensions and the total."""
    lazy = frame.lazy()
    scores = []
    for column in range(INDICATORS):
        score = (pl.col(f"x{column}") / 100.0).clip(0.0, 1.0) * 100.0
        scores.append((100.0 - score if column % 4 == 3 else score).alias(f"s{column}"))
    lazy = lazy.select(scores)
    parts = []
    for dimension in range(INDICATORS // 10):
        of = range(dimension * 10, dimension * 10 + 10)
        total = sum(c % 10 + 1 for c in of)
        top = pl.sum_horizontal([pl.col(f"s{c}") * (c % 10 + 1) for c in of])
        weight = pl.sum_horizontal([pl.col(f"s{c}").is_not_null() * float(c % 10 + 1) for c in of])
        coverage = weight / total
        parts.append(pl.when(coverage >= 0.5).then(top / weight).alias(f"d{dimension}"))
        parts.append(coverage.alias(f"c{dimension}"))
    lazy = lazy.select(parts)
    numbers = range(INDICATORS // 10)
    all_weights = sum(d + 1 for d in numbers)
    top = pl.sum_horizontal([pl.col(f"d{d}") * (d + 1) for d in numbers])
    weight = pl.sum_horizontal([pl.col(f"d{d}").is_not_null() * float(d + 1) for d in numbers])
    coverage = pl.sum_horizontal([pl.col(f"c{d}") * (d + 1) for d in numbers]) / all_weights
    return lazy.with_columns((top / weight).alias("index"), coverage.alias("coverage"))


def main():
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    share = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    data = frame(units, share)
    size = units * INDICATORS * 8
    for engine in ("in-memory", "streaming"):
        best = min(run(data, engine) for _ in range(5))
        print(f"polars {pl.__version__} {engine}, {units} x {INDICATORS}, {share:.0%} missing: {best:.3f} s, {size / best / 1e9:.2f} GB/s")
    result = plan(data).collect()
    print("index of the first rows:", [repr(v) for v in result["index"][:3]])


def run(data, engine):
    start = time.perf_counter()
    plan(data).collect(engine=engine)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
