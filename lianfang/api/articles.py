"""宣传要闻 in the console: write, preview, schedule, publish, withdraw, compare, restore."""

import datetime as dt
import uuid

from django.http import HttpResponse
from ninja import File, Form, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from lianfang.api.door import StaffRequest, by_staff, clock, encoded, make_router
from lianfang.api.news import file_answer
from lianfang.api.shapes import Moment
from lianfang.articles import actions, queries
from lianfang.articles.client import shipped_self_check
from lianfang.articles.enums import CITIZEN, ArticleKind, ArticleState, Showing
from lianfang.articles.rules import with_addresses
from lianfang.org.enums import Permission, RoleCode

router = make_router("articles")
_EDIT = by_staff(Permission.ARTICLE_EDIT)


class SettingIn(Schema):
    area_code: str = Field(pattern=r"^\d{2,15}$")
    readers: list[str] = Field(max_length=30)
    publish_at: Moment | None = None
    until: Moment | None = None


class ContentIn(Schema):
    title: str = Field(max_length=80)
    summary: str = Field(default="", max_length=200)
    body: str = Field(default="", max_length=100_000)
    cover: uuid.UUID | None = None
    attachments: list[uuid.UUID] = Field(default=[], max_length=10)
    tree: dict[str, object] | None = None
    source_name: str = Field(default="", max_length=40)
    source_url: str = Field(default="", max_length=300)


class ArticleIn(Schema):
    key: uuid.UUID
    kind: ArticleKind
    title: str = Field(min_length=1, max_length=80)
    setting: SettingIn


class SaveIn(Schema):
    base: int
    content: ContentIn


class NumberIn(Schema):
    number: int


class RestoreIn(Schema):
    base: int
    number: int


class WithdrawIn(Schema):
    reason: str = Field(max_length=200)


class ArticleRowOut(Schema):
    key: uuid.UUID
    kind: ArticleKind
    showing: Showing
    title: str
    area: str
    readers: list[str]
    publish_at: dt.datetime | None
    until: dt.datetime | None
    changed_at: dt.datetime
    saved_by: str
    is_ahead: bool
    reads: int


class ArticlePage(Schema):
    items: list[ArticleRowOut]
    next: str | None


class EnclosureOut(Schema):
    key: uuid.UUID
    name: str
    mime: str
    size: int
    url: str


class ContentOut(Schema):
    number: int
    title: str
    summary: str
    body: str
    cover: uuid.UUID | None
    attachments: list[uuid.UUID]
    tree: dict[str, object] | None
    source_name: str
    source_url: str
    note: str
    saved_at: dt.datetime
    saved_by: str


class ArticleOut(Schema):
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
    content: ContentOut
    enclosures: list[EnclosureOut]


class VersionOut(Schema):
    number: int
    title: str
    note: str
    saved_at: dt.datetime
    saved_by: str


class LineChangeOut(Schema):
    sign: str
    text: str


class ReaderOut(Schema):
    value: str
    label: str


@router.get("", auth=_EDIT, response=ArticlePage)
def list_articles(
    request: StaffRequest,
    kind: ArticleKind | None = None,
    state: ArticleState | None = None,
    text: str = "",
    cursor: str = "",
) -> HttpResponse:
    filters = queries.Filters(kind or "", state or "", text)
    page = queries.list_page(request.caller, filters=filters, cursor=cursor, at=clock())
    return encoded({"items": page.rows, "next": page.next or None})


@router.get("/readers", auth=_EDIT, response=list[ReaderOut])
def list_readers(request: StaffRequest) -> HttpResponse:
    """Whom an article may be for."""
    roles = [{"value": role.value, "label": role.label} for role in RoleCode]
    return encoded([{"value": CITIZEN, "label": "市民"}, *roles])


@router.post("", auth=_EDIT, response={201: ArticleOut})
def create_article(request: StaffRequest, body: ArticleIn) -> HttpResponse:
    """A draft; a self-check begins with the questions that come with the system."""
    now = clock()
    article = actions.create(
        key=body.key,
        kind=body.kind,
        content=actions.Content(body.title, tree=_first_tree(body.kind)),
        setting=actions.Setting(**vars(body.setting)),
        by=request.caller,
        at=now,
    )
    return encoded(_told(queries.view_of(article, at=now)), status=201)


@router.get("/{uuid:key}", auth=_EDIT, response=ArticleOut)
def show_article(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    article = queries.get_for(request.caller, key)
    return encoded(_told(queries.view_of(article, at=clock())))


@router.put("/{uuid:key}/content", auth=_EDIT, response=ArticleOut)
def save_article(request: StaffRequest, key: uuid.UUID, body: SaveIn) -> HttpResponse:
    article, now = queries.get_for(request.caller, key), clock()
    content = actions.Content(**vars(body.content))
    actions.save(article, content=content, base=body.base, by=request.caller, at=now)
    return encoded(_told(queries.view_of(article, at=now)))


@router.put("/{uuid:key}/setting", auth=_EDIT, response=ArticleOut)
def arrange_article(request: StaffRequest, key: uuid.UUID, body: SettingIn) -> HttpResponse:
    article, now = queries.get_for(request.caller, key), clock()
    setting = actions.Setting(**vars(body))
    actions.arrange(article, setting=setting, by=request.caller, at=now)
    return encoded(_told(queries.view_of(article, at=now)))


@router.post("/{uuid:key}/publication", auth=_EDIT, response=ArticleOut)
def publish_article(request: StaffRequest, key: uuid.UUID, body: NumberIn) -> HttpResponse:
    article, now = queries.get_for(request.caller, key), clock()
    actions.publish(article, number=body.number, by=request.caller, at=now)
    return encoded(_told(queries.view_of(article, at=now)))


@router.post("/{uuid:key}/withdrawal", auth=_EDIT, response=ArticleOut)
def withdraw_article(request: StaffRequest, key: uuid.UUID, body: WithdrawIn) -> HttpResponse:
    article, now = queries.get_for(request.caller, key), clock()
    actions.withdraw(article, reason=body.reason, by=request.caller, at=now)
    return encoded(_told(queries.view_of(article, at=now)))


@router.get("/{uuid:key}/versions", auth=_EDIT, response=list[VersionOut])
def list_versions(request: StaffRequest, key: uuid.UUID) -> HttpResponse:
    rows = queries.versions_of(queries.get_for(request.caller, key))
    names = ("number", "title", "note", "saved_at", "saved_by")
    return encoded([dict(zip(names, row, strict=True)) for row in rows])


@router.get("/{uuid:key}/differences", auth=_EDIT, response=list[LineChangeOut])
def list_differences(request: StaffRequest, key: uuid.UUID, old: int, new: int) -> HttpResponse:
    article = queries.get_for(request.caller, key)
    return encoded(queries.what_differs(article, old=old, new=new))


@router.post("/{uuid:key}/restoration", auth=_EDIT, response=ArticleOut)
def restore_version(request: StaffRequest, key: uuid.UUID, body: RestoreIn) -> HttpResponse:
    article, now = queries.get_for(request.caller, key), clock()
    actions.restore(article, **vars(body), by=request.caller, at=now)
    return encoded(_told(queries.view_of(article, at=now)))


@router.post("/{uuid:key}/files", auth=_EDIT, response={201: EnclosureOut})
def attach_file(
    request: StaffRequest,
    key: uuid.UUID,
    file_key: Form[uuid.UUID],
    is_picture: Form[bool],
    file: File[UploadedFile],
) -> Status[object]:
    article = queries.get_for(request.caller, key)
    given = actions.attach(
        article,
        key=file_key,
        name=file.name or "附件",
        content=file.read(),
        is_picture=is_picture,
        by=request.caller,
        at=clock(),
    )
    return Status(201, _enclosure(queries.enclosure_view(given), _files(key)))


@router.get("/{uuid:key}/files/{uuid:file}", auth=_EDIT)
def show_article_file(request: StaffRequest, key: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    given = queries.enclosure_of(queries.get_for(request.caller, key), file)
    return file_answer(given.file_key, given.name)


def _first_tree(kind: ArticleKind) -> dict[str, object] | None:
    tree = shipped_self_check()["tree"]
    return tree if kind == ArticleKind.SELF_CHECK and isinstance(tree, dict) else None


def _told(article: queries.ArticleView) -> dict[str, object]:
    """Pictures and attachments by where the editor fetches them."""
    files = _files(article.key)
    content = {name: getattr(article.content, name) for name in ContentOut.model_fields}
    told = {name: getattr(article, name) for name in ArticleOut.model_fields}
    enclosures = [_enclosure(one, files) for one in article.enclosures]
    body = with_addresses(article.content.body, files)
    return told | {"content": content | {"body": body}, "enclosures": enclosures}


def _enclosure(given: queries.EnclosureView, files: str) -> dict[str, object]:
    told = {name: getattr(given, name) for name in ("key", "name", "mime", "size")}
    return told | {"url": f"{files}/{given.key}"}


def _files(key: uuid.UUID) -> str:
    return f"/api/console/articles/{key}/files"
