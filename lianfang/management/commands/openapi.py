"""Write the API description that the clients are generated from and a test compares."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from lianfang.api.door import api
from lianfang.urls import urlpatterns


class Command(BaseCommand):
    help = "写出 docs/api/openapi.json"

    def handle(self, **_options: object) -> None:
        assert urlpatterns  # noqa: S101 -- imported for its effect: the routers are added
        target = Path(settings.BASE_DIR) / "docs" / "api" / "openapi.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        schema = api.get_openapi_schema(path_prefix="/api/")
        text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True, default=str)
        target.write_text(text + "\n", encoding="utf-8")
