"""The simulator, running as it does in a demo: another server, spoken to over HTTP."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from simulator.server import Server

TOKEN, AES_KEY, APPID = "simulated", "s" * 43, "wx-simulator"


@pytest.fixture
def simulator(settings):
    server = Server(0)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    settings.SIMULATOR_URL = settings.WECHAT_API_URL = server.url
    settings.SMS_GATEWAY_URL = f"{server.url}/sms"
    settings.WECHAT_AUTHORIZE_URL = "/simulator/connect/oauth2/authorize"
    settings.WECHAT_APPID, settings.WECHAT_SECRET = APPID, "simulated"
    settings.WECHAT_SUBSCRIPTION, settings.WECHAT_TEMPLATE = "notice", "news"
    settings.WECHAT_TOKEN, settings.WECHAT_AES_KEY = TOKEN, AES_KEY
    settings.PUBLIC_URL = "https://city.example"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def platform_that_says(settings):
    """A platform with one answer to everything."""
    servers = []

    def start(body, status=200):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())

            do_POST = do_GET  # noqa: N815 -- the library's name

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        servers.append(server)
        settings.WECHAT_API_URL = f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
