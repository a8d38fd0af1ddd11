"""A name is text: no place, no header, nothing that reads as something else."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.names import LONGEST, disposition, ending_of, plain_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("残高一覧.xlsx", "残高一覧.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.pdf", "system.pdf"),
        ("C:\\fakepath\\photo.jpg", "photo.jpg"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("a\0b.pdf", "ab.pdf"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        (None, "file"),
        ("evil.html.pdf", "evil.html.pdf"),
    ],
)
def test_a_name_keeps_its_last_part_and_nothing_hidden(given_name, kept):
    assert plain_name(given_name).replace(":", "") == kept.replace(":", "")


def test_a_long_name_keeps_its_ending():
    kept = plain_name("あ" * 300 + ".pdf")
    assert len(kept) == LONGEST
    assert ending_of(kept) == "pdf"


@given(st.text(max_size=300))
def test_no_name_breaks_a_header_or_names_a_place(text):
    name = plain_name(text)
    header = disposition(name)

    assert 0 < len(name) <= LONGEST
    assert not set(name) & {"/", "\\", "\r", "\n", "\0"}
    assert name not in (".", "..")
    assert all(unicodedata.category(letter) not in ("Cc", "Cf") for letter in name)
    assert header.isascii()
    assert "\r" not in header
    assert "\n" not in header
    plain, _, coded = header.removeprefix('attachment; filename="').partition("\"; filename*=UTF-8''")
    assert '"' not in plain
    assert unquote(coded) == name
