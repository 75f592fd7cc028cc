"""The published divisions that come with the package, read from its data folder."""

import csv
import io
import lzma
import zipfile
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_DATA = files("lianfang.geo") / "data"


def divisions() -> list[tuple[str, str]]:
    """Code and name of every province, city and county, codes unpadded, parents first."""
    return [(code, name) for code, name in _rows((_DATA / "divisions.csv").read_text("utf-8"))]


def retired() -> list[tuple[str, str, int, int, tuple[str, ...]]]:
    """Former divisions: six-digit code, name, first and last year, the codes that took it in."""
    text = lzma.decompress((_DATA / "retired.csv.xz").read_bytes()).decode()
    return [
        (code, name, int(since), int(until), tuple(after.split()))
        for code, name, since, until, after in _rows(text)
    ]


@cache
def _streets() -> dict[str, list[tuple[str, str]]]:
    by_county: dict[str, list[tuple[str, str]]] = {}
    for code, name in _rows(lzma.decompress((_DATA / "streets.csv.xz").read_bytes()).decode()):
        by_county.setdefault(code[:6], []).append((code, name))
    return by_county


def streets_of(county: str) -> list[tuple[str, str]]:
    """Code and name of each street and town of a county, [] for a county nobody published."""
    return _streets().get(county, [])


def communities_of(county: str) -> list[tuple[str, str]]:
    """Code and name of each community and village of a county."""
    return [row for row in _communities(county[:2]) if row[0].startswith(county)]


@lru_cache(maxsize=2)
def _communities(province: str) -> list[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO((_DATA / "communities.zip").read_bytes())) as packed:
        if f"{province}.csv" not in packed.namelist():
            return []
        return [(code, name) for code, name in _rows(packed.read(f"{province}.csv").decode())]


def _rows(text: str) -> Iterator[list[str]]:
    return csv.reader(text.splitlines())
