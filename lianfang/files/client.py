"""The disk files lie on, sealed, and the typesetter that makes documents."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from lianfang.core.crypto import seal_bytes, unseal_bytes
from lianfang.files.errors import NoFont

_PURPOSE = "file.content"
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
