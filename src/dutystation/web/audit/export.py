"""Events as a file: see `event_file` for what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from dutystation.published.new_file import named_file
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.event_file import END
from dutystation.web.audit.queries import chain_end, chained_events
from dutystation.web.audit.verbs import Verb


def noted_export(act: Act) -> tuple[int, str]:
    """Records that somebody exports, and gives the event that the export ends with: that one."""
    with transaction.atomic():
        last, _ = chain_end()
        record(act, Verb.EVENTS_EXPORTED, "events", first=1, last=last + 1)
        return chain_end()


def export_lines(end: tuple[int, str]) -> Iterator[str]:
    """The lines of the file up to the event `end`, the last one `{"end_of_chain": [number, hash]}`."""
    for event in chained_events(up_to=end[0]):
        yield json.dumps(event, ensure_ascii=False, sort_keys=True) + "\n"
    yield json.dumps({END: list(end)}) + "\n"


def write_events(act: Act, file: Path) -> int:
    """Writes all events to a new file that only its owner can read; returns how many there are.

    Raises UnusableOutput where the file is there or cannot be written.
    """
    with named_file(file) as lines:
        end = noted_export(act)
        lines.writelines(export_lines(end))
    return end[0]
