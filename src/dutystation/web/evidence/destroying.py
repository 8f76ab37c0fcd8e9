"""How a document is destroyed: its key first, for good, then its bytes; its row stays as what there was.

Source: domain section 6.5 and rule 10.30. Whoever calls has had it approved by two people and asks, in
`once_more`, that nothing holds it in this moment.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.evidence.models import Destruction, Document, DocumentSeal, Removal
from dutystation.web.evidence.store import remove

AT_ONCE = 500
"""Documents whose bytes are looked for at a time."""


def destroy(
    act: Act, document_id: UUID, once_more: Callable[[], object], *, schedule_item: str, under: str, by: str
) -> None:
    """Destroys a document. From the moment its row of this is committed nobody opens it any more.

    `once_more` is asked first in the transaction that destroys it, and raises Refused where it must be kept.
    Whatever ends the process after that transaction leaves bytes that `remove_what_is_left` takes away. One
    that is destroyed already stays so. Call it outside a transaction (RuntimeError within one).
    """
    with transaction.atomic(durable=True):
        once_more()
        document = Document.objects.select_for_update().get(pk=document_id)
        made, new = Destruction.objects.get_or_create(
            document=document,
            defaults={"schedule_item": schedule_item, "under": under, "by_id": by, "at": act.at},
        )
        if new:
            DocumentSeal.objects.filter(document=document).delete()
            record(
                act,
                Verb.EVIDENCE_DESTROYED,
                str(document),
                about=document.about_id,
                to=document.subject,
                item=schedule_item,
                under=under,
            )
    _remove_bytes(act, made)


def remove_what_is_left(act: Act) -> int:
    """Takes away the bytes of destroyed documents that are still in the store; returns of how many."""
    left = Destruction.objects.filter(removal=None).select_related("document").order_by("at", "pk")
    found = list(left[:AT_ONCE])
    for destruction in found:
        _remove_bytes(act, destruction)
    return len(found)


def _remove_bytes(act: Act, destruction: Destruction) -> None:
    """First the bytes, then the row that says so: whoever comes second finds nothing, and says so once."""
    remove(destruction.document)
    Removal.objects.get_or_create(destruction=destruction, defaults={"at": act.at})
