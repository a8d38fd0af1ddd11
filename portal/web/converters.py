"""Parts of addresses."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

from werkzeug.routing import BaseConverter, ValidationError

from portal.database import CODE_LETTERS


class CodeConverter(BaseConverter):
    """A random public code such as `K7Q2-M9XD`."""

    regex = f"[{CODE_LETTERS}]{{4}}-[{CODE_LETTERS}]{{4}}"


class PartnerCodeConverter(BaseConverter):
    """A partner's code such as `P0001`."""

    regex = "[A-Z][A-Z0-9_-]{0,19}"


class MonthConverter(BaseConverter):
    """A month such as `2026-10`, as its first day."""

    regex = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class WordConverter(BaseConverter):
    """A word that people chose, such as a product's, whatever it holds, as one part of an address.

    A slash, and dots that stand alone, would be taken for steps of the address: they are written as `~2F` and `~2E`.
    """

    _HIDDEN = re.compile(r"~(.{0,2})")
    _LETTERS = {"7E": "~", "2F": "/", "2E": "."}  # noqa: RUF012 - as the library's own converters

    def to_python(self, value: str) -> str:
        if any(code not in self._LETTERS for code in self._HIDDEN.findall(value)):
            raise ValidationError
        return self._HIDDEN.sub(lambda found: self._LETTERS[found[1]], value)

    def to_url(self, value: str) -> str:
        hidden = value.replace("~", "~7E").replace("/", "~2F")
        return quote(hidden.replace(".", "~2E") if not hidden.strip(".") else hidden, safe="~")
