"""A form that is refused comes back as it was filled in: in the answer to what was sent, and nowhere else.

To lead somebody back to a page is to lose what they typed, or to keep it until then in the table of sessions,
where what is sealed would lie open. So the page that the form stands on is the answer itself. A form with an
address of its own is drawn there again. One of several on a page stands at the head of that page, also where
the page does not offer it any more, because somebody else was faster. Passwords and files do not come back.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import get_script_prefix, resolve

from dutystation.terms.errors import Refused
from dutystation.web.accounts.acting import ActingRequest

Came = TypeVar("Came")


@dataclass(frozen=True)
class SentForm:
    """A form as it was sent, and what sends it again. `words` are those of its button."""

    form: forms.Form
    words: str
    address: str
    besides: tuple[tuple[str, str], ...]
    """What was sent besides its fields, such as which of two buttons was pressed."""


def came_of(form: forms.Form, does: Callable[[], Came]) -> Came | None:
    """What `does` gives where a form is filled in, else None. What rules refuse, the form complains of."""
    if not form.is_valid():
        return None
    try:
        return does()
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def done(form: forms.Form, does: Callable[[], object]) -> bool:
    """Whether a form is filled in and `does` was done, as `came_of` does it."""
    came_of(form, does)
    return form.is_bound and not form.errors


def shown_again(
    request: ActingRequest, form: forms.Form, words: object, page: str, **arguments: Any
) -> HttpResponse:
    """Where `redirect(page, **arguments)` would lose a form: that page, with the form at its head.

    A form without fields has nothing to lose: its complaint is a message of that page.
    """
    address = resolve_url(page, **arguments)
    if not form.fields:
        for complaint in form.non_field_errors():
            messages.error(request, str(complaint))
        return redirect(address)
    form.auto_id = "sent_%s"  # the page may hold the same form once more, not filled in
    sent = SentForm(form, str(words), request.path, _besides(request.POST, form))
    asked = _asked_for(request, address, sent)
    match = resolve(asked.path_info)
    answer: HttpResponse = match.func(asked, *match.args, **match.kwargs)
    return answer


def _asked_for(request: ActingRequest, address: str, sent: SentForm) -> ActingRequest:
    """The same person asks for a page, with the form that they sent."""
    asked = copy(request)
    asked.method = "GET"
    asked.GET = asked.POST = QueryDict()
    asked.path, asked.path_info = address, "/" + address.removeprefix(get_script_prefix())
    vars(asked)["sent"] = sent
    return asked


def _besides(given: QueryDict, form: forms.Form) -> tuple[tuple[str, str], ...]:
    known = {form.add_prefix(name) for name in form.fields} | {"csrfmiddlewaretoken"}
    return tuple((name, value) for name, values in given.lists() if name not in known for value in values)
