"""The environment variables that tie processes to one data folder, and its clock."""

import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from commands.ports import HOME
from commands.say import ROOT, say

DEMO = ROOT / "var" / "demo"
DATABASE = "lianfang.sqlite3"


@dataclass(frozen=True)
class Clock:
    """The city's time: ``virtual`` at the machine's ``origin``, then ``speed`` times as fast."""

    file: Path
    origin: float
    virtual: float
    speed: float

    @classmethod
    def of(cls, data: Path, speed: float) -> "Clock":
        """A city that ran ahead goes on from where it was, not from the real time."""
        file, now = data / "clock.json", time.time()
        kept = json.loads(file.read_text())["virtual"] if file.exists() else now
        return cls(file, now, max(now, kept), speed)

    @property
    def differs(self) -> bool:
        return self.speed != 1 or self.virtual > self.origin

    def save(self) -> None:
        if self.differs:
            virtual = self.virtual + (time.time() - self.origin) * self.speed
            draft = self.file.with_suffix(".draft")
            draft.write_text(json.dumps({"virtual": virtual}))
            draft.replace(self.file)


def of_demo(data: Path, port: int, clock: Clock) -> dict[str, str]:
    """What every process of a demo in this folder shares."""
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "lianfang.settings",
        "LIANFANG_DATA": str(data),
        "LIANFANG_DATABASE": f"sqlite:///{data / DATABASE}",
        "LIANFANG_SECRET_KEY": _secret(data),
        "LIANFANG_STREAM_URL": f"http://{HOME}:{port + 1}/stream",
        "LIANFANG_WEB_ORIGIN": f"http://{HOME}:{port}",
        "LIANFANG_SIMULATOR_URL": f"http://{HOME}:{port + 2}",
        "LIANFANG_CLOCK_ORIGIN": str(clock.origin) if clock.differs else "0",
        "LIANFANG_CLOCK_VIRTUAL": str(clock.virtual),
        "LIANFANG_CLOCK_SPEED": str(clock.speed),
    }


def chosen(data: str) -> dict[str, str]:
    """For the other commands: the folder named, what the environment says, or the demo's."""
    if data:
        folder = Path(data).resolve()
    elif "LIANFANG_DATA" in os.environ or "LIANFANG_DATABASE" in os.environ:
        return os.environ | {"PYTHONPATH": str(ROOT)}
    elif (DEMO / DATABASE).exists():
        folder = DEMO
        say("使用演示数据 var/demo（用 --data 或 LIANFANG_DATABASE 另选）")
    else:
        return os.environ | {"PYTHONPATH": str(ROOT)}
    folder.mkdir(parents=True, exist_ok=True)
    return of_demo(folder, 8000, Clock.of(folder, 1.0))


def _secret(data: Path) -> str:
    """Made once for each folder: what it seals can be read again after a restart."""
    file = data / "secret.key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
