"""Cells as they are really delivered: mostly right, sometimes wrong, now and then very strange.

Everything is drawn from short lists, simple things first, so that a failing example shrinks to a plain one.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

ODD_IDS = (
    "a",
    "b",
    "A",
    "a b",
    "a,b",
    'a"b',
    '"a"',
    "a\nb",
    "a\r\nb",
    "a\rb",
    "#a",
    "'a",
    "=1+1",
    "-a",
    "0",
    "007",
    "1.50",
    "1e3",
    "null",
    "NaN",
    "true",
    "__proto__",
    "all",
    "total",
    "a/b",
    "b/c",
    "%",
    "a_b",
    "\\",
    "é",
    "e\u0301",
    "ß",
    "İ",
    "\u00a0a",
    "\u2028",
    "שלום",
    "\u202ea",
    "\uffee",
    "𝒳",
    "👩‍👩‍👧",
    "x" * 300,
)
"""Ids that collide in careless hands: by case, by form, as numbers, as names of objects, in sorting."""

ODD_TEXTS = (*ODD_IDS, "two words", "tab\tinside", "\x0b", "\x01", ";", "|", "`", "${x}", "{}", "\ufeffa")

ZONES = (
    "America/New_York",
    "UTC",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
)
NO_ZONES = ("EST5", "america/new_york", "Mars/Base", "../etc/passwd", "America", "+05:00", "", "local time")

NO_DATES = (
    "2025-02-30",
    "1900-02-29",
    "0000-01-01",
    "10000-01-01",
    "2025-2-03",
    "02/03/2025",
    "20250203",
    "2025-02-03T00:00:00",
    "2025-02-03 ",
    "-2025-02-03",
    "２０２５-02-03",
    "2025-00-10",
    "2025-13-10",
    "infinity",
    "epoch",
    "today",
    "2025-02-03 (BC)",
    "2025-02-03\n",
)
ODD_DATES = ("9999-12-31", "9999-12-30", "2024-02-29", "2000-02-29", "1582-10-10", "0001-01-08", "1969-12-31")

HOURS = (
    "8",
    "4",
    "0",
    "8.0",
    "8.",
    ".5",
    "+7.6",
    "-0",
    "007.25",
    "24",
    "0.008333",
    "0.008334",
    "0.025",
    "0.075",
)
ODD_HOURS = (*HOURS, "24.000000", "-0.0", "+.000001", "0" * 40 + "8", "23.991667", "1.999999", "0.")
NO_NUMBERS = (
    ".",
    "+",
    "1.2345678",
    "8.0000000",
    "1e3",
    "NaN",
    "inf",
    "1,5",
    "1_0",
    "0x10",
    "1.2.3",
    "--1",
    "٣",
    "８",
    "8h",
    "1 0",
    "8\n",
    "- 8",
    "½",
)
HOURS_OUT_OF_RANGE = ("-1", "-0.000001", "24.000001", "25", "9" * 60, "-" + "9" * 60, "1" + "0" * 20 + ".5")
MINUTES = ("480", "60", "0", "30", "+45", "-0", "007", "1440", "0" * 30 + "9")
NO_WHOLES = ("8.0", "8.", "1e3", ".5", "NaN", "1,000", "٣", "8 0", "8\n", "+", "0x1F")
MINUTES_OUT_OF_RANGE = ("-1", "1441", "9" * 30, "-" + "9" * 30)

SQUARE_FEET = ("1000", "1000.50", "+.5", "0.000001", "012345.", "9" * 25, "99999999.999999")
SQUARE_FEET_OUT_OF_RANGE = ("0", "-1", "-0", "0.000000", "-0.5")
SEATS = ("10", "+7", "007", "1", "9" * 25)
SEATS_OUT_OF_RANGE = ("0", "-3", "-0", "000")

CLOCKS = (
    "08:00",
    "17:00",
    "00:00",
    "01:30",
    "02:30",
    "01:59:59",
    "02:00:00",
    "03:00:00",
    "12:00:00.5",
    "12:00:00.999999999999",
    "23:59:59",
    "23:30",
    "00:30:00",
)
OFFSETS = ("", "", "", "Z", "-05:00", "+09:00", "-23:59", "+23:59", "-00:00", "+05:45", "-04:00")
NO_CLOCKS = (
    "",
    "T",
    "T24:00",
    "T8:00",
    "T08",
    "T08:60",
    "T08:00:60",
    "T08:00.5",
    "T08:00:00.",
    "T08:00:00,5",
    "  08:00",
    "T08:00 Z",
    "T08:00z",
    "t08:00",
    "T08:00+24:00",
    "T08:00+05",
    "T08:00+0500",
    "T08:00+05:60",
    "T08:00ZZ",
    "T08:00 AM",
    "T08:00\n",
    "T08:00:00-05:00[America/New_York]",
)


def ids() -> SearchStrategy[str]:
    return st.sampled_from(ODD_IDS)


def texts() -> SearchStrategy[str]:
    return st.sampled_from(ODD_TEXTS)


def days(last: date, back: int, ahead: int = 0) -> SearchStrategy[str]:
    """Dates from `back` days before `last` to `ahead` days after it."""
    return st.integers(-ahead, back).map(lambda days: (last - timedelta(days=days)).isoformat())


def times(last: date, back: int, ahead: int = 0) -> SearchStrategy[str]:
    """Valid `occurred_at`, close enough to one another for stays and repeats to arise."""
    return st.tuples(
        days(last, back, ahead), st.sampled_from("T "), st.sampled_from(CLOCKS), st.sampled_from(OFFSETS)
    ).map("".join)


def no_times() -> SearchStrategy[str]:
    unclocked = st.sampled_from(NO_CLOCKS).map(lambda clock: "2025-02-03" + clock)
    undated = st.sampled_from(NO_DATES).map(lambda day: day + "T08:00")
    return unclocked | undated | texts().filter(lambda text: text.strip(" \t") != "")


def padded(cells: SearchStrategy[str]) -> SearchStrategy[str]:
    """Spaces and tabs around some cells."""
    around = st.sampled_from(("",) * 12 + (" ", "\t", "  \t"))
    return st.tuples(around, cells, around).map("".join)
