"""Workbooks and delimited text out: row by row, and nothing in a cell that would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_LISTED = 255  # characters a drop-down may hold in the cell itself
_TEMPLATE_ROWS = 5_000


@dataclass(frozen=True)
class Column:
    """A column of a template; ``choices`` become a drop-down."""

    header: str
    example: str = ""
    choices: Sequence[str] = ()
    is_required: bool = False
    is_text: bool = True
    help: str = ""


def harmless(text: str) -> str:
    """A cell that a spreadsheet would run is kept as text by an apostrophe."""
    return f"'{text}" if text.startswith(_RUNS) else text


def write_sheet(
    kind: str, headers: Sequence[str], rows: Iterable[Sequence[str]], *, mark: str = ""
) -> bytes:
    """``xlsx``, or ``csv`` in UTF-8 with its mark; the line ``mark`` tells who and when."""
    if kind == "csv":
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(headers)
        writer.writerows([harmless(cell) for cell in row] for row in rows)
        if mark:
            writer.writerow([f"# {mark}"])
        return out.getvalue().encode("utf-8-sig")
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("人员")
    text = book.add_format({"num_format": "@", "text_wrap": False})
    head = book.add_format({"bold": True, "bg_color": "#E8F0FE"})
    sheet.set_column(0, len(headers) - 1, 16, text)
    sheet.write_row(0, 0, headers, head)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            sheet.write_string(number, at, harmless(cell), text)
    if mark:
        sheet.set_footer(f"&L{mark}")
        book.add_worksheet("说明").write_string(0, 0, mark)
    book.close()
    return held.getvalue()


def write_template(title: str, columns: Sequence[Column]) -> bytes:
    """The sheet to fill in: drop-downs, text cells, an example, and a page of explanations."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet, notes, lists = (book.add_worksheet(name) for name in ("填报", "填写说明", "选项"))
    text = book.add_format({"num_format": "@"})
    plain = book.add_format({"bold": True, "bg_color": "#E8F0FE", "border": 1})
    must = book.add_format({"bold": True, "bg_color": "#FDE7E9", "border": 1})
    gray = book.add_format({"num_format": "@", "font_color": "#808080", "italic": True})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, 18, text)
        sheet.write_string(0, at, column.header, must if column.is_required else plain)
        sheet.write_string(1, at, column.example, gray)
        lists.write_column(0, at, list(column.choices))
        if column.choices:
            _drop_down(sheet, at, column)
    sheet.freeze_panes(1, 1)
    lists.hide()
    _explain(notes, title, columns, plain)
    book.close()
    return held.getvalue()


def _drop_down(sheet: xlsxwriter.worksheet.Worksheet, at: int, column: Column) -> None:
    name = xlsxwriter.utility.xl_col_to_name(at)
    source = f"=选项!${name}$1:${name}${len(column.choices)}"
    short = len(",".join(column.choices)) < _LISTED and not any("," in c for c in column.choices)
    rule = {"validate": "list", "source": list(column.choices) if short else source}
    words = {"error_title": "请从列表中选择", "error_message": "这一列只能填列表中的选项"}
    sheet.data_validation(1, at, _TEMPLATE_ROWS, at, rule | words)


def _explain(
    notes: xlsxwriter.worksheet.Worksheet,
    title: str,
    columns: Sequence[Column],
    head: xlsxwriter.format.Format,
) -> None:
    notes.write_string(0, 0, title)
    notes.write_string(1, 0, "红色表头必填。灰色一行是示例，上传前可以保留，系统会跳过。")
    notes.write_row(3, 0, ["字段", "必填", "示例", "可选值", "说明"], head)
    for at, one in enumerate(columns, 4):
        must = "是" if one.is_required else ""
        notes.write_row(at, 0, [one.header, must, one.example, "、".join(one.choices), one.help])
    notes.set_column(0, 4, 28)
