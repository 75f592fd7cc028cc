"""The job queue: huey over its own SQLite file; work is put on it after the commit."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from huey import SqliteHuey, crontab
from huey.serializer import SignedSerializer

Job = TypeVar("Job", bound=Callable[..., None])

queue: Any = SqliteHuey(
    "lianfang",
    filename=str(settings.QUEUE_FILE),
    serializer=SignedSerializer(secret=settings.SECRET_KEY),
    utc=True,
)


def background(function: Job) -> Job:
    """Calling the function puts it on the queue; the worker process runs it."""
    job: Job = queue.task()(function)
    return job


def every_minute(function: Job) -> Job:
    job: Job = queue.periodic_task(crontab(minute="*"))(function)
    return job
