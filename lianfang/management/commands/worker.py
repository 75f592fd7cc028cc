"""The worker process: runs jobs, deliveries and the clockwork."""

from django.core.management.base import BaseCommand

from lianfang.audit.jobs import deliver_due
from lianfang.core import clock
from lianfang.core.queue import queue


class Command(BaseCommand):
    help = "运行后台任务"

    def handle(self, **_options: object) -> None:
        deliver_due(now=clock.now(), limit=10_000)  # what a crash left behind
        consumer = queue.create_consumer(workers=1, initial_delay=0.05, max_delay=0.4)
        consumer.run()
