"""Several processes under one: started together, stopped together, none left behind."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from commands.say import ROOT, explain, is_disk_full, say

PATIENCE = 8.0
BETWEEN_TICKS = 10.0


@dataclass(eq=False)
class Child:
    """A running process with the file its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()[-15:]
        return "\n".join(lines)


class Supervisor:
    """Use as a context: whatever happens inside, the children and their children are gone after."""

    def __init__(self, logs: Path, tick: Callable[[], None] = lambda: None) -> None:
        """``tick`` is called every few seconds while watching, and once more at the end."""
        self.logs = logs
        self.tick = tick
        self._before: dict[signal.Signals, Any] = {}
        self.children: list[Child] = []
        self.wanted = threading.Event()
        logs.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._before[number] = signal.signal(number, lambda *_: self.wanted.set())
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.tick()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        output: IO[bytes] | None = None,
    ) -> Child:
        """In a session of its own, so that the whole group can be stopped; errors go to its log."""
        log = self.logs / f"{name}.log"
        with log.open("wb") as errors:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output or errors,
                stderr=errors,
                start_new_session=True,
            )
        self.children.append(Child(name, process, log))
        return self.children[-1]

    def fallen(self) -> Child | None:
        return next((c for c in self.children if c.process.poll() is not None), None)

    def watch(self) -> int:
        """Wait for Ctrl-C (0) or for a child that falls (1, with its last lines)."""
        ticked = time.monotonic()
        while not self.wanted.wait(0.3):
            child = self.fallen()
            if child:
                tell_end_of(child)
                return 1
            if time.monotonic() - ticked > BETWEEN_TICKS:
                self.tick()
                ticked = time.monotonic()
        return 0

    def wait_for(self, child: Child) -> None:
        """Until this child has done its work, another one fell, or Ctrl-C came."""
        while child.process.poll() is None and not self.wanted.wait(0.1):
            if self.fallen() not in {None, child}:
                return

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
    said = child.last_words()
    say(f"「{child.name}」意外退出（{child.process.returncode}），最后的输出：")
    say(said or "（无）")
    if is_disk_full(said):
        say(explain(said))


def _signal(child: Child, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)
