"""Where a demo is reached: on this machine alone, or over HTTPS on the local network."""

import re
import socket
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from commands.ports import HOME, NEEDED
from commands.say import ROOT, say, stop

EVERYWHERE = "0.0.0.0"  # noqa: S104 -- what --host asks for
FOLDER = "tls"  # in the data folder; outlives --fresh, or every phone would have to trust anew
AUTHORITY, CERTIFICATE, KEY = "authority.pem", "site.pem", "site.key"
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", re.ASCII)
_NOWHERE = ("198.51.100.1", 9)  # a datagram socket that connects sends nothing


@dataclass(frozen=True)
class Site:
    """``tls`` is the folder with the certificates; without it everything stays on this machine."""

    port: int
    address: str = HOME
    tls: Path | None = None

    @property
    def scheme(self) -> str:
        return "https" if self.tls else "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.address}:{self.port}"

    @property
    def inside(self) -> str:
        """How our own processes ask it; the certificate covers that name too."""
        return f"{self.scheme}://{HOME}:{self.port}"

    @property
    def listens(self) -> str:
        return EVERYWHERE if self.tls else HOME

    @property
    def ports(self) -> int:
        """With HTTPS one more, for the page that hands out the root certificate."""
        return NEEDED + 1 if self.tls else NEEDED

    @property
    def trust_port(self) -> int:
        return self.port + NEEDED

    @property
    def trust_url(self) -> str:
        return f"http://{self.address}:{self.trust_port}/"

    def server_options(self) -> list[str]:
        """For granian; phones of before 2019 do not know TLS 1.3."""
        if not self.tls:
            return []
        files = ["--ssl-certificate", str(self.tls / CERTIFICATE)]
        files += ["--ssl-keyfile", str(self.tls / KEY)]
        return [*files, "--ssl-protocol-min", "tls1.2"]

    def variables(self) -> dict[str, str]:
        """What differs from a demo on this machine."""
        if not self.tls:
            return {}
        return {
            "LIANFANG_WEB_ORIGIN": self.url,
            "LIANFANG_PUBLIC_URL": self.url,
            "LIANFANG_STREAM_URL": f"{self.scheme}://{self.address}:{self.port + 1}/stream",
            "SSL_CERT_FILE": str(self.tls / AUTHORITY),
        }

    def context(self) -> ssl.SSLContext | None:
        """Trusts our own authority and nobody else."""
        if not self.tls:
            return None
        return ssl.create_default_context(cafile=str(self.tls / AUTHORITY))


def shared(host: str, port: int, data: Path) -> Site:
    """A site for the local network under ``host``, or under the address found when empty."""
    address = host or _address()
    if not _NAME.fullmatch(address):
        stop(f"--host 后面要写本机在局域网中的地址，例如 192.168.1.20，不是「{address}」")
    return Site(port, address, data / FOLDER)


def certify(python: str, site: Site) -> None:
    """Make what is missing: an authority once, a certificate whenever names or time ask for it."""
    host = socket.gethostname()
    names = [site.address, HOME, "localhost", host, f"{host.partition('.')[0]}.local"]
    command = [python, "-m", "demo.authority", str(site.tls), *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        say(done.stderr[-2000:])
        stop("证书没有做成，输出见上")
    if done.stdout.strip():
        say(done.stdout.strip())


def _address() -> str:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_NOWHERE)
            return str(probe.getsockname()[0])
    except OSError:
        stop("没有找到局域网地址，请用 --host 192.168.x.x 给出")
