"""The app, for Django."""

from lianfang.core.app import DomainApp


class GeoConfig(DomainApp):
    name = "lianfang.geo"
