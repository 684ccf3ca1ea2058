"""Splink and recordlinkage, in a Python of their own: two tables in, scored pairs out.

They are no part of this project's environment, so this file needs nothing but them, pandas and the standard library.
Each is set up as its documentation advises for such data, with comparisons as fine as ours; which blocks and levels
serve it best was tried beforehand. All pairs that it scores come back: matching them one to one above the best
threshold is left to whoever knows the answers.
"""

from __future__ import annotations

import contextlib
import json
import logging
import resource
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

Scored = list[tuple[str, str, float]]
METRES = (
    "12742000 * asin(least(1, sqrt(pow(sin(radians(lat_r - lat_l) / 2), 2) + "
    "cos(radians(lat_l)) * cos(radians(lat_r)) * pow(sin(radians(lon_r - lon_l) / 2), 2))))"
)


def splink(a: Any, b: Any) -> Scored:
    """Fellegi and Sunter's weights by expectation maximisation, sides weighed by how common they are (DuckDB)."""
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI
    from splink.comparison_library import CustomComparison, ExactMatch

    def levels(name: str, null: str, steps: list[str]) -> Any:
        made = [{"sql_condition": null, "label_for_charts": "silence", "is_null_level": True}]
        made += [{"sql_condition": step, "label_for_charts": step} for step in [*steps, "ELSE"]]
        return CustomComparison(output_column_name=name, comparison_levels=made)

    place = levels("place", "lat_l is null", [f"{METRES} <= {m}" for m in (10, 5_000, 10_000, 20_000, 30_000)])
    day = levels("day", "day_l is null", [f"abs(day_l - day_r) <= {n}" for n in (0, 1)])
    alike = "abs(ln((dead_l + 0.5) / (dead_r + 0.5)))"
    dead = levels("dead", "dead_l is null or dead_r is null", [f"{alike} <= {x}" for x in (0.05, 0.3, 0.6, 1)])
    sides = ExactMatch("sides").configure(term_frequency_adjustments=True)
    near = "abs(l.day - r.day) <= 2 and abs(l.lat - r.lat) < 0.37 and abs(l.lon - r.lon) < 0.46"
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[place, day, sides, dead],
        blocking_rules_to_generate_predictions=[near],
        max_iterations=50,
        probability_two_random_records_match=0.6 / max(len(a), len(b)),
    )
    db = DuckDBAPI()
    tables = [db.register(one, dataset_display_name=name) for one, name in ((a, "a"), (b, "b"))]
    linker = Linker(tables, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for block in (block_on("day", "sides"), block_on("lat", "lon")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block, fix_u_probabilities=True, estimate_without_term_frequencies=True
        )
    found = linker.inference.predict(threshold_match_probability=1e-9).as_pandas_dataframe()
    pairs = zip(found["unique_id_l"], found["unique_id_r"], found["match_weight"], strict=True)
    return [(i, j, w) if i.startswith("a") else (j, i, w) for i, j, w in pairs]


def recordlinkage(a: Any, b: Any) -> Scored:
    """Fellegi and Sunter's weights by expectation maximisation (ECM) over whether each feature agrees."""
    import recordlinkage as library

    one, other = a.set_index("unique_id"), b.set_index("unique_id")
    blocks = library.Index()
    blocks.sortedneighbourhood("day", window=5)
    pairs = blocks.index(one, other)
    compare = library.Compare()
    compare.geo("lat", "lon", "lat", "lon", method="linear", offset=0.01, scale=40, label="place")
    compare.numeric("day", "day", method="step", offset=0, label="day")
    compare.numeric("day", "day", method="step", offset=1, label="soon")
    compare.exact("sides", "sides", label="sides")
    compare.numeric("log", "log", method="step", offset=0.3, label="dead")
    features = compare.compute(pairs, one, other)
    features = features[features["place"] > 0]
    features["near"] = (features["place"] > 0.5).astype(int)
    features["same"] = (features["place"] > 0.999).astype(int)
    levels = features[["near", "same", "day", "soon", "sides", "dead"]].round().astype(int)
    learner = library.ECMClassifier(binarize=0.5)
    learner.fit(levels)
    likely = learner.prob(levels)
    return [(i, j, float(p)) for (i, j), p in likely.items()]


PROGRAMS: dict[str, Callable[[Any, Any], Scored]] = {"splink": splink, "recordlinkage": recordlinkage}


def main() -> None:
    """One program on two files; its pairs, seconds and memory as JSON."""
    import numpy as np
    import pandas as pd

    name, first, second = sys.argv[1:]
    tables = [pd.read_csv(path, dtype={"unique_id": str, "sides": str}) for path in (first, second)]
    for table in tables:
        table["log"] = np.log(table["dead"] + 0.5)
    start = time.perf_counter()
    with contextlib.redirect_stdout(sys.stderr):
        found = PROGRAMS[name](*tables)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pairs": found, "seconds": seconds, "peak_mib": peak, "version": version(name)}))


if __name__ == "__main__":
    main()
