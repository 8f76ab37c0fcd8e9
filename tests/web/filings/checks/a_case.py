"""A case in which nothing stands in the way, to be changed in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dutystation.terms.publication import BridgeLine
from dutystation.web.filings.checks import Case
from dutystation.web.filings.checks.case import NamedPerson

BRIDGE = BridgeLine(
    "NORTH",
    on_rolls=9,
    returned=2,
    not_returned=2,
    not_in_duty_status=1,
    unknown=4,
    reasons={"space": 1, "none": 1},
)
SOUND = Case(
    day=date(2025, 2, 19),
    run="run-2",
    newest_run="run-2",
    bridge=BRIDGE,
    people=(NamedPerson("ada", "space"), NamedPerson("pia", "none")),
    overdue={},
    gaps={},
    preparer="chen",
    certifier="hanna",
)


def case(**changed: Any) -> Case:
    return replace(SOUND, **changed)


def bridge(**changed: Any) -> BridgeLine:
    return replace(BRIDGE, **changed)
