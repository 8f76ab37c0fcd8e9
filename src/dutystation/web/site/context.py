"""What every page shows: who is signed in, where they can go, and a form that was refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dutystation.web.site.navigation import places


def everywhere(request: HttpRequest) -> dict[str, Any]:
    sight = getattr(request, "sight", None)
    always = settings.DEMONSTRATION_DAY
    return {
        "demonstration": settings.DEMONSTRATION,
        "demonstration_day": date.fromisoformat(always) if always else None,
        "person": sight.person if sight else None,
        "sent": getattr(request, "sent", None),
        "places": places(sight, request.path) if sight else (),
    }
