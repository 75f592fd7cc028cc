"""Save what an editor wrote: every save is a version that stays."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from lianfang.articles.actions.publishing import Setting, keep_audience, must_edit
from lianfang.articles.enums import ArticleKind
from lianfang.articles.errors import BadLink, Superseded
from lianfang.articles.models import Article, Enclosure, Version
from lianfang.articles.queries import by_key, enclosed_keys, version_of
from lianfang.articles.rules import clean, pictures_in, read_tree, tree_as_data
from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.files.actions import store_attachment, store_photo
from lianfang.org.enums import Permission
from lianfang.org.rules import Caller, actor


@dataclass(frozen=True)
class Content:
    """What a version says; ``tree`` only for a self-check."""

    title: str
    summary: str = ""
    body: str = ""
    cover: uuid.UUID | None = None
    attachments: list[uuid.UUID] = field(default_factory=list)
    tree: Mapping[str, object] | None = None
    source_name: str = ""
    source_url: str = ""


@transaction.atomic
def create(
    *,
    key: uuid.UUID,
    kind: ArticleKind,
    content: Content,
    setting: Setting,
    by: Caller | Actor,
    at: dt.datetime,
) -> Article:
    """A draft with its first version; the same key again returns it, a stranger's is NotFound."""
    must_edit(setting.area_code, by)
    known = by_key(key)
    if known:
        if isinstance(by, Caller) and not by.covers(known.area_code, Permission.ARTICLE_EDIT):
            raise NotFound
        return known
    article = Article(
        key=key,
        kind=kind,
        area_code=setting.area_code,
        publish_at=setting.publish_at,
        until=setting.until,
        changed_at=at,
    )
    article.save(force_insert=True)
    keep_audience(article, setting)
    _add_version(article, 1, _cleaned(article, content), by=by, at=at)
    detail = {"kind": kind, "title": content.title}
    record("article.created", article, by=actor(by), at=at, detail=detail)
    return article


@transaction.atomic
def save(
    article: Article, *, content: Content, base: int, by: Caller | Actor, at: dt.datetime
) -> Version:
    """A new version; readers see it when it is published. The same content again adds none.

    Raises Superseded when ``base`` is not the newest version any more.
    """
    must_edit(article.area_code, by)
    wanted = _cleaned(article, content)
    newest = version_of(article, article.latest)
    if _content_of(newest) == wanted and base <= newest.number:
        return newest
    return _append(article, wanted, base=base, note="", by=by, at=at)


@transaction.atomic
def restore(
    article: Article, *, number: int, base: int, by: Caller | Actor, at: dt.datetime
) -> Version:
    """What an older version said, as the newest one. Raises NotFound, Superseded."""
    must_edit(article.area_code, by)
    old = _content_of(version_of(article, number))
    newest = version_of(article, article.latest)
    if _content_of(newest) == old and base <= newest.number:
        return newest
    return _append(article, old, base=base, note=f"恢复自第 {number} 版", by=by, at=at)


def attach(
    article: Article,
    *,
    key: uuid.UUID,
    name: str,
    content: bytes,
    is_picture: bool,
    by: Caller | Actor,
    at: dt.datetime,
) -> Enclosure:
    """Give a picture or a document to an article; a version shows it. Sent twice it is one."""
    must_edit(article.area_code, by)
    store = store_photo if is_picture else store_attachment
    file = store(key, name=name, content=content, by=actor(by), at=at)
    given, _ = Enclosure.objects.get_or_create(
        file_key=file.key,
        defaults={"article": article, "name": file.name, "mime": file.mime, "size": file.size},
    )
    if given.article_id != article.pk:
        raise NotFound
    return given


def _append(
    article: Article, content: Content, *, base: int, note: str, by: Caller | Actor, at: dt.datetime
) -> Version:
    moved = Article.objects.unscoped().filter(pk=article.pk, latest=base)
    if not moved.update(latest=base + 1, changed_at=at):
        raise Superseded
    article.latest, article.changed_at = base + 1, at
    version = _add_version(article, base + 1, content, note=note, by=by, at=at)
    detail = {"number": version.number, "title": version.title, "note": note}
    record("article.saved", article, by=actor(by), at=at, detail=detail)
    return version


def _add_version(
    article: Article,
    number: int,
    content: Content,
    *,
    note: str = "",
    by: Caller | Actor,
    at: dt.datetime,
) -> Version:
    values = vars(content) | {"attachments": [str(key) for key in content.attachments]}
    return Version.objects.create(
        article=article, number=number, note=note, saved_at=at, saved_by=actor(by).name, **values
    )


def _cleaned(article: Article, content: Content) -> Content:
    """Sanitised, with only what was given to this very article. Raises BadTree, BadLink."""
    if content.source_url and not content.source_url.startswith("https://"):
        raise BadLink(fields={"source_url": BadLink.title})
    body = clean(content.body)
    own = enclosed_keys(article)
    for key in pictures_in(body):
        if key not in own:
            body = body.replace(f'src="lf:{key}"', "")
    return replace(
        content,
        title=content.title.strip(),
        summary=content.summary.strip(),
        body=clean(body),
        cover=content.cover if content.cover in own else None,
        attachments=[key for key in content.attachments if key in own],
        tree=_tree(article, content),
    )


def _tree(article: Article, content: Content) -> Mapping[str, object] | None:
    if article.kind != ArticleKind.SELF_CHECK or content.tree is None:
        return None
    return tree_as_data(read_tree(content.tree))


def _content_of(version: Version) -> Content:
    return Content(
        version.title,
        version.summary,
        version.body,
        version.cover,
        [uuid.UUID(key) for key in version.attachments],
        version.tree,
        version.source_name,
        version.source_url,
    )
