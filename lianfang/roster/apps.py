"""The app, for Django."""

from lianfang.core.app import DomainApp


class RosterConfig(DomainApp):
    name = "lianfang.roster"
