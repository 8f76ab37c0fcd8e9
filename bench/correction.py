"""What a correction costs: a department is loaded and run, one file is delivered anew, and it is run again.

That is done with the time records of the largest component, with those of the one in the middle by people,
and with the badge events of both.

python -m bench.correction --people 26000 --periods 26
python -m bench.correction --people 26000 --periods 26 --copies 10
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import duckdb

from bench.data import DIRECTIVE, Size, as_of, copied, made
from bench.processes import Cost, cost_of
from dutystation.directives.load import load_directive
from dutystation.directives.rules import Rules
from dutystation.lake.files import deliveries
from dutystation.lake.workspace import open_workspace
from dutystation.runs.loading.load import Asked, load
from dutystation.terms.period import PayPeriod

SMALL_TABLES = ("org_units", "facilities", "codes", "roster", "decisions")
LARGE_TABLES = {"time_records": "work_date", "badge_events": "occurred_at"}
"""The tables that are delivered by pay period, and the column that tells which."""

DEPARTMENT = "DEPARTMENT"
"""The sender of what no component delivers."""

LESS_MINUTES = 15
"""What a correction takes off each thirteenth time record. Of badge events it leaves each thirteenth out."""


@dataclass(frozen=True)
class Department:
    """The tables of a simulated department, and a workspace they go into."""

    tables: Path
    workspace: Path
    day: date
    database: duckdb.DuckDBPyConnection

    @property
    def rules(self) -> Rules:
        return load_directive(DIRECTIVE).rules_on(self.day)

    def load(self) -> int:
        """Delivers every table; returns the number of deliveries of the large ones."""
        for table in SMALL_TABLES:
            self._take(self.tables / f"{table}.parquet", table, DEPARTMENT, self.day)
        number = 0
        for table in LARGE_TABLES:
            for period, part in self._parts(table):
                for sender in self._senders(part):
                    received = min(period.last + timedelta(days=1), self.day)
                    self._take(self._file(table, part, period, sender), table, sender, received, period.label)
                    number += 1
            sys.stderr.write(f"loaded {table}\n")
        return number

    def correct(self, period: PayPeriod, sender: str, table: str) -> int:
        """Delivers one file anew with some rows changed; returns its rows."""
        [part] = (part for found, part in self._parts(table) if found == period)
        file = self._file(table, part, period, sender, corrected=True)
        corrects = self._last_delivery(table, sender, period.label)
        self._take(file, table, sender, self.day, period.label, corrects)
        return int(self._one(f"select count(*) from '{file}'"))

    def middle(self) -> PayPeriod:
        """A pay period with others on both sides."""
        found = [period for period, _ in self._parts("time_records")]
        return found[len(found) // 2]

    def components(self) -> list[str]:
        """The components, the one with the most people first."""
        by_people = "select component from people group by component order by count(*) desc, component"
        return [name for (name,) in self.database.sql(by_people).fetchall()]

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return int(self._one(f"select count(*) from '{self.tables}/{table}.parquet/*.parquet'"))

    def _one(self, query: str) -> Any:
        """The one value that a query finds."""
        [[value]] = self.database.sql(query).fetchall()
        return value

    def _parts(self, table: str) -> Iterator[tuple[PayPeriod, Path]]:
        for part in sorted((self.tables / f"{table}.parquet").iterdir()):
            period = self.rules.calendar.labelled(part.stem.removeprefix(f"{table}-"))
            if period is not None:
                yield period, part

    def _senders(self, part: Path) -> list[str]:
        found = self.database.sql(
            f"select distinct component from '{part}' join people using (person) order by component"
        )
        return [name for (name,) in found.fetchall()]

    def _file(
        self, table: str, part: Path, period: PayPeriod, sender: str, *, corrected: bool = False
    ) -> Path:
        """The rows of one sender's people as a file, as they are or corrected."""
        file, day = self.workspace.parent / f"{table}.parquet", LARGE_TABLES[table]
        changed, left = _correction(table) if corrected else ("", "true")
        # Rows that the simulation has put on days of other periods would have this file refused.
        within = (
            f"coalesce(try_cast({day} as timestamp)::date, date '{period.first}') "
            f"between date '{period.first}' and date '{period.last}'"
        )
        self.database.execute(
            f"copy (select rows.* {changed} from '{part}' as rows join people using (person) "
            f"where component = '{sender}' and {within} and {left}) to '{file}' (format parquet)"
        )
        return file

    def _last_delivery(self, table: str, sender: str, period: str) -> str:
        """What now stands for a pay period of a sender, so that it can be corrected."""
        with closing(open_workspace(self.workspace)) as opened:
            *_, last = (
                account.delivery.id
                for account in deliveries(opened)
                if (account.delivery.table, *account.delivery.slice) == (table, sender, period)
            )
        return last

    def _take(
        self,
        file: Path,
        table: str,
        sender: str,
        received: date,
        period: str | None = None,
        corrects: str | None = None,
    ) -> None:
        asked = Asked(file, table, sender, period, corrects=corrects)
        load(asked, self.workspace, rules=self.rules, received_on=received)


def _correction(table: str) -> tuple[str, str]:
    """What a corrected file has instead of some columns, and which rows it still has."""
    if table == "badge_events":
        return "", "hash(event_id) % 13 <> 0"
    # Some components deliver minutes, others hours.
    amounts = {"minutes": str(LESS_MINUTES), "hours": f"{LESS_MINUTES} / 60"}
    changes = (
        f"{amount} - case when hash(record_id) % 13 = 0 and {amount} > {off} then {off} else 0 end "
        f"as {amount}"
        for amount, off in amounts.items()
    )
    return f"replace ({', '.join(changes)})", "true"


def opened(tables: Path, workspace: Path) -> Department:
    """A department whose people's components are known to a database in memory."""
    database = duckdb.connect()
    database.execute(
        f"""create table people as
        with recursive above as (
            select org_unit, parent, org_unit as component from '{tables}/org_units.parquet'
            union all
            select above.org_unit, up.parent, up.org_unit
            from above join '{tables}/org_units.parquet' as up on up.org_unit = above.parent
        )
        select person, any_value(component) as component
        from '{tables}/roster.parquet' join above using (org_unit)
        where parent in (select org_unit from '{tables}/org_units.parquet' where coalesce(parent, '') = '')
        group by person"""
    )
    return Department(tables, workspace, as_of(tables), database)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.correction", description=__doc__)
    parser.add_argument("--people", type=int, default=26_000)
    parser.add_argument("--periods", type=int, default=26)
    parser.add_argument("--copies", type=int, default=1, help="how often everybody is there")
    parser.add_argument("--data", type=Path, default=Path("bench/.data"), help="where the tables are kept")
    asked = parser.parse_args()
    tables = made(Size("correction", asked.people, asked.periods, "parquet"), asked.data)
    if asked.copies > 1:
        tables = copied(tables, asked.copies)
    with tempfile.TemporaryDirectory(dir=asked.data) as scratch:
        department = opened(tables, Path(scratch).absolute() / "workspace")
        began = process_time()
        deliveries = department.load()
        loading = process_time() - began
        first, period, components = _run(department), department.middle(), department.components()
        sys.stdout.write(
            f"{department.rows('time_records'):,} time records and {department.rows('badge_events'):,} badge "
            f"events in {deliveries:,} deliveries, loaded in {loading:.0f} processor seconds.\n"
        )
        for table in LARGE_TABLES:
            for sender in (components[0], components[len(components) // 2]):
                corrected = department.correct(period, sender, table)
                sys.stdout.write(
                    f"\nCorrected: {sender} in {period.label}, {corrected:,} rows of {table}.\n\n"
                    + _table(first, _run(department))
                )
                sys.stdout.flush()


def _run(department: Department) -> Cost:
    sys.stderr.write("running\n")
    return cost_of(["bench.run_job", str(department.workspace), department.day.isoformat(), DIRECTIVE])


def _table(first: Cost, second: Cost) -> str:
    lines = [
        "| what | first run | after the correction | share |",
        "| --- | ---: | ---: | ---: |",
        _line("processor seconds", first.processor, second.processor),
        _line("seconds", first.seconds, second.seconds),
        _line("peak MB", first.megabytes, second.megabytes),
    ]
    lines += [
        _line(title, seconds, second.printed.get(title, 0.0)) for title, seconds in first.printed.items()
    ]
    return "\n".join(lines) + "\n"


def _line(what: str, first: float, second: float) -> str:
    return f"| {what} | {first:,.2f} | {second:,.2f} | {second / first if first else 0:.1%} |"


if __name__ == "__main__":
    main()
