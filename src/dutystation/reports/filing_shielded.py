"""What of a filing may be shown to those who may not see its people.

Source: domain rules 10.20 and 10.29. Left out are people, what somebody wrote (nobody can promise that a text
names nobody), counts on protected grounds that are too small, what would give such a count away by
subtraction, and hashes over any of that, with which counts could be tried out.

It is not a public release: that is made of the whole department by `publication`, which looks at every
component and at earlier releases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dutystation.reports.filing import (
    Accommodation,
    Content,
    Distance,
    Edition,
    Fault,
    Filed,
    ReasonLine,
    Registers,
)
from dutystation.reports.suppression import PUBLISHED_REASONS, hidden_in_a_line
from dutystation.terms.finding import FindingKind
from dutystation.terms.ground import NO_GROUND, PROTECTED, Ground

OF_REASONS = "reasons."
"""How a change of a count of one reason is named."""


def without_people(filed: Filed, *, smallest_published_count: int) -> Filed:
    """The edition of a filed version for wider circulation."""
    content = filed.content
    counts = {reason: count or 0 for reason, count in content.bridge.reasons.items()}
    hidden = hidden_in_a_line(counts, smallest_published_count=smallest_published_count)
    named = [reason for reason in PUBLISHED_REASONS if reason in counts or reason in hidden]
    reasons = {reason: None if reason in hidden else counts[reason] for reason in named}
    shielded = replace(
        content,
        bridge=replace(content.bridge, reasons=reasons),
        registers=_registers(content, hidden, smallest_published_count),
        faults=tuple(_fault(fault, hidden) for fault in content.faults),
        gaps=tuple(replace(gap, explanation="") for gap in content.gaps),
        narrative="",
        changes=tuple(change for change in content.changes if not change.what.startswith(OF_REASONS)),
        people_sha256=None,
    )
    certification = replace(filed.certification, sha256=None)
    return Filed(Edition.WITHOUT_PEOPLE, shielded, certification, (), series_breaks=filed.series_breaks)


def _fault(fault: Fault, hidden: frozenset[str]) -> Fault:
    """What is found once for each person without a reason counts the people of that reason's line."""
    tells = fault.kind == FindingKind.NO_REASON and NO_GROUND in hidden
    return replace(fault, count=None) if tells else fault


def _registers(content: Content, hidden: frozenset[str], smallest: int) -> Registers:
    registers = content.registers
    lines = {line.reason: line for line in registers.exceptions}
    impeded = Ground.LEGAL_IMPEDIMENT in hidden
    return replace(
        registers,
        exceptions=tuple(
            _reason(reason, None if reason in hidden else lines[reason], smallest)
            for reason in PUBLISHED_REASONS
            if reason in lines or reason in hidden
        ),
        accommodation=_accommodation(registers.accommodation, smallest),
        legal=tuple(
            replace(line, instrument="", people=None if impeded else line.people) for line in registers.legal
        ),
        distance=_distance(registers.distance, is_hidden=Ground.DISTANCE in hidden),
    )


def _distance(lines: tuple[Distance, ...] | None, *, is_hidden: bool) -> tuple[Distance, ...] | None:
    """One line for each test: an office is in somebody's words, and few people can come to one."""
    if lines is None:
        return None
    found = []
    for test in dict.fromkeys((line.start, line.reference) for line in lines):
        of_test = [line for line in lines if (line.start, line.reference) == test]
        numbers = zip(*((line.people, line.relocation, line.no_relocation) for line in of_test), strict=True)
        people, moves, stays = (None if is_hidden else sum(filter(None, each)) for each in numbers)
        found.append(Distance(*test, "", people, moves, stays))
    return tuple(found)


def _reason(reason: str, line: ReasonLine | None, smallest: int) -> ReasonLine:
    """A line whole, its number of people alone, or nothing of it."""
    if line is None:
        return ReasonLine(reason, None, None, None, None, None, None, None, None)
    parts = (line.approved, line.pending, line.denied, line.none, line.expiring)
    if reason == PROTECTED and _any_small(parts, smallest):
        return ReasonLine(reason, line.people, None, None, None, None, None, None, None)
    return line


def _accommodation(register: Accommodation, smallest: int) -> Accommodation:
    """The register whole, the number of requests alone, or nothing of it."""
    parts = (register.granted, register.alternative, register.denied, register.ended, register.undecided)
    among_undecided = (register.interim, register.over_target, register.over_limit)
    if not _any_small((register.requests, *parts, *among_undecided), smallest):
        return register
    requests = None if _any_small((register.requests,), smallest) else register.requests
    return Accommodation(requests, None, None, None, None, None, None, None, None, None)


def _any_small(counts: Iterable[int | None], smallest: int) -> bool:
    return any(count is not None and 0 < count < smallest for count in counts)
