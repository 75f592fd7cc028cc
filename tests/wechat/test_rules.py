import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from lianfang.wechat.rules import menu

ROUTES = Path(settings.BASE_DIR) / "web" / "clients" / "wechat" / "routes.ts"


def buttons():
    for top in menu("https://city.example"):
        yield from top.get("sub_button") or [top]


def test_every_button_leads_to_a_page_there_is():
    known = set(re.findall(r"path: '([^']+)'", ROUTES.read_text(encoding="utf-8")))
    asked = {urlsplit(one["url"]).fragment.partition("?")[0] for one in buttons() if "url" in one}

    assert asked - known == set()


def test_menu_fits_what_the_platform_allows():
    tops = menu("https://city.example")

    assert len(tops) <= 3
    assert all(len(top.get("sub_button", [])) <= 5 for top in tops)
    assert [top["name"] for top in tops] == ["疫情上报", "我的", "服务"]
