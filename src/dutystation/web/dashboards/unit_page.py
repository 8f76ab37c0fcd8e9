"""What the page of the department, a component or a unit shows, from a run's results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dutystation.directives.directive import Directive
from dutystation.reports.labels import RETURN_STATUS_WORDS, percent, span
from dutystation.terms.figure import FigureCode, Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import ALL_PLACES, Place
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.models import Unit
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.dashboards import charts
from dutystation.web.dashboards.asked import Asked
from dutystation.web.dashboards.bridge import lines_of, reasons_of
from dutystation.web.dashboards.cited import baselines, cited_of
from dutystation.web.dashboards.corroboration import CLASSES, Corroborated, corroboration
from dutystation.web.dashboards.queries import above, order_on
from dutystation.web.dashboards.wording import names_of, people, said
from dutystation.web.results.models import BridgeCount, UnitFigure
from dutystation.web.results.queries import bridge_of, figures_of_units, figures_over_time, tallies_over_time
from dutystation.web.results.series import note_on_places, series_of

Context = dict[str, Any]


def unit_context(request: ActingRequest, asked: Asked, unit: Unit) -> Context:
    """Everything the page shows."""
    order = order_on(request)
    children = page_of_rows(unit.children.order_by("name", "pk"), request)
    shown = [child for child in children if request.sight.sees_figures_of(child)]
    return {
        "unit": unit,
        "above": above(request.sight, unit),
        "is_large": unit.parent_id is None or unit.component_id == unit.pk,
        "page": children,
        "order": order,
        **_shares(asked, unit, order),
        **_units(asked, unit, shown, order),
        **_people(request, asked, unit, order),
        **_badges(asked, unit, order),
    }


def chart_row(figure: UnitFigure) -> dict[str, object]:
    """A figure as the charts of shares take it."""
    return {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "status": figure.status,
        "written": f"{percent(figure.value)} ({span(figure.low, figure.high)})",
    }


def _shares(asked: Asked, unit: Unit, order: Directive | None) -> Context:
    """The share over time beside what the order cites, and the hours of the chosen pay period by place."""
    found = list(figures_over_time(asked.run, unit, asked.code, asked.variant))
    headline = next((figure for figure in found if figure.period == asked.period), None)
    over_time = [figure for figure in found if figure.period != ALL_PERIODS]
    cited = cited_of(order, [unit])
    lines = baselines(cited, asked.code, asked.variant)
    series = series_of(order, unit, asked.variant, asked.periods, drawn=True)
    rows = [
        {"period": figure.period, "part": series.parts.get(figure.period, 0), **chart_row(figure)}
        for figure in over_time
    ]
    caption = _("%(share)s, by pay period") % {"share": said(asked.code.value)}
    if series.is_broken:
        caption += ". " + _("No line is drawn across the series break; see the note below.")
    if lines:
        caption += ". " + _("Dashed: what the order cites; the words are below.")
    says = _("A line through the shares of %(unit)s, %(count)s pay periods, in the band of their bounds.") % {
        "unit": unit.name,
        "count": len(rows),
    }
    return {
        "headline": headline,
        "over_time": over_time,
        "over_time_chart": charts.share_over_time(caption, says, rows, lines)
        if any(row["low"] is not None for row in rows)
        else None,
        "cited": cited,
        "series": series,
        "covers_all": asked.period == ALL_PERIODS,
        "by_place": _places(headline.minutes if headline else None),
        "places_note": note_on_places(series.breaks) if asked.period == ALL_PERIODS else "",
    }


def _places(minutes: Mapping[str, int] | None) -> list[tuple[str, int]]:
    """Minutes by place in the order of every table; leave and holidays, which are in no share, last."""
    if minutes is None:
        return []
    order = [place for place in ALL_PLACES if place != Place.NONWORK] + [Place.NONWORK.value]
    return [(place, minutes[place]) for place in order if place in minutes]


def _units(asked: Asked, unit: Unit, shown: Sequence[Unit], order: Directive | None) -> Context:
    """The units just below, by name, in the chosen pay period."""
    found = list(figures_of_units(asked.run, shown, asked.code, asked.variant, asked.period)) if shown else []
    names = names_of(shown)
    rows = [{"unit": names[figure.org_unit_id], **chart_row(figure)} for figure in found]
    caption = _("%(share)s of the units below, by name, %(period)s") % {
        "share": said(asked.code.value),
        "period": asked.period_words,
    }
    says = _("A point in the bar of its bounds for each of %(count)s units of %(unit)s.") % {
        "count": len(rows),
        "unit": unit.name,
    }
    return {
        "units": [(names[figure.org_unit_id], figure) for figure in found],
        "units_chart": charts.shares_of_units(caption, says, rows)
        if any(row["low"] is not None for row in rows)
        else None,
        "cited_below": cited_of(order, shown),
    }


def _people(request: ActingRequest, asked: Asked, unit: Unit, order: Directive | None) -> Context:
    """Who has returned and on which ground others have not, for the department and components alone."""
    bridge = bridge_of(asked.run) if unit.parent_id is None or unit.component_id == unit.pk else []
    lines = lines_of(unit, bridge)
    if not any(line.org_unit_id == unit.pk for line in lines):
        return {"bridge": []}
    smallest = order.rules_on(asked.run.as_of).smallest_published_count if order else None
    reasons = reasons_of(
        unit,
        bridge,
        unhidden=request.sight.sees_small_counts_of(unit),
        smallest_published_count=smallest,
    )
    rows = [
        {"reason": said(reason), "people": count or 0, "written": people(count)}
        for reason, count in reasons.counts.items()
    ]
    caption = _("People who have not returned, by reason")
    says = _("A bar for each of %(count)s reasons of %(unit)s.") % {"count": len(rows), "unit": unit.name}
    return {
        "bridge": lines,
        "bridge_chart": _bridge_chart(unit, lines),
        "reasons": reasons,
        "reasons_chart": charts.people_by_reason(caption, says, rows) if rows else None,
        "smallest": smallest,
    }


def _bridge_chart(unit: Unit, lines: Sequence[BridgeCount]) -> charts.Chart:
    names = names_of(line.org_unit for line in lines)
    rows = [
        {"line": names[line.org_unit_id], **{status: getattr(line, status) for status in RETURN_STATUS_WORDS}}
        for line in lines
    ]
    says = _("A bar for each of %(count)s lines, the parts of which are the four return statuses.") % {
        "count": len(rows)
    }
    caption = _("People on the rolls by return status")
    words = {status: said(status) for status in RETURN_STATUS_WORDS}
    return charts.parts_of_a_whole("bridge", caption, says, rows, words, axis=_("Share of people"))


def _badges(asked: Asked, unit: Unit, order: Directive | None) -> Context:
    """What badges say of claimed days, with how many they can speak to."""
    tallies = list(tallies_over_time(asked.run, unit))
    if not tallies:
        return {"claimed_days": []}
    found = figures_over_time(asked.run, unit, FigureCode.UNCORROBORATED_RATE, Variant.TOTAL)
    least = order.rules_on(asked.run.as_of).least_evidence_coverage if order else None
    rows = corroboration(tallies, {figure.period: figure for figure in found}, least=least)
    return {
        "claimed_days": rows,
        "claimed_days_chart": _claimed_days_chart([row for row in rows if row.claimed]),
        "least_coverage": None if least is None else float(least),
    }


def _claimed_days_chart(rows: Sequence[Corroborated]) -> charts.Chart | None:
    if not rows:
        return None
    lines = [{"line": _("all") if row.period == ALL_PERIODS else row.period, **row.counts} for row in rows]
    says = _("A bar for each of %(count)s pay periods, the parts of which are the four classes.") % {
        "count": len(rows)
    }
    words = {name: said(name) for name in CLASSES}
    caption = _("Claimed in-person days by what badges say of them")
    return charts.parts_of_a_whole("claimed-days", caption, says, lines, words, axis=_("Share of days"))
