"""`./run demo`: everything on SQLite under one supervisor, from a bare clone."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from argparse import Namespace
from pathlib import Path

from commands import environment, web
from commands.say import ROOT, explain, say, stop
from commands.supervisor import Supervisor, tell_end_of

WEB_PROCESSES = 2
READY_WITHIN = 60.0
HOME = "127.0.0.1"


def start(options: Namespace) -> int:
    """Prepare, start, print the addresses, and stay until Ctrl-C."""
    if options.check:
        return check()
    data = Path(options.data).resolve() if options.data else ROOT / "var" / "demo"
    _refuse_taken(options.port, options.port + 1, options.port + 2)
    if options.fresh:
        shutil.rmtree(data, ignore_errors=True)
    python, settings = _prepare(data, options.port, options.speed, scale=options.scale)
    with Supervisor(data / "logs") as supervisor:
        _start_all(supervisor, python, settings, options.port)
        if not _is_ready(supervisor, options.port):
            return 1
        if not options.quiet:
            supervisor.start("actors", _actors(python, options), settings)
        _greet(python, settings, options.port)
        code = supervisor.watch()
        say("正在停止…")
    _save_clock(data, options.speed)
    return code


def check() -> int:
    """The main flow as five kinds of user on a fresh small city; prints one JSON summary."""
    began = time.monotonic()
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="lianfang-check-") as folder:
        python, settings = _prepare(Path(folder), port, 1.0, scale=0.05)
        with Supervisor(Path(folder) / "logs") as supervisor:
            _start_all(supervisor, python, settings, port)
            if not _is_ready(supervisor, port):
                return 1
            walk = [python, "-m", "demo", "check", f"http://{HOME}:{port}"]
            done = subprocess.run(
                walk, env=settings, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
            )
    try:
        summary = json.loads(done.stdout)
    except ValueError:
        summary = {"ok": False, "steps": [], "error": done.stdout[-500:]}
    summary["seconds"] = round(time.monotonic() - began, 1)
    print(json.dumps(summary, ensure_ascii=False, indent=1))
    return 0 if summary["ok"] else 1


def _prepare(data: Path, port: int, speed: float, *, scale: float) -> tuple[str, dict[str, str]]:
    """Environment, pages, migrated database and loaded city; returns Python and its settings."""
    python = environment.python()
    web.build()
    try:
        data.mkdir(parents=True, exist_ok=True)
        settings = surroundings(data, port, speed)
    except OSError as error:
        stop(f"不能写入 {data}：{error.strerror}，请换一个目录（--data）或清理磁盘")
    say("正在准备演示城市…")
    command = [python, "-m", "demo", "prepare", "--scale", str(scale)]
    done = subprocess.run(
        command, env=settings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        say(done.stderr[-3000:])
        full = "No space left" in done.stderr or "disk is full" in done.stderr
        stop(explain("No space left") if full else "演示城市没有装好，输出见上")
    return python, settings


def surroundings(data: Path, port: int, speed: float) -> dict[str, str]:
    """The environment variables every process of this demo shares."""
    secret = data / "secret.key"
    if not secret.exists():
        secret.write_text(secrets.token_urlsafe(48))
        secret.chmod(0o600)
    clock = data / "clock.json"
    began = json.loads(clock.read_text()) if clock.exists() else {}
    now = time.time()
    virtual = max(now, began.get("virtual", 0.0))
    address = f"http://{HOME}:{port}"
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "lianfang.settings",
        "LIANFANG_DATA": str(data),
        "LIANFANG_SECRET_KEY": secret.read_text(),
        "LIANFANG_STREAM_URL": f"http://{HOME}:{port + 1}/stream",
        "LIANFANG_WEB_ORIGIN": address,
        "LIANFANG_SIMULATOR_URL": f"http://{HOME}:{port + 2}",
        "LIANFANG_CLOCK_ORIGIN": str(now) if virtual > now or speed != 1 else "0",
        "LIANFANG_CLOCK_VIRTUAL": str(virtual),
        "LIANFANG_CLOCK_SPEED": str(speed),
    }


def _save_clock(data: Path, speed: float) -> None:
    """A city that ran ahead goes on from where it was, not from the real time."""
    clock = data / "clock.json"
    before = json.loads(clock.read_text()) if clock.exists() else {}
    if speed != 1 or before:
        started = float(os.environ.get("LIANFANG_DEMO_STARTED", time.time()))
        base = max(started, before.get("virtual", 0.0))
        clock.write_text(json.dumps({"virtual": base + (time.time() - started) * speed}))


def _start_all(supervisor: Supervisor, python: str, settings: dict[str, str], port: int) -> None:
    os.environ["LIANFANG_DEMO_STARTED"] = str(time.time())
    granian = [python, "-m", "granian", "--no-access-log", "--log-level", "warning"]
    granian += ["--host", HOME, "--workers-kill-timeout", "3s"]
    wsgi = ["--interface", "wsgi", "--workers", str(WEB_PROCESSES), "--blocking-threads", "1"]
    supervisor.start(
        "web", [*granian, *wsgi, "--port", str(port), "lianfang.wsgi:application"], settings
    )
    supervisor.start("simulator", [python, "-m", "simulator", "--port", str(port + 2)], settings)
    supervisor.start("worker", [python, "-m", "lianfang", "worker"], settings)
    if (ROOT / "lianfang" / "stream" / "app.py").exists():
        asgi = ["--interface", "asgi", "--workers", "1", "--port", str(port + 1)]
        supervisor.start("stream", [*granian, *asgi, "lianfang.stream.app:application"], settings)


def _actors(python: str, options: Namespace) -> list[str]:
    base = f"http://{HOME}:{options.port}"
    return [python, "-m", "demo.actors", "--base", base, "--pace", str(options.pace)]


def _is_ready(supervisor: Supervisor, port: int) -> bool:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and not supervisor.wanted.is_set():
        child = supervisor.fallen()
        if child:
            tell_end_of(child)
            return False
        try:
            with urllib.request.urlopen(f"http://{HOME}:{port}/api/session", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    say("服务一分钟内没有起来，请查看数据目录下 logs 中的日志")
    return False


def _greet(python: str, settings: dict[str, str], port: int) -> None:
    print(f"ready http://{HOME}:{port}/", flush=True)
    table = [python, "-m", "demo", "accounts"]
    subprocess.run(table, env=settings, cwd=ROOT, stdout=sys.stdout, check=False)
    print("按 Ctrl-C 停止。", flush=True)


def _refuse_taken(*ports: int) -> None:
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOME, port))
            except OSError:
                stop(f"端口 {port} 已被占用，请用 --port 换一个（它和后两个都要空着）")


def _free_port() -> int:
    """A port whose next two are free as well, for the live stream and the simulator."""
    while True:
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            one.bind((HOME, 0))
            port = one.getsockname()[1]
            try:
                two.bind((HOME, port + 1))
                three.bind((HOME, port + 2))
            except (OSError, OverflowError):
                continue
            return int(port)
