"""The pages that list words, columns and files list those of the code, all of them and no others."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
from enum import Enum
from importlib import resources

import pytest
from tests.house_rules.pages import page, sections, table
from tests.reports.invented import ORDER, publication

import dutystation.terms
from dutystation.intake.reasons import Exclusion, Rejection
from dutystation.published import findings, layout, person_day_files, what_if
from dutystation.reports import contents
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.labels import HIDDEN, NOTHING, REASON_WORDS
from dutystation.runs import documents
from dutystation.runs.report import DIRECTIVE_COPY
from dutystation.tables import rejected
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.tables.shape import Column, Kind, Shape
from dutystation.terms.finding import FindingKind

COLUMNS = {
    layout.FIGURES_CSV: layout.FIGURE_COLUMNS,
    "return_status.csv": layout.RETURN_STATUS_COLUMNS,
    "rejected.csv": rejected.REJECTED_COLUMNS,
    "excluded.csv": rejected.EXCLUDED_COLUMNS,
    "intervals.csv": layout.INTERVAL_COLUMNS,
    layout.OCCUPANCY_CSV: layout.OCCUPANCY_COLUMNS,
    layout.UTILISATION_CSV: layout.UTILISATION_COLUMNS,
    "evidence.csv": layout.EVIDENCE_COLUMNS,
    layout.ORG_UNITS_CSV: layout.ORG_UNIT_COLUMNS,
}
DOCUMENTS = {documents.REPORT_PDF, documents.REPORT_XLSX, documents.RESTRICTED_XLSX, DIRECTIVE_COPY}
SCHEMAS = {layout.FIGURES_JSON: "figures.schema.json", layout.PROVENANCE_JSON: "provenance.schema.json"}


def enums_of_terms() -> dict[str, list[str]]:
    """The members' values of every enum in `terms`, by its name."""
    found = {}
    for module in pkgutil.iter_modules(dutystation.terms.__path__, "dutystation.terms."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(kind, Enum) and kind.__module__ == module.name:
                found[name] = [str(member.value) for member in kind]
    return found


def headed(path: str) -> dict[str, str]:
    """The sections of a page whose heading ends with a name of the code in backticks, by that name."""
    return {
        name[1]: text
        for heading, text in sections(page(path)).items()
        if (name := re.search(r"`([\w.]+)`$", heading)) is not None
    }


def test_the_glossary_has_every_word_of_the_terms_and_no_other() -> None:
    listed = {
        name: [word.strip("`") for word, _ in table(text, "word", "what it means")]
        for name, text in headed("docs/glossary.md").items()
    }
    assert listed == enums_of_terms()


def test_the_page_of_tables_has_every_table_in_the_order_of_the_code() -> None:
    assert list(headed("docs/tables.md")) == [shape.name for shape in INPUT_TABLES]


@pytest.mark.parametrize("shape", INPUT_TABLES, ids=lambda shape: shape.name)
def test_the_page_of_tables_has_the_columns_of_the_code(shape: Shape) -> None:
    text = headed("docs/tables.md")[shape.name]
    must = "The table must be delivered." if shape.required else "The table may be left out."
    assert text.lstrip().startswith(f"One row is {shape.grain}. {must}\n")
    rows = table(text, "column", "required", "holds", "empty cell", "meaning")
    assert rows == [row_of(column, shape) for column in shape.columns]


def row_of(column: Column, shape: Shape) -> tuple[str, ...]:
    """The line of `docs/tables.md` for one column."""
    if column.kind is Kind.CHOICE:
        holds = ", ".join(f"`{choice}`" for choice in column.choices)
    else:
        holds = column.kind.value + ("" if column.bound.value == "any" else f", {column.bound.value}")
    if column.required and not column.may_be_empty:
        empty = "row rejected"
    elif column.may_be_empty:
        empty = "a value of its own"
    else:
        empty = "not given" if column.default is None else f"`{column.default}`"
    required = "yes" if column.required else "one of them" if column.name in shape.one_of else "no"
    return f"`{column.name}`", required, holds, empty, column.meaning


def test_the_page_of_tables_has_every_reason_in_the_order_in_which_they_are_tried() -> None:
    text = page("docs/tables.md")
    rejections = [reason.strip("`") for reason, _ in table(text, "reason", "what is wrong")]
    exclusions = [reason.strip("`") for reason, _ in table(text, "reason", "what it means")]
    assert (rejections, exclusions) == (list(Rejection), list(Exclusion))


def test_the_page_of_figures_has_every_file_of_a_report() -> None:
    rows = table(page("docs/figures.md"), "file", "what it holds", "written")
    assert {file.strip("`") for file, _, _ in rows} == {*COLUMNS, *DOCUMENTS, *SCHEMAS}
    tables = {f"{name}.csv" for name in (*layout.WHOLE_TABLES, *layout.ROW_TABLES)}
    assert tables == set(COLUMNS)


def test_the_page_of_figures_has_every_column_of_every_file() -> None:
    listed = {
        file: tuple(column.strip("`") for column, _ in table(text, "column", "what it holds"))
        for file, text in headed("docs/figures.md").items()
        if file.endswith(".csv")
    }
    assert listed == COLUMNS


@pytest.mark.parametrize("file", SCHEMAS)
def test_the_page_of_figures_has_every_key_of_the_json_files(file: str) -> None:
    schema = json.loads(resources.files("dutystation.published.schemas").joinpath(SCHEMAS[file]).read_text())
    text = headed("docs/figures.md")[file]
    keys = [key.strip("`") for key, _ in table(text, "key", "what it holds")]
    assert keys == list(schema["properties"])


def test_what_is_counted_of_the_badge_events_is_explained() -> None:
    rows = table(page("docs/figures.md"), "badge event", "what is counted")
    assert tuple(name.strip("`") for name, _ in rows) == layout.BADGE_QUALITY


def test_the_page_on_reading_has_every_section_of_the_printed_report() -> None:
    text = page("docs/reading-a-report.md")
    rows = table(text, "section", "the question it answers", "look at first")
    printed = contents.sections(Consolidated(publication(), ORDER))
    assert [heading for heading, *_ in rows] == [section.heading for section in printed]
    assert all(f"`{REASON_WORDS[reason]}`" in text for reason in ("none", "pending"))
    assert f"**{HIDDEN}** in the place" in text
    assert f"**{NOTHING}** means" in text


def test_the_page_of_peoples_days_has_the_columns_of_each_file() -> None:
    schemas = {
        person_day_files.HOURS: person_day_files.HOURS_SCHEMA,
        person_day_files.PRESENCE: person_day_files.PRESENCE_SCHEMA,
        person_day_files.SLICES: person_day_files.SLICES_SCHEMA,
        person_day_files.PEOPLE_PARQUET: person_day_files.PEOPLE_SCHEMA,
        person_day_files.FACILITIES_PARQUET: person_day_files.FACILITIES_SCHEMA,
    }
    listed = {
        name: [column.strip("`") for column, _ in table(text, "column", "what it holds")]
        for name, text in headed("docs/person-days.md").items()
    }
    assert listed == {name: schema.names for name, schema in schemas.items()}


def test_the_page_of_findings_has_every_kind_and_the_columns_of_each_file() -> None:
    text = page("docs/findings.md")
    kinds = table(text, "kind", "one finding is", "it stands on", "who mends it")
    assert [kind.strip("`") for kind, *_ in kinds] == list(FindingKind)
    expected = {
        findings.FINDINGS: tuple(findings.FINDINGS_SCHEMA.names),
        what_if.WHAT_IF_GROUNDS_CSV: what_if.columns_of(what_if.GroundLine),
        what_if.WHAT_IF_PAIRS_CSV: what_if.columns_of(what_if.PairLine),
    }
    listed = {
        name: tuple(column.strip("`") for column, _ in table(section, "column", "what it holds"))
        for name, section in headed("docs/findings.md").items()
    }
    assert listed == expected
