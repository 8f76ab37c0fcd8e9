"""The pictures of one report: their data looked up, drawn by `charts`, with the words that replace them.

None stands for a picture that would be empty. Every picture has the words for those who do not see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dutystation.reports import charts, series
from dutystation.reports.buildings import A_QUESTION, weekday_means
from dutystation.reports.charts import Segment, Spec
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.labels import (
    EVIDENCE_WORDS,
    FIGURE_STATUS_WORDS,
    HIDDEN,
    MEASURE_WORDS,
    NOTHING,
    REASON_WORDS,
    RETURN_STATUS_WORDS,
    WEEKDAYS,
    percent,
    span,
    words,
)
from dutystation.reports.people import own_staff, published_lines, unit_words, used_reasons
from dutystation.terms.figure import Figure
from dutystation.terms.publication import BadgeResults, Utilisation
from dutystation.terms.series_break import THE_SAME

MOST_LINES = 36
"""Units in one picture, so that it stays on a page. The table beside it has them all."""


@dataclass(frozen=True)
class Picture:
    """One picture: its Vega-Lite specification, its caption, and the words for those who do not see it."""

    spec: Spec
    caption: str
    alternative: str


def share_by_unit(report: Consolidated, period: str) -> Picture | None:
    """The in-person share of the department and its components in one period, with low and high."""
    figures = [report.figure(unit.org_unit, period=period) for unit in report.units]
    known = [figure for figure in figures if figure is not None and figure.low is not None]
    if not known:
        return None
    rows = [
        {
            "unit": figure.org_unit,
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "status": words(figure.status, FIGURE_STATUS_WORDS),
            "written": f"{percent(figure.value)} ({span(figure.low, figure.high)})",
        }
        for figure in known[:MOST_LINES]
    ]
    missing = len(figures) - len(known)
    left_out = f" Units without hours worked are left out: {missing}." if missing else ""
    return Picture(
        charts.share_by_unit(rows),
        f"Share of hours worked in person, {report.period_words(period)}: value, and the bar from low "
        f"to high. A circle is final, a diamond provisional.{left_out}"
        f"{_cut(len(known))}",
        f"One line per unit with a dot for the in-person share of hours worked and a bar from low to high, "
        f"{report.period_words(period)}. "
        + "; ".join(f"{row['unit']} {row['written']}" for row in rows)
        + ".",
    )


def trend(report: Consolidated) -> Picture | None:
    """The department's in-person share by pay period."""
    figures = _by_period(report, report.department.org_unit)
    rows = [
        {
            "period": figure.period,
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "status": words(figure.status, FIGURE_STATUS_WORDS),
        }
        for figure in figures
        if figure.low is not None
    ]
    if not rows:
        return None
    first, last = figures[0], figures[-1]
    return Picture(
        charts.trend(rows),
        "The department's share of hours worked in person by pay period, with the bar from low to high. "
        f"A circle is final, a diamond provisional.{_across(report)}",
        f"Line of the department's in-person share over {len(rows)} pay periods, from "
        f"{percent(first.value)} in {first.period} to {percent(last.value)} in {last.period}. "
        "The values stand in the table below.",
    )


def trends_by_unit(report: Consolidated) -> Picture | None:
    """The in-person share of each component by pay period, one small panel each."""
    rows = [
        {"unit": unit.org_unit, "period": figure.period, "value": figure.value}
        for unit in report.components[:MOST_LINES]
        for figure in _by_period(report, unit.org_unit)
        if figure.value is not None
    ]
    panels = len({row["unit"] for row in rows})
    if len(report.publication.periods) < 2 or panels < 2:
        return None
    periods = report.publication.periods
    return Picture(
        charts.trends_by_unit(rows),
        f"The same for each component, from pay period {periods[0].label} to {periods[-1].label}, all on "
        f"the scale from 0% to 100%.{_cut(len(report.components))}{_across(report)}",
        f"Small lines, one for each of {panels} components, of the in-person share over {len(periods)} pay "
        "periods. The values are in figures.csv and in the workbook.",
    )


def bridge(report: Consolidated) -> Picture | None:
    """The people on the rolls of the department, its own staff and each component, by return status."""
    lines = report.publication.return_bridge
    own = own_staff(lines)
    everyone = [*lines[:1], *([own] if own else []), *lines[1:]]
    segments = tuple(Segment(key, label) for key, label in RETURN_STATUS_WORDS.items())
    rows = [
        {"unit": unit_words(line.org_unit), **{s.key: getattr(line, s.key) for s in segments}}
        for line in everyone
        if line.on_rolls
    ]
    if not rows:
        return None
    shown = rows[:MOST_LINES]
    return Picture(
        charts.stacked_shares(shown, segments, title="Share of the people on the rolls"),
        f"People on the rolls by return status, as shares of each unit's rolls.{_cut(len(rows))}",
        _stacked_words("people on the rolls by return status", shown, segments),
    )


def reasons(report: Consolidated) -> Picture | None:
    """The department's people not returned by reason, small protected counts hidden."""
    lines = published_lines(report)
    if not lines or not lines[0].not_returned:
        return None
    counts = lines[0].counts
    rows = [
        {
            "reason": words(reason, REASON_WORDS),
            "people": counts[reason],
            "written": HIDDEN if counts[reason] is None else f"{counts[reason]:,}",
        }
        for reason in used_reasons(lines)
    ]
    return Picture(
        charts.reasons(rows),
        f"People of the department not returned, by reason. “{HIDDEN}” is a count that is not shown.",
        "One bar per reason: " + "; ".join(f"{row['reason']} {row['written']}" for row in rows) + ".",
    )


def weekdays(badge: BadgeResults, facilities: frozenset[str]) -> Picture | None:
    """Mean people present by weekday in each of `facilities`."""
    means = [mean for mean in weekday_means(badge.occupancy) if mean.facility in facilities]
    rows = [
        {"facility": mean.facility, "weekday": weekday, "people": people, "seats": mean.seats}
        for mean in means
        for weekday, people in zip(WEEKDAYS, mean.means, strict=True)
    ]
    if not rows:
        return None
    return Picture(
        charts.weekdays(rows),
        "Mean people present by weekday, Monday to Sunday, each facility on its own scale. The black line "
        "is its seats, where known.",
        f"Small bars of the mean number of people present on each weekday, one panel for each of "
        f"{len(means)} facilities. The values stand in the table below.",
    )


def utilisation(report: Consolidated, lines: Iterable[Utilisation]) -> Picture | None:
    """The latest utilisation of each facility by both measures."""
    rows = [
        {
            "facility": line.facility,
            "measure": words(line.measure, MEASURE_WORDS).split(":")[0],
            "value": line.utilisation,
        }
        for line in lines
    ]
    if not rows:
        return None
    target = report.order.utilisation_target
    aim = f" The dashed line is the target of {percent(target)}." if target is not None else ""
    return Picture(
        charts.utilisation(rows, target=target),
        f"Utilisation of each facility, latest span of each measure.{aim}",
        "One line per facility with a mark per measure of utilisation: "
        + "; ".join(
            f"{row['facility']}, {row['measure']}, {percent(float(str(row['value'])))}" for row in rows
        )
        + f".{aim}",
    )


def evidence(report: Consolidated, badge: BadgeResults, period: str) -> Picture | None:
    """Claimed in-person days of the department and its components by what badge events say of them."""
    by_unit = {line.org_unit: line for line in badge.evidence_counts if line.period == period}
    segments = tuple(Segment(key, label) for key, label in EVIDENCE_WORDS.items())
    rows = [
        {"unit": unit.org_unit, **{s.key: getattr(by_unit[unit.org_unit], s.key) for s in segments}}
        for unit in report.units
        if unit.org_unit in by_unit
    ]
    rows = [row for row in rows if sum(row[s.key] for s in segments)]
    if not rows:
        return None
    shown = rows[:MOST_LINES]
    return Picture(
        charts.stacked_shares(shown, segments, title="Share of claimed in-person days"),
        f"Claimed in-person days by what badge events say of them, {report.period_words(period)}."
        f"{_cut(len(rows))}",
        _stacked_words("claimed in-person days by evidence", shown, segments) + " " + A_QUESTION,
    )


def _across(report: Consolidated) -> str:
    """What a caption adds where lines of a share of all hours go on across a series break."""
    return "".join(f" {note}" for note in series.note(report.series_breaks(), THE_SAME))


def _cut(units: int) -> str:
    """What a caption adds where a picture has not all units."""
    return f" The first {MOST_LINES} of {units} units." if units > MOST_LINES else ""


def _by_period(report: Consolidated, org_unit: str) -> list[Figure]:
    found = (report.figure(org_unit, period=period.label) for period in report.publication.periods)
    return [figure for figure in found if figure is not None]


def _stacked_words(what: str, rows: list[dict[str, object]], segments: tuple[Segment, ...]) -> str:
    """The first line in numbers; the others stand in the table."""
    first = rows[0]
    parts = ", ".join(f"{int(str(first[s.key])):,} {s.words}" for s in segments)
    return (
        f"One bar for each of {len(rows)} units: {what}. {first['unit'] or NOTHING}: {parts}. "
        "All values stand in the table below."
    )
