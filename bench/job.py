"""One main job in a process of its own: prints the seconds of each step as JSON.

python -m bench.job INPUTS OUT FORM [ENGINE]

It loads what such a report loads, above all not the simulation, and as `dutystation report` does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dutystation.runs.garbage import searched_seldom


@searched_seldom()
def main() -> None:
    from bench.data import DIRECTIVE, as_of
    from bench.stopwatch import Stopwatch
    from dutystation.directives.load import load_directive
    from dutystation.runs.options import EngineName, Options
    from dutystation.runs.report import write_report

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
