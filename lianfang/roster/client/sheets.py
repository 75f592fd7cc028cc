"""An uploaded table as rows of cells, whatever it was saved with; bounded before it is opened."""

import csv
import io
import lzma
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from python_calamine import CalamineError, CalamineWorkbook

from lianfang.roster.client.delimited import decoded
from lianfang.roster.errors import BadTable

MOST_ROWS = 100_001  # the header among them
_LARGEST = 64 * 2**20
_UNPACKED = 400 * 2**20
_WIDEST = 200
_MARK = "# "  # a line that only says who exported the table
_GAP = 1_000  # so many empty rows in a row are the end
_FORMULA = re.compile(rb"<f[ >]")
_XLSX, _XLS, _XZ = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xfd7zXZ"


def check_table(name: str, content: bytes) -> None:
    """What can be said before it is opened; raises BadTable: too big, a bomb, another kind."""
    if len(content) > _LARGEST:
        raise BadTable(f"文件超过 {_LARGEST // 2**20} MB，请分成几份上传")
    if content.startswith(_XLSX):
        _check_archive(content)
    elif not content.startswith((_XLS, _XZ)) and b"\0" in content[:4096]:
        raise BadTable(f"{name} 不是表格文件，请上传 xlsx、xls 或 csv")


def read_rows(name: str, content: bytes) -> Iterator[tuple[int, Sequence[object]]]:
    """Rows of the first sheet of a workbook (xlsx, xls) or of a delimited file (csv, csv.xz).

    Those that are not empty, each with its number in the sheet (from 1), one after another: a long
    table is never in memory whole as Python objects. Raises BadTable with what to do: formulas,
    broken, too many rows.
    """
    if content.startswith((_XLSX, _XLS)):
        return _bounded(_workbook(content))
    if content.startswith(_XZ):
        content = _unpacked(content)
        check_table(name, content[:4096])
    return _bounded(_delimited(content))


def _check_archive(content: bytes) -> None:
    """Before anything is unpacked: the sizes it states, then each sheet for formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _UNPACKED:
                raise BadTable("文件解压后过大，请另存为一份新的表格后再上传")
            for part in parts:
                if part.filename.startswith("xl/worksheets/sheet") and _has_formula(archive, part):
                    raise BadTable("表中有公式，请全选、复制，再“选择性粘贴 - 数值”后上传")
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise BadTable("文件已损坏，请重新另存为 xlsx 后再上传") from error


def _has_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Read piece by piece, never more than the archive may unpack to."""
    tail, left = b"", _UNPACKED
    with archive.open(part) as sheet:
        while piece := sheet.read(1 << 20):
            left -= len(piece)
            if left < 0:
                raise BadTable("文件解压后过大，请另存为一份新的表格后再上传")
            if _FORMULA.search(tail + piece):
                return True
            tail = piece[-4:]
    return False


def _workbook(content: bytes) -> Iterable[Sequence[object]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return book.get_sheet_by_index(0).iter_rows()
    except (CalamineError, IndexError, ValueError) as error:
        raise BadTable("打不开这份表格，请重新另存为 xlsx 后再上传") from error


def _unpacked(content: bytes) -> bytes:
    try:
        unpacked = lzma.LZMADecompressor().decompress(content, max_length=_UNPACKED)
    except lzma.LZMAError as error:
        raise BadTable("压缩文件已损坏，请重新压缩后再上传") from error
    if len(unpacked) >= _UNPACKED:
        raise BadTable("文件解压后过大，请分成几份上传")
    return unpacked


def _delimited(content: bytes) -> Iterator[Sequence[object]]:
    text = decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        yield from (list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise BadTable("csv 文件格式有误，请另存为 xlsx 后再上传") from error


def _bounded(rows: Iterable[Sequence[object]]) -> Iterator[tuple[int, Sequence[object]]]:
    found = last = 0
    for number, row in enumerate(rows, 1):
        cells = row[:_WIDEST]
        told = [str(cell).strip() for cell in cells if cell is not None and str(cell).strip()]
        if not told or (len(told) == 1 and told[0].startswith(_MARK)):
            if number - last > _GAP:
                break
            continue
        last = number
        found += 1
        if found > MOST_ROWS:
            raise BadTable(f"超过 {MOST_ROWS - 1} 行，请分成几份上传")
        yield number, cells
