"""The app, for Django."""

from lianfang.core.app import DomainApp


class ArticlesConfig(DomainApp):
    name = "lianfang.articles"
