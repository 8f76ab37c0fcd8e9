"""The printed report, set from one JSON document. Its date is the as-of date."""

from __future__ import annotations

from pathlib import Path

from dutystation.reports.consolidated import Consolidated
from dutystation.reports.contents import sections
from dutystation.reports.drawing import Draw, svg
from dutystation.reports.front_page import FrontPage, front_page
from dutystation.reports.labels import day
from dutystation.reports.printable import prose
from dutystation.reports.set_blocks import Json, picture_json, section_json
from dutystation.reports.typeset import typeset
from dutystation.terms.order import Order
from dutystation.terms.publication import Publication


def write_pdf(publication: Publication, order: Order, path: Path, draw: Draw = svg) -> None:
    """Writes the report of `publication` under `order` to `path`. Raises OSError where that fails."""
    path.write_bytes(pdf_bytes(publication, order, draw))


def pdf_bytes(publication: Publication, order: Order, draw: Draw = svg) -> bytes:
    """The report as the bytes of a PDF; equal arguments give equal bytes."""
    return typeset("report", report_document(Consolidated(publication, order), draw))


def report_document(report: Consolidated, draw: Draw = svg) -> Json:
    """Everything the template sets in type, as JSON."""
    publication, front = report.publication, front_page(report)
    as_of = publication.as_of
    title = prose(front.title)
    return {
        "title": title,
        "description": prose(
            f"{front.department}: report under the order “{front.title}” as of {front.as_of}."
        ),
        "date": [as_of.year, as_of.month, as_of.day],
        "running": prose(f"{front.department}: {front.title}"),
        "as_of": f"As of {day(as_of)}",
        "footer": prose(
            f"dutystation {publication.provenance.package_version}, directive {publication.directive}. "
            "Counts of hours and of people; no person is named."
        ),
        "front": _front(front, draw),
        "sections": [section_json(section, draw) for section in sections(report)],
    }


def _front(front: FrontPage, draw: Draw) -> Json:
    return {
        "department": prose(front.department),
        "as_of": f"Report as of {front.as_of}",
        "order": prose(front.order),
        "headline": front.headline,
        "meaning": prose(front.meaning),
        "bounds": prose(front.bounds),
        "facts": [[what, prose(sentence)] for what, sentence in front.facts],
        "picture": None if front.picture is None else picture_json(front.picture, draw),
    }
