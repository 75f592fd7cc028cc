"""Exports: one's own, how far they are, and the file while it lasts."""

import uuid
from collections.abc import Iterator

from lianfang.core.problems import NotFound
from lianfang.files.queries import held_pieces
from lianfang.org.rules import Caller
from lianfang.roster.models import Export


def export_for(caller: Caller, key: uuid.UUID) -> Export:
    """One's own export; somebody else's is NotFound."""
    export = Export.objects.filter(key=key, user_id=caller.id).first()
    if export is None:
        raise NotFound
    return export


def exports_of(caller: Caller, *, most: int = 50) -> list[Export]:
    """One's own, newest first; one statement."""
    return list(Export.objects.filter(user_id=caller.id).order_by("-id")[:most])


def file_of(export: Export) -> Iterator[bytes]:
    """The file, piece by piece; raises NotFound when it is gone."""
    return held_pieces(export.key)
