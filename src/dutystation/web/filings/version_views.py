"""Pages of one version of a filing, as it was frozen."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from dutystation.reports.filing import Edition
from dutystation.reports.suppression import PUBLISHED_REASONS
from dutystation.web.accounts.acting import ActingRequest
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.pages import ON_A_PAGE, page_of_rows
from dutystation.web.accounts.scope import FilingSight
from dutystation.web.filings.difference import changes
from dutystation.web.filings.models import Filing, Version
from dutystation.web.filings.package import signer, take_package
from dutystation.web.filings.queries import content, people_of, versions_in_sight
from dutystation.web.filings.views import seen_filing, viewed
from dutystation.web.filings.wording import VARIANTS


@require_GET
def version(request: ActingRequest, filing_id: int, number: int) -> HttpResponse:
    """Everything a version holds but the people."""
    filing, _seen, found = _version(request, filing_id, number)
    viewed(request, filing, f"version {number}")
    held = content(found)
    variant = request.GET.get("variant", "total")
    context = {
        "filing": filing,
        "version": found,
        "certification": getattr(found, "certification", None),
        "signer": signer(),
        "content": held,
        "reasons": _reasons(held),
        "variant": variant if variant in VARIANTS else "total",
        "variants": VARIANTS.items(),
        "shares": _shares(held, variant if variant in VARIANTS else "total"),
    }
    return render(request, "filings/version.html", context)


@require_GET
def people(request: ActingRequest, filing_id: int, number: int) -> HttpResponse:
    """Whom a version names."""
    filing, _seen, found = _version(request, filing_id, number)
    viewed(request, filing, f"the people of version {number}")
    reason = request.GET.get("reason", "")
    reason = reason if reason in PUBLISHED_REASONS else ""
    search = request.GET.get("search", "").strip()
    page = page_of_rows(people_of(found, reason=reason, search=search), request)
    context = {
        "filing": filing,
        "version": found,
        "page": page,
        "names": Person.objects.in_bulk([row.person for row in page]),
        "reason": reason,
        "search": search,
        "reasons": [known for known in PUBLISHED_REASONS if known in content(found)["bridge"]["reasons"]],
    }
    return render(request, "filings/people.html", context)


@require_GET
def difference(request: ActingRequest, filing_id: int, number: int) -> HttpResponse:
    """What differs between a version and another one in sight; the one it replaces if none is asked for."""
    filing, seen, found = _version(request, filing_id, number)
    others = versions_in_sight(seen, filing).exclude(pk=found.pk).defer("content")
    asked = request.GET.get("with", "")
    numbers = [other.number for other in others]
    replaced = found.replaces.number if found.replaces else next((n for n in numbers if n < number), None)
    compared = int(asked) if asked.isdigit() and int(asked) in numbers else replaced
    viewed(request, filing, f"the difference of version {number}")
    context: dict[str, Any] = {"filing": filing, "version": found, "others": numbers, "compared": compared}
    if compared is not None:
        before = get_object_or_404(versions_in_sight(seen, filing), number=compared)
        moved = _moved(before, found)
        context |= {
            "before": before,
            "changes": changes(content(before), content(found)),
            "page": Paginator(moved, ON_A_PAGE).get_page(request.GET.get("page")),
        }
    return render(request, "filings/difference.html", context)


@require_GET
def package(request: ActingRequest, filing_id: int, number: int) -> HttpResponseBase:
    """A filed version as a signed file, in the edition that is asked for; no copy is kept on the way."""
    _filing, _seen, found = _version(request, filing_id, number)
    edition = request.GET.get("edition", Edition.NAMED)
    if edition not in set(Edition):
        raise Http404
    taken = take_package(request.act, found, Edition(edition))
    return StreamingHttpResponse(
        taken.chunks,
        content_type="application/zip",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=taken.name) or "",
            "Content-Length": str(taken.size),
            "X-Content-Type-Options": "nosniff",
        },
    )


def _moved(before: Version, after: Version) -> list[tuple[str, str, str]]:
    """People who are in one version alone, or for another reason: id, reason before, reason after."""
    old = dict(people_of(before).values_list("person", "reason"))
    new = dict(people_of(after).values_list("person", "reason"))
    return [
        (person, old.get(person, ""), new.get(person, ""))
        for person in sorted(old.keys() | new.keys())
        if old.get(person) != new.get(person)
    ]


def _version(request: ActingRequest, filing_id: int, number: int) -> tuple[Filing, FilingSight, Version]:
    """A version that is in sight. Raises Http404 for every other one."""
    filing, seen = seen_filing(request, filing_id)
    rows = versions_in_sight(seen, filing).select_related("replaces")
    found = rows.filter(number=number).defer("replaces__content").first()
    if found is None:
        raise Http404
    return filing, seen, found


def _reasons(held: dict[str, Any]) -> list[tuple[str, int]]:
    """Reasons in the order of the list, which a database does not keep."""
    counts = held["bridge"]["reasons"]
    return [(reason, counts[reason]) for reason in PUBLISHED_REASONS if reason in counts]


def _shares(held: dict[str, Any], variant: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each period with its in-person and its office share, in order."""
    rows: dict[str, dict[str, Any]] = {}
    for figure in held["figures"]:
        if figure["variant"] == variant:
            rows.setdefault(figure["period"], {})[figure["code"]] = figure
    return [
        (period, found.get("in_person_share", {}), found.get("office_share", {}))
        for period, found in sorted(rows.items())
    ]
