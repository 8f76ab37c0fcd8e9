"""Which delivered column is which column of the contract. Source: contract sections 1 and 2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutystation.landing.delivered import printable
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput

BLANKS = " \t"
"""What is trimmed around a cell or a column name; nothing else is (contract section 2)."""

LISTED_IN_A_NOTE = 20


@dataclass(frozen=True)
class FoundColumns:
    """The contract's columns in one header.

    `positions` maps each column of the contract that is present, in the order of its shape, to its place
    in the header, from 0. `width` is the number of columns delivered. `unknown` are the names that the
    contract does not hold.
    """

    positions: Mapping[str, int]
    width: int
    unknown: tuple[str, ...]


def find_columns(header: Sequence[str], shape: Shape, label: str) -> FoundColumns:
    """Match a header against a shape. Names are trimmed of spaces and tabs and are case-sensitive.

    Raises UnusableInput for a repeated column of the contract, and for a missing one that it requires;
    unknown columns are ignored, however often they stand there.
    """
    names = [name.strip(BLANKS) for name in header]
    for name, times in Counter(names).items():
        if name in shape.names and times > 1:
            raise UnusableInput(
                label,
                f"the column stands {times} times in the header",
                column=name,
                remedy="Keep one of them or rename the others",
            )
    positions = {name: names.index(name) for name in shape.names if name in names}
    _refuse_missing(names, shape, label)
    unknown = tuple(dict.fromkeys(name for name in names if name not in shape.names))
    return FoundColumns(positions, len(names), unknown)


def _refuse_missing(names: list[str], shape: Shape, label: str) -> None:
    missing = [column.name for column in shape.columns if column.required and column.name not in names]
    if missing:
        others = (
            f", and so {'are' if len(missing) > 2 else 'is'} {_listed(missing[1:])}" if missing[1:] else ""
        )
        raise UnusableInput(
            label,
            f"the required column is missing{others}",
            column=missing[0],
            remedy=_remedy(names, missing[0]),
        )
    if shape.one_of and not any(name in names for name in shape.one_of):
        raise UnusableInput(
            label,
            f"the required column is missing, and so is {_listed(shape.one_of[1:])}; one of them must exist",
            column=shape.one_of[0],
            remedy=_remedy(names, shape.one_of[0]),
        )


def _remedy(names: list[str], missing: str) -> str:
    for name in names:
        if name.casefold() == missing.casefold():
            return f"Rename the column {printable(name)} to {missing}; names are case-sensitive"
    if len(names) == 1:
        for separator, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
            if separator in names[0]:
                return f"The header seems to be separated by {word}; separate the columns by commas"
    return f"Add a column named {missing} to the header; it has {_listed(names)}"


def unknown_columns_note(label: str, unknown: Sequence[str]) -> str:
    """The sentence about columns that are not of the contract."""
    subject, verb = ("column", "is") if len(unknown) == 1 else ("columns", "are")
    names = _listed([name or "(without a name)" for name in unknown])
    return f"{label}: the {subject} {names} {verb} not part of the contract and {verb} ignored."


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(printable(name) for name in names[:LISTED_IN_A_NOTE])
    more = len(names) - LISTED_IN_A_NOTE
    return f"{shown} and {more} more" if more > 0 else shown or "no columns"
