"""The registers of a version: counts and lists beside the figures. Source: domain section 7, tables.

Each is worked out from what is given, as of one day, and comes to plain values for the content. None holds a
name of a person, a diagnosis or anything of a document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

from dutystation.directives.business_days import business_days_between
from dutystation.reports.suppression import PUBLISHED_REASONS
from dutystation.web.accounts.models import Facility
from dutystation.web.exception_requests.models import Outcome
from dutystation.web.exception_requests.rules import State
from dutystation.web.filings.grounds import Ground, behind
from dutystation.web.filings.models import FiledPerson

AGES = ((0, 10), (11, 30), (31, None))
"""Open disputes by the calendar days since they were opened; the last has no end."""
Entry = dict[str, Any]
Grounds = Mapping[str, list[Ground]]


def exceptions(people: Sequence[FiledPerson], grounds: Grounds, day: date, soon_days: int) -> list[Entry]:
    """One entry is a reason that somebody has: people by where their own request stands.

    `approved` rest on an approval that is known here; of the others `pending` have a request that nobody has
    decided, `denied` one that was denied, `none` no request. `expiring` are approvals that end within
    `soon_days`.
    """
    return [
        _exception(reason, [row for row in people if row.reason == reason], grounds, day, soon_days)
        for reason in PUBLISHED_REASONS
        if any(row.reason == reason for row in people)
    ]


def _exception(
    reason: str, people: Sequence[FiledPerson], grounds: Grounds, day: date, soon_days: int
) -> Entry:
    standing = {"approved": 0, "pending": 0, "denied": 0, "none": 0}
    newest: list[date] = []
    expiring = 0
    for row in people:
        own = grounds.get(row.person, ())
        found = behind(reason, own, day)
        newest += [found.newest_document_on] if found and found.newest_document_on else []
        if found is not None and found.approval is not None:
            standing["approved"] += 1
            last = found.last_day
            expiring += last is not None and day <= last <= day + timedelta(days=soon_days)
        elif any(ground.undecided for ground in own):
            standing["pending"] += 1
        elif any(ground.denied for ground in own):
            standing["denied"] += 1
        else:
            standing["none"] += 1
    return {
        "reason": reason,
        "people": len(people),
        "off_site_minutes": sum(row.off_site_minutes for row in people),
        **standing,
        "newest_document_on": max(newest).isoformat() if newest else None,
        "expiring": expiring,
    }


def accommodation(grounds: Grounds, interim: frozenset[int], day: date) -> Entry:
    """Requests on protected grounds of everybody in the component, all three together.

    `interim` are the numbers of requests for which something holds until the decision. `median_business_days`
    is from the first day of the clock to the decision, without the days it stood still; null for none. An
    approval that ended while it was looked at again is not in it: its clock began anew and met no decision.
    """
    asked = [ground for own in grounds.values() for ground in own if ground.request.protected]
    undecided = [ground for ground in asked if ground.undecided]
    running = [ground.request for ground in undecided if ground.request.paused_on is None]
    outcomes = [
        ground.newest.outcome for ground in asked if ground.newest is not None and not ground.undecided
    ]
    took = [days for ground in asked if (days := _business_days(ground)) is not None]
    return {
        "requests": len(asked),
        "granted": sum(outcome in (Outcome.APPROVED, Outcome.CONFIRMED) for outcome in outcomes),
        "alternative": outcomes.count(Outcome.APPROVED_FOR_LESS),
        "denied": outcomes.count(Outcome.DENIED),
        "ended": outcomes.count(Outcome.LAPSED) + outcomes.count(Outcome.GIVEN_UP),
        "undecided": len(undecided),
        "interim": sum(ground.request.pk in interim for ground in undecided),
        "over_target": sum(request.decide_by is not None and request.decide_by < day for request in running),
        "over_limit": sum(request.limit is not None and request.limit < day for request in running),
        "median_business_days": float(median(took)) if took else None,
    }


def _business_days(ground: Ground) -> int | None:
    """How long the decision took that ended the clock; None where none did."""
    request = ground.request
    decided_on = request.closed_on if request.state in (State.APPROVED, State.DENIED) else None
    if ground.approval is not None and request.state in (State.LAPSED, State.WITHDRAWN):
        decided_on = ground.approval.decided_on
    assert request.submitted_on is not None
    if decided_on is None or decided_on < request.submitted_on:
        return None
    paused = sum(
        business_days_between(pause.from_day, pause.until_day)
        for pause in request.pauses.all()
        if pause.from_day >= request.submitted_on
    )
    return business_days_between(request.submitted_on, decided_on) - paused


def space(
    people: Sequence[FiledPerson],
    grounds: Grounds,
    facilities: Mapping[str, Facility],
    assigned: Mapping[str, int],
    day: date,
) -> list[Entry]:
    """One entry is a facility at which somebody has not returned: seats, and the people of all components.

    `short_by` is how many seats are missing, null where nobody has stated the seats. `seat_checked_on` is the
    newest day on which somebody checked, as decisions on office space state it.
    """
    stations = sorted({row.duty_station for row in people if row.duty_station})
    checked: dict[str, str] = {}
    for row in people:
        found = behind("space", grounds.get(row.person, ()), day) if row.reason == "space" else None
        stated = str(found.approval.facts.get("checked_on", "")) if found and found.approval else ""
        if stated > checked.get(row.duty_station, ""):
            checked[row.duty_station] = stated
    return [
        {
            "facility": station,
            "name": known.name if known else "",
            "usable_sqft": known.usable_sqft if known else "",
            "seats": known.seats if known else None,
            "assigned": assigned.get(station, 0),
            "short_by": None
            if known is None or known.seats is None
            else max(0, assigned.get(station, 0) - known.seats),
            "seat_checked_on": checked.get(station) or None,
        }
        for station in stations
        for known in [facilities.get(station)]
    ]


def legal(people: Sequence[FiledPerson], grounds: Grounds, day: date) -> list[Entry]:
    """One entry is an instrument in one unit, with the people who have not returned on its ground."""
    counts: dict[tuple[str, str, str, str], int] = {}
    for row in people:
        found = behind(row.reason, grounds.get(row.person, ()), day)
        if row.reason != "legal_impediment" or found is None or found.approval is None:
            continue
        facts = found.approval.facts
        said = (facts.get("instrument"), facts.get("instrument_from"), facts.get("instrument_until"))
        instrument, first, last = (str(value or "") for value in said)
        key = (instrument, row.org_unit, first, last)
        counts[key] = counts.get(key, 0) + 1
    return [
        {
            "instrument": instrument,
            "org_unit": unit,
            "people": number,
            "from": first or None,
            "until": last or None,
        }
        for (instrument, unit, first, last), number in sorted(counts.items())
    ]


def distance(people: Sequence[FiledPerson], grounds: Grounds, day: date) -> list[Entry]:
    """One entry is a test of distance and an office, with the people not returned on that ground.

    The office is the one that is proposed as duty station, else the nearest by the test that decided. Of
    those with a proposal `relocation` and `no_relocation` say whether it would be one. Whose approval states
    no distance, since it was delivered from elsewhere, stands in an entry without a test.
    """
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for row in people:
        if row.reason != "distance":
            continue
        found = behind(row.reason, grounds.get(row.person, ()), day)
        record = found.approval.facts.get("distance") if found and found.approval else None
        key, moves = _measured(record)
        counts.setdefault(key, Counter()).update(["people", *moves])
    return [
        {
            "start": start or None,
            "reference": reference or None,
            "office": office,
            "people": number["people"],
            "relocation": number["relocation"],
            "no_relocation": number["no_relocation"],
        }
        for (start, reference, office), number in sorted(counts.items())
    ]


def _measured(record: Mapping[str, Any] | None) -> tuple[tuple[str, str, str], list[str]]:
    """The test that decided with the office, and what a proposal comes to; of no record nothing."""
    if record is None:
        return ("", "", ""), []
    decided = next(way for way in record["measured"] if way["decides"])
    proposed = record["proposed"]
    office = proposed["place"] if proposed else decided["to_place"]
    moves = ["relocation" if proposed["relocation"] else "no_relocation"] if proposed else []
    return (decided["start"], decided["reference"], office), moves


def disputes(opened: Iterable[tuple[date, date]], day: date) -> Entry:
    """Days that people dispute and nobody has answered for good: the disputed day, and when it was opened."""
    opened = list(opened)
    ages = [(day - since).days for _, since in opened]
    return {
        "open": len(opened),
        "by_age": [
            {
                "from_days": first,
                "to_days": last,
                "count": sum(age >= first and (last is None or age <= last) for age in ages),
            }
            for first, last in AGES
        ],
        "days": len({disputed for disputed, _ in opened}),
    }
