"""Handlers for actions that only these tests know."""

import pytest

from lianfang.audit.registry import _handlers, on


def never(now):
    return False


@pytest.fixture
def hear():
    """``heard = hear("test.done", fail=…)``: a handler of its own name for each call."""
    added = []

    def listen(action, *, name="listener", fail=never):
        heard = []

        def handler(entry, now):
            if fail(now):
                raise RuntimeError("not now")
            heard.append(entry.pk)

        handler.__name__ = name
        on(action)(handler)
        added.append((action, f"{handler.__module__}.{name}"))
        return heard

    yield listen
    for action, key in added:
        del _handlers[action][key]
