"""UTF-8 and CP932 told apart without asking."""

import codecs
import csv
import io
import re

from flask_babel import lazy_gettext as _l

from portal.tables.problems import InputProblems, Problem

_JAPANESE = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
# Python maps these single bytes, but no Japanese file has them: they belong to other encodings.
_NEVER_IN_CP932 = re.compile("[\x80\xa0\uf8f0-\uf8f3]")


def decoded(content: bytes, where: str) -> str:
    """Decode a file's bytes: UTF-8 with or without BOM wherever they are valid UTF-8, else CP932.

    Raises:
        InputProblems: they are neither; the row of the first wrong byte is named.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputProblems([Problem(where, None, None, _l("The file is encoded in UTF-16."), _SAVE_AS)])
    marked = content.startswith(codecs.BOM_UTF8)
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if marked or _damaged_utf8(content):
            raise _undecodable(content, error.start, "utf-8", where) from None
    return _as_cp932(content, where)


_SAVE_AS = _l("Save it as CSV UTF-8 and send it again.")


def _damaged_utf8(content: bytes) -> bool:
    """Tell whether Japanese UTF-8 holds a few wrong bytes: CP932 would read all of it, as gibberish."""
    text = content.decode("utf-8", errors="replace")
    return len(_JAPANESE.findall(text)) > text.count("\ufffd")


def _as_cp932(content: bytes, where: str) -> str:
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError as error:
        raise _undecodable(content, error.start, "cp932", where) from None
    stranger = _NEVER_IN_CP932.search(text)
    if stranger:
        raise _undecodable(content, len(text[: stranger.start()].encode("cp932")), "cp932", where)
    return text


def _undecodable(content: bytes, position: int, encoding: str, where: str) -> InputProblems:
    before = content[:position].decode(encoding)
    what = _l("The byte %(byte)s is neither UTF-8 nor CP932.", byte=f"0x{content[position]:02X}")
    return InputProblems([Problem(where, row_at(before), None, what, _SAVE_AS)])


def row_at(before: str) -> int:
    """Count the row that a reader has reached after this much of a CSV text."""
    return max(1, sum(1 for _ in csv.reader(io.StringIO(before + "x", newline=""))))
