import pytest
from django.core.management import CommandError, call_command

from tests.wechat.conftest import simulator  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


def test_menu_is_put_up_and_told(simulator, capsys):  # noqa: F811 -- the fixture
    call_command("wechat", "menu")

    assert [b["name"] for b in simulator.platform.menu] == ["疫情上报", "我的", "服务"]
    assert simulator.platform.menu[0]["url"] == "https://city.example/h5/#/report"
    assert "电子通行证  https://city.example/h5/#/pass" in capsys.readouterr().out


def test_menu_without_an_address_says_what_to_give(settings):
    settings.PUBLIC_URL = ""

    with pytest.raises(CommandError, match="LIANFANG_PUBLIC_URL"):
        call_command("wechat", "menu")


def test_menu_the_platform_refuses_says_its_number(simulator, settings):  # noqa: F811 -- the fixture
    settings.WECHAT_SECRET = "wrong"

    with pytest.raises(CommandError, match="40125"):
        call_command("wechat", "menu")


def test_check_tries_every_part(simulator, settings, capsys):  # noqa: F811 -- the fixture
    call_command("wechat", "check")
    assert "✘" not in capsys.readouterr().out

    settings.WECHAT_SECRET, settings.WECHAT_APPID = "wrong", "wx-simulator2"
    with pytest.raises(CommandError, match=r"docs/operate/wechat\.md"):
        call_command("wechat", "check")
