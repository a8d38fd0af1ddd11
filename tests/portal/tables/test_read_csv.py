from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.tables.reading import Limits, read_table
from tests.portal.tables.complaints import complaints

JAPANESE = "partner_code,name\r\nP0001,青葉システム㈱～髙﨑\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_encoding_is_told_without_asking(encoding: str) -> None:
    table = read_table(JAPANESE.encode(encoding))

    assert table.columns == ("partner_code", "name")
    assert table.rows[0].cells["name"] == "青葉システム㈱～髙﨑"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n,\"'"), min_size=1))
def test_valid_utf8_is_never_taken_for_cp932(text: str) -> None:
    assert read_table(b"a,b\nx," + text.encode()).rows[0].cells["b"] == text


def test_half_width_katakana_in_cp932_are_read() -> None:
    assert read_table("name\nｱｵﾊﾞ商事".encode("cp932")).rows[0].cells["name"] == "ｱｵﾊﾞ商事"


def test_a_broken_byte_in_utf8_is_named_instead_of_read_as_gibberish() -> None:
    content = "name\n青葉\n桜木\n".encode().replace("桜".encode(), b"\xe6\xa1")

    assert complaints(content) == [
        "partners.csv, row 3: The byte 0xE6 is neither UTF-8 nor CP932. Save it as CSV UTF-8 and send it again."
    ]


def test_a_broken_byte_in_cp932_is_named_with_its_row() -> None:
    content = "name\n青葉\n".encode("cp932") + b"\xff\n"

    assert "row 3: The byte 0xFF is neither" in complaints(content)[0]


def test_utf16_is_named() -> None:
    assert "encoded in UTF-16" in complaints(JAPANESE.encode("utf-16"))[0]


def test_a_row_number_is_the_one_that_a_spreadsheet_shows() -> None:
    table = read_table(b'a,b\n"one\ntwo",x\n\n,\n3,y\n')

    assert [(row.number, row.cells["b"]) for row in table.rows] == [(2, "x"), (5, "y")]


def test_commas_behind_the_table_are_passed_over() -> None:
    assert read_table(b"a,b,,\n1,2,,\n").columns == ("a", "b")


def test_each_ragged_row_is_named() -> None:
    assert complaints(b"a,b\n1\n1,2\n1,2,3\n") == [
        "partners.csv, row 2: Cells in this row: 1, columns in the header: 2."
        " Each row has one cell per column, empty ones too.",
        "partners.csv, row 4, column C: A value stands in a column that has no name."
        " Name the column in the header, or quote a cell that holds a comma.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "partners.csv: The file is empty."),
        (b"\xef\xbb\xbf", "partners.csv: The file is empty."),
        (b"\n\n,,\n", "partners.csv: The file is empty."),
        (b"a,b,a\n1,2,3\n", "row 1, column a: This column stands in the header more than once."),
        (b"a,b\n1,\0\n", "row 2: The file holds a zero byte"),
        (b'a,b\n1,"2\n3,4\n', "row 2: A quotation mark is open"),
        (b'a,b\n1,"2"x\n', "row 2: A quotation mark is open"),
        (b"%PDF-1.7", "partners.csv: This is not a table."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "partners.csv: This is an old Excel workbook"),
        (b"a\n" + b"x" * 40_000, "row 2: A cell is too long"),
        (b'a\n"' + b"x" * 400_000, "row 2: A cell is too long"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, said: str) -> None:
    assert said in complaints(content)[0]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(rows=2), "more rows than the 2 "),
        (Limits(columns=1), "more than 1 cells"),
        (Limits(cells=7), "more cells than the 7 "),
        (Limits(content=9), "too large"),
    ],
)
def test_a_file_over_a_limit_is_refused(limits: Limits, said: str) -> None:
    assert said in complaints(b"a,b\n1,2\n3,4\n5,6\n", limits=limits)[0]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert complaints(tmp_path / "partnrs.csv")[0].startswith("partnrs.csv: There is no file /")
    assert complaints(tmp_path)[0].endswith("This is a folder. Name a CSV or XLSX file.")


def test_a_file_is_told_by_content_and_named_as_its_sender_knows_it(tmp_path: Path) -> None:
    path = tmp_path / "partners.xlsx"
    path.write_bytes(b"a\n1\n")

    assert read_table(path).name == "partners.xlsx"
    assert read_table(path.read_bytes(), name="sent.csv").rows[0].cells == {"a": "1"}
