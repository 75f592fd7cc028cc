"""The simulator, running as it does in a demo: another server, spoken to over HTTP."""

import threading
import uuid

import pytest

from simulator.server import Server


@pytest.fixture
def simulator(settings):
    server = Server(0)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    settings.SIMULATOR_URL = settings.WECHAT_API_URL = server.url
    settings.SMS_GATEWAY_URL = f"{server.url}/sms"
    settings.WECHAT_AUTHORIZE_URL = "/simulator/connect/oauth2/authorize"
    settings.WECHAT_APPID = f"wx-{uuid.uuid4()}"  # tokens are kept by app id
    settings.WECHAT_TEMPLATE = "notice"
    yield server
    server.shutdown()
    server.server_close()
