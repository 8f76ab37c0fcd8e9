"""What must fit together in a profile beyond the keys themselves: file, columns, rows, people."""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.directives.outline import PathTo
from dutystation.directives.values import shown
from dutystation.profiles.consistent_values import wrong_values
from dutystation.profiles.day_formats import EPOCHS
from dutystation.profiles.moments import FACILITY, UTC_NAME, is_zone
from dutystation.profiles.patterns import WrongPattern, check_pattern
from dutystation.profiles.profile import Condition, Content, Export, ExportKind, SourceColumn, Value
from dutystation.profiles.shapes import DAYS, day_column, shape_of
from dutystation.profiles.wrong import Wrong, one_of
from dutystation.tables.inputs import BY_PERIOD
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import Kind

TEXT_KINDS = (ExportKind.DELIMITED, ExportKind.FIXED_WIDTH)
GOES_WITH = {
    "encoding": TEXT_KINDS,
    "delimiter": (ExportKind.DELIMITED,),
    "quote": (ExportKind.DELIMITED,),
    "skip_lines": (*TEXT_KINDS, ExportKind.SPREADSHEET),
    "header": (*TEXT_KINDS, ExportKind.SPREADSHEET),
    "trimmed": (ExportKind.FIXED_WIDTH,),
    "sheet": (ExportKind.SPREADSHEET,),
    "records": (ExportKind.JSON,),
    "total": (ExportKind.JSON,),
}
"""The kinds of export that each key of `export` belongs to."""

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "iso-8859-1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "cp437": "cp437",
    "cp850": "cp850",
}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
RESERVED = (*PLACE_OF_ROW, "in_companion")
TESTS = ("equals", "is_in", "is_not_in", "matches", "is_empty")


def wrong_parts(content: Content) -> Iterator[Wrong]:
    """Everything that does not fit, in no particular order."""
    yield from _wrong_export(content.export, ("export",))
    yield from _wrong_columns(content.columns, content.export, ("columns",))
    yield from _wrong_companion(content)
    columns = all_columns(content)
    yield from wrong_values(content, columns)
    for at, entry in enumerate(content.leave_out):
        for place, condition in enumerate(entry.when):
            yield from _wrong_condition(condition, columns, ("leave_out", at, "when", place))
    yield from _wrong_collapse(content)
    yield from _wrong_people(content)
    if content.other_periods is not None and content.table not in BY_PERIOD:
        problem = f"{content.table} is not delivered by pay period"
        yield Wrong(("other_periods",), problem, f"It is for {' and '.join(BY_PERIOD)}; take it out")


def all_columns(content: Content) -> tuple[str, ...]:
    """The columns of the export and of its companion."""
    beside = content.companion.columns if content.companion is not None else {}
    return (*content.columns, *beside)


def has_header(export: Export) -> bool:
    """Whether a line with names stands before the rows."""
    return export.kind is not ExportKind.FIXED_WIDTH if export.header is None else export.header


def may_have_offset(value: Value) -> bool:
    """Whether a time can come out with an offset, so that its day depends on where one stands."""
    formats = value.timestamps or ()
    return not formats or value.zone not in (None, FACILITY) or bool(set(formats) & set(EPOCHS))


def _wrong_export(export: Export, path: PathTo) -> Iterator[Wrong]:
    for key, kinds in GOES_WITH.items():
        if getattr(export, key) is not None and export.kind not in kinds:
            words = " and ".join(kinds)
            yield Wrong((*path, key), f"does not go with {export.kind}", f"It is for {words}; take it out")
    if export.encoding is not None and export.encoding not in ENCODINGS:
        problem = f"expected the name of an encoding, found {shown(export.encoding)}"
        yield Wrong((*path, "encoding"), problem, one_of(export.encoding, ENCODINGS))
    if export.delimiter is not None and export.delimiter not in DELIMITERS:
        one_byte = len(export.delimiter.encode()) == 1 and export.delimiter not in "\"'\r\n\0\\"
        if not one_byte or export.delimiter.isalnum():
            problem = f"expected one sign between columns, found {shown(export.delimiter)}"
            yield Wrong((*path, "delimiter"), problem, "Use comma, semicolon, tab, bar or one ASCII sign")
    for key, path_to in (("records", export.records), ("total", export.total)):
        if path_to is not None and not path_to.startswith("/"):
            yield Wrong((*path, key), "expected a path", "Begin it with /, such as /Resources")
    if export.total is not None and export.records is None and export.kind is ExportKind.JSON:
        yield Wrong((*path, "total"), "a document that is itself the list states no number", "Give records")


def _wrong_columns(columns: dict[str, SourceColumn], export: Export, path: PathTo) -> Iterator[Wrong]:
    for name, column in columns.items():
        at = (*path, name)
        if name in RESERVED:
            yield Wrong(at, "this name is taken", "Use another; it is free to choose")
        problem = _wrong_whereabouts(column, export)
        if problem is not None:
            yield Wrong(at, *problem)
        if len(set(column.names)) < len(column.names):
            yield Wrong(at, "a spelling is given twice", "Keep one of them")


def _wrong_whereabouts(column: SourceColumn, export: Export) -> tuple[str, str] | None:
    """What is wrong with how the column is found, and what to do."""
    by_characters = column.first is not None or column.last is not None
    if export.kind is ExportKind.FIXED_WIDTH:
        if column.names or column.place is not None or column.first is None or column.last is None:
            return (
                "a field of fixed width is found by its characters",
                "Give it first and last, and nothing else",
            )
        if column.last < column.first:
            return "last lies before first", "Count the characters from 1, both included"
        return None
    if has_header(export):
        if not column.names or column.place is not None or by_characters:
            return (
                "a column with a header is found by its name",
                "Give it names, and no place or characters",
            )
        return None
    if column.place is None or column.names or by_characters:
        return "without a header a column is found by its place", "Give it place, counted from 1"
    return None


def _wrong_companion(content: Content) -> Iterator[Wrong]:
    companion = content.companion
    if companion is None:
        return
    yield from _wrong_export(companion.export, ("companion", "export"))
    yield from _wrong_columns(companion.columns, companion.export, ("companion", "columns"))
    for name in companion.columns:
        if name in content.columns:
            path = ("companion", "columns", name)
            yield Wrong(path, "the export has a column of this name too", "Use another; it is free to choose")
    if companion.key not in companion.columns:
        problem = f"the companion has no column {companion.key}"
        yield Wrong(("companion", "key"), problem, one_of(companion.key, companion.columns))
    if companion.matches not in content.columns:
        problem = f"the export has no column {companion.matches}"
        yield Wrong(("companion", "matches"), problem, one_of(companion.matches, content.columns))


def _wrong_condition(condition: Condition, columns: tuple[str, ...], path: PathTo) -> Iterator[Wrong]:
    if condition.column not in columns:
        problem = f"no column is called {condition.column}"
        yield Wrong((*path, "column"), problem, one_of(condition.column, columns))
    given = [test for test in TESTS if getattr(condition, test) is not None]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        yield Wrong(path, f"expected one test, found {found}", "Use one of " + ", ".join(TESTS))
    if condition.any_case is not None and not {"equals", "is_in", "is_not_in"} & set(given):
        yield Wrong((*path, "any_case"), "goes with equals, is_in and is_not_in", "Take it out")
    if condition.matches is not None:
        try:
            check_pattern(condition.matches, with_group=False)
        except WrongPattern as wrong:
            yield Wrong((*path, "matches"), *wrong.args)


def _wrong_collapse(content: Content) -> Iterator[Wrong]:
    if content.collapse is None:
        return
    if content.table != "badge_events":
        yield Wrong(("collapse",), "is for badge_events only", "Take it out")
        return
    for at, name in enumerate(content.collapse.same or ()):
        if name not in content.values or name in ("occurred_at", "event_id"):
            fit = [known for known in content.values if known not in ("occurred_at", "event_id")]
            yield Wrong(("collapse", "same", at), f"{name} cannot tell uses apart", one_of(name, fit))
    if content.collapse.same is not None and "person" not in content.collapse.same:
        yield Wrong(("collapse", "same"), "person is missing", "Uses of two people are never one: add person")


def _wrong_people(content: Content) -> Iterator[Wrong]:
    people = content.people
    if people is None:
        return
    if content.table not in DAYS:
        yield Wrong(("people",), f"{content.table} has no people", "Take it out")
        return
    if people.crosswalk == "none":
        if people.day is not None or people.zone is not None:
            yield Wrong(("people",), "without a crosswalk nothing is looked up", "Take out day and zone")
        return
    name = day_column(content)
    column = shape_of(content).names.get(name)
    if column is None or column.kind not in (Kind.DATE, Kind.TIMESTAMP) or name not in content.values:
        problem = f"{name} is no day that the values give"
        yield Wrong(("people", "day"), problem, "Name a column with a date, and give it under values")
        return
    if people.zone is not None and people.zone != UTC_NAME and not is_zone(people.zone):
        problem = f"expected UTC or a name of the IANA database, found {shown(people.zone)}"
        yield Wrong(("people", "zone"), problem, "Write it like America/New_York")
    if people.zone is None and column.kind is Kind.TIMESTAMP and may_have_offset(content.values[name]):
        yield Wrong(
            ("people",),
            "a time can have an offset, and the days of the crosswalk are counted somewhere",
            "Add zone: the zone of the office that hands out the cards",
        )
