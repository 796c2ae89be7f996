"""Box–Cox and Yeo–Johnson in 50 digits: writes power_transformations.csv (needs mpmath).

λ is the maximum of the profile log-likelihood, found as the zero of its derivative by mpmath's secant method from the value a plain
search over a grid finds; nothing is shared with the Rust code.
"""

from pathlib import Path

from mpmath import diff, expm1, findroot, log, log1p, mp, mpf

mp.dps = 50

# Sales-like numbers, seven orders of magnitude of nothing in particular, with ties.
DATA = [1.5, 2.0, 2.0, 3.25, 4.0, 5.5, 7.0, 7.0, 9.0, 12.0, 15.5, 21.0, 30.0, 44.0, 58.0, 60.0, 90.0, 140.0, 300.0, 975.0]


def box_cox(x, lam):
    return log(x) if lam == 0 else expm1(lam * log(x)) / lam


def yeo_johnson(x, lam):
    if x >= 0:
        return log1p(x) if lam == 0 else expm1(lam * log1p(x)) / lam
    return -log1p(-x) if lam == 2 else -expm1((2 - lam) * log1p(-x)) / (2 - lam)


def log_likelihood(values, transform, jacobian, lam):
    images = [transform(x, lam) for x in values]
    mean = sum(images) / len(images)
    variance = sum((y - mean) ** 2 for y in images) / len(images)
    return -mpf(len(images)) / 2 * log(variance) + (lam - 1) * sum(jacobian(x) for x in values)


def likeliest(values, transform, jacobian):
    def likelihood(lam):
        return log_likelihood(values, transform, jacobian, lam)

    start = max((mpf(k) / 50 + mpf("0.003") for k in range(-250, 250)), key=likelihood)
    return findroot(lambda lam: diff(likelihood, lam), (start, start + mpf("0.01")))


def sign_log(x):
    return log1p(x) if x >= 0 else -log1p(-x)


values = [mpf(x) for x in DATA]
shifted = [x - min(values) + 1 for x in values]
centred = [x - 40 for x in values]
lines = ["# by power_transformations.py; yeo-johnson is of the data less 40", "method,lambda given,lambda and images of the data"]
lines.append("data,," + ",".join(repr(x) for x in DATA))


def row(name, given, numbers, transform, jacobian):
    lam = likeliest(numbers, transform, jacobian) if given is None else mpf(given)
    images = [mp.nstr(transform(x, lam), 20) for x in numbers]
    lines.append(f"{name},{'' if given is None else given}," + ",".join([mp.nstr(lam, 20), *images]))


for given in [None, 0.0, -1.5]:
    row("box-cox", given, values, box_cox, log)
    row("box-cox/to-one", given, shifted, box_cox, log)
    row("yeo-johnson", given, centred, yeo_johnson, sign_log)
Path(__file__).with_name("power_transformations.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
