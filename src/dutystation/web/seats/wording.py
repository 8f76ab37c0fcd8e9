"""The words of seats: why somebody stands where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dutystation.directives.seat_order import SeatCriterion
from dutystation.web.seats.rules import Place, Waiting, day_of

Words = str | Promise

_COMPARED: Mapping[SeatCriterion, Words] = {
    SeatCriterion.WAITING_LONGEST: gettext_lazy("the wait began on %(day)s"),
    SeatCriterion.EXPECTED_FIRST: gettext_lazy("a seat is expected on %(day)s"),
    SeatCriterion.ENDS_FIRST: gettext_lazy("the extension ends on %(day)s"),
}


def place_words(place: Place) -> str:
    """The number of a place; the numbers that are shared until they are drawn."""
    if place.is_settled:
        return str(place.first)
    return _("one of %(first)s to %(last)s") % {"first": place.first, "last": place.last}


def reasons(place: Place, criteria: Iterable[SeatCriterion]) -> str:
    """Why somebody stands there, as one line: the days that are compared, and the draw."""
    return "; ".join([*_compared(place.waiting, criteria), *_drawn(place)])


def _compared(waiting: Waiting, criteria: Iterable[SeatCriterion]) -> Iterator[str]:
    for criterion in criteria:
        day = day_of(criterion, waiting)
        yield str(_COMPARED[criterion]) % {"day": date_format(day) if day else _("no known day")}


def _drawn(place: Place) -> Iterator[str]:
    numbers = {"among": place.among, "alike": place.alike}
    drawing = place.waiting.drawing
    if place.waiting.passed:
        yield _("was offered a seat under the same numbers of seats and people, and is not asked again")
    if place.alike == 1:
        return
    if place.among is None:
        others = place.alike - 1
        yield ngettext(
            "alike with %(others)s other in this, and not drawn yet",
            "alike with %(others)s others in this, and not drawn yet",
            others,
        ) % {"others": others}
    elif drawing is None:
        yield _("number %(among)s of %(alike)s who are alike in this, having come after the draw") % numbers
    else:
        yield _(
            "drawn as number %(among)s of %(alike)s who are alike in this, on %(day)s, draw %(round)s"
        ) % {
            **numbers,
            "day": date_format(drawing.drawn_on),
            "round": drawing.round,
        }
