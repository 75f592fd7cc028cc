"""What readers see: articles on show for their place and their role."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import F, Q, QuerySet

from lianfang.articles.enums import CITIZEN, ArticleKind, ArticleState
from lianfang.articles.models import Article, Audience, Enclosure
from lianfang.city.queries import this_city
from lianfang.core.compiled import Shaped, Value
from lianfang.core.paging import BadCursor, Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.geo.queries import levels_of, within_levels
from lianfang.geo.rules import ancestors_of
from lianfang.org.rules import COUNTRY, Caller

SIZE = 20
HEADLINES = 5


@dataclass(frozen=True)
class Reader:
    """``places`` an article may be for, each an exact code; ``inside`` also all places in these."""

    readers: tuple[str, ...]
    places: tuple[str, ...]
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewsRow:
    """One line of a reader's list."""

    id: int
    key: uuid.UUID
    kind: str
    publish_at: dt.datetime
    versions__title: str
    versions__summary: str
    versions__cover: uuid.UUID | None
    versions__source_name: str


@dataclass(frozen=True)
class NewsArticle:
    """What a reader sees of one article."""

    id: int
    key: uuid.UUID
    kind: str
    publish_at: dt.datetime
    versions__title: str
    versions__summary: str
    versions__cover: uuid.UUID | None
    versions__source_name: str
    versions__source_url: str
    versions__body: str
    versions__attachments: list[str]
    versions__tree: dict[str, object] | None


@dataclass(frozen=True)
class _Id:
    id: int


@dataclass(frozen=True)
class _Shape:
    """All that changes the SQL besides the values."""

    readers: int
    places: int
    levels: tuple[int, ...]
    most: int = 0
    is_of_kind: bool = False
    is_further: bool = False
    keys: int = 0


def reader_of_citizen(area_code: str = "") -> Reader:
    """Somebody at this place; without one, somebody of the city."""
    places = {*_above(this_city().area_code), *_above(area_code)}
    return Reader((CITIZEN,), tuple(sorted(places)))


def reader_of_staff(caller: Caller) -> Reader:
    """By their roles, for the places they care for, what lies above them and inside them."""
    held = frozenset().union(*caller.areas_by_permission.values())
    if COUNTRY in held:
        return Reader(tuple(sorted(caller.roles)), (), (COUNTRY,))
    places = {place for area in held for place in _above(area)}
    return Reader(tuple(sorted(caller.roles)), tuple(sorted(places)), tuple(sorted(held)))


def list_for(reader: Reader, *, kind: str, cursor: str, at: dt.datetime) -> Page[NewsRow]:
    """On show for this reader, the newest first; one statement."""
    shape, values = _asked(reader, at)
    shape = replace(shape, most=SIZE + 1, is_of_kind=bool(kind), is_further=bool(cursor))
    if kind:
        values["kind"] = kind
    if cursor:
        since, before = decode(cursor, 2)
        values |= {"since": _moment(since), "before": int(before)}
    found = _list(shape, **values)
    return page_of(found, SIZE, lambda row: (row.publish_at.isoformat(), row.id))


def headlines_for(reader: Reader, *, at: dt.datetime) -> list[NewsRow]:
    """The newest news on show; one statement."""
    shape, values = _asked(reader, at)
    values["kind"] = ArticleKind.NEWS.value
    return _list(replace(shape, most=HEADLINES, is_of_kind=True), **values)


def article_for(reader: Reader, key: uuid.UUID, *, at: dt.datetime) -> NewsArticle:
    """Raises NotFound also for what is not (or no longer) on show for this reader."""
    shape, values = _asked(reader, at)
    found = _articles(replace(shape, most=1, keys=1), key0=key, **values)
    if not found:
        raise NotFound
    return found[0]


def self_check_for(reader: Reader, *, at: dt.datetime) -> NewsArticle | None:
    """The newest self-check on show for this reader; None where the city wrote none."""
    shape, values = _asked(reader, at)
    values["kind"] = ArticleKind.SELF_CHECK.value
    found = _articles(replace(shape, most=1, is_of_kind=True), **values)
    return next(iter(found), None)


def file_for(reader: Reader, key: uuid.UUID, file_key: uuid.UUID, *, at: dt.datetime) -> Enclosure:
    """A picture or attachment that the version on show uses. Raises NotFound."""
    article = article_for(reader, key, at=at)
    used = {str(article.versions__cover), *article.versions__attachments}
    if str(file_key) not in used and f'src="lf:{file_key}"' not in article.versions__body:
        raise NotFound
    found = Enclosure.objects.filter(article_id=article.id, file_key=file_key).first()
    if found is None:
        raise NotFound
    return found


def attachments_of(article: NewsArticle) -> list[Enclosure]:
    """In the order the editor gave them; no statement without any."""
    keys = article.versions__attachments
    if not keys:
        return []
    given = Enclosure.objects.filter(article_id=article.id, file_key__in=keys)
    return sorted(given, key=lambda one: keys.index(str(one.file_key)))


def ids_shown_to(reader: Reader, keys: Sequence[uuid.UUID], *, at: dt.datetime) -> list[int]:
    """Row ids of those articles that are on show for this reader; one statement."""
    if not keys:
        return []
    shape, values = _asked(reader, at)
    given = {f"key{n}": key for n, key in enumerate(keys)}
    return [
        row.id for row in _ids(replace(shape, most=len(keys), keys=len(keys)), **values, **given)
    ]


def _asked(reader: Reader, at: dt.datetime) -> tuple[_Shape, dict[str, Value]]:
    levels, inside = levels_of(reader.inside)
    values: dict[str, Value] = {"at": at, **inside}
    values |= {f"reader{n}": name for n, name in enumerate(reader.readers)}
    values |= {f"place{n}": code for n, code in enumerate(reader.places)}
    return _Shape(len(reader.readers), len(reader.places), levels), values


def _shown(shape: _Shape, **given: Value) -> QuerySet[Article]:
    names = [given[f"reader{n}"] for n in range(shape.readers)]
    places = [given[f"place{n}"] for n in range(shape.places)]
    readable = Audience.objects.filter(reader__in=names).order_by()
    where = Q(area_code__in=places) | within_levels(shape.levels, given)
    shown = Article.objects.scoped(where).filter(
        Q(until__isnull=True) | Q(until__gt=given["at"]),
        state=ArticleState.PUBLISHED,
        publish_at__lte=given["at"],
        pk__in=readable.values("article"),
        versions__number=F("live"),
    )
    if shape.is_of_kind:
        shown = shown.filter(kind=given["kind"])
    if shape.keys:
        shown = shown.filter(key__in=[given[f"key{n}"] for n in range(shape.keys)])
    if shape.is_further:
        since, before = given["since"], given["before"]
        shown = shown.filter(Q(publish_at__lt=since) | Q(publish_at=since, pk__lt=before))
    return shown.order_by("-publish_at", "-id")[: shape.most]


_list, _articles, _ids = Shaped(NewsRow, _shown), Shaped(NewsArticle, _shown), Shaped(_Id, _shown)


def _moment(text: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise BadCursor from None


def _above(area_code: str) -> list[str]:
    return ancestors_of(area_code) if area_code else []
