"""Every address of the application."""

from __future__ import annotations

from django.urls import include, path

from dutystation.web.site import issuing_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/sample/", views.sign_in_as_sample, name="sign_in_as_sample"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("health/", views.health, name="health"),
    path("", include("dutystation.web.accounts.urls")),
    path("", include("dutystation.web.records.urls")),
    path("", include("dutystation.web.dashboards.urls")),
    path("", include("dutystation.web.exception_requests.urls")),
    path("", include("dutystation.web.situational.urls")),
    path("", include("dutystation.web.seats.urls")),
    path("", include("dutystation.web.notices.urls")),
    path("orders/issue/", issuing_views.issue_order, name="issue_order"),
    path("", include("dutystation.web.filings.urls")),
    path("", include("dutystation.web.department.urls")),
    path("", include("dutystation.web.worklists.urls")),
    path("", include("dutystation.web.retention.urls")),
    path("", include("dutystation.web.site.event_urls")),
]
handler400 = "dutystation.web.site.errors.bad_request"
handler403 = "dutystation.web.site.errors.forbidden"
handler404 = "dutystation.web.site.errors.not_found"
handler500 = "dutystation.web.site.errors.broken"
