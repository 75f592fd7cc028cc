"""Count what is still marked: handlers count at once, this catches what they left."""

from lianfang.core import clock
from lianfang.core.actor import Actor
from lianfang.core.queue import every_minute
from lianfang.stats.actions import recount_dirty


@every_minute
def recount_by_the_minute() -> None:
    while recount_dirty(by=Actor.system(), at=clock.now()):
        pass
