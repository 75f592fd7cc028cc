"""Tables as people send them: CSV, perhaps packed with xz, in UTF-8 or GB18030."""

import csv
import hashlib
import io
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lianfang.roster.errors import BadTable

_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` counts lines of the sheet, so the first row under the header is 2."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    digest: str  # of the unpacked content
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Every row of the file; raises BadTable when it is missing, cut, or not a table."""
    content = _unpacked(path)
    try:
        reader = csv.reader(io.StringIO(decoded(content), newline=""), strict=True)
        columns = tuple(name.strip() for name in next(reader, ()))
        rows = tuple(_row(number, columns, cells) for number, cells in enumerate(reader, 2))
    except csv.Error as error:
        raise BadTable(f"{path.name}：{error}") from error
    return Table(path.name, hashlib.sha256(content).hexdigest(), columns, rows)


def _unpacked(path: Path) -> bytes:
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise BadTable(f"{path.name}：{error}") from error
    if len(content) > _LARGEST:
        raise BadTable(f"{path.name} 解压后超过 {_LARGEST // 2**20} MB")
    return content


def decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable("不是 UTF-8 或 GB18030 编码")


def _row(number: int, columns: tuple[str, ...], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise BadTable(f"第{number}行有 {len(cells)} 栏，表头有 {len(columns)} 栏")
    return Row(number, dict(zip(columns, cells, strict=True)))
