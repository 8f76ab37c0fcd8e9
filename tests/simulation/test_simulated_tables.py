"""What the tables of an invented department hold."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.simulation.inventing import invented, rows, truth

from dutystation.simulation.folder import Form
from dutystation.simulation.window import UnusableSimulation
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.shape import Kind
from dutystation.terms.errors import UnusableOutput
from dutystation.terms.ground import Outcome

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean") / "inputs"
    invented(folder)
    return folder


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dirty") / "inputs"
    invented(folder, people=1500, faults="heavy")
    return folder


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_one_seed_gives_one_set_of_bytes(tmp_path: Path, form: Form) -> None:
    for name, seed in (("first", 7), ("again", 7), ("other", 8)):
        invented(tmp_path / name, people=60, seed=seed, form=form, faults="heavy")
    assert digests(tmp_path / "first") == digests(tmp_path / "again")
    assert digests(tmp_path / "first") != digests(tmp_path / "other")


def test_planting_faults_moves_no_record(tmp_path: Path) -> None:
    as_of = date(2025, 2, 8)
    invented(tmp_path / "one", people=60, periods=1, as_of=as_of, faults="light")
    invented(tmp_path / "two", people=60, periods=1, as_of=as_of, faults="none")
    one, two = (rows(tmp_path / name, "time_records") for name in ("one", "two"))
    in_both = {row["record_id"] for row in one} & {row["record_id"] for row in two}
    assert len(in_both) == len(two)


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(UnusableOutput, match="the folder is not empty"):
        invented(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("keep")
    with pytest.raises(UnusableOutput, match="this is a file"):
        invented(tmp_path / "out")


@pytest.mark.parametrize(("people", "periods"), [(0, 1), (-3, 1), (10, 0), (10_000_000, 1)])
def test_impossible_sizes_are_refused_before_anything_is_written(
    tmp_path: Path, people: int, periods: int
) -> None:
    with pytest.raises(UnusableSimulation, match="cannot be simulated"):
        invented(tmp_path / "out", people=people, periods=periods)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("people", [1, 2, 13, 14, 50])
def test_the_smallest_departments_can_be_invented(tmp_path: Path, people: int) -> None:
    done = invented(tmp_path / "out", people=people, periods=1, faults="heavy")
    assert done.rows["time_records"] > 0
    assert len({row["person"] for row in rows(tmp_path / "out", "roster")}) >= people


def test_every_clean_cell_is_what_its_column_asks_for(clean: Path) -> None:
    for shape in INPUT_TABLES:
        found = rows(clean, shape.name)
        assert list(found[0]) == list(shape.names)
        for column in shape.columns:
            cells = {row[column.name] for row in found}
            if column.required and not column.may_be_empty:
                assert "" not in cells, column.name
            filled = cells - {""}
            if column.choices:
                assert filled <= set(column.choices), column.name
            if column.kind is Kind.DATE:
                assert all(DAY.fullmatch(cell) and date.fromisoformat(cell) for cell in filled)
            if column.kind is Kind.WHOLE:
                assert all(cell.isascii() and cell.isdigit() for cell in filled)
            if column.kind is Kind.NUMBER and filled:
                assert all(Decimal(cell) > 0 for cell in filled)
        for name in shape.unique if len(shape.unique) == 1 else ():
            values = [row[name] for row in found]
            assert len(values) == len(set(values)), name


def test_clean_tables_refer_only_to_what_exists(clean: Path) -> None:
    units = {row["org_unit"] for row in rows(clean, "org_units")}
    facilities = {row["facility"] for row in rows(clean, "facilities")}
    codes = {(row["pay_code"], row["place_code"]) for row in rows(clean, "codes")}
    spells = defaultdict(list)
    for row in rows(clean, "roster"):
        assert row["org_unit"] in units
        assert row["duty_station"] in facilities | {""}
        spells[row["person"]].append((row["effective_from"], row["effective_to"] or "9999-12-31"))
    for own in spells.values():
        own.sort()
        assert all(before[1] < after[0] for before, after in pairwise(own))
    for row in rows(clean, "time_records"):
        assert (row["pay_code"], row["place_code"]) in codes
        assert any(first <= row["work_date"] <= last for first, last in spells[row["person"]])
        assert (row["hours"] == "") != (row["minutes"] == "")
    assert {row["person"] for row in rows(clean, "decisions")} <= spells.keys()
    for row in rows(clean, "badge_events"):
        assert row["person"] in spells
        assert row["facility"] in facilities


def test_nobody_works_more_than_a_day(clean: Path) -> None:
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows(clean, "time_records"):
        hours = Decimal(row["hours"]) if row["hours"] else Decimal(row["minutes"]) / 60
        totals[row["person"], row["work_date"]] += hours
    assert 8 < max(totals.values()) <= 16


def test_records_lie_in_the_simulated_periods_and_some_after_the_as_of_day(clean: Path) -> None:
    days = {row["work_date"] for row in rows(clean, "time_records")}
    assert min(days) == "2025-01-12"
    assert max(days) == "2025-02-22"
    assert truth(clean)["as_of"] == "2025-02-19"
    assert truth(clean)["tables"]["time_records"]["excluded"]["after_as_of"] > 0


def test_office_workers_are_credited_a_holiday_and_shifts_work_it(clean: Path) -> None:
    codes = defaultdict(set)
    for row in rows(clean, "time_records"):
        codes[row["work_date"]].add(row["pay_code"])
    # Martin Luther King's and Washington's Birthday: holiday credit, base pay for nobody.
    for day in ("2025-01-20", "2025-02-17"):
        assert {"HL", "31"} <= codes[day]
        assert "01" not in codes[day]
    assert all(
        not {"HL", "31"} & found for day, found in codes.items() if day not in ("2025-01-20", "2025-02-17")
    )


def test_the_components_are_the_department_s_real_ones(clean: Path) -> None:
    names = [row["name"] for row in rows(clean, "org_units") if row["parent"] == "DHS"]
    assert len(names) == 13
    assert "U.S. Coast Guard (HSAC)" in names
    sizes: dict[str, int] = defaultdict(int)
    for row in rows(clean, "roster"):
        sizes[row["org_unit"].split("-")[0]] += 1
    assert max(sizes, key=sizes.__getitem__) == "CBP"  # the largest component


def test_behaviour_changes_after_the_order(tmp_path: Path) -> None:
    invented(tmp_path / "out", people=1000, periods=9)
    shares = [
        row[3] / row[5]
        for row in truth(tmp_path / "out")["shares"]["rows"]
        if row[0] == "DHS" and row[2] == "total" and row[1] != "all"
    ]
    before, after = shares[:3], shares[-3:]
    assert max(before) < 0.90 < 0.94 < min(after)


def test_decisions_have_every_outcome_and_many_grounds(clean: Path) -> None:
    found = rows(clean, "decisions")
    assert {row["outcome"] for row in found} == {outcome.value for outcome in Outcome}
    assert len({row["ground"] for row in found}) >= 10


def test_badge_logs_are_written_in_several_ways_and_zones(clean: Path) -> None:
    stamps = {re.sub(r"\d", "0", row["occurred_at"])[10:] for row in rows(clean, "badge_events")}
    assert {"T00:00:00", "T00:00:00Z", "T00:00"} & stamps
    assert any(stamp.endswith("-00:00") for stamp in stamps)
    assert any("." in stamp for stamp in stamps)
    assert len({row["timezone"] for row in rows(clean, "facilities")}) >= 3
    assert {row["readers"] for row in rows(clean, "facilities")} == {"none", "entry", "entry_exit"}
    assert {row["outcome"] for row in rows(clean, "badge_events")} == {"granted", "denied"}


def test_some_nights_end_on_the_next_day(dirty: Path) -> None:
    """A person's exit in the morning after an entry in the evening before, at one facility."""
    evenings, mornings = set(), set()
    for row in rows(dirty, "badge_events"):
        if not DAY.match(row["occurred_at"]) or row["occurred_at"].endswith("Z"):
            continue
        try:
            day = date.fromisoformat(row["occurred_at"][:10])
        except ValueError:
            continue
        hour = row["occurred_at"][11:13]
        if row["direction"] == "in" and hour in ("21", "22"):
            evenings.add((row["person"], row["facility"], day))
        if row["direction"] == "out" and hour in ("05", "06", "07"):
            mornings.add((row["person"], row["facility"], day - timedelta(days=1)))
    assert evenings & mornings


def test_every_kind_of_fault_occurs_where_they_are_heavy(dirty: Path) -> None:
    tables = truth(dirty)["tables"]
    assert {table: set(counts["rejected"]) for table, counts in tables.items()} == {
        "org_units": {"missing_value", "duplicate", "unknown_org_unit"},
        "facilities": {"missing_value", "not_a_number", "not_in_list", "out_of_range", "duplicate"},
        "codes": {"missing_value", "not_in_list", "duplicate"},
        "roster": {
            "missing_value",
            "not_a_date",
            "not_in_list",
            "out_of_range",
            "unknown_org_unit",
            "overlap",
        },
        "decisions": {"missing_value", "not_a_date", "not_in_list", "out_of_range", "unknown_person"},
        "time_records": {
            "missing_value",
            "not_a_date",
            "not_a_number",
            "out_of_range",
            "duplicate",
            "unknown_person",
            "not_on_roster",
        },
        "badge_events": {
            "missing_value",
            "not_a_date",
            "not_in_list",
            "duplicate",
            "unknown_facility",
            "unknown_person",
        },
    }
    assert set(tables["time_records"]["excluded"]) == {"after_as_of", "contractor_hours"}
    assert truth(dirty)["unclassified_pairs"]
    quality = truth(dirty)["badge_quality"]
    assert all(quality[name] > 0 for name in ("denied", "repeats", "open_stays", "lone_exits"))


def test_some_records_are_delivered_late(dirty: Path) -> None:
    """Rows of the first period stand behind rows of the second one's middle."""
    days = [row["work_date"].strip() for row in rows(dirty, "time_records")]
    second = days.index("2025-02-03")
    assert any("2025-01-12" <= day <= "2025-01-25" for day in days[second:])


def test_reissued_cards_stand_in_place_of_their_holders(dirty: Path) -> None:
    cards = {row["person"] for row in rows(dirty, "badge_events") if row["person"].startswith("C")}
    people = {row["person"] for row in rows(dirty, "roster")}
    assert {card.replace("C", "P") for card in cards} & people


def test_parquet_has_natural_types_unless_dirty_cells_need_text(tmp_path: Path) -> None:
    invented(tmp_path / "light", people=60, form="parquet", faults="light")
    invented(tmp_path / "heavy", people=60, form="parquet", faults="heavy")
    types = {}
    for name in ("light", "heavy"):
        parts = sorted((tmp_path / name / "time_records.parquet").iterdir())
        assert [part.name for part in parts] == [f"time_records-2025-0{n}.parquet" for n in (1, 2, 3)]
        types[name] = [str(field.type) for field in pq.read_schema(parts[0])][1:4]
    assert types == {
        "light": ["date32[day]", "decimal128(8, 6)", "int32"],
        "heavy": ["string", "string", "string"],
    }
