"""What pages say of figures that lie on both sides of a series break. Source: domain rule 10.10."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.directives.directive import Directive
from dutystation.terms.period import PayPeriod
from dutystation.terms.series_break import (
    NAMED,
    NOT_COMPARABLE,
    ONLY_THE_SUM,
    THE_SAME,
    WITHOUT_REMOTE,
    SeriesBreak,
    breaks_of,
    breaks_within,
)
from dutystation.web.accounts.models import Unit
from dutystation.web.results.models import RunPeriod

Periods = Sequence[PayPeriod | RunPeriod]


@dataclass(frozen=True)
class Series:
    """The figures of a unit over some pay periods, where they break.

    `parts` says for each pay period's label which part of a broken series it belongs to, counted from 0; it
    is 0 for all where the series goes on. `begins` are the labels at which another part begins.
    """

    breaks: tuple[SeriesBreak, ...]
    parts: Mapping[str, int]
    begins: frozenset[str]
    note: str
    """What stands beside a line that is drawn, or beside shares that are not comparable; else empty."""

    @property
    def is_broken(self) -> bool:
        return bool(self.begins)


def series_of(
    order: Directive | None, unit: Unit | None, variant: str, periods: Periods, *, drawn: bool
) -> Series:
    """The shares of a variant over pay periods in their order.

    A unit has the breaks of its component; the department, or no unit, those of all. `drawn` says whether a
    line is drawn through them.
    """
    breaks = _breaks(order, unit, periods)
    days = [each.first_day for each in breaks] if variant in WITHOUT_REMOTE else []
    parts = {_label(period): sum(day <= period.first for day in days) for period in periods}
    labels = list(parts)
    begins = {after for before, after in pairwise(labels) if parts[before] != parts[after]}
    return Series(breaks, parts, frozenset(begins), _note(breaks, variant, drawn=drawn))


def note_on_places(breaks: Sequence[SeriesBreak]) -> str:
    """The note beside hours by place of both sides of some breaks; empty where there is none."""
    if not breaks:
        return ""
    return f"{_named(breaks)} {_(ONLY_THE_SUM)}"


def _breaks(order: Directive | None, unit: Unit | None, periods: Periods) -> tuple[SeriesBreak, ...]:
    if order is None or not periods:
        return ()
    known = order.series_breaks
    if unit is not None and unit.component_id:
        known = breaks_of(known, unit.component_id)
    return breaks_within(known, periods[0].first, periods[-1].last)


def _note(breaks: Sequence[SeriesBreak], variant: str, *, drawn: bool) -> str:
    if not breaks:
        return ""
    if variant in WITHOUT_REMOTE:
        follows = _(NOT_COMPARABLE)
    elif drawn:
        follows = _(THE_SAME)
    else:
        return ""
    return f"{_named(breaks)} {follows}"


def _label(period: PayPeriod | RunPeriod) -> str:
    return period.label if isinstance(period, PayPeriod) else period.period


def _named(breaks: Sequence[SeriesBreak]) -> str:
    return " ".join(
        _(NAMED) % {"day": date_format(each.first_day), "whose": each.whose, "says": each.says}
        for each in breaks
    )
