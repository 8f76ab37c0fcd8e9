"""One main job in a process of its own: prints the seconds of each step as JSON.

python -m bench.job INPUTS OUT FORM [ENGINE]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from bench.data import DIRECTIVE, as_of
from dutystation.directives.load import load_directive
from dutystation.runs.options import EngineName, Options
from dutystation.runs.progress import SILENT, Step
from dutystation.runs.report import write_report


class Stopwatch:
    """Progress that keeps the seconds of every step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Times the block."""
        began = perf_counter()
        with SILENT.step(title) as step:
            yield step
        self.seconds[title] = self.seconds.get(title, 0.0) + perf_counter() - began

    def note(self, sentence: str) -> None:
        """Not timed."""


def main() -> None:
    inputs, out, form = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    engine: EngineName = "spark" if sys.argv[4:] == ["spark"] else "duckdb"
    watch = Stopwatch()
    write_report(
        inputs,
        out,
        directive=load_directive(DIRECTIVE),
        as_of=as_of(inputs),
        options=Options(engine=engine, tables="parquet" if form == "parquet" else "csv", replace=True),
        progress=watch,
    )
    sys.stdout.write(json.dumps({"steps": watch.seconds}))


if __name__ == "__main__":
    main()
