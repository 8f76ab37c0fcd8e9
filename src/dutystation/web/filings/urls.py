from __future__ import annotations

from django.urls import path

from dutystation.web.filings import version_views, views

urlpatterns = [
    path("filings/", views.filings, name="filings"),
    path("filings/<int:filing_id>/", views.filing, name="filing"),
    path("filings/<int:filing_id>/narrative/", views.write_narrative, name="write_narrative"),
    path("filings/<int:filing_id>/gap/", views.explain_gap, name="explain_gap"),
    path("filings/<int:filing_id>/certify/", views.certify, name="certify_filing"),
    path("filings/<int:filing_id>/do/<slug:verb>/", views.do, name="do_with_filing"),
    path("filings/<int:filing_id>/versions/<int:number>/", version_views.version, name="filing_version"),
    path("filings/<int:filing_id>/versions/<int:number>/people/", version_views.people, name="filing_people"),
    path(
        "filings/<int:filing_id>/versions/<int:number>/difference/",
        version_views.difference,
        name="filing_difference",
    ),
    path(
        "filings/<int:filing_id>/versions/<int:number>/package/",
        version_views.package,
        name="filing_package",
    ),
]
