"""What the cases hold that a component looks at before it files: read as it stands now, never copied."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from dutystation.web.accounts.scope import Sight
from dutystation.web.exception_requests.models import Decision, DelayNote, Outcome, Request
from dutystation.web.exception_requests.queries import IN_FORCE, worklist
from dutystation.web.exception_requests.rules import UNDECIDED
from dutystation.web.notices.queries import directive_of, issued_on


def expiring_soon_days(day: date) -> int | None:
    """Within how many days a decision ends soon, by the order that holds; None where none does."""
    issued = issued_on(day)
    return None if issued is None else directive_of(issued).rules_on(day).expiring_soon_days


def ending_decisions(sight: Sight, day: date, within_days: int) -> QuerySet[Decision]:
    """Approvals of people on the rolls that end within so many days or have ended no longer ago than that.

    Each request with its newest decision alone; those that end first come first.
    """
    span = timedelta(days=within_days)
    newest = Q(followed_by=None, valid_until__range=(day - span, day + span))
    approved = Q(outcome__in=(*IN_FORCE, Outcome.LAPSED), request__person__on_rolls=True)
    seen = Decision.objects.filter(newest & approved, request__in=worklist(sight).order_by().values("pk"))
    about = ("request__person", "request__person__unit", "request__directive")
    return seen.select_related(*about).order_by("valid_until", "pk")


def overdue_requests(sight: Sight, day: date) -> QuerySet[Request]:
    """Undecided requests beyond their limit whose clock runs, the oldest limit first.

    `has_note` says whether somebody has noted why it takes longer, which a filing asks for.
    """
    found = worklist(sight).filter(state__in=UNDECIDED, limit__lt=day, paused_on=None)
    noted = Exists(DelayNote.objects.filter(request=OuterRef("pk")))
    return found.annotate(has_note=noted).order_by("limit", "pk")
