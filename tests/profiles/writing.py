"""Small profiles written out, and what they make of a few rows that stand in the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pyarrow as pa
import pytest

from dutystation.intake.check import faulty_rows
from dutystation.profiles.contract_rows import converted, judged_rows
from dutystation.profiles.load import read_profile
from dutystation.profiles.profile import Profile
from dutystation.profiles.shapes import shape_of
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.terms.errors import UnusableProfile
from dutystation.terms.period import PayPeriod

TIME = """\
format: 1
title: Hours of a clock
table: time_records
says: One row is one amount of time.
layout_from: Invented for these tests.

export:
  kind: delimited

columns:
  badge: [Badge, Card No]
  day: Day
  amount: Amount
  code: Code

values:
  person: badge
  work_date: {column: day, dates: ['%m/%d/%Y', '%Y-%m-%d']}
  minutes: {column: amount, durations: [hours, clock]}
  pay_code: code
  place_code: {constant: ''}
"""

BADGES = """\
format: 1
title: Doors
table: badge_events
says: One row is one use of a card.
layout_from: Invented for these tests.

export:
  kind: delimited

columns:
  card: Card
  door: Door
  when: When
  event: Event

values:
  person: card
  facility: door
  occurred_at: {column: when, timestamps: ['%Y-%m-%d %H:%M:%S']}
  direction: {column: event, map: {Entry: in, Exit: out}, unmapped: empty}
"""

COMPANION = """
companion:
  says: The readers
  export: {kind: delimited}
  columns: {reader: Reader, building: Building}
  key: reader
  matches: door
  unmatched: RULE
"""


def profile_of(text: str) -> Profile:
    """The profile; what is wrong with it is raised."""
    return read_profile(text.encode(), name="trial", file="trial.yaml")


def refusal(text: str) -> str:
    """The sentence with which a profile is refused."""
    with pytest.raises(UnusableProfile) as refused:
        profile_of(text)
    return str(refused.value)


def changed(text: str, old: str, new: str) -> str:
    """The text with one piece replaced, which must stand there once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def line_of(text: str, piece: str) -> int:
    """The line on which a piece first stands."""
    return text[: text.index(piece)].count("\n") + 1


Cell = str | None


@dataclass(frozen=True)
class Became:
    """What rows became, by line: rows of the contract, rows left out, and reasons of rejected ones."""

    rows: dict[int, dict[str, Any]]
    left_out: dict[int, dict[str, Any]]
    rejected: dict[int, dict[str, Any]]

    def column(self, name: str) -> list[Cell]:
        return [row[name] for _, row in sorted(self.rows.items())]


def become(
    text: str,
    rows: Sequence[Mapping[str, Cell]],
    *,
    crosswalk: Sequence[tuple[str, str, int | None, int | None]] | None = None,
    companion: Sequence[Mapping[str, Cell]] | None = None,
    period: PayPeriod | None = None,
) -> Became:
    """What the profile makes of the rows, which are numbered from 2. Days of a crosswalk count from 1970."""
    profile = profile_of(text)
    engine = _engine()
    judged = judged_rows(
        engine.table_of(_table(rows, tuple(profile.content.columns))),
        profile,
        None if crosswalk is None else engine.table_of(_crosswalk(crosswalk)),
        None if companion is None else engine.table_of(_table(companion, tuple(companion[0]))),
        period,
    )
    both = converted(engine.kept(judged), profile)
    made = engine.kept(both.rows)
    return Became(
        {row["line"]: dict(row) for row in engine.rows(made)},
        {row["line"]: dict(row) for row in engine.rows(both.left_out)},
        {row["line"]: dict(row) for row in engine.rows(faulty_rows(made, shape_of(profile.content)))},
    )


@cache
def _engine() -> DuckDBEngine:
    """One engine for all tests of a process; it spills nothing for tables of a few rows."""
    return DuckDBEngine(Path(gettempdir()), threads=1)


def _table(rows: Sequence[Mapping[str, Cell]], names: tuple[str, ...]) -> pa.Table:
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    lines = pa.array(range(2, 2 + len(rows)), pa.int64())
    return pa.table({**columns, "file": pa.array(["export.csv"] * len(rows)), "line": lines})


def _crosswalk(rows: Sequence[tuple[str, str, int | None, int | None]]) -> pa.Table:
    keys, people, first, last = (list(column) for column in zip(*rows, strict=True))
    return pa.table(
        {
            "key": pa.array(keys, pa.string()),
            "person": pa.array(people, pa.string()),
            "valid_from": pa.array(first, pa.int64()),
            "valid_to": pa.array(last, pa.int64()),
        }
    )
