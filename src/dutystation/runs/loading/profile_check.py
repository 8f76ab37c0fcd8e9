"""What a profile makes of one export: counts, first rows, and the rules that nothing answers to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis.expr.types as ir

from dutystation.intake.check import faulty_rows
from dutystation.profiles.contract_rows import LeftOut, day_of_row, with_companion
from dutystation.profiles.profile import Content, Profile
from dutystation.profiles.shapes import shape_of
from dutystation.profiles.used_rules import rule_counts
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.engines.engine import Engine
from dutystation.runs.loading.exports import ExportFiles, ReadExport, read_export
from dutystation.runs.progress import Progress
from dutystation.tables.inputs import BY_PERIOD


@dataclass(frozen=True)
class Counted:
    """So many rows for one reason, with what the first of them says. `about` is a column or a sentence."""

    reason: str
    about: str
    rows: int
    example: str


@dataclass(frozen=True)
class ShownRow:
    """One record of the export and what becomes of it: a row of the contract, or why there is none."""

    line: int
    before: Mapping[str, str | None]
    after: Mapping[str, str | None] | None
    why_not: str


@dataclass(frozen=True)
class CheckedProfile:
    """What `profile check` shows. read = made + the rows of `left_out`, always.

    `rejected` are those of the made rows that fail by themselves (reasons 1 to 5 of the contract); a load
    judges further. `days` are the first and the last day of the rows of a table that is delivered by pay
    period, None where none can be read. `unmatched` are keys that the crosswalk lacks; `unused` the rules
    nothing answers to.
    """

    profile: Profile
    export: str
    read: int
    made: int
    rejected: tuple[Counted, ...]
    left_out: tuple[Counted, ...]
    unmatched: tuple[Counted, ...]
    unused: tuple[str, ...]
    absent: tuple[str, ...]
    shown: tuple[ShownRow, ...]
    days: tuple[str, str] | None = None


def check_profile(profile: Profile, files: ExportFiles, *, rows: int, progress: Progress) -> CheckedProfile:
    """Reads the export under the profile and counts what becomes of it; writes nothing.

    Raises UnusableInput for a file that does not fit, UnusableCommand for one that is missing.
    """
    with TemporaryDirectory(prefix="dutystation-") as folder:
        scratch = Path(folder)
        with closing(DuckDBEngine(scratch)) as engine:
            read = read_export(profile, files, engine, scratch, progress)
            with progress.step("Checking the profile"):
                return _checked(profile, read, engine, rows)


def _checked(profile: Profile, read: ReadExport, engine: Engine, rows: int) -> CheckedProfile:
    made = engine.kept(read.converted.rows)
    left_out = engine.kept(read.converted.left_out)
    [count] = engine.rows(made.agg(rows=made.count()))
    return CheckedProfile(
        profile=profile,
        export=read.staged.file.label,
        read=read.staged.rows,
        made=count["rows"],
        rejected=_rejected(made, profile, engine),
        left_out=_left_out(left_out, engine),
        unmatched=_unmatched(left_out, engine),
        unused=_unused(profile, read, engine),
        absent=read.staged.absent,
        shown=_shown(read, made, left_out, engine, rows),
        days=_days(made, profile.content, engine),
    )


def _days(made: ir.Table, content: Content, engine: Engine) -> tuple[str, str] | None:
    if content.table not in BY_PERIOD:
        return None
    day = day_of_row(made, content)
    [span] = engine.rows(made.agg(first_day=day.min(), last_day=day.max()))
    return (span["first_day"], span["last_day"]) if span["first_day"] else None


def _rejected(made: ir.Table, profile: Profile, engine: Engine) -> tuple[Counted, ...]:
    faulty = engine.kept(faulty_rows(made, shape_of(profile.content)))
    groups = faulty.group_by("reason", "column").agg(
        rows=faulty.count(), example=faulty.message.argmin(faulty.line)
    )
    return _counted(groups.rename(about="column"), engine)


def _left_out(left_out: ir.Table, engine: Engine) -> tuple[Counted, ...]:
    """By reason and sentence; where the sentence names the value, by reason and column."""
    said = [LeftOut.ON_PURPOSE.value, LeftOut.REPEAT.value, LeftOut.MALFORMED.value]
    by_sentence = left_out.reason.isin(said)
    about = by_sentence.ifelse(left_out.message, left_out["column"])
    told = left_out.mutate(about=about)
    groups = told.group_by("reason", "about").agg(
        rows=told.count(), example=told.value.fill_null("").argmin(told.line)
    )
    return _counted(groups, engine)


def _unmatched(left_out: ir.Table, engine: Engine) -> tuple[Counted, ...]:
    lost = left_out.filter(left_out.reason == LeftOut.UNMATCHED_PERSON.value)
    groups = lost.group_by("reason", about=lost.value).agg(
        rows=lost.count(), example=lost.message.argmin(lost.line)
    )
    return _counted(groups, engine)


def _counted(groups: ir.Table, engine: Engine) -> tuple[Counted, ...]:
    ordered = groups.order_by(groups.rows.desc(), "reason", "about")
    return tuple(
        Counted(row["reason"], row["about"], row["rows"], row["example"]) for row in engine.rows(ordered)
    )


def _unused(profile: Profile, read: ReadExport, engine: Engine) -> tuple[str, ...]:
    content = profile.content
    spellings = [
        f"columns: {name} spelt {spelling}"
        for name, column in content.columns.items()
        for spelling in column.names
        if (name, spelling) not in read.staged.answered
    ]
    beside = with_companion(read.table, content.companion, read.companion)
    words, counts = rule_counts(beside, content)
    if not words:
        return tuple(spellings)
    [counted] = engine.rows(counts)
    return (*spellings, *(word for at, word in enumerate(words) if not counted[f"rule_{at}"]))


def _shown(
    read: ReadExport, made: ir.Table, left_out: ir.Table, engine: Engine, most: int
) -> tuple[ShownRow, ...]:
    if not most:
        return ()
    before = engine.rows(read.table.select(*read.staged.columns, "line").order_by("line").limit(most))
    if not before:
        return ()
    last = before[-1]["line"]
    after = {row["line"]: row for row in engine.rows(made.filter(made.line <= last).drop("file"))}
    why = {row["line"]: row for row in engine.rows(left_out.filter(left_out.line <= last))}
    return tuple(_shown_row(row, after.get(row["line"]), why.get(row["line"])) for row in before)


def _shown_row(
    row: Mapping[str, str | None], made: Mapping[str, str | None] | None, why: Mapping[str, str] | None
) -> ShownRow:
    def cells(of: Mapping[str, str | None]) -> dict[str, str | None]:
        return {name: text for name, text in of.items() if name != "line"}

    why_not = "" if why is None else f"{why['reason']}: {why['message']}"
    return ShownRow(int(row["line"] or 0), cells(row), None if made is None else cells(made), why_not)
