"""The app, for Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lianfang.audit"

    def ready(self) -> None:
        from lianfang.audit import jobs  # noqa: F401, PLC0415 -- app ready
