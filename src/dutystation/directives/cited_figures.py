"""Figures an order cites. None of them is ever given without the words that say what it measures.

A printed percentage means nothing without its direction: 28.9 % of hours worked remotely and 28.9 %
worked in the office are opposite findings. Where those who printed it disagree, both readings stay, each
with its source, and the direction is disputed.
"""

from __future__ import annotations

from dataclasses import dataclass as plain_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from dutystation.directives.dated_rule import STRICT
from dutystation.directives.values import Identifier, PrintedPercent, Sentence, refuse


class Measured(StrEnum):
    """What a printed share of hours is read to be a share of."""

    WORKED_REMOTELY = "worked_remotely"
    WORKED_IN_PERSON = "worked_in_person"
    WORKED_IN_OFFICE = "worked_in_office"

    @property
    def words(self) -> str:
        return {
            Measured.WORKED_REMOTELY: "worked remotely",
            Measured.WORKED_IN_PERSON: "worked in person",
            Measured.WORKED_IN_OFFICE: "worked in the office",
        }[self]


@plain_dataclass(frozen=True)
class StatedShare:
    """A percentage and the sentence that says what it measures. Printing it prints the sentence."""

    percent: Decimal
    says: str

    def __str__(self) -> str:
        return self.says


@dataclass(frozen=True, config=STRICT)
class Reading:
    """One way in which the figure was printed, and the ids of the sources that printed it so."""

    measured: Measured
    printed_by: Sentence
    sources: Annotated[tuple[Identifier, ...], Field(min_length=1)]


def _each_reading_once(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    kinds = [reading.measured for reading in readings]
    for place, kind in enumerate(kinds):
        if kinds.index(kind) < place:
            refuse(
                f"the reading {kind} is given twice",
                "Put its sources into one reading",
                at=(place, "measured"),
            )
    return readings


@dataclass(frozen=True, config=STRICT)
class CitedFigure:
    """One figure of one org unit, as the order cites it. The first reading is the one we follow.

    `printed` is the percentage as text; for a number ask `in_person_shares`, which gives the words too.
    """

    subject: Sentence
    org_unit: Sentence
    printed: PrintedPercent
    share_of: Sentence
    time: Sentence
    clause: Sentence
    source: Identifier
    readings: Annotated[tuple[Reading, ...], Field(min_length=1), AfterValidator(_each_reading_once)]

    @property
    def disputed(self) -> bool:
        """Whether those who printed the figure disagree on what it measures."""
        return len(self.readings) > 1

    def in_person_shares(self) -> tuple[StatedShare, ...]:
        """What each reading says of hours worked in person, in the order of the readings."""
        return tuple(self._in_person(reading) for reading in self.readings)

    def _in_person(self, reading: Reading) -> StatedShare:
        printed = Decimal(self.printed)
        context = f"{self.subject}, {self.time}, share of {self.share_of}"
        if reading.measured is Measured.WORKED_REMOTELY:
            percent = 100 - printed
            found = f"{percent} % in person, the complement of {printed} % worked remotely"
        elif reading.measured is Measured.WORKED_IN_PERSON:
            percent, found = printed, f"{printed} % in person"
        else:
            percent, found = printed, f"{printed} % in the office, hours in the field not told apart"
        doubt = "; the direction is disputed" if self.disputed else ""
        return StatedShare(percent, f"{context}: {found} (as printed by {reading.printed_by}{doubt})")

    def sentence(self) -> str:
        """The figure with everything that must be said beside it."""
        readings = "; ".join(
            f"as {reading.measured.words} ({reading.printed_by})" for reading in self.readings
        )
        end = " The direction is disputed." if self.disputed else ""
        return f"{self.subject}, {self.time}: {self.printed} % of {self.share_of}, printed {readings}.{end}"
