"""What every domain app does when Django starts: make its handlers and jobs known."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule


class DomainApp(AppConfig):
    """Not itself an app, or Django would see two candidates in every ``apps.py`` and take none."""

    default = False

    def __init_subclass__(cls) -> None:
        cls.default = True

    def ready(self) -> None:
        for floor in ("handlers", "jobs"):
            if module_has_submodule(self.module, floor):
                import_module(f"{self.name}.{floor}")
