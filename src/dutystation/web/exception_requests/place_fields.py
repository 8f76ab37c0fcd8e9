"""What an approval states of places: how far it is, and on how many days somebody is at the duty station."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dutystation.directives.rules import Rules
from dutystation.terms.distance import DistanceFrom, DistanceMethod, DistanceTest, ReferenceSet
from dutystation.terms.ground import Ground
from dutystation.web.accounts.forms import DayInput
from dutystation.web.exception_requests.distances import Distance, DistanceRecord, ProposedStation
from dutystation.web.exception_requests.place_wording import METHODS
from dutystation.web.exception_requests.worksite import STATES_NO_SCHEDULE, Schedule

NO_STREET = _("A town with its ZIP code, and no street")
LONGEST_PLACE = 60
"""Characters: enough for a town, and hardly for an address."""
START = {DistanceFrom.HOME: "home_place", DistanceFrom.DUTY_STATION: "station_place"}
PROPOSED = ("proposed_place", "proposed_old_miles", "proposed_new_miles")
Given = Mapping[str, Any]
Fields = dict[str, forms.Field]


def place_fields(ground: Ground, rules: Rules) -> tuple[Fields, Fields]:
    """The fields that an approval on a ground has, and those of them that are folded away until wanted."""
    asked: Fields = {}
    folded: Fields = {}
    if ground is Ground.DISTANCE:
        asked, folded = _distance_fields(rules.distance_test)
    if ground not in STATES_NO_SCHEDULE:
        asked |= _schedule_fields(rules)
    return asked, folded


def complaints(given: Given, rules: Rules) -> Iterator[tuple[str, str]]:
    """What was left out of the distances and schedules that were begun, by field."""
    for reference in ReferenceSet:
        start = START[_test(rules.distance_test, reference).start]
        is_measured = given.get(f"{reference}_miles") is not None
        for name in (start, _place_field(reference)):
            if is_measured and not given.get(name):
                yield name, gettext("Say which place this is.")
        if given.get(f"{reference}_place") and not is_measured:
            yield f"{reference}_miles", gettext("Say how many miles it is to there.")
    for name in PROPOSED:
        if given.get(name) in (None, "") and any(given.get(other) not in (None, "") for other in PROPOSED):
            yield name, gettext("Of a station that is proposed all three are stated.")
    stated = given.get("temporary_until") or given.get("station_is_home")
    if stated and given.get("in_person_days") is None:
        yield "in_person_days", gettext("Say how many days are at the duty station.")


def distance_of(given: Given, rules: Rules) -> DistanceRecord | None:
    """The distance record that a valid form states; None on another ground."""
    if "measured_on" not in given:
        return None
    measured = [_distance(given, _test(rules.distance_test, reference)) for reference in ReferenceSet]
    proposed = ProposedStation(*(given[name] for name in PROPOSED)) if given["proposed_place"] else None
    return DistanceRecord(tuple(filter(None, measured)), proposed)


def schedule_of(given: Given) -> Schedule | None:
    """The schedule that a valid form states; None where it states none."""
    if given.get("in_person_days") is None:
        return None
    return Schedule(given["in_person_days"], given["temporary_until"], given["station_is_home"])


def _distance(given: Given, test: DistanceTest) -> Distance | None:
    miles: Decimal | None = given[f"{test.reference}_miles"]
    if miles is None:
        return None
    return Distance(
        test=test,
        from_place=given[START[test.start]],
        to_place=given[_place_field(test.reference)],
        method=DistanceMethod(given["method"]),
        miles=miles,
        measured_on=given["measured_on"],
    )


def _test(decides: DistanceTest, reference: ReferenceSet) -> DistanceTest:
    """The test of a set of places: with the ends of the order where it decides, else the usual ones."""
    return decides if reference is decides.reference else DistanceTest(reference.usually_from, reference)


def _place_field(reference: ReferenceSet) -> str:
    """The field of the place to which it goes; the way to the own station ends where that is."""
    own = reference is ReferenceSet.OWN_STATION
    return START[DistanceFrom.DUTY_STATION] if own else f"{reference}_place"


def _place(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, help_text=NO_STREET, max_length=LONGEST_PLACE, required=required)


def _miles(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=0, max_digits=7, decimal_places=2, required=required
    )


def _distance_fields(decides: DistanceTest) -> tuple[Fields, Fields]:
    """The fields of the test that decides, and those of the others and of a station that is proposed."""
    own_station = decides.reference is ReferenceSet.OWN_STATION
    needed = {START[decides.start], *([START[DistanceFrom.DUTY_STATION]] if own_station else [])}
    places = {
        START[DistanceFrom.DUTY_STATION]: _("Where the duty station is"),
        START[DistanceFrom.HOME]: _("Where the home is"),
    }
    asked: Fields = {name: _place(label, required=True) for name, label in places.items() if name in needed}
    asked |= _of_set(decides, required=True)
    asked["method"] = forms.ChoiceField(
        label=_("How it was measured"), choices=[(method.value, words) for method, words in METHODS.items()]
    )
    asked["measured_on"] = forms.DateField(label=_("The day on which it was measured"), widget=DayInput)
    folded: Fields = {name: _place(label) for name, label in places.items() if name not in needed}
    for reference in ReferenceSet:
        if reference is not decides.reference:
            folded |= _of_set(_test(decides, reference), required=False)
    travelled = _("By the shortest route that people commonly travel")
    folded["proposed_place"] = _place(_("Another duty station that is proposed"))
    folded["proposed_old_miles"] = _miles(_("Miles from home to the duty station of now"), travelled)
    folded["proposed_new_miles"] = _miles(_("Miles from home to the one that is proposed"), travelled)
    return asked, folded


def _of_set(test: DistanceTest, *, required: bool) -> Fields:
    """The nearest place of a set, and the miles to it."""
    reference = test.reference
    named = {"start": gettext(test.start.words), "set": gettext(reference.words)}
    fields: Fields = {}
    if reference is not ReferenceSet.OWN_STATION:
        fields[f"{reference}_place"] = _place(
            gettext("The nearest place: %(set)s") % named, required=required
        )
    fields[f"{reference}_miles"] = _miles(
        gettext("Miles from %(start)s to %(set)s") % named, required=required
    )
    return fields


def _schedule_fields(rules: Rules) -> Fields:
    return {
        "in_person_days": forms.IntegerField(
            label=_("Days in each pay period at the duty station"),
            help_text=_("By the schedule that is agreed, if there is one"),
            min_value=0,
            max_value=rules.pay_period_days,
            required=False,
        ),
        "temporary_until": forms.DateField(
            label=_("If fewer days there are a temporary exception, its last day"),
            widget=DayInput,
            required=False,
        ),
        "station_is_home": forms.BooleanField(
            label=_("The official duty station is where the person works from home"), required=False
        ),
    }
