"""What editors see: the articles of their areas, their versions, and how often they are read."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from lianfang.articles.enums import ArticleKind, ArticleState, Showing
from lianfang.articles.models import Article, Audience, DayCount, Enclosure, ReaderDay, Version
from lianfang.articles.rules import Change, differences, lines_of, showing
from lianfang.core.clock import local_date
from lianfang.core.paging import Page, decode, page_of
from lianfang.core.problems import NotFound
from lianfang.geo.queries import paths_of, within
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller

SIZE = 20


@dataclass(frozen=True)
class Filters:
    """What the list may be narrowed by; empty means no condition."""

    kind: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of the editors' list, as of its newest version."""

    id: int
    key: uuid.UUID
    kind: ArticleKind
    showing: Showing
    title: str
    area: str
    readers: tuple[str, ...]
    publish_at: dt.datetime | None
    until: dt.datetime | None
    changed_at: dt.datetime
    saved_by: str
    is_ahead: bool  # saved again after it was published
    reads: int


def list_page(
    caller: Caller, *, filters: Filters, cursor: str, at: dt.datetime
) -> Page[ArticleRow]:
    """The newest first, of the caller's areas only; five statements."""
    condition = _asked(filters)
    if cursor:
        condition &= Q(pk__lt=int(decode(cursor, 1)[0]))
    found = list(
        Article.objects.scoped(within(caller.areas(Permission.ARTICLE_EDIT)))
        .filter(condition, versions__number=F("latest"))
        .order_by("-id")
        .values_list(*_COLUMNS)[: SIZE + 1]
    )
    ids = [cells[0] for cells in found[:SIZE]]
    reads, readers = _reads_of(ids, at=at), _readers_of(ids)
    places = paths_of({cells[5] for cells in found})
    rows = [
        ArticleRow(
            pk,
            key,
            ArticleKind(kind),
            showing(state, publish_at=publish_at, until=until, at=at),
            title,
            places.get(area, area),
            tuple(readers[pk]),
            publish_at,
            until,
            changed_at,
            saved_by,
            state == ArticleState.PUBLISHED and live != latest,
            reads.get(pk, 0),
        )
        for (
            pk,
            key,
            kind,
            state,
            title,
            area,
            publish_at,
            until,
            changed_at,
            saved_by,
            *both,
        ) in found
        for live, latest in [both]
    ]
    return page_of(rows, SIZE, lambda row: (row.id,))


_COLUMNS = (
    *("id", "key", "kind", "state", "versions__title", "area_code", "publish_at", "until"),
    *("changed_at", "versions__saved_by", "live", "latest"),
)


def get_for(caller: Caller, key: uuid.UUID) -> Article:
    """An article of the caller's areas; anybody else's is NotFound."""
    own = within(caller.areas(Permission.ARTICLE_EDIT))
    article = Article.objects.scoped(own).filter(key=key).first()
    if article is None:
        raise NotFound
    return article


def by_key(key: uuid.UUID) -> Article | None:
    """Whoever asks has been checked."""
    return Article.objects.unscoped().filter(key=key).first()


def version_of(article: Article, number: int) -> Version:
    """Raises NotFound."""
    version = Version.objects.filter(article=article, number=number).first()
    if version is None:
        raise NotFound
    return version


def versions_of(article: Article) -> list[tuple[int, str, str, dt.datetime, str]]:
    """Number, title, note, when and by whom saved; the newest first."""
    rows = Version.objects.filter(article=article).order_by("-number")
    return list(rows.values_list("number", "title", "note", "saved_at", "saved_by"))


def what_differs(article: Article, *, old: int, new: int) -> list[Change]:
    """Line by line, from one version to another. Raises NotFound."""
    before, after = version_of(article, old), version_of(article, new)
    return differences(_lines(before), _lines(after))


def readers_of(article: Article) -> list[str]:
    return _readers_of([article.pk])[article.pk]


def enclosures_of(article: Article) -> list[Enclosure]:
    return list(Enclosure.objects.filter(article=article).order_by("id"))


def enclosed_keys(article: Article) -> frozenset[uuid.UUID]:
    """Keys of all files ever given to it."""
    given = Enclosure.objects.filter(article_id=article.pk)
    return frozenset(given.values_list("file_key", flat=True))


def enclosure_of(article: Article, file_key: uuid.UUID) -> Enclosure:
    """Raises NotFound."""
    found = Enclosure.objects.filter(article=article, file_key=file_key).first()
    if found is None:
        raise NotFound
    return found


def has_days_to_count(*, at: dt.datetime) -> bool:
    return ReaderDay.objects.filter(day__lt=local_date(at)).exists()


def _asked(filters: Filters) -> Q:
    condition = Q()
    if filters.kind:
        condition &= Q(kind=filters.kind)
    if filters.state:
        condition &= Q(state=filters.state)
    if filters.text.strip():
        condition &= Q(versions__title__icontains=filters.text.strip())
    return condition


def _readers_of(ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Audience.objects.filter(article__in=list(ids)).order_by("reader")
    for pk, reader in rows.values_list("article_id", "reader"):
        found[pk].append(reader)
    return found


def _reads_of(ids: Sequence[int], *, at: dt.datetime) -> dict[int, int]:
    """Readers of all days together; two statements for any number of articles."""
    past = DayCount.objects.filter(article__in=ids).values_list("article_id")
    today = ReaderDay.objects.filter(article__in=ids, day__lte=local_date(at))
    reads: dict[int, int] = defaultdict(int)
    for pk, readers in past.annotate(total=Sum("readers")):
        reads[pk] += readers
    for pk, readers in today.values_list("article_id").annotate(total=Count("id")):
        reads[pk] += readers
    return reads


def _lines(version: Version) -> list[str]:
    head = [version.title, version.summary, *lines_of(version.body)]
    tree = version.tree or {}
    asked = [
        f"{question['text']}：{'／'.join(option['text'] for option in question['options'])}"
        for question in tree.get("questions", [])
    ]
    advised = [f"{one['title']}：{'；'.join(one['lines'])}" for one in tree.get("advice", [])]
    source = [f"来源：{version.source_name} {version.source_url}".strip()]
    return [line for line in (*head, *asked, *advised, *source) if line.strip("来源： ")]
