"""What a report says about the order it answers: words and dates, ready to be set in type.

`pdf` and `workbook` see an order only through this value, so that they know no directive format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dutystation.terms.series_break import SeriesBreak


@dataclass(frozen=True)
class Definition:
    """One term of the order or of the method: what it means and the clause that says so."""

    term: str
    sentence: str
    clause: str


@dataclass(frozen=True)
class Obligation:
    """One thing that somebody owes by a date under the order."""

    title: str
    due_on: date
    clause: str


@dataclass(frozen=True)
class Order:
    """One directive, in the words and dates a report needs.

    `cited_figures` are whole sentences: a cited number never stands without the words that say what it
    measures and whether that is disputed. `smallest_published_count` is the count of people from which
    protected grounds are shown; `provisional_limit` and `utilisation_target` are shares between 0 and 1;
    `least_coverage` is the share of claimed days that must be assessable before the uncorroborated rate is
    shown. `report_obligation` is the one the front page names. None stands for "the order does not say".
    """

    name: str
    title: str
    authority: str
    issued_on: date
    policy_sentence: str
    paragraph: str
    cited_figures: tuple[str, ...]
    definitions: tuple[Definition, ...]
    obligations: tuple[Obligation, ...]
    smallest_published_count: int
    provisional_limit: float
    report_obligation: Obligation | None = None
    utilisation_target: float | None = None
    least_coverage: float | None = None
    series_breaks: tuple[SeriesBreak, ...] = ()
