"""Who may see what of ada, person by person of the cast. Worked out by hand from domain sections 4 and 6."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.web.cast import CAST, DAY, act_of

from dutystation.web.accounts.actions import end_role, grant_role, record_delegate
from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import RULE, Sight, Thing, sight_of

SEEN_OF_ADA = {
    Thing.NAME: {
        "ada", "boris", "chen", "noor", "finn", "lena", "omar", "hanna", "gale", "ines", "root",
    },
    Thing.RECORD: {"ada", "boris", "chen", "ines"},
    Thing.NOTICE: {"ada", "boris", "chen", "ines"},
    Thing.REQUEST: {"ada", "boris", "chen", "finn", "lena", "omar", "hanna", "gale", "ines"},
    Thing.PROTECTED_REQUEST: {"ada", "boris", "chen", "noor", "ines"},
    Thing.SEALED_STATEMENT: {"ada", "noor"},
    Thing.SEALED_EVIDENCE: {"noor"},
    Thing.FINDING: {"ada", "chen", "ines"},
    Thing.HOLD: {"lena", "ines"},
}  # fmt: skip


@pytest.mark.parametrize("thing", Thing)
def test_what_is_seen_of_ada_and_by_whom(
    cast: dict[str, Person], sight: Callable[[str], Sight], thing: Thing
) -> None:
    assert {who for who in CAST if sight(who).allows(thing, cast["ada"])} == SEEN_OF_ADA[thing]


@pytest.mark.parametrize("thing", Thing)
@pytest.mark.parametrize("who", CAST)
def test_a_list_holds_just_those_whose_page_may_be_seen(
    cast: dict[str, Person], sight: Callable[[str], Sight], who: str, thing: Thing
) -> None:
    listed = set(sight(who).people(thing).values_list("pk", flat=True))
    assert listed == {name for name, person in cast.items() if sight(who).allows(thing, person)}


def test_every_role_has_a_line_in_the_rule() -> None:
    assert set(RULE) == set(Role)


def test_a_role_shows_nothing_before_its_first_and_after_its_last_day(cast: dict[str, Person]) -> None:
    grant = Grant.objects.get(person="boris")
    end_role(act_of("root"), grant.pk, DAY)
    ada, boris = cast["ada"], cast["boris"]
    assert not sight_of(boris, date(2024, 12, 31)).allows(Thing.RECORD, ada)
    assert sight_of(boris, date(2025, 1, 1)).allows(Thing.RECORD, ada)
    assert sight_of(boris, DAY).allows(Thing.RECORD, ada)
    assert not sight_of(boris, date(2025, 2, 4)).allows(Thing.RECORD, ada)


LATER = date(2025, 2, 14)


@pytest.mark.parametrize("thing", Thing)
@pytest.mark.parametrize("principal", ["boris", "chen", "noor", "gale"])
def test_a_delegate_sees_the_open_requests_to_decide_on_and_nothing_else_of_others(
    cast: dict[str, Person], principal: str, thing: Thing
) -> None:
    held = Grant.objects.get(person=principal)
    Grant.objects.create(
        person=cast["eve"], role=held.role, unit=held.unit, from_day=DAY, until_day=LATER, deputy_for=held
    )
    sees = {Thing.NAME} if principal == "noor" else {Thing.NAME, Thing.REQUEST}
    assert sight_of(cast["eve"], DAY).allows(thing, cast["ada"]) == (thing in sees)


def moved(who: str, *, to: str | None) -> Person:
    """Somebody of whom a later roster says so; of nobody where it has them no more."""
    Person.objects.filter(pk=who).update(**({"unit": to} if to else {"on_rolls": False}))
    return Person.objects.get(pk=who)


def test_the_roles_of_who_left_the_rolls_rest_until_a_roster_has_them_again(cast: dict[str, Person]) -> None:
    assert not sight_of(moved("boris", to=None), DAY).allows(Thing.RECORD, cast["ada"])
    assert sight_of(Person.objects.get(pk="boris"), DAY).allows(Thing.RECORD, cast["boris"])
    Person.objects.filter(pk="boris").update(on_rolls=True)
    assert sight_of(Person.objects.get(pk="boris"), DAY).allows(Thing.RECORD, cast["ada"])


def test_roles_rest_in_another_component_and_in_another_unit_of_the_same_they_do_not(
    cast: dict[str, Person],
) -> None:
    assert sight_of(moved("chen", to="BANK"), DAY).allows(Thing.RECORD, cast["ada"])
    for elsewhere in ("SOUTH", "RIVERS"):
        assert not sight_of(moved("chen", to=elsewhere), DAY).allows(Thing.RECORD, cast["ada"])
    assert sight_of(moved("chen", to="NORTH"), DAY).allows(Thing.RECORD, cast["ada"])


def test_a_role_that_is_granted_for_another_component_does_not_rest_there(cast: dict[str, Person]) -> None:
    grant_role(act_of("root"), cast["eve"], Role.COMPONENT_HR, Unit.objects.get(pk="NORTH"), DAY)
    assert sight_of(cast["eve"], DAY).allows(Thing.RECORD, cast["ada"])


def test_a_delegate_acts_no_longer_than_the_roles_of_the_one_do_not_rest(cast: dict[str, Person]) -> None:
    held = Grant.objects.get(person="gale")
    record_delegate(act_of("gale"), held.pk, cast["omar"], DAY, LATER)
    moved("gale", to=None)
    assert not sight_of(cast["omar"], DAY).holds(Role.AGENCY_HEAD)


def test_a_unit_whose_id_begins_like_another_is_not_below_it(cast: dict[str, Person]) -> None:
    outside = Unit.objects.create(
        org_unit="BANKERS", name="Bankers", parent_id="NORTH", path="RIVERS/NORTH/BANKERS/"
    )
    cast["pia"].unit = outside
    cast["pia"].save()
    assert not sight_of(cast["boris"], DAY).allows(Thing.RECORD, cast["pia"])
    assert "pia" not in sight_of(cast["boris"], DAY).people(Thing.RECORD).values_list("pk", flat=True)


SEE_FIGURES_OF = {
    "RIVERS": {"gale", "dana", "ines"},
    "NORTH": {"gale", "dana", "ines", "chen", "finn", "omar", "hanna"},
    "BANK": {"gale", "ines", "chen", "finn", "omar", "hanna", "boris"},
    "SOUTH": {"gale", "dana", "ines", "eric", "erin"},
}
"""The policy office sees components and nothing smaller; the facilities specialist says how many seats there
are, and sees buildings with the figures; other specialists and employees see none."""


@pytest.mark.parametrize("unit", SEE_FIGURES_OF)
def test_whose_figures_are_seen_and_by_whom(
    cast: dict[str, Person], sight: Callable[[str], Sight], unit: str
) -> None:
    found = Unit.objects.get(pk=unit)
    assert {who for who in CAST if sight(who).sees_figures_of(found)} == SEE_FIGURES_OF[unit]


@pytest.mark.parametrize(
    ("who", "units"), [("dana", ["RIVERS"]), ("chen", ["NORTH"]), ("boris", ["BANK"]), ("noor", [])]
)
def test_figures_begin_at_the_unit_of_the_role(
    sight: Callable[[str], Sight], who: str, units: list[str]
) -> None:
    assert [unit.pk for unit in sight(who).units_with_figures()] == units


def test_small_counts_are_seen_by_whoever_sees_the_people_behind_them(
    cast: dict[str, Person], sight: Callable[[str], Sight]
) -> None:
    north = Unit.objects.get(pk="NORTH")
    assert {who for who in CAST if sight(who).sees_small_counts_of(north)} == {"chen", "noor", "ines"}
