from __future__ import annotations

from django.urls import path

from dutystation.web.notices import order_views, views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<int:version>/", views.notice, name="notice"),
    path("notices/<int:version>/acknowledge/", views.acknowledge_notice, name="acknowledge_notice"),
    path("notices/<int:version>/people/", views.people, name="notice_people"),
    path("orders/", order_views.orders, name="orders"),
    path("orders/<int:version>/", order_views.order, name="order"),
    path("orders/<int:version>/chase/", order_views.chase_order, name="chase_order"),
    path("orders/<int:version>/rescind/", order_views.rescind_order, name="rescind_order"),
]
