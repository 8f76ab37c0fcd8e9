"""The content of a version: everything that is certified but the people, as canonical JSON.

The same run and cases, prepared by the same person on the same day, give the same content. Its keys are in
docs/filings.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dutystation.directives.directive import Directive
from dutystation.published.write import figure_entry
from dutystation.terms.publication import BridgeLine
from dutystation.web.filings.difference import Content, changes
from dutystation.web.filings.findings import Found
from dutystation.web.filings.measured import Measured
from dutystation.web.filings.models import FiledPerson, Filing
from dutystation.web.filings.people import merged, people_sha256
from dutystation.web.records.models import ReceivedRun

FORMAT = 1


@dataclass(frozen=True)
class VersionParts:
    """Everything a version is made of. `replaced` is the content of the version that was filed before it."""

    filing: Filing
    directive: Directive
    run: ReceivedRun
    measured: Measured
    found: Found
    explained: Mapping[str, str]
    """What was said of each missing delivery, by its key."""
    people: Sequence[FiledPerson]
    registers: Mapping[str, Any]
    number: int
    kind: str
    prepared_by: str
    prepared_on: date
    replaced: Content | None


def content_of(parts: VersionParts) -> dict[str, Any]:
    """The content, ready for its hash."""
    obligation = parts.directive.obligations[parts.filing.obligation]
    made: dict[str, Any] = {
        "format": FORMAT,
        "component": parts.filing.component_id,
        "component_name": parts.filing.component.name,
        "order": parts.directive.name,
        "order_title": parts.directive.title,
        "order_sha256": parts.directive.sha256,
        "obligation": parts.filing.obligation,
        "obligation_title": obligation.title,
        "due_on": parts.filing.due_on.isoformat(),
        "as_of": parts.run.as_of.isoformat(),
        "status_period": parts.measured.status_period,
        "run": parts.run.name,
        "run_order_sha256": parts.run.directive_sha256,
        "version": parts.number,
        "kind": parts.kind,
        "prepared_by": parts.prepared_by,
        "prepared_on": parts.prepared_on.isoformat(),
        "figures": [figure_entry(figure) for figure in parts.measured.figures],
        "bridge": _bridge(parts.measured.bridge),
        "registers": dict(parts.registers),
        "faults": [asdict(fault) for fault in parts.found.faults],
        "gaps": [
            {**asdict(gap), "explanation": parts.explained.get(gap.key, "")} for gap in parts.found.gaps
        ],
        "deliveries": [asdict(delivered) for delivered in parts.measured.deliveries],
        "narrative": parts.filing.narrative,
        "people": len(parts.people),
        "people_sha256": people_sha256(parts.people),
    }
    before = parts.replaced
    made["changes"] = [] if before is None else [change.entry() for change in changes(before, made)]
    return made


def _bridge(line: BridgeLine | None) -> dict[str, Any]:
    """The bridge with protected grounds merged; all zeros where the run knows nobody of the component."""
    bridge = asdict(merged(line) or BridgeLine("", 0, 0, 0, 0, 0, {}))
    del bridge["org_unit"]
    return bridge


def bridge_of(content: Content) -> BridgeLine:
    """The bridge of a content, as checks look at it."""
    bridge = content["bridge"]
    return BridgeLine(org_unit=content["component"], **bridge)
