"""One figure of a report in plain words: what it is, how it comes about, what it rests on.

What the directive says of the figure is given by the caller; everything else stands in the report. The
words never say more than the numbers: hours nobody has mapped are shown as such, and an uncorroborated
day is a question and no finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dutystation.published.find_figure import find_figure
from dutystation.published.numbers import shortest
from dutystation.published.words import one_line
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.terms.evidence_class import EvidenceClass
from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.place import IN_PERSON, OFF_SITE, Place
from dutystation.terms.publication import Publication, TableProvenance

VARIANT_WORDS: Mapping[Variant, str] = {
    Variant.TOTAL: "all hours worked, all civilians and military",
    Variant.CIVILIAN: "all hours worked, civilians only",
    Variant.MILITARY: "all hours worked, military only",
    Variant.REGULAR_EXCL_REMOTE: "regular hours only, without people whose arrangement that day is remote",
    Variant.ELIGIBLE_EXCL_REMOTE: "regular hours only, of people who are eligible for telework and whose "
    "arrangement that day is not remote",
}
_BADGE_TABLES = ("facilities", "badge_events")
_HOUR_TABLES = ("org_units", "codes", "roster", "time_records")


@dataclass(frozen=True)
class OrderWords:
    """What the directive says of one figure, as text.

    `definition` says what is measured, `clause` names the clause and source that it rests on.
    `provisional_limit` is the unclassified share above which a figure is provisional, as the directive
    writes it; empty where that is not known.
    """

    definition: str
    clause: str
    provisional_limit: str = ""


def explain(
    publication: Publication, *, code: str, org_unit: str, period: str, variant: str, order_words: OrderWords
) -> str:
    """The figure in plain words, as lines of text without a line end at the last.

    Raises UnknownFigure where the report holds no such figure; it lists what there is.
    """
    figure = find_figure(publication, code=code, org_unit=org_unit, period=period, variant=variant)
    rate = figure.code is FigureCode.UNCORROBORATED_RATE
    return "\n".join(
        [
            *_title(publication, figure),
            "",
            "What it measures",
            f"  {order_words.definition}",
            f"  Clause: {order_words.clause}",
            "",
            "How the value comes about",
            *(_rate(figure) if rate else _share(figure, order_words.provisional_limit)),
            *_whose(publication, figure),
            "",
            *(_evidence(publication, figure) if rate else _places(figure)),
            "",
            *_rows_on_the_way(publication, figure),
            "",
            *_source(publication, figure),
        ]
    )


def _title(publication: Publication, figure: Figure) -> Iterator[str]:
    names = {unit.org_unit: unit.name for unit in publication.org_units}
    name = names.get(figure.org_unit, "")
    yield f"{figure.code} of {one_line(figure.org_unit)}" + (f" ({one_line(name)})" if name else "")
    spans = {span.label: f"{span.first} to {span.last}" for span in publication.periods}
    if figure.period == ALL_PERIODS:
        yield f"  period   all: every pay period with accepted time records ({len(spans)})"
    else:
        yield f"  period   {figure.period}: {spans.get(figure.period, 'days not given')}"
    yield f"  variant  {figure.variant}: {VARIANT_WORDS[figure.variant]}"
    yield f"  value    {_ratio(figure.value)}, {figure.status}"


def _share(figure: Figure, limit: str) -> Iterator[str]:
    in_person = figure.code is FigureCode.IN_PERSON_SHARE
    above = " + ".join(IN_PERSON) if in_person else Place.OFFICE.value
    yield "  value = numerator ÷ denominator"
    yield _quotient(figure.value, f"{figure.numerator:,}", f"{figure.denominator:,}")
    yield f"  numerator    {_minutes(figure.numerator)}: {above}"
    yield f"  denominator  {_minutes(figure.denominator)}: {' + '.join((*IN_PERSON, *OFF_SITE))}"
    yield f"  unclassified {_minutes(figure.unclassified)}: codes that nobody has mapped; never office"
    place = "in person" if in_person else "at the office"
    whole = f"({figure.denominator:,} + {figure.unclassified:,})"
    yield f"  low, if none of the unclassified time was worked {place}:"
    yield _quotient(figure.low, f"{figure.numerator:,}", whole)
    yield f"  high, if all of it was worked {place}:"
    yield _quotient(figure.high, f"({figure.numerator:,} + {figure.unclassified:,})", whole)
    yield f"  status {figure.status}: {_why(figure, limit)}"


def _places(figure: Figure) -> Iterator[str]:
    yield "Minutes by place"
    for name, minutes in (figure.minutes or {}).items():
        yield f"  {name:<14} {_minutes(minutes)}" + (", in no figure" if name == Place.NONWORK else "")


def _why(figure: Figure, limit: str) -> str:
    whole = figure.denominator + figure.unclassified
    if figure.status is FigureStatus.NO_HOURS:
        return "no hours were worked, so there is nothing to divide"
    if not figure.denominator:
        return "all hours are unclassified, so only the bounds can be said"
    share = f"{figure.unclassified:,} ÷ {whole:,} = {_percent(figure.unclassified / whole)} is unclassified"
    over = figure.status is FigureStatus.PROVISIONAL
    of = f"the directive's limit of {limit}" if limit else "the directive's limit"
    return f"{share}, {'more' if over else 'not more'} than {of}"


def _rate(figure: Figure) -> Iterator[str]:
    yield "  value = uncorroborated ÷ (claimed person-days − not assessable − explained)"
    yield _quotient(figure.value, f"{figure.numerator:,}", f"{figure.denominator:,}")
    if figure.status is FigureStatus.NO_DAYS:
        yield "  status no_days: no day can be assessed, so there is nothing to divide"
    else:
        yield f"  status {figure.status}: low and high are the value; no person-day is unclassified"


def _evidence(publication: Publication, figure: Figure) -> Iterator[str]:
    counts = publication.badge.evidence_counts if publication.badge else ()
    key = (figure.org_unit, figure.period)
    of_this = next((vars(count) for count in counts if (count.org_unit, count.period) == key), {})
    days = {name: of_this.get(name, 0) for name in EvidenceClass}
    yield f"Claimed person-days with in-person time: {sum(days.values()):,}"
    for name, number in days.items():
        yield f"  {name:<14} {number:>14,}"
    yield "  An uncorroborated day is a question, not a finding: readers fail and people share doors."


def _whose(publication: Publication, figure: Figure) -> Iterator[str]:
    below = publication.units_below(figure.org_unit)
    if below:
        units = "the unit below it" if len(below) == 1 else f"the {len(below):,} units below it"
        yield f"  Numerator and denominator are sums over the unit and {units}, never a mean of shares."


def _tables(publication: Publication, figure: Figure) -> Iterator[tuple[str, TableProvenance]]:
    rate = figure.code is FigureCode.UNCORROBORATED_RATE
    for shape in INPUT_TABLES:
        on_the_way = shape.name in _HOUR_TABLES or (rate and shape.name in _BADGE_TABLES)
        table = publication.provenance.tables.get(shape.name)
        if on_the_way and table is not None:
            yield shape.name, table


def _rows_on_the_way(publication: Publication, figure: Figure) -> Iterator[str]:
    yield "Rows on the way, of the whole report"
    for name, table in _tables(publication, figure):
        rejected, excluded = sum(table.rejected.values()), sum(table.excluded.values())
        yield (
            f"  {name:<12} {table.raw:,} delivered = {table.accepted:,} accepted + {rejected:,} rejected "
            f"+ {excluded:,} excluded"
        )
        for fate, reasons in (("rejected", table.rejected), ("excluded", table.excluded)):
            for reason, rows in reasons.items():
                yield f"  {'':<12}   {fate} as {reason}: {rows:,}"


def _source(publication: Publication, figure: Figure) -> Iterator[str]:
    provenance = publication.provenance
    yield "Files"
    for table_name, table in _tables(publication, figure):
        for name, sha256, size in table.files:
            yield f"  {table_name}: {one_line(name)}, {size:,} bytes, SHA-256 {sha256}"
    yield f"Directive {one_line(provenance.directive_name)}, SHA-256 {provenance.directive_sha256}"
    yield (
        f"As of {publication.as_of}, made by dutystation {provenance.package_version} with "
        f"{provenance.engine_name} {provenance.engine_version}, {provenance.ended_at}"
    )


def _quotient(value: float | None, above: str, below: str) -> str:
    return f"    {above} ÷ {below} = {_ratio(value)}"


def _ratio(value: float | None) -> str:
    return "nothing to divide" if value is None else f"{shortest(value)} ({_percent(value)})"


def _percent(share: float) -> str:
    return f"{share * 100:.2f} %"


def _minutes(minutes: int) -> str:
    """`1,234 minutes = 20 h 34 min`."""
    whole, rest = divmod(minutes, 60)
    return f"{minutes:>14,} minutes = {whole:,} h {rest:02} min"
