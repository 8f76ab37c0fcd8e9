"""What lists do with many rows at once: which are ticked, the forms they share, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import ngettext

from dutystation.web.accounts.models import Person
from dutystation.web.worklists.actions import Done
from dutystation.web.worklists.forms import AssignForm, DueForm
from dutystation.web.worklists.rules import ItemVerb


def ticked(request: HttpRequest, name: str) -> Sequence[int]:
    """The numbers of the rows that are ticked; whatever is no number is left out."""
    return [int(text) for text in request.POST.getlist(name) if text.isascii() and text.isdigit()]


def owner_and_day_forms(request: HttpRequest, owners: QuerySet[Person]) -> dict[ItemVerb, forms.Form]:
    """Who looks at it and by when: each bound where it is the one that was sent."""
    sent = request.POST.get("verb", "")
    assign, move = (request.POST if sent == verb else None for verb in (ItemVerb.ASSIGN, ItemVerb.MOVE_DUE))
    return {
        ItemVerb.ASSIGN: AssignForm(assign, auto_id="assign_%s", prefix="assign", owners=owners),
        ItemVerb.MOVE_DUE: DueForm(move, auto_id="move_%s", prefix="move_due"),
    }


def say_done(request: HttpRequest, said: str, done: Done) -> None:
    """Says with how many it is done, as `said` counts them, and how many were left."""
    left = ngettext(" %(left)s was left as it is.", " %(left)s were left as they are.", done.left)
    messages.success(
        request, said % {"count": done.count} + (left % {"left": done.left} if done.left else "")
    )
