"""What a run has found is brought onto the worklists, some thousand findings at a time."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from dutystation.directives.business_days import business_days_after
from dutystation.published.findings import Finding, findings_of
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.append import append
from dutystation.web.audit.verbs import Verb
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import folder_of
from dutystation.web.worklists.models import Choice, Item
from dutystation.web.worklists.queries import directive_of_run
from dutystation.web.worklists.rules import ItemState, ItemVerb, after, before, verb_of_a_find

AT_ONCE = 2000
"""Findings that are looked up and written at a time."""
UNIQUE = ("kind", "key")
LISTED = ("component", "kind", "sender", "reason", "period")
NOT_SHOWN = ("decisions",)
"""Tables whose rows can name a protected ground, which those who mend findings may not read (rule 10.19)."""
SHOWN_OF_THEM = ("column",)
"""The details of such a row that repeat nothing of it."""
FOUND_ANEW = (
    *(
        "component",
        "person",
        "period",
        "day",
        "table",
        "sender",
        "file",
        "line",
        "reason",
        "minutes",
        "as_delivered",
    ),
    *("details", "content", "changed_in", "due_on", "state", "closed_at", "reopened"),
)
"""What a run says of a finding that is known. Its owner, the reason of its day and its note stay."""


@dataclass(frozen=True)
class Taken:
    """What a run came to: findings that are new, that were known, that are open again, that are mended."""

    new: int = 0
    known: int = 0
    reopened: int = 0
    mended: int = 0


@dataclass(frozen=True)
class _Place:
    """The person of a finding, None where the roster knows nobody of that id, and who mends it."""

    person: str | None
    component: str


@transaction.atomic
def take_findings(act: Act, run: ReceivedRun) -> Taken:
    """Brings the findings of a run that was received onto the worklists. Everything or nothing.

    What is found again keeps its owner, its note and its day; what is not found any more is mended. Raises
    UnusableInput where the run's folder holds no findings.
    """
    return take(act, run, findings_of(folder_of(run.name)))


@transaction.atomic
def take(act: Act, run: ReceivedRun, batches: Iterable[Sequence[Finding]]) -> Taken:
    """The same with the findings given, in batches of any length."""
    rules = directive_of_run(run).rules_on(act.day)
    due = business_days_after(act.day, rules.mend_finding_business_days)
    taken = Taken()
    same: set[int] = set()
    for batch in batches:
        for start in range(0, len(batch), AT_ONCE):
            taken = _take_some(run, due, batch[start : start + AT_ONCE], taken, same)
    taken = replace(taken, mended=_mend(act, run, same))
    _follow_people()
    _list_choices()
    record(act, Verb.FINDINGS_TAKEN, f"run:{run.name}", run=run.name, **vars(taken))
    return taken


def _take_some(
    run: ReceivedRun, due: date, findings: Sequence[Finding], taken: Taken, same: set[int]
) -> Taken:
    """Writes what is new or says something else: as many statements for many findings of a kind as for few.

    What is known and unchanged is not written and not locked: its number goes into `same`.
    """
    given = {(finding.kind.value, _storable(finding.key)): finding for finding in findings}
    known = _known(given)
    new: list[Finding] = []
    changed: list[Finding] = []
    for name, finding in given.items():
        was = known.get(name)
        if was is None:
            new.append(finding)
        elif _is_unchanged(was, finding):
            same.add(was.pk)
        else:
            changed.append(finding)
    places = _places([*new, *changed])
    append(Item, (_item(run, due, finding, places.get(finding.person)) for finding in new))
    anew = [_item(run, due, finding, places.get(finding.person)) for finding in changed]
    return replace(
        taken,
        new=taken.new + len(new),
        known=taken.known + len(known),
        reopened=taken.reopened + _write_anew(anew, [known[item.kind, item.key].pk for item in anew]),
    )


def _write_anew(items: Sequence[Item], numbers: Sequence[int]) -> int:
    """Writes over findings that are known, once they are locked; returns how many are open again."""
    if not items:
        return 0
    locked = Item.objects.filter(pk__in=numbers).order_by("pk").select_for_update()
    known = {(was.kind, was.key): was for was in locked}
    reopened = 0
    for item in items:
        was = known[item.kind, item.key]
        verb = verb_of_a_find(ItemState(was.state), same=was.content == item.content)
        reopened += verb is not None
        _find_anew(was, item, verb)
    Item.objects.bulk_create(items, update_conflicts=True, unique_fields=UNIQUE, update_fields=FOUND_ANEW)
    return reopened


def _mend(act: Act, run: ReceivedRun, same: AbstractSet[int]) -> int:
    """What this run neither wrote nor found unchanged is not found any more. Returns how many those are."""
    looked_at = Item.objects.filter(state__in=before(ItemVerb.MEND))
    numbers = looked_at.exclude(changed_in=run).order_by("pk").values_list("pk", flat=True)
    gone = [number for number in numbers.iterator(AT_ONCE) if number not in same]
    return sum(
        looked_at.filter(pk__in=gone[start : start + AT_ONCE]).update(
            state=ItemState.MENDED, closed_at=act.at
        )
        for start in range(0, len(gone), AT_ONCE)
    )


def _places(findings: Iterable[Finding]) -> Mapping[str, _Place]:
    """The people whom findings name and the roster knows, each with the component of their unit."""
    named = {finding.person for finding in findings if finding.person}
    rows = Person.objects.filter(pk__in=named).exclude(unit=None)
    found = rows.values_list("pk", "unit", "unit__component")
    return {person: _Place(person, component or unit) for person, unit, component in found}


class _Known(NamedTuple):
    """What is compared of a finding that is known, and its number."""

    pk: int
    kind: str
    key: str
    state: str
    content: str
    file: str
    line: int


def _known(names: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], _Known]:
    """Those that are known of findings by kind and key.

    Kind by kind: asked for some kinds at once, an index looks for every key under each of them.
    """
    keys: dict[str, list[str]] = defaultdict(list)
    for kind, key in names:
        keys[kind].append(key)
    known: dict[tuple[str, str], _Known] = {}
    for kind, of_kind in keys.items():
        asked = Item.objects.filter(kind=kind, key__in=of_kind).order_by()
        rows = map(_Known._make, asked.values_list(*_Known._fields))
        known |= {(row.kind, row.key): row for row in rows}
    return known


def _is_unchanged(was: _Known, finding: Finding) -> bool:
    """Whether nothing is to be written. What human resources do meanwhile changes nothing about it."""
    if was.state == ItemState.MENDED or (was.file, was.line) != (_storable(finding.file), finding.line):
        return False
    return was.content == _content(finding)


def _follow_people() -> None:
    """What was found of somebody who is in another component now is that one's, also what is mended."""
    now = Coalesce("unit__component", "unit")
    theirs = Subquery(Person.objects.filter(pk=OuterRef("person")).values(component=now)[:1])
    moved = Item.objects.annotate(now=Coalesce("person__unit__component", "person__unit"))
    moved.exclude(person=None).exclude(component=F("now")).update(component=theirs)


def _list_choices() -> None:
    Choice.objects.all().delete()
    found = Item.objects.order_by().values(*LISTED).distinct()
    columns = {"component": "component_id"}
    rows = [
        Choice(**{columns.get(name, name): value for name, value in row.items()}) for row in found.iterator()
    ]
    Choice.objects.bulk_create(rows, batch_size=AT_ONCE)


def _item(run: ReceivedRun, due: date, finding: Finding, place: _Place | None) -> Item:
    shown = finding.table not in NOT_SHOWN
    details = {name: text for name, text in finding.details.items() if shown or name in SHOWN_OF_THEM}
    return Item(
        component_id=place.component if place else finding.component,
        kind=finding.kind.value,
        key=_storable(finding.key),
        person_id=place.person if place else None,
        period=finding.period,
        day=finding.day,
        table=finding.table,
        sender=finding.sender,
        file=_storable(finding.file),
        line=finding.line,
        reason=finding.reason,
        minutes=finding.minutes,
        as_delivered=_storable(finding.as_delivered) if shown else "",
        details={name: _storable(text) for name, text in details.items()},
        content=_content(finding),
        first_run_id=run.pk,
        changed_in_id=run.pk,
        due_on=due,
    )


def _storable(text: str) -> str:
    """A delivered text without the character that PostgreSQL has no place for."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _find_anew(was: Item, item: Item, verb: ItemVerb | None) -> None:
    """Completes what is written over a finding that is known; a new day only where it is open again."""
    if verb is None:
        item.state, item.due_on, item.closed_at = was.state, was.due_on, was.closed_at
        item.reopened = was.reopened
    else:
        reached = after(verb, ItemState(was.state))
        assert reached is not None
        item.state, item.reopened = reached, was.reopened + 1


def _content(finding: Finding) -> str:
    """What was found, without where it stands: a file that is sent again has other lines."""
    said = {
        name: str(value)
        for name, value in vars(finding).items()
        if name not in ("component", "kind", "key", "file", "line", "details")
    }
    text = json.dumps([said, dict(finding.details)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
