"""Workbooks as offices send them."""

import io

import xlsxwriter

from lianfang.core.identity import check_digit
from tests.factories.geo import GRID

HEADERS = (
    "姓名",
    "证件号码",
    "电话",
    "新增外来人员/返工人员",
    "所属网格",
    "隔离信息报送来源",
    "现住址",
)


def id_number(n):
    """A valid number of somebody born on a day of 1980, different for each ``n``."""
    first17 = f"110105198001{n % 28 + 1:02}{n % 1000:03}"
    return first17 + check_digit(first17)


def make_cells(n, **more):
    cells = {
        "姓名": f"张{chr(0x4E00 + n)}",
        "证件号码": id_number(n),
        "电话": f"138{n:08}",
        "新增外来人员/返工人员": "返工人员",
        "所属网格": GRID,
        "隔离信息报送来源": "企业/学校申报",
        "现住址": f"{n}号楼",
    }
    return list((cells | more).values())


def make_workbook(rows, headers=HEADERS, title="", *, formulas=True):
    """What begins with = becomes a formula, or text where there are no ``formulas``."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"strings_to_formulas": formulas})
    sheet = book.add_worksheet()
    top = 0
    if title:
        sheet.merge_range(0, 0, 0, len(headers) - 1, title)
        top = 1
    for at, row in enumerate([headers, *rows], top):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.close()
    return held.getvalue()
