import pytest
from django.core.management import call_command
from django.db import connection

from lianfang.audit.actions import record
from lianfang.audit.jobs import seal_entries
from lianfang.audit.models import Entry
from lianfang.core.actor import Actor
from lianfang.management.commands.doctor import outside, unsafe_settings
from tests.factories.geo import T0, make_area

SAFE = {
    "SECRET_KEY": "s" * 40,
    "CRYPTO_SECRET": "c" * 40,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["lianfang.example"],
    "CLOCK_SPEED": 1.0,
    "CLOCK_ORIGIN": 0.0,
}


def is_safe(settings, **changes):
    for name, value in (SAFE | changes).items():
        setattr(settings, name, value)
    return all(finding.is_good for finding in unsafe_settings())


WECHAT = {
    "WECHAT_APPID": "wx1",
    "WECHAT_SECRET": "s",
    "WECHAT_TEMPLATE": "t",
    "WECHAT_TOKEN": "token",
    "WECHAT_AES_KEY": "k" * 43,
    "PUBLIC_URL": "https://lianfang.example",
    "SMS_PROVIDER": "gateway",
    "SMS_GATEWAY_URL": "https://sms.example/",
}


@pytest.mark.parametrize(
    ("change", "marks"),
    [
        ({}, "✔✔✔✔"),
        ({"WECHAT_SECRET": ""}, "–✔✔✔"),
        ({"WECHAT_AES_KEY": "short"}, "✔–✔✔"),
        ({"PUBLIC_URL": "http://lianfang.example"}, "✔✔–✔"),
        ({"SMS_GATEWAY_URL": ""}, "✔✔✔–"),
        ({"WECHAT_APPID": ""}, "✔"),
    ],
)
def test_half_of_the_ways_out_is_mentioned(settings, change, marks):
    for name, value in (WECHAT | change).items():
        setattr(settings, name, value)

    assert "".join(finding.mark for finding in outside()) == marks


def test_settings_made_for_production_are_safe(settings):
    assert is_safe(settings)


@pytest.mark.parametrize(
    "change",
    [
        {"SECRET_KEY": "dev-only-not-a-secret"},
        {"CRYPTO_SECRET": "c"},
        {"CRYPTO_SECRET": "s" * 40},
        {"DEBUG": True},
        {"ALLOWED_HOSTS": ["*"]},
        {"CLOCK_SPEED": 60.0},
    ],
)
def test_one_unsafe_setting_is_found(settings, change):
    assert not is_safe(settings, **change)


@pytest.mark.django_db
def test_doctor_finds_a_migrated_database(settings, tmp_path, capsys):
    settings.WEB_DIST = tmp_path
    (tmp_path / "index.html").write_text("")
    settings.FONT_DIRS = ["fonts"]

    call_command("doctor")

    said = capsys.readouterr().out
    assert "✔ 数据库结构（无须迁移）" in said
    assert "✔ 审计链（逐条相符）" in said
    assert "✘" not in said


@pytest.mark.django_db
def test_doctor_names_the_entry_that_was_changed(settings, tmp_path, capsys):
    settings.WEB_DIST = tmp_path
    area = make_area()
    record("test.done", area, by=Actor.system(), at=T0)
    seal_entries()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET actor_name = '别人'")

    with pytest.raises(SystemExit):
        call_command("doctor")

    assert f"✘ 审计链（第 {Entry.objects.order_by('id')[0].pk} 条" in capsys.readouterr().out


@pytest.mark.django_db
def test_doctor_fails_without_the_pages(settings, tmp_path, capsys):
    settings.WEB_DIST = tmp_path

    with pytest.raises(SystemExit) as stopped:
        call_command("doctor")

    assert stopped.value.code == 1
    assert "✘ 网页端已构建" in capsys.readouterr().out


def test_doctor_on_the_settings_alone_names_what_is_unsafe(settings, capsys):
    is_safe(settings, DEBUG=True)

    with pytest.raises(SystemExit):
        call_command("doctor", "--settings-only")

    assert capsys.readouterr().out == "✘ LIANFANG_DEBUG 已关闭\n"
