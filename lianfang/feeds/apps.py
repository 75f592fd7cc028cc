"""The app, for Django."""

from lianfang.core.app import DomainApp


class FeedsConfig(DomainApp):
    name = "lianfang.feeds"
