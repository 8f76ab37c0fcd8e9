"""What the order cites of a unit, never without the words that say what it measures."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dutystation.directives.cited_figures import CitedFigure, Measured
from dutystation.directives.directive import Directive
from dutystation.terms.figure import FigureCode, Variant
from dutystation.web.accounts.models import Unit
from dutystation.web.dashboards.charts import Baseline


def cited_of(order: Directive | None, units: Iterable[Unit]) -> list[CitedFigure]:
    """The figures that the order cites of some units, in the order in which it does."""
    names = {unit.pk for unit in units}
    return [cited for cited in order.cited_figures.values() if cited.org_unit in names] if order else []


def baselines(cited: Iterable[CitedFigure], code: FigureCode, variant: Variant) -> list[Baseline]:
    """The lines to draw beside a unit's share: one for each way in which its cited figure was read.

    Only beside the share of all hours worked, which is what the order speaks of. A reading that speaks of the
    office alone stands beside the office share too, the others do not.
    """
    if variant is not Variant.TOTAL:
        return []
    lines = []
    for figure in cited:
        for stated, reading in zip(figure.in_person_shares(), figure.readings, strict=True):
            of_the_office = reading.measured is Measured.WORKED_IN_OFFICE
            if code is FigureCode.OFFICE_SHARE and not of_the_office:
                continue
            where = _("in the office") if of_the_office else _("in person")
            doubt = _("; disputed") if figure.disputed else ""
            lines.append(Baseline(float(stated.percent / 100), f"{stated.percent} % {where}{doubt}"))
    return lines
