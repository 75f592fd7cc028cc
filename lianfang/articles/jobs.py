"""The scheduler: yesterday's readers become a number."""

from lianfang.articles.actions import count_days
from lianfang.articles.queries import has_days_to_count
from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.queue import every_minute


@every_minute
def count_readers() -> None:
    """Looks every minute and finds something once a day."""
    now = clock.now()
    if has_days_to_count(at=now):
        count_days(by=Actor.system(), at=now)
