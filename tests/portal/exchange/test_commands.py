"""`bansou import` and `bansou export` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from partners.models import Partner
from tests.world import the_app, unit
from wsgi import main

pytestmark = pytest.mark.usefixtures("app")
SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "samples"


@pytest.fixture
def bansou(monkeypatch, capsys):
    """Run the command line on the application under test; gives exit code, output and errors."""
    monkeypatch.setattr("wsgi.build", the_app)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def run(*words):
        monkeypatch.setattr("sys.argv", ["bansou", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return ended.value.code, told.out, told.err

    return run


def partners():
    with unit(write=False) as session:
        return session.scalar(select(func.count(Partner.id)))


def test_a_table_comes_in_and_goes_out(bansou, tmp_path):
    code, out, _err = bansou("import", "partners", SAMPLES / "partners.csv")
    assert (code, partners()) == (0, 24)
    assert "24" in out

    assert bansou("import", "customers", SAMPLES / "customers.csv")[0] == 0
    for name in ("out.csv", "out.xlsx"):
        assert bansou("export", "customers", tmp_path / name)[0] == 0
        code, out, _err = bansou("import", "customers", tmp_path / name)
        assert (code, "180 as they were" in out) == (0, True)


def test_a_dry_run_writes_nothing(bansou):
    code, out, _err = bansou("import", "partners", SAMPLES / "partners.csv", "--dry-run")

    assert (code, partners()) == (0, 0)
    assert "Nothing was written" in out


def test_each_problem_stands_on_its_own_line(bansou, tmp_path):
    text = (SAMPLES / "partners.csv").read_text(encoding="utf-8-sig")
    bad = tmp_path / "bad.csv"
    bad.write_text(text.replace(",3200034522787", ",1200034522787").replace("I:5;P:3", "I:9;P:3"), encoding="cp932")

    code, _out, err = bansou("import", "partners", bad)

    assert (code, partners()) == (2, 0)
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "bad.csv, row 2, column corporate_number",
        "bad.csv, row 3, column industries",
    ]


@pytest.mark.parametrize("words", [("import", "friends", "x.csv"), ("import", "partners", "missing.csv")])
def test_wrong_words_are_wrong_input(bansou, words):
    code, _out, err = bansou(*words)

    assert code == 2
    assert err.strip()


def test_a_place_that_cannot_be_written_to_is_told(bansou, tmp_path):
    code, _out, err = bansou("export", "partners", tmp_path / "no" / "folder.csv")

    assert code == 2
    assert "cannot be written" in err
