"""One article as its editor sees it: the newest version, the schedule, the files it was given."""

import datetime as dt
import uuid
from dataclasses import dataclass

from lianfang.articles.enums import ArticleKind, ArticleState, Showing
from lianfang.articles.models import Article, Enclosure, Version
from lianfang.articles.queries.editing import enclosures_of, readers_of, version_of
from lianfang.articles.rules import showing
from lianfang.geo.queries import path_of


@dataclass(frozen=True, slots=True)
class EnclosureView:
    """A file given to the article, used by the newest version or not."""

    key: uuid.UUID
    name: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class ContentView:
    """What a version says, as it is stored."""

    number: int
    title: str
    summary: str
    body: str
    cover: uuid.UUID | None
    attachments: list[str]
    tree: dict[str, object] | None
    source_name: str
    source_url: str
    note: str
    saved_at: dt.datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """``content`` is the newest version; readers see the version ``live``."""

    key: uuid.UUID
    kind: ArticleKind
    state: ArticleState
    showing: Showing
    latest: int
    live: int | None
    area_code: str
    area: str
    readers: list[str]
    publish_at: dt.datetime | None
    until: dt.datetime | None
    reason: str
    content: ContentView
    enclosures: list[EnclosureView]


def view_of(article: Article, *, at: dt.datetime) -> ArticleView:
    """Five statements; whoever asks has been checked."""
    return ArticleView(
        key=article.key,
        kind=ArticleKind(article.kind),
        state=ArticleState(article.state),
        showing=showing(article.state, publish_at=article.publish_at, until=article.until, at=at),
        latest=article.latest,
        live=article.live,
        area_code=article.area_code,
        area=path_of(article.area_code),
        readers=readers_of(article),
        publish_at=article.publish_at,
        until=article.until,
        reason=article.reason,
        content=_content(version_of(article, article.latest)),
        enclosures=[enclosure_view(one) for one in enclosures_of(article)],
    )


def enclosure_view(given: Enclosure) -> EnclosureView:
    return EnclosureView(given.file_key, given.name, given.mime, given.size)


def _content(version: Version) -> ContentView:
    names = ContentView.__dataclass_fields__
    return ContentView(**{name: getattr(version, name) for name in names})
