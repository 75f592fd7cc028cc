"""Long tables out: any number of rows in little memory, marked with who took them and when.

xlsxwriter frames the workbook (styles, panes, header and footer, pages of notes); the rows are
our own XML between its ``sheetData``, six times faster than a call for every cell.
"""

import csv
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain
from pathlib import Path

import xlsxwriter

from lianfang.roster.client.writing import harmless

_SHEET = "xl/worksheets/sheet1.xml"
_DIMENSION = re.compile(r"<dimension [^>]*/>")
_STYLE = re.compile(r'<col [^>]*style="(\d+)"')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BETWEEN = "\x1f"
_LONGEST = 32_000  # characters; a cell of a workbook holds 32,767
_FASTEST = 1


@dataclass(frozen=True)
class Page:
    """A further sheet of a workbook: lines of cells, the first one its heading."""

    title: str
    lines: Sequence[Sequence[str]]


def write_workbook(
    place: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    mark: str,
    title: str = "人员",
    pages: Sequence[Page] = (),
) -> None:
    """A workbook whose first sheet is the table; ``mark`` is printed on every page of it."""
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        frame = Path(folder) / "frame.xlsx"
        _frame(frame, title, headers, mark, pages)
        with (
            zipfile.ZipFile(frame) as framed,
            zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=_FASTEST) as out,
        ):
            for member in framed.namelist():
                if member != _SHEET:
                    out.writestr(member, framed.read(member))
            with out.open(_SHEET, "w", force_zip64=True) as sheet:
                for piece in _sheet(framed.read(_SHEET).decode(), len(headers), rows):
                    sheet.write(piece.encode())


def _frame(
    place: Path, title: str, headers: Sequence[str], mark: str, pages: Sequence[Page]
) -> None:
    with xlsxwriter.Workbook(str(place)) as book:
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bg_color": "#E8F0FE"})
        sheet = book.add_worksheet(title)
        sheet.set_column(0, len(headers) - 1, 16, text)
        sheet.write_row(0, 0, headers, head)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        said = mark.replace("&", "&&")
        sheet.set_header(f"&R{said}")
        sheet.set_footer(f"&L{said}&R&P / &N")
        for page in pages:
            notes = book.add_worksheet(page.title)
            notes.set_column(0, 0, 18)
            notes.set_column(1, len(page.lines[0]), 40)
            notes.set_footer(f"&L{said}")
            for at, line in enumerate(page.lines):
                for column, cell in enumerate(line):
                    notes.write_string(at, column, harmless(cell), head if at == 0 else None)


def _sheet(framed: str, columns: int, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    before, after = _DIMENSION.sub("", framed).split("</sheetData>")
    style = _STYLE.search(before)
    look = f's="{style[1]}" ' if style else ""
    names = [xlsxwriter.utility.xl_col_to_name(at) for at in range(columns)]
    cell = '<c r="{}#" {}t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
    line = '<row r="#">' + "".join(cell.format(name, look) for name in names) + "</row>"
    yield before
    for number, row in enumerate(rows, 2):
        yield line.replace("#", str(number)) % _escaped(row)
    yield "</sheetData>" + after


def _escaped(row: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row as XML text, escaped together; nothing in them runs."""
    whole = _BETWEEN.join([harmless(cell)[:_LONGEST] for cell in row])
    if whole.count(_BETWEEN) != len(row) - 1 or _CONTROL.search(whole.replace(_BETWEEN, "")):
        whole = _BETWEEN.join([_CONTROL.sub("", harmless(cell)[:_LONGEST]) for cell in row])
    whole = whole.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\r" in whole:  # a parser would read it as a new line
        whole = whole.replace("\r", "&#13;")
    return tuple(whole.split(_BETWEEN))


def write_text(
    place: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], *, mark: str
) -> None:
    """CSV in UTF-8 with its mark; the last line tells who and when, and imports skip it."""
    with place.open("wb") as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as out:
        lines = ([harmless(cell) for cell in row] for row in chain([headers], rows))
        csv.writer(out).writerows(chain(lines, [[f"# {mark}"]]))
