"""Releases that were made before: what they show, and what they hide. They stay readable for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dutystation.publication.layout import FIGURES_JSON, FORMAT, RELEASE_JSON
from dutystation.published.entry import Entry, read_json
from dutystation.published.read import bridge_line, figure_of
from dutystation.published.telework_bins import TELEWORK_BINS_COLUMNS
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.suppression import Cell, Grid
from dutystation.terms.errors import Refused, UnusableInput
from dutystation.terms.figure import Figure
from dutystation.terms.publication import BridgeLine
from dutystation.terms.telework import TeleworkLine


@dataclass(frozen=True)
class Restatement:
    """One published number that moved. `before` and `after` are as published, empty where there is none.

    `what` is the code of a figure, a return status, `reason:` with a reason, or `telework:` with a column of
    the bins.
    """

    release: str
    released_on: date
    instead_of: str
    what: str
    org_unit: str
    period: str
    variant: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class EarlierRelease:
    """One release as it was published.

    `reasons` is None where it has no such table; a count of None is hidden. `ended_periods` are the pay
    periods that had ended on its as-of date.
    """

    name: str
    number: int
    as_of: date
    released_on: date
    directive: str
    units: tuple[str, ...]
    withheld_components: int
    ended_periods: frozenset[str]
    figures: tuple[Figure, ...]
    bridge: tuple[BridgeLine, ...]
    reasons: Mapping[str, Mapping[str, int | None]] | None
    telework: tuple[TeleworkLine, ...]
    register: tuple[Restatement, ...]

    @property
    def hidden_cells(self) -> frozenset[Cell]:
        return frozenset(
            (line, reason)
            for line, counts in (self.reasons or {}).items()
            for reason, count in counts.items()
            if count is None
        )

    def check_comparable(self, report: Consolidated) -> None:
        """Raises Refused where the release is of another order, or names other units.

        Components may have filed since, if nothing of the release could be subtracted from theirs.
        """
        if self.directive != report.publication.directive:
            raise Refused(
                f"Release {self.name} is of the order {self.directive}, and this report is of "
                f"{report.publication.directive}.",
                remedy="Give the earlier releases of the same order.",
            )
        now = tuple(unit.org_unit for unit in report.units)
        joined_since = self.reasons is None and not self.withheld_components and set(self.units) <= set(now)
        if self.units != now and not joined_since:
            other = ", ".join(sorted(set(self.units) ^ set(now)))
            raise Refused(
                f"Release {self.name} names other components than this one would: {other}. What one hides, "
                "the other could give away.",
                remedy="Withhold the same components; leave a release out of --before only if the department "
                "itself has been rearranged since.",
            )


def known_cells(grid: Grid, earlier: Sequence[EarlierRelease]) -> frozenset[Cell]:
    """The cells that an earlier release shows with the count they have now.

    A line that an earlier table does not have was empty then.
    """
    return frozenset(
        (line, reason)
        for release in earlier
        if release.reasons is not None
        for line, counts in grid.items()
        for reason, count in counts.items()
        if release.reasons.get(line, {}).get(reason, 0) == count
    )


def read_release(folder: Path) -> EarlierRelease:
    """The release in `folder`. Raises UnusableInput where it is none, or a file of it is broken."""
    if not (folder / RELEASE_JSON).is_file():
        raise UnusableInput(
            str(folder),
            f"it holds no {RELEASE_JSON}, so it is no release",
            remedy="Give the folder that `dutystation release` wrote (its --out)",
        )
    document = read_json(folder / RELEASE_JSON)
    if document.whole("format") != FORMAT:
        raise UnusableInput(
            document.file,
            f"it follows format {document.whole('format')}, and this program reads format {FORMAT}",
            remedy="Use the version of the program that wrote it",
        )
    as_of = document.day("as_of")
    return EarlierRelease(
        name=document.text("release"),
        number=document.whole("number"),
        as_of=as_of,
        released_on=document.day("released_on"),
        directive=document.text("directive"),
        units=tuple(entry.text("org_unit") for entry in document.entries("units")),
        withheld_components=document.entry("withheld").whole("components"),
        ended_periods=frozenset(
            entry.text("period") for entry in document.entries("periods") if entry.day("to") <= as_of
        ),
        figures=tuple(map(figure_of, read_json(folder / FIGURES_JSON).entries("figures"))),
        bridge=tuple(
            bridge_line(entry.text("org_unit"), entry, {}) for entry in document.entries("return_bridge")
        ),
        reasons=_reasons(document),
        telework=tuple(map(_telework_line, document.entries("telework"))),
        register=tuple(map(_restatement, document.entries("restatements"))),
    )


def _telework_line(entry: Entry) -> TeleworkLine:
    unit, *counts = TELEWORK_BINS_COLUMNS
    return TeleworkLine(entry.text(unit), *(entry.whole(column) for column in counts))


def _reasons(document: Entry) -> dict[str, dict[str, int | None]] | None:
    if document.values.get("reasons", "") is None:
        return None
    found: dict[str, dict[str, int | None]] = {}
    for entry in document.entries("reasons"):
        counts = entry.entry("counts")
        found[entry.text("org_unit")] = {
            reason: None if count is None else counts.whole(reason) for reason, count in counts.values.items()
        }
    return found


def _restatement(entry: Entry) -> Restatement:
    return Restatement(
        release=entry.text("release"),
        released_on=entry.day("released_on"),
        instead_of=entry.text("instead_of"),
        what=entry.text("what"),
        org_unit=entry.text("org_unit"),
        period=entry.text("period"),
        variant=entry.text("variant"),
        before=entry.text("before"),
        after=entry.text("after"),
        why=entry.text("why"),
    )
