"""The app, for Django."""

from lianfang.core.app import DomainApp


class TreatmentConfig(DomainApp):
    name = "lianfang.treatment"
