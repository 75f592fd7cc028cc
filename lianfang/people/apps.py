"""The app, for Django."""

from lianfang.core.app import DomainApp


class PeopleConfig(DomainApp):
    name = "lianfang.people"
