"""An order as data. Source: domain sections 1 and 10.

`Order` is the content of a directive file, checked. `Directive` is that content with the name and the
hash of the file it came from: what a run is measured under and what its provenance names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field
from dataclasses import dataclass as plain_dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from dutystation.directives.cited_figures import CitedFigure
from dutystation.directives.dated_rule import STRICT, DatedValue
from dutystation.directives.grounds import Grounds, Role
from dutystation.directives.obligations import Obligations
from dutystation.directives.retention import RetentionItem, RetentionSchedule
from dutystation.directives.rules import RULE_NAMES, RuleBook, Rules, rule
from dutystation.directives.seat_order import SeatOrder
from dutystation.directives.series_breaks import SeriesBreaks
from dutystation.directives.values import Identifier, Mark, NearDay, Sentence, YesNo, refuse, whole
from dutystation.terms.errors import UnusableDirective
from dutystation.terms.person import Population
from dutystation.terms.place import IN_PERSON, Place
from dutystation.terms.retention import RecordKind
from dutystation.terms.series_break import SeriesBreak


@dataclass(frozen=True, config=STRICT)
class Source:
    """One document or report that clauses refer to. `where` is an address or a citation."""

    title: Sentence
    where: Sentence
    mark: Mark
    published: NearDay | None = None


@dataclass(frozen=True, config=STRICT)
class Authority:
    """Who orders, by which instrument."""

    who: Sentence
    instrument: Sentence
    says: Sentence
    source: Identifier
    dated: NearDay


@dataclass(frozen=True, config=STRICT)
class Clause:
    """A sentence of the order in our words, with the clause and source it rests on."""

    says: Sentence
    clause: Sentence
    source: Identifier


@dataclass(frozen=True, config=STRICT)
class Presence:
    """How much presence the order asks for: days in a full working week."""

    days_per_week: Annotated[int, whole(1, 7)]
    says: Sentence
    clause: Sentence
    source: Identifier


def _the_places_that_count(places: tuple[Place, ...]) -> tuple[Place, ...]:
    if set(places) != set(IN_PERSON) or len(places) != len(IN_PERSON):
        refuse(
            "the in-person share counts exactly " + ", ".join(IN_PERSON),
            "List these three; an order that counts otherwise cannot be measured by this contract version",
        )
    return places


@dataclass(frozen=True, config=STRICT)
class DutyStation:
    """What counts as being at the duty station: hours at these places are worked in person."""

    places: Annotated[tuple[Place, ...], AfterValidator(_the_places_that_count)]
    says: Sentence
    clause: Sentence
    source: Identifier


@dataclass(frozen=True, config=STRICT)
class SituationalTelework:
    """Who may allow a single day away, any one of them, and whether each day needs its own permission."""

    decided_by: Annotated[tuple[Role, ...], Field(min_length=1)]
    each_time: YesNo
    delegable: YesNo
    says: Sentence
    clause: Sentence
    source: Identifier


@dataclass(frozen=True, config=STRICT)
class Certification:
    """Who prepares a component's report and who certifies it, always two people, and in which words."""

    prepared_by: Annotated[tuple[Role, ...], Field(min_length=1)]
    certified_by: Annotated[tuple[Role, ...], Field(min_length=1)]
    delegable: YesNo
    statement: Sentence
    """The exact words that are certified."""
    says: Sentence
    clause: Sentence
    source: Identifier


def _every_population(populations: dict[Population, Clause]) -> dict[Population, Clause]:
    missing = [population.value for population in Population if population not in populations]
    if missing:
        refuse(f"nothing is said of {', '.join(missing)}", "Say for each whether the order reaches it")
    return populations


@dataclass(frozen=True, config=STRICT)
class Order:
    """The content of one directive file. Mappings keep the order of the file."""

    format: Literal["1"]
    title: Sentence
    issued_on: NearDay
    authority: Authority
    higher_authority: Authority
    summary: Sentence
    """The order in our own words."""
    policy_sentence: Sentence
    """The one sentence that is quoted."""
    scope: Clause
    presence: Presence
    duty_station: DutyStation
    populations: Annotated[dict[Population, Clause], AfterValidator(_every_population)]
    situational_telework: SituationalTelework
    certification: Certification
    denial_rights: Annotated[tuple[Clause, ...], Field(min_length=1)]
    """What somebody whose request is denied can do; `says` may name a rule in braces."""
    obligations: Obligations
    rules: RuleBook
    grounds: Grounds
    sources: dict[Identifier, Source]
    seat_order: SeatOrder = ()
    """Who gets a seat first; where nothing is stated a draw decides among all who wait."""
    cited_figures: dict[Identifier, CitedFigure] = Field(default_factory=dict)
    series_breaks: SeriesBreaks = ()
    retention: RetentionSchedule = Field(default_factory=dict)


@plain_dataclass(frozen=True)
class Directive:
    """One order, ready for use. `name` is the shipped name or the name of the file without its ending.

    `sha256` is taken over `source_text`, the bytes of the file, comments included.
    """

    name: str
    sha256: str
    order: Order = field(repr=False)
    source_text: bytes = field(repr=False)

    @property
    def title(self) -> str:
        return self.order.title

    @property
    def issued_on(self) -> date:
        return self.order.issued_on

    @property
    def obligations(self) -> Obligations:
        """By id, in the order of the file."""
        return self.order.obligations

    @property
    def grounds(self) -> Grounds:
        """Every ground of the contract."""
        return self.order.grounds

    @property
    def cited_figures(self) -> dict[str, CitedFigure]:
        """By id; see `CitedFigure` for how to show one."""
        return self.order.cited_figures

    @property
    def series_breaks(self) -> tuple[SeriesBreak, ...]:
        """The days from which a series means something else, each with its clause and source."""
        return tuple(
            SeriesBreak(each.first_day, each.component or "", each.says, self.cited(each.clause, each.source))
            for each in self.order.series_breaks
        )

    @property
    def retention(self) -> Mapping[str, RetentionItem]:
        """The items of the records schedule, by id, in the order of the file; none where it states none."""
        return self.order.retention

    def retention_of(self, kind: RecordKind) -> RetentionItem | None:
        """The item that says how long records of a kind are kept; None where none does."""
        return next((item for item in self.retention.values() if kind in item.covers), None)

    @property
    def report_obligation(self) -> str:
        """The id of the obligation that every component answers with a report."""
        return next(name for name, owed in self.obligations.items() if owed.component_report)

    def due_on(self, obligation: str) -> date:
        """The day on which an obligation of this order is due. Raises KeyError for an unknown id."""
        return self.obligations[obligation].due_on(self.issued_on)

    @property
    def measurable_from(self) -> date:
        """The first day on which every rule has a value; from then on every day has one."""
        return max(rule(self.order.rules, name).values[0].first_day for name in RULE_NAMES)

    def rules_on(self, day: date) -> Rules:
        """The values in force on `day`.

        Raises UnusableDirective, naming rule and day, where a rule has no value yet on that day.
        """
        values: dict[str, Any] = {name: self._dated(name, day).value for name in RULE_NAMES}
        return Rules(**values)

    def clause_of(self, rule_id: str, day: date) -> str:
        """The clause behind a value, with its source and how well that is known, for definitions.

        Raises KeyError for an unknown rule, UnusableDirective where it has no value on that day.
        """
        return self.cited(self._dated(rule_id, day).clause, self._dated(rule_id, day).source)

    def cited(self, clause: str, source_id: str) -> str:
        """A clause and its source in one line. Raises KeyError for a source the order does not name."""
        source = self.order.sources[source_id]
        return f"{clause} [{source.title}; {source.mark.value}]"

    def rights_on(self, day: date) -> tuple[str, ...]:
        """What somebody can do whose request is denied on `day`, with the numbers in force then."""
        values = asdict(self.rules_on(day))
        return tuple(right.says.format_map(values) for right in self.order.denial_rights)

    def _dated(self, name: str, day: date) -> DatedValue[Any]:
        stated = rule(self.order.rules, name)
        found = stated.on(day)
        if found is None:
            raise UnusableDirective(
                f"{self.name}: the rule {name} has no value on {day}; its first holds from "
                f"{stated.values[0].first_day}. Choose a later day, or give the rule an earlier first_day."
            )
        return found
