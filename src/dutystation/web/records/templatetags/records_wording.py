"""The words of records, for templates."""

from __future__ import annotations

from django import template

from dutystation.web.records.models import Dispute
from dutystation.web.records.rules import DisputeState
from dutystation.web.records.wording import (
    EVIDENCE,
    FATES,
    OTHER,
    PLACES,
    SIGHTINGS,
    STATUS_RULES,
    STATUSES,
    Said,
    Words,
)

register = template.Library()


@register.filter
def place(code: str) -> Said:
    """What is said of a place."""
    return PLACES.get(code, Said(code, "", 4))


@register.filter
def fate(code: str) -> Said:
    """What is said of what became of a record."""
    return FATES.get(code, OTHER)


@register.filter
def evidence(code: str) -> Said | None:
    """What is said of what badges say; None where they say nothing."""
    return EVIDENCE.get(code)


@register.filter
def sighting(code: str) -> Words:
    return SIGHTINGS.get(code, code)


@register.filter
def status(code: str) -> Words:
    return STATUSES.get(code, code)


@register.filter
def status_rule(number: int) -> Words:
    return STATUS_RULES.get(number, "")


@register.filter
def hours(minutes: int) -> str:
    """Minutes as hours and minutes, `7:30`."""
    return f"{minutes // 60}:{minutes % 60:02}"


@register.filter
def dispute_state(dispute: Dispute) -> str:
    return DisputeState(dispute.state).words
