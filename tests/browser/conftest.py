"""Stories in a real browser against the real server, on a phone unless a story says otherwise."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from commands import services
from lianfang.audit.jobs import deliver_due
from lianfang.core import clock
from tests.wechat.conftest import simulator

__all__ = ["simulator"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop shares our thread

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WEB = Path(settings.BASE_DIR) / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = Path(__file__).parent / "shots"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]


def pytest_collection_modifyitems(items):
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    why = None if CHROMIUM else "Chromium is not installed"
    why = why or (None if AXE.exists() else "web/node_modules is missing (npm ci)")
    for item in here:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db(transaction=True))
        if why:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def stream_address():
    """Where the pages will look for the live stream, whether or not it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.STREAM_URL = f"http://localhost:{probe.getsockname()[1]}/stream"
    return settings.STREAM_URL


class LiveStream:
    """The stream as `./run serve` starts it, to be stopped and started again."""

    def __init__(self, address, site, database):
        self.port, self.process = urlsplit(address).port, None
        self.here = {"LIANFANG_WEB_ORIGIN": site, "LIANFANG_DATABASE": database}

    def starts(self):
        command = services.stream(sys.executable, self.port)
        self.process = subprocess.Popen(  # noqa: S603 -- ours
            command, env=os.environ | self.here, cwd=WEB.parent, start_new_session=True
        )
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with socket.socket() as probe:
                if not probe.connect_ex(("localhost", self.port)):
                    return
            time.sleep(0.1)
        raise AssertionError("the stream did not start")

    def stops(self):
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)  # at once, as when the power goes
            self.process.wait(10)
            self.process = None


@pytest.fixture
def live_stream(stream_address, site):
    where = connection.settings_dict
    database = (
        f"sqlite:///{where['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    )
    stream = LiveStream(stream_address, site, database)
    stream.starts()
    yield stream
    stream.stops()


@pytest.fixture(scope="session")
def built_pages(stream_address):
    """The clients as the server hands them out, built once when they are not there yet."""
    if not (WEB / "dist" / "h5" / "index.html").exists():
        subprocess.run([shutil.which("node"), "build.js"], cwd=WEB, check=True)  # noqa: S603 -- our own script
    settings.WHITENOISE_ROOT = settings.WEB_DIST
    settings.MEDIA_URL = "/never/"


@pytest.fixture(scope="session")
def chromium(built_pages):
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow import

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(built_pages, live_server):
    return live_server.url


class Visitor:
    """One person at one screen, watched for errors and for requests that leave our server."""

    def __init__(self, browser, site, **screen):
        self.site = site
        given = {"viewport": {"width": 375, "height": 812}, "locale": "zh-CN"} | screen
        self.context = browser.new_context(**given)
        self.page = self.context.new_page()
        self.complaints = []
        self.outside = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)

    def _heard(self, message):
        refused = message.text.startswith("Failed to load resource")  # a story may ask for that
        if (message.type == "error" and not refused) or "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _asked(self, request):
        if not request.url.startswith((self.site, settings.STREAM_URL, "data:", "blob:")):
            self.outside.append(request.url)

    def goes_to(self, address):
        self.page.goto(f"{self.site}{address}")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def is_signed_in(self, client):
        """Takes over the session of a Django test client that was signed in."""
        value = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": self.site}])

    def shoots(self, name):
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")

    def finds_no_barrier(self):
        """No violation of WCAG 2.1 A and AA that axe can see, and nothing wider than the screen."""
        self.page.wait_for_timeout(300)  # colours in transition would be measured half-way
        frame = self.context.new_cdp_session(self.page)
        frame.send("Runtime.evaluate", {"expression": AXE.read_text()})
        rules = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}"
        found = self.page.evaluate(f"axe.run(document, {rules})")["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth")

    def leaves(self):
        self.context.close()
        assert self.complaints == []
        assert self.outside == []


@pytest.fixture
def visitor(chromium, site):
    """``visitor()`` is somebody at a phone; ``visitor(viewport=…)`` at another screen."""
    here = []

    def make(**screen):
        here.append(Visitor(chromium, site, **screen))
        return here[-1]

    yield make
    for one in here:
        one.leaves()


@pytest.fixture
def settle():
    """Runs what the outbox owes, as the worker would, until nothing is due."""

    def run():
        while deliver_due(now=clock.now()):
            pass

    return run
