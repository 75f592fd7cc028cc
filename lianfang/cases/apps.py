"""The app, for Django."""

from lianfang.core.app import DomainApp


class CasesConfig(DomainApp):
    name = "lianfang.cases"
