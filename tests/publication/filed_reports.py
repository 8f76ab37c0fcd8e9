"""What components have filed, invented, as the content of a version has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from dutystation.publication.consolidation import Consolidation, FiledReport, Missing, OwnRun, filed_report
from dutystation.published.write import figure_entry
from dutystation.terms.figure import Variant
from dutystation.terms.period import ALL_PERIODS, PayCalendar
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import BridgeLine
from dutystation.terms.share import NUMERATORS, share_figure

AS_OF = date(2025, 2, 19)
CALENDAR = PayCalendar(date(2025, 1, 12), 14)
LIMIT = Fraction(1, 50)


def minutes(**places: int) -> dict[str, int]:
    """Minutes at every place; at those not named none."""
    return {place: places.get(place, 0) for place in ALL_PLACES}


def content(
    component: str,
    by_period: Mapping[str, Mapping[str, int]],
    *,
    version: int = 1,
    reasons: Mapping[str, int] | None = None,
    returned: int = 10,
    as_of: date = AS_OF,
) -> dict[str, Any]:
    """The content of a version: these minutes in every variant, these people."""
    reasons = reasons or {}
    whole = minutes()
    for places in by_period.values():
        for place, amount in places.items():
            whole[place] += amount
    figures = [
        figure_entry(share_figure(code, component, period, variant, places, provisional_limit=LIMIT))
        for code in NUMERATORS
        for period, places in {**by_period, ALL_PERIODS: whole}.items()
        for variant in Variant
    ]
    return {
        "format": 1,
        "component": component,
        "component_name": f"{component.title()}ern Division",
        "order": "dhs-2025",
        "obligation": "component-report",
        "as_of": as_of.isoformat(),
        "status_period": "2025-02",
        "run": "2025-02-19-one",
        "version": version,
        "kind": "report",
        "figures": figures,
        "bridge": {
            "on_rolls": returned + sum(reasons.values()),
            "returned": returned,
            "not_returned": sum(reasons.values()),
            "not_in_duty_status": 0,
            "unknown": 0,
            "reasons": dict(reasons),
        },
    }


def filed(component: str, by_period: Mapping[str, Mapping[str, int]], **given: Any) -> FiledReport:
    """The same as a filing that counts. Its hash is invented."""
    made = content(component, by_period, **given)
    return filed_report(made, sha256=f"{component}-{made['version']}", filed_on=AS_OF, days_late=0)


def own(by_period: Mapping[str, Mapping[str, int]] | None = None, *, returned: int = 0) -> OwnRun:
    """The department's own run, in which these are the hours of people in no component."""
    made = filed("RIVERS", by_period or {})
    line = BridgeLine("", returned, returned, 0, 0, 0, {})
    return OwnRun(
        "2025-02-19-one", AS_OF, "2025-02", "RIVERS", "Department of Rivers", made.hours, line, (), (), {}
    )


def consolidated(
    *reports: FiledReport, missing: tuple[Missing, ...] = (), of: OwnRun | None = None
) -> Consolidation:
    return Consolidation("dhs-2025", "component-report", LIMIT, CALENDAR, reports, missing, of or own())
