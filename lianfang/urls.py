"""One API, one router a door."""

from django.urls import path

from lianfang.api.door import api

urlpatterns = [path("api/", api.urls)]
