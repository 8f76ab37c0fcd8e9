"""One run of a workspace in a process of its own: prints the seconds of each step as JSON.

python -m bench.run_job WORKSPACE AS_OF DIRECTIVE

It loads what such a run loads, above all not the simulation, and as `dutystation run` does.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from dutystation.runs.garbage import searched_seldom


@searched_seldom()
def main() -> None:
    from bench.stopwatch import Stopwatch
    from dutystation.directives.load import load_directive
    from dutystation.runs.run import run

    workspace, as_of = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
    directive = load_directive(sys.argv[3])
    watch = Stopwatch()
    run(workspace, directive=directive, as_of=as_of, progress=watch)
    sys.stdout.write(json.dumps(watch.seconds))


if __name__ == "__main__":
    main()
