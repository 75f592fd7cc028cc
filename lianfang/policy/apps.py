"""The app, for Django."""

from lianfang.core.app import DomainApp


class PolicyConfig(DomainApp):
    name = "lianfang.policy"
