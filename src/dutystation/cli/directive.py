"""`dutystation directive`: what an order says, and whether a file of one can be used."""

from __future__ import annotations

from datetime import date

from cyclopts import App

from dutystation.cli.arguments import day

directive = App(name="directive", help="Show, check and list the orders a report can be made under.")


@directive.command
def show(name: str, *, as_of: str = "") -> None:
    """Print an order in plain words, with its values, clauses and due days.

    Parameters
    ----------
    name
        The name of a shipped directive, or the path of a directive file.
    as_of
        The day for which values are shown, YYYY-MM-DD; today where none is given.
    """
    from dutystation.cli.console import say
    from dutystation.directives.describe import describe
    from dutystation.directives.load import load_directive

    shown_for = day(as_of, "--as-of") if as_of else date.today()  # noqa: DTZ011 (the reader's own day)
    say(describe(load_directive(name), as_of=shown_for))


@directive.command
def check(name: str) -> None:
    """Say whether a directive file can be used, and what is wrong with it, by line and key.

    Parameters
    ----------
    name
        The path of a directive file, or the name of a shipped directive.
    """
    from dutystation.cli.console import say
    from dutystation.directives.describe import checked
    from dutystation.directives.load import load_directive

    say(checked(load_directive(name)))


@directive.command(name="list")
def list_() -> None:
    """List the directives that come with the package."""
    from dutystation.cli.console import say
    from dutystation.directives.describe import shipped_list

    for shipped in shipped_list():
        say(f"{shipped.name:<20} {shipped.issued_on}  {shipped.title}")
