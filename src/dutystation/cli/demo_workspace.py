"""The demonstration's workspace: what the invented department delivers, measured, with invented cases."""

from __future__ import annotations

import importlib.util
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dutystation.directives.directive import Directive
    from dutystation.runs.progress import Progress

SENDER = "DHS"
"""One sender delivers everything; a real department has one per component."""
LATER = timedelta(days=30)


def demo_workspace(
    workspace: Path, inputs: Path, *, directive: Directive, as_of: date, progress: Progress
) -> bool:
    """Delivers the tables in `inputs` into a new workspace, measures it, and begins its cases.

    Returns whether it can be served, which needs the web application to be installed.
    """
    from dutystation.runs.loading.load import Asked, load
    from dutystation.runs.run import run
    from dutystation.simulation.deliveries import by_period
    from dutystation.terms.marking import OWNER_ONLY_FOLDER

    shutil.rmtree(workspace, ignore_errors=True)
    files = workspace.with_name(f"{workspace.name}-files")
    shutil.rmtree(files, ignore_errors=True)
    rules = directive.rules_on(as_of)
    with progress.step("Delivering its tables into a workspace"):
        for delivery in by_period(inputs, files, rules.calendar):
            asked = Asked(delivery.file, delivery.table, SENDER, delivery.period)
            # Some invented rows are of a pay period after the day of the report.
            load(asked, workspace, rules=rules, received_on=as_of + LATER)
    shutil.rmtree(files)
    measured = run(workspace, directive=directive, as_of=as_of, progress=progress)
    if importlib.util.find_spec("django") is None:
        return False
    from dutystation.web.site.start import close_cases, open_cases

    (workspace / "web").mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
    (workspace / "web" / "demonstration").write_text(as_of.isoformat(), encoding="ascii")
    with progress.step("Inventing cases"):
        open_cases(workspace)
        from dutystation.web.site.demonstration import fill

        fill(measured.name, directive, as_of)
        close_cases()
    return True
