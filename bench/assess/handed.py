"""What peers get, kept in files: they run in processes of their own and know nothing of this project.

`rows` is the stated part of the question alone (bench/assess/question.py says which rows), in the flat table's
columns with the words as dictionaries; the answer is a table of one flag for each clause, in the rows' order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather

Step = dict[str, Any]


@dataclass(frozen=True)
class Handed:
    """The agreement's tables, and the rows where they are handed over as well."""

    plan: dict[str, Step]  # rule id → {"all": steps that must hold, "lifted": the steps of each exception}
    standing: pa.Table  # written, from_s, to_s, and a flag for each selector and own line
    areas: pa.Table  # wkb, windows, hours, heights, and a flag for each place that is asked about
    rows: pa.Table

    def keep(self, folder: Path) -> None:
        """Write everything into a folder."""
        (folder / "plan.json").write_text(json.dumps(self.plan), encoding="utf-8")
        for name in ("standing", "areas", "rows"):
            pyarrow.feather.write_feather(
                getattr(self, name), str(folder / f"{name}.arrow"), compression="uncompressed"
            )

    @classmethod
    def read(cls, folder: Path) -> Handed:
        """Read it again."""
        plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        return cls(
            plan, *(pyarrow.feather.read_table(str(folder / f"{n}.arrow")) for n in ("standing", "areas", "rows"))
        )


def places(areas: pa.Table) -> list[str]:
    """The flags of `areas`, one for each place that some condition asks about."""
    return [name for name in areas.column_names if name.startswith("at_")]
