"""The orders that come with the package."""

from __future__ import annotations

import hashlib
from dataclasses import FrozenInstanceError
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from dutystation.directives.directive import Directive
from dutystation.directives.grounds import Role
from dutystation.directives.load import load_directive, shipped_directives
from dutystation.directives.values import Mark
from dutystation.terms.errors import UnusableDirective
from dutystation.terms.ground import PROTECTED_GROUNDS, Ground

AS_OF = date(2025, 2, 19)


@pytest.fixture(scope="module")
def dhs() -> Directive:
    return load_directive("dhs-2025")


def test_two_orders_come_with_the_package() -> None:
    assert shipped_directives() == ("dhs-2025", "example-hybrid")


@pytest.mark.parametrize("name", shipped_directives())
@pytest.mark.parametrize("day", [date.min, date(2020, 1, 1), AS_OF, date(2030, 12, 31), date.max])
def test_every_shipped_order_has_every_value_on_every_day(name: str, day: date) -> None:
    load_directive(name).rules_on(day)


def test_dhs_2025_states_the_values_of_the_contract(dhs: Directive) -> None:
    rules = dhs.rules_on(AS_OF)
    assert rules.pay_period_anchor == date(2025, 1, 12)
    assert rules.pay_period_days == 14
    assert rules.provisional_limit == Fraction(2, 100)
    assert rules.longest_stay_hours == 24
    assert rules.utilisation_sqft_per_person == 150
    assert rules.statute_week_minutes == 2_400
    assert rules.statute_window_months == 2
    assert rules.smallest_published_count == 10


def test_the_component_report_is_due_30_calendar_days_after_the_order(dhs: Directive) -> None:
    assert dhs.issued_on == date(2025, 1, 20)
    assert dhs.obligations[dhs.report_obligation].within_calendar_days == 30
    assert dhs.due_on("component-report") == date(2025, 2, 19)


def test_lateness_counts_from_the_day_after_the_due_day(dhs: Directive) -> None:
    owed = dhs.obligations[dhs.report_obligation]
    late = [owed.days_late(issued_on=dhs.issued_on, filed_on=date(2025, 2, day)) for day in (1, 19, 20, 28)]
    assert late == [0, 0, 1, 9]


def test_dhs_2025_names_three_reasons_itself_and_has_every_ground(dhs: Directive) -> None:
    named = {ground for ground, stated in dhs.grounds.items() if stated.named_in_order}
    assert named == {Ground.SPACE, Ground.DISABILITY, Ground.LEGAL_IMPEDIMENT}
    assert list(dhs.grounds) == list(Ground)


def test_only_other_compelling_reasons_need_supervisor_and_agency_head(dhs: Directive) -> None:
    certified = {
        ground
        for ground, stated in dhs.grounds.items()
        if stated.route_for("FEMA").decided_by == (Role.SUPERVISOR, Role.AGENCY_HEAD)
    }
    assert certified == {Ground.OTHER_COMPELLING}
    for ground in (Ground.DISABILITY, Ground.MEDICAL):
        assert dhs.grounds[ground].route_for("FEMA").never_asked == (Role.SUPERVISOR, Role.AGENCY_HEAD)


def test_a_component_follows_its_own_route_where_it_has_one(dhs: Directive) -> None:
    space = dhs.grounds[Ground.SPACE]
    assert space.route_for("USCG").decided_by == (Role.FACILITIES_SPECIALIST,)
    assert space.route_for("FEMA").decided_by == (Role.FACILITIES_SPECIALIST, Role.COMPONENT_HEAD)


def test_an_approval_for_another_compelling_reason_lasts_four_months_at_most(dhs: Directive) -> None:
    assert dhs.grounds[Ground.OTHER_COMPELLING].term.at_most_months == 4


@pytest.mark.parametrize("name", shipped_directives())
def test_accommodation_evidence_is_sealed_under_every_order(name: str) -> None:
    sealed = {ground for ground, stated in load_directive(name).grounds.items() if stated.protected}
    assert sealed >= set(PROTECTED_GROUNDS)


@pytest.mark.parametrize("name", shipped_directives())
def test_a_clause_is_given_with_its_source_and_how_well_that_is_known(name: str) -> None:
    directive = load_directive(name)
    text = directive.clause_of("provisional_limit", AS_OF)
    assert text.endswith(tuple(f"; {mark.value}]" for mark in Mark))


def test_a_value_that_changes_keeps_its_past() -> None:
    hybrid = load_directive("example-hybrid")
    limits = [hybrid.rules_on(day).provisional_limit for day in (date(2026, 8, 31), date(2026, 9, 1))]
    assert limits == [Fraction(5, 100), Fraction(3, 100)]


def test_the_two_orders_share_no_number_that_code_could_have_kept(dhs: Directive) -> None:
    ours, theirs = dhs.rules_on(AS_OF), load_directive("example-hybrid").rules_on(AS_OF)
    same = [name for name in vars(ours) if getattr(ours, name) == getattr(theirs, name)]
    assert same == []


def test_the_rules_of_a_day_cannot_be_changed(dhs: Directive) -> None:
    with pytest.raises(FrozenInstanceError):
        dhs.rules_on(AS_OF).pay_period_days = 7  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        dhs.order.title = "another"  # type: ignore[misc]


def test_the_hash_is_that_of_the_bytes_of_the_file(dhs: Directive) -> None:
    raw = files("dutystation.directives").joinpath("texts", "dhs-2025.yaml").read_bytes()
    assert dhs.sha256 == hashlib.sha256(raw).hexdigest()
    assert dhs.source_text == raw


def test_an_order_of_your_own_is_loaded_from_its_path(tmp_path: Path, dhs: Directive) -> None:
    own = tmp_path / "our-order.yaml"
    own.write_bytes(dhs.source_text)
    loaded = load_directive(str(own))
    assert (loaded.name, loaded.sha256) == ("our-order", dhs.sha256)


@pytest.mark.parametrize("name", ["dhs-2026", "no/such/file.yaml", "", "nul\0byte"])
def test_an_unknown_name_is_answered_with_those_that_are_known(name: str) -> None:
    with pytest.raises(UnusableDirective) as refused:
        load_directive(name)
    message = str(refused.value)
    assert message.startswith("Unknown directive ") or "is not a file" in message or "no such file" in message
    assert "shipped are dhs-2025, example-hybrid" in message


@pytest.mark.parametrize(
    "path", ["./nope.yaml", "nope.yaml", "nope.yml", "orders/nope", "pyproject.toml/nope"]
)
def test_a_path_at_which_there_is_no_file_is_not_taken_for_a_name(path: str) -> None:
    with pytest.raises(UnusableDirective) as refused:
        load_directive(path)
    assert str(refused.value) == (
        f"{path}: there is no such file. Check the path, or give a name: shipped are dhs-2025, "
        "example-hybrid."
    )


def test_a_folder_and_a_name_too_long_are_answered_calmly(tmp_path: Path) -> None:
    with pytest.raises(UnusableDirective, match="is not a file"):
        load_directive(str(tmp_path))
    with pytest.raises(UnusableDirective, match="cannot be read"):
        load_directive("x" * 5000)
