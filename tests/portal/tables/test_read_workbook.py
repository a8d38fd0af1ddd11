import datetime as dt
import io

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from portal.tables.number_formats import Kind, kind_of
from portal.tables.reading import read_table
from portal.tables.writing import xlsx_bytes
from tests.portal.tables.complaints import complaints
from tests.portal.tables.samples import make_workbook, sheet_xml


def cells_of(content: bytes) -> list[str]:
    return list(read_table(content).rows[0].cells.values())


def workbook_of(*cells: tuple[object, object], **options: object) -> bytes:
    """Make a workbook whose second row holds these values in these number formats."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        page = book.add_worksheet()
        for column, (value, code) in enumerate(cells):
            page.write(0, column, f"c{column}")
            page.write(1, column, value, book.add_format({"num_format": code} if code is not None else {}))
    return target.getvalue()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (-3, "-3"),
        (0.53, "0.53"),
        (0.1 + 0.2, "0.3"),
        (3200034522787, "3200034522787"),
        (1e15, "1000000000000000"),
        (0.000001, "0.000001"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_a_number_is_read_as_it_is_shown(number: object, text: str) -> None:
    assert cells_of(workbook_of((number, None))) == [text]


@pytest.mark.parametrize("code", ["yyyy/m/d", '[$-411]ggge"年"m"月"d"日";@', 14, 27, 31, 57, "mmm-yy", "aaa"])
def test_a_day_is_read_as_iso_whatever_its_format(code: object) -> None:
    assert cells_of(workbook_of((46357, code))) == ["2026-12-01"]


@pytest.mark.parametrize(
    "code", ["0.00E+00", "#,##0_ ;[Red]-#,##0", '0"days"', "[$¥-411]#,##0", "0\\m", "General", "@"]
)
def test_a_number_in_another_format_stays_a_number(code: str) -> None:
    assert kind_of(code) is Kind.NUMBER
    assert cells_of(workbook_of((46357, code))) == ["46357"]


def test_moments_times_and_the_other_calendar_are_read() -> None:
    assert cells_of(workbook_of((46357.5, "yyyy-mm-dd hh:mm"), (0.25, "h:mm"))) == [
        "2026-12-01T12:00:00",
        "06:00:00",
    ]
    assert cells_of(workbook_of((dt.date(2026, 12, 1), "yyyy-mm-dd"), date_1904=True)) == ["2026-12-01"]
    assert cells_of(workbook_of((1, "yyyy-mm-dd"), (61, "yyyy-mm-dd"))) == ["1900-01-01", "1900-03-01"]


def test_an_independent_reader_agrees() -> None:
    rows = [
        ["青葉", 7, 0.25, dt.date(2026, 12, 1), True, None, "a\r\nb"],
        ["", -1, 2, dt.date(1999, 1, 31), False, "x", " y "],
    ]
    content = xlsx_bytes(list("abcdefg"), rows, "シート")

    theirs = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]
    ours = [list(row.cells.values()) for row in read_table(content).rows]

    assert ours == [[_as_text(cell) for cell in row] for row in theirs]


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return format(cell, "g") if isinstance(cell, float) else str(cell)


def test_reading_aids_above_kanji_are_no_part_of_the_text() -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>name</t></si>'
        '<si><r><t>青葉</t></r><r><t xml:space="preserve"> 商事</t></r>'
        '<rPh sb="0" eb="2"><t>アオバ</t></rPh><phoneticPr fontId="1"/></si></sst>'
    ).encode()
    sheet = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>')

    assert cells_of(make_workbook(sheet=sheet, strings=strings)) == ["青葉 商事"]


def test_inline_texts_and_cells_without_references_are_read() -> None:
    sheet = sheet_xml(
        '<row><c t="inlineStr"><is><t>a</t></is></c><c t="str"><v>b</v></c></row>'
        '<row><c/><c t="inlineStr"><is><t>_x0041_</t></is></c></row>'
    )

    assert read_table(make_workbook(sheet=sheet)).rows[0].cells == {"a": "", "b": "A"}


def test_rows_keep_their_numbers_when_the_table_starts_lower() -> None:
    sheet = sheet_xml('<row r="3"><c r="B3" t="str"><v>a</v></c></row><row r="7"><c r="B7"><v>1</v></c></row>')

    assert [(row.number, row.cells) for row in read_table(make_workbook(sheet=sheet)).rows] == [(7, {"a": "1"})]


def test_the_first_visible_sheet_is_read() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        hidden, chart, shown = book.add_worksheet("notes"), book.add_chartsheet(), book.add_worksheet("data")
        bars = book.add_chart({"type": "bar"})
        bars.add_series({"values": "=data!$A$1:$A$2"})
        chart.set_chart(bars)
        hidden.write(0, 0, "wrong")
        shown.write(0, 0, "right")
        shown.activate()
        hidden.hide()

    assert read_table(target.getvalue()).columns == ("right",)


def test_formulas_give_their_result_and_their_errors_are_named() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write_formula(1, 0, "=1+1", None, 2)
        page.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        page.write_formula(3, 1, "=A1", None, "x")

    assert complaints(target.getvalue()) == [
        "partners.csv, row 3, column B: The formula of this cell gives the error #DIV/0!."
        " Replace it by its value, then save the workbook.",
    ]


def test_a_formula_without_a_stored_result_is_named() -> None:
    sheet = sheet_xml('<row><c t="str"><v>a</v></c></row><row><c r="A2"><f>1+1</f><v></v></c></row>')

    assert "row 2, column A: The formula of this cell has no result" in complaints(make_workbook(sheet=sheet))[0]
