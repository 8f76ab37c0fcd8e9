"""The board: every component and obligation with its clock. Nobody is left out for having done nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from dutystation.directives.directive import Directive
from dutystation.published.entry import Entry
from dutystation.published.read import figure_of
from dutystation.terms.figure import Figure, FigureCode, Variant
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.scope import FilingSight, Sight
from dutystation.web.department.models import Fulfilment, Reminder
from dutystation.web.department.queries import (
    newest_fulfilments,
    reminders_of,
    standing_on,
)
from dutystation.web.department.rules import Clock, ReminderKind, clock
from dutystation.web.filings.models import Filing, Version
from dutystation.web.filings.queries import components_of
from dutystation.web.filings.rules import HOLDING, State, Verb
from dutystation.web.notices.queries import directive_of


@dataclass(frozen=True)
class Line:
    """One row is a component and its report: where it has come to, and what it says.

    `filing` is None where none was opened yet; it is shown as not filed all the same. `share` is the
    in-person share of all hours in the status period, of the version that counts; `change` how far that is
    from the version filed before it, in percentage points.
    """

    component: Unit
    due_on: date
    clock: Clock
    state: State
    filing: Filing | None
    version: Version | None
    share: Figure | None
    change: float | None
    returned: int
    reminders: Sequence[Reminder]
    chased_today: bool

    @property
    def is_filed(self) -> bool:
        return self.version is not None

    @property
    def is_amended(self) -> bool:
        """Whether the version that counts took the place of another one."""
        return self.version is not None and self.version.replaces_id is not None


@dataclass(frozen=True)
class OwnLine:
    """One row is an obligation of the department itself, and what was recorded of it last."""

    obligation: str
    title: str
    owed_to: str
    due_on: date
    clock: Clock
    recorded: Fulfilment | None


@dataclass(frozen=True)
class Board:
    """What an order makes components and the department do, on one day."""

    order: Directive
    title: str
    lines: Sequence[Line]
    own: Sequence[OwnLine]

    @property
    def filed(self) -> int:
        return sum(line.is_filed for line in self.lines)

    @property
    def missing(self) -> list[Line]:
        """Those of which nothing counts, by name."""
        return [line for line in self.lines if not line.is_filed]


def board_of(sight: Sight, day: date) -> Board | None:
    """The board as somebody sees it: all components, or their own. None before any order was issued."""
    issued = standing_on(day)
    if issued is None:
        return None
    order = directive_of(issued)
    obligation = order.report_obligation
    named = sorted(components_of(issued), key=lambda unit: (unit.name, unit.pk))
    seen = [unit for unit in named if sight.filings_of(unit) is not FilingSight.NOTHING]
    filings = _filings(order.name, obligation, seen)
    returned = _returned(filings.values())
    reminders = reminders_of(filings.values())
    versions = [filing.holding for filing in filings.values() if filing.holding is not None]
    shares = _shares(versions)
    lines = []
    for unit in seen:
        filing = filings.get(unit.pk)
        sent = reminders.get(filing.pk, []) if filing else []
        lines.append(_line(unit, order.due_on(obligation), day, filing, shares, returned, sent))
    return Board(order, order.obligations[obligation].title, lines, _own(order, obligation, day))


def _line(
    unit: Unit,
    due_on: date,
    day: date,
    filing: Filing | None,
    shares: Mapping[int, Figure],
    returned: Mapping[int, int],
    reminders: Sequence[Reminder],
) -> Line:
    holds = filing is not None and filing.state in HOLDING
    version = filing.holding if filing and holds else None
    share = shares.get(version.pk) if version else None
    before = shares.get(version.replaces_id or 0) if version else None
    comparable = share and before and share.value is not None and before.value is not None
    return Line(
        component=unit,
        due_on=filing.due_on if filing else due_on,
        clock=clock(
            filing.due_on if filing else due_on, filing.first_filed_on if filing and holds else None, day
        ),
        state=State(filing.state) if filing else State.OPEN,
        filing=filing,
        version=version,
        share=share,
        change=100 * (share.value - before.value) if comparable else None,  # type: ignore[union-attr,operator]
        returned=returned.get(filing.pk, 0) if filing else 0,
        reminders=reminders,
        chased_today=any(sent.kind == ReminderKind.CHASED and sent.on == day for sent in reminders),
    )


def _own(order: Directive, reports: str, day: date) -> list[OwnLine]:
    recorded = newest_fulfilments(order.name)
    found = []
    for name, owed in order.obligations.items():
        if name != reports:
            last = recorded.get(name)
            due_on = order.due_on(name)
            met_on = last.met_on if last else None
            found.append(OwnLine(name, owed.title, owed.owed_to, due_on, clock(due_on, met_on, day), last))
    return found


def _filings(order: str, obligation: str, seen: Iterable[Unit]) -> dict[str, Filing]:
    rows = Filing.objects.filter(order=order, obligation=obligation, component__in=list(seen))
    rows = rows.select_related("holding").defer("holding__content", "narrative")
    return {filing.component_id: filing for filing in rows}


def _returned(filings: Iterable[Filing]) -> dict[int, int]:
    """How often the department has returned each of them."""
    rows = Filing.objects.filter(pk__in=[filing.pk for filing in filings])
    counted = rows.annotate(times=Count("steps", filter=Q(steps__verb=Verb.RETURN))).filter(times__gt=0)
    return dict(counted.order_by().values_list("pk", "times"))


def _shares(versions: Iterable[Version]) -> dict[int, Figure]:
    """The in-person share of versions and of those before them, by id. A version never changes, so kept."""
    wanted = {version.pk for version in versions}
    wanted |= {version.replaces_id for version in versions if version.replaces_id is not None}
    names = {f"headline-{pk}-{sha}": pk for pk, sha in _hashes(wanted)}
    kept: dict[str, Figure | None] = cache.get_many(names)
    fresh = [pk for name, pk in names.items() if name not in kept]
    read = (
        {
            pk: headline(content)
            for pk, content in Version.objects.filter(pk__in=fresh).values_list("pk", "content")
        }
        if fresh
        else {}
    )
    if read:
        cache.set_many({name: read[pk] for name, pk in names.items() if pk in read})
    found = {names[name]: share for name, share in kept.items()} | read
    return {pk: share for pk, share in found.items() if share is not None}


def _hashes(versions: set[int]) -> list[tuple[int, str]]:
    return list(Version.objects.filter(pk__in=versions).values_list("pk", "sha256"))


def headline(content: Mapping[str, Any]) -> Figure | None:
    """The in-person share of all hours in the status period of a filing; None where it has none."""
    named = (FigureCode.IN_PERSON_SHARE, content["status_period"], Variant.TOTAL)
    for figure in content["figures"]:
        if (figure["code"], figure["period"], figure["variant"]) == named:
            return figure_of(Entry("a filing", "its figures", figure))
    return None
