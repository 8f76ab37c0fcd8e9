"""Who is asked to do something with a filing, and mails to them: that something happened, and never what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import accumulate

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dutystation.web.accounts.models import Grant, Person
from dutystation.web.accounts.scope import in_force
from dutystation.web.audit.act import Act
from dutystation.web.filings.capacity import roles_of
from dutystation.web.filings.models import Filing
from dutystation.web.filings.rules import Who
from dutystation.web.mail.actions import write_to_each
from dutystation.web.notices.queries import directive_of


def asked(filing: Filing, who: Who, day: date) -> Mapping[str, Person]:
    """Those who do it for the component on a day, by id; delegates only where the order lets them."""
    roles, delegable = roles_of(who, directive_of(filing.directive))
    above = list(accumulate(f"{part}/" for part in filing.component.path.rstrip("/").split("/")))
    held = in_force(day) & Q(role__in=roles, unit__path__in=above)
    their_own = Q(deputy_for=None)
    held &= their_own | in_force(day, "deputy_for__") if delegable else their_own
    grants = Grant.objects.filter(held).select_related("person").order_by("person")
    return {grant.person_id: grant.person for grant in grants}


def tell(act: Act, filing: Filing, who: Who, subject: str) -> None:
    """Mails those who do it for the component, but for whoever acts, where they have an address."""
    address = settings.ADDRESS + reverse("filing", args=[filing.pk])
    said = _("there is something new about the report of %(component)s. Sign in to see it:")
    text = said % {"component": filing.component}
    write_to_each(
        [
            (person.pk, f"{person},\n\n{text}\n{address}\n")
            for person in asked(filing, who, act.day).values()
            if person.email and person.pk != act.actor
        ],
        Truncator(subject).chars(200),
        about=str(filing),
        at=act.at,
    )
