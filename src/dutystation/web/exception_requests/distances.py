"""The distance record: how far it is, by which test, and whether that is beyond the distance of the order.

A decision on the ground `distance` keeps one. Each test stands for itself, with its own ends and its own
answer, and the order names the one that decides. Source: domain section 1.7, domain rule 10.22.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.directives.rules import Rules
from dutystation.terms.distance import DistanceMethod, DistanceTest
from dutystation.terms.errors import Refused
from dutystation.web.exception_requests.place_wording import test_words

FINEST = -2
"""Decimals of a mile that are kept, as an exponent."""


@dataclass(frozen=True)
class Distance:
    """One row is one measured way. Places are a town with its ZIP code, and never a street."""

    test: DistanceTest
    from_place: str
    to_place: str
    """The place of the set that is nearest."""
    method: DistanceMethod
    miles: Decimal
    measured_on: date


@dataclass(frozen=True)
class ProposedStation:
    """Another duty station that is proposed: how far it is from home, and how far the old one is.

    Both by the shortest route that people commonly travel, from the same home.
    """

    place: str
    old_miles: Decimal
    new_miles: Decimal


@dataclass(frozen=True)
class DistanceRecord:
    """Everything that was measured for one decision; of each reference set one distance at most."""

    distances: tuple[Distance, ...]
    proposed: ProposedStation | None = None

    def by(self, test: DistanceTest) -> Distance | None:
        """The distance between the ends of a test; one that only ends alike is none."""
        return next((distance for distance in self.distances if distance.test == test), None)

    def facts(self, rules: Rules) -> dict[str, Any]:
        """All of it with what each test comes to under the order, in words and numbers for a decision.

        Miles are text, as they were stated.
        """
        proposed = self.proposed
        return {
            "limit_miles": rules.distance_miles,
            "decides": _ends(rules.distance_test),
            "measured": [
                {
                    **_ends(distance.test),
                    "from_place": distance.from_place,
                    "to_place": distance.to_place,
                    "method": distance.method.value,
                    "miles": str(distance.miles),
                    "measured_on": distance.measured_on.isoformat(),
                    "beyond": rules.is_beyond_distance(distance.miles),
                    "decides": distance.test == rules.distance_test,
                }
                for distance in self.distances
            ],
            "proposed": proposed
            and {
                "place": proposed.place,
                "old_miles": str(proposed.old_miles),
                "new_miles": str(proposed.new_miles),
                "relocation_miles": rules.relocation_miles,
                "relocation": rules.is_relocation(old_miles=proposed.old_miles, new_miles=proposed.new_miles),
            },
        }


def _ends(test: DistanceTest) -> Mapping[str, str]:
    return {"start": test.start.value, "reference": test.reference.value}


def need_distance(record: DistanceRecord | None, rules: Rules, day: date) -> None:
    """Raises Refused where an approval on the ground of distance has no way to rest on, or a short one."""
    decisive = record.by(rules.distance_test) if record else None
    if record is None or decisive is None:
        raise Refused(
            _("A decision on distance states how far it is %(test)s.")
            % {"test": test_words(rules.distance_test)},
            remedy=_("Record this distance; others can be recorded beside it."),
        )
    for distance in record.distances:
        _need_whole(distance, day)
    proposed = record.proposed
    if proposed and not (proposed.place.strip() and _fits(proposed.old_miles) and _fits(proposed.new_miles)):
        raise Refused(_("Of a station that is proposed, its place and both distances from home are stated."))
    if not rules.is_beyond_distance(decisive.miles):
        raise Refused(
            _("%(miles)s miles are not more than %(limit)s, by the test that decides: %(test)s.")
            % {
                "miles": decisive.miles,
                "limit": rules.distance_miles,
                "test": test_words(rules.distance_test),
            },
            remedy=_("Deny the request, and say on which other ground the person can ask."),
        )


def _need_whole(distance: Distance, day: date) -> None:
    """Raises Refused where an end, a number or the day of one distance cannot be so."""
    if not distance.from_place.strip() or not distance.to_place.strip() or not _fits(distance.miles):
        raise Refused(_("A distance has two ends, and miles with two decimals at most."))
    if distance.measured_on > day:
        raise Refused(
            _("%(day)s has not come yet.") % {"day": date_format(distance.measured_on)},
            remedy=_("Give the day on which it was measured."),
        )


def _fits(miles: Decimal) -> bool:
    exponent = miles.as_tuple().exponent
    return miles >= 0 and isinstance(exponent, int) and exponent >= FINEST
