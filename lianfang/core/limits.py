"""A bound on how long the database may think about a question that fits no index."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

from lianfang.core.problems import Invalid


class TooBroad(Invalid):
    code = "search.too_broad"
    title = "符合条件的范围太大，没有查完；请加上区域、姓名、证件或日期再查"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Statements inside are broken off after so long altogether; raises TooBroad then."""
    connection.ensure_connection()
    raw = connection.connection
    stop: Callable[[], object] = raw.interrupt if connection.vendor == "sqlite" else raw.cancel_safe
    is_late = threading.Event()
    lock = threading.Lock()
    is_over = False

    def break_off() -> None:
        with lock:
            if not is_over:
                is_late.set()
                stop()

    timer = threading.Timer(seconds, break_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    except OperationalError as error:
        if is_late.is_set():
            raise TooBroad from error
        raise
    finally:
        timer.cancel()
        with lock:
            is_over = True
