"""The worker process: runs jobs, deliveries and the clockwork."""

import logging
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from lianfang.audit.jobs import deliver_due, wake_when_owed
from lianfang.core import clock
from lianfang.core.queue import queue

_LOOK_EVERY_S = 0.1

log = logging.getLogger(__name__)


def watch(stopped: threading.Event) -> None:
    """Look at the outbox until ``stopped``; a database that is away for a while ends nothing."""
    while not stopped.wait(_LOOK_EVERY_S):
        try:
            wake_when_owed(now=clock.now())
        except DatabaseError:
            log.warning("the outbox could not be read", exc_info=True)
            close_old_connections()


class Command(BaseCommand):
    help = "运行后台任务"

    def handle(self, **_options: object) -> None:
        deliver_due(now=clock.now(), limit=10_000)  # what a crash left behind
        stopped = threading.Event()
        threading.Thread(target=watch, args=[stopped], name="outbox", daemon=True).start()
        consumer = queue.create_consumer(workers=1, initial_delay=0.05, max_delay=0.2)
        try:
            consumer.run()
        finally:
            stopped.set()
