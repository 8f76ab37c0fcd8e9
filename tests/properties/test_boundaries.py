"""One folder full of boundaries, where a rule misread by one day, minute or second shows.

The search over any folder meets few of them by chance. What each row is there for stands beside it; what
must come out is worked out by hand in `tests/oracle`, for folders of the same kind.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.oracle.compare import differences
from tests.oracle.delivery import deliver
from tests.properties.reporting import read_again, reported

AS_OF = date(2025, 11, 8)
LIMIT = "".join(f"limit,2025-10-06,,{minutes},REG,{code}\n" for minutes, code in ((49, ""), (1, "?")))
OVER = "".join(f"over,2025-10-06,,{minutes},REG,{code}\n" for minutes, code in ((48, ""), (1, "?")))
FULL_WEEK = "".join(f"full,2025-10-{day},8,,REG,\n" for day in range(20, 25))
SHORT_WEEK = FULL_WEEK.replace("full", "short").replace("24,8,", "24,7.99,")
LAST_DAY_OF_WINDOW = "".join(f"moved,2025-11-{day:02},8,,REG,\n" for day in range(3, 8))
FIRST_WEEK_OF_WINDOW = "".join(f"early,2025-09-{day:02},8,,REG,\n" for day in range(8, 13))

TABLES = {
    "org_units": """\
org_unit,name,parent
DEPT,Department,
LIMIT,Exactly two hundredths unclassified,DEPT
OVER,A little more,DEPT
A,A,DEPT
A1,Below A,A
A11,Below that,A1
EMPTY,Nobody below it,A
lost3,,lost2
lost3,Third generation of the lost,lost2
lost2,Second,lost1
lost1,First,nowhere
""",
    "roster": """\
person,org_unit,effective_from,effective_to,arrangement,population,telework_eligible,duty_station
limit,LIMIT,2025-01-01,,,,,
over,OVER,2025-01-01,,,,,
full,A1,2025-01-01,2025-10-25,,,,HQ
full,A,2025-10-26,,,,,ANNEX
short,A1,2025-01-01,,,,,HQ
moved,A11,2025-01-01,2025-11-07,,,,ANNEX
moved,A11,2025-11-08,9999-12-31,,,,HQ
early,A11,2025-01-01,,,,false,HQ
touch,A,2025-01-01,2025-06-30,,,,
touch,A,2025-06-30,2025-07-31,,,,
touch,A,2025-08-01,,,,,
cover,A,2025-01-01,2025-03-31,,,,
cover,A,2025-03-01,2025-10-31,,,,
cover,A,2025-10-31,,,,,
nest,A,2025-01-01,2025-10-31,,,,
nest,A,2025-02-01,2025-02-28,,,,
nest,A,2025-10-31,,,,,
open,A,2025-01-01,,routine,,,
open,A,2025-01-01,9999-12-31,,,,
left,A,2025-01-01,2025-11-07,,,,
last day,A,2025-01-01,2025-11-08,,,,
first day,A,2025-11-08,,,military,,
tomorrow,A,2025-11-09,,,,,
lost,lost3,2025-01-01,,,,,
sit,A,2025-01-01,2025-10-26,,,,
sit,A,2025-10-27,,situational,,,
sat,A,2025-01-01,2025-10-26,situational,,,
sat,A,2025-10-27,,none,,,
tie,A,2025-01-01,,remote,,,
late,A,2025-01-01,,remote,,,
ended,A,2025-01-01,,remote,,,
soon,A,2025-01-01,,remote,,,
denied,A,2025-01-01,,remote,,,
undated,A,2025-01-01,,remote,,,
guest,DEPT,2025-01-01,,,contractor,,
first,A,0001-01-01,0001-12-31,,,,HQ
""",
    "codes": """\
pay_code,place_code,place,hours_type
REG,,office,
REG,TW,situational,
OT,,office,overtime
AL,,nonwork,
a/b,c,field,
a,b/c,remote,
""",
    "time_records": f"""\
person,work_date,hours,minutes,pay_code,place_code
{LIMIT}{OVER}{FULL_WEEK}{SHORT_WEEK}{LAST_DAY_OF_WINDOW}{FIRST_WEEK_OF_WINDOW}\
sit,2025-10-26,0.008333,,REG,TW
sit,2025-10-26,8,,REG,
sit,2025-10-27,8,,REG,TW
sat,2025-10-27,0.008334,,REG,TW
sat,2025-10-26,8,,REG,
first day,2025-11-08,0.025,,a/b,c
first day,2025-11-07,8,,REG,
last day,2025-11-08,0,,REG,
last day,2025-11-09,8,,REG,
tomorrow,2025-11-09,8,,REG,
tie,2025-11-07,24,,a,b/c
tie,2025-10-25,8,,OT,
late,2025-11-08,24.000001,,a,b/c
late,2025-11-08,1,1441,REG,
late,2025-11-08,1,,REG,
ended,2025-11-08,1,,REG,
soon,2025-11-08,1,,REG,
denied,2025-11-08,1,,REG,
undated,2025-11-08,1,,REG,
open,2025-11-08,1,,AL,
first,0001-01-02,8,,REG,
guest,2025-11-08,1,,REG,
guest,2025-11-09,1,,REG,
""",
    "decisions": """\
person,ground,outcome,valid_from,valid_to,decided_on
tie,medical,approved,2025-11-08,2025-11-08,2025-11-08
tie,disability,approved,,,2025-11-08
tie,space,approved,,,2025-11-07
late,space,approved,,,2025-11-09
ended,space,approved,,2025-11-07,2025-01-01
soon,space,approved,2025-11-09,,2025-11-08
soon,space,pending,2026-01-01,,
denied,space,denied,,,2025-11-08
undated,religious,approved,,,
undated,distance,approved,,,0001-01-01
sat,hired_remote,denied,,,2025-11-09
""",
    "facilities": """\
facility,name,timezone,usable_sqft,seats,readers
HQ,Headquarters,,1000.50,+010,entry_exit
ANNEX,Annex,Europe/London,,,entry
BARE,Without readers,UTC,300,,none
""",
    "badge_events": """\
person,facility,occurred_at,direction,outcome,event_id
full,HQ,2025-11-02T01:30,in,,a
full,HQ,2025-11-02T06:29:59Z,out,,b
full,HQ,2025-11-02T02:30:00-04:00,out,,c
short,HQ,2025-10-20T08:00,in,,
short,HQ,2025-10-21T08:00:00.9,out,,
short,HQ,2025-10-22T08:00,in,,
short,HQ,2025-10-23T08:00:01,out,,
early,HQ,2025-09-08T23:00,in,,
early,HQ,2025-09-09T22:59,out,,
early,HQ,2025-09-10T08:00,out,,
early,HQ,2025-09-10T08:00,in,,
early,HQ,2025-09-10T08:00,,,
early,HQ,2025-09-10 08:00:00.5,,,
early,HQ,2025-09-10T12:00Z,in,denied,
guest,HQ,2025-09-12T04:00Z,,,
guest,HQ,2025-09-12T03:59:59Z,,,
guest,HQ,2025-11-09T04:59:59Z,in,,x
guest,HQ,2025-11-09T05:00:00Z,out,,x
guest,HQ,2025-11-09T05:00:00Z,out,,y
guest,HQ,2025-03-09T02:30,in,,
guest,HQ,2025-03-09T03:30,out,,
moved,ANNEX,2025-11-03T00:30+01:00,,,
first,ANNEX,0001-01-01T00:00+05:00,,,
never,HQ,9999-12-31T23:59-23:59,,,
first,HQ,9999-12-31T23:59-23:59,,,
moved,BARE,2025-11-04T23:59:59,,,
full,BARE,2025-10-20T12:00,,,
full,ANNEX,2025-10-25T23:30Z,in,,
full,ANNEX,2025-10-26T01:30,out,,
""",
}


@pytest.mark.parametrize("directive", ["dhs-2025", "example-hybrid"])
def test_the_engine_and_the_second_reading_agree_on_every_boundary(tmp_path: Path, directive: str) -> None:
    inputs = deliver(tmp_path / "inputs", **TABLES)
    out = reported(inputs, tmp_path / "out", as_of=AS_OF, directive=directive)
    assert differences(out, read_again(inputs, as_of=AS_OF, directive=directive)) == []
