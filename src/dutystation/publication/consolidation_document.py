"""A consolidation as one document that is kept, and back again. The same consolidation gives the same text.

Minutes are kept, never shares: a share is worked out from them in one place. Format 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from fractions import Fraction

from dutystation.publication.consolidation import (
    Consolidation,
    FiledReport,
    Hours,
    Missing,
    OwnRun,
    Part,
)
from dutystation.published.entry import Entry
from dutystation.published.read import bridge_line
from dutystation.published.telework_bins import TELEWORK_BINS_COLUMNS
from dutystation.terms.figure import Variant
from dutystation.terms.period import PayCalendar
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import (
    BRIDGE_COUNTS,
    CONTRACT_VERSION,
    BadgeResults,
    BridgeLine,
    OrgUnit,
    Provenance,
    Publication,
    TableProvenance,
    Utilisation,
)
from dutystation.terms.telework import TeleworkLine

FORMAT = 1
UNIT, *COUNTS = TELEWORK_BINS_COLUMNS


def document_of(found: Consolidation) -> dict[str, object]:
    """The consolidation in what JSON can hold."""
    own = found.own
    return {
        "format": FORMAT,
        "contract": CONTRACT_VERSION,
        "order": found.order,
        "obligation": found.obligation,
        "provisional_limit": str(found.provisional_limit),
        "calendar": {"anchor": found.calendar.anchor.isoformat(), "days": found.calendar.days},
        "places": list(ALL_PLACES),
        "filed": [
            {
                **_with_days_as_text(asdict(report.part)),
                "hours": _hours(report.hours),
                "bridge": _bridge(report.bridge),
            }
            for report in sorted(found.filed, key=lambda report: report.part.component)
        ],
        "missing": [_with_days_as_text(asdict(missing)) for missing in found.missing],
        "own": {
            "run": own.run,
            "as_of": own.as_of.isoformat(),
            "status_period": own.status_period,
            "department": own.department,
            "name": own.name,
            "hours": _hours(own.hours),
            "bridge": _bridge(own.bridge),
            "utilisation": [_with_days_as_text(asdict(line)) for line in own.utilisation],
            "telework": [asdict(line) for line in own.telework],
            "tables": {
                name: {
                    "raw": table.raw,
                    "accepted": table.accepted,
                    "rejected": dict(sorted(table.rejected.items())),
                    "excluded": dict(sorted(table.excluded.items())),
                }
                for name, table in sorted(own.tables.items())
            },
        },
    }


def consolidation_of(document: Mapping[str, object]) -> Consolidation:
    """What `document_of` wrote. Raises UnusableInput where it is something else."""
    whole = Entry("the consolidation", "its document", document)
    if whole.whole("format") != FORMAT:
        whole.broken("format", f"format {FORMAT}")
    calendar = whole.entry("calendar")
    return Consolidation(
        order=whole.text("order"),
        obligation=whole.text("obligation"),
        provisional_limit=Fraction(whole.text("provisional_limit")),
        calendar=PayCalendar(calendar.day("anchor"), calendar.whole("days")),
        filed=tuple(map(_filed, whole.entries("filed"))),
        missing=tuple(
            Missing(entry.text("component"), entry.text("name"), entry.text("state"), entry.day("due_on"))
            for entry in whole.entries("missing")
        ),
        own=_own(whole.entry("own")),
    )


def publication_of(found: Consolidation) -> Publication:
    """The consolidation as a report: the department and the components that have filed, and no other."""
    own = found.own
    components = sorted((report.part for report in found.filed), key=lambda part: part.component.encode())
    return Publication(
        directive=found.order,
        as_of=found.as_of,
        periods=found.periods,
        status_period=found.status_period,
        org_units=(
            OrgUnit(own.department, own.name, "", own.department),
            *(OrgUnit(part.component, part.name, own.department, part.component) for part in components),
        ),
        figures=found.figures,
        return_bridge=found.bridge,
        unclassified_pairs=(),
        badge=BadgeResults(quality={}, evidence_counts=(), occupancy=(), utilisation=own.utilisation),
        provenance=Provenance(
            tables=own.tables,
            directive_name=found.order,
            directive_sha256="",
            package_version="",
            engine_name="",
            engine_version="",
            started_at="",
            ended_at="",
        ),
    )


def _hours(hours: Hours) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    for (period, variant), minutes in sorted(hours.items()):
        found.setdefault(period, {})[variant.value] = [minutes[place] for place in ALL_PLACES]
    return found


def _bridge(line: BridgeLine) -> dict[str, object]:
    counts = {count: getattr(line, count) for count in BRIDGE_COUNTS}
    return {**counts, "reasons": dict(sorted(line.reasons.items()))}


def _with_days_as_text(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _filed(entry: Entry) -> FiledReport:
    part = Part(
        component=entry.text("component"),
        name=entry.text("name"),
        version=entry.whole("version"),
        kind=entry.text("kind"),
        sha256=entry.text("sha256"),
        as_of=entry.day("as_of"),
        status_period=entry.text("status_period"),
        run=entry.text("run"),
        filed_on=entry.day("filed_on"),
        days_late=entry.whole("days_late"),
    )
    return FiledReport(part, _hours_of(entry.entry("hours")), _bridge_of(part.component, entry))


def _hours_of(entry: Entry) -> Hours:
    found = {}
    for period in entry.values:
        by_variant = entry.entry(period)
        for variant, minutes in by_variant.values.items():
            if not isinstance(minutes, list) or len(minutes) != len(ALL_PLACES):
                by_variant.broken(variant, "minutes at every place")
            found[period, Variant(variant)] = dict(zip(ALL_PLACES, map(int, minutes), strict=True))
    return found


def _bridge_of(org_unit: str, entry: Entry) -> BridgeLine:
    bridge = entry.entry("bridge")
    return bridge_line(org_unit, bridge, bridge.counts("reasons"))


def _own(entry: Entry) -> OwnRun:
    tables = entry.entry("tables")
    return OwnRun(
        run=entry.text("run"),
        as_of=entry.day("as_of"),
        status_period=entry.text("status_period"),
        department=entry.text("department"),
        name=entry.text("name"),
        hours=_hours_of(entry.entry("hours")),
        bridge=_bridge_of("", entry),
        utilisation=tuple(
            Utilisation(
                facility=line.text("facility"),
                measure=line.text("measure"),
                first=line.day("first"),
                last=line.day("last"),
                occupancy=line.ratio("occupancy") or 0.0,
                usable_sqft=line.text("usable_sqft"),
                utilisation=line.ratio("utilisation") or 0.0,
            )
            for line in entry.entries("utilisation")
        ),
        telework=tuple(
            TeleworkLine(line.text(UNIT), *(line.whole(column) for column in COUNTS))
            for line in entry.entries("telework")
        ),
        tables={
            name: TableProvenance(
                (),
                tables.entry(name).whole("raw"),
                tables.entry(name).whole("accepted"),
                tables.entry(name).counts("rejected"),
                tables.entry(name).counts("excluded"),
            )
            for name in tables.values
        },
    )
