from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel, force_locale

from portal.tables.problems import InputProblems, Problem
from portal.tables.reading import read_table
from portal.tables.schema import Column, Schema
from portal.tables.values import integer

CATALOG = Path("translations/portal_tables/ja/LC_MESSAGES/messages.po")


@pytest.fixture
def japanese(tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with CATALOG.open("rb") as source, (folder / "messages.mo").open("wb") as target:
        write_mo(target, read_po(source))
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path)
    Babel(app)
    with app.test_request_context(), force_locale("ja"):
        yield


def some_problems() -> tuple[Problem, ...]:
    table = read_table(b"code,tier\nP1,6\n", name="partners.csv")
    with pytest.raises(InputProblems) as raised:
        Schema((Column("tier", integer(1, 5)), Column("until", str))).parse(table)
    return raised.value.problems


@pytest.mark.usefixtures("japanese")
def test_problems_are_told_in_the_language_of_the_reader() -> None:
    assert [problem.as_line() for problem in some_problems()] == [
        "partners.csv 列「until」：見出しにこの列がありません。列「until」を追加してください。",
        "partners.csv 2行目 列「tier」：「6」は大きすぎます。1から5までの数を入力してください。",
    ]


def test_problems_are_told_in_english_where_there_is_no_application() -> None:
    assert some_problems()[1].as_line() == (
        "partners.csv, row 2, column tier: 6 is too large. A number from 1 to 5 is right."
    )
