"""One load of a CSV file into a new workspace, in a process of its own: its steps as JSON.

python -m bench.loading FOLDER TABLE WORKSPACE

It loads what such a load loads, above all not the simulation, and as `dutystation load` does.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bench.data import DIRECTIVE, Size, as_of, made
from bench.processes import bytes_in, cost_of
from bench.results import Kept
from bench.stopwatch import Stopwatch
from dutystation.runs.garbage import searched_seldom

DELIVERY = Size("delivery", 140_000, 1, "csv")
"""One pay period of so many people: two million time records."""
TABLES = ("time_records",)
"""Badge events of the last day run over into the next pay period, and would be refused as one file."""
KINDS = ("text", "load")


def measure(data: Path, times: int, kept: Kept) -> None:
    """Both kinds in turn, so that other work on the machine disturbs both alike."""
    folder = made(DELIVERY, data)
    for number in range(times):
        for table in TABLES:
            for kind in KINDS:
                sys.stderr.write(f"{table}, {kind}: {number + 1} of {times}\n")
                with tempfile.TemporaryDirectory(dir=data) as scratch:
                    workspace = Path(scratch) / "workspace"
                    module = (
                        ["bench.text", str(folder / f"{table}.csv")]
                        if kind == "text"
                        else ["bench.loading", str(folder), table, str(workspace)]
                    )
                    kept.add(cost_of(module, folder=Path(scratch)), table=table, kind=kind)


@searched_seldom()
def main() -> None:
    sys.stdout.write(json.dumps(_load(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))))


def _load(folder: Path, table: str, workspace: Path) -> dict[str, object]:
    from dutystation.directives.load import load_directive
    from dutystation.runs.loading.load import Asked, load

    watch, source = Stopwatch(), folder / f"{table}.csv"
    day = as_of(folder)
    rules = load_directive(DIRECTIVE).rules_on(day)
    loaded = load(
        Asked(source, table, "DHS"), workspace, rules=rules, received_on=day, progress=watch
    ).delivery
    return {
        "rows": loaded.rows,
        "accepted": loaded.accepted,
        "file_bytes": loaded.bytes,
        "workspace_bytes": bytes_in(workspace),
        "lake_bytes": sum(path.stat().st_size for path in workspace.rglob("*.parquet")),
        "steps": watch.seconds,
    }


if __name__ == "__main__":
    main()
