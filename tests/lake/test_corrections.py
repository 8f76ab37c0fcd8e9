"""A second delivery for a pay period replaces the first only where it names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.lake.loading import AMENDMENT, CORRECTED, FIRST, HEADER, accepted, everything, take

from dutystation.lake.records import Delivery
from dutystation.terms.errors import UnusableCommand, UnusableInput


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture
def first(workspace: Path) -> Delivery:
    """An original, in force."""
    return take(workspace, FIRST, corrects=None).delivery


def test_another_file_for_the_same_pay_period_is_refused_until_it_says_that_it_corrects(
    workspace: Path, first: Delivery
) -> None:
    for period in (None, "2025-02"):
        with pytest.raises(UnusableInput) as refused:
            take(workspace, CORRECTED, corrects=None, period=period)
        assert str(refused.value) == (
            "time_records.csv: time_records of CBP for pay period 2025-02 was delivered before, as "
            f"{first.id}, from another file or read in another way. If this file corrects it, load it with "
            f"--corrects {first.id}; if it brings only what changed or came to it, with --amends."
        )
    assert accepted(workspace, "record_id") == [("R1",), ("R3",)]
    assert len(list((workspace / "warehouse" / "time_records" / "data").iterdir())) == 1
    assert take(workspace, CORRECTED, corrects=first.id).delivery.replaces == first.id
    assert accepted(workspace, "record_id") == [("R1",), ("R2",), ("R3",)]


def test_the_files_of_a_year_loaded_once_more_put_no_original_back(workspace: Path, first: Delivery) -> None:
    take(workspace, CORRECTED, corrects=first.id)
    before = everything(workspace)
    with pytest.raises(UnusableInput, match="was delivered before"):
        take(workspace, FIRST, corrects=None)
    assert not take(workspace, CORRECTED, corrects=first.id).changed
    assert everything(workspace) == before


def test_the_start_of_an_id_is_enough_where_it_is_the_start_of_one(workspace: Path, first: Delivery) -> None:
    take(workspace, FIRST, sender="FEMA")
    with pytest.raises(UnusableInput, match=r"--corrects 2 is the start of 2 deliveries\. Write more"):
        take(workspace, CORRECTED, corrects="2")
    assert take(workspace, CORRECTED, corrects=first.id[:-2]).delivery.replaces == first.id


@pytest.mark.parametrize("named", ["NONE-SUCH", "first", "another sender"])
def test_only_the_last_delivery_of_the_slice_can_be_corrected(
    workspace: Path, first: Delivery, named: str
) -> None:
    """After an amendment it is the amendment, so that what it brought is not lost unseen."""
    ids = {
        "first": first.id,
        "another sender": take(workspace, FIRST, sender="FEMA").delivery.id,
    }
    amendment = take(workspace, AMENDMENT, amends=True).delivery
    with pytest.raises(UnusableInput, match=f"is not the last delivery of time_records .* is {amendment.id}"):
        take(workspace, CORRECTED, corrects=ids.get(named, named))
    assert take(workspace, CORRECTED, corrects=amendment.id).changed


def test_nothing_is_corrected_where_nothing_was_delivered(workspace: Path) -> None:
    with pytest.raises(UnusableInput, match=r"was never delivered\. Leave --corrects out"):
        take(workspace, FIRST, corrects="20250219")


def test_what_is_delivered_as_a_whole_is_brought_up_to_date_without_a_word(workspace: Path) -> None:
    header = "person,org_unit,effective_from\n"
    first = take(workspace, header + "P1,CBP,2025-01-01\n", table="roster", corrects=None).delivery
    second = take(workspace, header + "P2,CBP,2025-01-01\n", table="roster", corrects=None).delivery
    assert second.replaces == first.id
    with pytest.raises(UnusableInput, match="is not the last delivery of roster of CBP"):
        take(workspace, header, table="roster", corrects=first.id)


def test_other_senders_and_periods_are_no_corrections(workspace: Path, first: Delivery) -> None:
    take(workspace, FIRST, sender="FEMA", corrects=None)
    take(workspace, HEADER + "P1,2025-01-14,8,01,,R9\n", corrects=None)
    assert len(accepted(workspace, "record_id")) == 5


@pytest.mark.parametrize("amends", [True, False])
def test_a_delivery_corrects_or_amends(workspace: Path, first: Delivery, *, amends: bool) -> None:
    with pytest.raises(UnusableCommand, match="name the delivery that the file replaces, and leave --amends"):
        take(workspace, AMENDMENT, amends=amends, corrects=first.id if amends else " ")


ROSTER = "person,org_unit,effective_from\n"
WRONG_WAY_ROUND = ROSTER + "P1,CBP,01/31/2025\nP2,CBP,01/31/2025\n,CBP,2025-01-01\n"


def test_a_roster_of_which_no_row_can_be_used_takes_the_place_of_none(workspace: Path) -> None:
    first = take(workspace, ROSTER + "P1,CBP,2025-01-01\n", table="roster", corrects=None).delivery
    for corrects in (None, first.id):
        with pytest.raises(UnusableInput) as refused:
            take(workspace, WRONG_WAY_ROUND, table="roster", corrects=corrects)
        assert str(refused.value) == (
            f"roster.csv: it brings 3 rows for roster of CBP, of which none can be used, and {first.id} "
            "stays in force. By reason not_a_date: 2, missing_value: 1. Line 2: effective_from is not a "
            "date: write a day of the calendar as YYYY-MM-DD (delivered: 01/31/2025). Correct the file and "
            "load it again. If nothing is to stand there any more, load a file that has the header only, "
            f"with --corrects {first.id}."
        )
    assert accepted(workspace, "person", "roster") == [("P1",)]
    assert len(list((workspace / "warehouse" / "roster" / "data").iterdir())) == 1
    assert len(list((workspace / "delivered").iterdir())) == 1


def test_a_correction_of_which_no_row_can_be_used_takes_the_place_of_none(
    workspace: Path, first: Delivery
) -> None:
    useless = HEADER + "P1,2025-01-27,eight,01,,R1\n"
    with pytest.raises(
        UnusableInput, match=r"it brings 1 row for time_records of CBP for pay period 2025-02"
    ):
        take(workspace, useless, corrects=first.id, period="2025-02")
    assert accepted(workspace, "record_id") == [("R1",), ("R3",)]
    assert take(workspace, useless, sender="FEMA", period="2025-02").changed  # nothing stands there
    assert take(workspace, HEADER + "P9,2025-01-27,ten,01,,R1\n", sender="FEMA", period="2025-02").changed
    amendment = take(workspace, useless, amends=True, period="2025-02")
    assert amendment.changed and len(accepted(workspace, "record_id")) == 2  # the former rows stand


def test_an_amendment_of_which_something_stands_is_replaced_by_none_either(workspace: Path) -> None:
    useless = HEADER + "P1,2025-01-27,eight,01,,R1\n"
    take(workspace, useless, period="2025-02")
    amendment = take(workspace, AMENDMENT, amends=True).delivery
    with pytest.raises(UnusableInput, match=f"{amendment.id} stays in force"):
        take(workspace, useless.replace("eight", "nine"), corrects=amendment.id, period="2025-02")


def test_a_file_without_rows_empties_only_what_it_names(workspace: Path, first: Delivery) -> None:
    roster = take(workspace, ROSTER + "P1,CBP,2025-01-01\n", table="roster", corrects=None).delivery
    with pytest.raises(UnusableInput) as refused:
        take(workspace, ROSTER, table="roster", corrects=None)
    assert str(refused.value) == (
        f"roster.csv: it has no rows, and {roster.id} stands for roster of CBP. If nothing is to stand there "
        f"any more, load it with --corrects {roster.id}."
    )
    assert take(workspace, ROSTER, table="roster", corrects=roster.id).delivery.replaces == roster.id
    assert accepted(workspace, "person", "roster") == []
    assert take(workspace, HEADER, corrects=first.id, period="2025-02").delivery.replaces == first.id
    assert accepted(workspace, "record_id") == []


def test_the_same_file_of_another_sender_is_taken_and_named(workspace: Path, first: Delivery) -> None:
    assert take(workspace, CORRECTED, sender="FEMA").also == ()
    corrected = take(workspace, CORRECTED, corrects=first.id)
    [fema] = corrected.also
    assert (fema.sender, fema.sha256) == ("FEMA", corrected.delivery.sha256)
    assert take(workspace, FIRST, sender="TSA").also == ()  # it is not in force any more
    assert [other.sender for other in take(workspace, CORRECTED, sender="ICE").also] == ["CBP", "FEMA"]
