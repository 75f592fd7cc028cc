"""Tables as files: packed, in either encoding, cut."""

import lzma

import pytest

from lianfang.roster.client import read_table
from lianfang.roster.errors import BadTable
from lianfang.roster.rules import columns as c
from tests.factories.sheets import make_csv, make_patient

TEXT = make_csv(make_patient("1"), make_patient("2"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_encodings_are_read(tmp_path, encoding):
    path = tmp_path / "sheet.csv"
    path.write_bytes(TEXT.encode(encoding))

    table = read_table(path)

    assert table.columns == c.ALL
    assert [(row.number, row.cells[c.NUMBER]) for row in table.rows] == [(2, "1"), (3, "2")]


def test_packed_and_plain_have_the_same_digest(tmp_path):
    plain, packed = tmp_path / "a.csv", tmp_path / "b.csv.xz"
    plain.write_bytes(TEXT.encode())
    packed.write_bytes(lzma.compress(TEXT.encode()))

    assert read_table(plain).digest == read_table(packed).digest


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_packed_file_cut_short_is_refused(tmp_path, share):
    path, whole = tmp_path / "a.csv.xz", lzma.compress(TEXT.encode())
    path.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(BadTable):
        read_table(path)


@pytest.mark.parametrize(
    "content",
    [TEXT.encode() + b"a,b\r\n", b"\xff\xff\x00", b'"open', TEXT.encode() + b'"never closed'],
)
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(BadTable):
        read_table(path)


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(BadTable):
        read_table(tmp_path / "none.csv")
