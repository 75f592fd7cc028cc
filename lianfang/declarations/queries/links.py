"""Links to an organisation's form: its own, and the one a token opens."""

import datetime as dt
import uuid

from lianfang.core.problems import NotFound
from lianfang.declarations.errors import LinkOver
from lianfang.declarations.models import Link
from lianfang.org.rules import Caller


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


def is_open(link: Link, *, at: dt.datetime) -> bool:
    return link.revoked_at is None and at < link.expires_at and link.used < link.most
