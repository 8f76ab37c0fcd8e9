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

from dutystation.reports.filing import Accommodation, Edition, Exceptions, Filed
from dutystation.reports.suppression import PROTECTED, hidden_in_a_line
from dutystation.terms.ground import Ground

NOT_SHOWN = Exceptions(None, None, None, None, None, None)


def without_people(filed: Filed, *, smallest_published_count: int) -> Filed:
    """The edition of a filed version for wider circulation."""
    content = filed.content
    hidden = hidden_in_a_line(
        {reason: count or 0 for reason, count in content.bridge.reasons.items()},
        smallest_published_count=smallest_published_count,
    )
    shielded = replace(
        content,
        bridge=replace(
            content.bridge,
            reasons={
                reason: None if reason in hidden else count
                for reason, count in {**dict.fromkeys(sorted(hidden)), **content.bridge.reasons}.items()
            },
        ),
        exceptions={
            reason: NOT_SHOWN
            if reason in hidden or (reason == PROTECTED and _is_small(line, smallest_published_count))
            else line
            for reason, line in {**dict.fromkeys(sorted(hidden), NOT_SHOWN), **content.exceptions}.items()
        },
        accommodation=_accommodation(content.accommodation, smallest_published_count),
        legal=tuple(
            replace(line, people=None) if Ground.LEGAL_IMPEDIMENT in hidden else line
            for line in content.legal
        ),
        gaps=tuple(replace(gap, explanation="") for gap in content.gaps),
        narrative="",
        changes=(),
        people_sha256=None,
    )
    return Filed(
        Edition.WITHOUT_PEOPLE,
        shielded,
        replace(filed.certification, sha256=None),
        (),
    )


def _is_small(line: Exceptions, smallest: int) -> bool:
    """Whether the parts of a count that is shown itself are too small: then none of them is shown."""
    return _any_small((line.approved, line.pending, line.denied, line.none, line.expiring), smallest)


def _accommodation(register: Accommodation, smallest: int) -> Accommodation:
    """The register as it may be shown: all of it, the number of requests alone, or nothing."""
    parts = (register.granted, register.alternative, register.denied)
    undecided = (register.requests or 0) - sum(part or 0 for part in parts)
    others = (*parts, undecided, register.interim, register.over_target, register.over_limit)
    if not _any_small((register.requests, *others), smallest):
        return register
    requests = None if _any_small((register.requests,), smallest) else register.requests
    return Accommodation(requests, None, None, None, None, None, None, None)


def _any_small(counts: Iterable[int | None], smallest: int) -> bool:
    return any(count is not None and 0 < count < smallest for count in counts)
