"""Who sees an article and when: audience, schedule, publication, withdrawal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from lianfang.articles.enums import CITIZEN, ArticleKind, ArticleState
from lianfang.articles.errors import (
    BadSchedule,
    NoReaders,
    NoReason,
    NothingToShow,
    NotYourArea,
    Superseded,
    WrongState,
)
from lianfang.articles.models import Article, Audience
from lianfang.articles.queries import readers_of, version_of
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.geo.rules import level_of
from lianfang.org.enums import Permission, RoleCode
from lianfang.org.rules import Caller, actor, must

_READERS = {CITIZEN, *RoleCode.values}


@dataclass(frozen=True)
class Setting:
    """Whom an article is for and from when until when; no times mean at once and for good."""

    area_code: str
    readers: Sequence[str] = (CITIZEN,)
    publish_at: dt.datetime | None = None
    until: dt.datetime | None = None


def must_edit(area_code: str, by: Caller | Actor) -> None:
    """Raises MissingPermission, and NotYourArea for a place outside one's posts."""
    must(by, Permission.ARTICLE_EDIT)
    level_of(area_code)
    if isinstance(by, Caller) and not by.covers(area_code, Permission.ARTICLE_EDIT):
        raise NotYourArea(fields={"area_code": NotYourArea.title})


def keep_audience(article: Article, setting: Setting) -> None:
    """Raises NoReaders, BadSchedule."""
    wanted = sorted(set(setting.readers) & _READERS)
    if not wanted:
        raise NoReaders(fields={"readers": NoReaders.title})
    if setting.until and setting.publish_at and setting.until <= setting.publish_at:
        raise BadSchedule(fields={"until": BadSchedule.title})
    Audience.objects.filter(article=article).exclude(reader__in=wanted).delete()
    known = set(Audience.objects.filter(article=article).values_list("reader", flat=True))
    Audience.objects.bulk_create(
        [Audience(article=article, reader=reader) for reader in wanted if reader not in known]
    )


@transaction.atomic
def arrange(article: Article, *, setting: Setting, by: Caller | Actor, at: dt.datetime) -> None:
    """Change audience and schedule, effective at once; repeating records nothing."""
    must_edit(article.area_code, by)
    must_edit(setting.area_code, by)
    before = Setting(
        article.area_code, tuple(readers_of(article)), article.publish_at, article.until
    )
    wanted = Setting(
        setting.area_code, tuple(sorted(set(setting.readers))), setting.publish_at, setting.until
    )
    if before == wanted:
        return
    keep_audience(article, wanted)
    publish_at = wanted.publish_at or (at if article.state == ArticleState.PUBLISHED else None)
    Article.objects.unscoped().filter(pk=article.pk).update(
        area_code=wanted.area_code, publish_at=publish_at, until=wanted.until, changed_at=at
    )
    article.refresh_from_db(from_queryset=Article.objects.unscoped())
    detail = {"before": _told(before), "after": _told(wanted)}
    record("article.arranged", article, by=actor(by), at=at, detail=detail)


@transaction.atomic
def publish(article: Article, *, number: int, by: Caller | Actor, at: dt.datetime) -> None:
    """Show the newest version, ``number``, within the schedule; repeating records nothing.

    Raises Superseded when a newer one was saved meanwhile, NothingToShow, BadSchedule.
    """
    must_edit(article.area_code, by)
    if (article.state, article.live, article.latest) == (ArticleState.PUBLISHED, number, number):
        return
    version = version_of(article, number)
    needs_tree = article.kind == ArticleKind.SELF_CHECK and not version.tree
    if not version.title or needs_tree or not (version.body or version.tree):
        raise NothingToShow
    publish_at = article.publish_at or at
    if article.until and article.until <= max(at, publish_at):
        raise BadSchedule(fields={"until": BadSchedule.title})
    swapped = Article.objects.unscoped().filter(pk=article.pk, latest=number, state=article.state)
    if not swapped.update(
        state=ArticleState.PUBLISHED, live=number, publish_at=publish_at, reason="", changed_at=at
    ):
        raise Superseded
    article.refresh_from_db(from_queryset=Article.objects.unscoped())
    detail = {"number": number, "title": version.title, "publish_at": publish_at.isoformat()}
    record("article.published", article, by=actor(by), at=at, detail=detail)


@transaction.atomic
def withdraw(article: Article, *, reason: str, by: Caller | Actor, at: dt.datetime) -> None:
    """Take it away from all readers. Raises NoReason, WrongState unless it is published."""
    must_edit(article.area_code, by)
    if not reason.strip():
        raise NoReason(fields={"reason": NoReason.title})
    shown = Article.objects.unscoped().filter(pk=article.pk, state=ArticleState.PUBLISHED)
    if not shown.update(state=ArticleState.WITHDRAWN, reason=reason.strip(), changed_at=at):
        raise WrongState
    article.refresh_from_db(from_queryset=Article.objects.unscoped())
    detail = {"reason": article.reason, "number": article.live}
    record("article.withdrawn", article, by=actor(by), at=at, detail=detail)


def _told(setting: Setting) -> dict[str, object]:
    return {
        "area_code": setting.area_code,
        "readers": list(setting.readers),
        "publish_at": setting.publish_at and setting.publish_at.isoformat(),
        "until": setting.until and setting.until.isoformat(),
    }
