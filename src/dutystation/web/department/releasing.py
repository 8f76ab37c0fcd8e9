"""A public release of what was put together: one person proposes it, another one approves it.

Source: domain rules 10.20, 10.21 and 10.29. The files are written once, into a folder of the workspace that
can be copied to any web server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from dutystation.directives.order_words import order_words
from dutystation.publication.consolidation_document import publication_of
from dutystation.publication.earlier import read_release
from dutystation.publication.release import Release as Public
from dutystation.publication.release import release_of
from dutystation.publication.restatements import Causes
from dutystation.publication.site import write_release
from dutystation.publication.withheld import NOTHING_WITHHELD, Withheld, read_withheld
from dutystation.published.folder import prepared
from dutystation.terms.errors import Refused
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.department.models import Consolidation, Declination, Proposal, Release
from dutystation.web.department.queries import (
    consolidated,
    folder_of,
    hold_filings,
    is_current,
    open_proposals,
    order_named,
    releases_folder,
)
from dutystation.web.department.rules import may_approve

NOT_GIVEN = "–"
"""Stands for the reason while it is found out whether one is needed; it is never published."""


@dataclass(frozen=True)
class Terms:
    """On which terms a consolidation is released."""

    why: str
    with_reasons: bool
    withheld: Withheld


def withheld_now() -> Withheld:
    """What is not named in releases, from the file that the setting names. Raises UnusableInput."""
    return read_withheld(Path(settings.WITHHELD)) if settings.WITHHELD else NOTHING_WITHHELD


@transaction.atomic
def propose(act: Act, consolidation_id: int, terms: Terms) -> Proposal:
    """Proposes a release.

    Raises Refused where one is proposed already, the reports that count are others by now, published numbers
    have moved and nothing says why, or a protected count could be worked out.
    """
    row = Consolidation.objects.get(pk=consolidation_id)
    hold_filings(row.order, row.obligation)
    if open_proposals().exists():
        raise Refused(
            _("A release is proposed already."), remedy=_("Have it approved or declined before another one.")
        )
    public = _public(act, row, terms)
    moved = sum(entry.release == public.name for entry in public.register)
    if moved and not terms.why:
        raise Refused(
            _("%(moved)s published numbers have moved, and nothing says why.") % {"moved": moved},
            remedy=_("Say in a sentence why they have; it is published with them."),
        )
    made = Proposal.objects.create(
        consolidation=row,
        why=terms.why,
        with_reasons=public.reasons is not None,
        withheld={
            "components": sorted(terms.withheld.components),
            "facilities": sorted(terms.withheld.facilities),
        },
        moved=moved,
        person_id=act.actor,
        at=act.at,
    )
    record(act, Verb.RELEASE_PROPOSED, str(made), number=row.number, moved=moved)
    return made


@transaction.atomic
def approve(act: Act, proposal_id: int) -> Release:
    """Another person approves what was proposed, and its files are written.

    Raises Refused for whoever proposed it, for one that is decided, and as `propose` does; UnusableOutput
    where the files cannot be written.
    """
    proposal = _held(proposal_id)
    if not may_approve(act.actor, proposal.person_id):
        raise Refused(
            _("You proposed this release yourself."), remedy=_("Ask somebody else to look at it and approve.")
        )
    row = proposal.consolidation
    hold_filings(row.order, row.obligation)
    terms = Terms(proposal.why, proposal.with_reasons, _withheld(proposal.withheld))
    public = _public(act, row, terms)
    folder = releases_folder(row.order) / public.name
    # What stands there without a row is left from an approval that did not come to its end.
    with prepared(folder, replace=True, what="release", chosen=False) as unfinished:
        write_release(public, unfinished)
        sha256 = digest_of_folder(unfinished)
    made = Release.objects.create(
        proposal=proposal, order=row.order, name=public.name, sha256=sha256, person_id=act.actor, at=act.at
    )
    record(act, Verb.RELEASE_APPROVED, f"release:{made.pk}", number=row.number, name=made.name, sha256=sha256)
    return made


@transaction.atomic
def decline(act: Act, proposal_id: int, reason: str) -> Declination:
    """Declines what was proposed; whoever proposed it takes it back so. Raises Refused once decided."""
    proposal = _held(proposal_id)
    made = Declination.objects.create(proposal=proposal, reason=reason, person_id=act.actor, at=act.at)
    record(act, Verb.RELEASE_DECLINED, str(proposal), number=proposal.consolidation.number)
    return made


def _held(proposal_id: int) -> Proposal:
    """The proposal, held until the end. Raises Refused where it is decided."""
    proposal = (
        Proposal.objects.select_for_update(of=("self",)).select_related("consolidation").get(pk=proposal_id)
    )
    if not open_proposals().filter(pk=proposal_id).exists():
        raise Refused(_("This is decided already."), remedy=_("Look at the list of releases."))
    return proposal


def _public(act: Act, row: Consolidation, terms: Terms) -> Public:
    found = consolidated(row)
    if not is_current(found):
        raise Refused(
            _("Other reports count by now than those that were put together."),
            remedy=_("Put them together anew, and release that."),
        )
    earlier = [
        read_release(folder_of(release)) for release in Release.objects.filter(order=row.order).order_by("pk")
    ]
    return release_of(
        publication_of(found),
        order_words(order_named(row.order), found.as_of),
        released_on=act.day,
        earlier=earlier,
        withheld=terms.withheld,
        causes=Causes(terms.why or NOT_GIVEN),
        telework=found.own.telework,
        with_reasons=terms.with_reasons,
        filed=[report.part for report in found.filed],
        missing=found.missing,
    )


def _withheld(kept: Mapping[str, list[str]]) -> Withheld:
    return Withheld(frozenset(kept["components"]), frozenset(kept["facilities"]))


def digest_of_folder(folder: Path) -> str:
    """The SHA-256 over the names and hashes of the files of a folder, by name."""
    whole = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        whole.update(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n".encode())
    return whole.hexdigest()
