"""The simulator's letters against our own callback, over HTTP."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from simulator.letters import Postman, seal, signature_of, unseal
from simulator.platform import Account, Platform
from simulator.server import Server

# Computed from the published formula (random "0123456789abcdef").
KEY, APPID = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a"
ENCRYPTED = (
    "pxDvIKtJjb6ivztGO70jSnY9JAMqNagy5J6qWbyWizXzvNe90rCut+PkjwLjxGI6t+pqyuV2jop6HHo57icZXZI63cPKEj9"
    "MPRlE36tC2suNBfq1h5RQfcAfEV86c6iz"
)


@pytest.fixture
def callback(request):
    """A server that answers each letter with what the test says, and counts them."""
    answers, seen = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, body))
            status, text = answers.pop(0) if answers else (200, "success")
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield f"http://127.0.0.1:{server.server_port}/", answers, seen
    server.shutdown()
    server.server_close()


def test_sealing_is_that_of_the_published_sample():
    account = Account(appid=APPID, aes_key=KEY)

    assert unseal(account, ENCRYPTED) == "<xml><Content>hi</Content></xml>"
    assert unseal(account, seal(account, "您好")) == "您好"
    signed = signature_of("testtoken", "1409735669", "xxxxxx", ENCRYPTED)
    assert signed == "1a286873bff749ab34414163d646f96ca8fa7b71"


def test_letter_for_another_account_does_not_open():
    with pytest.raises(ValueError, match="another account"):
        unseal(Account(appid="other", aes_key=KEY), ENCRYPTED)


def test_letter_is_brought_three_times_before_it_is_given_up(callback):
    address, answers, seen = callback
    answers += [(500, "")] * 3
    postman = Postman(Platform(), address)

    assert postman.bring("o1", postman.letter("o1", "text", Content="x", MsgId="1")) == ""
    assert len(seen) == 3


def test_phone_that_writes_does_not_wait_for_the_answer(callback):
    address, _, seen = callback
    server = Server(0, callback=address)

    server.act("o1", "text", "您好")
    server.act("o1", "click", "hotline")
    deadline = time.monotonic() + 5
    while len(seen) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    server.server_close()

    assert len(seen) == 2
    assert all("msg_signature=" in path for path, _ in seen)
    assert [m.text for m in server.platform.messages("o1") if m.is_own] == ["您好"]


@pytest.mark.parametrize("path", ["message/template/send", "message/subscribe/bizsend"])
def test_end_of_a_message_is_told_to_the_callback(callback, path):
    address, _, seen = callback
    server = Server(0, callback=address)
    account = server.platform.account

    server.tell_end(path, "o1", "77")
    deadline = time.monotonic() + 10
    while not seen and time.monotonic() < deadline:
        time.sleep(0.01)
    server.server_close()

    encrypted = seen[0][1].decode().split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    assert "<MsgID>77</MsgID>" in unseal(account, encrypted)


def test_phone_follows_leaves_allows_and_forbids():
    server = Server(0)
    platform = server.platform

    server.act("o1", "leave", "")
    server.act("o1", "forbid", "")
    assert (platform.left, platform.unsubscribed) == ({"o1"}, {"o1"})

    server.act("o1", "follow", "")
    server.act("o1", "allow", "")
    server.server_close()
    assert (platform.left, platform.unsubscribed) == (set(), set())
