"""The app, for Django."""

from lianfang.core.app import DomainApp


class WechatConfig(DomainApp):
    name = "lianfang.wechat"
