"""Pack published lists into lianfang/geo/data: ``python -m demo.pack_divisions FOLDER``."""

import csv
import io
import lzma
import re
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).parent.parent / "lianfang" / "geo" / "data"
WITHOUT_LIST = {"71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区"}
DAWN = (1980, 1, 1, 0, 0, 0)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, packed or not."""
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def text_of(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV with plain line ends."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write_xz(name: str, rows: Iterable[Iterable[object]]) -> None:
    """One packed file in the data folder."""
    (TARGET / name).write_bytes(
        lzma.compress(text_of(rows).encode(), preset=9 | lzma.PRESET_EXTREME)
    )


def pack_divisions(source: Path) -> None:
    """Provinces, cities and counties in one plain file, so that a change reads well in review."""
    names = dict(WITHOUT_LIST)
    for name in ("provinces", "cities", "areas"):
        names |= {row["code"]: row["name"] for row in read(source / f"{name}.csv")}
    rows = sorted(names.items(), key=lambda item: (len(item[0]), item[0]))
    (TARGET / "divisions.csv").write_text(text_of(rows), encoding="utf-8")


def pack_retired(source: Path) -> None:
    """Former divisions, with the codes that took each in (a year in brackets is dropped)."""
    rows = read(source / "result.csv")
    old = [
        (
            row["代码"],
            row["名称"],
            row["启用时间"],
            row["变更/弃用时间"],
            " ".join(re.findall(r"\d{6}", row["新代码"])),
        )
        for row in rows
        if row["状态"] != "在用"
    ]
    write_xz("retired.csv.xz", sorted(old))


def pack_villages(source: Path) -> None:
    """Communities, one member a province, so that a county costs one of 31."""
    by_province: dict[str, list[tuple[str, str]]] = {}
    for row in read(source / "villages.csv.xz"):
        by_province.setdefault(row["provinceCode"], []).append((row["code"], row["name"]))
    with zipfile.ZipFile(TARGET / "communities.zip", "w", zipfile.ZIP_LZMA) as packed:
        for province, rows in sorted(by_province.items()):
            member = zipfile.ZipInfo(f"{province}.csv", DAWN)
            member.compress_type = zipfile.ZIP_LZMA
            packed.writestr(member, text_of(sorted(rows)))


def main(folder: str) -> None:
    """Everything anew from a folder that holds divisions/ and gb2260_history/."""
    root = Path(folder)
    pack_divisions(root / "divisions")
    pack_retired(root / "gb2260_history")
    write_xz(
        "streets.csv.xz",
        sorted((r["code"], r["name"]) for r in read(root / "divisions" / "streets.csv.xz")),
    )
    pack_villages(root / "divisions")


if __name__ == "__main__":
    main(sys.argv[1])
