"""The one figure somebody asks for, or the words that help to ask for another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from dutystation.published.words import one_line
from dutystation.terms.errors import UnknownFigure
from dutystation.terms.figure import Figure
from dutystation.terms.publication import Publication

MOST_LISTED = 20
WHY_NOT: Mapping[str, str] = {
    "uncorroborated_rate": "a report has it where badge_events and facilities were delivered",
    "return_bridge": "this table counts the people in return_status by component, status and reason",
    "unclassified_pairs": "this table counts the time records that --rows of a share lists as unclassified",
    "badge_quality": "this counts badge events that count for nothing, which no table of a report lists",
    "evidence_counts": "this table counts the claimed days in evidence by unit, period and class",
    "occupancy": "this table counts the people present on a day, whom no table of a report lists",
    "utilisation": "this table comes from occupancy, and for statute_40h from weeks of people, which no "
    "table of a report lists",
}
"""What is asked for as a figure and need not be one: why, and which rows are behind it."""


def find_figure(publication: Publication, *, code: str, org_unit: str, period: str, variant: str) -> Figure:
    """The figure of that code, unit, period and variant.

    Raises UnknownFigure for the first of the four that the report does not hold together with those
    before it, and lists what it holds instead, the nearest spelling first.
    """
    names = {unit.org_unit: unit.name for unit in publication.org_units}
    figures = publication.figures
    asked = {"code": code, "org_unit": org_unit, "period": period, "variant": variant}
    said: list[str] = []
    for what, wanted in asked.items():
        found = tuple(figure for figure in figures if getattr(figure, what) == wanted)
        if not found:
            there = dict.fromkeys(str(getattr(figure, what)) for figure in figures)
            raise UnknownFigure(_sentence(what, wanted, said, there, names if what == "org_unit" else {}))
        figures = found
        said.append(one_line(wanted))
    return figures[0]


def _sentence(what: str, wanted: str, said: list[str], there: Iterable[str], names: Mapping[str, str]) -> str:
    word = {"code": "figure", "org_unit": "org unit"}.get(what, what)
    of = f" for {', '.join(said)}" if said else ""
    nearest = sorted(there, key=lambda name: -_likeness(wanted, name, names.get(name, "")))
    if not nearest:
        return "The report holds no figures."
    shown = ", ".join(_with_name(name, names) for name in nearest[:MOST_LISTED])
    more = f" and {len(nearest) - MOST_LISTED:,} more" if len(nearest) > MOST_LISTED else ""
    why = f" {wanted}: {WHY_NOT[wanted]}." if what == "code" and wanted in WHY_NOT else ""
    return f"The report has no {word} {one_line(wanted)!r}{of}. It has: {shown}{more}.{why}"


def _with_name(org_unit: str, names: Mapping[str, str]) -> str:
    name = names.get(org_unit, "")
    return one_line(org_unit) + (f" ({one_line(name)})" if name and name != org_unit else "")


def _likeness(wanted: str, *spellings: str) -> float:
    """From 0 to 1, how near the nearest spelling is, letter case aside."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted.casefold())
    ratios = []
    for spelling in filter(None, spellings):
        matcher.set_seq1(spelling.casefold())
        ratios.append(matcher.ratio())
    return max(ratios, default=0.0)
