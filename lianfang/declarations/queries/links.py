"""Links to an organisation's form: its own, and the one a token opens."""

import datetime as dt
import uuid
from dataclasses import dataclass

from lianfang.core.problems import NotFound
from lianfang.declarations.errors import LinkOver
from lianfang.declarations.models import Link
from lianfang.org.rules import Caller


@dataclass(frozen=True)
class LinkShown:
    """For its agents; ``path`` is what the address of the H5 pages is followed by."""

    key: uuid.UUID
    name: str
    path: str
    used: int
    most: int
    created_at: dt.datetime
    expires_at: dt.datetime
    is_open: bool
    is_revoked: bool


def links_of(caller: Caller, *, most: int = 50) -> list[Link]:
    """Of the caller's own organisation, newest first; one statement."""
    own = Link.objects.filter(department_id=caller.department_id or 0)
    return list(own.order_by("-id")[:most])


def link_for(caller: Caller, key: uuid.UUID) -> Link:
    """One of the caller's own organisation; another's is NotFound."""
    link = Link.objects.filter(key=key, department_id=caller.department_id or 0).first()
    if link is None:
        raise NotFound
    return link


def link_by_token(token: str, *, at: dt.datetime) -> Link:
    """With its department. Raises LinkOver: unknown, ended or withdrawn, all the same."""
    link = Link.objects.filter(token=token).select_related("department").first()
    if link is None or link.revoked_at or at >= link.expires_at:
        raise LinkOver
    return link


def link_shown(link: Link, *, at: dt.datetime) -> LinkShown:
    return LinkShown(
        link.key,
        link.name,
        f"#/d/{link.token}",
        link.used,
        link.most,
        link.created_at,
        link.expires_at,
        is_open(link, at=at),
        link.revoked_at is not None,
    )


def is_open(link: Link, *, at: dt.datetime) -> bool:
    return link.revoked_at is None and at < link.expires_at and link.used < link.most
