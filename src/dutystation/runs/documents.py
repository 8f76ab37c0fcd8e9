"""The documents of a report: PDF and workbooks."""

from __future__ import annotations

from pathlib import Path

import ibis.expr.types as ir

from dutystation.directives.directive import Directive
from dutystation.directives.order_words import order_words
from dutystation.published.layout import RETURN_STATUS_COLUMNS
from dutystation.reports.drawing import svg
from dutystation.reports.pdf import write_pdf
from dutystation.reports.restricted import write_restricted_workbook
from dutystation.reports.workbook import write_workbook
from dutystation.runs.engines.engine import Engine
from dutystation.runs.kept.drawings import KeptDrawings
from dutystation.runs.kept.results import KeptResults
from dutystation.runs.options import Options
from dutystation.runs.progress import Progress
from dutystation.terms.marking import OWNER_ONLY_FILE
from dutystation.terms.publication import Publication

REPORT_PDF = "report.pdf"
REPORT_XLSX = "report.xlsx"
RESTRICTED_XLSX = "restricted.xlsx"


def write_documents(
    publication: Publication,
    directive: Directive,
    folder: Path,
    statuses: ir.Table,
    engine: Engine,
    options: Options,
    progress: Progress,
    kept: KeptResults | None = None,
) -> None:
    """Writes `report.pdf` and `report.xlsx`, and where asked for `restricted.xlsx` with the person rows.

    Drawings are taken from what is `kept`, where anything is.
    """
    order = order_words(directive, publication.as_of)
    with progress.step("Writing report.xlsx"):
        write_workbook(publication, order, folder / REPORT_XLSX)
    with progress.step("Setting report.pdf"):
        draw = svg if kept is None else KeptDrawings(kept).svg
        write_pdf(publication, order, folder / REPORT_PDF, draw)
    if options.restricted:
        with progress.step("Writing restricted.xlsx"):
            rows = statuses.select(*RETURN_STATUS_COLUMNS).order_by("person")
            people = (tuple(row.values()) for batch in engine.batches(rows) for row in batch.to_pylist())
            write_restricted_workbook(publication, order, people, folder / RESTRICTED_XLSX)
            (folder / RESTRICTED_XLSX).chmod(OWNER_ONLY_FILE)
