"""Orders for the Department of Rivers: the shipped one, and the same with other words or numbers."""

from __future__ import annotations

from datetime import date, datetime

from tests.web.cast import DAY, NOON, act_of

from dutystation.directives.directive import Directive
from dutystation.directives.load import load_directive, read_directive
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.rules import Reach
from dutystation.web.site.issuing import issue

SHIPPED = "dhs-2025"
EVERYBODY = Reach(("RIVERS",), ("civilian", "military"))
NORTHERNERS = Reach(("NORTH",), ("civilian", "military"))


def order_with(*replaced: tuple[str, str]) -> Directive:
    """The shipped order with some of its text replaced; each text stands in it."""
    text = load_directive(SHIPPED).source_text.decode("utf-8")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new, 1)
    return read_directive(text.encode("utf-8"), name="rivers-order", file="rivers-order.yaml")


def issue_order(
    order: Directive | None = None,
    reach: Reach = EVERYBODY,
    *,
    from_day: date = DAY,
    replaces: int = 0,
    reason: str = "",
    at: datetime = NOON,
) -> IssuedDirective:
    """The policy office issues an order at noon of the day."""
    return issue(
        act_of("dana", at),
        order or load_directive(SHIPPED),
        reach,
        from_day,
        replaces=replaces,
        reason=reason,
    )
