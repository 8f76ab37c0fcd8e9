"""What must fit in the values of a profile: with the table, with the export, and each in itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from dutystation.directives.outline import PathTo
from dutystation.directives.values import shown
from dutystation.profiles.day_formats import EPOCHS, WrongFormat, confused, day_format
from dutystation.profiles.moments import FACILITY, FIXED_OFFSET, UTC_NAME, WRITTEN, is_zone
from dutystation.profiles.patterns import WrongPattern, check_pattern
from dutystation.profiles.profile import Content, Duration, Value
from dutystation.profiles.shapes import shape_of
from dutystation.profiles.wrong import Wrong, one_of
from dutystation.tables.shape import Column, Kind

SOURCES = ("column", "columns", "first_of", "constant")
PAIRS = (
    ("extract", "not_found"),
    ("map", "unmapped"),
    ("not_found", "extract"),
    ("unmapped", "map"),
    ("map_any_case", "map"),
    ("joined_by", "columns"),
    ("zone", "timestamps"),
)
"""Where the first is given, the second must be."""

FOR_KINDS = {
    "dates": (Kind.DATE,),
    "timestamps": (Kind.TIMESTAMP,),
    "decimal": (Kind.NUMBER, Kind.WHOLE),
    "grouping": (Kind.NUMBER, Kind.WHOLE),
}


def wrong_values(content: Content, columns: tuple[str, ...]) -> Iterator[Wrong]:
    """What is wrong under `values`; `columns` are those of the export and its companion."""
    shape = shape_of(content)
    for name, value in content.values.items():
        path = ("values", name)
        if name not in shape.names:
            yield Wrong(path, f"{shape.name} has no column {name}", one_of(name, shape.names))
            continue
        yield from _wrong_sources(value, columns, path)
        yield from _wrong_steps(value, shape.names[name], path)
        yield from _wrong_formats(value, path)
        yield from _wrong_words(value, shape.names[name], path)
    for column in shape.columns:
        if column.required and column.name not in content.values:
            remedy = f"Add {column.name}: {column.meaning}"
            yield Wrong(("values",), f"{shape.name} needs {column.name}, and nothing gives it", remedy)
    if shape.one_of and not set(shape.one_of) & set(content.values):
        names = " or ".join(shape.one_of)
        yield Wrong(("values",), f"{shape.name} needs {names}, and nothing gives it", "Add one of them")


def _wrong_sources(value: Value, columns: tuple[str, ...], path: PathTo) -> Iterator[Wrong]:
    given = [key for key in SOURCES if getattr(value, key) is not None]
    if len(given) != 1:
        found = " and ".join(given) or "none"
        yield Wrong(path, f"expected one source, found {found}", "Use one of " + ", ".join(SOURCES))
    for name in value.sources:
        if name not in columns:
            key = given[0] if given else "column"
            yield Wrong((*path, key), f"no column is called {name}", one_of(name, columns))


def _wrong_steps(value: Value, column: Column, path: PathTo) -> Iterator[Wrong]:
    for key, partner in PAIRS:
        if getattr(value, key) is not None and getattr(value, partner) is None:
            yield Wrong((*path, key), f"goes with {partner}, which is missing", f"Add {partner}")
    for key, kinds in FOR_KINDS.items():
        if getattr(value, key) is not None and column.kind not in kinds:
            yield Wrong((*path, key), f"{column.name} is {column.kind.value}", f"Take {key} out")
    if value.durations is not None:
        if column.name != "minutes":
            remedy = "Give the amount under minutes, where 7:20 is exact"
            yield Wrong((*path, "durations"), "amounts of time become minutes", remedy)
        alike = [entry for entry in value.durations if entry is not Duration.CLOCK]
        if len(alike) > 1 or len(set(value.durations)) < len(value.durations):
            problem = "a number such as 8 would be " + " and ".join(value.durations)
            yield Wrong(
                (*path, "durations"), problem, "Keep one of hours, minutes, seconds; clock goes with it"
            )
    if value.decimal is not None and value.decimal == value.grouping:
        yield Wrong((*path, "grouping"), "is the same sign as decimal", "Correct one of them")
    if value.extract is not None:
        try:
            check_pattern(value.extract, with_group=True)
        except WrongPattern as wrong:
            yield Wrong((*path, "extract"), *wrong.args)
    if value.map is not None and value.map_any_case:
        lowered = [key.lower() for key in value.map]
        if len(set(lowered)) < len(lowered):
            yield Wrong((*path, "map"), "two entries differ only in capitals", "Keep one of them")


def _wrong_formats(value: Value, path: PathTo) -> Iterator[Wrong]:
    for key, formats in (("dates", value.dates), ("timestamps", value.timestamps)):
        if formats is None:
            continue
        with_time = key == "timestamps"
        sound = True
        for at, written in enumerate(formats):
            try:
                if written not in EPOCHS:
                    day_format(written, with_time=with_time)
            except WrongFormat as wrong:
                sound = False
                yield Wrong((*path, key, at), f"{shown(written)}: {wrong.args[0]}", wrong.args[1])
        if sound:
            yield from _confusions(formats, with_time=with_time, path=(*path, key))
            if with_time:
                yield from _wrong_zone(value.zone or FACILITY, formats, path)


def _confusions(formats: tuple[str, ...], *, with_time: bool, path: PathTo) -> Iterator[Wrong]:
    if len(set(formats)) < len(formats):
        yield Wrong(path, "a format is given twice", "Keep one of them")
    if len(formats) > 1 and set(formats) & set(EPOCHS):
        remedy = "Give it alone, or take it out"
        yield Wrong(path, "counting from 1970 cannot be mixed with other formats", remedy)
        return
    for one, other in combinations([form for form in formats if form not in EPOCHS], 2):
        text = confused(day_format(one, with_time=with_time), day_format(other, with_time=with_time))
        if text is not None:
            problem = f"{text} would be two different times under {one} and {other}"
            yield Wrong(path, problem, "Keep the one that the export writes; a profile never guesses")


def _wrong_zone(zone: str, formats: tuple[str, ...], path: PathTo) -> Iterator[Wrong]:
    at = (*path, "zone")
    if set(formats) & set(EPOCHS):
        if zone not in (FACILITY, UTC_NAME):
            yield Wrong(at, "counting from 1970 is UTC", "Take zone out")
        return
    if not (zone in (FACILITY, WRITTEN, UTC_NAME) or FIXED_OFFSET.fullmatch(zone) or is_zone(zone)):
        problem = f"expected facility, UTC, written, an offset or a zone, found {shown(zone)}"
        yield Wrong(at, problem, "Write it like America/New_York or -05:00")
    for number, written in enumerate(formats):
        has_offset = "z" in day_format(written, with_time=True).signs
        if has_offset and zone != WRITTEN:
            yield Wrong(
                (*path, "timestamps", number), "%z reads an offset that zone overrules", "Write zone: written"
            )
        if not has_offset and zone == WRITTEN:
            yield Wrong(
                (*path, "timestamps", number), "zone is written, and there is no %z", "Add %z to the format"
            )


def _wrong_words(value: Value, column: Column, path: PathTo) -> Iterator[Wrong]:
    """Texts of the profile itself that the contract does not know as a value of the column."""
    if not column.choices:
        return
    texts = [((*path, "map", key), to) for key, to in (value.map or {}).items()]
    if value.constant is not None:
        texts.append(((*path, "constant"), value.constant))
    for at, text in texts:
        if text and text not in column.choices:
            zones = "a name of the IANA database, such as America/New_York"
            listed = zones if column.kind is Kind.TIMEZONE else ", ".join(column.choices)
            yield Wrong(at, f"{shown(text)} is no value of {column.name}", f"It takes {listed}")
