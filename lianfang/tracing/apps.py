"""The app, for Django."""

from lianfang.core.app import DomainApp


class TracingConfig(DomainApp):
    name = "lianfang.tracing"
