from __future__ import annotations

from django.urls import path

from dutystation.web.exception_requests import document_views, views, writing

urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("requests/new/", writing.new, name="new_request"),
    path("requests/<int:request_id>/", views.request_page, name="request"),
    path("requests/<int:request_id>/change/", writing.change, name="change_request"),
    path("requests/<int:request_id>/document/", document_views.add_document, name="add_document"),
    path("requests/<int:request_id>/document/<uuid:document>/", document_views.document, name="document"),
    path(
        "requests/<int:request_id>/document/<uuid:document>/withdraw/",
        document_views.withdraw_document,
        name="withdraw_document",
    ),
    path("requests/<int:request_id>/do/<slug:verb>/", views.do, name="do_with_request"),
    path("requests/<int:request_id>/letter/<int:decision>/", views.letter, name="letter"),
    path("worklist/", views.worklist_page, name="worklist"),
    path("oral/<path:person>/", writing.oral, name="oral_request"),
]
