"""Tables in and out: delimited text and workbooks, as offices send them and want them."""

from lianfang.roster.client.delimited import Row, Table, decoded, read_table
from lianfang.roster.client.sheets import check_table, read_rows
from lianfang.roster.client.workbook import Page, write_text, write_workbook
from lianfang.roster.client.writing import Column, write_sheet, write_template

__all__ = [
    "Column",
    "Page",
    "Row",
    "Table",
    "check_table",
    "decoded",
    "read_rows",
    "read_table",
    "write_sheet",
    "write_template",
    "write_text",
    "write_workbook",
]
