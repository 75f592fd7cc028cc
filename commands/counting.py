"""Run a program, show its output as it comes, and count the tests it tells of."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PYTEST = re.compile(r"^=* ?((?:\d+ [a-z]+, )*\d+ [a-z]+) in [\d.]+s")
_VITEST = re.compile(r"^\s+Tests\s+(.*)$")
_FIGURE = re.compile(r"(\d+) (passed|failed|errors?|skipped)")
NOTHING_CHOSEN = 5  # pytest's own exit code


@dataclass
class Count:
    """Tests that ran, and whether the program itself was content."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    is_fine: bool = True

    def __iadd__(self, other: "Count") -> Self:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.is_fine = self.is_fine and other.is_fine
        return self


def counted(command: Sequence[str], folder: Path, settings: Mapping[str, str]) -> Count:
    """Exit code 5 (no test of that name here) is fine: another part may have it."""
    count = Count()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=dict(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            count += figures(line)
    count.is_fine = process.returncode in {0, NOTHING_CHOSEN}
    return count


def figures(line: str) -> Count:
    """What one line of pytest's or vitest's summary counts; nothing for any other line."""
    plain = _COLOUR.sub("", line)
    summary = _PYTEST.match(plain) or _VITEST.match(plain)
    count = Count()
    for number, word in _FIGURE.findall(summary.group(1) if summary else ""):
        if word == "passed":
            count.passed += int(number)
        elif word == "skipped":
            count.skipped += int(number)
        else:
            count.failed += int(number)
    return count
