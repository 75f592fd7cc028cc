"""The app, for Django."""

from lianfang.core.app import DomainApp


class CityConfig(DomainApp):
    name = "lianfang.city"
