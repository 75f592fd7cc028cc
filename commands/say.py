"""What the commands say, and how they stop: one clear sentence and exit code 1."""

import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


def say(sentence: str) -> None:
    """Progress goes to stderr, so that stdout stays for results."""
    print(sentence, file=sys.stderr, flush=True)


def stop(sentence: str) -> NoReturn:
    say(f"停止：{sentence}")
    raise SystemExit(1)


def is_disk_full(output: str) -> bool:
    return "No space left" in output or "disk is full" in output


def explain(output: str, otherwise: str = "") -> str:
    """Why an installation failed, for someone who cannot read its output."""
    if is_disk_full(output):
        return "磁盘已满，请清理磁盘后重试"
    if "command 'gcc' failed" in output or "Failed building wheel" in output:
        return "缺少编译器，请先执行 apt-get install -y build-essential python3-dev 后重试"
    if any(words in output for words in ("Temporary failure in name", "NewConnectionError")):
        return "连不上软件源，请检查网络后重试"
    return otherwise or "安装依赖失败：" + " ".join(output.strip().splitlines()[-3:])[-400:]
