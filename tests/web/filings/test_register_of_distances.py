"""People who are away on the ground of distance, by the test that decided and the candidate office."""

from __future__ import annotations

from datetime import date
from typing import Any

from dutystation.web.exception_requests.models import Decision, Outcome, Request
from dutystation.web.filings.grounds import Ground
from dutystation.web.filings.judged import Judged
from dutystation.web.filings.models import FiledPerson
from dutystation.web.filings.registers import distance

DAY = date(2025, 2, 19)


def facts(proposed: dict[str, Any] | None) -> dict[str, Any]:
    """Hilltown is the nearest facility; what was measured from home decides nothing."""
    home = {"start": "home", "reference": "own_station", "to_place": "Rivertown 00001", "decides": False}
    far = {"start": "duty_station", "reference": "department_facility", "to_place": "Hilltown 00002"}
    return {"distance": {"measured": [home, {**far, "decides": True}], "proposed": proposed}}


def approved(number: int, kept: dict[str, Any]) -> list[Ground]:
    """What stands behind somebody with an approval on the ground of distance; nothing of it is saved."""
    request = Request(pk=number, ground="distance", state="approved", protected=False)
    decision = Decision(pk=number, request=request, outcome=Outcome.APPROVED, facts=kept)
    return [Ground(request, "distance", decision, decision, 0, None, Judged())]


def test_the_candidate_office_is_the_proposed_one_else_the_nearest() -> None:
    near, far = ({"place": "Dale 00004", "relocation": moves} for moves in (False, True))
    grounds = {
        "ada": approved(1, facts(None)),
        "boris": approved(2, facts(near)),
        "chen": approved(3, facts(far)),
        "noor": approved(4, {"as_of": "2025-02-03"}),
    }
    people = [FiledPerson(person=who, reason="distance") for who in (*grounds, "pia")]
    people.append(FiledPerson(person="ada", reason="space"))
    known = {"start": "duty_station", "reference": "department_facility"}
    assert distance(people, grounds, DAY) == [
        {"start": None, "reference": None, "office": "", "people": 2, "relocation": 0, "no_relocation": 0},
        {**known, "office": "Dale 00004", "people": 2, "relocation": 1, "no_relocation": 1},
        {**known, "office": "Hilltown 00002", "people": 1, "relocation": 0, "no_relocation": 0},
    ]
