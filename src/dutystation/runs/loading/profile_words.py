"""What `dutystation profile check` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dutystation.landing.delivered import printable
from dutystation.runs.loading.profile_check import CheckedProfile, Counted, ShownRow

MOST_KEYS = 20
MOST_RULES = 60
LONGEST_CELL = 40
LONGEST_SENTENCE = 300


def check_words(checked: CheckedProfile) -> str:
    """The whole answer: rows before and after, counts, and rules that nothing answers to."""
    content = checked.profile.content
    lines = [f"{checked.export} under {checked.profile.name} ({content.title})"]
    for row in checked.shown:
        lines += ["", *_shown(row, content.table)]
    left = sum(counted.rows for counted in checked.left_out)
    lines += [
        "",
        f"{checked.read:,} rows read: {checked.made:,} make a row of {content.table}, {left:,} are left out.",
    ]
    if checked.days is not None:
        first, last = checked.days
        takes = "a load takes rows of one pay period only"
        if content.other_periods == "leave_out":
            takes = "a load with --period takes those of that pay period, and leaves out the others"
        lines.append(f"Their days are {first} to {last}: {takes}.")
    lines += _rejections(checked)
    if checked.left_out:
        lines += ["", "Left out:"]
        lines += [f"  {out.rows:>9,}  {out.reason}: {out.about}{_example(out)}" for out in checked.left_out]
    lines += _people(checked.unmatched)
    if checked.absent:
        lines += ["", "The export lacks the optional columns " + ", ".join(checked.absent) + "."]
    lines += _unused(checked.unused)
    return "\n".join(lines)


def _shown(row: ShownRow, table: str) -> Iterator[str]:
    yield f"line {row.line}"
    yield "  before  " + _cells(row.before)
    yield f"  after   {_cells(row.after)}" if row.after is not None else f"  no row of {table}: {row.why_not}"


def _cells(cells: Mapping[str, str | None]) -> str:
    filled = [f"{name}={printable(text, longest=LONGEST_CELL)}" for name, text in cells.items() if text]
    return "  ".join(filled) or "(empty)"


def _rejections(checked: CheckedProfile) -> Iterator[str]:
    """Rows that no load could accept. What needs the other tables (people, units) is judged there."""
    if not checked.rejected:
        yield "None of them is rejected for itself; a load also compares them with the other tables."
        return
    bad = sum(counted.rows for counted in checked.rejected)
    yield f"{bad:,} of them would be rejected for themselves:"
    for counted in checked.rejected:
        example = printable(counted.example, longest=LONGEST_SENTENCE)
        yield f"  {counted.rows:>9,}  {counted.reason}, {counted.about}: {example}"


def _example(counted: Counted) -> str:
    return f" (first: {printable(counted.example)})" if counted.example else ""


def _people(unmatched: tuple[Counted, ...]) -> Iterator[str]:
    if not unmatched:
        return
    yield ""
    yield f"Keys without a person in the crosswalk: {len(unmatched):,}"
    for counted in unmatched[:MOST_KEYS]:
        example = printable(counted.example, longest=LONGEST_SENTENCE)
        yield f"  {counted.rows:>9,}  {printable(counted.about)}: {example}"
    if len(unmatched) > MOST_KEYS:
        yield f"             and {len(unmatched) - MOST_KEYS:,} more"


def _unused(unused: tuple[str, ...]) -> Iterator[str]:
    yield ""
    if not unused:
        yield "Every rule of the profile answers to something in the export."
        return
    yield "Nothing in the export answers to:"
    for words in unused[:MOST_RULES]:
        yield f"  {words}"
    if len(unused) > MOST_RULES:
        yield f"  and {len(unused) - MOST_RULES} more"
