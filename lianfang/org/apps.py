"""The app, for Django."""

from lianfang.core.app import DomainApp


class OrgConfig(DomainApp):
    name = "lianfang.org"
