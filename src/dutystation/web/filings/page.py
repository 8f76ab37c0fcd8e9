"""A filing as one person sees it: how it stands, what stands in the way, and what they can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms

from dutystation.directives.directive import Directive
from dutystation.web.accounts.scope import FilingSight, Sight
from dutystation.web.filings.capacity import capacity
from dutystation.web.filings.checks import Checked, checked
from dutystation.web.filings.findings import Gap, found
from dutystation.web.filings.forms import GapForm, NarrativeForm, PrepareForm, ReasonForm
from dutystation.web.filings.models import Filing, GapNote
from dutystation.web.filings.queries import case_under, explanations
from dutystation.web.filings.rules import BY, TABLE, State, Verb, Who
from dutystation.web.notices.queries import directive_of
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import newest_run


@dataclass(frozen=True)
class ShownGap:
    """One row is a missing delivery, what was said of it, and the form to say it."""

    gap: Gap
    note: GapNote | None
    form: GapForm


@dataclass(frozen=True)
class FilingPage:
    """Everything that the page of a filing shows to one person besides its versions and steps.

    `checks` are of the version that waits, else of the one that holds, else of the newest run as things
    stand; empty where no run was received, and for the department. `doable` has a form for each verb.
    """

    filing: Filing
    directive: Directive
    seen: FilingSight
    prepares: bool
    certifies: bool
    checks: Sequence[Checked]
    gaps: Sequence[ShownGap]
    narrative: NarrativeForm
    doable: Mapping[Verb, forms.Form]

    @property
    def blocked(self) -> bool:
        return any(one.blocks for one in self.checks)

    @property
    def whole(self) -> bool:
        return self.seen is FilingSight.WHOLE


def page_of(sight: Sight, filing: Filing, seen: FilingSight, day: date, *, filed_before: bool) -> FilingPage:
    """The page of a filing of which somebody sees something."""
    directive = directive_of(filing.directive)
    can = {who for who in Who if capacity(sight, who, directive, filing.component)}
    whole = seen is FilingSight.WHOLE
    prepares = Who.PREPARER in can
    version = filing.waiting or filing.holding
    newest = newest_run() if whole else None
    notes = explanations(filing) if newest else {}
    certifier = sight.person.pk if Who.CERTIFIER in can else ""
    case = case_under(newest, filing, version, day, certifier, notes) if newest else None
    return FilingPage(
        filing=filing,
        directive=directive,
        seen=seen,
        prepares=prepares,
        certifies=Who.CERTIFIER in can and Verb.CERTIFY in TABLE[State(filing.state)],
        checks=checked(case) if case else (),
        gaps=_gaps(newest, filing, notes) if newest else (),
        narrative=NarrativeForm(initial={"text": filing.narrative}),
        doable={
            verb: form_for(verb, filed_before=filed_before)
            for verb in TABLE[State(filing.state)]
            if verb is not Verb.CERTIFY and BY[verb] in can
        },
    )


def form_for(verb: Verb, data: Mapping[str, str] | None = None, *, filed_before: bool) -> forms.Form:
    """The form of a verb; preparing asks for words only once a version was filed."""
    if verb is Verb.PREPARE:
        return PrepareForm(data, auto_id=f"{verb}_%s", again=filed_before)
    return ReasonForm(data, auto_id=f"{verb}_%s")


def _gaps(run: ReceivedRun, filing: Filing, notes: Mapping[str, GapNote]) -> list[ShownGap]:
    return [
        ShownGap(gap, notes.get(gap.key), GapForm(initial={"key": gap.key}, auto_id=f"gap{number}_%s"))
        for number, gap in enumerate(found(run, filing.component).gaps)
    ]
