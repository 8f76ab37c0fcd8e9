"""What officials had before them when they found what an order asks for sufficient: documents, references.

Nothing sealed is opened here: how many there were is known, and not what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from dutystation.web.evidence.models import Document
from dutystation.web.exception_requests.models import ItemVerdict


@dataclass(frozen=True)
class Judged:
    """One row is what was judged of a request: so many documents, so many things that are kept elsewhere."""

    documents: int = 0
    elsewhere: int = 0

    def words(self) -> str:
        """What was looked at and found sufficient; empty where nobody noted that there was anything."""
        if not self.documents:
            return "what is kept elsewhere under a reference and found it" if self.elsewhere else ""
        elsewhere = ", and what is kept elsewhere under a reference," if self.elsewhere else ""
        return f"the documents{elsewhere} and found them"


@dataclass(frozen=True)
class Evidence:
    """The documents and verdicts of some requests, by request; every moment with what there was."""

    given: Mapping[str, list[datetime]]
    """By subject, when each document was given that is not withdrawn."""
    verdicts: Mapping[int, list[ItemVerdict]]

    def documents(self, request: object, until: datetime | None) -> list[datetime]:
        """When the documents of a request were given; with `until`, those that were there at that moment."""
        found = self.given.get(str(request), [])
        return [added for added in found if until is None or added <= until]

    def judged(self, number: int, until: datetime) -> Judged:
        """What the verdicts on a request rest on that were the newest at a moment."""
        said = self.verdicts.get(number, ())
        newest = {verdict.item: verdict for verdict in said if verdict.at <= until}
        sufficient = [verdict for verdict in newest.values() if verdict.sufficient]
        return Judged(
            sum(verdict.documents for verdict in sufficient),
            sum(verdict.elsewhere for verdict in sufficient),
        )


def evidence_of(documents: Q, verdicts: Q) -> Evidence:
    """The evidence that two conditions pick, in two queries."""
    given: dict[str, list[datetime]] = {}
    rows = Document.objects.filter(documents, withdrawal=None).order_by("added_at")
    for subject, added_at in rows.values_list("subject", "added_at"):
        given.setdefault(subject, []).append(added_at)
    said: dict[int, list[ItemVerdict]] = {}
    for verdict in ItemVerdict.objects.filter(verdicts).defer("reason", "reference").order_by("pk"):
        said.setdefault(verdict.request_id, []).append(verdict)
    return Evidence(given, said)
