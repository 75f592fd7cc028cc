"""The app, for Django."""

from lianfang.core.app import DomainApp


class FilesConfig(DomainApp):
    name = "lianfang.files"
