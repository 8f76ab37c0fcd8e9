"""Values of the command line that need more than a type."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from cyclopts import Parameter

from dutystation.terms.errors import UnusableCommand

Flag = Annotated[bool, Parameter(negative=())]
"""A switch that is off unless it is given; there is no option that turns it off."""

DIRECTIVE = "dhs-2025"
"""The order under which is measured where none is named."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str, option: str) -> date:
    """A day of the calendar as `YYYY-MM-DD`. Raises UnusableCommand for anything else."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise UnusableCommand(f"{option} {text}: this is no day. Write it as YYYY-MM-DD, such as 2025-02-19.")
