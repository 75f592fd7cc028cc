"""Take files back that were opened by mistake, as long as nothing was built on them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Count, Model, ProtectedError

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.people.models import Person, StatusEvent

_OWN = 1  # the move that opened the file
_MOVED = "状态已变更"


@transaction.atomic
def withdraw_many(
    people: Mapping[int, Person], *, batch: uuid.UUID, by: Actor, at: dt.datetime
) -> dict[int, str]:
    """Remove the files; what rests on one is told by its number, and that one stays.

    One entry, which keeps that they were there.
    """
    moves = StatusEvent.objects.filter(person_id__in=people)
    counted = moves.order_by().values("person_id").annotate(n=Count("id")).filter(n__gt=_OWN)
    resting = dict.fromkeys(counted.values_list("person_id", flat=True), _MOVED)
    free = [pk for pk in people if pk not in resting]
    if not free:
        return resting
    keys = [str(people[pk].key) for pk in free]
    first, detail = people[free[0]], {"keys": keys}
    record("person.batch_withdrawn", first, by=by, at=at, detail=detail, batch=batch)
    try:
        with transaction.atomic():
            moves.filter(person_id__in=free).delete()
            Person.objects.unscoped().filter(pk__in=free).delete()
    except ProtectedError as error:
        resting |= _owners(error.protected_objects, set(free))
    return resting


def _owners(rows: Iterable[Model], people: set[int]) -> dict[int, str]:
    """Whose file each protected row rests on, and what it is."""
    found: dict[int, list[str]] = {}
    for row in rows:
        word = _WORDS.get(type(row).__name__, type(row).__name__)
        for field in row._meta.concrete_fields:
            pk = getattr(row, field.attname) if field.related_model is Person else None
            if pk in people and word not in found.setdefault(pk, []):
                found[pk].append(word)
    return {pk: "、".join(sorted(words)) for pk, words in found.items() if words}


_WORDS = {
    "Episode": "隔离观察",
    "Reading": "体征记录",
    "Remark": "后续记录",
    "Case": "案卷",
    "Binding": "本人绑定",
    "Scan": "卡口核验",
    "Referral": "转诊",
    "Admission": "收治",
    "Contact": "密接",
    "Declaration": "单位申报",
    "Cohabitant": "同住人",
    "Exposure": "接触史",
    "Person": "合并的档案",
}
