"""Write docs/fields.md: the field dictionary as a table for people."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from lianfang.roster.fields import FIELDS, Field, Group

PLACE = Path(settings.BASE_DIR) / "docs" / "fields.md"
_HEAD = """# Fields of a person's file

Made by `python manage.py fields` from `lianfang/roster/fields/declared.py`; change it there.
A new scalar field is one entry there and one column of `people.models.Answers` with its migration.
Number: the plan's table 5.2, – for one of our own. Privacy (PIPL): S sensitive, P personal,
N not personal by itself. Written by nobody: derived, or filled by another step.

| no | field | identifier | group | kind | privacy | written by | counts in | headers too |
|---|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    return _HEAD + "".join(_line(one) for one in sorted(FIELDS, key=lambda f: f.no or 99))


def _line(one: Field) -> str:
    cells = (
        str(one.no or "–"),
        one.label,
        f"`{one.id}`",
        Group(one.group).label,
        str(one.kind) + (f": {' / '.join(list(one.codes.values())[:4])} …" if one.codes else ""),
        str(one.privacy),
        "、".join(role.label for role in one.editors) or "–",
        one.used_in or "–",
        "、".join(one.synonyms) or "–",
    )
    return "| " + " | ".join(cells) + " |\n"


class Command(BaseCommand):
    help = "生成 docs/fields.md"

    def handle(self, **_options: object) -> None:
        PLACE.write_text(page(), encoding="utf-8")
