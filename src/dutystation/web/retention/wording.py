"""The words of the pages on retention."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutystation.terms.retention import KeptFrom, RecordKind
from dutystation.web.retention.rules import Reach

Words = str | Promise

KINDS: Mapping[str, Words] = {
    RecordKind.SEALED_DOCUMENTS: _("sealed documents"),
    RecordKind.OPEN_DOCUMENTS: _("documents that are not sealed"),
    RecordKind.REQUESTS: _("requests and decisions"),
    RecordKind.DISPUTES: _("disputes and answers"),
    RecordKind.MAILS: _("mails"),
    RecordKind.FILINGS: _("filed reports"),
    RecordKind.EVENTS: _("events"),
}
STARTS: Mapping[str, Words] = {
    KeptFrom.DECISION_ENDED: _("the last day of the decision"),
    KeptFrom.REQUEST_CLOSED: _("the day on which the request was closed"),
    KeptFrom.PERSON_LEFT: _("the day on which the person left, or the request was closed if that is later"),
    KeptFrom.DISPUTE_CLOSED: _("the day on which the dispute was closed"),
    KeptFrom.REPORT_FILED: _("the day on which the report was filed"),
    KeptFrom.WRITTEN: _("the day on which it was written"),
}
REACHES: Mapping[Reach, Words] = {
    Reach.PERSON: _("one person"),
    Reach.COMPONENT: _("one component"),
    Reach.EVERYTHING: _("everything"),
}
