"""`dutystation profile check` has nothing to say against a shipped profile and its sample."""

from __future__ import annotations

import pytest
from tests.profiles.samples import NAMES, sample

from dutystation.profiles.load import load_profile
from dutystation.runs.loading.exports import ExportFiles
from dutystation.runs.loading.profile_check import check_profile
from dutystation.runs.progress import SILENT

# Rules that the samples do not reach: another form of the same, and words that come seldom.
NOT_IN_THE_SAMPLE = {
    "amag-symmetry": {
        "occurred_at: format %Y-%m-%d %H:%M:%S",
        "outcome: map access denied → denied",
    },
    "daily-charge": {"work_date: format %d-%b-%Y"},
    "lenel-onguard": {
        "occurred_at: format %Y-%m-%d %H:%M:%S",
        "outcome: map Invalid Badge → denied",
        "outcome: map Invalid Card Format → denied",
    },
    "scim-users": {"leave_out 2: An account of which nothing says whether it is active"},
    "webta": {
        "work_date: format %Y-%m-%d",
        "minutes: duration hours",
        *(f"pay_code: map {digit} → 0{digit}" for digit in range(2, 10)),
        *(f"place_code: map {digit} → 0{digit}" for digit in range(1, 10)),
    },
}
OTHER_NAMES, OTHER_STATES = "columns: ", "timezone: map "


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_a_shipped_profile_answers_to_something_in_its_sample(name: str) -> None:
    wanted = sample(name)
    files = ExportFiles(wanted.export, wanted.crosswalk, wanted.companion)
    checked = check_profile(load_profile(name), files, rows=0, progress=SILENT)
    left_out = {row.reason: 0 for row in checked.left_out}
    for row in checked.left_out:
        left_out[row.reason] += row.rows

    unused = {word for word in checked.unused if not word.startswith((OTHER_NAMES, OTHER_STATES))}
    assert unused == NOT_IN_THE_SAMPLE.get(name, set())
    assert (checked.rejected, checked.absent) == ((), ())
    assert (checked.made, sum(left_out.values())) == (len(wanted.expected), len(wanted.left_out))
    assert checked.read == checked.made + sum(left_out.values())
    listed = list(wanted.left_out.values())
    assert left_out == {reason: listed.count(reason) for reason in listed}
    assert sum(row.rows for row in checked.unmatched) == listed.count("unmatched_person")
