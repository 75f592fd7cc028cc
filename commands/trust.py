"""A plain HTTP page that hands out a demo's root certificate and says how a phone trusts it."""

import argparse
import contextlib
import hashlib
import signal
import ssl
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from commands.trust_page import page

FILE = "/lianfang-root.crt"
_KIND = "application/x-x509-ca-cert"


def fingerprint(authority: Path) -> str:
    """SHA-256 as phones show it: pairs of capital hex digits."""
    digest = hashlib.sha256(_der(authority)).hexdigest().upper()
    return " ".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def _der(authority: Path) -> bytes:
    return ssl.PEM_cert_to_DER_cert(authority.read_text())


class Handler(BaseHTTPRequestHandler):
    """The page and the certificate; every other address leads to the page."""

    server: "Server"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == FILE:
            self._answer(self.server.certificate, _KIND)  # as no attachment, or iOS files it away
        elif path == "/":
            self._answer(self.server.page.encode(), "text/html; charset=utf-8")
        else:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", "/")
            self.send_header("Content-Length", "0")
            self.end_headers()

    do_HEAD = do_GET  # noqa: N815 -- the library's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Silent."""

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str, port: int, authority: Path, site: str) -> None:
        super().__init__((host, port), Handler)
        self.certificate = _der(authority)
        self.page = page(site, FILE, fingerprint(authority))


def main() -> None:
    parser = argparse.ArgumentParser(prog="commands.trust", description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--authority", type=Path, required=True)
    parser.add_argument("--site", required=True)
    options = parser.parse_args()
    server = Server(options.host, options.port, options.authority, options.site)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
