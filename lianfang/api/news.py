"""宣传要闻: what anybody reads, by place and role; the self-check; one beacon a visit."""

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Schema, Status
from pydantic import Field

from lianfang.api.door import OpenToAll, citizen_of, clock, encoded, make_router, staff_of
from lianfang.articles import actions, queries
from lianfang.articles.client import shipped_self_check
from lianfang.articles.enums import ArticleKind
from lianfang.articles.rules import with_addresses
from lianfang.core.actor import Actor
from lianfang.feeds.queries import latest_national
from lianfang.files import queries as files
from lianfang.people.queries import area_of

router = make_router("news")
_PUBLIC = OpenToAll("published articles are public; what only some may read goes by session")
_MONTH_S = 30 * 24 * 3600


class NewsRowOut(Schema):
    key: uuid.UUID
    kind: ArticleKind
    title: str
    summary: str
    publish_at: dt.datetime
    source_name: str
    cover: str | None


class NewsPage(Schema):
    items: list[NewsRowOut]
    next: str | None


class NationOut(Schema):
    """None where the source does not say."""

    as_of: dt.datetime
    confirmed: int
    suspected: int | None
    cured: int
    dead: int
    current: int | None


class HeadlinesOut(Schema):
    """``nation`` is null where no feed is configured."""

    items: list[NewsRowOut]
    nation: NationOut | None


class AttachmentOut(Schema):
    key: uuid.UUID
    name: str
    mime: str
    size: int
    url: str


class NewsOut(NewsRowOut):
    body: str
    source_url: str
    attachments: list[AttachmentOut]


class CheckOptionOut(Schema):
    text: str
    to: str
    sign: str


class CheckQuestionOut(Schema):
    id: str
    text: str
    hint: str
    many: bool
    otherwise: str
    options: list[CheckOptionOut]


class CheckAdviceOut(Schema):
    id: str
    level: str
    title: str
    lines: list[str]
    call: bool
    report: str


class CheckTreeOut(Schema):
    questions: list[CheckQuestionOut]
    advice: list[CheckAdviceOut]


class SelfCheckOut(Schema):
    """``key`` is null for the self-check that comes with the system."""

    key: uuid.UUID | None
    title: str
    summary: str
    body: str
    source_name: str
    source_url: str
    tree: CheckTreeOut


class BeaconIn(Schema):
    keys: list[uuid.UUID] = Field(max_length=50)


@router.get("/headlines", auth=_PUBLIC, response=HeadlinesOut)
def show_headlines(request: HttpRequest) -> HttpResponse:
    """What the home page turns over: the newest news, and the country's figures."""
    rows = queries.headlines_for(_reader(request)[0], at=clock())
    nation = latest_national()
    names = ("as_of", "confirmed", "suspected", "cured", "dead", "current")
    told = {name: getattr(nation, name) for name in names} if nation else None
    return encoded({"items": [_row(row) for row in rows], "nation": told})


@router.get("/articles", auth=_PUBLIC, response=NewsPage)
def list_news(
    request: HttpRequest, kind: ArticleKind | None = None, cursor: str = ""
) -> HttpResponse:
    reader, _ = _reader(request)
    page = queries.list_for(reader, kind=kind or "", cursor=cursor, at=clock())
    return encoded({"items": [_row(row) for row in page.rows], "next": page.next or None})


@router.get("/articles/{uuid:key}", auth=_PUBLIC, response=NewsOut)
def show_news(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    article = queries.article_for(_reader(request)[0], key, at=clock())
    given = queries.attachments_of(article)
    told = {
        "body": with_addresses(article.versions__body, _files(key)),
        "source_url": article.versions__source_url,
        "attachments": [
            {"key": one.file_key, "name": one.name, "mime": one.mime, "size": one.size}
            | {"url": f"{_files(key)}/{one.file_key}"}
            for one in given
        ],
    }
    return encoded(_row(article) | told)


@router.get("/articles/{uuid:key}/files/{uuid:file}", auth=_PUBLIC)
def show_news_file(request: HttpRequest, key: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A picture, or an attachment to be kept; what a key names never changes."""
    found = queries.file_for(_reader(request)[0], key, file, at=clock())
    return file_answer(found.file_key, found.name)


@router.get("/self-check", auth=_PUBLIC, response=SelfCheckOut)
def show_self_check(request: HttpRequest) -> HttpResponse:
    """The city's own questions, else those that come with the system."""
    found = queries.self_check_for(_reader(request)[0], at=clock())
    if found is None:
        return encoded({"key": None, "body": ""} | shipped_self_check())
    names = ("title", "summary", "source_name", "source_url", "tree")
    told = {name: getattr(found, f"versions__{name}") for name in names}
    body = with_addresses(found.versions__body, _files(found.key))
    return encoded({"key": found.key, "body": body} | told)


@router.post("/reads", auth=_PUBLIC, response={204: None})
def note_reads(request: HttpRequest, body: BeaconIn) -> Status[None]:
    """What was read since the last time; who is not signed in is not counted."""
    reader, by = _reader(request)
    actions.note_readings(body.keys, reader=reader, by=by, at=clock())
    return Status(204, None)


def file_answer(key: uuid.UUID, name: str) -> HttpResponse:
    """Pictures are shown, anything else is only ever downloaded."""
    file = files.by_key(key)
    answer = HttpResponse(files.content_of(file), content_type=file.mime)
    answer.headers["Cache-Control"] = f"private, max-age={_MONTH_S}, immutable"
    if not file.mime.startswith("image/"):
        answer.headers["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=name) or "attachment"
        )
    return answer


def _reader(request: HttpRequest) -> tuple[queries.Reader, Actor]:
    """By the session there is; without one, somebody of the city."""
    staff = staff_of(request)
    if staff:
        return queries.reader_of_staff(staff), staff.actor
    citizen = citizen_of(request)
    if citizen is None:
        return queries.reader_of_citizen(), Actor.system()
    place = area_of(citizen.person_id) if citizen.person_id else ""
    return queries.reader_of_citizen(place), citizen.actor


def _row(row: queries.NewsRow | queries.NewsArticle) -> dict[str, object]:
    cover = row.versions__cover
    return {
        "key": row.key,
        "kind": row.kind,
        "title": row.versions__title,
        "summary": row.versions__summary,
        "publish_at": row.publish_at,
        "source_name": row.versions__source_name,
        "cover": f"{_files(row.key)}/{cover}" if cover else None,
    }


def _files(key: object) -> str:
    return f"/api/news/articles/{key}/files"
