"""Benefit of the doubt with bounds on the shares of weight (and of score), one cold HiGHS solve a unit, as benches/ranking.rs.

usage: bod_highs.py [UNITS [CRITERIA [SOLVED]]]

Solves the first SOLVED units (100) against all UNITS (2000) and says what all of them would take.
"""

import sys
import time

import highspy
import numpy as np


def solve(y, own, low, high, contributions):
    units, count = y.shape
    share = own if contributions else np.ones(count)
    bounds = []
    for at in range(count):
        for sign, limit in ((-1.0, low), (1.0, -high)):
            row = limit * share
            row[at] += sign * share[at]
            bounds.append(row)
    a = np.vstack([y, np.array(bounds)])
    upper = np.concatenate([np.ones(units), np.zeros(2 * count)])
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, len(a)
    lp.col_cost_ = -own
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.full(count, highspy.kHighsInf)
    lp.row_lower_, lp.row_upper_ = np.full(len(a), -highspy.kHighsInf), upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.arange(0, a.size + 1, count)
    lp.a_matrix_.index_ = np.tile(np.arange(count), len(a))
    lp.a_matrix_.value_ = a.ravel()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(lp)
    start = time.perf_counter()
    solver.run()
    return -solver.getInfo().objective_function_value, time.perf_counter() - start


def main():
    units, criteria, solved = (int(sys.argv[at]) if len(sys.argv) > at else n for at, n in ((1, 2000), (2, 40), (3, 100)))
    y = np.random.default_rng(7).random((units, criteria)) + 0.01
    y /= y.max(axis=0)
    for name, contributions in (("shares of weight", False), ("shares of score", True)):
        # Only the solver's own time counts, not the building of the model in Python.
        times = [solve(y, y[at].copy(), 0.01, 0.10, contributions)[1] for at in range(min(solved, units))]
        mean = sum(times) / len(times)
        print(f"HiGHS {name}: {mean * 1e3:.2f} ms a unit (best {min(times) * 1e3:.2f}), {mean * units:.1f} s for {units} units", flush=True)


main()
