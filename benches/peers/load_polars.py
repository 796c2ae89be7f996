"""Times Polars' plain CSV reader on the file that `benches/load.rs` keeps. Usage: load_polars.py FILE [ROUNDS]"""

import statistics
import sys
import time

import polars


def main() -> None:
    path = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        frame = polars.read_csv(path, schema_overrides={"unit": polars.String})
        times.append(time.perf_counter() - start)
    print(
        f"polars {polars.__version__}, {polars.thread_pool_size()} threads, {frame.height} rows x {frame.width} columns: "
        f"median {statistics.median(times):.3f} s, best {min(times):.3f} s"
    )


if __name__ == "__main__":
    main()
