"""SALib's sampling and analysis of Sobol' indices, without the model: `salib_sobol.py BASE_POINTS FACTORS`. Seconds of processor time, as it uses one core."""

import sys
import time

import numpy as np
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

base_points, factors = int(sys.argv[1]), int(sys.argv[2])
problem = {
    "num_vars": factors,
    "names": [f"x{at}" for at in range(factors)],
    "bounds": [[0.0, 1.0]] * factors,
}
weights = 1.0 / np.arange(1, factors + 1)
for second in (False, True):
    start = time.process_time()
    points = sampling.sample(problem, base_points, calc_second_order=second, seed=42)
    sampled = time.process_time()
    values = points @ weights + points[:, 0] * points[:, -1]
    begin = time.process_time()
    analysis.analyze(problem, values, calc_second_order=second, num_resamples=100, seed=42)
    end = time.process_time()
    name = "with second order" if second else "first and total"
    print(f"{name}: sampling {sampled - start:.2f} s, analysis {end - begin:.2f} s", flush=True)
