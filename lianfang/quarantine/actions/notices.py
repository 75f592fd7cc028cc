"""Serve notices and have them signed for."""

import datetime as dt
import uuid

from django.db import transaction

from lianfang.accounts.rules import Citizen
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.files.models import File
from lianfang.quarantine.enums import NoticeKind
from lianfang.quarantine.models import Episode, Notice


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


@transaction.atomic
def attach_document(notice: Notice, *, file: File, by: Actor, at: dt.datetime) -> None:
    """The document is there to read; the first one stays."""
    if Notice.objects.filter(pk=notice.pk, file__isnull=True).update(file=file):
        detail = {
            "kind": notice.kind,
            "number": notice.number,
            "person": notice.episode.person_id,
        }
        record("notice.issued", notice, by=by, at=at, detail=detail)


@transaction.atomic
def sign_notice(notice: Notice, *, by: Citizen, at: dt.datetime) -> Notice:
    """The resident, or who speaks for them, has read it; signed twice, the first time counts."""
    if not by.speaks_for(notice.episode.person_id):
        raise NotFound
    if Notice.objects.filter(pk=notice.pk, signed_at__isnull=True).update(signed_at=at):
        record("notice.signed", notice, by=by.actor, at=at, detail={"kind": notice.kind})
    notice.refresh_from_db(fields=["signed_at"])
    return notice
