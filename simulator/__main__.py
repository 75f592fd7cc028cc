"""``python -m simulator --port 8101``."""

import argparse
import contextlib
import signal
import sys

from simulator.server import Server


def main() -> None:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8101)
    parser.add_argument("--callback", default="", help="where followers' letters are brought")
    options = parser.parse_args()
    server = Server(options.port, callback=options.callback)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"simulator {server.url}", flush=True)  # noqa: T201 -- a command says where it listens
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
