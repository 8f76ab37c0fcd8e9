"""`dutystation simulate`: an invented department to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from dutystation.cli.arguments import DIRECTIVE
from dutystation.runs.options import Form


def simulate(
    out: Path,
    *,
    people: int = 5000,
    periods: int = 3,
    seed: int = 1,
    format: Form = "csv",
    directive: str = DIRECTIVE,
    faults: Literal["none", "light", "heavy"] = "light",
) -> None:
    """Write the tables of an invented department, and truth.json, which says what they must come out as.

    Parameters
    ----------
    out
        The folder for the tables.
    people
        How many people the department has.
    periods
        How many pay periods of time records and badge events there are.
    seed
        The same seed gives the same files.
    format
        The form of the tables.
    directive
        The order that the department is under: its pay periods and its day of issue are used.
    faults
        How many of the faults of real systems the files have.
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.directives.load import load_directive
    from dutystation.simulation.simulate import simulate as write_department

    order = load_directive(directive)
    rules = order.rules_on(order.issued_on)
    with DrawnProgress().step("Inventing a department") as step:
        done = write_department(
            out,
            people=people,
            periods=periods,
            seed=seed,
            form=format,
            anchor=rules.pay_period_anchor,
            period_days=rules.pay_period_days,
            issued_on=order.issued_on,
            as_of=None,
            faults=faults,
            progress=lambda _, reached, total: step.reached(reached, total),
        )
    for sentence in done.sentences:
        say(sentence)
