"""A demo on the local network: its certificates, its addresses, and the page for phones."""

import datetime as dt
import os
import ssl
import subprocess
import sys
import threading
import time

import httpx
import pytest
from cryptography import x509

from commands import demo, ports, services, site
from commands.site import Site, certify, shared
from commands.supervisor import Supervisor
from commands.trust import FILE, Server, fingerprint
from demo import authority, invitation

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
NAMES = ("192.168.1.20", "127.0.0.1", "localhost", "laptop", "laptop.local")


@pytest.fixture
def tls(tmp_path):
    folder = tmp_path / "tls"
    folder.mkdir()
    authority.prepare(folder, NAMES, dt.datetime.now(dt.UTC))
    return folder


def shake(tls, name):
    """A handshake in memory: what a phone that trusts the authority makes of the certificate."""
    client = Site(1, "x", tls).context()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tls / "site.pem", tls / "site.key")
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(down, up, server_hostname=name),
        server.wrap_bio(up, down, server_side=True),
    ]
    for _ in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return ends[0].version()


def serial(file):
    return x509.load_pem_x509_certificate(file.read_bytes()).serial_number


@pytest.mark.parametrize("name", NAMES)
def test_certificate_serves_every_name_of_the_machine(tls, name):
    assert shake(tls, name) == "TLSv1.3"


def test_certificate_serves_no_other_name(tls):
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        shake(tls, "192.168.1.21")


@pytest.mark.parametrize("name", ["bank.example", "8.8.8.8", "evil-laptop"])
def test_authority_cannot_vouch_for_the_rest_of_the_world(tls, name):
    authority._make_site(tls, [name], dt.datetime.now(dt.UTC))

    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shake(tls, name)


def test_keys_are_readable_by_nobody_else(tls):
    assert [(tls / name).stat().st_mode & 0o777 for name in ("authority.key", "site.key")] == [
        0o600,
        0o600,
    ]


def test_second_start_keeps_everything(tmp_path):
    assert authority.prepare(tmp_path, NAMES, NOW) is True
    before = serial(tmp_path / "authority.pem"), serial(tmp_path / "site.pem")

    assert authority.prepare(tmp_path, NAMES, NOW + dt.timedelta(days=300)) is False
    assert before == (serial(tmp_path / "authority.pem"), serial(tmp_path / "site.pem"))


@pytest.mark.parametrize(
    ("names", "later"),
    [(("10.0.0.9", *NAMES), dt.timedelta()), (NAMES, dt.timedelta(days=380))],
)
def test_another_network_or_a_year_later_asks_for_a_new_certificate_only(tmp_path, names, later):
    authority.prepare(tmp_path, NAMES, NOW)
    root, leaf = serial(tmp_path / "authority.pem"), serial(tmp_path / "site.pem")

    assert authority.prepare(tmp_path, names, NOW + later) is False
    assert serial(tmp_path / "authority.pem") == root
    assert serial(tmp_path / "site.pem") != leaf


def test_address_outside_private_networks_asks_for_a_new_authority(tmp_path):
    authority.prepare(tmp_path, NAMES, NOW)

    assert authority.prepare(tmp_path, ("203.0.113.9", *NAMES), NOW) is True


def test_certificate_does_not_live_longer_than_phones_allow(tls):
    certificate = x509.load_pem_x509_certificate((tls / "site.pem").read_bytes())

    lives = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert lives <= dt.timedelta(days=398)


def test_demo_makes_its_certificates_by_the_environments_python(tmp_path, capsys):
    here = shared("192.168.1.20", 8000, tmp_path)

    certify(sys.executable, here)
    certify(sys.executable, here)

    assert shake(here.tls, "192.168.1.20") == "TLSv1.3"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("host", ["http://192.168.1.20", "192.168.1.20:8000", "a b", "-x"])
def test_address_that_is_none_stops_with_one_sentence(tmp_path, host, capsys):
    with pytest.raises(SystemExit):
        shared(host, 8000, tmp_path)

    assert "--host 后面要写本机在局域网中的地址" in capsys.readouterr().err


def test_machine_without_a_network_stops_with_one_sentence(tmp_path, monkeypatch, capsys):
    def nowhere(*_):
        raise OSError

    monkeypatch.setattr(site.socket, "socket", nowhere)

    with pytest.raises(SystemExit):
        shared("", 8000, tmp_path)
    assert "没有找到局域网地址" in capsys.readouterr().err


def test_demo_on_this_machine_stays_on_it():
    here = Site(8000)

    assert (here.url, here.listens, here.ports) == ("http://127.0.0.1:8000", "127.0.0.1", 3)
    assert (here.server_options(), here.variables(), here.context()) == ([], {}, None)


def test_demo_on_the_network_tells_every_process_its_address(tmp_path):
    here = shared("192.168.1.20", 8000, tmp_path)

    assert here.variables() == {
        "LIANFANG_WEB_ORIGIN": "https://192.168.1.20:8000",
        "LIANFANG_PUBLIC_URL": "https://192.168.1.20:8000",
        "LIANFANG_STREAM_URL": "https://192.168.1.20:8001/stream",
        "SSL_CERT_FILE": str(tmp_path / "tls" / "authority.pem"),
    }
    assert (here.trust_url, here.ports) == ("http://192.168.1.20:8003/", 4)


def test_all_that_phones_ask_listens_on_the_network_and_the_simulator_does_not(
    tmp_path, monkeypatch
):
    started = {}
    monkeypatch.setattr(
        Supervisor, "start", lambda _self, name, command, *_: started.update({name: command})
    )
    here = shared("192.168.1.20", 8000, tmp_path)

    services.start_all(Supervisor(tmp_path), "python", {}, here)

    open_to_all = {name for name, command in started.items() if "0.0.0.0" in command}  # noqa: S104 -- looked for
    assert open_to_all == {"web", "stream", "trust"}
    assert {name for name, command in started.items() if "--ssl-keyfile" in command} == {
        "web",
        "stream",
    }
    assert started["simulator"][-1] == "https://127.0.0.1:8000/wechat/callback"


def test_server_speaks_https_with_these_certificates(tls, tmp_path):
    (tmp_path / "tiny.py").write_text(
        "def application(environ, start):\n"
        "    start('200 OK', [])\n"
        "    return [environ['wsgi.url_scheme'].encode()]\n"
    )
    here = Site(ports.free(), "127.0.0.1", tls)
    command = services.web(sys.executable, here.port, processes=1, more=here.server_options())
    with (
        subprocess.Popen(  # noqa: S603 -- our own
            [*command[:-1], "tiny:application"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
        ) as server
    ):
        try:
            said = answer_of(here)
        finally:
            server.terminate()

    assert said == b"https"


def answer_of(here):
    deadline = time.monotonic() + 20
    while True:
        try:
            return httpx.get(here.inside, verify=here.context(), trust_env=False).content
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture
def trust(tls):
    server = Server("127.0.0.1", 0, tls / "authority.pem", "https://192.168.1.20:8000")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(url):
    return httpx.get(url, follow_redirects=True, trust_env=False)


def test_phone_gets_the_root_certificate_and_the_steps(trust, tls):
    given = get(f"{trust}{FILE}")
    page = get(f"{trust}/anything").text

    root = x509.load_pem_x509_certificate((tls / "authority.pem").read_bytes())
    assert given.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(given.content) == root
    assert fingerprint(tls / "authority.pem") in page
    for words in ("苹果手机", "安卓手机", "在微信里打开", 'href="https://192.168.1.20:8000/h5/"'):
        assert words in page


def test_keys_are_handed_out_to_nobody(trust):
    for path in ("/authority.key", "/../tls/authority.key", "/site.key"):
        assert "PRIVATE" not in get(f"{trust}{path}").text


def test_terminal_shows_both_addresses_with_codes_to_scan(capsys):
    invitation.main(["http://192.168.1.20:8003/", "https://192.168.1.20:8000", "AB CD"])

    said = capsys.readouterr().out
    assert "http://192.168.1.20:8003/" in said
    assert "https://192.168.1.20:8000/h5/" in said
    assert "AB CD" in said
    assert said.count("▄▄▄▄▄") >= 4


def test_fresh_start_keeps_the_certificates_phones_trust(tls, tmp_path):
    (tmp_path / "secret.key").write_text("x")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "photo").write_text("x")

    demo._clear(tmp_path)

    assert [one.name for one in tmp_path.iterdir()] == ["tls"]
