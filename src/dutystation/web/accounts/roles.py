"""The roles that somebody can hold for a unit and everything below it."""

from __future__ import annotations

from enum import StrEnum

from dutystation.directives.grounds import Role as Decider


class Role(StrEnum):
    """Everybody with a unit is an employee without a row; every other role is a grant with its days.

    The first eight are those that an order can name as deciding a request (`directives.grounds.Role`).
    """

    SUPERVISOR = Decider.SUPERVISOR.value
    COMPONENT_HR = Decider.COMPONENT_HR.value
    ACCOMMODATION_SPECIALIST = Decider.ACCOMMODATION_SPECIALIST.value
    FACILITIES_SPECIALIST = Decider.FACILITIES_SPECIALIST.value
    LABOUR_AND_LEGAL_SPECIALIST = Decider.LABOUR_AND_LEGAL_SPECIALIST.value
    APPROVING_OFFICIAL = Decider.APPROVING_OFFICIAL.value
    COMPONENT_HEAD = Decider.COMPONENT_HEAD.value
    AGENCY_HEAD = Decider.AGENCY_HEAD.value
    POLICY_OFFICE = "policy_office"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def words(self) -> str:
        return "component HR" if self is Role.COMPONENT_HR else self.value.replace("_", " ")


DECIDERS = tuple(Role(decider.value) for decider in Decider)
"""The roles that can be asked to decide a request."""
DELEGABLE = tuple(role for role in DECIDERS if role is not Role.ACCOMMODATION_SPECIALIST)
"""Those whose holder can record a delegate. What is sealed is opened by the specialist alone; a component
that needs another one has another specialist."""
WRITE_DOWN = (Role.SUPERVISOR, Role.COMPONENT_HR)
"""The roles that write down what one of their people asked by word of mouth."""
