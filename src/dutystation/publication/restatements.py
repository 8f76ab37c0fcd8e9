"""The register of restatements: every published number that a later release has moved, and why.

Source: domain rule 10.8. It is worked out from what was published and from nothing else, so that a count that
was hidden before or is hidden now cannot come out of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dutystation.publication.earlier import EarlierRelease, Restatement
from dutystation.published.numbers import shortest
from dutystation.published.telework_bins import TELEWORK_BINS_COLUMNS
from dutystation.reports.consolidated import Consolidated, FigureKey
from dutystation.reports.suppression import ReasonsLine
from dutystation.terms.errors import Refused
from dutystation.terms.figure import Figure
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.publication import BRIDGE_COUNTS, BridgeLine
from dutystation.terms.telework import TeleworkLine

NOT_SHOWN = "not shown"


@dataclass(frozen=True)
class Causes:
    """Why figures moved, as sentences: for single figures, and for everything else."""

    everything: str = ""
    figures: Mapping[FigureKey, str] = field(default_factory=dict)


UNEXPLAINED = Causes()


def restatements(
    earlier: EarlierRelease,
    report: Consolidated,
    reasons: tuple[ReasonsLine, ...] | None,
    telework: tuple[TeleworkLine, ...],
    causes: Causes,
    *,
    release: str,
    released_on: date,
) -> tuple[Restatement, ...]:
    """What `report` moves of the newest earlier release. Raises Refused where nothing says why.

    Of a release as of another day only pay periods that had ended by then are compared: everything else
    was to move.
    """
    same_day = earlier.as_of == report.publication.as_of
    moves = list(_figures(earlier, report, same_day=same_day))
    if same_day:
        moves += _bridge(earlier, report)
        moves += _reasons(earlier, reasons)
        moves += _telework(earlier, telework)
    joined = {unit.org_unit for unit in report.units} - set(earlier.units)
    moves = [move for move in moves if move[0][1] not in joined]  # shown for the first time, not moved
    found = []
    for key, before, after in moves:
        why = causes.figures.get(key) or causes.everything
        if not why:
            raise Refused(
                f"{len(moves):,} published numbers have moved since release {earlier.name}, and nothing says "
                "why.",
                remedy="Name the run that the earlier release was made from (--corrects), or say it in a "
                "sentence (--why).",
            )
        what, org_unit, period, variant = key
        found.append(
            Restatement(
                release, released_on, earlier.name, what, org_unit, period, variant, before, after, why
            )
        )
    return tuple(found)


Move = tuple[FigureKey, str, str]


def _figures(earlier: EarlierRelease, report: Consolidated, *, same_day: bool) -> Iterator[Move]:
    was = {(f.code.value, f.org_unit, f.period, f.variant.value): f for f in earlier.figures}
    now = {(f.code.value, f.org_unit, f.period, f.variant.value): f for f in report.publication.figures}
    for key in sorted(was.keys() | now.keys()):
        period = key[2]
        comparable = same_day or (period != ALL_PERIODS and period in earlier.ended_periods)
        if comparable and was.get(key) != now.get(key):
            yield key, _published(was.get(key)), _published(now.get(key))


def _published(figure: Figure | None) -> str:
    """A share with the minutes it is made of: two shares can be equal where the minutes are not."""
    if figure is None:
        return ""
    value = "no value" if figure.value is None else shortest(figure.value)
    return f"{value} ({figure.numerator} of {figure.denominator}, {figure.unclassified} unclassified)"


def _bridge(earlier: EarlierRelease, report: Consolidated) -> Iterator[Move]:
    was: dict[str, BridgeLine] = {line.org_unit: line for line in earlier.bridge}
    for line in report.publication.return_bridge:
        for status in BRIDGE_COUNTS:
            before = getattr(was[line.org_unit], status) if line.org_unit in was else None
            after = getattr(line, status)
            if before != after:
                yield (status, line.org_unit, "", ""), "" if before is None else str(before), str(after)


def _reasons(earlier: EarlierRelease, reasons: tuple[ReasonsLine, ...] | None) -> Iterator[Move]:
    if earlier.reasons is None or reasons is None:
        return
    for line in reasons:
        for reason, after in line.counts.items():
            before = earlier.reasons.get(line.org_unit, {}).get(reason, 0)
            if before != after:
                yield (f"reason:{reason}", line.org_unit, "", ""), _count(before), _count(after)


def _telework(earlier: EarlierRelease, telework: tuple[TeleworkLine, ...]) -> Iterator[Move]:
    """A release that was made of a report alone has no such numbers; then none has moved."""
    was = {line.org_unit: line for line in earlier.telework}
    for line in telework:
        if line.org_unit in was:
            for column in TELEWORK_BINS_COLUMNS[1:]:
                before, after = getattr(was[line.org_unit], column), getattr(line, column)
                if before != after:
                    yield (f"telework:{column}", line.org_unit, "", ""), str(before), str(after)


def _count(people: int | None) -> str:
    return NOT_SHOWN if people is None else str(people)
