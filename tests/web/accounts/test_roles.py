"""Roles as the administrator grants and ends them, and those that rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.web.cast import DAY, act_of

from dutystation.terms.errors import Refused
from dutystation.web.accounts.actions import end_role, grant_role
from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.queries import all_grants, waiting
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import sight_of

LEFT = "1 role rests: its holder has left the rolls or gone to another component"


@pytest.mark.parametrize("role", [Role.ACCOMMODATION_SPECIALIST, Role.POLICY_OFFICE, Role.ADMINISTRATOR])
def test_nobody_grants_a_role_to_themself(cast: dict[str, Person], role: Role) -> None:
    with pytest.raises(Refused, match="Nobody grants a role to themself") as refused:
        grant_role(act_of("root"), cast["root"], role, Unit.objects.get(pk="NORTH"), DAY)
    assert "another administrator" in str(refused.value)
    assert not Grant.objects.filter(person="root", role=role, unit="NORTH").exists()


def test_the_administrator_hears_of_roles_that_rest_and_finds_them_first(
    cast: dict[str, Person], browse: Callable[[str], Client]
) -> None:
    assert waiting(sight_of(cast["root"], DAY), DAY) == []
    Person.objects.filter(pk="chen").update(unit="SOUTH")
    [waits] = waiting(sight_of(cast["root"], DAY), DAY)
    assert (waits.title, waits.address, waits.due_on) == (LEFT, "/roles/", None)
    assert waiting(sight_of(cast["ines"], DAY), DAY) == []
    assert all_grants(DAY)[0].person_id == "chen"
    page = browse("root").get("/roles/").content.decode()
    assert "<strong>Rests:</strong> now in Southern Division" in page
    assert (page.count("Rests:"), page.index("Chen") < page.index("Boris")) == (1, True)


def test_who_left_the_rolls_is_shown_as_such(
    cast: dict[str, Person], browse: Callable[[str], Client]
) -> None:
    Person.objects.filter(pk="boris").update(on_rolls=False)
    assert (
        "<strong>Rests:</strong> not on the rolls any more" in browse("root").get("/roles/").content.decode()
    )


def test_a_role_that_has_ended_rests_no_more(cast: dict[str, Person]) -> None:
    Person.objects.filter(pk="boris").update(on_rolls=False)
    end_role(act_of("root"), Grant.objects.get(person="boris").pk, DAY)
    assert len(waiting(sight_of(cast["root"], DAY), DAY)) == 1
    after = date(2025, 2, 4)
    assert waiting(sight_of(cast["root"], after), after) == []


@pytest.mark.parametrize(
    ("person", "unit", "complaint"),
    [
        ("Pia", "northern division", ""),
        ("pia", "NORTH", ""),
        ("nobody", "NORTH", "Nobody has this id or name."),
        (
            "Ada",
            "NORTH",
            "Several people have this name. Give the id: ada (Bank Office), eve (Southern Division).",
        ),
        ("pia", "Nowhere", "No unit has this id or name."),
        ("pia", "Bank Office", "Several units have this name. Give the id."),
    ],
)
def test_people_and_units_are_found_by_id_and_by_name(
    cast: dict[str, Person], browse: Callable[[str], Client], person: str, unit: str, complaint: str
) -> None:
    Person.objects.filter(pk="eve").update(name="Ada")
    Unit.objects.create(org_unit="BANK2", name="Bank office", parent_id="NORTH", path="RIVERS/NORTH/BANK2/")
    given = {"person": person, "unit": unit, "role": "auditor", "from_day": "2025-02-03"}
    answer = browse("root").post("/roles/", given)
    if complaint:
        assert complaint in answer.content.decode()
        assert not Grant.objects.filter(role="auditor").exclude(person="ines").exists()
    else:
        granted = Grant.objects.get(role="auditor", person="pia")
        assert (answer.status_code, granted.unit_id) == (302, "NORTH")


def test_who_was_never_on_a_roster_holds_roles(cast: dict[str, Person]) -> None:
    assert (cast["ines"].unit, cast["ines"].on_rolls) == (None, False)
    assert sight_of(cast["ines"], DAY).holds(Role.AUDITOR)
