"""Addresses: a kind, a record, an action; everything else belongs to signing in."""

from allauth.account import views as account
from django.urls import include, path
from django.views.generic import RedirectView

from peil.web import overseeing, people, views

SIGNING = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", RedirectView.as_view(pattern_name="mine"), name="account_set_password"),
    path("invited/<str:secret>/", people.invited, name="invited"),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
"""Named one by one: nobody signs up, changes an address, or gets a password by mail alone."""
urlpatterns = [
    path("", views.front, name="front"),
    path("accounts/", include(SIGNING)),
    path("settings/", people.mine, name="mine"),
    path("duties.ics", people.calendar, name="calendar"),
    path("report.css", views.style, name="style"),
    path("figures/<str:key>/<path:file>", views.figures, name="figures"),
    path("audit/", overseeing.chain, name="chain"),
    path("rights.csv", overseeing.table, name="table"),
    path("search/", views.search, name="search"),
    path("<slug:kind>/", views.listing, name="list"),
    path("<slug:kind>/new/<slug:action>/", views.act, name="new"),
    path("<slug:kind>/<str:key>/", views.show, name="show"),
    path("<slug:kind>/<str:key>/<slug:action>/", views.act, name="act"),
]
handler400 = "peil.web.views.unread"
handler404 = "peil.web.views.refused"
handler500 = "peil.web.views.broken"
handler403 = "peil.web.views.refused"
