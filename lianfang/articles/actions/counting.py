"""Count readers: a line per reader and day, folded into one number when the day is over."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Count

from lianfang.articles.models import DayCount, ReaderDay
from lianfang.articles.queries import Reader, ids_shown_to
from lianfang.core.actor import Actor
from lianfang.core.clock import local_date


def note_readings(keys: Sequence[uuid.UUID], *, reader: Reader, by: Actor, at: dt.datetime) -> int:
    """What somebody read today, once per article and day; how many of them are new.

    Three statements however many there are. Nobody known, nothing counted; an article not shown
    to this reader is passed over. No audit entry: what citizens read is not kept beyond the day.
    """
    if by.id is None:
        return 0
    day = local_date(at)
    shown = ids_shown_to(reader, keys, at=at)
    mine = ReaderDay.objects.filter(day=day, reader_kind=by.kind, reader_id=by.id)
    known = set(mine.filter(article__in=shown).values_list("article_id", flat=True))
    fresh = [
        ReaderDay(article_id=pk, day=day, reader_kind=by.kind, reader_id=by.id)
        for pk in shown
        if pk not in known
    ]
    try:
        with transaction.atomic():
            ReaderDay.objects.bulk_create(fresh)
    except IntegrityError:  # the same beacon twice at the same moment: the other one counted
        return 0
    return len(fresh)


@transaction.atomic
def count_days(*, by: Actor, at: dt.datetime) -> int:
    """Fold the days that are over into one number each, and forget who read; repeating is safe."""
    _ = by  # the system's own bookkeeping
    over = ReaderDay.objects.filter(day__lt=local_date(at))
    days = list(over.values("article_id", "day").annotate(readers=Count("id")).order_by("day"))
    for one in days:
        row, created = DayCount.objects.select_for_update().get_or_create(
            article_id=one["article_id"], day=one["day"], defaults={"readers": one["readers"]}
        )
        if not created:  # a phone that was late
            row.readers += one["readers"]
            row.save(update_fields=["readers"])
    over.delete()
    return len(days)
