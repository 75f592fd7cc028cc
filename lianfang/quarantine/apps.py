"""The app, for Django."""

from lianfang.core.app import DomainApp


class QuarantineConfig(DomainApp):
    name = "lianfang.quarantine"
