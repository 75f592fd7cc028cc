"""The app, for Django."""

from lianfang.core.app import DomainApp


class MessagesConfig(DomainApp):
    name = "lianfang.messages"
