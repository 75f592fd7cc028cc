"""Tables out: nothing in a cell runs, whatever it holds, however long the table."""

import io
import re
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lianfang.roster.client import Page, read_rows, write_sheet, write_text, write_workbook
from lianfang.roster.client.writing import harmless

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_no_cell_begins_with_what_a_spreadsheet_runs(text):
    content = write_sheet("csv", ["a"], [[text]]).decode("utf-8-sig")

    cell = content.split("\r\n", 1)[1].lstrip('"')
    assert not cell.startswith(("=", "+", "-", "@"))


def test_a_formula_is_kept_as_text_in_a_workbook():
    content = write_sheet("xlsx", ["a"], [["=1+1"]], mark="谁")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[1] == ["'=1+1"]


CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
def test_a_long_workbook_holds_every_cell_as_text(rows):
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "a.xlsx"
        write_workbook(place, ["甲", "乙", "丙"], rows, mark="谁&何时")
        book = CalamineWorkbook.from_path(place)

    lines = book.get_sheet_by_index(0).to_python()
    assert lines[0] == ["甲", "乙", "丙"]
    read = {(r, c): cell for r, line in enumerate(lines[1:]) for c, cell in enumerate(line) if cell}
    assert read == {
        (r, c): clean
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if (clean := CONTROL.sub("", harmless(cell)))
    }


def test_a_long_workbook_is_marked_on_its_pages_and_opens_elsewhere(tmp_path):
    place = tmp_path / "a.xlsx"
    rows = ([str(n), "=1+1", "<b>&\x00"] for n in range(3000))

    write_workbook(place, ["a", "b", "c"], rows, mark="张三 & 今日", pages=[Page("说明", [["甲"]])])

    with zipfile.ZipFile(place) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert archive.testzip() is None
    assert "<oddHeader>&amp;R张三 &amp;&amp; 今日</oddHeader>" in sheet
    assert "<f>" not in sheet
    book = CalamineWorkbook.from_path(place)
    assert book.sheet_names == ["人员", "说明"]
    assert book.get_sheet_by_index(0).to_python()[-1] == ["2999", "'=1+1", "<b>&"]


def test_the_mark_of_a_csv_is_skipped_when_it_is_read_again(tmp_path):
    place = tmp_path / "a.csv"

    write_text(place, ["姓名", "电话"], [["张三", "1"]], mark="李四 于今日")

    assert place.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "# 李四 于今日" in place.read_text(encoding="utf-8-sig")
    rows = [list(cells) for _, cells in read_rows("a.csv", place.read_bytes())]
    assert rows == [["姓名", "电话"], ["张三", "1"]]
