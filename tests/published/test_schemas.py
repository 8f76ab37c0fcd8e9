"""The JSON Schemas that ship with the package: written documents keep to them, changed ones do not."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.published.example import publication

from dutystation.published.schemas import SCHEMAS, schema
from dutystation.published.write import write_publication


def documents(folder: Path, *, badge: bool) -> dict[str, Any]:
    write_publication(publication(badge=badge), folder)
    return {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in SCHEMAS}


def errors(name: str, document: object) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(name)).iter_errors(document)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def test_there_is_no_other_schema() -> None:
    with pytest.raises(KeyError):
        schema("report")


@pytest.mark.parametrize("badge", [True, False], ids=["with badges", "without badges"])
@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_written_keeps_to_its_schema(tmp_path: Path, name: str, badge: bool) -> None:  # noqa: FBT001
    assert errors(name, documents(tmp_path, badge=badge)[name]) == []


CHANGES: list[tuple[str, tuple[str | int, ...], object]] = [
    ("figures", ("contract",), 2),
    ("figures", ("as_of",), "19 February 2025"),
    ("figures", ("status_period",), "all"),
    ("figures", ("surplus",), 1),
    ("figures", ("periods", 0, "period"), "all"),
    ("figures", ("figures", 0, "code"), "telework_share"),
    ("figures", ("figures", 0, "variant"), "everybody"),
    ("figures", ("figures", 0, "numerator"), -1),
    ("figures", ("figures", 0, "numerator"), 1.5),
    ("figures", ("figures", 0, "value"), "0.5"),
    ("figures", ("figures", 0, "value"), 1.1),
    ("figures", ("figures", 0, "status"), "no_days"),
    ("figures", ("figures", 0, "minutes"), {}),
    ("figures", ("figures", 0, "minutes", "elsewhere"), 0),
    ("figures", ("figures", 0, "name"), "Ms Example"),
    ("figures", ("figures", -1, "minutes"), {}),
    ("figures", ("figures", -1, "unclassified"), 1),
    ("figures", ("figures", -1, "status"), "provisional"),
    ("figures", ("return_bridge", 0, "reasons", "space"), 0),
    ("figures", ("return_bridge", 0, "reasons", "lazy"), 1),
    ("figures", ("unclassified_pairs", 0, "pay_code"), ""),
    ("figures", ("badge_quality", "denied"), None),
    ("figures", ("evidence_counts", 0, "absent"), 1),
    ("provenance", ("contract",), "1"),
    ("provenance", ("tables", "payroll"), {}),
    ("provenance", ("tables", "roster", "rejected", "ugly"), 1),
    ("provenance", ("tables", "roster", "files", 0, "sha256"), "abc"),
    ("provenance", ("tables", "roster", "files", 0, "bytes"), -1),
    ("provenance", ("directive", "sha256"), "A" * 64),
    ("provenance", ("engine",), "duckdb"),
    ("provenance", ("started_at",), "2025-02-19T10:00:00-05:00"),
]


@pytest.mark.parametrize(("name", "place", "value"), CHANGES, ids=lambda part: str(part)[:60])
def test_a_changed_document_breaks_its_schema(
    tmp_path: Path, name: str, place: tuple[str | int, ...], value: object
) -> None:
    document = documents(tmp_path, badge=True)[name]
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert errors(name, document) != []


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_key_may_be_missing(tmp_path: Path, name: str) -> None:
    document = documents(tmp_path, badge=True)[name]
    if name == "figures":
        inner_objects = [document["figures"][0], document["return_bridge"][0], document["evidence_counts"][0]]
    else:
        inner_objects = [document["tables"]["roster"], document["tables"]["roster"]["files"][0]]
    for inner in (document, *inner_objects):
        for key, value in copy.copy(inner).items():
            del inner[key]
            assert errors(name, document) != [], key
            inner[key] = value
    assert errors(name, document) == []
