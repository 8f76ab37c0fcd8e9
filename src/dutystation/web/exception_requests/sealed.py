"""The texts of protected requests: in the clear for requests on open grounds, sealed for the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from dutystation.terms.ground import Ground
from dutystation.web.evidence.sealing import seal, unseal
from dutystation.web.exception_requests.models import Decision, ItemVerdict, Request, Sealed

SealedThing = Request | Decision | ItemVerdict


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


def content_of(request: Request) -> Content:
    """The content, unsealed where need be. Raises Refused where it cannot be unsealed now."""
    if not request.protected:
        return Content(Ground(request.ground), request.asked, request.statement, request.basis)
    read = _unsealed(request)
    return Content(Ground(read["ground"]), read["asked"], read["statement"], read["basis"])


def reasons_of(decision: Decision) -> Reasons:
    """The reasons of a decision, unsealed where need be. Raises as `content_of`."""
    if not decision.request.protected:
        return Reasons(decision.reasons, decision.alternatives)
    read = _unsealed(decision)
    return Reasons(read["reasons"], read["alternatives"])


def reason_of(verdict: ItemVerdict) -> str:
    """What an official found missing. Raises as `content_of`."""
    return _unsealed(verdict)["reason"] if verdict.request.protected else verdict.reason


def keep_sealed(of: SealedThing, texts: Mapping[str, str]) -> None:
    """Seals the texts of something in the place of those that were sealed before."""
    subject = _subject(of)
    content = seal(json.dumps(dict(texts), ensure_ascii=False).encode(), context=subject)
    Sealed.objects.update_or_create(subject=subject, defaults={"content": content})


def _unsealed(of: SealedThing) -> dict[str, str]:
    subject = _subject(of)
    sealed = Sealed.objects.get(subject=subject)
    read: dict[str, str] = json.loads(unseal(bytes(sealed.content), context=subject))
    return read


def _subject(of: SealedThing) -> str:
    return f"{type(of).__name__.lower()}:{of.pk}"
