"""Find a file and read it; whoever asks has been checked by the app that holds the key."""

import uuid
from collections.abc import Iterator

from lianfang.core.actor import Actor
from lianfang.core.problems import NotFound
from lianfang.files import client
from lianfang.files.models import File
from lianfang.files.rules import held_place, pieces_place


def by_key(key: uuid.UUID) -> File:
    """For the app that holds the key."""
    file = File.objects.filter(key=key).first()
    if file is None:
        raise NotFound
    return file


def own(key: uuid.UUID, *, owner: Actor) -> File:
    """What this very actor stored; to anybody else there is no such file."""
    file = by_key(key)
    if (file.owner_kind, file.owner_id) != (owner.kind, owner.id):
        raise NotFound
    return file


def own_photos(keys: list[uuid.UUID], *, owner: Actor) -> list[File]:
    """Those of the keys this actor stored, in one statement; the others are left out."""
    mine = File.objects.filter(key__in=keys, owner_kind=owner.kind, owner_id=owner.id)
    return list(mine.filter(kind="photo").order_by("id"))


def content_of(file: File) -> bytes:
    return client.read(file.place)


def held(key: uuid.UUID) -> bytes:
    """What ``hold`` put aside. Raises NotFound when it is not there any more."""
    try:
        return client.read(held_place(key))
    except FileNotFoundError:
        raise NotFound from None


def held_pieces(key: uuid.UUID) -> Iterator[bytes]:
    """What ``hold_long`` put aside, piece by piece. Raises NotFound when it is gone."""
    try:
        return client.read_pieces(pieces_place(key))
    except FileNotFoundError:
        raise NotFound from None
