"""The processes of a running city, and how they are known to be ready."""

import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence

from commands.ports import HOME
from commands.say import say
from commands.site import AUTHORITY, Site
from commands.supervisor import Supervisor, tell_end_of

WEB_PROCESSES = 2
READY_WITHIN = 60.0
_QUIET = ["--no-access-log", "--log-level", "warning", "--workers-kill-timeout", "3s"]


def web(
    python: str,
    port: int,
    host: str = HOME,
    processes: int = WEB_PROCESSES,
    more: Sequence[str] = (),
) -> list[str]:
    """Several processes of one thread each: on SQLite threads only wait for one another."""
    command = [python, "-m", "granian", *_QUIET, "--host", host, "--port", str(port), *more]
    command += ["--interface", "wsgi", "--workers", str(processes), "--blocking-threads", "1"]
    return [*command, "lianfang.wsgi:application"]


def stream(python: str, port: int, host: str = HOME, more: Sequence[str] = ()) -> list[str]:
    """A process of its own: open streams would starve the web server's few threads."""
    command = [python, "-m", "granian", *_QUIET, "--host", host, "--port", str(port), *more]
    return [*command, "--interface", "asgi", "--workers", "1", "lianfang.stream.app:application"]


def start_all(supervisor: Supervisor, python: str, settings: Mapping[str, str], site: Site) -> None:
    """The simulator stays on this machine: what people see of it comes through the pages."""
    port, tls = site.port, site.server_options()
    supervisor.start("web", web(python, port, site.listens, more=tls), settings)
    simulator = [python, "-m", "simulator", "--port", str(port + 2)]
    simulator += ["--callback", f"{site.inside}/wechat/callback"]
    supervisor.start("simulator", simulator, settings)
    supervisor.start("worker", [python, "-m", "lianfang", "worker"], settings)
    supervisor.start("stream", stream(python, port + 1, site.listens, tls), settings)
    if site.tls:
        trust = [python, "-m", "commands.trust", "--host", site.listens, "--site", site.url]
        trust += ["--port", str(site.trust_port), "--authority", str(site.tls / AUTHORITY)]
        supervisor.start("trust", trust, settings)


def are_ready(supervisor: Supervisor, site: Site) -> bool:
    """Waits until the pages answer; False when a process fell, Ctrl-C came or a minute passed."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if supervisor.wanted.is_set():
            return False
        child = supervisor.fallen()
        if child:
            tell_end_of(child)
            return False
        if _answers(site):
            return True
        time.sleep(0.1)
    say("服务一分钟内没有起来，请查看数据目录下 logs 中的日志")
    return False


def _answers(site: Site) -> bool:
    address = f"{site.inside}/api/session"
    try:
        with urllib.request.urlopen(address, timeout=2, context=site.context()):  # noqa: S310 -- ours
            return True
    except (urllib.error.URLError, OSError):
        return False
