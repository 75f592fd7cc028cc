"""One API, one router a door."""

from django.urls import path

from lianfang.api import citizen
from lianfang.api.door import api

api.add_router("/citizen", citizen.router)

urlpatterns = [path("api/", api.urls)]
