"""`./run demo`: everything on SQLite under one supervisor, from a bare clone."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from pathlib import Path

from commands import environment, ports, services, surroundings, web
from commands.say import ROOT, explain, is_disk_full, say, stop
from commands.site import AUTHORITY, FOLDER, Site, certify, shared
from commands.supervisor import Supervisor
from commands.trust import fingerprint

CHECK_SCALE = 0.05


def start(options: Namespace) -> int:
    """Prepare, start, print the addresses, and stay until Ctrl-C."""
    if options.check:
        return check()
    data = Path(options.data).resolve() if options.data else surroundings.DEMO
    site = Site(options.port)
    if options.host is not None:
        site = shared(options.host, options.port, data)
    ports.refuse_taken(site.port, needed=site.ports, host=site.listens)
    if options.fresh:
        _clear(data)
    python = _tools()
    _make(data)
    if site.tls:
        certify(python, site)
    clock = surroundings.Clock.of(data, options.speed)
    settings = surroundings.of_demo(data, site.port, clock) | site.variables()
    options.scale = _scale(data, options.scale)
    _load(python, settings, options.scale)
    with Supervisor(data / "logs", tick=clock.save) as supervisor:
        services.start_all(supervisor, python, settings, site)
        if not services.are_ready(supervisor, site):
            return 0 if supervisor.wanted.is_set() else 1
        _put_menu_up(python, settings)
        if not options.quiet:
            _start_actors(supervisor, python, settings, options, site)
        _greet(python, settings, site)
        code = supervisor.watch()
        say("正在停止…")
    return code


def check() -> int:
    """The main flow as five kinds of user on a fresh small city; prints one JSON summary."""
    began = time.monotonic()
    summary: dict[str, object] = {"ok": False, "steps": []}
    try:
        python = _tools()
        with tempfile.TemporaryDirectory(prefix="lianfang-check-") as folder:
            summary |= _walk(python, Path(folder))
    except SystemExit:
        summary["error"] = "准备没有完成，原因见上"
    summary["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(summary, ensure_ascii=False, indent=1))
    return 0 if summary["ok"] is True else 1


def _walk(python: str, data: Path) -> dict[str, object]:
    port = ports.free()
    settings = surroundings.of_demo(data, port, surroundings.Clock.of(data, 1.0))
    _load(python, settings, CHECK_SCALE)
    with Supervisor(data / "logs") as supervisor:
        site = Site(port)
        services.start_all(supervisor, python, settings, site)
        if not services.are_ready(supervisor, site):
            return {"error": "服务没有起来"}
        address = site.inside
        answer = data / "summary.json"
        with answer.open("wb") as output:
            walk = supervisor.start(
                "check", [python, "-m", "demo", "check", address], settings, output
            )
        supervisor.wait_for(walk)
        try:
            found: dict[str, object] = json.loads(answer.read_text())
        except ValueError:
            return {"error": walk.last_words() or "走查没有给出结果"}
    return found


def _tools() -> str:
    """Environment and pages; returns the Python to go on with."""
    python = environment.python()
    web.build()
    return python


def _clear(data: Path) -> None:
    """Empties a demo's folder, and none that does not look like one; certificates stay."""
    if not data.exists():
        return
    if any(data.iterdir()) and not (data / "secret.key").exists():
        stop(f"{data} 里不是演示数据，不会清空；请换一个目录（--data）")
    for one in data.iterdir():
        if one.name == FOLDER:
            continue
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink()


def _make(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=data) as probe:
            probe.write(b"\0" * (1 << 20))
    except OSError as error:
        if is_disk_full(str(error)):
            stop(explain(str(error)))
        stop(f"不能写入 {data}：{error.strerror}，请换一个目录（--data）")


def _scale(data: Path, wanted: float) -> float:
    """A loaded city keeps the size it was loaded in, whatever is asked for later."""
    file = data / "scale.txt"
    if not (data / surroundings.DATABASE).exists():
        file.write_text(str(wanted))
    return float(file.read_text()) if file.exists() else wanted


def _load(python: str, settings: dict[str, str], scale: float) -> None:
    """Migrates, and loads the city when there is none yet."""
    say("正在准备演示城市…")
    command = [python, "-m", "demo", "prepare", "--scale", str(scale)]
    done = subprocess.run(
        command, env=settings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        if is_disk_full(done.stderr):
            stop(explain(done.stderr))
        say(done.stderr[-3000:])
        stop("演示城市没有装好，输出见上")


def _put_menu_up(python: str, settings: dict[str, str]) -> None:
    """As an operator does once; the demo goes on without it."""
    menu = [python, "-m", "lianfang", "wechat", "menu"]
    subprocess.run(menu, env=settings, cwd=ROOT, capture_output=True, check=False)


def _start_actors(
    supervisor: Supervisor,
    python: str,
    settings: dict[str, str],
    options: Namespace,
    site: Site,
) -> None:
    command = [python, "-m", "demo.actors", "--base", site.inside, "--pace", str(options.pace)]
    command += ["--scale", str(options.scale)]
    supervisor.start("actors", command, settings)


def _greet(python: str, settings: dict[str, str], site: Site) -> None:
    print(f"ready {site.url}/", flush=True)
    table = [python, "-m", "demo", "accounts"]
    subprocess.run(table, env=settings, cwd=ROOT, stdout=sys.stdout, check=False)
    if site.tls:
        mark = fingerprint(site.tls / AUTHORITY)
        invitation = [python, "-m", "demo.invitation", site.trust_url, site.url, mark]
        subprocess.run(invitation, env=settings, cwd=ROOT, stdout=sys.stdout, check=False)
    print("按 Ctrl-C 停止。", flush=True)
