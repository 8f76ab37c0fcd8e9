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
