from __future__ import annotations

from django.urls import path

from dutystation.web.seats import views

urlpatterns = [
    path("seats/", views.seats, name="seats"),
    path("seats/offer/<int:request_id>/", views.offer_seat, name="offer_seat"),
    path("seats/draw/<path:facility>/", views.draw_order, name="draw_seats"),
    path("seats/at/<path:facility>/", views.facility, name="seats_at"),
]
