"""Snapshots kept in a tar archive, oldest first."""

import datetime as dt
import lzma
import re
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lianfang.feeds.errors import BadArchive

_NAME = re.compile(r"(?:DXYArea_)?(?P<stamp>\d{8}T\d{6}Z)(?:_[0-9a-f]+)?\.json")
_LARGEST = 8 * 1024 * 1024  # the largest of the public archive has 0.4 MB
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of the archive and the moment in its name, when it was taken."""

    name: str
    taken_at: dt.datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class Archive:
    snapshots: tuple[Kept, ...]
    skipped: tuple[str, ...]  # files of another kind (news, rumours), by name


def open_archive(path: Path) -> Archive:
    """Read every snapshot; raises BadArchive when the file is missing, cut, or no tar."""
    kept: list[Kept] = []
    skipped: list[str] = []
    try:
        with tarfile.open(path, "r:*") as tar:
            for member in tar:
                if member.isfile():
                    _sort_in(tar, member, kept, skipped)
    except (OSError, EOFError, tarfile.TarError, lzma.LZMAError, zlib.error) as error:
        raise BadArchive(f"{path.name}：{error}") from error
    return Archive(tuple(sorted(kept, key=lambda one: (one.taken_at, one.name))), tuple(skipped))


def _sort_in(
    tar: tarfile.TarFile, member: tarfile.TarInfo, kept: list[Kept], skipped: list[str]
) -> None:
    name = PurePosixPath(member.name).name
    match = _NAME.fullmatch(name)
    if not match:
        skipped.append(name)
        return
    if member.size > _LARGEST or len(kept) >= _MOST:
        raise BadArchive(f"{name} 过大或文件过多")
    body = tar.extractfile(member)
    taken_at = dt.datetime.strptime(match["stamp"], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    kept.append(Kept(name, taken_at, body.read() if body else b""))
