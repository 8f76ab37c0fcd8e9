"""A page of these tests that lists the documents of a person's request, as the pages of requests do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.test import Client
from django.urls import include, path

from dutystation.web.accounts.acting import ActingRequest, seen_person
from dutystation.web.accounts.scope import Thing
from dutystation.web.evidence.actions import add
from dutystation.web.evidence.forms import DocumentForm, WithdrawalForm
from dutystation.web.evidence.queries import shown_documents

Browse = Callable[[str], Client]
ITEMS = {"accommodation-reference": "Reference to the accommodation file", "letter": "A letter"}
"""What the order asks for, in the order's words."""
TEMPLATE = """{% extends "site/base.html" %}{% block title %}Request{% endblock %}
{% block content %}<h1>Request 12</h1>{% include "evidence/documents.html" %}{% endblock %}"""


def request_of(request: ActingRequest, person: str) -> HttpResponse:
    """The documents of one person's request on a protected ground; they themselves may add some."""
    about = seen_person(request, person, Thing.PROTECTED_REQUEST)
    adds = request.sight.person == about
    form = DocumentForm(request.POST or None, request.FILES or None, items=ITEMS) if adds else None
    if form is not None and request.method == "POST" and form.is_valid():
        add(
            request.act,
            about=about,
            subject="request:12",
            item=form.cleaned_data["item"],
            upload=form.cleaned_data["document"],
            sealed=True,
        )
        return redirect("request_of", person=person)
    context = {
        "documents": shown_documents(request.sight, "request:12", about, items=ITEMS),
        "withdrawal_form": WithdrawalForm(),
        "document_form": form,
        "document_address": request.path,
        "document_sealed": True,
    }
    return HttpResponse(engines["django"].from_string(TEMPLATE).render(context, request))


urlpatterns = [
    path("request-of/<str:person>/", request_of, name="request_of"),
    path("", include("dutystation.web.site.urls")),
]
handler404 = "dutystation.web.site.errors.not_found"
