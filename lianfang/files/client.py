"""The disk files lie on, sealed, and the typesetter that makes documents."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, BinaryIO

import typst
from django.conf import settings

from lianfang.core.crypto import seal_bytes, unseal_bytes
from lianfang.files.errors import NoFont

_PURPOSE = "file.content"
_PIECE = 1 << 20
_PAGE = re.compile(rb"/Type\s*/Page\b")
_FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "SimHei")


def write(place: str, content: bytes) -> None:
    """Seal and put; a half-written file never stands under its name."""
    path = Path(settings.MEDIA_ROOT) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(seal_bytes(content, _PURPOSE))
    draft.replace(path)


def remove(place: str) -> None:
    (Path(settings.MEDIA_ROOT) / place).unlink(missing_ok=True)


def read(place: str) -> bytes:
    return unseal_bytes((Path(settings.MEDIA_ROOT) / place).read_bytes(), _PURPOSE)


def write_pieces(place: str, source: Path) -> None:
    """Seal a long file piece by piece, so that it is never in memory whole.

    A piece is bound to its number and the last one is marked: none can be moved, lost or added.
    """
    path = Path(settings.MEDIA_ROOT) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    with source.open("rb") as clear, draft.open("wb") as out:
        number, piece = 0, clear.read(_PIECE)
        while True:
            after = clear.read(_PIECE)
            sealed = seal_bytes(piece, _piece_purpose(number, is_last=not after))
            out.write(len(sealed).to_bytes(4) + sealed)
            if not after:
                break
            number, piece = number + 1, after
    draft.replace(path)


def read_pieces(place: str) -> Iterator[bytes]:
    """What ``write_pieces`` sealed; raises FileNotFoundError at once and Tampered on the way."""
    return _pieces((Path(settings.MEDIA_ROOT) / place).open("rb"))


def _pieces(held: BinaryIO) -> Iterator[bytes]:
    with held:
        number, size = 0, held.read(4)
        while size:
            sealed, size = held.read(int.from_bytes(size)), held.read(4)
            yield unseal_bytes(sealed, _piece_purpose(number, is_last=not size))
            number += 1


def _piece_purpose(number: int, *, is_last: bool) -> str:
    return f"{_PURPOSE}.{number}.{'last' if is_last else 'more'}"


def join(parts: Sequence[Path], out: Path) -> None:
    """Bind PDFs of one folder into one for printing, page after page; not an archive copy."""
    lines = ['#set page(paper: "a4", margin: 0pt)']
    for part in parts:
        pages = len(_PAGE.findall(part.read_bytes()))
        lines += [
            f"#image({json.dumps(part.name, ensure_ascii=False)}, page: {n}, width: 100%)"
            for n in range(1, pages + 1)
        ]
    whole = out.with_suffix(".typ")
    whole.write_text("\n".join(lines), encoding="utf-8")
    out.write_bytes(typst.compile(str(whole), root=str(whole.parent)))


@cache
def font() -> str:
    """The first Chinese font this machine has; raises NoFont."""
    found = {info.family for info in _fonts().fonts()}
    for family in _FONTS:
        if family in found:
            return family
    raise NoFont


def _fonts() -> Any:  # noqa: ANN401 -- typst comes without types
    return typst.Fonts(include_system_fonts=True, font_paths=list(settings.FONT_DIRS))


def typeset(template: str, data: Mapping[str, object], *, at: dt.datetime) -> bytes:
    """A PDF/A of ``templates/<template>.typ`` with ``data``; the same input, the same bytes."""
    inputs = {"font": font(), "data": json.dumps(data, ensure_ascii=False)}
    with as_file(files("lianfang.files") / "templates") as folder:
        pdf: bytes = typst.compile(
            str(folder / f"{template}.typ"),
            root=str(folder),
            font_paths=list(settings.FONT_DIRS),
            sys_inputs=inputs,
            pdf_standards="a-2b",
            timestamp=int(at.timestamp()),
        )
    return pdf
