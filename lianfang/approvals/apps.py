"""The app, for Django."""

from lianfang.core.app import DomainApp


class ApprovalsConfig(DomainApp):
    name = "lianfang.approvals"
