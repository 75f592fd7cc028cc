"""The app, for Django."""

from lianfang.core.app import DomainApp


class AccountsConfig(DomainApp):
    name = "lianfang.accounts"
