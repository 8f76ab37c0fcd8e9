"""5 U.S.C. 6506, domain rule 10.9: how often people telework, by component, in days per pay period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.lake.loading import take
from tests.runs.report_alone import RUN_OPTIONS

from dutystation.directives.load import load_directive
from dutystation.published.telework_bins import TELEWORK_BINS_CSV, read_telework_bins
from dutystation.runs.run import Run, run
from dutystation.terms.errors import UnusableInput
from dutystation.terms.telework import TeleworkLine

FIRST = date(2025, 1, 13)
"""The first Monday of pay period 2025-01; 2025-02 begins 14 days after the Sunday before."""
AS_OF = date(2025, 2, 12)

TELEWORK_DAYS = {
    # person: telework days in pay period 2025-01 and in 2025-02
    "three": (3, 3),
    "six_and_none": (6, 0),
    "two": (2, 2),
    "five_in_all": (3, 2),
    "once_a_month": (1, 0),
    "never": (0, 0),
}
ROSTER = "person,org_unit,effective_from,population,telework_eligible\n" + "".join(
    f"{person},{unit},2025-01-01,{population},{eligible}\n"
    for person, unit, population, eligible in (
        ("three", "CBP", "civilian", "true"),
        ("six_and_none", "CBP", "military", "true"),
        ("two", "CBP", "civilian", "true"),
        ("five_in_all", "CBP", "civilian", "true"),
        ("once_a_month", "FEMA", "civilian", "true"),
        ("never", "FEMA", "civilian", "false"),
        ("remote", "FEMA", "civilian", "true"),
        ("absent", "FEMA", "civilian", "true"),
        ("hired_help", "FEMA", "contractor", "true"),
        ("secretary", "DHS", "civilian", "true"),
    )
)


def _records(period: int) -> Iterator[str]:
    """Nine hours a day for a week: on telework days five of them at home and four in the office."""
    for person, days in TELEWORK_DAYS.items():
        for offset in range(7):
            day = FIRST + timedelta(days=14 * period + offset)
            for hours, place in [(5, "TS"), (4, "")] if offset < days[period] else [(9, "")]:
                yield f"{person},{day},{hours},01,{place},{person}-{day}-{place}\n"
    if period == 0:
        for person, place in (("remote", "RW"), ("hired_help", "TS"), ("secretary", "TR")):
            yield f"{person},{FIRST},8,01,{place},{person}-1\n"
        # Two records of one day are one day, and no minutes are no telework.
        yield f"secretary,{FIRST},1,01,TS,S1\nsecretary,{FIRST + timedelta(days=1)},0,01,TS,S2\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Run:
    workspace = tmp_path_factory.mktemp("telework") / "workspace"
    units = "org_unit,name,parent\nDHS,Department,\nCBP,Customs,DHS\nFEMA,Emergency,DHS\n"
    codes = "pay_code,place_code,place\n01,,office\n01,TS,situational\n01,TR,routine\n01,RW,remote\n"
    for table, text in (("org_units", units), ("roster", ROSTER), ("codes", codes)):
        take(workspace, text, table=table, sender="DHS")
    header = "person,work_date,hours,pay_code,place_code,record_id\n"
    for period in (0, 1):
        take(workspace, header + "".join(_records(period)), sender="DHS", name=f"{period}.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)
        return run(workspace, directive=load_directive("dhs-2025"), as_of=AS_OF)


def test_people_are_binned_by_their_mean_over_the_pay_periods_they_have_records_of(made: Run) -> None:
    """three: 6 in 2, six_and_none: 6 in 2, both 3.0; five_in_all 2.5 and two 2.0; once_a_month 1 in 2.

    The secretary teleworked on 1 day of 1 period. Remote work is no telework, a contractor not on the rolls,
    and of somebody without a record nothing is said.
    """
    assert read_telework_bins(made.folder / TELEWORK_BINS_CSV) == (
        TeleworkLine(
            "DHS", 9, 8, frequent=2, regular=3, monthly=1, occasional=0, never=2, no_records=1, days=23
        ),
        TeleworkLine(
            "CBP", 4, 4, frequent=2, regular=2, monthly=0, occasional=0, never=0, no_records=0, days=21
        ),
        TeleworkLine(
            "FEMA", 4, 3, frequent=0, regular=0, monthly=1, occasional=0, never=2, no_records=1, days=1
        ),
    )


def test_the_file_has_a_header_and_is_no_part_of_the_report(made: Run) -> None:
    text = (made.folder / TELEWORK_BINS_CSV).read_text(encoding="utf-8")
    assert text.splitlines()[0] == (
        "org_unit,people,eligible,frequent,regular,monthly,occasional,never,no_records,days"
    )
    assert not (made.report / TELEWORK_BINS_CSV).exists()


def test_a_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    header = "org_unit,people,eligible,frequent,regular,monthly,occasional,never,no_records,days\n"
    (tmp_path / TELEWORK_BINS_CSV).write_text(header + "DHS,9,8,two,3,1,0,2,1,23\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"record 2, frequent is 'two' where a whole number"):
        read_telework_bins(tmp_path / TELEWORK_BINS_CSV)
