"""Domain rule 10.9: the department's line covers everybody, also its own people, and each of them once."""

from __future__ import annotations

from dutystation.figures.telework import TeleworkCount, telework_lines
from dutystation.terms.telework import TeleworkBin


def test_a_line_adds_up_the_people_the_eligible_and_the_days_of_its_bins() -> None:
    counts = [
        TeleworkCount("D", TeleworkBin.NEVER, people=1, eligible=1, days=0),
        TeleworkCount("C1", TeleworkBin.FREQUENT, people=2, eligible=1, days=7),
        TeleworkCount("C1", TeleworkBin.NEVER, people=4, eligible=2, days=0),
        TeleworkCount("C2", TeleworkBin.FREQUENT, people=8, eligible=8, days=30),
    ]
    department, one, two, three = telework_lines(counts, root="D", components=["C1", "C2", "C3"])
    assert [line.org_unit for line in (department, one, two, three)] == ["D", "C1", "C2", "C3"]
    assert (department.people, department.eligible, department.days) == (15, 12, 37)
    assert (department.frequent, department.never) == (10, 5)
    assert (one.people, one.eligible, one.days, one.frequent, one.never) == (6, 3, 7, 2, 4)
    assert (two.people, two.frequent, two.never) == (8, 8, 0)
    assert (three.people, three.eligible, three.days) == (0, 0, 0)
