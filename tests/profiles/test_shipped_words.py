"""A word that a shipped profile looks for is that word, and not a part of another."""

from __future__ import annotations

import pytest
from tests.profiles.writing import Became, become

from dutystation.profiles.load import load_profile


def becomes(name: str, **cells: str | None) -> Became:
    """What a shipped profile makes of one row, everybody's key being that of Ada."""
    content = load_profile(name).content
    wanted = content.people is not None and content.people.crosswalk == "required"
    companion = None if content.companion is None else [dict.fromkeys(content.companion.columns, "none")]
    people = [("E1", "Ada", None, None)] if wanted else None
    text = load_profile(name).source_text.decode()
    return become(text, [cells], crosswalk=people, companion=companion)


@pytest.mark.parametrize(
    ("tags", "place"),
    [
        ("telework", "telework"),
        ("urgent,REMOTE", "remote"),
        ("field visit, Telework", "telework"),
        ("telework, remote-access", "telework"),
        ("no telework", None),
        ("telework-requests", None),
        ("remote-access, teleworking", None),
    ],
)
def test_a_tag_of_kimai_is_a_place_only_as_a_whole(tags: str, place: str | None) -> None:
    row = {"day": "2025-02-03", "amount": "8:00", "staff": "E1", "activity": "Casework", "kind": "timesheet"}
    assert becomes("kimai", **row, tags=tags).column("place_code") == [place]


@pytest.mark.parametrize("tags", ["field, telework", "telework,urgent, remote", "Remote , FIELD"])
def test_two_tags_of_place_are_not_guessed_from(tags: str) -> None:
    row = {"day": "2025-02-03", "amount": "8:00", "staff": "E1", "activity": "Casework", "kind": "timesheet"}
    [out] = becomes("kimai", **row, tags=tags).left_out.values()
    assert (out["reason"], out["column"], out["value"]) == ("unmapped_value", "place_code", tags)


def test_a_key_that_begins_like_the_last_line_is_a_key() -> None:
    row = {"day": "02/03/2025", "transaction": "01", "descriptor": None, "amount": "8:00"}
    [out] = becomes("webta", **row, employee="Totals-7").left_out.values()
    assert out["reason"] == "unmatched_person"
    person = {"person_id": "TRL000007", "organisation": "XX01", "begins": "20240603", "kind": "C"}
    other = {"eligible": "Y", "agreement": "NO", "ends": "99991231"}
    assert becomes("opm-roster", **person, **other).column("person") == ["TRL000007"]


def account(active: str | None, kind: str | None) -> Became:
    row = {"number": "P-1", "department": "XX01", "active": active, "kind": kind}
    return becomes("scim-users", **row, created="2024-06-03T14:11:22Z")


@pytest.mark.parametrize(
    ("kind", "population"),
    [("Employee", "civilian"), ("contractor", "contractor"), (None, None)],
)
def test_an_account_is_active_where_it_says_so_in_any_case(kind: str | None, population: str | None) -> None:
    for active in ("true", "True", "TRUE"):
        assert account(active, kind).column("population") == [population]
    for active in ("false", "False", "FALSE"):
        [out] = account(active, kind).left_out.values()
        assert (out["reason"], out["message"]) == ("left_out", "An account that is not active")


@pytest.mark.parametrize("kind", ["Employee", None])
def test_an_account_that_may_be_active_or_not_makes_no_row(kind: str | None) -> None:
    for active in ("1", "0", "yes", "disabled", "true-ish"):
        [out] = account(active, kind).left_out.values()
        assert (out["reason"], out["column"]) == ("unmapped_value", "population")
        assert out["value"] == active + (" Employee" if kind else "")
    [out] = account(None, kind).left_out.values()
    assert out["message"] == "An account of which nothing says whether it is active"
