from __future__ import annotations

from django.urls import path

from dutystation.web.worklists import case_views, views

urlpatterns = [
    path("worklists/", views.worklists, name="worklists"),
    path("worklists/cases/<slug:kind>/", case_views.case_list, name="case_list"),
    path("worklists/cases/<slug:kind>/export/", case_views.export, name="export_case_list"),
    path("worklists/<slug:kind>/", views.kind_page, name="findings"),
    path("worklists/<slug:kind>/export/", views.export, name="export_findings"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:day>/", views.question, name="question"),
]
