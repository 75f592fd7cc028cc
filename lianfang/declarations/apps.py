"""The app, for Django."""

from lianfang.core.app import DomainApp


class DeclarationsConfig(DomainApp):
    name = "lianfang.declarations"
