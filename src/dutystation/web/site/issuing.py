"""An order is issued: whom it reaches is told of it, and what components owe under it is opened."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dutystation.directives.directive import Directive
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import recorded_last
from dutystation.web.filings.actions import open_filings
from dutystation.web.notices import actions as notices
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.rules import Reach


@transaction.atomic
def issue(
    act: Act, order: Directive, reach: Reach, from_day: date, *, replaces: int = 0, reason: str = ""
) -> IssuedDirective:
    """Issues an order, or issues it anew, with everything that follows. Raises Refused, as for notices."""
    with recorded_last():
        issued = notices.issue(act, order, reach, from_day, replaces=replaces, reason=reason)
        open_filings(act)
    return issued
