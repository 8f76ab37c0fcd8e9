"""A profile in plain words, for `dutystation profile`."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from dutystation.profiles.load import load_profile, shipped_profiles
from dutystation.profiles.profile import Condition, Content, Export, ExportKind, Profile, SourceColumn, Value

WIDTH = 96
_KINDS = {
    ExportKind.DELIMITED: "text with a sign between columns",
    ExportKind.FIXED_WIDTH: "text with fields of fixed width",
    ExportKind.SPREADSHEET: "a workbook",
    ExportKind.JSON: "a JSON document",
    ExportKind.JSON_LINES: "JSON, one object on each line",
    ExportKind.PARQUET: "Parquet",
}


def shipped_list() -> tuple[Profile, ...]:
    """The profiles that come with the package, by name."""
    return tuple(load_profile(name) for name in shipped_profiles())


def checked(profile: Profile) -> str:
    """One sentence: the profile can be used, and what it is."""
    content = profile.content
    return (
        f"{profile.name} can be used: {content.title}, {len(content.columns)} columns of the export make "
        f"{len(content.values)} columns of {content.table}."
    )


def describe(profile: Profile) -> str:
    """What the profile reads and what it makes, section by section."""
    content = profile.content
    lines = [content.title, ""]
    lines += _entry("Feeds", f"{content.table}. {content.says}")
    lines += _entry("Layout", content.layout_from)
    lines += _entry("Reads", export_words(content.export))
    lines += ["", "Columns of the export", ""]
    for name, column in content.columns.items():
        lines += _entry(f"  {name}", _whereabouts(column))
    lines += ["", f"Columns of {content.table}", ""]
    for name, value in content.values.items():
        lines += _entry(f"  {name}", value_words(value))
    lines += _rows(content)
    return "\n".join(lines)


def _rows(content: Content) -> Iterator[str]:
    if content.leave_out:
        yield from ("", "Rows that are left out", "")
    for entry in content.leave_out:
        conditions = " and ".join(condition_words(condition) for condition in entry.when)
        yield from _entry("", f"{entry.says}: {conditions}")
    if any((content.collapse, content.people, content.companion, content.other_periods)):
        yield from ("", "And", "")
    if content.collapse is not None:
        seconds = content.collapse.within_seconds
        yield from _entry("  Repeats", f"within {seconds} seconds count once. {content.collapse.says}")
    if content.people is not None and content.people.crosswalk == "required":
        zone = f", its days counted in {content.people.zone}" if content.people.zone else ""
        yield from _entry("  People", f"are looked up in a crosswalk by the row's day{zone}")
    if content.companion is not None:
        companion = content.companion
        where = f"{companion.key} there is {companion.matches} here"
        yield from _entry("  Companion", f"{companion.says} ({export_words(companion.export)}; {where})")
    if content.other_periods is not None:
        fate = "left out" if content.other_periods == "leave_out" else "refused with the whole file"
        yield from _entry("  Other periods", f"rows of another pay period than that of --period are {fate}")


def export_words(export: Export) -> str:
    """How the file is read."""
    words = [_KINDS[export.kind]]
    if export.delimiter:
        words.append(f"columns separated by {export.delimiter}")
    if export.encoding:
        words.append(f"encoding {export.encoding}")
    if export.sheet:
        words.append(f"sheet {export.sheet}")
    if export.records:
        words.append(f"records at {export.records}")
    if export.total:
        words.append(f"their number at {export.total}")
    if export.skip_lines:
        words.append(f"after {export.skip_lines} lines")
    if export.trimmed:
        words.append("lines without their last blanks")
    if export.header is False:
        words.append("without a header")
    return ", ".join(words)


def _whereabouts(column: SourceColumn) -> str:
    if column.first is not None:
        where = f"characters {column.first} to {column.last}"
    elif column.place is not None:
        where = f"column {column.place}"
    else:
        where = " or ".join(column.names) + (" in any case" if column.any_case else "")
    return where + (", may be missing" if column.optional else "")


def value_words(value: Value) -> str:
    """How a column of the contract is made."""
    if value.constant is not None:
        return f"always {value.constant}" if value.constant else "always empty"
    words = [_source_words(value)]
    if value.extract is not None and value.not_found is not None:
        words.append(f"the part that {value.extract} finds ({value.not_found} what it does not)")
    if value.map is not None and value.unmapped is not None:
        shown = ", ".join(
            f"{key or '(empty)'} → {to or '(empty)'}" for key, to in list(value.map.items())[:8]
        )
        more = f" and {len(value.map) - 8} more" if len(value.map) > 8 else ""
        words.append(f"{shown}{more} ({value.unmapped} any other)")
    if value.decimal or value.grouping:
        words.append(f"decimals after a {value.decimal or 'point'}, thousands by {value.grouping or 'none'}")
    for formats in (value.dates, value.timestamps, value.durations):
        if formats:
            words.append("written as " + " or ".join(formats))
    if value.timestamps:
        words.append(f"zone: {value.zone or 'facility'}")
    return "; ".join(words)


def _source_words(value: Value) -> str:
    if value.column is not None:
        return value.column
    if value.first_of is not None:
        return "the first that is filled of " + ", ".join(value.first_of)
    return " and ".join(value.columns or ()) + " together"


def condition_words(condition: Condition) -> str:
    """One condition of an entry of `leave_out`."""
    name = condition.column
    if condition.matches is not None:
        return f"{name} matches {condition.matches}"
    if condition.is_empty is not None:
        return f"{name} is {'empty' if condition.is_empty else 'filled'}"
    if condition.equals is not None:
        return f"{name} is {condition.equals or '(empty)'}"
    if condition.is_in is not None:
        return f"{name} is one of {', '.join(condition.is_in)}"
    return f"{name} is none of {', '.join(condition.is_not_in or ())}"


def _entry(label: str, text: str) -> list[str]:
    head = f"{label}: " if label else "  "
    indent = " " * (len(label) - len(label.lstrip()) + 2)
    return wrap(head + text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
