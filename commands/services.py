"""The processes of a running city, and how they are known to be ready."""

import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from commands.ports import HOME
from commands.say import ROOT, say
from commands.supervisor import Supervisor, tell_end_of

WEB_PROCESSES = 2
READY_WITHIN = 60.0
_QUIET = ["--no-access-log", "--log-level", "warning", "--workers-kill-timeout", "3s"]


def web(python: str, port: int, host: str = HOME, processes: int = WEB_PROCESSES) -> list[str]:
    """Several processes of one thread each: on SQLite threads only wait for one another."""
    command = [python, "-m", "granian", *_QUIET, "--host", host, "--port", str(port)]
    command += ["--interface", "wsgi", "--workers", str(processes), "--blocking-threads", "1"]
    return [*command, "lianfang.wsgi:application"]


def stream(python: str, port: int, host: str = HOME) -> list[str]:
    """A process of its own: open streams would starve the web server's few threads."""
    command = [python, "-m", "granian", *_QUIET, "--host", host, "--port", str(port)]
    return [*command, "--interface", "asgi", "--workers", "1", "lianfang.stream.app:application"]


def start_all(supervisor: Supervisor, python: str, settings: Mapping[str, str], port: int) -> None:
    supervisor.start("web", web(python, port), settings)
    supervisor.start("simulator", [python, "-m", "simulator", "--port", str(port + 2)], settings)
    supervisor.start("worker", [python, "-m", "lianfang", "worker"], settings)
    if (ROOT / "lianfang" / "stream" / "app.py").exists():
        supervisor.start("stream", stream(python, port + 1), settings)


def are_ready(supervisor: Supervisor, port: int) -> bool:
    """Waits until the pages answer; False when a process fell, Ctrl-C came or a minute passed."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if supervisor.wanted.is_set():
            return False
        child = supervisor.fallen()
        if child:
            tell_end_of(child)
            return False
        if _answers(port):
            return True
        time.sleep(0.1)
    say("服务一分钟内没有起来，请查看数据目录下 logs 中的日志")
    return False


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOME}:{port}/api/session", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False
