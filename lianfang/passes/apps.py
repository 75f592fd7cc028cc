"""The app, for Django."""

from lianfang.core.app import DomainApp


class PassesConfig(DomainApp):
    name = "lianfang.passes"
