"""Contract section 1: which files of the input folder are which tables, and which folders are refused."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.landing.deliveries import HEADERS, deliver, found

from dutystation.landing.csv_header import CsvDelivery
from dutystation.landing.delivered import fingerprint
from dutystation.landing.inputs import find_inputs
from dutystation.landing.parquet_columns import ParquetDelivery
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.terms.errors import UnusableInput


def refusal(folder: Path) -> str:
    with pytest.raises(UnusableInput) as caught:
        found(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def codes_parquet(path: Path) -> None:
    columns = {name: pa.array([], pa.string()) for name in ("pay_code", "place_code", "place")}
    pq.write_table(pa.table(columns), path)


def test_the_required_tables_are_enough_and_keep_the_order_of_the_shapes(tmp_path: Path) -> None:
    inputs = found(deliver(tmp_path, {}))
    assert list(inputs.tables) == ["org_units", "codes", "roster", "time_records"]
    assert inputs.folder == tmp_path
    assert inputs.notes == ()


def test_optional_tables_are_found_where_they_are_delivered(tmp_path: Path) -> None:
    inputs = found(deliver(tmp_path, {"facilities.csv": b"facility,name\n"}))
    delivery = inputs.tables["facilities"]
    assert isinstance(delivery, CsvDelivery)
    assert delivery.columns == ("facility", "name")
    assert [file.name for file in delivery.files] == ["facilities.csv"]


def test_a_table_may_come_as_csv_gzip_parquet_or_a_folder_of_parts(tmp_path: Path) -> None:
    deliver(tmp_path, {"roster.csv.gz": gzip.compress(HEADERS["roster.csv"])}, without="codes")
    (tmp_path / "codes.parquet").mkdir()
    codes_parquet(tmp_path / "codes.parquet" / "part-0.parquet")
    tables = found(tmp_path).tables
    assert isinstance(tables["roster"], CsvDelivery)
    assert isinstance(tables["codes"], ParquetDelivery)


@pytest.mark.parametrize("table", ["org_units", "roster", "time_records", "codes"])
def test_a_missing_required_table_is_named_with_the_three_forms(tmp_path: Path, table: str) -> None:
    assert refusal(deliver(tmp_path, {}, without=table)) == (
        f"{table}: the required table is missing. "
        f"Deliver it as {table}.csv, {table}.csv.gz or {table}.parquet."
    )


def test_a_file_with_a_similar_name_is_named_in_the_remedy(tmp_path: Path) -> None:
    deliver(tmp_path, {}, without="codes")
    (tmp_path / "Codes.CSV").write_bytes(b"")
    assert refusal(tmp_path).endswith("codes.csv.gz or codes.parquet; Codes.CSV is none of them.")


def test_two_forms_of_one_table_are_refused_by_name(tmp_path: Path) -> None:
    deliver(tmp_path, {})
    codes_parquet(tmp_path / "codes.parquet")
    assert (
        refusal(tmp_path) == "codes.csv: the same table lies there also as codes.parquet. Keep one of them."
    )


def test_two_forms_of_an_optional_table_are_refused_too(tmp_path: Path) -> None:
    deliver(tmp_path, {"facilities.csv": b"facility,name\n"})
    (tmp_path / "facilities.csv.gz").write_bytes(b"")
    assert "the same table lies there also as facilities.csv.gz" in refusal(tmp_path)


def test_other_files_are_ignored_with_a_note_and_hidden_ones_without(tmp_path: Path) -> None:
    deliver(tmp_path, {})
    for name in ("notes.txt", ".DS_Store", "_SUCCESS"):
        (tmp_path / name).write_bytes(b"")
    assert found(tmp_path).notes == ("notes.txt: this is no table of the contract and is ignored.",)


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (b'{"as_of":"2025-02-19","status_period":"2025-02"}\n', 0),
        (b'{"the":"truth"}\n', 1),
        (b"", 1),
    ],
)
def test_what_simulate_puts_beside_the_tables_is_no_stranger(
    tmp_path: Path, content: bytes, notes: int
) -> None:
    deliver(tmp_path, {})
    (tmp_path / "truth.json").write_bytes(content)
    said = "truth.json: this is no table of the contract and is ignored."
    assert found(tmp_path).notes == (said,) * notes


def test_a_folder_by_the_name_of_the_truth_is_noted(tmp_path: Path) -> None:
    deliver(tmp_path, {})
    (tmp_path / "truth.json").mkdir()
    assert len(found(tmp_path).notes) == 1


def test_a_folder_with_the_name_of_a_csv_file_is_refused(tmp_path: Path) -> None:
    deliver(tmp_path, {}, without="time_records")
    (tmp_path / "time_records.csv").mkdir()
    assert refusal(tmp_path) == "time_records.csv: this is a folder. Deliver the table as a file."


def test_a_pipe_is_refused_instead_of_being_waited_for(tmp_path: Path) -> None:
    deliver(tmp_path, {}, without="codes")
    os.mkfifo(tmp_path / "codes.csv")
    assert refusal(tmp_path) == "codes.csv: this is no regular file. Deliver the table as a file."


def test_a_link_to_a_file_is_read_and_one_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(HEADERS["codes.csv"])
    folder = tmp_path / "in"
    folder.mkdir()
    deliver(folder, {}, without="codes")
    (folder / "codes.csv").symlink_to(elsewhere)
    assert "codes" in found(folder).tables
    elsewhere.unlink()
    assert refusal(folder).startswith("codes.csv: the file cannot be read (No such file or directory).")


def test_a_folder_that_does_not_exist_or_is_a_file_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert refusal(missing) == f"{missing}: the folder with the inputs does not exist. Check the path."
    missing.write_bytes(b"")
    assert refusal(missing) == f"{missing}: this is a file. Give the folder that holds the tables."


def test_the_notes_of_all_tables_come_together(tmp_path: Path) -> None:
    inputs = found(deliver(tmp_path, {"codes.csv": b"pay_code,place_code,place,colour\n"}))
    assert inputs.notes == ("codes.csv: the column colour is not part of the contract and is ignored.",)


def test_names_in_messages_have_no_control_characters_and_an_end(tmp_path: Path) -> None:
    header = b"pay_code,place_code,place,\x1b[31mred,\xe2\x80\xaeabc," + b"x" * 500 + b"\n"
    (note,) = found(deliver(tmp_path, {"codes.csv": header})).notes
    assert "\x1b" not in note
    assert "\u202e" not in note
    assert "x" * 60 + "…" in note


def test_the_fingerprint_is_the_sha_256_of_the_file(tmp_path: Path) -> None:
    deliver(tmp_path, {"codes.csv": b"pay_code,place_code,place\n"})
    delivery = find_inputs(tmp_path, INPUT_TABLES).tables["codes"]
    # printf 'pay_code,place_code,place\n' | sha256sum
    assert fingerprint(delivery.files[0]) == (
        "d09be8a13f33ee7fad58abde51cee5cd1b9ac949c70b6b3f380b1bea5b88f388"
    )
    assert delivery.files[0].bytes == 26
