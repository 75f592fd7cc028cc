"""Take a file back that was opened by mistake, as long as nothing was built on it."""

import datetime as dt

from django.db import transaction
from django.db.models import ProtectedError

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.people.errors import BuiltOn
from lianfang.people.models import Person, StatusEvent

_OWN = 1  # the move that opened the file


@transaction.atomic
def withdraw(person: Person, *, by: Actor, at: dt.datetime) -> None:
    """Remove the file; the trail keeps that it was there. Raises BuiltOn with what rests on it."""
    moves = StatusEvent.objects.filter(person=person)
    if moves.count() > _OWN:
        raise BuiltOn("状态已变更")
    record("person.withdrawn", person, by=by, at=at, detail={"key": str(person.key)})
    moves.delete()
    try:
        person.delete()
    except ProtectedError as error:
        kinds = sorted({type(row).__name__ for row in error.protected_objects})
        raise BuiltOn("、".join(_WORDS.get(kind, kind) for kind in kinds)) from None


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
