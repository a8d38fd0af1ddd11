import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from enum import StrEnum

import pytest
from python_calamine import CalamineWorkbook

from portal.tables.marks import FORMULA_STARTS
from portal.tables.reading import read_table
from portal.tables.writing import csv_bytes, joined, paired, xlsx_bytes
from tests.portal.tables.samples import SHEET


class Tier(StrEnum):
    EXPERT = "expert"


ROW = [None, True, Tier.EXPERT, dt.date(2026, 12, 1), Decimal("0.10"), 0.0000001, -3, "青葉"]
HEADER = [f"c{number}" for number in range(len(ROW))]


def sheet_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(SHEET).decode()


def test_csv_is_utf8_with_bom_in_the_words_that_reading_knows() -> None:
    content = csv_bytes(HEADER, [ROW])

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == ",true,expert,2026-12-01,0.10,0.0000001,-3,青葉"


def test_a_workbook_holds_numbers_days_and_texts_as_such() -> None:
    content = xlsx_bytes(HEADER, [ROW], "パートナー")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))

    assert book.sheet_names == ["パートナー"]
    assert book.get_sheet_by_index(0).to_python()[1] == [
        "",
        True,
        "expert",
        dt.date(2026, 12, 1),
        0.1,
        0.0000001,
        -3.0,
        "青葉",
    ]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_spreadsheet_sees_a_formula(start: str) -> None:
    attack = start + "cmd|' /C calc'!A0"

    line = csv_bytes(["note"], [[attack]]).decode("utf-8-sig").split("\r\n", 1)[1]
    sheet = sheet_of(xlsx_bytes([attack], [[attack]], "Sheet"))

    assert next(csv.reader(io.StringIO(line, newline="")))[0] == "'" + attack
    assert sheet.count('t="s"') == 2
    assert "<f>" not in sheet


def test_an_address_in_a_text_makes_no_link() -> None:
    content = xlsx_bytes(["url"], [["https://partner.example/a"]], "Sheet")

    assert "hyperlink" not in sheet_of(content)
    assert read_table(content).rows[0].cells == {"url": "https://partner.example/a"}


def test_a_whole_number_of_many_digits_keeps_them_all() -> None:
    number = 12345678901234567890

    assert read_table(xlsx_bytes(["n"], [[number]], "Sheet")).rows[0].cells["n"] == str(number)
    assert read_table(csv_bytes(["n"], [[number]])).rows[0].cells["n"] == str(number)


def test_a_day_before_spreadsheets_count_is_written_as_text() -> None:
    assert read_table(xlsx_bytes(["on"], [[dt.date(1889, 2, 11)]], "Sheet")).rows[0].cells["on"] == "1889-02-11"


def test_the_same_data_give_the_same_file() -> None:
    assert xlsx_bytes(HEADER, [ROW], "Sheet") == xlsx_bytes(HEADER, [ROW], "Sheet")


@pytest.mark.parametrize("name", ["a/b[c]:*?", "", "'", "長" * 40, "History"])
def test_any_name_serves_for_a_sheet(name: str) -> None:
    assert read_table(xlsx_bytes(["a"], [[1]], name)).rows[0].cells == {"a": "1"}


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_that_is_none_is_never_written(cell: object) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        csv_bytes(["a"], [[cell]])
    with pytest.raises(ValueError, match="cannot be written"):
        xlsx_bytes(["a"], [[cell]], "Sheet")


def test_a_text_that_no_cell_holds_is_not_lost_in_silence() -> None:
    with pytest.raises(ValueError, match="at most 32767"):
        xlsx_bytes(["a"], [["x" * 32_768]], "Sheet")


def test_a_row_of_another_length_than_the_header_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        csv_bytes(["a", "b"], [["x"]])


def test_lists_and_pairs_are_written_as_they_are_read() -> None:
    assert joined(["ja", Tier.EXPERT, 3]) == "ja;expert;3"
    assert paired({"api_integration": 1, "G": 5}) == "api_integration:1;G:5"
