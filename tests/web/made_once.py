"""What many tests start from is made once, and stays there for the tests that come next.

The cast, a received run, open reports: each is made in a transaction of its own that is left open, inside
the one before. A test has its savepoint inside of all that it asks for, so whatever it does is gone after it;
what the next test does not ask for is taken away before that one begins.

Tests whose rows are committed cannot have this, and make everything themselves: see `committed_rows`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

FIRST = "cast"
ON_TOP = ("received", "measured", "reports")
"""Fixtures that a test starts from besides the cast: what more than one of them makes is not kept."""
LAST = "sessions"


@dataclass(frozen=True)
class Kept:
    """What was made for a fixture, with the transaction that holds its rows."""

    name: str
    holding: transaction.Atomic
    value: object


_there: list[Kept] = []


def wanted_by(fixtures: Collection[str]) -> tuple[str, ...]:
    """What a test with these fixtures starts from, in the order in which it is made."""
    on_top = [name for name in ON_TOP if name in fixtures]
    if FIRST not in fixtures:
        return ()
    return FIRST, *(on_top if len(on_top) == 1 else ()), *((LAST,) if LAST in fixtures else ())


def keep(names: tuple[str, ...], makers: Mapping[str, Callable[[], object]]) -> None:
    """Leaves there exactly what a test starts from: takes away what it does not ask for, makes the rest."""
    while tuple(kept.name for kept in _there) != names[: len(_there)]:
        _take_away_the_last()
    for name in names[len(_there) :]:
        holding = _of_a_test()
        holding.__enter__()
        try:
            value = makers[name]()
        except BaseException as problem:
            holding.__exit__(type(problem), problem, problem.__traceback__)
            raise
        _there.append(Kept(name, holding, value))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is gone afterwards; numbers of rows are given anew."""
    with _of_a_test():
        yield
        transaction.set_rollback(True)
    if connection.vendor == "postgresql":  # which goes on counting, whatever is rolled back
        tables = [model for model in apps.get_models() if model._meta.managed]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)


def _of_a_test() -> transaction.Atomic:
    """A transaction as Django marks that of a test: what insists on being outermost is not refused inside."""
    holding = transaction.atomic()
    holding._from_testcase = True  # type: ignore[attr-defined]
    return holding


def take_all_away() -> None:
    """Nothing is there any more; for whoever commits rows, and for the end."""
    keep((), {})


def made_once(name: str, make: Callable[[], Any]) -> Any:
    """What was made for a fixture, as it was before any test; made now where nothing is kept."""
    for kept in _there:
        if kept.name == name:
            return copy.deepcopy(kept.value)
    return make()


def _take_away_the_last() -> None:
    holding = _there.pop().holding
    transaction.set_rollback(True)
    holding.__exit__(None, None, None)
