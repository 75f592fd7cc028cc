"""Rows and tables in the layout of the wuhan2020 case sheets."""

import csv
import io

from lianfang.roster.client import Row, Table
from lianfang.roster.rules import columns as c

ORIGIN = "3zhejiang"
DEFAULTS = {c.ORIGIN: ORIGIN, c.AGE: "0"}
SOMEBODY = {c.PROVINCE: "浙江省", c.CITY: "绍兴", c.COUNTY: "越城区", c.AGE: "50", c.SEX: "男"}


def make_cells(number="", /, **by_column):
    """All 31 cells, empty unless told; keys are column names."""
    return dict.fromkeys(c.ALL, "") | DEFAULTS | {c.NUMBER: number} | by_column


def make_patient(number, /, **by_column):
    return make_cells(number, **(SOMEBODY | by_column))


def make_rows(*cells):
    return [Row(number, one) for number, one in enumerate(cells, 2)]


def make_table(*cells):
    return Table("sheet.csv", "0" * 64, c.ALL, tuple(make_rows(*cells)))


def make_csv(*cells, columns=c.ALL):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(cells)
    return out.getvalue()
