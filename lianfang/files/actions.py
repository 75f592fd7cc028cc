"""Keep a photo or make a document."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import transaction

from lianfang.audit.actions import record
from lianfang.core.actor import Actor
from lianfang.files import client
from lianfang.files.enums import Kind
from lianfang.files.errors import KeyTaken
from lianfang.files.models import File
from lianfang.files.rules import clean_photo, document_mime, held_place, pieces_place


def store_photo(key: uuid.UUID, *, name: str, content: bytes, by: Actor, at: dt.datetime) -> File:
    """Re-encode and keep a photo; the same key again from the same sender finds it.

    Raises TooBig, NotAPhoto, and KeyTaken for a key somebody else used.
    """
    known = _own_with(key, by)
    return known or _keep(key, Kind.PHOTO, name, "image/jpeg", clean_photo(content), by=by, at=at)


def store_attachment(
    key: uuid.UUID, *, name: str, content: bytes, by: Actor, at: dt.datetime
) -> File:
    """Keep a document for others to download; the same key again from the same sender finds it.

    Raises DocumentTooBig, NotADocument, and KeyTaken for a key somebody else used.
    """
    known = _own_with(key, by)
    mime = known.mime if known else document_mime(content)
    return known or _keep(key, Kind.ATTACHMENT, name, mime, content, by=by, at=at)


def _own_with(key: uuid.UUID, by: Actor) -> File | None:
    known = File.objects.filter(key=key).first()
    if known and (known.owner_kind, known.owner_id) != (by.kind, by.id):
        raise KeyTaken
    return known


def store_pdf(
    name: str,
    *,
    template: str,
    data: Mapping[str, object],
    key: uuid.UUID | None = None,
    by: Actor,
    at: dt.datetime,
) -> File:
    """Typeset a document; with a key a repeat finds the first one. Never inside a transaction."""
    known = File.objects.filter(key=key).first() if key else None
    if known:
        return known
    pdf = client.typeset(template, data, at=at)
    return _keep(key or uuid.uuid4(), Kind.NOTICE, name, "application/pdf", pdf, by=by, at=at)


def _keep(
    key: uuid.UUID, kind: Kind, name: str, mime: str, content: bytes, *, by: Actor, at: dt.datetime
) -> File:
    """The bytes first, then the row: a row never points at nothing."""
    file = File(
        key=key,
        kind=kind,
        name=name[:128],
        mime=mime,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        owner_kind=by.kind,
        owner_id=by.id,
        created_at=at,
    )
    client.write(file.place, content)
    with transaction.atomic():
        file.save(force_insert=True)
        record("file.stored", file, by=by, at=at, detail={"kind": kind, "size": file.size})
    return file


def hold(key: uuid.UUID, content: bytes, *, by: Actor, at: dt.datetime) -> None:
    """Put a table aside, sealed, for the worker to read; ``drop_held`` when it is read."""
    _ = (by, at)  # whose it is stands in what it becomes
    client.write(held_place(key), content)


def hold_long(key: uuid.UUID, source: Path, *, by: Actor, at: dt.datetime) -> None:
    """Put a long file aside, sealed piece by piece, until it is fetched; ``drop_held`` ends it."""
    _ = (by, at)
    client.write_pieces(pieces_place(key), source)


def bind_pdfs(parts: Sequence[Path], out: Path, *, by: Actor, at: dt.datetime) -> None:
    """Several PDFs of one folder as one, for printing."""
    _ = (by, at)
    client.join(parts, out)


def drop_held(key: uuid.UUID, *, by: Actor, at: dt.datetime) -> None:
    """Nothing happens when it is not there any more."""
    _ = (by, at)
    client.remove(held_place(key))
    client.remove(pieces_place(key))
