"""The virtual environment: made once, filled from the lock file when that changes."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from commands.say import ROOT, explain, say, stop

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
    stamp, wanted = VENV / ".installed", fingerprint_of(LOCK)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return str(PYTHON)
    if not PYTHON.exists():
        _create()
    say("正在安装依赖（首次约一两分钟）…")
    install(LOCK)
    stamp.write_text(wanted)
    return str(PYTHON)


def fingerprint_of(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def install(lock: Path) -> None:
    """Install exactly what the lock names, hashes checked."""
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    command += ["--require-hashes", "-r", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        stop(explain(done.stdout + done.stderr))


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
    """`python3 -m venv`, with python3-venv brought in where Debian left it out."""
    if _make_venv() or (apt_install("python3-venv") and _make_venv()):
        return
    stop("本机的 Python 缺少 venv，请先执行 apt-get install -y python3-venv 后重试")


def _make_venv() -> bool:
    command = [sys.executable, "-m", "venv", str(VENV)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        if "No space left" in done.stdout + done.stderr:
            stop(explain(done.stdout + done.stderr))
        shutil.rmtree(VENV, ignore_errors=True)
    return done.returncode == 0
