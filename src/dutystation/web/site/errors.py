"""Pages for what went wrong. None of them repeats what was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "site/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "site/forbidden.html", status=403)


def form_of_another_session(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form was sent from a page that was open while somebody signed in or out in another window."""
    return render(request, "site/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "site/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without the database: it may be what is broken."""
    return render(None, "site/broken.html", {"act": getattr(request, "act", None)}, status=500)
