from __future__ import annotations

from django.urls import path, re_path

from dutystation.web.records import views

DAY = r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("disputes/", views.disputes, name="disputes"),
    path("disputes/<int:dispute>/answer/", views.answer, name="answer_dispute"),
    path("disputes/<int:dispute>/withdraw/", views.withdraw, name="withdraw_dispute"),
    path("people/<path:person>/record/", views.month, name="record"),
    re_path(rf"^people/(?P<person>.+)/record/{DAY}/$", views.day, name="record_day"),
    re_path(r"^people/(?P<person>.+)/record\.(?P<form>csv|json)$", views.download, name="download_record"),
]
