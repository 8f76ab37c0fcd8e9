"""What would be: on pages and in files marked as not published, and kept nowhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dutystation.directives.directive import Directive
from dutystation.publication.what_if import GROUNDS, Classed, GroundEnded, Pair, classed, ground_ended
from dutystation.published.what_if import GroundLine, PairLine, read_grounds, read_pairs
from dutystation.reports.suppression import OWN_STAFF
from dutystation.terms.figure import Figure
from dutystation.terms.ground import Ground
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.models import Unit
from dutystation.web.department.forms import DayForm
from dutystation.web.department.queries import order_on
from dutystation.web.department.scope import needs_department
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import folder_of, newest_run
from dutystation.web.results.reasons import ShownReasons, reasons_shown_of

MARK = "what if, not published"
MOST_PAIRS = 20
"""Pairs of codes that can be classed differently at once, which bounds the address."""


@dataclass(frozen=True)
class Asked:
    """What questions are asked of: a run, and the order that it is read by."""

    run: ReceivedRun
    order: Directive
    department: str
    shown: ShownReasons | None
    """The reasons that may be shown to whoever asks; None where all of them may."""

    @property
    def status_period(self) -> str:
        return self.order.rules_on(self.run.as_of).calendar.last_ended_by(self.run.as_of).label


@require_GET
def what_if_ground(request: ActingRequest) -> HttpResponse:
    """What if a ground ended on a day, that of the run where none is given. Both stand in the address."""
    asked = _asked(request)
    ground = request.GET.get("ground", "")
    if asked is None:
        return render(request, "department/what_if_nothing.html")
    form = DayForm(request.GET if "day" in request.GET else {"day": asked.run.as_of}, first=asked.run.as_of)
    day = form.cleaned_data["day"] if form.is_valid() else None
    rows = _ended(asked, Ground(ground), day) if ground in GROUNDS and day else ()
    if request.GET.get("form") == "csv" and day and rows:
        return _csv("what-if-ground-not-published.csv", _ground_rows(ground, day, rows))
    context = {
        "asked": asked,
        "grounds": [(known.value, asked.order.grounds[known].label) for known in GROUNDS],
        "form": form,
        "day": day,
        "ground": ground if ground in GROUNDS else "",
        "label": asked.order.grounds[Ground(ground)].label if rows else "",
        "rows": rows,
        "hides": any(row.is_hidden for row in rows),
        "names": _names(),
    }
    return render(request, "department/what_if_ground.html", context)


@require_GET
def what_if_classes(request: ActingRequest) -> HttpResponse:
    """What if hours were classed differently. Each pair of codes and its place stand in the address."""
    asked = _asked(request)
    if asked is None:
        return render(request, "department/what_if_nothing.html")
    lines = _pairs(asked.run.name, asked.run.ended_at)
    known = {(line.pay_code, line.place_code): line.place for line in lines}
    classes = _classes(request, known)
    if "pair" in request.GET:
        return redirect(f"{reverse('what_if_classes')}?{_address(request, known, classes)}")
    rows = _classed(asked, classes, lines) if classes else ()
    if request.GET.get("form") == "csv" and rows:
        return _csv("what-if-classes-not-published.csv", _class_rows(rows))
    periods = [ALL_PERIODS, *sorted({line.period for line in lines}, reverse=True)]
    units = [asked.department, *sorted({row.unit for row in rows} - {asked.department})]
    period = _one_of(request, "period", periods)
    unit = _one_of(request, "unit", units)
    context = {
        "asked": asked,
        "pairs": [(number, pair, known[pair]) for number, pair in enumerate(sorted(known))],
        "kinds_of_place": ALL_PLACES,
        "classes": [
            (pair, known[pair], place, _without(request, classes, pair)) for pair, place in classes.items()
        ],
        "full": len(classes) >= MOST_PAIRS,
        "periods": periods,
        "units": units,
        "period": period,
        "unit": unit,
        "by_unit": [row for row in rows if row.period == period],
        "by_period": [row for row in rows if row.unit == unit],
        "names": _names(),
    }
    return render(request, "department/what_if_classes.html", context)


def _asked(request: ActingRequest) -> Asked | None:
    needs_department(request)
    run, order = newest_run(), order_on(request.act.day)
    root = Unit.objects.filter(parent=None).order_by("pk").first()
    if not (run and order and root):
        return None
    sees_all = request.sight.sees_small_counts_of(root)
    return Asked(run, order, root.pk, None if sees_all else reasons_shown_of(run, request.act.day))


def _names() -> dict[str, str]:
    return dict(Unit.objects.filter(parent__parent=None).values_list("pk", "name"))


def _hidden(asked: Asked, ground: Ground) -> set[str]:
    """The units of which nothing may tell how many people are on a ground."""
    if asked.shown is None:
        return set()
    units = asked.shown.lines.keys() - {OWN_STAFF} or {asked.department, *_names()}
    return {unit for unit in units if asked.shown.hides(unit, ground.value)}


def _ended(asked: Asked, ground: Ground, day: date) -> tuple[GroundEnded, ...]:
    return ground_ended(
        ground,
        _grounds(asked.run.name, asked.run.ended_at),
        _pairs(asked.run.name, asked.run.ended_at),
        on=day,
        department=asked.department,
        status_period=asked.status_period,
        provisional_limit=asked.order.rules_on(asked.run.as_of).provisional_limit,
        hidden=_hidden(asked, ground),
    )


def _classed(asked: Asked, classes: dict[Pair, str], lines: Sequence[PairLine]) -> tuple[Classed, ...]:
    limit = asked.order.rules_on(asked.run.as_of).provisional_limit
    return classed(classes, lines, department=asked.department, provisional_limit=limit)


def _classes(request: ActingRequest, known: dict[Pair, str]) -> dict[Pair, str]:
    """The pairs of the address with the place each is to mean, in three lists of equal length."""
    given = zip(*(request.GET.getlist(name) for name in ("pay", "place_code", "to")), strict=False)
    found = {(pay, code): to for pay, code, to in given if (pay, code) in known and to in ALL_PLACES}
    return dict(list(found.items())[:MOST_PAIRS])


def _address(request: ActingRequest, known: dict[Pair, str], classes: dict[Pair, str]) -> str:
    """The address with the pair that was chosen, by its place in the list, added to it."""
    pairs, number, to = sorted(known), request.GET["pair"], request.GET.get("place", "")
    if not (number.isascii() and number.isdigit() and int(number) < len(pairs) and to in ALL_PLACES):
        return _query(request, classes)
    return _query(request, {**classes, pairs[int(number)]: to})


def _query(request: ActingRequest, classes: dict[Pair, str]) -> str:
    parts = [
        (name, value)
        for (pay, code), to in classes.items()
        for name, value in (("pay", pay), ("place_code", code), ("to", to))
    ]
    kept = [(name, request.GET[name]) for name in ("period", "unit") if name in request.GET]
    return urlencode([*parts, *kept])


def _without(request: ActingRequest, classes: dict[Pair, str], pair: Pair) -> str:
    return _query(request, {other: place for other, place in classes.items() if other != pair})


def _one_of(request: ActingRequest, name: str, known: Sequence[str]) -> str:
    given = request.GET.get(name, "")
    return given if given in known else known[0]


@lru_cache(maxsize=2)
def _grounds(run: str, ended_at: datetime) -> tuple[GroundLine, ...]:
    """A run that was made anew under its name ended at another time."""
    return read_grounds(folder_of(run))


@lru_cache(maxsize=2)
def _pairs(run: str, ended_at: datetime) -> tuple[PairLine, ...]:
    return read_pairs(folder_of(run))


def _csv(name: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _ground_rows(ground: str, day: date, rows: Sequence[GroundEnded]) -> Iterable[Iterable[object]]:
    yield (
        *("standing", "org_unit", "ground", "ended_on", "people", "ending_before"),
        *("no_approved_reason", "pending", "another_ground", *_COLUMNS),
    )
    for row in rows:
        counts = (row.people, row.ending, row.without, row.pending, row.others)
        shown = ("" if count is None else count for count in counts)
        yield (MARK, row.unit, ground, day, *shown, *_cells(row.before), *_cells(row.after))


def _class_rows(rows: Sequence[Classed]) -> Iterable[Iterable[object]]:
    yield ("standing", "org_unit", "period", *_COLUMNS)
    for row in rows:
        yield (MARK, row.unit, row.period, *_cells(row.before), *_cells(row.after))


_PARTS = ("numerator", "denominator", "unclassified", "value", "low", "high", "status")
_COLUMNS = tuple(f"{when}_{part}" for when in ("before", "after") for part in _PARTS)


def _cells(figure: Figure | None) -> tuple[object, ...]:
    if figure is None:
        return ("",) * len(_PARTS)
    return tuple("" if (value := getattr(figure, part)) is None else value for part in _PARTS)
