"""Rotation: what is sealed with older keys is sealed with the newest one, so that the older ones can go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from dutystation.terms.errors import NoSealingKey
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.evidence.keys import key_id
from dutystation.web.evidence.models import DocumentSeal
from dutystation.web.evidence.sealing import is_newest, rotate

AT_ONCE = 200
"""Rows renewed in one transaction."""


@dataclass(frozen=True)
class SealedColumn:
    """One row is a binary column that holds values of `sealing.seal`; its table can be changed."""

    model: type[models.Model]
    field: str

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field}"


OF_DOCUMENTS = (SealedColumn(DocumentSeal, "header"), SealedColumn(DocumentSeal, "label"))


def rotate_keys(act: Act, others: Iterable[SealedColumn] = ()) -> Mapping[str, int]:
    """Wraps the keys of all sealed values with the newest key; returns how many were renewed, by column.

    `others` are the sealed columns of other subjects. It can be broken off and begun again, and does nothing
    where nothing is left to do. Raises NoSealingKey where a key is not set, BrokenSeal where a value was
    changed; what was renewed before stays so.
    """
    newest = settings.SEALING_KEYS.newest
    if newest is None:
        raise NoSealingKey(
            _("No sealing key is set."), remedy=_("Set DUTYSTATION_SEALING_KEY_FILE and begin again.")
        )
    renewed = {str(column): _renew(column) for column in (*OF_DOCUMENTS, *others)}
    with transaction.atomic():
        record(act, Verb.KEYS_ROTATED, "keys", key=key_id(newest).hex(), count=sum(renewed.values()))
    return renewed


def _renew(column: SealedColumn) -> int:
    """Goes through a column by its key, so that what is written while it works is not passed by."""
    rows = column.model._base_manager.order_by("pk")
    renewed, last = 0, None
    while True:
        with transaction.atomic():
            left = rows if last is None else rows.filter(pk__gt=last)
            batch = list(left.select_for_update().values_list("pk", column.field)[:AT_ONCE])
            for key, value in batch:
                sealed = bytes(value or b"")
                if sealed and not is_newest(sealed):
                    rows.filter(pk=key).update(**{column.field: rotate(sealed)})
                    renewed += 1
        if not batch:
            return renewed
        last = batch[-1][0]
