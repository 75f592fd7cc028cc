"""The virtual environment: made once, filled from the lock file when that changes."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from commands.say import ROOT, explain, is_disk_full, say, stop

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
NODE_LOCK = ROOT / "requirements-node.lock"


def fingerprint(*files: Path) -> str:
    """One hash over the names and contents of files."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def python() -> str:
    """The environment's interpreter, ready to use."""
    stamp, wanted = VENV / ".installed", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return str(PYTHON)
    if not PYTHON.exists():
        _create()
    say("正在安装依赖（首次约一两分钟）…")
    install(LOCK)
    stamp.write_text(wanted)
    return str(PYTHON)


def install(lock: Path) -> None:
    """Install exactly what the lock names, hashes checked."""
    command = [*_pip(), "install", "-q", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "-r", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        stop(explain(done.stdout + done.stderr))


def _pip() -> list[str]:
    """The environment's own pip, else the machine's working on the environment."""
    if _runs(PYTHON, "-m", "pip", "--version"):
        return [str(PYTHON), "-m", "pip"]
    if not _runs(sys.executable, "-m", "pip", "--version"):
        stop("本机的 Python 缺少 pip，请先执行 apt-get install -y python3-venv python3-pip 后重试")
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def apt_install(*packages: str) -> bool:
    """Install Debian packages where that is possible: as root, with apt-get there."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    surroundings = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    wanted = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], wanted):
        done = subprocess.run(command, env=surroundings, capture_output=True, check=False)
    return done.returncode == 0


def _create() -> None:
    """`python3 -m venv`; where Debian left ensurepip out, python3-venv or the machine's pip."""
    if _make_venv():
        return
    say("本机的 Python 缺少 python3-venv，正在尝试安装…")
    if apt_install("python3-venv") and _make_venv():
        return
    if _runs(sys.executable, "-m", "pip", "--version") and _make_venv("--without-pip"):
        return
    stop("本机的 Python 缺少 venv，请先执行 apt-get install -y python3-venv 后重试")


def _make_venv(*options: str) -> bool:
    command = [sys.executable, "-m", "venv", *options, str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        if is_disk_full(done.stdout + done.stderr):
            stop(explain(done.stdout + done.stderr))
    return done.returncode == 0


def _runs(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
