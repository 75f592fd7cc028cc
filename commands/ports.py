"""Ports of this machine: which are taken, which are free."""

import socket

from commands.say import stop

HOME = "127.0.0.1"
BEYOND = 65536
NEEDED = 3  # the pages, the live stream, the simulator of WeChat and SMS


def refuse_taken(first: int, *, needed: int = NEEDED, host: str = HOME) -> None:
    """Stops with one sentence when one of the ports a demo needs is in use."""
    if not 0 < first <= BEYOND - needed:
        stop(f"端口 {first} 不可用，请用 --port 给出 1 到 {BEYOND - needed} 之间的数")
    for port in range(first, first + needed):
        if not _is_free(port, host):
            stop(f"端口 {port} 已被占用，请用 --port 换一个（连续 {needed} 个都要空着）")


def free() -> int:
    """The first of as many free neighbours as a demo needs."""
    while True:
        with socket.socket() as probe:
            probe.bind((HOME, 0))
            first = int(probe.getsockname()[1])
        if first + NEEDED < BEYOND and all(_is_free(first + step) for step in range(NEEDED)):
            return first


def _is_free(port: int, host: str = HOME) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
