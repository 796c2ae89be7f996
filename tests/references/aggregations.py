"""Aggregations of one row in 50-digit decimal arithmetic, written from the formulas of the papers and not from our code.

python3 aggregations.py > aggregations.csv        (Python 3.9 or newer, nothing but the standard library)

A row: the number of children n, five scores (empty beyond n) and weights, then one column an aggregation. Scores lie on 0 to 100.
mpi_*     De Muro, Mazziotta & Pareto 2011, doi 10.1007/s11205-010-9699-6: M -/+ S*cv, S over n-1, on the scores as they are
ampi_*    Mazziotta & Pareto 2016, doi 10.1007/s11205-015-0998-2: scores carried onto 70..130, S over n, back
mean_min  Tarabusi & Guarini 2013, doi 10.1007/s11205-012-0043-8: alpha 0.5, beta 10
owa_*     Yager 1988: places 5,4,3,2,1 (of n=5 only); the second best; quantifier 0.3..0.8 and r^2 with the children's weights
orness    weights t^(n-i) with degree of optimism 0.3 (Filev & Yager 1995)
"""

from decimal import Decimal as D, getcontext

getcontext().prec = 50


def rows():
    state = 20261124
    for number in range(40):
        n = 2 + number % 4
        scores, weights = [], []
        for _ in range(n):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            scores.append(D((state >> 33) % 10000) / 100 + 1)
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            weights.append(D((state >> 33) % 90 + 10) / 100)
        if number % 7 == 3:
            scores[1] = scores[0]
        yield [min(s, D(100)) for s in scores], weights


def mean(x, w):
    return sum(a * b for a, b in zip(x, w)) / sum(w)


def mazziotta(x, w, sign, sample):
    n, m = len(x), mean(x, w)
    s2 = sum(b * (a - m) ** 2 for a, b in zip(x, w)) / sum(w)
    if sample:
        s2 = s2 * n / (n - 1)
    return m + sign * s2 / m


def adjusted(x, w, sign):
    carried = [70 + a * D("0.6") for a in x]
    return (mazziotta(carried, w, sign, False) - 70) / D("0.6")


def mean_min(x, w):
    m, low = mean(x, w), min(x)
    return m - D("0.5") * (((m - low) ** 2 + 100).sqrt() - 10)


def power(x, w, p):
    return (sum(b * ((a.ln() * p).exp()) for a, b in zip(x, w)) / sum(w)).ln().__truediv__(p).exp()


def geometric(x, w):
    return (sum(b * a.ln() for a, b in zip(x, w)) / sum(w)).exp()


def quantified(x, w, q):
    order = sorted(range(len(x)), key=lambda i: -x[i])
    total, done, value = sum(w), D(0), D(0)
    for i in order:
        after = done + w[i]
        value += (q(after / total) - q(done / total)) * x[i]
        done = after
    return value


def most(r):
    return min(D(1), max(D(0), (r - D("0.3")) / D("0.5")))


def orness(x, omega):
    n = len(x)
    if n == 1:
        return x[0]

    def weights(t):
        raw = [t ** (n - 1 - i) for i in range(n)]
        return [r / sum(raw) for r in raw]

    def degree(t):
        return sum(v * (n - 1 - i) for i, v in enumerate(weights(t))) / (n - 1)

    low, high = D("1e-9"), D("1e9")
    for _ in range(220):
        middle = (low * high).sqrt()
        low, high = (middle, high) if degree(middle) < omega else (low, middle)
    return sum(v * a for v, a in zip(weights(low), sorted(x, reverse=True)))


def median(x, w, form):
    order = sorted(zip(x, w))
    half, done, low, high = sum(w) / 2, D(0), None, None
    for a, b in order:
        done += b
        if low is None and done >= half:
            low = a
        if high is None and done > half:
            high = a
    return {"lower": low, "upper": high, "middle": (low + high) / 2}[form]


COLUMNS = {
    "arithmetic": mean,
    "geometric": geometric,
    "harmonic": lambda x, w: sum(w) / sum(b / a for a, b in zip(x, w)),
    "power_half": lambda x, w: power(x, w, D("0.5")),
    "power_three": lambda x, w: power(x, w, D(3)),
    "mpi_subtract": lambda x, w: mazziotta(x, w, -1, True),
    "mpi_add": lambda x, w: mazziotta(x, w, 1, True),
    "mpi_population": lambda x, w: mazziotta(x, w, -1, False),
    "ampi_subtract": lambda x, w: adjusted(x, w, -1),
    "ampi_add": lambda x, w: adjusted(x, w, 1),
    "mean_min": mean_min,
    "owa_second": lambda x, w: sorted(x, reverse=True)[1],
    "owa_places": lambda x, w: sum(a * p for a, p in zip(sorted(x, reverse=True), [5, 4, 3, 2, 1])) / 15 if len(x) == 5 else None,
    "owa_most": lambda x, w: quantified(x, w, most),
    "owa_square": lambda x, w: quantified(x, w, lambda r: r * r),
    "owa_orness": lambda x, w: orness(x, D("0.3")),
    "median_lower": lambda x, w: median(x, w, "lower"),
    "median_upper": lambda x, w: median(x, w, "upper"),
    "median_middle": lambda x, w: median(x, w, "middle"),
}

if __name__ == "__main__":
    print(",".join(["n"] + [f"x{i}" for i in range(5)] + [f"w{i}" for i in range(5)] + list(COLUMNS)))
    for x, w in rows():
        pad = [""] * (5 - len(x))
        values = [f(x, w) for f in COLUMNS.values()]
        cells = [str(len(x)), *map(str, x), *pad, *map(str, w), *pad]
        print(",".join(cells + ["" if v is None else repr(float(v)) for v in values]))
