"""Who wants to hear about which action."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

from lianfang.audit.models import Entry

Handler = Callable[[Entry, dt.datetime], None]
_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


def on(*actions: str) -> Callable[[Handler], Handler]:
    """Register a handler for actions; it runs after the commit, perhaps twice, never inside it."""

    def register(handler: Handler) -> Handler:
        for action in actions:
            _handlers[action][f"{handler.__module__}.{handler.__name__}"] = handler
        return handler

    return register


def handlers_for(action: str) -> dict[str, Handler]:
    return _handlers.get(action, {})
