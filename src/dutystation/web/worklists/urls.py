from __future__ import annotations

from django.urls import path

from dutystation.web.worklists import views

urlpatterns = [
    path("worklists/", views.worklists, name="worklists"),
    path("worklists/cases/ending/", views.ending, name="ending_decisions"),
    path("worklists/cases/overdue/", views.overdue, name="overdue_requests"),
    path("worklists/<slug:kind>/", views.kind_page, name="findings"),
    path("worklists/<slug:kind>/export/", views.export, name="export_findings"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:day>/", views.question, name="question"),
]
