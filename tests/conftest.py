"""Every test runs on the real database, with its own data folder and no outside socket."""

import os
import tempfile

os.environ.setdefault("LIANFANG_DATA", tempfile.mkdtemp(prefix="lianfang-test-"))

import socket

import pytest

_HERE = ("127.", "::1", "localhost", "/", "\0")


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
