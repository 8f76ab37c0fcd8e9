"""Public releases: proposed by one person, approved by another, and then there for everybody."""

from __future__ import annotations

import io
import mimetypes
import zipfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dutystation.terms.errors import Refused
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.pages import page_of_rows
from dutystation.web.accounts.shown_again import done, shown_again
from dutystation.web.department.forms import DeclinationForm, ProposalForm
from dutystation.web.department.models import Consolidation, Proposal, Release
from dutystation.web.department.queries import folder_of, open_proposals, releases
from dutystation.web.department.releasing import Terms, approve, decline, propose, withheld_now
from dutystation.web.department.scope import is_policy_office, may_approve_releases

_FIRST_DATE_OF_A_ZIP = (1980, 1, 1, 0, 0, 0)


@require_GET
def all_releases(request: ActingRequest) -> HttpResponse:
    """Every release, for everybody who is signed in; what waits for approval for those who can give it."""
    deciding = may_approve_releases(request)
    context = {
        "page": page_of_rows(releases(), request),
        "proposals": list(open_proposals()) if request.sight.sees_department() else (),
        "deciding": deciding,
        "actor": request.act.actor,
        "form": DeclinationForm(),
    }
    return render(request, "department/releases.html", context)


@require_POST
def propose_release(request: ActingRequest, consolidation_id: int) -> HttpResponse:
    """Proposes to release what was put together; what stands against it is said on the form."""
    if not is_policy_office(request):
        raise Http404
    row = get_object_or_404(Consolidation.objects.defer("content"), pk=consolidation_id)
    form = ProposalForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            terms = Terms(given["why"].strip(), not given["without_reasons"], withheld_now())
            propose(request.act, row.pk, terms)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The release is proposed. Another person has to approve it."))
            return redirect("releases")
    return render(request, "department/propose.html", {"form": form, "row": row})


@require_POST
def approve_release(request: ActingRequest, proposal_id: int) -> HttpResponse:
    """Approves what another person proposed, which releases it."""
    if not may_approve_releases(request):
        raise Http404
    get_object_or_404(Proposal, pk=proposal_id)
    made = approve(request.act, proposal_id)
    messages.success(request, _("Release %(name)s is made.") % {"name": made.name})
    return redirect("releases")


@require_POST
def decline_release(request: ActingRequest, proposal_id: int) -> HttpResponse:
    """Declines a proposal, or takes back one's own."""
    if not may_approve_releases(request):
        raise Http404
    get_object_or_404(Proposal, pk=proposal_id)
    form = DeclinationForm(request.POST)
    if not done(form, lambda: decline(request.act, proposal_id, form.cleaned_data["reason"])):
        return shown_again(request, form, _("Decline the release"), "releases")
    messages.success(request, _("The proposal is declined."))
    return redirect("releases")


@require_GET
def release_file(request: ActingRequest, release_id: int, file: str) -> HttpResponse:
    """One file of a release, as it lies in its folder."""
    folder = folder_of(get_object_or_404(Release, pk=release_id))
    found = next((path for path in _files(folder) if path.name == file), None)
    if found is None:
        raise Http404
    kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return HttpResponse(found.read_bytes(), content_type=kind + charset)


@require_GET
def release_zip(request: ActingRequest, release_id: int) -> HttpResponse:
    """All files of a release in one. The same release gives the same bytes."""
    release = get_object_or_404(Release, pk=release_id)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in _files(folder_of(release)):
            entry = zipfile.ZipInfo(f"{release.name}/{path.name}", _FIRST_DATE_OF_A_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return HttpResponse(
        content.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{release.name}.zip"'},
    )


def _files(folder: Path) -> list[Path]:
    """The files of a release by name. Raises Http404 where its folder is gone."""
    if not folder.is_dir():
        raise Http404
    return sorted(path for path in folder.iterdir() if path.is_file())
