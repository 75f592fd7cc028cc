"""The web application, for granian or any other WSGI server."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.settings")
_django = get_wsgi_application()

from lianfang.api.showing import answer  # noqa: E402 -- after Django is set up


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A pass shown with a good ticket is answered here; all else goes the long way."""
    if "HTTP_X_PASS_TICKET" in environ:
        found = answer(environ)
        if found:
            start("200 OK", found.headers)
            return [found.body]
    return _django(environ, start)


# What is loaded stays; requests leave few cycles, so look for them less often than by default.
gc.freeze()
gc.set_threshold(20_000, 20, 50)
