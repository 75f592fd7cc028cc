"""Take a file out of everything that counts, and put it back exactly (作废 and 恢复)."""

import datetime as dt
import json
import uuid

from django.db import IntegrityError, transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.people.actions.writing import moved
from lianfang.people.errors import DocumentTaken, FileVoid
from lianfang.people.models import Person, Void
from lianfang.people.queries.moves import void_of


@transaction.atomic
def void(person: Person, *, reason: str, asked_by: str, by: Actor, at: dt.datetime) -> Void:
    """The file leaves lists, counts and searches; its document is free for the right file.

    Asked again it finds what was done.
    """
    fresh = Person.objects.unscoped().select_for_update().get(pk=person.pk)
    standing = void_of(fresh)
    if standing:
        return standing
    held = json.dumps({"id_blind": fresh.id_blind})
    Person.objects.unscoped().filter(pk=fresh.pk).update(
        voided_at=at, id_blind=None, **moved(at, facts=True)
    )
    done = Void.objects.create(
        key=uuid.uuid4(),
        person=fresh,
        before=held,
        reason=reason,
        asked_by=asked_by,
        actor_name=by.name,
        at=at,
    )
    record("person.voided", fresh, by=by, at=at, detail={"reason": reason})
    return done


@transaction.atomic
def restore(person: Person, *, reason: str, by: Actor, at: dt.datetime) -> None:
    """The file counts again as it was. Raises FileVoid when it is not void, DocumentTaken."""
    fresh = Person.objects.unscoped().select_for_update().get(pk=person.pk)
    standing = void_of(fresh)
    if standing is None:
        raise FileVoid("该档案没有作废，请刷新后再看")
    held = json.loads(standing.before)
    Void.objects.filter(pk=standing.pk).update(restored_at=at)
    try:
        with transaction.atomic():
            Person.objects.unscoped().filter(pk=fresh.pk).update(
                voided_at=None, id_blind=held["id_blind"], **moved(at, facts=True)
            )
    except IntegrityError:
        raise DocumentTaken("作废期间该证件号码已另建档案，请先处理那份档案") from None
    record("person.restored", fresh, by=by, at=at, detail={"reason": reason})
