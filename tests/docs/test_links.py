"""Every relative link and picture in what people read leads somewhere."""

import re

from django.conf import settings

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def pages():
    root = settings.BASE_DIR
    yield from root.glob("*.md")
    yield from (root / "docs").rglob("*.md")
    yield from (root / "deploy").glob("*.md")


def test_every_relative_link_leads_somewhere():
    lost = [
        f"{page.relative_to(settings.BASE_DIR)}: {target}"
        for page in pages()
        for target in _LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert lost == []


def test_every_handbook_is_in_the_index():
    folder = settings.BASE_DIR / "docs" / "handbooks"
    index = (folder / "README.md").read_text(encoding="utf-8")
    names = {page.name for page in folder.glob("*.md")} - {"README.md"}

    assert [name for name in names if name not in index] == []
