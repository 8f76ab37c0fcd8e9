"""Pages of a filing on which something is done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.scope import FILINGS, FilingSight
from dutystation.web.accounts.shown_again import done, shown_again
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb as Event
from dutystation.web.filings import actions
from dutystation.web.filings.actions import NotConfirmed
from dutystation.web.filings.capacity import capacity
from dutystation.web.filings.confirming import Proof, proof_asked_of, told_by_gateway
from dutystation.web.filings.forms import CertifyForm, GapForm, NarrativeForm
from dutystation.web.filings.models import Filing
from dutystation.web.filings.page import form_for, page_of
from dutystation.web.filings.queries import (
    content,
    days_late,
    filings_in_sight,
    last_filed,
    sight_of_filing,
    steps_in_sight,
    titles_of,
    versions_in_sight,
)
from dutystation.web.filings.rules import BY, WAITING, Verb, Who
from dutystation.web.notices.queries import directive_of, rescission_on


@require_GET
def filings(request: ActingRequest) -> HttpResponse:
    """What components owe under an order, those due first, as far as it is in sight."""
    page = page_of_rows(filings_in_sight(request.sight), request)
    if not page.paginator.count and not request.sight.holds(*FILINGS):
        raise Http404
    day = request.act.day
    titles = titles_of(page)
    rows = [
        (
            filing,
            titles[filing.directive_id, filing.obligation],
            days_late(filing, day),
            (filing.due_on - day).days,
        )
        for filing in page
    ]
    context = {"page": page, "rows": rows, "rescinded": rescission_on(day)}
    return render(request, "filings/filings.html", context)


@require_GET
def filing(request: ActingRequest, filing_id: int) -> HttpResponse:
    """One filing: how it stands, what stands in its way, what can be done."""
    found, seen = seen_filing(request, filing_id)
    versions = list(versions_in_sight(seen, found).defer("content"))
    filed_before = any(hasattr(version, "certification") for version in versions)
    shown = page_of(request.sight, found, seen, request.act.day, filed_before=filed_before)
    viewed(request, found, "the page")
    context = {
        "shown": shown,
        "filing": found,
        "versions": versions,
        "steps": page_of_rows(steps_in_sight(seen, found), request),
        "days_late": days_late(found, request.act.day),
        "days_left": (found.due_on - request.act.day).days,
        "rescinded": rescission_on(request.act.day),
        "in_preparation": found.state in WAITING and not shown.whole,
        "obligation": shown.directive.obligations[found.obligation],
    }
    return render(request, "filings/filing.html", context)


@require_POST
def write_narrative(request: ActingRequest, filing_id: int) -> HttpResponse:
    """The preparer writes what goes with the report."""
    found = _for(request, filing_id, Who.PREPARER)
    form = NarrativeForm(request.POST)
    if not done(
        form,
        lambda: actions.write_narrative(request.act, request.sight, found.pk, form.cleaned_data["text"]),
    ):
        return shown_again(request, form, _("Keep the text"), "filing", filing_id=found.pk)
    messages.success(request, _("It is kept. The next version takes it as it stands."))
    return redirect("filing", filing_id=found.pk)


@require_POST
def explain_gap(request: ActingRequest, filing_id: int) -> HttpResponse:
    """The preparer says why a delivery is missing."""
    found = _for(request, filing_id, Who.PREPARER)
    form = GapForm(request.POST)
    if not done(form, lambda: actions.explain_gap(request.act, request.sight, found.pk, **form.cleaned_data)):
        return shown_again(request, form, _("Keep the explanation"), "filing", filing_id=found.pk)
    messages.success(request, _("The explanation is kept and goes with the report."))
    return redirect("filing", filing_id=found.pk)


DOES: Mapping[Verb, Callable[..., object]] = {
    Verb.PREPARE: actions.prepare,
    Verb.DECLINE: actions.decline,
    Verb.RETURN: actions.send_back,
    Verb.WITHDRAW: actions.withdraw,
}
WORDS: Mapping[Verb, object] = {
    Verb.PREPARE: gettext_lazy("Prepare a version"),
    Verb.DECLINE: gettext_lazy("Give it back to who prepared it"),
    Verb.RETURN: gettext_lazy("Return it for correction"),
    Verb.WITHDRAW: gettext_lazy("Withdraw it"),
}
DONE: Mapping[Verb, str] = {
    Verb.PREPARE: "The version is prepared and waits for certification.",
    Verb.DECLINE: "The version is back with who prepared it.",
    Verb.RETURN: "The report is returned, and the component reads why.",
    Verb.WITHDRAW: "The report is withdrawn. It stays as it was and is not counted.",
}


@require_POST
def do(request: ActingRequest, filing_id: int, verb: str) -> HttpResponse:
    """Prepares, declines, returns or withdraws."""
    if verb not in list(Verb) or Verb(verb) not in DOES:
        raise Http404
    named = Verb(verb)
    found = _for(request, filing_id, BY[named])
    form = form_for(named, request.POST, filed_before=last_filed(found) is not None)
    if not done(form, lambda: DOES[named](request.act, request.sight, found.pk, *form.cleaned_data.values())):
        return shown_again(request, form, WORDS[named], "filing", filing_id=found.pk)
    messages.success(request, _(DONE[named]))
    return redirect("filing", filing_id=found.pk)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def certify(request: ActingRequest, filing_id: int) -> HttpResponse:
    """The statement, what is certified, and once more who certifies."""
    found = _for(request, filing_id, Who.CERTIFIER)
    version = found.waiting
    if version is None:
        messages.error(request, _("No version waits for certification."))
        return redirect("filing", filing_id=found.pk)
    proof = proof_asked_of(request.sight.person)
    form = CertifyForm(request.POST or None, proof=proof, initial={"sha256": version.sha256})
    if request.method == "POST" and form.is_valid():
        sha256, typed = form.cleaned_data["sha256"], form.cleaned_data.get("password")
        given = told_by_gateway(request) if typed is None else typed
        try:
            actions.certify(request.act, request.sight, found.pk, sha256, given)
        except NotConfirmed as refused:
            form.add_error(None if proof is Proof.FRESH_SIGN_IN else "password", str(refused))
        else:
            messages.success(request, _("The report is certified and filed."))
            return redirect("filing_version", filing_id=found.pk, number=version.number)
    shown = page_of(request.sight, found, FilingSight.WHOLE, request.act.day, filed_before=True)
    context = {
        "filing": found,
        "version": version,
        "content": content(version),
        "statement": directive_of(found.directive).order.certification.statement,
        "form": form,
        "fresh_sign_in": proof is Proof.FRESH_SIGN_IN,
        "sign_in_again": settings.SIGN_IN_AGAIN,
        "shown": shown,
        "days_late": days_late(found, request.act.day),
    }
    return render(request, "filings/certify.html", context)


def seen_filing(request: ActingRequest, filing_id: int) -> tuple[Filing, FilingSight]:
    """A filing and how much of it is in sight. Raises Http404 where nothing is."""
    versions = ("holding__run", "waiting__run", "waiting__prepared_by")
    rows = Filing.objects.select_related("component", "directive", *versions)
    found = get_object_or_404(rows, pk=filing_id)
    seen = sight_of_filing(request.sight, found)
    if seen is FilingSight.NOTHING:
        raise Http404
    return found, seen


def viewed(request: ActingRequest, filing: Filing, what: str) -> None:
    """A look at a filing is an event, whoever looks."""
    with transaction.atomic():
        record(request.act, Event.FILING_VIEWED, str(filing), component=filing.component_id, what=what)


def _for(request: ActingRequest, filing_id: int, who: Who) -> Filing:
    """A filing with which somebody does something. Raises Http404 for everybody else."""
    found, _seen = seen_filing(request, filing_id)
    if capacity(request.sight, who, directive_of(found.directive), found.component) is None:
        raise Http404
    return found
