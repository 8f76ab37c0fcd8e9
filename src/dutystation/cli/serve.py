"""`dutystation serve`, `audit` and `cases`: the application beside a workspace, and its upkeep."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number

from dutystation.terms.errors import UnusableCommand

BROKEN = 1
audit = App(name="audit", help="Check and export the events of the application.")


def serve(
    workspace: Path,
    *,
    address: str = "127.0.0.1",
    port: Annotated[int, Parameter(validator=Number(gte=1, lte=65535))] = 8000,
    processes: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
) -> None:
    """Open the application of a workspace in a browser, until Ctrl-C.

    Parameters
    ----------
    workspace
        The folder that files were loaded into; the cases are kept in its folder web.
    address
        The network address to answer at.
    port
        The port to answer at.
    processes
        How many processes answer; where it is left out, one for each core with PostgreSQL, else one.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.web.site.start import serve as served

    served(
        workspace,
        address=address,
        port=port,
        processes=processes,
        ready=lambda: say(f"Open http://{address}:{port}/ in a browser. Ctrl-C ends it."),
    )


@audit.command
def verify(place: Path) -> int:
    """Check that no event was changed, removed or put in: exit 0 if the chain is whole, else 1.

    Parameters
    ----------
    place
        A workspace, or a file that `audit export` wrote; a file is checked without the application.
    """
    from dutystation.cli.console import say

    if place.is_file():
        from dutystation.web.audit.event_file import break_in_file

        found = break_in_file(place)
    else:
        need_web()
        from dutystation.web.site.start import close_cases, open_cases

        open_cases(place)
        from dutystation.web.audit.queries import broken_at

        found = broken_at()
        close_cases()
    if found is None:
        say("The chain of events is whole.")
        return 0
    say(f"The chain is broken at event {found.number}: {found.why}.")
    return BROKEN


@audit.command
def export(workspace: Path, file: Path) -> None:
    """Write all events to a file that is verified without the application.

    Parameters
    ----------
    workspace
        The workspace whose events are exported.
    file
        The file to write; it must not be there yet.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.web.site.start import close_cases, open_cases

    open_cases(workspace)
    from dutystation.web.audit.export import write_events
    from dutystation.web.site.start import act_of_a_command

    count = write_events(act_of_a_command(), file)
    close_cases()
    said = "1 event is" if count == 1 else f"{count:,} events are"
    say(f"{said} in {file}. Check it with: dutystation audit verify {file}")


def need_web() -> None:
    """Raises UnusableCommand where the application is not installed."""
    if importlib.util.find_spec("django") is None:
        raise UnusableCommand(
            "The application is not installed. Install it with: pip install 'dutystation[web]'"
        )
