"""What a version is made of, read from the run and the cases as they stand. For `actions.prepare`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dutystation.directives.directive import Directive
from dutystation.web.accounts.models import Facility, Unit
from dutystation.web.accounts.scope import within
from dutystation.web.exception_requests.models import InterimMeasure
from dutystation.web.filings import registers
from dutystation.web.filings.content import VersionParts
from dutystation.web.filings.findings import found
from dutystation.web.filings.grounds import Ground, grounds_of
from dutystation.web.filings.measured import assigned, measured, not_returned
from dutystation.web.filings.models import FiledPerson, Filing, Version
from dutystation.web.filings.people import named, open_disputes
from dutystation.web.filings.queries import explanations
from dutystation.web.filings.rules import Kind
from dutystation.web.notices.queries import directive_of
from dutystation.web.records.models import Dispute, ReceivedRun
from dutystation.web.records.rules import UNANSWERED


def parts_of(
    filing: Filing, run: ReceivedRun, *, number: int, replaces: Version | None, preparer: str, day: date
) -> VersionParts:
    """Everything of a version that is prepared on `day` from a run. A constant number of queries."""
    component = filing.component
    directive = directive_of(filing.directive)
    grounds = grounds_of(component)
    people = named(not_returned(run, component.pk), grounds, open_disputes(component), day)
    return VersionParts(
        filing=filing,
        directive=directive,
        run=run,
        measured=measured(run, component.pk),
        found=found(run, component),
        explained={key: note.text for key, note in explanations(filing).items()},
        people=people,
        registers=_registers(component, run, people, grounds, directive, day),
        number=number,
        kind=Kind.REPORT if people else Kind.ZERO,
        prepared_by=preparer,
        prepared_on=day,
        replaced=replaces.content if replaces else None,
    )


def _registers(
    component: Unit,
    run: ReceivedRun,
    people: list[FiledPerson],
    grounds: Mapping[str, list[Ground]],
    directive: Directive,
    day: date,
) -> dict[str, Any]:
    soon = directive.rules_on(day).expiring_soon_days
    disputed = Dispute.objects.filter(within(component, "person"), state__in=UNANSWERED)
    return {
        "exceptions": registers.exceptions(people, grounds, day, soon),
        "accommodation": registers.accommodation(grounds, _interim(component, day), day),
        "space": registers.space(people, grounds, Facility.objects.in_bulk(), assigned(run), day),
        "legal": registers.legal(people, grounds, day),
        "distance": registers.distance(people, grounds, day),
        "disputes": registers.disputes(
            ((dispute.day, dispute.opened_at.date()) for dispute in disputed.order_by("pk")), day
        ),
    }


def _interim(component: Unit, day: date) -> frozenset[int]:
    """The requests for which something holds on the day."""
    holding = InterimMeasure.objects.filter(within(component, "request__person"), from_day__lte=day)
    return frozenset(holding.exclude(until_day__lt=day).values_list("request_id", flat=True))
