"""UNDP's time series, a column for each measure and year, as one row for each country and year."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"
SOURCE = DATA / "HDR23-24_Composite_indices_complete_time_series.csv"
TARGET = DATA / "hdi_1990_2022_long.csv"
MEASURES = ["hdi", "le", "eys", "mys", "gnipc"]


def main():
    # UNDP's file is in Latin-1, not UTF-8: Côte d'Ivoire and Türkiye show it.
    with SOURCE.open(encoding="latin-1", newline="") as source:
        countries = list(csv.DictReader(source))
    written = 0
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target, lineterminator="\n")
        rows.writerow(["iso3", "country", "year", "tier", *MEASURES])
        for country in countries:
            if "." in country["iso3"]:  # groups of countries, such as ZZA.VHHD, are in the file too
                continue
            for year in range(1990, 2023):
                values = [country.get(f"{measure}_{year}", "") for measure in MEASURES]
                if all(values):
                    rows.writerow([country["iso3"], country["country"], year, country["hdicode"], *values])
                    written += 1
    print(f"{TARGET}: {written} rows")


if __name__ == "__main__":
    main()
