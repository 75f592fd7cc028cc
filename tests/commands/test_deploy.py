import re

from commands.main import COMMANDS
from commands.say import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


def test_every_unit_starts_a_command_there_is():
    words = [
        re.search(r"^ExecStart=\S+/run (\w+)", unit.read_text(), re.MULTILINE)[1] for unit in UNITS
    ]

    assert words == ["stream", "serve", "worker"]
    assert set(words) <= set(COMMANDS)


def test_the_ports_of_the_units_are_those_nginx_asks():
    ports = {port for unit in UNITS for port in re.findall(r"--port (\d+)", unit.read_text())}

    nginx = (ROOT / "deploy" / "nginx.conf").read_text()
    assert set(re.findall(r"server 127\.0\.0\.1:(\d+)", nginx)) == ports


def test_every_variable_of_the_example_is_read_by_the_settings():
    example = (ROOT / "deploy" / "lianfang.env.example").read_text()
    settings = (ROOT / "lianfang" / "settings.py").read_text()

    names = re.findall(r"^(LIANFANG_\w+)=", example, re.MULTILINE)
    assert [name for name in names if f'"{name}"' not in settings] == []
