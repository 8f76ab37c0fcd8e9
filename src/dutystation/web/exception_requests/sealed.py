"""The texts of protected requests: in the clear for requests on open grounds, sealed for the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from dutystation.terms.ground import Ground
from dutystation.web.evidence.sealing import seal, unseal
from dutystation.web.exception_requests.models import Decision, ItemVerdict, Reconsideration, Request, Sealed

FILLED_UP_TO = 256
"""Bytes of which what is sealed is a multiple."""
SealedThing = Request | Decision | ItemVerdict | Reconsideration


@dataclass(frozen=True)
class Content:
    """What a request says. Of a protected request only those who may read sealed statements get it."""

    ground: Ground
    asked: str
    statement: str
    basis: str


@dataclass(frozen=True)
class Reasons:
    """What a decision says besides its outcome."""

    reasons: str
    alternatives: str


@dataclass(frozen=True)
class Texts:
    """The texts of some things, read together; `unsealed` are those of protected ones by their subject."""

    unsealed: Mapping[str, Mapping[str, str]]

    def content(self, request: Request) -> Content:
        if not request.protected:
            return Content(Ground(request.ground), request.asked, request.statement, request.basis)
        read = self.unsealed[_subject(request)]
        return Content(Ground(read["ground"]), read["asked"], read["statement"], read["basis"])

    def reasons(self, decision: Decision) -> Reasons:
        if not decision.request.protected:
            return Reasons(decision.reasons, decision.alternatives)
        read = self.unsealed[_subject(decision)]
        return Reasons(read["reasons"], read["alternatives"])

    def reason(self, verdict: ItemVerdict) -> str:
        """What an official found missing."""
        return self.unsealed[_subject(verdict)]["reason"] if verdict.request.protected else verdict.reason

    def what(self, asked: Reconsideration) -> str:
        """What a person wants to be looked at again."""
        return self.unsealed[_subject(asked)]["what"] if asked.request.protected else asked.what

    def reference(self, verdict: ItemVerdict) -> str:
        """Under what something is kept elsewhere."""
        if not verdict.request.protected:
            return verdict.reference
        return self.unsealed[_subject(verdict)].get("reference", "")


def texts_of(*things: SealedThing) -> Texts:
    """The texts of things, unsealed where need be, in one query. Raises Refused where they cannot be now."""
    sealed = [_subject(thing) for thing in things if _of(thing).protected]
    rows = Sealed.objects.filter(subject__in=sealed) if sealed else ()
    return Texts({row.subject: json.loads(unseal(bytes(row.content), context=row.subject)) for row in rows})


def content_of(request: Request) -> Content:
    """What a request says. Raises as `texts_of`."""
    return texts_of(request).content(request)


def reasons_of(decision: Decision) -> Reasons:
    """The reasons of a decision. Raises as `texts_of`."""
    return texts_of(decision).reasons(decision)


def keep_sealed(of: SealedThing, texts: Mapping[str, str]) -> None:
    """Seals the texts of something in the place of those that were sealed before.

    They are filled up with blanks: what is sealed is as long as what it holds, and there are three grounds.
    """
    subject = _subject(of)
    text = json.dumps(dict(texts), ensure_ascii=False).encode()
    content = seal(text.ljust(-(-len(text) // FILLED_UP_TO) * FILLED_UP_TO), context=subject)
    Sealed.objects.update_or_create(subject=subject, defaults={"content": content})


def _of(thing: SealedThing) -> Request:
    return thing if isinstance(thing, Request) else thing.request


def _subject(of: SealedThing) -> str:
    return f"{type(of).__name__.lower()}:{of.pk}"
