"""Tables out: nothing in a cell runs, import → export → import gives the same."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lianfang.people.queries import Filters
from lianfang.roster.actions import commit_batch, open_batch
from lianfang.roster.client import write_sheet
from lianfang.roster.queries import table_of
from tests.factories.geo import GRID, T0, make_area
from tests.factories.org import make_staff
from tests.factories.uploads import HEADERS, make_cells, make_workbook


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_no_cell_begins_with_what_a_spreadsheet_runs(text):
    content = write_sheet("csv", ["a"], [[text]]).decode("utf-8-sig")

    cell = content.split("\r\n", 1)[1].lstrip('"')
    assert not cell.startswith(("=", "+", "-", "@"))


def test_a_formula_is_kept_as_text_in_a_workbook():
    content = write_sheet("xlsx", ["a"], [["=1+1"]], mark="谁")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[1] == ["'=1+1"]


@pytest.mark.django_db
def test_what_was_exported_imports_as_the_same_people():
    make_area()
    officer = make_staff("cdc_officer", areas=(GRID[:4],))
    names = ("name", "id_number", "phone", "category", "area", "source", "address")
    first = open_batch(
        "a.xlsx", make_workbook([make_cells(n) for n in range(5)]), by=officer, at=T0
    )
    commit_batch(first, by=officer, at=T0)

    content, count = table_of(
        officer, filters=Filters(), fields=names, kind="xlsx", is_masked=False, at=T0
    )
    again = open_batch("b.xlsx", content, by=officer, at=T0)

    assert count == 5
    assert again.counts == {"same": 5}
    assert len(HEADERS) == len(names)
