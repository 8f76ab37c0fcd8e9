"""A file of exported events, checked without the application and its database.

One JSON object a line in the order of the chain, and a last line that says where the chain ended.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dutystation.terms.errors import UnusableInput
from dutystation.web.audit.chain import Break, first_break, followed

END = "end_of_chain"


def break_in_file(path: Path) -> Break | None:
    """The first break of the chain in an exported file; None where it is whole. Needs no database.

    Raises UnusableInput, naming the line, where the file is no export of events.
    """
    ends: list[tuple[int, str]] = []

    def events() -> Iterator[dict[str, Any]]:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                read = _object(path, number, line)
                if END in read:
                    ends.append((read[END][0], read[END][1]))
                    return
                yield read

    found = followed(events())
    if isinstance(found, Break):
        return found
    if not ends:
        raise UnusableInput(
            str(path), "the line that says where the chain ended is missing", remedy="Export it again"
        )
    return first_break(found, ends[0])


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except ValueError:
        read = None
    if not isinstance(read, dict) or not (END in read or {"number", "hash", "previous"} <= read.keys()):
        raise UnusableInput(
            str(path),
            "this is no event",
            line=number,
            remedy="Give a file that `dutystation audit export` wrote",
        )
    return read
