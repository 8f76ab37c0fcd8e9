"""A filed report as a PDF. Its date is the as-of date; who may see it is marked on every page."""

from __future__ import annotations

from pathlib import Path

from dutystation.reports.consolidated import unclassified_share
from dutystation.reports.filing import Filed
from dutystation.reports.filing_contents import annex, sections
from dutystation.reports.labels import FIGURE_STATUS_WORDS, count, day, percent, plural, words
from dutystation.reports.printable import prose
from dutystation.reports.set_blocks import Json, section_json
from dutystation.reports.typeset import typeset
from dutystation.terms.marking import MARK, MARK_WORDS
from dutystation.terms.period import ALL_PERIODS


def write_filing_pdf(filed: Filed, path: Path) -> None:
    """Writes the report to `path`; the same version gives the same bytes. Raises OSError where that fails."""
    path.write_bytes(typeset("filing", filing_document(filed)))


def filing_document(filed: Filed) -> Json:
    """Everything the template sets in type, as JSON."""
    content, appended = filed.content, annex(filed)
    name = content.component_name or content.component
    title = f"{name}: {content.obligation_title}"
    return {
        "title": prose(title),
        "description": prose(
            f"{title}, under the order “{content.order_title}”, version {content.version}, as of "
            f"{day(content.as_of)}."
        ),
        "date": [content.as_of.year, content.as_of.month, content.as_of.day],
        "mark": f"{MARK}   {MARK_WORDS}" if filed.is_named else None,
        "running": prose(f"{name}: {content.order_title}"),
        "as_of": f"As of {day(content.as_of)}, version {content.version}",
        "footer": "With an annex that names people."
        if filed.is_named
        else "Counts of hours and of people; nobody who has not returned is named.",
        "front": _front(filed),
        "certification": _certification(filed),
        "sections": [section_json(section) for section in sections(filed)],
        "annex": None if appended is None else section_json(appended),
    }


def _front(filed: Filed) -> Json:
    content, figure = filed.content, filed.headline
    kind = "A zero report" if content.kind == "zero" else "Report"
    return {
        "department": prose(content.order_title),
        "as_of": f"{kind} as of {day(content.as_of)}, version {content.version}",
        "order": prose(
            f"What {content.component_name or content.component} has filed under “{content.order_title}”: "
            "its hours, everybody on its rolls by return status, and why those not returned have not."
        ),
        "headline": percent(figure.value) if figure is not None else "No share",
        "meaning": _meaning(filed),
        "bounds": "Status: no hours worked."
        if figure is None
        else (
            f"Low {percent(figure.low)}, high {percent(figure.high)}: "
            f"{percent(unclassified_share(figure))} of the hours are unclassified and could be either. "
            f"Status: {words(figure.status, FIGURE_STATUS_WORDS)}."
        ),
        "facts": [[what, prose(sentence)] for what, sentence in _facts(filed)],
    }


def _meaning(filed: Filed) -> str:
    figure = filed.headline
    if figure is None:
        return "can be given, for want of classified hours."
    when = "all pay periods delivered" if figure.period == ALL_PERIODS else f"pay period {figure.period}"
    return f"of the hours worked in {when} were worked in person."


def _facts(filed: Filed) -> tuple[tuple[str, str], ...]:
    content, line = filed.content, filed.content.bridge
    late = filed.certification.days_late
    return (
        (
            "People",
            f"{count(line.on_rolls)} on the rolls = {count(line.returned)} returned "
            f"+ {count(line.not_returned)} not returned "
            f"+ {count(line.not_in_duty_status)} not in duty status + {count(line.unknown)} unknown.",
        ),
        (
            "Due",
            f"{day(content.due_on)}; filed {plural(late, 'day', 'days')} late."
            if late
            else f"{day(content.due_on)}; filed in time.",
        ),
        (
            "Edition",
            "with an annex that names people; only for those with an official duty."
            if filed.is_named
            else "without people, texts that somebody wrote, and small counts on protected grounds.",
        ),
        ("Prepared", f"by {content.prepared_by} on {day(content.prepared_on)}."),
    )


def _certification(filed: Filed) -> Json:
    certified, content = filed.certification, filed.content
    hashes = (
        ("SHA-256 of the content that was shown and certified", certified.sha256),
        ("SHA-256 of the list of people, which is part of that content", content.people_sha256),
    )
    return {
        "opening": prose(f"Certified and so filed by {certified.who} on {certified.when}, in these words:"),
        "statement": prose(certified.statement),
        "hashes": [[what, which] for what, which in hashes if which],
    }
