"""Adding an event: the last thing every action does, in the transaction of its change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from functools import partial
from typing import Any

from django.db import connection, transaction

from dutystation.web.audit.act import Act
from dutystation.web.audit.chain import event_hash
from dutystation.web.audit.models import ChainEnd, Event
from dutystation.web.audit.verbs import Verb

_LATER: ContextVar[list[Callable[[], None]] | None] = ContextVar("later", default=None)


def record(act: Act, verb: Verb, subject: str, *, about: str = "", **details: Any) -> None:
    """Adds an event to the chain, in the transaction that is open.

    The end of the chain is locked until that transaction ends, so call it after every other lock is held;
    then no two actions wait for each other. `details` must be what JSON can hold and nothing medical.
    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded in the transaction of its change")
    adding = partial(_add, act, verb, subject, about, details)
    later = _LATER.get()
    if later is None:
        adding()
    else:
        later.append(adding)


@contextmanager
def recorded_last() -> Iterator[None]:
    """Adds the events of a block at its end: for one action that is made of several, each with its locks."""
    if _LATER.get() is not None:
        yield
        return
    later: list[Callable[[], None]] = []
    before = _LATER.set(later)
    try:
        yield
    finally:
        _LATER.reset(before)
    for adding in later:
        adding()


def _add(act: Act, verb: Verb, subject: str, about: str, details: dict[str, Any]) -> None:
    end = ChainEnd.objects.select_for_update().get(pk=1)
    event: dict[str, Any] = {
        "number": end.number + 1,
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": act.actor,
        "verb": verb.value,
        "subject": subject,
        "about": about,
        "details": details,
        "request": act.request,
        "origin": act.origin,
        "previous": end.hash,
    }
    event["hash"] = event_hash(event)
    end.number, end.hash = event["number"], event["hash"]
    end.save(update_fields=["number", "hash"])
    Event.objects.create(**{**event, "at": act.at})
