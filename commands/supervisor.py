"""Several processes under one: started together, stopped together, none left behind."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from commands.say import say

PATIENCE = 8.0


@dataclass
class Child:
    """A running process with the file its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


class Supervisor:
    """Use as a context: whatever happens inside, the children and their children are gone after."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []
        self.wanted = threading.Event()
        logs.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.wanted.set())
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            self.children.append(Child(name, self._spawn(command, environment, output), log))

    @staticmethod
    def _spawn(
        command: Sequence[str], environment: Mapping[str, str], output: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        """In a session of its own, so that the whole group can be stopped."""
        return subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def fallen(self) -> Child | None:
        return next((c for c in self.children if c.process.poll() is not None), None)

    def watch(self) -> int:
        """Wait for Ctrl-C (0) or for a child that falls (1, with its last lines)."""
        while not self.wanted.wait(0.3):
            child = self.fallen()
            if child:
                tell_end_of(child)
                return 1
        return 0

    def stop(self) -> None:
        """Ask the groups to end, wait, then end them."""
        for child in reversed(self.children):
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            _signal(child, signal.SIGKILL)
            child.process.wait()
        self.children.clear()


def tell_end_of(child: Child) -> None:
    lines = child.log.read_text(errors="replace").strip().splitlines()[-15:]
    say(f"「{child.name}」意外退出（{child.process.returncode}），最后的输出：")
    say("\n".join(lines) or "（无）")


def _signal(child: Child, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)
