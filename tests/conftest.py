"""Every test runs on the real database, with its own data folder and no outside socket."""

import os
import tempfile

os.environ.setdefault("LIANFANG_DATA", tempfile.mkdtemp(prefix="lianfang-test-"))

import socket

import pytest
from django.db import connection
from hypothesis import settings

from lianfang.core.held import forget_all

settings.register_profile("ours", deadline=None)  # speed is measured in bench/
settings.load_profile("ours")

_HERE = ("127.", "::1", "localhost", "/", "\0")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request, tmp_path_factory, django_db_modify_db_settings_parallel_suffix
):
    """SQLite in a file where browsers come: the live stream is a process of its own."""
    has_browsers = any("browser" in item.path.parts for item in request.session.items)
    if has_browsers and connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(autouse=True)
def a_process_that_just_began():
    """What is kept in the process is of another test's database."""
    forget_all()


@pytest.fixture(autouse=True, scope="session")
def no_outside_socket():
    """A connection that would leave this machine fails the test."""
    real = socket.socket.connect

    def connect(self, address):
        host = address if isinstance(address, str) else address[0]
        if not str(host).startswith(_HERE):
            raise AssertionError(f"a test tried to reach {address}")
        return real(self, address)

    socket.socket.connect = connect
    yield
    socket.socket.connect = real
