"""What is logged of an error: where it happened, never the values it happened with.

A value can be a sentence that somebody wrote about their health (domain rule 10.19).
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import ItemsView
from types import TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

ExceptionOf = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LineWithoutValues(logging.Formatter):
    """One record a line, with file, line and kind of each error; messages of errors may hold values."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(where)s")

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        # `message` is not given: arguments of a record may hold what somebody wrote, or whose page it was.
        template = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        record.where = template if request is None else _answered(request, record)
        return super().format(record)

    def formatException(self, ei: ExceptionOf) -> str:  # noqa: N802 (named by logging)
        kind, error, where = ei
        places = [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(where)
        ]
        lines = [*places, f"  {kind.__name__ if kind else ''}"]
        if isinstance(error, BaseExceptionGroup):  # things that failed one by one, each elsewhere
            lines += [self.formatException((type(one), one, one.__traceback__)) for one in error.exceptions]
        return "\n".join(lines)


def _answered(request: HttpRequest, record: logging.LogRecord) -> str:
    """The id that the events of a request have, its status, and its address without what stands in it."""
    act, found = getattr(request, "act", None), request.resolver_match
    status, route = getattr(record, "status_code", ""), f"/{found.route}" if found else "no such address"
    return f"{act.request if act else '-'} {status} {request.method} {route}"


class NoValues(SafeExceptionReporterFilter):
    """An error report of Django without form fields and without variables."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: Any
    ) -> ItemsView[str, Any]:
        return {}.items()


class ReportWithoutValues(ExceptionReporter):
    """An error report of Django that also leaves out sentences of errors, names of files and searches."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        for told in ("exception_value", "exception_notes", "unicode_hint"):
            data[told] = ""
        for sent in ("request_GET_items", "request_FILES_items", "request_COOKIES_items"):
            data[sent] = {}.items()
        for frame in data["frames"]:
            if cause := frame["exc_cause"]:
                frame["exc_cause"] = type(cause).__name__
        return data
