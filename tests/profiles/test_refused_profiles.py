"""What is wrong with a profile is said with file, line, key and what to do, before any export is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.profiles.writing import BADGES, TIME, changed, line_of, profile_of, refusal

from dutystation.profiles.load import load_profile
from dutystation.terms.errors import UnusableProfile

DATES = "dates: ['%m/%d/%Y', '%Y-%m-%d']"
TIMES = "timestamps: ['%Y-%m-%d %H:%M:%S']"


def test_the_unchanged_profiles_are_accepted() -> None:
    assert profile_of(TIME).content.table == "time_records"
    assert profile_of(BADGES).content.values["direction"].map == {"Entry": "in", "Exit": "out"}


WRONG = [
    ("title: Hours", "titel: Hours", "titel", "Perhaps title is meant"),
    ("table: time_records", "table: hours", "table", "expected"),
    ("kind: delimited", "kind: csv", "export.kind", "expected"),
    ("kind: delimited", "kind: delimited\n  sheet: A", "export.sheet", "It is for spreadsheet"),
    ("kind: delimited", "kind: delimited\n  trimmed: yes", "export.trimmed", "It is for fixed_width"),
    ("kind: delimited", "kind: json_lines\n  total: /n", "export.total", "It is for json"),
    ("kind: delimited", "kind: json\n  records: /r\n  total: n", "export.total", "Begin it with /"),
    ("kind: delimited", "kind: json\n  total: /n", "export.total", "Give records"),
    ("kind: delimited", "kind: delimited\n  encoding: utf8", "export.encoding", "Perhaps utf-8 is meant"),
    ("kind: delimited", "kind: delimited\n  delimiter: ';;'", "export.delimiter", "one ASCII sign"),
    ("kind: delimited", "kind: delimited\n  header: no", "columns.badge", "Give it place"),
    ("kind: delimited", "kind: fixed_width", "columns.badge", "Give it first and last"),
    ("  day: Day", "  line: Day", "columns.line", "this name is taken"),
    ("[Badge, Card No]", "[Badge, Badge]", "columns.badge", "a spelling is given twice"),
    ("  person: badge", "  person: bagde", "values.person", "Perhaps badge is meant"),
    ("  person: badge", "  persons: badge", "values.persons", "Perhaps person is meant"),
    ("  pay_code: code\n", "", "values", "time_records needs pay_code"),
    ("  minutes: {column: amount, durations: [hours, clock]}\n", "", "values", "needs hours or minutes"),
    ("{constant: ''}", "{constant: '', column: code}", "values.place_code", "expected one source"),
    ("{constant: ''}", "{}", "values.place_code", "expected one source, found none"),
    ("pay_code: code", "pay_code: {column: code, map: {a: b}}", "values.pay_code.map", "Add unmapped"),
    (
        "pay_code: code",
        "pay_code: {column: code, unmapped: keep}",
        "values.pay_code.unmapped",
        "goes with map",
    ),
    (
        "pay_code: code",
        "pay_code: {column: code, map: {a: b, A: c}, map_any_case: yes, unmapped: keep}",
        "values.pay_code.map",
        "differ only in capitals",
    ),
    (
        "pay_code: code",
        "pay_code: {column: code, extract: '([0-9]+)', not_found: keep}",
        "values.pay_code.extract",
        "(?P<value>…)",
    ),
    (
        "pay_code: code",
        "pay_code: {column: code, extract: '(?P<value>[0-9]+', not_found: keep}",
        "values.pay_code.extract",
        "is no regular expression",
    ),
    (
        "pay_code: code",
        "pay_code: {column: code, extract: '(?<=x)(?P<value>[0-9]+)', not_found: keep}",
        "values.pay_code.extract",
        "not read by every engine",
    ),
    (
        "pay_code: code",
        "pay_code: {column: code, dates: '%Y-%m-%d'}",
        "values.pay_code.dates",
        "Take dates out",
    ),
    (DATES, "dates: '%m/%d'", "values.work_date.dates[1]", "there is no year in it"),
    (DATES, "dates: '%Q'", "values.work_date.dates[1]", "%Q is no sign"),
    (DATES, "dates: '%I/%m/%d/%Y'", "values.work_date.dates[1]", "%I and %p go together"),
    (DATES, "dates: ['%m/%d/%Y', '%d/%m/%Y']", "values.work_date.dates", "never guesses"),
    (DATES, "dates: ['%d.%m.%y', '%y.%m.%d']", "values.work_date.dates", "two different times"),
    (DATES, "dates: ['%Y-%m-%d', epoch_seconds]", "values.work_date.dates", "cannot be mixed"),
    ("durations: [hours, clock]", "durations: [hours, minutes]", "values.minutes.durations", "Keep one of"),
    ("  minutes: {column", "  hours: {column", "values.hours.durations", "under minutes"),
    (
        "durations: [hours, clock]",
        "durations: hours, decimal: comma, grouping: comma",
        "values.minutes.grouping",
        "same sign",
    ),
]


@pytest.mark.parametrize(("old", "new", "key", "remedy"), WRONG)
def test_a_wrong_profile_of_hours_is_refused(old: str, new: str, key: str, remedy: str) -> None:
    text = changed(TIME, old, new)
    sentence = refusal(text)
    assert sentence.startswith("trial.yaml, line "), sentence
    assert f", key {key}" in sentence, sentence
    assert remedy in sentence, sentence
    assert "\n" not in sentence


WRONG_BADGES = [
    (TIMES, "timestamps: '%Y-%m-%d'", "values.occurred_at.timestamps[1]", "Add %H:%M"),
    (TIMES, TIMES + ", zone: Chicago", "values.occurred_at.zone", "America/New_York or -05:00"),
    (TIMES, TIMES + ", zone: written", "values.occurred_at.timestamps[1]", "Add %z"),
    (TIMES, "timestamps: '%Y-%m-%d %H:%M%z'", "values.occurred_at.timestamps[1]", "zone: written"),
    (TIMES, "timestamps: epoch_seconds, zone: '+01:00'", "values.occurred_at.zone", "is UTC"),
    ("Entry: in", "Entry: inside", "values.direction.map.Entry", "It takes in, out"),
    ("map: {Entry: in, Exit: out}, unmapped: empty", "joined_by: x", "values.direction.joined_by", "columns"),
]


@pytest.mark.parametrize(("old", "new", "key", "remedy"), WRONG_BADGES)
def test_a_wrong_profile_of_doors_is_refused(old: str, new: str, key: str, remedy: str) -> None:
    sentence = refusal(changed(BADGES, old, new))
    assert f", key {key}" in sentence, sentence
    assert remedy in sentence, sentence


WRONG_PARTS = [
    ("people: {crosswalk: required}", "people", "Add zone"),
    ("people: {crosswalk: required, zone: EST5}", "people.zone", "America/New_York"),
    ("people: {crosswalk: required, zone: UTC, day: facility}", "people.day", "Name a column with a date"),
    ("people: {crosswalk: none, zone: UTC}", "people", "nothing is looked up"),
    ("collapse: {says: x, within_seconds: 0}", "collapse.within_seconds", "from 1 to 86400"),
    ("collapse: {says: x, within_seconds: 5, same: facility}", "collapse.same", "add person"),
    (
        "collapse: {says: x, within_seconds: 5, same: [person, event_id]}",
        "collapse.same[2]",
        "tell uses apart",
    ),
    ("leave_out: [{says: x, when: []}]", "leave_out[1].when", "at least one entry"),
    ("leave_out: [{says: x, when: [{column: dor, equals: a}]}]", "leave_out[1].when[1].column", "door"),
    ("leave_out: [{says: x, when: [{column: door}]}]", "leave_out[1].when[1]", "expected one test"),
    (
        "leave_out: [{says: x, when: [{column: door, matches: '('}]}]",
        "leave_out[1].when[1].matches",
        "Correct",
    ),
]


@pytest.mark.parametrize(("part", "key", "remedy"), WRONG_PARTS)
def test_a_wrong_part_of_a_profile_is_refused(part: str, key: str, remedy: str) -> None:
    text = changed(BADGES, TIMES, TIMES + ", zone: UTC") + "\n" + part + "\n"
    sentence = refusal(text)
    assert sentence.startswith(f"trial.yaml, line {line_of(text, part)}, key {key}"), sentence
    assert remedy in sentence, sentence


def test_repeats_are_for_badges_only() -> None:
    sentence = refusal(TIME + "\ncollapse: {says: x, within_seconds: 5}\n")
    assert "is for badge_events only" in sentence


def test_other_periods_are_for_what_is_delivered_by_pay_period() -> None:
    assert profile_of(TIME + "\nother_periods: leave_out\n").content.other_periods == "leave_out"
    assert profile_of(BADGES + "\nother_periods: refuse\n").content.other_periods == "refuse"
    assert "key other_periods" in refusal(BADGES + "\nother_periods: keep\n")
    roster = load_profile("opm-roster").source_text.decode()
    for given in ("leave_out", "refuse"):
        sentence = refusal(roster + f"\nother_periods: {given}\n")
        assert "other_periods: roster is not delivered by pay period" in sentence, sentence
        assert "time_records and badge_events; take it out" in sentence


def test_what_hides_in_yaml_is_refused() -> None:
    assert "anchors and aliases" in refusal(changed(TIME, "title: Hours", "title: &a Hours"))
    assert "is given twice" in refusal(changed(TIME, "  day: Day\n", "  day: Day\n  day: Date\n"))
    assert "holds no profile" in refusal("# nothing\n")


def test_an_unknown_name_lists_what_is_shipped_and_a_folder_is_no_profile(tmp_path: Path) -> None:
    with pytest.raises(UnusableProfile, match=r"Unknown profile 'nobody'; shipped are .*, or give the path"):
        load_profile("nobody")
    with pytest.raises(UnusableProfile, match="is not a file"):
        load_profile(str(tmp_path))


def test_a_profile_is_read_from_a_file_with_its_name_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "our-clock.yaml"
    path.write_text(TIME, encoding="utf-8")
    profile = load_profile(str(path))
    assert profile.name == "our-clock"
    assert profile.source_text == TIME.encode()
    assert len(profile.sha256) == 64
