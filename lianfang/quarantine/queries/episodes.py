"""Which observation is going on, and the notices served in it."""

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef, QuerySet

from lianfang.accounts.errors import SurerFirst
from lianfang.accounts.queries import patient_of
from lianfang.accounts.rules import Citizen
from lianfang.core.clock import start_of
from lianfang.core.compiled import Compiled
from lianfang.core.problems import NotFound
from lianfang.files.queries import content_of
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller
from lianfang.quarantine.enums import Mode
from lianfang.quarantine.models import Episode, Notice, Slot

_STAFF = (
    Permission.PERSON_VIEW,
    Permission.CHECK_RECORD,
    Permission.OBSERVATION_CONFIRM,
    Permission.OBSERVATION_SIGN,
    Permission.OBSERVATION_ISSUE,
)
_DAY = dt.timedelta(days=1)


def open_episode_of(person_id: int) -> Episode | None:
    return _open.first(person_id=person_id)


def _open_of(person_id: int) -> QuerySet[Episode]:
    return Episode.objects.unscoped().filter(person_id=person_id, is_open=True)


_open = Compiled(Episode, _open_of, person_id=int)


def by_id(episode_id: int) -> Episode:
    """For handlers."""
    return Episode.objects.unscoped().select_related("person").get(pk=episode_id)


def episodes_of(person_id: int) -> list[Episode]:
    """For a person's page, newest first; whoever asks was let see the person."""
    own = Episode.objects.unscoped().filter(person_id=person_id)
    return list(own.order_by("-starts_at", "-id"))


def get_for(caller: Caller, key: uuid.UUID) -> Episode:
    """The door to one episode; a stranger gets NotFound."""
    episode = Episode.objects.unscoped().select_related("person").filter(key=key).first()
    if episode is None or not caller.covers(episode.area_code, *_STAFF):
        raise NotFound
    return episode


def lacking_slots(day: dt.date, *, limit: int) -> QuerySet[Episode]:
    """Open episodes that reach into ``day`` and have no check on it; for the generator."""
    on_day = Slot.objects.filter(episode=OuterRef("pk"), day=day)
    running = Episode.objects.unscoped().filter(
        is_open=True, planned_end__gt=start_of(day), starts_at__lt=start_of(day + _DAY)
    )
    return running.exclude(mode=Mode.HOSPITAL).filter(~Exists(on_day)).order_by("id")[:limit]


def notices_of(episode: Episode) -> list[Notice]:
    return list(Notice.objects.filter(episode=episode).order_by("issued_at", "id"))


def notices_served_on(person_id: int) -> list[Notice]:
    """For a person's page, newest first; whoever asks was let see the person."""
    served = Notice.objects.filter(episode__person_id=person_id)
    return list(served.order_by("-issued_at", "-id"))


def notice_for(citizen: Citizen, key: uuid.UUID) -> Notice:
    """A notice served on someone the citizen speaks for; anybody else's does not exist."""
    notice = Notice.objects.select_related("episode", "file", "signed_file").filter(key=key).first()
    if notice is None or not citizen.speaks_for(notice.episode.person_id):
        raise NotFound
    if not citizen.is_sure:
        raise SurerFirst
    return notice


def notice_for_staff(caller: Caller, key: uuid.UUID) -> Notice:
    """A notice served in the caller's areas; a stranger gets NotFound."""
    notice = Notice.objects.select_related("episode", "file", "signed_file").filter(key=key).first()
    if notice is None or not caller.covers(notice.episode.area_code, *_STAFF):
        raise NotFound
    return notice


def document_of(notice: Notice) -> bytes:
    """The PDF of a notice that was served, signed where it is; raises NotFound before."""
    file = notice.signed_file or notice.file
    if file is None:
        raise NotFound
    return content_of(file)


def own_episode(citizen: Citizen, key: uuid.UUID | None) -> Episode | None:
    """The observation going on, else the last that ended; none without a file of one's own."""
    if key is None and citizen.person_id is None:
        return None
    person = patient_of(citizen, key)
    own = Episode.objects.unscoped().select_related("person").filter(person=person)
    return own.order_by("-starts_at", "-id").first()
