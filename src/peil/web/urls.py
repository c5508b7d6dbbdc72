"""Addresses: a kind, a record, an action; everything else belongs to signing in."""

from django.urls import include, path

from peil.web import views

urlpatterns = [
    path("", views.front, name="front"),
    path("accounts/", include("allauth.urls")),
    path("report.css", views.style, name="style"),
    path("search/", views.search, name="search"),
    path("<slug:kind>/", views.listing, name="list"),
    path("<slug:kind>/new/<slug:action>/", views.act, name="new"),
    path("<slug:kind>/<str:key>/", views.show, name="show"),
    path("<slug:kind>/<str:key>/<slug:action>/", views.act, name="act"),
]
handler404 = "peil.web.views.refused"
handler403 = "peil.web.views.refused"
