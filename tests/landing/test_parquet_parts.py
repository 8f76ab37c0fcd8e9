"""Contract section 2 for Parquet: parts, their columns and types, and what is refused."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dutystation.landing.inputs import find_inputs
from dutystation.landing.parquet_columns import ArrowKind, ParquetDelivery
from dutystation.tables.codes import CODES
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.errors import UnusableInput

CODE = {"pay_code": ["01"], "place_code": [""], "place": ["office"]}


def inspected(folder: Path, shape: Shape = CODES) -> ParquetDelivery:
    delivery = find_inputs(folder, [shape]).tables[shape.name]
    assert isinstance(delivery, ParquetDelivery)
    return delivery


def refusal(folder: Path) -> str:
    with pytest.raises(UnusableInput) as caught:
        find_inputs(folder, [CODES])
    assert "\n" not in str(caught.value)
    return str(caught.value)


def write(folder: Path, columns: Mapping[str, object], name: str = "codes.parquet") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    pq.write_table(pa.table(dict(columns)), path)
    return path


def test_one_file_is_one_part_named_like_the_file(tmp_path: Path) -> None:
    write(tmp_path, CODE)
    delivery = inspected(tmp_path)
    assert [file.name for file in delivery.files] == ["codes.parquet"]
    assert delivery.columns == ("pay_code", "place_code", "place")
    assert delivery.rows == 1


def test_parts_come_in_the_bytewise_order_of_their_names(tmp_path: Path) -> None:
    names = ["part-10.parquet", "part-2.parquet", "Part-3.parquet", "é.parquet", "z.parquet", "sub/a.parquet"]
    for name in names:
        write(tmp_path / "codes.parquet", CODE, name)
    assert [file.name for file in inspected(tmp_path).files] == [
        "Part-3.parquet",
        "part-10.parquet",
        "part-2.parquet",
        "sub/a.parquet",
        "z.parquet",
        "é.parquet",
    ]


def test_bookkeeping_files_beside_the_parts_are_no_parts(tmp_path: Path) -> None:
    write(tmp_path / "codes.parquet", CODE, "part-0.parquet")
    for name in ("_SUCCESS", ".part-0.parquet.crc", "_metadata"):
        (tmp_path / "codes.parquet" / name).write_bytes(b"x")
    assert [file.name for file in inspected(tmp_path).files] == ["part-0.parquet"]


def test_another_file_among_the_parts_is_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path / "codes.parquet", CODE, "part-0.parquet")
    (tmp_path / "codes.parquet" / "readme.txt").write_bytes(b"hello")
    assert refusal(tmp_path) == (
        "codes.parquet/readme.txt: the file is not a whole Parquet file. Write or deliver it again."
    )


def test_a_folder_without_parts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "codes.parquet").mkdir()
    assert refusal(tmp_path) == (
        "codes.parquet: the folder holds no Parquet file. Deliver at least one part, even without rows."
    )


def test_parts_with_equal_schemas_form_one_group(tmp_path: Path) -> None:
    folder = tmp_path / "codes.parquet"
    write(folder, CODE, "a.parquet")
    write(folder, {"place": ["field", "field"], "pay_code": [1, 2], "place_code": ["x", "y"]}, "b.parquet")
    write(folder, CODE, "c.parquet")
    first, second = inspected(tmp_path).groups
    assert [(part.name, rows) for part, rows in zip(first.parts, first.rows, strict=True)] == [
        ("a.parquet", 1),
        ("c.parquet", 1),
    ]
    assert [(column.name, column.kind) for column in second.columns] == [
        ("pay_code", ArrowKind.INTEGER),
        ("place_code", ArrowKind.TEXT),
        ("place", ArrowKind.TEXT),
    ]
    assert second.rows == (2,)


def test_an_optional_column_may_be_in_some_parts_only(tmp_path: Path) -> None:
    folder = tmp_path / "codes.parquet"
    write(folder, CODE, "a.parquet")
    write(folder, {**CODE, "hours_type": ["overtime"]}, "b.parquet")
    assert inspected(tmp_path).columns == ("pay_code", "place_code", "place", "hours_type")


NATURAL = [
    (pa.array(["x"]), ArrowKind.TEXT),
    (pa.array(["x"], pa.large_string()), ArrowKind.TEXT),
    (pa.array(["x"]).dictionary_encode(), ArrowKind.TEXT),
    (pa.array([date(2025, 2, 3)]), ArrowKind.DATE),
    (pa.array([datetime(2025, 2, 3)], pa.timestamp("us")), ArrowKind.TIMESTAMP),  # noqa: DTZ001
    (pa.array([datetime(2025, 2, 3, tzinfo=UTC)], pa.timestamp("ns", tz="UTC")), ArrowKind.TIMESTAMP_UTC),
    (
        pa.array([datetime(2025, 2, 3, tzinfo=UTC)], pa.timestamp("ms", tz="Asia/Tokyo")),
        ArrowKind.TIMESTAMP_UTC,
    ),
    (pa.array([1], pa.int8()), ArrowKind.INTEGER),
    (pa.array([1], pa.uint64()), ArrowKind.INTEGER),
    (pa.array([Decimal("8.25")], pa.decimal128(38, 10)), ArrowKind.DECIMAL),
    (pa.array([8.25], pa.float32()), ArrowKind.DOUBLE),
    (pa.array([8.25]), ArrowKind.DOUBLE),
    (pa.array([True]), ArrowKind.BOOLEAN),
    (pa.array([None], pa.null()), ArrowKind.NULL),
]


@pytest.mark.parametrize(("cells", "kind"), NATURAL, ids=[str(cells.type)[:30] for cells, _ in NATURAL])
def test_natural_types_are_taken_as_well_as_text(tmp_path: Path, cells: pa.Array, kind: ArrowKind) -> None:
    write(tmp_path, {**CODE, "hours_type": cells})
    (group,) = inspected(tmp_path).groups
    assert group.columns[-1].name == "hours_type"
    assert group.columns[-1].kind is kind


OTHER = [
    pa.array([["office"]]),
    pa.array([{"place": "office"}]),
    pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string())),
    pa.array([b"office"], pa.binary()),
    pa.array([1000], pa.time64("us")),
    pa.array([Decimal(1)], pa.decimal256(50, 0)),
]


@pytest.mark.parametrize("cells", OTHER, ids=[str(cells.type)[:30] for cells in OTHER])
def test_a_column_of_another_type_is_refused_by_name_and_type(tmp_path: Path, cells: pa.Array) -> None:
    write(tmp_path, {**CODE, "place": cells})
    text = refusal(tmp_path)
    assert text.startswith("codes.parquet, column place: the column has the type ")
    assert text.endswith(
        "which is not accepted. Write it as text, date, timestamp, integer, decimal, double or boolean."
    )


def test_an_unknown_column_may_have_any_type(tmp_path: Path) -> None:
    write(tmp_path, {**CODE, "tree": pa.array([{"place": "office", "pay_code": [1]}])})
    delivery = inspected(tmp_path)
    assert delivery.columns == ("pay_code", "place_code", "place")
    assert delivery.notes == ("codes.parquet: the column tree is not part of the contract and is ignored.",)


def test_a_timestamp_that_does_not_say_whether_it_is_utc_is_refused(tmp_path: Path) -> None:
    stamps = pa.array([datetime(2025, 2, 3)], pa.timestamp("ns"))  # noqa: DTZ001
    table = pa.table({**CODE, "hours_type": stamps})
    pq.write_table(table, tmp_path / "codes.parquet", use_deprecated_int96_timestamps=True)
    assert "codes.parquet, column hours_type: the column has the type INT96" in refusal(tmp_path)


def test_column_names_are_trimmed_and_kept_as_they_stand_for_the_engine(tmp_path: Path) -> None:
    write(tmp_path, {" pay_code\t": ["01"], "place_code": [""], "place": ["office"]})
    (group,) = inspected(tmp_path).groups
    assert (group.columns[0].name, group.columns[0].physical) == ("pay_code", " pay_code\t")


def test_two_columns_with_one_name_are_refused(tmp_path: Path) -> None:
    cells = [pa.array(["01"])] * 4
    table = pa.Table.from_arrays(cells, names=["pay_code", "place_code", "place", "pay_code "])
    pq.write_table(table, tmp_path / "codes.parquet")
    assert refusal(tmp_path).startswith(
        "codes.parquet, column pay_code: the column stands 2 times in the header."
    )


def test_a_column_that_differs_from_another_in_case_alone_is_another_column(tmp_path: Path) -> None:
    write(tmp_path, {"PLACE": ["field"], **CODE})
    found = inspected(tmp_path)
    assert found.groups[0].twins
    assert [column.physical for column in found.groups[0].columns] == ["pay_code", "place_code", "place"]
    assert "PLACE" in found.notes[0]


def test_a_missing_column_is_refused_with_the_name_of_the_part(tmp_path: Path) -> None:
    folder = tmp_path / "codes.parquet"
    write(folder, CODE, "a.parquet")
    write(folder, {"pay_code": ["01"], "place": ["office"]}, "b.parquet")
    assert refusal(tmp_path).startswith(
        "codes.parquet/b.parquet, column place_code: the required column is missing."
    )


def test_hours_or_minutes_is_enough_in_parquet_too(tmp_path: Path) -> None:
    columns = {"person": ["p"], "work_date": ["2025-02-03"], "pay_code": ["01"], "place_code": [""]}
    write(tmp_path, {**columns, "minutes": [480]}, "time_records.parquet")
    assert "minutes" in inspected(tmp_path, TIME_RECORDS).columns


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PAR1",
        b"pay_code,place_code,place\n01,,office\n",
        b"PAR1" + b"\x15\x00" * 50 + b"PAR1",
        b"\0" * 999,
    ],
    ids=["empty", "too short", "csv", "rubbish between marks", "zeros"],
)
def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "codes.parquet").write_bytes(content)
    assert refusal(tmp_path) == (
        "codes.parquet: the file is not a whole Parquet file. Write or deliver it again."
    )


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, {**CODE, "note": ["x" * 1000]})
    path.write_bytes(path.read_bytes()[:-8])
    assert "the file is not a whole Parquet file" in refusal(tmp_path)


def test_every_damaged_byte_of_a_footer_gives_a_sentence_or_a_table(tmp_path: Path) -> None:
    path = write(tmp_path, CODE)
    whole = path.read_bytes()
    for place in range(len(whole) - 250, len(whole), 3):
        damaged = bytearray(whole)
        damaged[place] ^= 0x55
        path.write_bytes(damaged)
        try:
            inspected(tmp_path)
        except UnusableInput as problem:
            assert "\n" not in str(problem)


def test_three_gigabytes_that_are_no_parquet_are_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "codes.parquet"
    path.write_bytes(b"PAR1")
    os.truncate(path, 3 << 30)
    assert "not a whole Parquet file" in refusal(tmp_path)


def test_a_part_whose_name_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "codes.parquet"
    write(folder, CODE, "a.parquet").rename(os.fsdecode(os.fsencode(folder) + b"/a\xff.parquet"))
    assert (
        refusal(tmp_path) == "codes.parquet/a�.parquet: the name of this file is not UTF-8 text. Rename it."
    )
