from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.tables.marks import FORMULA_STARTS
from portal.tables.reading import read_table
from portal.tables.writing import csv_bytes, neutral, original, xlsx_bytes

Writer = Callable[[Sequence[str], Sequence[Sequence[object]]], bytes]


def as_xlsx(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    return xlsx_bytes(header, rows, "Sheet")


# A zero byte is in no database of ours, and XML has no way to say the two non-characters.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), min_size=1)
DANGEROUS = st.builds("".join, st.tuples(st.sampled_from([*FORMULA_STARTS, "'", "''"]), TEXTS))


@pytest.mark.parametrize("write", [csv_bytes, as_xlsx])
@settings(deadline=None)
@given(text=TEXTS | DANGEROUS)
def test_every_text_comes_back_as_it_was_written(write: Writer, text: str) -> None:
    table = read_table(write(["name", "note"], [["a", text], [text, ""]]))

    assert [row.cells for row in table.rows] == [{"name": "a", "note": text}, {"name": text, "note": ""}]


@pytest.mark.parametrize("start", [*FORMULA_STARTS, "'"])
def test_a_text_that_a_spreadsheet_would_run_gets_one_apostrophe(start: str) -> None:
    assert neutral(start + "1") == "'" + start + "1"
    assert original("'" + start + "1") == start + "1"


@pytest.mark.parametrize("text", ["'tis", "'", "O'Neill", "", "a=1", " =1", "'５"])
def test_reading_removes_no_other_apostrophe(text: str) -> None:
    assert original(text) == text


@pytest.mark.parametrize("number", [-3, -0.5, 0, 7, True, None])
def test_what_is_no_text_is_not_marked(number: object) -> None:
    assert neutral(number) is number
