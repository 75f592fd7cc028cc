"""Serve notices and have them signed for."""

import datetime as dt
import json
import uuid
from collections.abc import Sequence

from django.db import transaction

from lianfang.accounts.rules import Citizen
from lianfang.audit.actions import record
from lianfang.city.queries import this_city
from lianfang.core.actor import Actor
from lianfang.core.masking import mask_number
from lianfang.core.problems import NotFound
from lianfang.files.actions import store_pdf
from lianfang.files.models import File
from lianfang.geo.queries import path_of
from lianfang.org.models import User
from lianfang.org.queries import officer_for
from lianfang.quarantine.enums import Mode, NoticeKind, PostRelease, SubjectClass
from lianfang.quarantine.models import Episode, Notice
from lianfang.quarantine.queries import by_id, last_reading_of
from lianfang.quarantine.rules import (
    clean_signature,
    days_of,
    end_in_words,
    in_words,
    signature_svg,
)

_SEX = {"1": "男", "2": "女"}
_TEMPLATE = {
    NoticeKind.HOME: "home_obs",
    NoticeKind.GUIDE: "guide",
    NoticeKind.RELEASE: "release",
}


@transaction.atomic
def prepare_notices(
    episode: Episode, *, issued_by: str, by: Actor, at: dt.datetime
) -> list[Notice]:
    """The notice and the guide that go with the start; asked again, the same two."""
    _ = by
    defaults = {"issued_at": at, "issued_by": issued_by}
    return [
        Notice.objects.select_related("episode").get_or_create(
            episode=episode, kind=kind, defaults={"key": uuid.uuid4(), **defaults}
        )[0]
        for kind in (NoticeKind.HOME, NoticeKind.GUIDE)
    ]


def serve_notice(notice: Notice, *, by: Actor, at: dt.datetime) -> Notice:
    """Make the document, and once signed the signed one, unless it is there.

    Never inside a transaction, the first one stays.
    """
    if notice.file_id is None:
        file = _typeset(notice, notice.key, by=by, at=at)
        _attach(notice, file, by=by, at=at)
        notice.file = file
    if notice.signature and notice.signed_file_id is None:
        key = uuid.uuid5(notice.key, notice.signature)
        notice.signed_file = _typeset(notice, key, by=by, at=at)
        Notice.objects.filter(pk=notice.pk).update(signed_file=notice.signed_file)
    return notice


def _typeset(notice: Notice, key: uuid.UUID, *, by: Actor, at: dt.datetime) -> File:
    kind = NoticeKind(notice.kind)
    data = _paper(notice)
    return store_pdf(
        f"{kind.label}.pdf", template=_TEMPLATE[kind], data=data, key=key, by=by, at=at
    )


@transaction.atomic
def _attach(notice: Notice, file: File, *, by: Actor, at: dt.datetime) -> None:
    if Notice.objects.filter(pk=notice.pk, file__isnull=True).update(file=file):
        detail = {
            "kind": notice.kind,
            "number": notice.number,
            "person": notice.episode.person_id,
        }
        record("notice.issued", notice, by=by, at=at, detail=detail)


@transaction.atomic
def sign_notice(
    notice: Notice, *, strokes: Sequence[Sequence[int]], by: Citizen, at: dt.datetime
) -> Notice:
    """The resident, or who speaks for them, has read it and signs by finger.

    Signed twice, the first time counts. Raises NotFound for a stranger, BadSignature.
    """
    if not by.speaks_for(notice.episode.person_id):
        raise NotFound
    lines = json.dumps(clean_signature(strokes), separators=(",", ":"))
    unsigned = Notice.objects.filter(pk=notice.pk, signed_at__isnull=True)
    if unsigned.update(signed_at=at, signature=lines):
        record("notice.signed", notice, by=by.actor, at=at, detail={"kind": notice.kind})
    notice.refresh_from_db(fields=["signed_at", "signature"])
    return notice


def _paper(notice: Notice) -> dict[str, object]:
    """Everything a template may print; numbers of documents and phones are masked."""
    episode, city = by_id(notice.episode_id), this_city()
    person, last = episode.person, last_reading_of(episode.person_id)
    community = episode.area_code[:12]
    return {
        "number": notice.number or "",
        "check": notice.key.hex[:8],
        "demo": city.is_demo,
        "hotline": city.hotline,
        "issuer": path_of(community),
        "issued_on": in_words(notice.issued_at),
        "issued_by": notice.issued_by,
        "name": person.name,
        "sex": _SEX.get(person.sex, ""),
        "phone": mask_number(person.phone),
        "id_number": mask_number(person.id_number),
        "mode": Mode(episode.mode).label,
        "subject": SubjectClass(episode.subject_class).label,
        "place": episode.place,
        "starts_at": in_words(episode.starts_at),
        "ends_at": end_in_words(episode.planned_end),
        "days": str(days_of(episode.anchor_at, episode.planned_end)),
        "released_at": in_words(notice.issued_at),
        "post_release": PostRelease(episode.post_release).label if episode.post_release else "",
        "last_temp": str(last.temp_c) if last else "",
        "officer": _card(episode.confirmed_by or officer_for(episode.area_code)),
        "worker": _card(episode.grid_worker),
        "doctor": _card(episode.doctor),
        "signature": signature_svg(json.loads(notice.signature)) if notice.signature else "",
        "signed_on": in_words(notice.signed_at) if notice.signed_at else "",
        "signed_by": episode.signed_by.name if episode.signed_by else "",
    }


def _card(user: User | None) -> str:
    return f"{user.name} {user.phone}".strip() if user else ""
