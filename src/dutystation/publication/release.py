"""A public release of a consolidated report, as values. `write` and `site` put it into files.

Source: domain rules 10.20, 10.21 and 10.29. A release holds the department and its components. It holds no
unit below them, no badge detail, no person, no name or hash of a delivered file: a hash of a file that holds
small counts would let anybody try out which counts fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dutystation.publication.consolidation import Missing, Part
from dutystation.publication.earlier import EarlierRelease, Restatement, known_cells
from dutystation.publication.restatements import UNEXPLAINED, Causes, restatements
from dutystation.publication.withheld import NOTHING_WITHHELD, Withheld, check_withheld
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.shielding import shielded
from dutystation.reports.suppression import OWN_STAFF, ReasonsLine, merged_grid
from dutystation.terms.errors import Refused
from dutystation.terms.figure import FigureCode
from dutystation.terms.order import Order
from dutystation.terms.publication import Publication, Utilisation
from dutystation.terms.telework import TeleworkLine

UNNAMED_BREAK = "In a part of the department hours of remote work are recorded apart from routine telework."


@dataclass(frozen=True)
class Release:
    """One public release. `name` tells it from every other one of the same order.

    `report` is the report without what is not public. `reasons` is None where the table is left out, and
    `telework` empty where no run has counted it; `withheld` is how many components and facilities are not
    named. `register` holds every restatement of this release and of those before it, the newest first.
    """

    name: str
    number: int
    released_on: date
    report: Consolidated
    reasons: tuple[ReasonsLine, ...] | None
    utilisation: tuple[Utilisation, ...]
    telework: tuple[TeleworkLine, ...]
    withheld: tuple[int, int]
    register: tuple[Restatement, ...]
    earlier: tuple[str, ...]
    filed: tuple[Part, ...] = ()
    """What of it each component has filed; empty where it was made of one run."""
    missing: tuple[Missing, ...] = ()
    """The components that are not in it, since nothing of theirs is filed."""

    @property
    def as_of(self) -> date:
        return self.report.publication.as_of


def release_of(
    publication: Publication,
    order: Order,
    *,
    released_on: date,
    earlier: Sequence[EarlierRelease] = (),
    withheld: Withheld = NOTHING_WITHHELD,
    causes: Causes = UNEXPLAINED,
    telework: Sequence[TeleworkLine] = (),
    with_reasons: bool = True,
    filed: Sequence[Part] = (),
    missing: Sequence[Missing] = (),
) -> Release:
    """The release of a report, given all releases that came before and are to be compared with.

    `filed` and `missing` say of a consolidated report what it is made of. While a component is missing, the
    reasons and the bins of telework are left out: once it has filed, the two releases could be subtracted.

    Raises Refused where something withheld follows by subtraction, where an earlier release cannot be
    compared, where a protected count could be worked out with one, or where a figure moved unexplained.
    """
    check_withheld(withheld, publication)
    _check_complete(withheld, missing)
    public = _public(publication, withheld)
    report = Consolidated(public, _public_order(order, withheld))
    for release in earlier:
        release.check_comparable(report)
    same_day = [release for release in earlier if release.as_of == public.as_of]
    number = 1 + max((release.number for release in same_day), default=0)
    name = f"{public.as_of.isoformat()}-{number}"
    reasons = _reasons(report, earlier) if with_reasons and not missing else None
    bins = tuple(line for line in telework if line.org_unit in report.names and not missing)
    in_order = sorted(earlier, key=lambda each: (each.released_on, each.as_of, each.number))
    moved: tuple[Restatement, ...] = ()
    before: tuple[Restatement, ...] = ()
    if in_order:
        newest = in_order[-1]
        before = newest.register
        moved = restatements(newest, report, reasons, bins, causes, release=name, released_on=released_on)
    _check_reasons_given(moved, withheld)
    return Release(
        name=name,
        number=number,
        released_on=released_on,
        report=report,
        reasons=reasons,
        utilisation=_utilisation(publication, withheld),
        telework=bins,
        withheld=(len(withheld.components), len(withheld.facilities)),
        register=(*moved, *before),
        earlier=tuple(each.name for each in in_order),
        filed=tuple(part for part in filed if part.component not in withheld.components),
        missing=tuple(missing),
    )


def _check_complete(withheld: Withheld, missing: Sequence[Missing]) -> None:
    """A component that is left out would follow once another one has filed."""
    if withheld.components and missing:
        raise Refused(
            "Components are to be left out by name, and "
            f"{', '.join(each.component for each in missing)} is missing: a later release would give away "
            "what this one leaves out.",
            remedy="Release once every component has filed.",
        )


def _check_reasons_given(moved: Sequence[Restatement], withheld: Withheld) -> None:
    """A sender is often a component: the register must not name the one that is left out."""
    for name in sorted(withheld.components | withheld.facilities):
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", entry.why) for entry in moved):
            raise Refused(
                f"The reason for a number that has moved names {name}, which this release leaves out.",
                remedy="Say the reason in a sentence without it (--why), in the place of --corrects.",
            )


def _public(publication: Publication, withheld: Withheld) -> Publication:
    root = next(unit.org_unit for unit in publication.org_units if not unit.parent)
    units = tuple(
        unit
        for unit in publication.org_units
        if root in (unit.org_unit, unit.parent) and unit.org_unit not in withheld.components
    )
    listed = {unit.org_unit for unit in units}
    provenance = publication.provenance
    return replace(
        publication,
        org_units=units,
        figures=tuple(
            figure
            for figure in publication.figures
            if figure.org_unit in listed and figure.code != FigureCode.UNCORROBORATED_RATE
        ),
        return_bridge=tuple(line for line in publication.return_bridge if line.org_unit in listed),
        badge=None,
        provenance=replace(
            provenance, tables={name: replace(table, files=()) for name, table in provenance.tables.items()}
        ),
    )


def _public_order(order: Order, withheld: Withheld) -> Order:
    """The order without the name of a component that is left out and has a series break of its own.

    The department's figures hold its hours, so that the break is told.
    """
    breaks = (
        replace(each, component="", says=UNNAMED_BREAK, clause=order.name)
        if each.component in withheld.components
        else each
        for each in order.series_breaks
    )
    return replace(order, series_breaks=tuple(breaks))


def _utilisation(publication: Publication, withheld: Withheld) -> tuple[Utilisation, ...]:
    lines = publication.badge.utilisation if publication.badge else ()
    return tuple(line for line in lines if line.facility not in withheld.facilities)


def _reasons(report: Consolidated, earlier: Sequence[EarlierRelease]) -> tuple[ReasonsLine, ...]:
    bridge = report.publication.return_bridge
    if not bridge:
        return ()
    grid = merged_grid(bridge)
    found = shielded(
        grid,
        total=bridge[0].org_unit,
        smallest_published_count=report.order.smallest_published_count,
        hidden_before={cell for release in earlier for cell in release.hidden_cells},
        known=known_cells(grid, earlier),
    )
    if found.exposed:
        lines = ", ".join(
            line if line != OWN_STAFF else "staff in no listed component" for line, _ in found.exposed
        )
        raise Refused(
            f"Protected accommodation of {lines}: whoever kept an earlier release could work out a count "
            "that is now too small to be published, because everything around it was published and "
            "has not moved.",
            remedy="Release without the table of reasons (--without-reasons).",
        )
    return found.lines(grid)
