"""The app, for Django."""

from lianfang.core.app import DomainApp


class StatsConfig(DomainApp):
    name = "lianfang.stats"
